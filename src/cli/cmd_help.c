#include "cli.h"

static int run_help(struct cli *cli) {
    const struct cli_command *command = NULL;
    if (cli->word_count > 0) {
        command = cli_command_find(cli->words[0]);
        const char *near = command ? NULL : cli_command_near(cli->words[0]);
        if (near)
            cli_error("unknown command `%s`; did you mean `%s`?", cli->words[0], near);
        else if (!command)
            cli_error("unknown command `%s`; `portcheck help` lists them", cli->words[0]);
        if (!command)
            return PC_EXIT_USAGE;
    }
    cli_help(command);
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_help = {
    .name = "help",
    .summary = "Show help for a command",
    .usage = "help [COMMAND]",
    .run = run_help,
};
