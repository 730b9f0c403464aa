/* When lines of a file were last changed, as HEAD has them. */
#ifndef PC_GIT_BLAME_H
#define PC_GIT_BLAME_H

#include "git.h"

/* What all questions together may take. */
struct pc_blame {
    struct pc_git *git;
    long long left; /* milliseconds */
};

struct pc_blame pc_blame_of(struct pc_git *git);

/* The content that HEAD has of a file below the root. UNKNOWN: it has none. */
enum pc_git_status pc_git_head_file(struct pc_git *git, struct pc_str path, size_t cap, struct pc_arena *arena,
                                    struct pc_str *text);

/* The day (20310131, UTC, by the author's clock) on which each of lines first to last of that content was last changed;
 * days has room for last - first + 1. 1 <= first <= last <= its lines. */
enum pc_git_status pc_git_blame(struct pc_blame *blame, struct pc_str path, uint32_t first, uint32_t last,
                                struct pc_arena *arena, uint32_t *days);

#endif
