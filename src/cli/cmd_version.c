#include <stdio.h>

#include "cli.h"

static int run_version(struct cli *cli) {
    printf("portcheck %s\n", PC_VERSION);
    for (size_t i = 0; !cli->version && pc_library_name(i); i++)
        printf("%s %s\n", pc_library_name(i), pc_library_version(i));
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_version = {
    .name = "version",
    .summary = "Version, and those of the libraries",
    .usage = "version",
    .run = run_version,
};
