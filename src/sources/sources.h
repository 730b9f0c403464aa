/* Which files a tree has. The git index where there is one (read directly: nothing a stranger's .git/config names can
 * run), plus untracked files that git does not ignore; a plain walk elsewhere.
 *
 * What git would ignore is known from .gitignore files and .git/info/exclude. A person's own excludes
 * (core.excludesFile) are not read: they differ between machines, and a listing must not. Paths are bytes: a name may
 * hold newlines, control characters and invalid UTF-8. */
#ifndef PC_SOURCES_H
#define PC_SOURCES_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

struct pc_source {
    struct pc_str path; /* relative to the root */
    bool link;          /* a symbolic link */
    bool tracked;       /* in the git index; it may be gone from the disk all the same */
    bool seen;          /* the walk met it: it is there */
};

struct pc_source_list {
    const struct pc_source *items; /* sorted bytewise by path, no doubles */
    size_t count;
    enum pc_listing { PC_LISTING_GIT, PC_LISTING_WALK } how;
    bool truncated; /* over PC_LIMIT_FILES: only the first of them are listed */
    struct pc_str
        trouble; /* why git's own list was not used although there is one (a walk was made instead); or empty */
    const struct pc_str *unread; /* directories that could not be read, sorted; "" is the root */
    size_t unread_count;
};

/* root_fd: the root's directory. Submodules, sparse index entries and other repositories inside the tree are left out;
 * deleted tracked files are listed (finding out costs a look at each). .git directories are never entered; a walk also
 * passes over node_modules unless git tracks files there. Links are listed, not followed. */
struct pc_source_list pc_sources_list(struct pc_arena *arena, int root_fd);

/* The root for a working directory: nearest ancestor (or start itself) with a configuration file, else the git top
 * level, else start. Absolute path, empty when start is no directory; *config_name is the configuration's path inside
 * it or empty. */
struct pc_str pc_sources_root(struct pc_arena *arena, const char *start, struct pc_str *config_name);
/* The configuration file's name in this very directory (portcheck.yml, .portcheck.yml, .config/portcheck.yml, also
 * .yaml), or empty. */
struct pc_str pc_sources_config_in(int root_fd);

#endif
