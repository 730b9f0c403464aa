/* Brings a tree in which a run was stopped while it wrote into one of two states: all old, or all new. */
#ifndef PC_RECOVER_H
#define PC_RECOVER_H

#include "write.h"

enum pc_recover_status {
    PC_RECOVER_NOTHING = 0, /* there is no journal */
    PC_RECOVER_DONE,        /* finished or undone; the journal is gone */
    PC_RECOVER_REFUSED,     /* nothing was done: another run writes, the journal cannot be used, files were changed */
    PC_RECOVER_FAILED       /* not all could be done; the journal is still there */
};

/* place: its root is where the journal's prefix begins. Where every file is new already that is kept, else all files
 * become old again. A file that is neither was changed by somebody else: nothing is done then, but with force such
 * files are left and the others are undone. words: what was done, or why not, lines for the person. */
enum pc_recover_status pc_write_recover(struct pc_arena *arena, const struct pc_write_place *place, bool force,
                                        struct pc_buf *words);

#endif
