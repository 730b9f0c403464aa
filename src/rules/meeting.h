/* Bindings of one host, and which of them get into each other's way. */
#ifndef PC_MEETING_H
#define PC_MEETING_H

#include "rule.h"
#include "vec.h"

enum pc_meeting {
    PC_MEET_NOT,
    PC_MEET_MAYBE, /* only when profiles that they do not share are started together */
    PC_MEET_SURELY
};

/* Does another repository state it? */
bool pc_is_of_other(const struct pc_registry *reg, const struct pc_claim *claim);

/* Do two bindings of one host, whose ports overlap, get into each other's way? */
enum pc_meeting pc_bindings_meet(const struct pc_registry *reg, const struct pc_claim *a, const struct pc_claim *b);

/* Bindings of which those that meet are drawn out, one after the other. Bindings of two protocols or two addresses are
 * never compared, so that thousands on one port stay cheap. */
struct pc_meeting_pool;
struct pc_meeting_pool *pc_meeting_pool_new(const struct pc_rule_context *ctx, const pc_id *claims, size_t count);

/* Puts in all bindings that hold these ports. */
void pc_meeting_pool_fill(struct pc_meeting_pool *pool, struct pc_ports ports);

/* Takes one binding out; false when none is left. */
bool pc_meeting_pool_take(struct pc_meeting_pool *pool, pc_id *claim);

/* Bindings that hang together, each meeting some other. */
struct pc_meeting_group {
    struct PC_VEC(pc_id) members;
    enum pc_meeting meeting; /* the surest between a member and those that it drew */
};

/* Takes what meets a binding out of the pool and adds it to the group. */
void pc_meeting_pool_draw(struct pc_meeting_pool *pool, pc_id claim, struct pc_meeting_group *group);

#endif
