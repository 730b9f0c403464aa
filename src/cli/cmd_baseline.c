#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char *action_at(size_t index) {
    static const char *const names[] = {"write", "prune", "show"};
    return index < sizeof names / sizeof names[0] ? names[index] : NULL;
}

static const char *action_summary(size_t index) {
    static const char *const summaries[] = {"record all findings of today as known",
                                            "take out entries that match nothing",
                                            "list the entries, and which of them match nothing"};
    return index < sizeof summaries / sizeof summaries[0] ? summaries[index] : NULL;
}

static int run_baseline(struct cli *cli) {
    int code;
    if (cli->word_count != 1) {
        cli_error("baseline needs one word: write, prune or show");
        return PC_EXIT_USAGE;
    }
    const char *action = cli_choose("action", cli->words[0], action_at);
    if (!action)
        return PC_EXIT_USAGE;
    if (cli->options.no_baseline) {
        cli_error("--no-baseline leaves nothing to do");
        return PC_EXIT_USAGE;
    }
    cli->options.baseline_new = strcmp(action, "write") == 0;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    size_t length;
    const char *text = pc_run_baseline(run, action, &length);
    if (text && !(cli->options.quiet && strcmp(action, "show") != 0))
        fwrite(text, 1, length, stdout);
    else if (!text)
        cli_error("%s", pc_run_message(run));
    code = text ? PC_EXIT_CLEAN : pc_run_exit_code(run);
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_baseline = {
    .name = "baseline",
    .summary = "Record, prune or show known findings",
    .usage = "baseline write|prune|show [OPTIONS]",
    .notes =
        "`check` neither shows nor counts what is in the baseline. A finding is known again by what it is about\n"
        "(rule, host, ports, services), not by its lines: another service that joins a collision is new.\n"
        "\n"
        "Exit: 0, 2 wrong usage or no such baseline, 3 not one port found, 4 something could not be read or written\n",
    .words_heading = "Actions",
    .word = action_at,
    .word_summary = action_summary,
    .run = run_baseline,
};
