/* What commands that change files show of it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* The diff with all that the files hold goes where a program reads it. */
static bool print_diff(const struct cli *cli, struct pc_run *run, const struct pc_change_result *result) {
    bool to_stdout = !cli->output || strcmp(cli->output, "-") == 0;
    if (!to_stdout)
        return cli_told(run, pc_run_write_text(run, result->patch, result->patch_length, cli->output));
    if (cli->output && !isatty(STDOUT_FILENO))
        fwrite(result->patch, 1, result->patch_length, stdout);
    else
        fwrite(result->diff, 1, result->diff_length, stdout);
    return true;
}

bool cli_change_diff(const struct cli *cli, struct pc_run *run, const struct pc_change_result *result) {
    bool printed = print_diff(cli, run, result);
    cli_note(result->notes, strlen(result->notes));
    if (!cli->output && !result->written && result->in_part > 0)
        cli_error("%zu %s not shown whole, because values and control characters stay hidden; -o FILE writes the diff "
                  "as `git apply` takes it",
                  result->in_part, result->in_part == 1 ? "line is" : "lines are");
    return printed;
}

int cli_change(const struct cli *cli, struct pc_run *run, const struct pc_change_result *result) {
    bool printed = cli_change_diff(cli, run, result);
    cli_note_missing(cli, run, PC_EXIT_CLEAN);
    if (result->written)
        cli_error("%zu %s changed", result->files, result->files == 1 ? "file is" : "files are");
    else if (result->files > 0 && !cli->change.write && result->exit_code == PC_EXIT_CLEAN)
        cli_error("nothing was written: add --write");
    return printed ? result->exit_code : PC_EXIT_INCOMPLETE;
}

int cli_recover(const struct cli *cli) {
    struct pc_run *run;
    if (cli->word_count > 0 || cli->change.write) {
        cli_error("--recover stands alone: it finishes or undoes what a run began that was stopped, and nothing else");
        return PC_EXIT_USAGE;
    }
    enum pc_status status = pc_run_new_recover(&cli->options, cli->change.force, &run);
    const char *done = pc_run_recovered(run);
    int code = pc_run_exit_code(run);
    if (status != PC_STATUS_OK)
        cli_error("%s", pc_run_message(run));
    else if (code == PC_EXIT_CLEAN)
        fputs(done, stdout);
    else
        cli_note(done, strlen(done));
    pc_run_free(run);
    return code;
}
