/* Who dials a service, for the question which places a move has forgotten: everybody, whatever dials and from wherever,
 * since whoever moves a service has to visit all of them. */
#ifndef PC_CALLERS_H
#define PC_CALLERS_H

#include "edges.h"

struct pc_callers {
    const struct pc_rule_context *ctx;
    struct PC_VEC(const struct pc_edge *) by_callee; /* those of whom it is known whether they arrive */
    pc_id *only_host;                                /* of each service: where all of its containers are; PC_NONE */
};

struct pc_callers pc_callers_of(const struct pc_rule_context *ctx);

struct pc_caller_places {
    struct PC_VEC(pc_id) arrive; /* dials, in the registry's order, each place once */
    struct PC_VEC(pc_id) miss;   /* those that give the old port, and miss it there */
};

/* The dials of a service on a host. */
struct pc_caller_places pc_callers_split(const struct pc_callers *callers, pc_id service, pc_id host,
                                         struct pc_ports old);

#endif
