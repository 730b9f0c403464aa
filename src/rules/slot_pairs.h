/* Actual ports beside the statements that give them to somebody else: what PC202 and PC204 are about. */
#ifndef PC_SLOT_PAIRS_H
#define PC_SLOT_PAIRS_H

#include "say.h"

/* One pair: a service that really is on a port, and a statement that gives the port to another service. */
struct pc_slot_pair {
    pc_id claim; /* makes the taker's port actual */
    pc_id statement;
    pc_id taker, owner;
    uint16_t port;
};

struct pc_slot_pairs {
    struct PC_VEC(struct pc_slot_pair) list;
};

/* Every pair of an actual port and a statement that gives it to another service, sorted by port, taker, owner. */
struct pc_slot_pairs pc_slot_pairs_of(const struct pc_rule_context *ctx);

/* Does a service have a row of its own for this port, of this host or of none? */
bool pc_has_own_row(const struct pc_rule_context *ctx, pc_id service, pc_id host, uint16_t port);

/* Does it bind the port of this host? */
bool pc_has_own_binding(const struct pc_rule_context *ctx, pc_id service, pc_id host, uint16_t port);

/* Something known beside the row: a reservation's purpose ("spare nodes") is not. */
bool pc_is_known_service(const struct pc_rule_context *ctx, pc_id service);

#endif
