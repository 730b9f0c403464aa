/* The git index: versions 2, 3 and 4, with SHA-1 or SHA-256 names, whole, sparse or split. */
#ifndef PC_GIT_INDEX_H
#define PC_GIT_INDEX_H

#include <stdbool.h>
#include <sys/stat.h>

#include "arena.h"
#include "str.h"
#include "vec.h"

struct pc_object_id {
    unsigned char bytes[32];
    unsigned char len; /* 20 or 32; 0: none */
};
bool pc_object_id_eq(const struct pc_object_id *a, const struct pc_object_id *b);
/* From hex digits; false when they are no object name. */
bool pc_object_id_parse(struct pc_str hex, struct pc_object_id *id);
struct pc_str pc_object_id_hex(struct pc_arena *arena, const struct pc_object_id *id);

/* What git knows of a file's content. */
struct pc_index_state {
    struct pc_object_id id;
    unsigned char stat[40]; /* of the file when it had this content, as in the index; all zero: not known */
};
/* Whether a file still has the times, number and size of a state; written: when the index was. A file that changed in
 * that very moment or later may have them by chance. */
bool pc_index_state_holds(const struct pc_index_state *state, const struct stat *file, const struct timespec *written);

struct pc_index_entry {
    struct pc_str path;
    bool link;
    bool skip;                          /* skip-worktree: usually not on the disk */
    bool unmerged;                      /* in conflict: there is no one content */
    bool intended;                      /* `git add --intent-to-add`: no part of the next commit */
    const struct pc_index_state *state; /* NULL when not asked for */
};

struct pc_index {
    bool with_states;                             /* set by the caller */
    struct PC_VEC(struct pc_index_entry) entries; /* in the file's order, which is bytewise; unmerged paths once */
    bool sparse;                                  /* it holds directories whose files it does not list */
    struct pc_str shared; /* hex digits of the shared index that this one is split from; empty when whole */
};

/* Adds the entries below prefix ("" or "sub/dir/") to *index, with the prefix removed. Submodules and sparse
 * directories are left out. The paths are copied into the arena. False when bytes are no index that is understood: *why
 * says so, and what was added must not be used. The checksum is not verified: every length is. */
bool pc_git_index_parse(struct pc_arena *arena, struct pc_str bytes, struct pc_str prefix, struct pc_index *index,
                        const char **why);

/* Git never writes any other path: relative, without "." and "..", and never into a ".git". */
bool pc_git_path_is_safe(struct pc_str path);

#endif
