/* Which lines two versions of a file differ in. Lines end at LF, as patch programs see them. */
#ifndef PC_DIFF_H
#define PC_DIFF_H

#include "edits.h"

/* The lines of a text; the last one need not end in a line end. */
struct pc_diff_lines {
    struct pc_str text;
    const uint32_t *starts; /* count + 1 of them: the last is the text's length */
    size_t count;
};

/* Old lines [old_from, old_to) became new lines [new_from, new_to); either may be none. */
struct pc_diff_block {
    size_t old_from, old_to, new_from, new_to;
};

struct pc_diff {
    struct pc_diff_lines old, now;
    struct PC_VEC(struct pc_diff_block) blocks; /* in order; between two of them at least one line is the same */
};

/* Only lines that an edit touches are compared, so that this costs what the file's size and the edits cost. */
struct pc_diff pc_diff_of(struct pc_arena *arena, const struct pc_change *change);

/* A line with its line end. */
struct pc_str pc_diff_line(const struct pc_diff_lines *lines, size_t index);

#endif
