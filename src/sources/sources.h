/* Which files a tree has. The git index where there is one (read directly: nothing a stranger's .git/config names can
 * run), plus untracked files that git does not ignore; a plain walk elsewhere.
 *
 * What git would ignore is known from .gitignore files and .git/info/exclude. A person's own excludes
 * (core.excludesFile) are not read: they differ between machines, and a listing must not. Paths are bytes: a name may
 * hold newlines, control characters and invalid UTF-8. */
#ifndef PC_SOURCES_H
#define PC_SOURCES_H

#include <stdbool.h>
#include <time.h>

#include "arena.h"
#include "git.h"
#include "str.h"
#include "walk.h"

struct pc_source {
    struct pc_str path;                 /* relative to the root */
    bool link;                          /* a symbolic link */
    bool tracked;                       /* in the git index; it may be gone from the disk all the same */
    bool seen;                          /* the walk met it: it is there */
    const struct pc_index_state *state; /* what git knows of its content; NULL: nothing, or nobody asked */
};

/* Which files are wanted, and of what. */
enum pc_sources_which {
    PC_SOURCES_ALL,     /* what git tracks and what it does not ignore; without git every file */
    PC_SOURCES_TRACKED, /* what git tracks */
    PC_SOURCES_STAGED,  /* what the next commit will hold */
    PC_SOURCES_REVISION /* what a revision holds */
};

struct pc_source_list {
    const struct pc_source *items; /* sorted bytewise by path, no doubles */
    size_t count;
    enum pc_listing { PC_LISTING_GIT, PC_LISTING_WALK } how;
    const struct pc_str *unmerged; /* STAGED: paths in conflict, which are not among the items */
    size_t unmerged_count;
    struct timespec written; /* when the index was, if states were asked for */
    bool truncated;          /* over PC_LIMIT_FILES: only the first of them are listed */
    struct pc_str
        trouble; /* why git's own list was not used although there is one (a walk was made instead); or empty */
    const struct pc_unread *unread; /* sorted by path */
    size_t unread_count;
};

/* root_fd: the root's directory. Submodules, sparse index entries and other repositories inside the tree are left out;
 * deleted tracked files are listed (finding out costs a look at each). .git directories are never entered; a walk also
 * passes over node_modules unless git tracks files there. Links are listed, not followed. */
struct pc_source_list pc_sources_list(struct pc_arena *arena, int root_fd);

/* The same for what git tracks or will commit, without a walk; ALL with the states of what is tracked. git: open. For
 * all but ALL a trouble says why there is no list; ALL walks then. */
struct pc_source_list pc_sources_list_git(struct pc_git *git, int root_fd, enum pc_sources_which which);

/* A revision's files; *status says why there are none. */
struct pc_source_list pc_sources_list_revision(struct pc_git *git, struct pc_str revision, enum pc_git_status *status);

/* The root for a working directory: nearest ancestor (or start itself) with a configuration file, else the git top
 * level, else start. Absolute path, empty when start is no directory; *config_name is the configuration's path inside
 * it or empty. */
struct pc_str pc_sources_root(struct pc_arena *arena, const char *start, struct pc_str *config_name);
/* The configuration file's name in this very directory (portcheck.yml, .portcheck.yml, .config/portcheck.yml, also
 * .yaml), or empty. */
struct pc_str pc_sources_config_in(int root_fd);
/* Those names, in the order in which they are looked for; NULL behind the last. */
const char *pc_sources_config_name(size_t index);

#endif
