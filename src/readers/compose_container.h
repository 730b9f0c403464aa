/* The facts of a deployment's containers: names, image, build directory, network, profiles, replicas. */
#ifndef PC_COMPOSE_CONTAINER_H
#define PC_COMPOSE_CONTAINER_H

#include "compose_model.h"

/* Fills the facts of dep->services, dep->names and dep->swarm, and gives the containers to the builder. */
void pc_compose_containers(struct pc_compose_deployment *dep);

/* The directory that a build is of: the context's, or the Dockerfile's where that lies deeper and in no folder that is
 * only for Docker. ptr NULL when it lies elsewhere (a URL, outside the tree). */
struct pc_str pc_compose_build_dir(struct pc_arena *arena, struct pc_str dir, struct pc_str context,
                                   struct pc_str dockerfile);

#endif
