/* The one way to read a file. */
#ifndef PC_FILE_H
#define PC_FILE_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

enum pc_file_status {
    PC_FILE_OK = 0,
    PC_FILE_MISSING,     /* ENOENT, ENOTDIR */
    PC_FILE_UNREADABLE,  /* permission, I/O error; errno_out says which */
    PC_FILE_NOT_REGULAR, /* a directory, FIFO, socket or device */
    PC_FILE_LINK,        /* a symbolic link somewhere in the path; not followed */
    PC_FILE_TOO_LARGE,   /* over the cap */
    PC_FILE_CHANGED,     /* grew or shrank while being read */
    PC_FILE_NO_OBJECT    /* of a git tree: its content is not in the repository, or damaged */
};

/* Reads root_fd/path (path as in path.h, no component of which may be a link) into the arena, at most
 * cap bytes. The text is NUL-terminated behind its length. Never blocks on a FIFO or device. errno_out may be NULL. */
enum pc_file_status pc_file_read(int root_fd, struct pc_str path, size_t cap, struct pc_arena *arena,
                                 struct pc_str *text, int *errno_out);

/* Resolves a link inside the tree to the path of its target; false when it leads out of the root, loops or dangles, or
 * when the system fails, which is in errno then. */
bool pc_file_link_target(int root_fd, struct pc_str path, struct pc_arena *arena, struct pc_str *target);

/* What tells the system how files are opened in one call, in memory that nobody can write to: a sandbox lets nothing
 * else through there. NULL where the system has no such call. */
const void *pc_file_how(void);

/* Asks the system to have the file's bytes ready soon; whether there is such a file shows when it is read. */
void pc_file_ahead(int root_fd, struct pc_str path);

#endif
