/* Is the tree as it should be, now that a service has moved? */
#ifndef PC_MOVE_CHECK_H
#define PC_MOVE_CHECK_H

#include "move.h"

struct pc_run;

struct pc_move_check {
    struct pc_run *before;
    const struct pc_move *move;
    bool forced; /* the person knows that the new port is no good choice, or has to say so before anything is written */
};

/* move.c: whom each dial means, and who answers it. */
const struct pc_move_dial *pc_run_move_dials(struct pc_run *run, size_t *count);

/* pc_change_plan.check; arg is a struct pc_move_check. No place but those that were told may still give the service its
 * old port, and there may be no error or warning that was not there before, but for what follows from what the person
 * knows. */
bool pc_move_holds(struct pc_run *again, void *arg, struct pc_buf *words);

#endif
