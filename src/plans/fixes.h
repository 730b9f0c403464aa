/* Which of the fixes that findings offer can be made together. */
#ifndef PC_FIXES_H
#define PC_FIXES_H

#include "edits.h"

struct pc_fix_choice {
    const struct pc_finding *finding;
    const struct pc_fix *fix;
};
struct pc_fix_choices PC_VEC(struct pc_fix_choice); /* in the order of their findings */

/* Takes out of the choices those that overlap one that stands before them: the first wins, whole; the others may be
 * offered again by findings about the text that comes of it. Two that say the very same of the same bytes do not
 * overlap; two that insert at one place do. n log n. */
void pc_fixes_part(struct pc_arena *arena, struct pc_fix_choices *choices);

/* The edits of some of them, which must not overlap. */
struct pc_changes pc_fixes_apply(struct pc_arena *arena, const struct pc_registry *reg,
                                 const struct pc_fix_choices *choices);

#endif
