/* Ports of a host that this repository and another one give to two services, where not both of them bind it: part of
 * PC201. */
#ifndef PC_OTHER_OWNERS_H
#define PC_OTHER_OWNERS_H

#include "rule.h"

/* ctx->reg holds the claims of all repositories. */
void pc_check_other_owners(const struct pc_rule_context *ctx);

/* What the repository of a claim calls the service that it is of. */
struct pc_str pc_bare_name(const struct pc_registry *reg, const struct pc_claim *claim);

#endif
