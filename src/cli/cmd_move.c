#include <stdlib.h>
#include <string.h>

#include "cli.h"

static bool read_port(const char *what, const char *word, uint16_t *port) {
    char *end;
    long number = word[0] >= '1' && word[0] <= '9' && strlen(word) <= 5 ? strtol(word, &end, 10) : 0;
    if (number < 1 || number > 65535 || *end != '\0') {
        cli_error("%s: `%s` is no port; ports are 1 to 65535", what, word);
        return false;
    }
    *port = (uint16_t)number;
    return true;
}

static int run_move(struct cli *cli) {
    struct pc_move_options options = {.everywhere = cli->everywhere};
    int code;
    if (cli->recover)
        return cli_recover(cli);
    if (cli->word_count != 2) {
        cli_error("move needs a service and its new port: portcheck move SERVICE PORT");
        return PC_EXIT_USAGE;
    }
    if (cli->hosts.count > 1 || (cli->hosts.count == 1 && cli->everywhere)) {
        cli_error("--host takes one host here; --everywhere is for all of them");
        return PC_EXIT_USAGE;
    }
    if (!read_port("the new port", cli->words[1], &options.port) ||
        (cli->from && !read_port("--from", cli->from, &options.from)))
        return PC_EXIT_USAGE;
    options.service = cli->words[0];
    options.host = cli->hosts.count == 1 ? cli->hosts.items[0] : NULL;
    cli->hosts.count = 0;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    struct pc_change_result result;
    if (code > PC_EXIT_FINDINGS) {
        cli_note_missing(cli, run, code);
        cli_error("not moved: the tree could not be read whole, or holds no port");
    } else if (pc_run_move(run, &options, &cli->change, &result)) {
        code = cli_change(cli, run, &result);
    } else {
        cli_error("%s", pc_run_message(run));
        code = pc_run_exit_code(run);
    }
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_move = {
    .name = "move",
    .summary = "Give a service another port, everywhere it is written",
    .usage = "move SERVICE PORT [OPTIONS]",
    .notes =
        "Shows one diff of every place that states or dials the port which SERVICE has: its row of the plan, which "
        "goes to where the new port belongs, documents, compose files, images, env files, defaults of the source, "
        "tunnels, proxies, scrape targets, and every caller. --write writes it, all or nothing, reads the tree "
        "again, and undoes everything when a place was left or a new finding appeared.\n"
        "\n"
        "Callers by localhost or a host's address follow the port of the host; callers by a container's name "
        "follow the one inside. A mapping 3015:3015 of a program that is told its port moves on both sides, of "
        "3015:8080 only the left one does. Other hosts, environments, and services with the same number stay. "
        "Prose that holds the number is listed, not changed.\n"
        "\n"
        "Refused: a port that is taken on that host. --write needs --force where a warning says so: outside of "
        "the service's range, or where a place must be changed by hand.\n"
        "\n"
        "A run that is stopped while it writes leaves a journal; move --recover then finishes or undoes what it began. "
        "It stands alone.\n"
        "\n"
        "Exit: 0, 1 refused or undone, 2 wrong usage or configuration, 3 not one port found, 4 something could "
        "not be read or written\n",
    .run = run_move,
};
