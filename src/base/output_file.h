/* Where a person lets something be written to: a path on the command line or in the configuration. */
#ifndef PC_OUTPUT_FILE_H
#define PC_OUTPUT_FILE_H

#include <stdbool.h>

#include "str.h"

/* All three: false, and *error (errno), when it could not be done. They allocate nothing. */

/* Makes the file hold these bytes, whole or not at all (file_write.h). A link to a file leads to it. What is neither
 * file nor directory (a pipe, a device) is written to as it is. */
bool pc_output_file_write(const char *path, struct pc_str bytes, int *error);

/* The same below an open directory, for a path that somebody else may have written: parts that are links, "..", "." or
 * ".git" are refused. */
bool pc_output_file_write_below(int root_fd, const char *path, struct pc_str bytes, int *error);

/* Appends to a file, which is made when it is missing; what a failure left of the bytes is cut off again. */
bool pc_output_file_append(const char *path, struct pc_str bytes, int *error);

#endif
