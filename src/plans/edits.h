/* Edits of files: byte spans and what takes their place. Planned, shown as a diff and written from the same bytes. */
#ifndef PC_EDITS_H
#define PC_EDITS_H

#include "finding.h"

/* Edits of one tree, in any order until pc_edits_sort. */
struct pc_edits {
    struct pc_arena *arena;
    const struct pc_registry *reg;
    struct PC_VEC(struct pc_edit) list;
};

void pc_edits_init(struct pc_edits *edits, struct pc_arena *arena, const struct pc_registry *reg);
void pc_edits_add(struct pc_edits *edits, struct pc_span span, struct pc_str text);

/* By file, then offset; insertions at one offset stay in the order in which they were added. Of edits that say the very
 * same of the same bytes one is kept (but of insertions all are). False, and *one and *two (indices into the sorted
 * list) say which, when two of them overlap: then nothing may be done with them. */
bool pc_edits_sort(struct pc_edits *edits, size_t *one, size_t *two);

/* A file with its new content. */
struct pc_change {
    pc_id file;                  /* PC_NONE: one that the registry does not hold */
    struct pc_str path;          /* below the root */
    struct pc_str old;           /* whole, as read */
    struct pc_str text;          /* whole, as it will be */
    const struct pc_edit *edits; /* what makes text of old, by offset; none: nobody knows */
    size_t edit_count;
};
struct pc_changes {
    struct PC_VEC(struct pc_change) list; /* by path */
};

/* The new text of one file, of whose edits there are count, sorted. */
struct pc_str pc_edits_apply_to(struct pc_arena *arena, struct pc_str old, const struct pc_edit *edits, size_t count);

/* What sorted edits make of their files; every byte outside an edit stays. Files that would not change are left out. */
struct pc_changes pc_edits_apply(const struct pc_edits *edits);

/* first, then second, as one: second is of the texts that first makes. Both are by path, and of each change the edits
 * are known. The result is in the arena, and its files are those that reg has by these paths; first's and second's
 * memory may go. A file that is as it was is left out. */
struct pc_changes pc_changes_join(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_changes *first,
                                  const struct pc_changes *second);

#endif
