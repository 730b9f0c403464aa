/* Where a container meets others: the networks that it is on, its names there, and names that only it knows. */
#ifndef PC_COMPOSE_NETWORK_H
#define PC_COMPOSE_NETWORK_H

#include "compose_model.h"

/* Fills dep->networks; before any container. */
void pc_compose_index_networks(struct pc_compose_deployment *dep);

/* Fills networks, aliases and known_hosts of a container; all of it lives as long as the registry. */
void pc_compose_networks_of(struct pc_compose_deployment *dep, const struct pc_compose_service *service,
                            struct pc_container *container);

#endif
