/* The table of commands. */
#include <string.h>

#include "cli.h"

const struct cli_command *const cli_commands[CLI_COMMAND_COUNT] = {
#define PC_COMMAND(name) &pc_command_##name,
#include "commands.def"
#undef PC_COMMAND
};

const struct cli_command_line cli_command_lines[] = {
#define PC_GROUP(title) {title, NULL},
#define PC_COMMAND(name) {NULL, &pc_command_##name},
#include "commands.def"
#undef PC_COMMAND
};
const size_t cli_command_line_count = sizeof cli_command_lines / sizeof cli_command_lines[0];

const struct cli_command *cli_command_find(const char *name) {
    for (size_t i = 0; i < CLI_COMMAND_COUNT; i++)
        if (strcmp(cli_commands[i]->name, name) == 0)
            return cli_commands[i];
    return NULL;
}

const char *cli_command_near(const char *name) {
    const char *names[CLI_COMMAND_COUNT];
    for (size_t i = 0; i < CLI_COMMAND_COUNT; i++)
        names[i] = cli_commands[i]->name;
    return pc_did_you_mean(name, names, CLI_COMMAND_COUNT);
}
