/* Which files a tree has. The git index where there is one (read directly: nothing a stranger's .git/config names can run), plus
 * untracked files that git does not ignore; a plain walk elsewhere. */
#ifndef PC_SOURCES_H
#define PC_SOURCES_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

struct pc_source {
    struct pc_str path;   /* relative to the root */
    bool link;            /* a symbolic link */
    bool tracked;
};

struct pc_source_list {
    const struct pc_source *items; /* sorted bytewise by path, no doubles */
    size_t count;
    enum pc_listing { PC_LISTING_GIT, PC_LISTING_WALK } how;
    bool truncated;       /* over PC_LIMIT_FILES */
    struct pc_str trouble; /* a directory that could not be read, an index that could not be understood (a walk was made instead); empty */
};

/* root_fd: the root's directory. Submodules, sparse and deleted index entries are left out. .git directories are never entered;
 * a walk also passes over node_modules. Links are listed, not followed. */
struct pc_source_list pc_sources_list(struct pc_arena *arena, int root_fd);

/* The root for a working directory: nearest ancestor (or start itself) with a configuration file, else the git top level, else start.
 * Absolute path; *config_name is the configuration's path inside it or empty. */
struct pc_str pc_sources_root(struct pc_arena *arena, const char *start, struct pc_str *config_name);
/* The configuration file's name in this very directory (portcheck.yml, .portcheck.yml, .config/portcheck.yml, also .yaml), or empty. */
struct pc_str pc_sources_config_in(struct pc_arena *arena, int root_fd);

#endif
