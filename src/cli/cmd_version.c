#include <stdio.h>

#include "cli.h"

/* The configuration that a check here would use; a broken one is named all the same. */
static void print_config(struct cli *cli) {
    struct pc_run *run;
    pc_run_new_config(&cli->options, &run);
    const char *path = pc_run_config_path(run);
    printf("configuration %s\n", *path ? path : "none");
    pc_run_free(run);
}

static int run_version(struct cli *cli) {
    printf("portcheck %s\n", PC_VERSION);
    if (cli->version)
        return PC_EXIT_CLEAN;
    for (size_t i = 0; pc_library_name(i); i++)
        printf("%s %s\n", pc_library_name(i), pc_library_version(i));
    print_config(cli);
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_version = {
    .name = "version",
    .summary = "Version, those of the libraries, the configuration in use",
    .usage = "version [OPTIONS]",
    .run = run_version,
};
