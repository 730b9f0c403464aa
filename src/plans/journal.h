/* The journal of a change of several files: what they held and what they are to hold, so that a run that is stopped in
 * the middle can be finished or undone by another. This is its text; write.h says what is done with it. */
#ifndef PC_JOURNAL_H
#define PC_JOURNAL_H

#include "edits.h"

#define PC_JOURNAL_BYTES ((size_t)128 << 20) /* of a whole journal */

struct pc_journal {
    unsigned long run;         /* number of the process that wrote it: its temporary files are called after it */
    struct pc_str prefix;      /* of the root below the top of its git work tree: "" or "sub/dir/" */
    struct pc_changes changes; /* path, old and text of each */
};

enum pc_journal_state {
    PC_JOURNAL_WHOLE = 0,
    PC_JOURNAL_BEGUN,   /* its end is missing: no file was changed yet when the run was stopped */
    PC_JOURNAL_FOREIGN, /* of another version of portcheck */
    PC_JOURNAL_DAMAGED  /* no journal, or one that was changed, or names a path that no run would write */
};

/* Its bytes; ptr NULL when there are more than PC_JOURNAL_BYTES. */
struct pc_str pc_journal_text(struct pc_arena *arena, const struct pc_journal *journal);

/* Slices of *journal lie in text. *why: of one that cannot be used, a clause for the person; else "". */
enum pc_journal_state pc_journal_parse(struct pc_arena *arena, struct pc_str text, struct pc_journal *journal,
                                       const char **why);

#endif
