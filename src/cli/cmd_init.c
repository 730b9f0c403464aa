/* init: what a repository needs to begin with, shown first, written when wished. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

static void print_text(const struct pc_init_file *file) {
    for (size_t at = 0; at < file->length;) {
        const char *end = memchr(file->text + at, '\n', file->length - at);
        size_t length = end ? (size_t)(end - file->text) - at : file->length - at;
        printf("    %.*s\n", (int)length, file->text + at);
        at += length + 1;
    }
}

/* Each file with its text, or that it is written; how many are missing. */
static size_t show(struct pc_run *run, const struct pc_init_options *options, bool writing) {
    struct pc_init_file file;
    size_t missing = 0;
    for (size_t i = 0; pc_run_init_file(run, options, i, &file); i++) {
        if (file.exists) {
            printf("%s is there already and is left alone\n", file.path);
            continue;
        }
        missing++;
        printf("%s %s: %s\n", writing ? "writing" : "would write", file.path, file.about);
        if (!writing)
            print_text(&file);
    }
    return missing;
}

static void show_next(struct pc_run *run, const struct pc_init_options *options, bool recorded) {
    struct pc_init_file file;
    puts("\nnext:");
    for (size_t i = 0; pc_run_init_file(run, options, i, &file); i++) {
        if (file.then)
            printf("  %s\n", file.then);
    }
    puts("  portcheck                      what is wrong today");
    if (recorded)
        puts("  portcheck baseline show        what is taken as known");
    else
        puts("  portcheck baseline write       take that as known: from then on only what is new counts");
    puts("  portcheck explain PC301        what a finding means and what to do about it");
}

/* What is wrong today is known from now on. The tree is read again: the registry may be new. */
static int write_baseline(struct cli *cli) {
    int code;
    size_t length;
    struct pc_run *run = cli_run(cli, &code);
    const char *text = run ? pc_run_baseline(run, "write", &length) : NULL;
    if (text)
        fwrite(text, 1, length, stdout);
    else if (run)
        cli_error("%s", pc_run_message(run));
    code = text ? PC_EXIT_CLEAN : run ? pc_run_exit_code(run) : code;
    pc_run_free(run);
    return code;
}

static int run_init(struct cli *cli) {
    int code;
    cli->options.baseline_new = cli->record;
    if (cli->word_count > 0) {
        cli_error("init takes no words; -C DIR says where");
        return PC_EXIT_USAGE;
    }
    struct pc_run *run = cli_run(cli, &code);
    if (!run)
        return code;
    if (code == PC_EXIT_NOTHING) {
        cli_error("not one port was found: portcheck has nothing to watch here yet");
        pc_run_free(run);
        return code;
    }
    struct pc_init_options options = {.hook = cli->hook, .ci = cli->pipeline};
    size_t missing = show(run, &options, cli->yes);
    if (missing == 0 && *pc_run_message(run)) {
        cli_error("%s", pc_run_message(run));
        code = pc_run_exit_code(run) == PC_EXIT_INCOMPLETE ? PC_EXIT_INCOMPLETE : PC_EXIT_USAGE;
        pc_run_free(run);
        return code;
    }
    if (cli->record && !cli->yes)
        puts("would write the baseline: the findings of today, which are known from then on");
    if (missing == 0 && !cli->record)
        puts("nothing to write: all of it is there already");
    if (!cli->yes && (missing > 0 || cli->record)) {
        puts("\nnothing was written: add --yes");
        code = PC_EXIT_CLEAN;
    } else if (missing == 0 || pc_run_init_write(run, &options)) {
        code = cli->record ? write_baseline(cli) : PC_EXIT_CLEAN;
        show_next(run, &options, cli->record);
    } else {
        cli_error("%s", pc_run_message(run));
        code = PC_EXIT_INCOMPLETE;
    }
    pc_run_free(run);
    return code;
}

const struct cli_command pc_command_init = {
    .name = "init",
    .summary = "Create portcheck.yml (and a registry, a hook or CI file)",
    .usage = "init [OPTIONS]",
    .notes =
        "Shows what it would write; --yes writes. What is there already is left alone.\n"
        "portcheck.yml asks only what the files leave open. Without a registry, PORT_SCHEMA.md\n"
        "is written with what is published today.\n"
        "\n"
        "Exit: 0, 2 wrong usage or configuration, 3 not one port found, 4 something could not be read or written\n",
    .run = run_init,
};
