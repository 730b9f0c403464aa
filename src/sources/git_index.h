/* The git index: versions 2, 3 and 4, with SHA-1 or SHA-256 names, whole, sparse or split. Only paths and modes are
 * taken. */
#ifndef PC_GIT_INDEX_H
#define PC_GIT_INDEX_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"
#include "vec.h"

struct pc_index_entry {
    struct pc_str path;
    bool link;
    bool skip; /* skip-worktree: usually not on the disk */
};

struct pc_index {
    struct PC_VEC(struct pc_index_entry) entries; /* in the file's order, which is bytewise; unmerged paths once */
    struct pc_str shared; /* hex digits of the shared index that this one is split from; empty when whole */
};

/* Adds the entries below prefix ("" or "sub/dir/") to *index, with the prefix removed. Submodules and sparse
 * directories are left out. The paths are copied into the arena. False when bytes are no index that is understood: *why
 * says so, and what was added must not be used. The checksum is not verified: every length is. */
bool pc_git_index_parse(struct pc_arena *arena, struct pc_str bytes, struct pc_str prefix, struct pc_index *index,
                        const char **why);

#endif
