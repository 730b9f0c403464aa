/* Where a route file runs that says no host: where most of its targets are published. */
#ifndef PC_ROUTE_HOST_H
#define PC_ROUTE_HOST_H

#include "rule.h"
#include "view.h"

/* By file; PC_NONE where nothing tells. */
pc_id *pc_route_hosts(const struct pc_rule_context *ctx);

#endif
