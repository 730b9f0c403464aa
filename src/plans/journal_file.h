/* The journal as a file, which is also the lock: whoever makes it may write, and a lock on it tells whether that run is
 * still there. A process must not open it twice: closing it once would give the lock up. */
#ifndef PC_JOURNAL_FILE_H
#define PC_JOURNAL_FILE_H

#include <stdbool.h>

#include "str.h"

#define PC_JOURNAL_NAME_GIT "portcheck-journal"   /* in the git directory of the work tree */
#define PC_JOURNAL_NAME_ROOT ".portcheck-journal" /* in the root, where there is no git */

/* Where files are changed, and where the journal of that lies. The descriptors are the caller's. */
struct pc_write_place {
    int root_fd;          /* the paths of changes are below it; of a recovery: prefix and paths are */
    int journal_dir;      /* the journal's directory */
    const char *journal;  /* its name there */
    struct pc_str prefix; /* of the root below the directory from which recovery starts: "" or "sub/dir/" */
};

enum pc_journal_there {
    PC_JOURNAL_NONE = 0,
    PC_JOURNAL_LEFT, /* by a run that is no more */
    PC_JOURNAL_BUSY  /* its run is writing */
};

/* Costs one look where there is none. */
enum pc_journal_there pc_journal_look(const struct pc_write_place *place);

/* Makes it, empty and locked. -1: *there says who has one, or NONE and *error. */
int pc_journal_make(const struct pc_write_place *place, enum pc_journal_there *there, int *error);

/* Opens and locks one that a stopped run left. -1 as above; NONE and ENOENT: there is none. */
int pc_journal_open(const struct pc_write_place *place, enum pc_journal_there *there, int *error);

/* All of its bytes, synced, and its name as well. */
bool pc_journal_fill(const struct pc_write_place *place, int fd, struct pc_str text, int *error);

/* Takes its name away, and closes it, which gives up the lock. It is closed in any case. */
bool pc_journal_remove(const struct pc_write_place *place, int fd, int *error);

#endif
