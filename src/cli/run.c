/* What check and list share: reading the tree with the options given, and saying why not. */
#include <string.h>

#include "cli.h"

#define NAMES_MAX 64

struct pc_run *cli_run(struct cli *cli, int *code) {
    struct pc_options *options = &cli->options;
    struct pc_run *run;
    options->select = cli->select.items;
    options->select_count = cli->select.count;
    options->extend_select = cli->extend_select.items;
    options->extend_select_count = cli->extend_select.count;
    options->ignore = cli->ignore.items;
    options->ignore_count = cli->ignore.count;
    options->hosts = cli->hosts.items;
    options->host_count = cli->hosts.count;
    options->services = cli->services.items;
    options->service_count = cli->services.count;
    options->ranges = cli->ranges.items;
    options->range_count = cli->ranges.count;
    options->with = cli->with.items;
    options->with_count = cli->with.count;
    options->color = cli_color(cli);
    options->hyperlinks = cli_hyperlinks(cli);
    options->ascii = cli_ascii(cli);
    options->width = cli_width();
    enum pc_status status = pc_run_new(options, &run);
    *code = pc_run_exit_code(run);
    if (status == PC_STATUS_OK)
        return run;
    cli_error("%s", pc_run_message(run));
    pc_run_free(run);
    return NULL;
}

const char *cli_choose(const char *what, const char *word, const char *(*at)(size_t index)) {
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (const char *name; count < NAMES_MAX && (name = at(count)) != NULL; count++) {
        names[count] = name;
        if (strcmp(name, word) == 0)
            return name;
    }
    const char *near = pc_did_you_mean(word, names, count);
    if (near)
        cli_error("unknown %s `%s`; did you mean `%s`?", what, word, near);
    else
        cli_error("unknown %s `%s`; --help lists them", what, word);
    return NULL;
}
