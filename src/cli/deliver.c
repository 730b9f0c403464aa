/* The findings to where they are wanted: stdout, files of the command line, files of the configuration, the build
 * server. A place that fails does not keep the others from being served. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define NAME_BYTES 64 /* longer than any format's name */

/* The format and the file of "FORMAT=FILE". NULL: a message was printed. */
static const char *split(const char *also, const char **path) {
    char name[NAME_BYTES];
    const char *equals = strchr(also, '=');
    *path = "";
    size_t length = equals ? (size_t)(equals - also) : 0;
    if (length == 0 || length >= sizeof name || equals[1] == '\0') {
        cli_error("--also: `%s` is not of the form FORMAT=FILE, as in sarif=portcheck.sarif", also);
        return NULL;
    }
    memcpy(name, also, length);
    name[length] = '\0';
    *path = equals + 1;
    return cli_choose("format", name, pc_format_name);
}

static bool refuse_path(const char *option, const char *path) {
    cli_error("%s: `%s` is written twice", option, path);
    return false;
}

bool cli_deliver_check(const struct cli *cli) {
    const char *path, *other;
    if (cli->output && *cli->output == '\0') {
        cli_error("-o needs a value: FILE");
        return false;
    }
    for (size_t i = 0; i < cli->also.count; i++) {
        if (!split(cli->also.items[i], &path))
            return false;
        if (strcmp(path, "-") == 0) {
            cli_error("--also: stdout takes one format, that of --format");
            return false;
        }
        if (cli->output && strcmp(path, cli->output) == 0)
            return refuse_path("--also", path);
        for (size_t k = 0; k < i; k++)
            if (split(cli->also.items[k], &other) && strcmp(path, other) == 0)
                return refuse_path("--also", path);
    }
    return true;
}

static bool to_stdout(const struct cli *cli) {
    return !cli->output || strcmp(cli->output, "-") == 0;
}

bool cli_told(const struct pc_run *run, bool done) {
    const char *cut = pc_run_cut(run);
    for (size_t length; done && *cut; cut += length) {
        length = strcspn(cut, "\n") + 1;
        cli_error("%.*s", (int)length - 1, cut);
    }
    if (!done)
        cli_error("%s", pc_run_message(run));
    return done;
}

static void print_data(void *arg, const char *text, size_t length) {
    (void)arg;
    fwrite(text, 1, length, stdout);
}

static void print_text(void *arg, const char *text, size_t length) {
    const enum cli_ci *ci = arg;
    cli_ci_quote(*ci, text, length);
}

static bool print(const struct cli *cli, struct pc_run *run, const char *format) {
    enum cli_ci ci = cli_ci(cli);
    return cli_told(run, pc_run_check_take(run, format, pc_format_has_summary(format) ? print_text : print_data, &ci));
}

static bool write_files(const struct cli *cli, struct pc_run *run) {
    const char *format, *path;
    bool done = true;
    for (size_t i = 0; i < cli->also.count; i++) {
        format = split(cli->also.items[i], &path);
        done = cli_told(run, pc_run_write(run, format, path)) && done;
    }
    for (size_t i = 0; pc_run_output_at(run, i, &format, &path); i++)
        done = cli_told(run, pc_run_write_output(run, i)) && done;
    return done;
}

/* Whatever stdout does not end with goes where it does not mix with the data. */
static void note_summary(const struct cli *cli, struct pc_run *run, const char *format) {
    size_t length;
    if (cli->options.quiet || (to_stdout(cli) && pc_format_has_summary(format)))
        return;
    const char *summary = pc_run_summary(run, &length);
    if (summary)
        cli_note(summary, length);
}

bool cli_deliver(const struct cli *cli, struct pc_run *run, const char *format) {
    bool done = write_files(cli, run);
    if (to_stdout(cli))
        done = print(cli, run, format) && done;
    else
        done = cli_told(run, pc_run_write(run, format, cli->output)) && done;
    note_summary(cli, run, format);
    return cli_ci_deliver(cli, run, format, !to_stdout(cli) || pc_format_has_summary(format)) && done;
}
