/* Who meets whom by name inside a deployment. */
#ifndef PC_NETWORK_H
#define PC_NETWORK_H

#include "registry.h"

/* What only this container means by a name; NULL: nothing. */
const struct pc_known_host *pc_known_host_of(const struct pc_container *container, struct pc_str name);

/* Is it known that one of them cannot reach the other by its name, though one deployment starts both? */
bool pc_containers_are_apart(const struct pc_registry *reg, pc_id caller, pc_id callee);

#endif
