#include <stdio.h>

#include "cli.h"

static int run_check(struct cli *cli) {
    int code;
    const char *format = cli_choose("format", cli->format ? cli->format : "full", pc_format_name);
    if (!format)
        return PC_EXIT_USAGE;
    cli->options.paths = (const char *const *)cli->words;
    cli->options.path_count = cli->word_count;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    size_t length, summary_length = 0;
    const char *text = pc_run_check(run, format, &length);
    const char *summary = NULL;
    if (text)
        fwrite(text, 1, length, stdout);
    if (text && !pc_format_has_summary(format) && !cli->options.quiet)
        summary = pc_run_summary(run, &summary_length);
    if (summary)
        cli_note(summary, summary_length);
    if (!text) {
        cli_error("%s", pc_run_message(run));
        code = PC_EXIT_INCOMPLETE;
    }
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_check = {
    .name = "check",
    .summary = "Find range violations, duplicates per host and drift (default)",
    .usage = "[check] [OPTIONS] [PATH]...",
    .notes =
        "Without PATH the whole project is checked. A PATH narrows what is reported, never what is read; a file given\n"
        "as PATH is read whatever its name.\n"
        "\n"
        "Exit: 0 clean, 1 findings, 2 wrong usage or configuration, 3 not one port found, 4 something could not be\n"
        "read or written\n",
    .format = pc_format_name,
    .format_summary = pc_format_summary,
    .takes_paths = true,
    .run = run_check,
};
