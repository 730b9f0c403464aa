/* What other branches of the repository say of ports: `next --branches`. */
#ifndef PC_BRANCHES_H
#define PC_BRANCHES_H

#include "next_plan.h"
#include "run_impl.h"

struct pc_branches {
    const struct pc_next_elsewhere **ports; /* for each port who has it on another branch; NULL: nobody */
    struct PC_VEC(struct pc_str) remarks;   /* what was looked at, and what could not be */
};

/* Looks at the tips of all local and remote-tracking branches that are not part of this one's history: each tip once,
 * for at most PC_LIMIT_BRANCHES_MILLISECONDS together. What cannot be read is said, and makes the run incomplete. host:
 * of run->reg, PC_NONE: any. False: refused, there is no repository. */
bool pc_run_branches(struct pc_run *run, pc_id host, struct pc_branches *branches);

#endif
