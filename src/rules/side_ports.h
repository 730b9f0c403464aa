/* Ports that a service has beside its main one, as its source and image say: metrics, health, debugging. No setting and
 * no mapping of a deployment has to name them. */
#ifndef PC_SIDE_PORTS_H
#define PC_SIDE_PORTS_H

#include "rule.h"

/* Does the service's own source or image speak of the port as one beside others? */
bool pc_has_side_port(const struct pc_rule_context *ctx, pc_id service, uint16_t port);

#endif
