/* Claims of a compose service, filled in the way that all parts of the compose reader share. */
#ifndef PC_COMPOSE_CLAIMS_H
#define PC_COMPOSE_CLAIMS_H

#include "compose_model.h"

/* A claim of a service at a place of its text. place and container are those of the network that the service uses;
 * protocol is tcp, which is what compose means when nothing is said; flags hold what the spot says (FROM_ENV,
 * COMPOSED). */
struct pc_claim pc_compose_claim(const struct pc_compose_deployment *dep, const struct pc_compose_service *service,
                                 enum pc_role role, struct pc_ports ports, const struct pc_compose_spot *spot,
                                 struct pc_span extent);

/* "99999 is above 65535" and its like, for digits; where the text is no number it is not shown. result is not
 * PC_PORT_OK. */
void pc_compose_invalid_port(struct pc_compose_deployment *dep, const struct pc_compose_source *source,
                             struct pc_span span, struct pc_str text, enum pc_port_result result, const char *what);

#endif
