#include <stdio.h>

#include "cli.h"

static int run_show(struct cli *cli) {
    int code;
    if (cli->word_count == 0) {
        cli_error("show needs a port, a range of ports, a service or a host; `portcheck list ports` lists them");
        return PC_EXIT_USAGE;
    }
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    code = code == PC_EXIT_FINDINGS ? PC_EXIT_CLEAN : code;
    for (size_t i = 0; i < cli->word_count; i++) {
        size_t length;
        const char *text = pc_run_show(run, cli->words[i], &length);
        if (text && i > 0)
            putchar('\n');
        if (text) {
            fwrite(text, 1, length, stdout);
            continue;
        }
        cli_error("%s", pc_run_message(run));
        int failed = pc_run_exit_code(run);
        code = failed == PC_EXIT_INCOMPLETE ? failed : code == PC_EXIT_CLEAN ? PC_EXIT_FINDINGS : code;
    }
    cli_note_missing(cli, run, code);
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_show = {
    .name = "show",
    .summary = "Everything known about a port, a range, a service or a host",
    .usage = "show PORT|RANGE|SERVICE|HOST... [OPTIONS]",
    .notes = "RANGE is 3000-3099. A service or host goes by any of its names.\n"
             "\n"
             "Exit: 0, 1 when nothing is known of a name, 2 wrong usage or configuration, 3 not one port found,\n"
             "4 something could not be read or written\n",
    .run = run_show,
};
