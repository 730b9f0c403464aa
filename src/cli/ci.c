#define _GNU_SOURCE /* memmem */
/* What build servers want besides: annotations, a page beside the run, and text in which they obey nothing. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static bool is_set(const char *name, const char *value) {
    const char *found = getenv(name);
    return found && (value ? strcmp(found, value) == 0 : *found != '\0');
}

enum cli_ci cli_ci(const struct cli *cli) {
    if (strcmp(cli->ci, "off") == 0)
        return CLI_CI_NONE;
    if (strcmp(cli->ci, "github") == 0)
        return CLI_CI_GITHUB;
    if (strcmp(cli->ci, "gitlab") == 0)
        return CLI_CI_GITLAB;
    return is_set("GITHUB_ACTIONS", "true") ? CLI_CI_GITHUB : is_set("GITLAB_CI", NULL) ? CLI_CI_GITLAB : CLI_CI_NONE;
}

/* A word that ends the quoting and does not stand in the text: made of the text itself, so that the same input gives
 * the same bytes and yet nobody can write it down beforehand. */
static void make_token(const char *text, size_t length, char token[40]) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    do
        snprintf(token, 40, "portcheck-%016llx", (unsigned long long)hash++);
    while (memmem(text, length, token, strlen(token)));
}

void cli_ci_quote(enum cli_ci ci, const char *text, size_t length) {
    char token[40];
    if (ci != CLI_CI_GITHUB || length == 0) {
        fwrite(text, 1, length, stdout);
        return;
    }
    make_token(text, length, token);
    printf("::stop-commands::%s\n", token);
    fwrite(text, 1, length, stdout);
    printf("::%s::\n", token);
}

/* By itself only where stdout is text: a program that reads it would stumble. Asked for, on stderr then, which the
 * build server reads as well. */
static bool annotate(const struct cli *cli, struct pc_run *run, const char *format, bool stdout_is_text) {
    size_t length;
    bool asked = strcmp(cli->ci, "github") == 0;
    if (strcmp(format, "github") == 0 || (!stdout_is_text && !asked))
        return true;
    const char *text = pc_run_check(run, "github", &length);
    if (!text)
        return cli_told(run, false);
    if (stdout_is_text)
        fwrite(text, 1, length, stdout);
    else
        cli_note(text, length);
    return true;
}

/* A page for the run that nobody asked for goes behind what the step wrote already; a file that was named is this
 * page. */
static bool write_page(const struct cli *cli, struct pc_run *run, bool github) {
    const char *step = getenv("GITHUB_STEP_SUMMARY");
    const char *path = cli->summary;
    if (strcmp(path, "off") == 0)
        return true;
    if (strcmp(path, "auto") == 0)
        path = github && step && *step ? step : NULL;
    return !path || cli_told(run, pc_run_write_summary(run, path, step && strcmp(path, step) == 0));
}

static bool writes_format(const struct cli *cli, const struct pc_run *run, const char *format, const char *wanted) {
    const char *other, *path;
    size_t length = strlen(wanted);
    bool found = strcmp(format, wanted) == 0;
    for (size_t i = 0; i < cli->also.count; i++)
        found = found || (strncmp(cli->also.items[i], wanted, length) == 0 && cli->also.items[i][length] == '=');
    for (size_t i = 0; pc_run_output_at(run, i, &other, &path); i++)
        found = found || strcmp(other, wanted) == 0;
    return found;
}

bool cli_ci_deliver(const struct cli *cli, struct pc_run *run, const char *format, bool stdout_is_text) {
    enum cli_ci ci = cli_ci(cli);
    bool done = ci != CLI_CI_GITHUB || annotate(cli, run, format, stdout_is_text);
    done = write_page(cli, run, ci == CLI_CI_GITHUB) && done;
    if (ci == CLI_CI_GITLAB && !cli->options.quiet && pc_run_exit_code(run) == PC_EXIT_FINDINGS &&
        !writes_format(cli, run, format, "gitlab"))
        cli_error("a merge request shows the findings with `--also gitlab=gl-code-quality-report.json` and that file "
                  "under artifacts: reports: codequality");
    return done;
}
