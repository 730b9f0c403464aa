/* The one way in which a command changes files: a diff first, and when it is told to write, all of the files or none,
 * then a look at the tree as it has become. */
#ifndef PC_CHANGE_H
#define PC_CHANGE_H

#include "edits.h"
#include "portcheck.h"

struct pc_run;

/* What a command has planned. */
struct pc_change_plan {
    struct pc_changes changes; /* of pc_edits_apply on the edits of the run's own registry */
    struct pc_buf notes;       /* for the person, a line each; what happens here is added. Set with pc_buf_init */
    /* Not NULL: is the tree, read again after writing, as it should be? again is a run like this one, with the same
     * options, and lives for this call only; it may be asked whatever a run may be asked. False, and words (lines for
     * the person) say what is wrong: everything that was written is undone. Allocate in again's arena, not in the
     * first run's. */
    bool (*check)(struct pc_run *again, void *arg, struct pc_buf *words);
    void *arg;
};

/* To be called inside pc_run_protect's work. Fills *result: diff and patch in any case; with options->write the files
 * are written, or notes say why not. A command that must not write sets write to false and says so in notes. */
void pc_run_change(struct pc_run *run, const struct pc_change_options *options, struct pc_change_plan *plan,
                   struct pc_change_result *result);

/* The same, with words of what was planned before the other notes; left out where that was to be written and was not.
 */
void pc_run_change_told(struct pc_run *run, const struct pc_change_options *options, struct pc_change_plan *plan,
                        struct pc_str words, struct pc_change_result *result);

#endif
