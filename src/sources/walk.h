/* Walks the directories below a root. */
#ifndef PC_WALK_H
#define PC_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "git_ignore.h"
#include "str.h"
#include "vec.h"

struct pc_walk_entry {
    struct pc_str path; /* below the root */
    bool link;
};

/* A directory that could not be read. */
struct pc_unread {
    struct pc_str path; /* below the root; "" is the root itself */
    int error;          /* errno */
};

struct pc_walk {
    struct pc_arena *arena;
    int root_fd;
    struct pc_str prefix; /* "sub/dir/" of the root below the top of its work tree; ignore patterns see it */
    bool use_ignore;      /* honour .gitignore files */
    const struct pc_ignore_scope *scope; /* what holds above the root */
    uint32_t ignore_work;                /* starts at PC_IGNORE_WORK */
    /* Whether git tracks files below this directory; asked where another repository begins, which is passed over if
     * not. */
    bool (*tracked_below)(void *arg, struct pc_str dir);
    void *arg;
    size_t limit; /* entries at most */

    struct PC_VEC(
        struct pc_walk_entry) entries;      /* sorted bytewise by path, but for a directory that changes meanwhile */
    struct PC_VEC(struct pc_unread) unread; /* in no order */
    bool truncated;
};

/* Fills the last three fields. Every entry that is no directory is listed, a FIFO as well; links are listed and not
 * followed. */
void pc_walk_run(struct pc_walk *walk);

/* The scope of dir_fd's .gitignore, which is the directory dir from the top of the work tree; parent when it has none.
 */
const struct pc_ignore_scope *pc_walk_gitignore(struct pc_arena *arena, const struct pc_ignore_scope *parent,
                                                int dir_fd, struct pc_str dir);

#endif
