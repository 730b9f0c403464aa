/* Where a person lets something be written to: a path on the command line or in the configuration. */
#ifndef PC_OUTPUT_FILE_H
#define PC_OUTPUT_FILE_H

#include <stdbool.h>

#include "file_write.h"
#include "str.h"

enum pc_output_way {
    PC_OUTPUT_WHOLE, /* the file holds these bytes, whole or not at all (file_write.h). A link to a file leads to it.
                        What is neither file nor directory (a pipe, a device) is written to as it is */
    PC_OUTPUT_BELOW, /* the same below an open directory, for a path that somebody else may have written: parts that are
                        links, "..", "." or ".git" are refused */
    PC_OUTPUT_APPEND /* behind what the file holds, which is made when it is missing; what a failure left is cut off */
};

/* A file that is being written, piece by piece. */
struct pc_output_writing {
    struct pc_file_writing file; /* where fd is -1 */
    int dir_fd;                  /* of file, closed at the end */
    int fd;                      /* what is appended to, a pipe or a device */
    int error;                   /* of a piece for fd; 0: none */
    off_t length;                /* before; -1: nothing to cut off */
    char path[4096];             /* the name in dir_fd is a part of it; no system's PATH_MAX is larger */
};

/* False, and *error (errno), when it could not be done. Nothing here allocates. root_fd counts for PC_OUTPUT_BELOW
 * only. After a begin that succeeded there has to be one end. */
bool pc_output_begin(struct pc_output_writing *writing, enum pc_output_way way, int root_fd, const char *path,
                     int *error);
/* What could not be written is known to the end. */
void pc_output_add(struct pc_output_writing *writing, struct pc_str bytes);
/* keep: what was written counts; else it is thrown away, where it can be, and true returned. */
bool pc_output_end(struct pc_output_writing *writing, bool keep, int *error);

/* All three in one. */
bool pc_output_file_write(enum pc_output_way way, int root_fd, const char *path, struct pc_str bytes, int *error);

#endif
