#include <stdio.h>

#include "cli.h"

static bool take_services(struct cli *cli) {
    for (size_t i = 0; i < cli->word_count; i++) {
        if (cli->services.count == CLI_WORDS_MAX) {
            cli_error("more than %d services", CLI_WORDS_MAX);
            return false;
        }
        cli->services.items[cli->services.count++] = cli->words[i];
    }
    return true;
}

/* Which side is true is a human decision: the values, and nothing else. */
static int show_sides(const struct cli *cli, struct pc_run *run) {
    size_t length;
    const char *text = pc_run_sync_sides(run, &length);
    if (!text) {
        cli_error("%s", pc_run_message(run));
        return pc_run_exit_code(run);
    }
    fwrite(text, 1, length, stdout);
    cli_note_missing(cli, run, PC_EXIT_CLEAN);
    if (length == 0)
        cli_error("no service has sides that disagree");
    cli_error("which side is true is yours to say: --to deployed, --to planned or --to documented");
    return PC_EXIT_USAGE;
}

static int change(struct cli *cli, struct pc_run *run) {
    struct pc_sync_options options = {.to = cli->to, .check = cli->check};
    struct pc_change_result result;
    if (pc_run_sync(run, &options, &cli->change, &result))
        return cli_change(cli, run, &result);
    cli_error("%s", pc_run_message(run));
    return pc_run_exit_code(run);
}

static int run_sync(struct cli *cli) {
    int code;
    if (cli->recover)
        return cli_recover(cli);
    if (!take_services(cli))
        return PC_EXIT_USAGE;
    if (cli->check && cli->change.write) {
        cli_error("--check writes nothing: leave out --write");
        return PC_EXIT_USAGE;
    }
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    if (code > PC_EXIT_FINDINGS) {
        cli_note_missing(cli, run, code);
        cli_error("nothing was compared: the tree could not be read whole, or holds no port");
    } else {
        code = cli->to ? change(cli, run) : show_sides(cli, run);
    }
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_sync = {
    .name = "sync",
    .summary = "Make plan, documents and deployment say what one of them says",
    .usage = "sync [SERVICE]... --to deployed|planned|documented [OPTIONS]",
    .notes =
        "Without --to it shows what is planned, documented and deployed beside each other, and changes nothing: "
        "which of them is true is a human decision.\n"
        "\n"
        "--to deployed shows one diff that corrects the plan and the documents: wrong numbers, rows that belong to "
        "another range, rows and bullets that are missing, reservations that are in use, the date of the "
        "reconciliation. Tables stay aligned as they were. A port in no range of the document is corrected, and its "
        "row stays where "
        "it is: PC101 tells of it from then on, and the preview says so.\n"
        "\n"
        "--to planned and --to documented also move what runs, as `portcheck move` does. A move to a port that "
        "somebody "
        "has is left, with the command. Whatever would bring a new finding is left and said. A second run changes "
        "nothing.\n"
        "\n"
        "What has not one right answer is left to a person and listed: a service with several ports, a port that two "
        "services are given, a port without a row that no range has.\n"
        "\n"
        "A run that is stopped while it writes leaves a journal; sync --recover then finishes or undoes what it began. "
        "It stands alone.\n"
        "\n"
        "Exit: 0, 1 differences under --check, or undone, 2 wrong usage or configuration, or no --to, 3 not one port "
        "found, 4 something could not be read or written\n",
    .run = run_sync,
};
