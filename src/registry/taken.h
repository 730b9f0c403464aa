/* Who takes a port of a host: the one answer that `next` and `move` give. */
#ifndef PC_TAKEN_H
#define PC_TAKEN_H

#include "registry.h"

#define PC_PORT_COUNT 65536u

/* For each port the claim that says best who has it: what runs before what is written down, that before a default, that
 * before a mere dial, and growth last. */
struct pc_taken {
    const struct pc_registry *reg;
    pc_id by[PC_PORT_COUNT]; /* a claim; PC_NONE: nothing takes the port */
};

/* What claims on a host, and on no stated one, take; host PC_NONE: on any. reg: with the claims of other repositories
 * behind it (join.h), so that theirs count as well. but: a service whose own claims take nothing, for one that is about
 * to move; PC_NONE: all count. O(claims + 65,536). */
const struct pc_taken *pc_taken_new(struct pc_arena *arena, const struct pc_registry *reg, pc_id host, pc_id but);

/* Nothing but room to grow: a reservation for nobody in particular, or the open end of a row ("8150+"). Whoever needs a
 * port may have it when nothing else is left, and the reservation is then split. */
bool pc_claim_is_growth(const struct pc_registry *reg, const struct pc_claim *claim);

/* "planned for `tide`", "deployed by `gate`", "dialled by `gate`", "reserved": why a port is not free. */
struct pc_str pc_taken_text(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_claim *claim);

#endif
