/* Runs over small trees, judged by their exit code and by what they say. */
#ifndef PC_RUN_TEST_H
#define PC_RUN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../temp_tree.h"
#include "portcheck.h"

/* Two services on one port of one host: an error wherever it is read. */
#define CLASH                                                                                                          \
    "services:\n  lantern:\n    image: registry.example/lantern:1\n    ports: [\"4310:80\"]\n"                         \
    "  anchor:\n    image: registry.example/anchor:1\n    ports: [\"4310:80\"]\n"
#define CALM "services:\n  lantern:\n    image: registry.example/lantern:1\n    ports: [\"4310:80\"]\n"

struct outcome {
    int exit_code;
    enum pc_status status;
    char *message;  /* why it failed */
    char *findings; /* concise; "" when it failed */
};

/* Options with the root set to the tree. */
struct pc_options options_for(const struct temp_tree *tree);

struct outcome check(const struct pc_options *options);
void outcome_free(struct outcome *outcome);

/* The lines of the findings in which both words stand. */
size_t lines_with(const struct outcome *outcome, const char *word, const char *other);

#endif
