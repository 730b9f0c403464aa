#include <stdio.h>
#include <string.h>

#include "cli.h"

static int run_next(struct cli *cli) {
    int code;
    bool found = false;
    if (cli->word_count > 1) {
        cli_error("`%s`: next looks in one place; a name of several words goes between quotes", cli->words[1]);
        return PC_EXIT_USAGE;
    }
    const char *format = cli_choose("format", cli->format ? cli->format : "text", pc_next_format_name);
    if (!format)
        return PC_EXIT_USAGE;
    const struct pc_next_options options = {.where = cli->word_count > 0 ? cli->words[0] : NULL,
                                            .name = cli->whom,
                                            .count = cli->count,
                                            .pair = cli->pair,
                                            .branches = cli->branches};
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    size_t length;
    const char *text = pc_run_next(run, &options, format, &found, &length);
    if (text)
        fwrite(text, 1, length, stdout);
    bool alone = strcmp(format, "plain") == 0; /* a number alone has no room for a reason */
    if (!text || (alone && *pc_run_message(run)))
        cli_error("%s", pc_run_message(run));
    code = pc_run_exit_code(run);
    if (text && code <= PC_EXIT_FINDINGS)
        code = found ? PC_EXIT_CLEAN : PC_EXIT_FINDINGS;
    if (text)
        cli_note_missing(cli, run, code);
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_next = {
    .name = "next",
    .summary = "Suggest the next free port",
    .usage = "next [RANGE|SERVICE] [OPTIONS]",
    .notes =
        "RANGE is 3000-3099, or what a range is for. Nothing plans, documents, binds, dials or reserves the port,\n"
        "and no program takes it when nothing is set. System ports, the ephemeral ports of the host's system and\n"
        "ports that browsers refuse to open are left out. Reserved growth is offered when nothing else is left.\n"
        "\n"
        "  portcheck next --for tide-web          where services of like names are\n"
        "  portcheck next 3000-3099 --count 3\n"
        "  PORT=$(portcheck next \"Web apps\" -f plain)\n"
        "\n"
        "Exit: 0, 1 when there is no such port, 2 wrong usage or configuration, 3 not one port found,\n"
        "4 something could not be read\n",
    .format = pc_next_format_name,
    .format_summary = pc_next_format_summary,
    .run = run_next,
};
