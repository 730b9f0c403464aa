/* Parts of sync: moving what is deployed, its rounds, and the look at the tree as it becomes. */
#ifndef PC_SYNC_CHECK_H
#define PC_SYNC_CHECK_H

#include "sync.h"

struct pc_run;

/* sync_moves.c: adds the edits that move what is deployed; what cannot be combined with the others is left, with the
 * command that does it. */
void pc_run_sync_moves(struct pc_run *run, struct pc_sync *sync, struct pc_edits *edits);

struct pc_sync_check {
    const struct pc_run *before;
    const struct pc_changes *changes;
    bool strict; /* nothing new at all, in files that stay as they were either */
};
/* sync_check.c: an error or warning that was not there before and does not follow from the numbers being true; NULL:
 * none. A row that had to stay in the section of another range follows, and so does, unless strict, what is found in
 * files that stay as they were. */
const struct pc_finding *pc_sync_first_new(const struct pc_run *again, const struct pc_sync_check *check);
/* Says what is found from now on. False: there is something that may not be. */
bool pc_sync_tell(const struct pc_run *again, const struct pc_sync_check *check, struct pc_buf *words);
/* pc_change_plan.check; arg is a struct pc_sync_check. */
bool pc_sync_holds(struct pc_run *again, void *arg, struct pc_buf *words);

/* Something for the person, with its place on the disk. */
struct pc_sync_told {
    struct pc_str path; /* empty: there is no place */
    uint32_t line;
    struct pc_str subject; /* "`ledger` on `harbour`"; may be empty */
    struct pc_str text;
};

/* What sync comes to. All of it lies in the run's memory. */
struct pc_sync_outcome {
    struct pc_changes changes;
    size_t changed, added; /* numbers, rows */
    struct PC_VEC(struct pc_sync_told) left, prose;
    struct pc_buf words;   /* what is found from now on */
    bool holds;            /* it may be written */
    struct pc_str refusal; /* not empty: nothing could be planned */
};
/* sync.c: of a run's registry and findings; to and held are the caller's. */
struct pc_sync_input pc_run_sync_input(struct pc_run *run);
/* sync_rounds.c: plans until nothing is left to change. */
void pc_run_sync_rounds(struct pc_run *run, enum pc_sync_side to, struct pc_sync_outcome *out);

#endif
