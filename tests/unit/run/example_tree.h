/* Small trees written as one text: a line "--- path" starts a file; what stands before the first such line is PORTS.md.
 * "--- path (a named pipe)" makes one, "--- path (in UTF-16)" writes the text so. */
#ifndef PC_EXAMPLE_TREE_H
#define PC_EXAMPLE_TREE_H

#include "run_test.h"

/* Writes the files of a text into a tree. */
void example_tree_write(const struct temp_tree *tree, const char *text);

/* What a whole run over it says; the configuration is used when the text has one. Fails the test when the run fails. */
struct outcome example_tree_check(const char *text);

#endif
