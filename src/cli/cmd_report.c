#include <stdio.h>
#include <string.h>

#include "cli.h"

static int run_report(struct cli *cli) {
    int code;
    if (cli->word_count > 0) {
        cli_error("`%s`: report takes no paths; --host, --service and --range narrow it", cli->words[0]);
        return PC_EXIT_USAGE;
    }
    struct pc_report_options options = {.format = cli->format ? cli->format : "md"};
    options.format = cli_choose("format", options.format, pc_report_format_name);
    if (!options.format)
        return PC_EXIT_USAGE;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    code = code == PC_EXIT_FINDINGS ? PC_EXIT_CLEAN : code;
    size_t length;
    const char *text = pc_run_report(run, &options, &length);
    if (text)
        fwrite(text, 1, length, stdout);
    else
        cli_error("%s", pc_run_message(run));
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_report = {
    .name = "report",
    .summary = "Write the drift report (Markdown, HTML, JSON, CSV)",
    .usage = "report [OPTIONS]",
    .notes =
        "Exit: 0 whatever it finds, 2 wrong usage or configuration, 3 not one port found, 4 something could not be\n"
        "read or written\n",
    .format = pc_report_format_name,
    .format_summary = pc_report_format_summary,
    .run = run_report,
};
