/* Services that were moved in some places and not in others. That is said only where claims of one role in one place
 * disagree: two callers of one network, or what one container says of its own port. */
#ifndef PC_HALF_MOVED_H
#define PC_HALF_MOVED_H

#include "say.h"

struct pc_half_move {
    pc_id service, host;
    size_t order;                   /* in which they were found */
    struct pc_ports old;            /* what the forgotten places give */
    struct pc_claims moved, behind; /* places that give the port that works, and those that do not */
};

struct pc_half_moves {
    struct PC_VEC(struct pc_half_move) list; /* by service, then host; at most one each */
};

struct pc_half_moves pc_half_moves_of(const struct pc_rule_context *ctx);

/* NULL: there is none. */
const struct pc_half_move *pc_half_move_of(const struct pc_half_moves *moves, pc_id service, pc_id host);

#endif
