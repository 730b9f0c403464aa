/* What the tests of YAML and JSON trees share. */
#ifndef PC_TREE_TEST_H
#define PC_TREE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "node.h"

/* An arena with the budget that a run gives a file of that many bytes. */
struct tree_arena {
    struct pc_arena arena;
    struct pc_recovery recovery;
};
void tree_arena_init(struct tree_arena *ta, size_t file_bytes);

/* Every document as one line: {key: value, list: [a, b]}, scalars as their decoded text with \n for line ends, null as
 * ~, a value of << followed by what is in effect: {<<, b: 2 | a: 1}. Documents are separated by " --- ". Overridden
 * values have '!' in front of their key, aliased nodes '*' in front. */
const char *tree_dump(struct pc_arena *arena, struct pc_tree tree);

/* "error 3+1 message; duplicate 5+1 of 0 ..."; empty without notes. */
const char *tree_notes(struct pc_arena *arena, struct pc_tree tree);

/* Every node lies in the text; the bytes at content of a verbatim scalar are its text; children lie inside their
 * parents. */
void tree_check_places(struct pc_tree tree, struct pc_str text);

/* A text with what its tree and its notes are. */
struct tree_sample {
    const char *text;
    const char *tree;
    const char *notes;
};
void tree_check_samples(struct pc_tree (*parse)(struct pc_arena *arena, struct pc_str text),
                        const struct tree_sample *samples, size_t count);

/* The node under keys "a.b.0": names of maps, numbers of list items. Fails the test when it is absent. */
const struct pc_node *tree_at(struct pc_tree tree, const char *path);

/* Milliseconds of CPU time. */
double tree_clock(void);

/* count copies of piece. */
struct pc_str tree_repeat(struct pc_arena *arena, const char *head, const char *piece, size_t count, const char *tail);

#endif
