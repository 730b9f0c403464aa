#include <stdio.h>

#include "cli.h"

static int run_prove(struct cli *cli) {
    int code;
    bool enough = false;
    if (cli->word_count > 0) {
        cli_error("`%s`: prove takes no words", cli->words[0]);
        return PC_EXIT_USAGE;
    }
    const char *format = cli_choose("format", cli->format ? cli->format : "text", pc_prove_format_name);
    if (!format)
        return PC_EXIT_USAGE;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    size_t length;
    const char *text = pc_run_prove(run, cli->fail_under, format, &enough, &length);
    if (text)
        fwrite(text, 1, length, stdout);
    else
        cli_error("%s", pc_run_message(run));
    code = pc_run_exit_code(run);
    if (text && code <= PC_EXIT_FINDINGS)
        code = enough ? PC_EXIT_CLEAN : PC_EXIT_FINDINGS;
    if (text && !enough)
        cli_error("%s", pc_run_message(run));
    if (text)
        cli_note_missing(cli, run, code);
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_prove = {
    .name = "prove",
    .summary = "Change each claim in memory: would the rules notice?",
    .usage = "prove [OPTIONS]",
    .notes =
        "Each number that is read as a port is changed in memory to one that nobody has, and the rules run again.\n"
        "A change is noticed when there is a new finding of severity warning or error that nothing silences. What\n"
        "is not noticed could be wrong today. No file is changed.\n"
        "\n"
        "Exit: 0, 1 when the share is below --fail-under, 2 wrong usage or configuration, 3 not one port found,\n"
        "4 something could not be read\n",
    .format = pc_prove_format_name,
    .format_summary = pc_prove_format_summary,
    .run = run_prove,
};
