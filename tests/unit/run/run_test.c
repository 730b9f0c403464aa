#include "run_test.h"

#include <stdlib.h>
#include <string.h>

struct pc_options options_for(const struct temp_tree *tree) {
    struct pc_options options;
    pc_options_init(&options);
    options.root = tree->root;
    return options;
}

static char *copy(const char *text) {
    char *to = malloc(strlen(text) + 1);
    assert_non_null(to);
    return strcpy(to, text);
}

struct outcome check(const struct pc_options *options) {
    struct pc_run *run = NULL;
    struct outcome outcome = {.status = pc_run_new(options, &run)};
    size_t length = 0;
    assert_non_null(run);
    const char *findings = pc_run_check(run, "concise", &length);
    assert_true((outcome.status == PC_STATUS_OK) == (findings != NULL));
    assert_int_equal(findings ? strlen(findings) : 0, length);
    outcome.exit_code = pc_run_exit_code(run);
    outcome.message = copy(pc_run_message(run));
    outcome.findings = copy(findings ? findings : "");
    pc_run_free(run);
    return outcome;
}

void outcome_free(struct outcome *outcome) {
    free(outcome->message);
    free(outcome->findings);
}

size_t lines_with(const struct outcome *outcome, const char *word, const char *other) {
    char *text = copy(outcome->findings);
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        count += strstr(line, word) && strstr(line, other);
    free(text);
    return count;
}
