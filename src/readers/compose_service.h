/* Services of a deployment: which mappings make them up (files in order, extends), and the facts of their containers.
 */
#ifndef PC_COMPOSE_SERVICE_H
#define PC_COMPOSE_SERVICE_H

#include "compose_model.h"

/* A setting of a service: the last layer's; node NULL when none says it, or the last one resets it. */
struct pc_compose_field {
    const struct pc_node *node;
    const struct pc_compose_source *source;
};
struct pc_compose_field pc_compose_get(const struct pc_compose_service *service, const char *key);

/* The same from below a mapping: pc_compose_get_in(service, "build", "context"). */
struct pc_compose_field pc_compose_get_in(const struct pc_compose_service *service, const char *key, const char *below);

/* The layers' values of a list setting that are in effect, in order: those before the last !override or !reset are
 * dropped. */
size_t pc_compose_first_layer(const struct pc_compose_service *service, const char *key);

/* Is the tag "!reset", so that the value is as if never written? */
bool pc_compose_is_reset(const struct pc_node *node);

/* A scalar setting, expanded; empty when there is none or when it is not known. Lives in scratch or a file. */
struct pc_str pc_compose_scalar(struct pc_compose_deployment *dep, struct pc_compose_field field);

/* Makes dep->services, with facts and containers, of dep->sources. */
void pc_compose_services(struct pc_compose_deployment *dep);

/* Fills source->services; in a stream of several documents the last one of a name counts. */
void pc_compose_index_services(struct pc_compose_deployment *dep, struct pc_compose_source *source);

/* Loads a file that is not part of the deployment (extends); NULL when it is not in the tree. Its services are indexed.
 * compose_files.c. */
struct pc_compose_source *pc_compose_borrow(struct pc_compose_deployment *dep, struct pc_str path);

/* The mapping "services" of a document; of a file of compose's first version the document itself. NULL when there is
 * none. */
const struct pc_node *pc_compose_services_of(const struct pc_node *document);

#endif
