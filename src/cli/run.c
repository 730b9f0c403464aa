/* What check and list share: reading the tree with the options given, and saying why not. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define NAMES_MAX 64

static void add_writable(struct cli *cli, const char *path) {
    if (path && cli->writable.count < CLI_WORDS_MAX)
        cli->writable.items[cli->writable.count++] = path;
}

/* What the sandbox has to leave: the files that the command will write. */
static void say_outputs(struct cli *cli) {
    struct pc_options *options = &cli->options;
    bool always = strcmp(cli->sandbox, "always") == 0;
    cli->writable.count = 0;
    add_writable(cli, cli->output);
    for (size_t i = 0; i < cli->also.count; i++) {
        const char *equals = strchr(cli->also.items[i], '=');
        add_writable(cli, equals ? equals + 1 : NULL);
    }
    add_writable(cli, strcmp(cli->summary, "auto") == 0 ? getenv("GITHUB_STEP_SUMMARY") : cli->summary);
    add_writable(cli, options->baseline);
    options->sandbox = always                              ? PC_SANDBOX_REQUIRED
                       : strcmp(cli->sandbox, "auto") == 0 ? PC_SANDBOX_AUTO
                                                           : PC_SANDBOX_OFF;
    options->writable = cli->writable.items;
    options->writable_count = cli->writable.count;
    options->writes_tree = cli->command == &pc_command_init || cli->command == &pc_command_baseline ||
                           cli->change.write || cli_fix_asked(cli);
}

struct pc_run *cli_run(struct cli *cli, int *code) {
    struct pc_options *options = &cli->options;
    struct pc_run *run;
    say_outputs(cli);
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
