#include <stdio.h>
#include <string.h>

#include "cli.h"

static bool to_stdout(const struct cli *cli) {
    return !cli->output || strcmp(cli->output, "-") == 0;
}

/* "ports.html" asks for the page, unless a format is given. */
static const char *format_of(const struct cli *cli) {
    static const char *const others[][2] = {{"markdown", "md"}, {"htm", "html"}};
    const char *dot = to_stdout(cli) ? NULL : strrchr(cli->output, '.');
    if (cli->format)
        return cli_choose("format", cli->format, pc_report_format_name);
    for (size_t i = 0; dot && i < sizeof others / sizeof others[0]; i++)
        if (strcmp(dot + 1, others[i][0]) == 0)
            return others[i][1];
    for (size_t i = 0; dot && pc_report_format_name(i); i++)
        if (strcmp(dot + 1, pc_report_format_name(i)) == 0)
            return pc_report_format_name(i);
    return pc_report_format_name(0);
}

static bool check_usage(const struct cli *cli) {
    if (cli->word_count > 0)
        cli_error("`%s`: report takes no paths; --host, --service and --range narrow it", cli->words[0]);
    else if (cli->output && *cli->output == '\0')
        cli_error("-o needs a value: FILE");
    else if (cli->only_check && to_stdout(cli))
        cli_error("--check needs the file that it is about: -o FILE");
    else
        return true;
    return false;
}

/* 0 or 1, or 4 when the file cannot be read or the report not made. */
static int check_file(const struct cli *cli, struct pc_run *run, const struct pc_report_options *options) {
    enum pc_report_state state;
    if (!pc_run_check_report(run, options, cli->output, &state)) {
        cli_told(run, false);
        return pc_run_exit_code(run);
    }
    switch (state) {
    case PC_REPORT_CURRENT:
        return PC_EXIT_CLEAN;
    case PC_REPORT_STALE:
        cli_error("`%s` is not what would be written today; the same command without --check refreshes it",
                  cli->output);
        return PC_EXIT_FINDINGS;
    case PC_REPORT_MISSING:
        cli_error("there is no `%s`; the same command without --check writes it", cli->output);
        return PC_EXIT_FINDINGS;
    case PC_REPORT_UNREADABLE:
        cli_told(run, false);
        break;
    }
    return PC_EXIT_INCOMPLETE;
}

static int write_report(const struct cli *cli, struct pc_run *run, const struct pc_report_options *options) {
    size_t length;
    const char *text = pc_run_report(run, options, &length);
    if (!text) {
        cli_told(run, false);
        int failed = pc_run_exit_code(run);
        return failed > PC_EXIT_FINDINGS ? failed : PC_EXIT_INCOMPLETE;
    }
    if (to_stdout(cli))
        fwrite(text, 1, length, stdout);
    bool done = to_stdout(cli) || pc_run_write_text(run, text, length, cli->output);
    return cli_told(run, done) ? PC_EXIT_CLEAN : PC_EXIT_INCOMPLETE;
}

static int run_report(struct cli *cli) {
    int code;
    struct pc_report_options options = {.since = cli->since, .link_base = cli->link_base};
    if (!check_usage(cli) || !(options.format = format_of(cli)))
        return PC_EXIT_USAGE;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    int done = cli->only_check ? check_file(cli, run, &options) : write_report(cli, run, &options);
    code = pc_run_exit_code(run); /* what the report itself met counts as well */
    bool partial = code > PC_EXIT_FINDINGS && done < PC_EXIT_USAGE;
    code = code == PC_EXIT_FINDINGS ? PC_EXIT_CLEAN : code;
    code = done == PC_EXIT_INCOMPLETE || code == PC_EXIT_CLEAN ? done : code;
    size_t length;
    const char *summary =
        partial && !cli->options.quiet ? pc_run_summary(run, &length) : NULL; /* why not all is known */
    if (summary)
        cli_note(summary, length);
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_report = {
    .name = "report",
    .summary = "Write the drift report (Markdown, HTML, JSON, CSV)",
    .usage = "report [OPTIONS]",
    .notes =
        "What collides, who drifts and which side is stale, what is bound and not registered, which range fills up,\n"
        "who dials whom. The format is that of -o's ending, else Markdown. Links are relative to the project's root,\n"
        "wherever the file lies. docs/report.schema.json describes the JSON; in CSV a cell that a spreadsheet would "
        "take for\n"
        "a formula has an apostrophe in front.\n"
        "\n"
        "A file of -o is written whole or not at all. --check compares everything but the dates of last changes: git\n"
        "knows those only of lines that are committed, and in a clone with its whole history.\n"
        "\n"
        "Exit: 0 whatever it finds, 1 when --check finds another file, 2 wrong usage or configuration, 3 not one port\n"
        "found, 4 something could not be read or written\n",
    .format = pc_report_format_name,
    .format_summary = pc_report_format_summary,
    .run = run_report,
};
