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

/* What holds a run from writing elsewhere and from the network. */
static void print_sandbox(void) {
    int landlock = pc_sandbox_landlock();
    bool seccomp = pc_sandbox_seccomp();
    if (landlock > 0)
        printf("sandbox Landlock %d%s\n", landlock, seccomp ? ", seccomp" : "");
    else
        printf("sandbox %s\n", seccomp ? "seccomp" : "none: this system has neither Landlock nor seccomp");
}

static int run_version(struct cli *cli) {
    printf("portcheck %s\n", PC_VERSION);
    if (cli->version)
        return PC_EXIT_CLEAN;
    for (size_t i = 0; pc_library_name(i); i++)
        printf("%s %s\n", pc_library_name(i), pc_library_version(i));
    print_sandbox();
    print_config(cli);
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_version = {
    .name = "version",
    .summary = "Version, those of the libraries, the configuration in use",
    .usage = "version [OPTIONS]",
    .run = run_version,
};
