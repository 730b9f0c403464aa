/* Finds the git work tree that a directory lies in, without running git and without reading any configuration. */
#ifndef PC_GIT_DIR_H
#define PC_GIT_DIR_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

struct pc_git_dir {
    int top_fd;    /* the top of the work tree; -1: in none */
    int dir_fd;    /* its git directory: where the index lies; -1: in none, or it cannot be used */
    int common_fd; /* the directory shared by all work trees of the repository: where info/exclude lies; -1 as above */
    struct pc_str prefix;  /* "sub/dir/" of the starting directory below the top; "" at the top */
    struct pc_str trouble; /* there is a work tree, but its git directory cannot be used: why; else empty */
    struct pc_cleanup cleanup;
};

/* Looks from root_fd upwards, as far as its file system goes. False in no work tree, or in one that cannot be used
 * (trouble). *git must be closed in either case; unwinding closes it as well. */
bool pc_git_dir_open(struct pc_arena *arena, int root_fd, struct pc_git_dir *git);
void pc_git_dir_close(struct pc_arena *arena, struct pc_git_dir *git);

/* A ".git" file, or a directory that git would take for a repository, lies in dir_fd. */
bool pc_git_dir_is_in(int dir_fd);

#endif
