#include <stdlib.h>
#include <string.h>

#include "cli.h"

static bool prints_groups(const struct cli *cli, const char *format) {
    bool groups = strcmp(format, "grouped") == 0;
    for (size_t i = 0; i < cli->also.count; i++)
        groups = groups || strncmp(cli->also.items[i], "grouped=", 8) == 0;
    return groups;
}

static void tell_timings(struct pc_run *run) {
    size_t length;
    const char *text = pc_run_timings(run, &length);
    if (text)
        cli_note(text, length);
}

static int run_check(struct cli *cli) {
    int code;
    const char *usual = cli->groups ? "grouped" : "full";
    const char *format = cli_choose("format", cli->format ? cli->format : usual, pc_format_name);
    if (!format || !cli_deliver_check(cli) || !cli_fix_check(cli))
        return PC_EXIT_USAGE;
    if (cli->groups && !prints_groups(cli, format)) {
        cli_error("--group-by is for the format grouped, not %s", format);
        return PC_EXIT_USAGE;
    }
    cli->options.paths = (const char *const *)cli->words;
    cli->options.path_count = cli->word_count;
    cli->options.checkout = cli_ci(cli) == CLI_CI_GITHUB ? getenv("GITHUB_WORKSPACE") : NULL;
    struct pc_run *run = cli_run(cli, &code);
    if (run && cli_fix_asked(cli)) {
        bool go_on = cli_fix(cli, run, &code);
        pc_run_free(run);
        run = go_on ? cli_run(cli, &code) : NULL;
    }
    if (!run)
        return code;
    if (!cli_deliver(cli, run, format))
        code = PC_EXIT_INCOMPLETE;
    if (cli->options.timings)
        tell_timings(run);
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
        "Files are written whole or not at all. Under GitHub Actions (--ci auto) findings are annotated and a page is\n"
        "added to the summary of the step.\n"
        "\n"
        "Exit: 0 clean, 1 findings, 2 wrong usage or configuration, 3 not one port found, 4 something could not be\n"
        "read or written\n",
    .format = pc_format_name,
    .format_summary = pc_format_summary,
    .takes_paths = true,
    .run = run_check,
};
