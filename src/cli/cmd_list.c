#include <stdio.h>

#include "cli.h"

/* A list that an option cannot narrow must not look as if it did. */
static bool check_narrowing(const struct cli *cli, const char *what) {
    const struct {
        const char *option;
        size_t count;
    } given[] = {{"host", cli->hosts.count}, {"service", cli->services.count}, {"range", cli->ranges.count}};
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        if (given[i].count > 0 && !pc_list_takes(what, given[i].option)) {
            cli_error("--%s does not narrow `portcheck list %s`", given[i].option, what);
            return false;
        }
    }
    return true;
}

static int run_list(struct cli *cli) {
    int code;
    if (cli->word_count > 1) {
        cli_error("`%s`: list prints one thing at a time", cli->words[1]);
        return PC_EXIT_USAGE;
    }
    const char *what = cli_choose("list", cli->word_count > 0 ? cli->words[0] : "claims", pc_list_name);
    const char *format = what ? cli_choose("format", cli->format ? cli->format : "table", pc_list_format_name) : NULL;
    if (!format || !check_narrowing(cli, what))
        return PC_EXIT_USAGE;
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    size_t length;
    const char *text = pc_run_list(run, what, format, &length);
    if (text)
        fwrite(text, 1, length, stdout);
    else
        cli_error("%s", pc_run_message(run));
    code = !text ? PC_EXIT_INCOMPLETE : code == PC_EXIT_FINDINGS ? PC_EXIT_CLEAN : code;
    cli_note_missing(cli, run, code);
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_list = {
    .name = "list",
    .summary = "List claims, ports, free ports, services, hosts, ranges or sources",
    .usage = "list [LIST] [OPTIONS]",
    .notes = "`list services` and `list hosts` say which names are taken for the same one, and why.\n"
             "`list claims -f jsonl` writes what --with reads.\n"
             "`list free --range 3000-3099` also looks at ports that no declared range holds.\n"
             "\n"
             "Exit: 0, or 3 and 4 as `portcheck check`\n",
    .format = pc_list_format_name,
    .words_heading = "Lists",
    .word = pc_list_name,
    .word_summary = pc_list_summary,
    .run = run_list,
};
