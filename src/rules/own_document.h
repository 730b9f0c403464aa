/* What contradicts itself in a service's own document: a part of PC302. */
#ifndef PC_OWN_DOCUMENT_H
#define PC_OWN_DOCUMENT_H

#include "say.h"

/* The statements of one document, and the ports that they cannot all mean. */
struct pc_contradiction {
    struct pc_claims claims;
    struct pc_port_set ports;
};
struct pc_contradictions {
    struct PC_VEC(struct pc_contradiction) list;
};
struct pc_contradictions pc_contradictions_of(const struct pc_rule_context *ctx, pc_id service);

#endif
