/* What sync leaves to others: moving what is deployed, and the look at the tree that it has written. */
#ifndef PC_SYNC_CHECK_H
#define PC_SYNC_CHECK_H

#include "sync.h"

struct pc_run;

/* sync_moves.c: adds the edits that move what is deployed; what cannot be combined with the others is left, with the
 * command that does it. */
void pc_run_sync_moves(struct pc_run *run, struct pc_sync *sync, struct pc_edits *edits);

struct pc_sync_check {
    struct pc_run *before;
    const struct pc_changes *changes;
};
/* sync_check.c: pc_change_plan.check; arg is a struct pc_sync_check. There may be no error or warning that was not
 * there before, but for rows that had to stay in the section of another range, and in files that stay as they were. */
bool pc_sync_holds(struct pc_run *again, void *arg, struct pc_buf *words);

#endif
