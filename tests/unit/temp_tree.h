/* A directory of its own for a test, under TMPDIR, removed with all that is in it. Failures of the helpers fail the
 * test. */
#ifndef PC_TEMP_TREE_H
#define PC_TEMP_TREE_H

#include <stdbool.h>
#include <stddef.h>

struct temp_tree {
    char root[512];
    int fd;
};

void temp_tree_new(struct temp_tree *tree);
void temp_tree_free(struct temp_tree *tree);

/* Writes a file, making its directories. */
void temp_tree_write(const struct temp_tree *tree, const char *path, const char *text);
void temp_tree_write_bytes(const struct temp_tree *tree, const char *path, const void *bytes, size_t length);

/* Runs a script by sh -eu inside the tree, in a scrubbed environment in which git knows an author and no configuration.
 */
void temp_tree_sh(const struct temp_tree *tree, const char *script);
/* The same, and what the script prints: malloc'ed, NUL-terminated behind *length. */
char *temp_tree_output(const struct temp_tree *tree, const char *script, size_t *length);

/* Permissions do not bind root: acts as nobody between the two calls when the test runs as root. */
void temp_tree_drop_root(const struct temp_tree *tree);
void temp_tree_regain_root(void);

#endif
