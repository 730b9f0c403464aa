/* check --fix, --add-ignores and --diff. */
#include <string.h>

#include "cli.h"

bool cli_fix_asked(const struct cli *cli) {
    return cli->fix || cli->diff || cli->add_ignores;
}

bool cli_fix_check(const struct cli *cli) {
    const char *wrong = NULL;
    if (cli->add_ignores && (cli->fix || cli->unsafe_fixes))
        wrong = "--add-ignores silences findings and --fix corrects them: use one after the other";
    else if (cli->add_ignores && !cli->reason)
        wrong = "--add-ignores needs --reason: whoever meets a suppression must know why it is there";
    else if (cli->unsafe_fixes && !cli->fix && !cli->diff)
        wrong = "--unsafe-fixes goes with --fix, or with --diff to see them first";
    else if ((cli->reason || cli->until) && !cli->add_ignores)
        wrong = "--reason and --until go with --add-ignores";
    else if (cli->change.allow_dirty && !cli->fix && !cli->add_ignores)
        wrong = "--allow-dirty goes with --fix or --add-ignores";
    if (wrong)
        cli_error("%s", wrong);
    return !wrong;
}

static bool plan(const struct cli *cli, struct pc_run *run, struct pc_change_result *result) {
    struct pc_change_options change = cli->change;
    struct pc_fix_options fix = {.unsafe = cli->unsafe_fixes};
    struct pc_ignore_options ignore = {.reason = cli->reason, .until = cli->until};
    change.write = !cli->diff;
    return cli->add_ignores ? pc_run_add_ignores(run, &ignore, &change, result)
                            : pc_run_fix(run, &fix, &change, result);
}

bool cli_fix(const struct cli *cli, struct pc_run *run, int *code) {
    struct pc_change_result result;
    bool printed = true;
    if (!plan(cli, run, &result)) {
        cli_error("%s", pc_run_message(run));
        *code = pc_run_exit_code(run) == PC_EXIT_INCOMPLETE ? PC_EXIT_INCOMPLETE : PC_EXIT_USAGE;
        return false;
    }
    if (cli->diff)
        printed = cli_change_diff(cli, run, &result);
    else if (!cli->options.quiet || result.exit_code != PC_EXIT_CLEAN)
        cli_note(result.notes, strlen(result.notes));
    if (!cli->diff && result.exit_code == PC_EXIT_CLEAN)
        return true;
    bool differs = cli->diff && result.files > 0 && result.exit_code == PC_EXIT_CLEAN;
    bool incomplete = *code == PC_EXIT_INCOMPLETE || *code == PC_EXIT_NOTHING;
    *code = !printed                                          ? PC_EXIT_INCOMPLETE
            : result.exit_code == PC_EXIT_CLEAN && incomplete ? *code
            : differs                                         ? PC_EXIT_FINDINGS
                                                              : result.exit_code;
    return false;
}
