/* A dial of localhost from outside of any container, to a service that is known by the variable's name: on the machine
 * of whoever develops, or on one that no deployment describes. */
#ifndef PC_EDGE_LOCAL_H
#define PC_EDGE_LOCAL_H

#include "edges.h"

/* Wrong only when the callee has a port somewhere, and nothing that speaks of it, anywhere, gives it the dialled one.
 */
void pc_edge_resolve_local(const struct pc_rule_context *ctx, struct pc_edge *edge);

#endif
