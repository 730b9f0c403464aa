/* Claims of one service about one port of one host, put together: planned, documented and deployed in one line. */
#ifndef PC_USES_H
#define PC_USES_H

#include "buf.h"
#include "lookup.h"

struct pc_use {
    struct pc_ports ports;
    pc_id host;         /* PC_NONE: none is stated */
    pc_id service;      /* PC_NONE: none, or name says */
    struct pc_str name; /* of the service; empty when nothing names one */
    unsigned roles;     /* bits 1 << enum pc_role */
    pc_id claim;        /* the one that says it best */
    size_t claims;      /* how many say it */
};

struct pc_uses {
    const struct pc_use *items;
    size_t count;
};

/* By port; of one port first what is said of no host in particular, then by host, then by service. */
struct pc_uses pc_uses_of(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_selection *selection);

/* What a role says of a port: "planned", "deployed" (publishes), "inside" (listens), "dialled". */
const char *pc_role_state(enum pc_role role);

/* "deployed, documented": the roles of a set, the surest first. */
void pc_add_states(struct pc_buf *out, unsigned roles);

#endif
