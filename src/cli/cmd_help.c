#include <string.h>

#include "cli.h"

static const char *format_at(size_t index) {
    static const char *const names[] = {"text", "man"};
    return index < sizeof names / sizeof names[0] ? names[index] : NULL;
}

static const char *command_at(size_t index) {
    return index < CLI_COMMAND_COUNT ? cli_commands[index]->name : NULL;
}

static const char *command_summary(size_t index) {
    return cli_commands[index]->summary;
}

static int run_help(struct cli *cli) {
    const struct cli_command *command = NULL;
    const char *format = cli_choose("format", cli->format ? cli->format : "text", format_at);
    if (!format)
        return PC_EXIT_USAGE;
    if (strcmp(format, "man") == 0) {
        if (cli->word_count > 0)
            cli_error("-f man prints the page of the whole program; leave out `%s`", cli->words[0]);
        else
            cli_man();
        return cli->word_count > 0 ? PC_EXIT_USAGE : PC_EXIT_CLEAN;
    }
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
    .usage = "help [COMMAND] [-f text|man]",
    .notes = "`portcheck help -f man` prints the man page.\n",
    .format = format_at,
    .word = command_at,
    .word_summary = command_summary,
    .run = run_help,
};
