/* What the name of a file says about compose: whether it is one, for which machine or environment. Pure text. */
#ifndef PC_COMPOSE_NAME_H
#define PC_COMPOSE_NAME_H

#include "reader.h"

/* EXACT: docker-compose*.yml, compose.yml, compose.*.yml. NAME: "compose" as a word of the name, or a file of a folder
 * "compose". MAYBE: any other YAML file. A template's suffix (.j2, .tpl, ...) behind .yml does not matter. */
enum pc_match pc_compose_match(struct pc_str path);

/* The base name without .yml and without a template's suffix: "docker-compose.prod". */
struct pc_str pc_compose_stem(struct pc_str path);

/* What tells this file from its siblings: "macmini" of docker-compose.macmini.yml, "gpu" of
 * docker-compose.gpu-prod.yml; the words of an environment and "override" are left out. Empty when nothing does. A
 * slice of path. */
struct pc_str pc_compose_infix(struct pc_str path);

/* The environment that the name says, else the deepest directory that is wholly such a word; PC_ENV_UNKNOWN. */
enum pc_environment pc_compose_environment(struct pc_str path);

/* The stem without its last ".word" or "-word": "docker-compose.dev" of "docker-compose.dev.gpu"; empty when none is
 * left. */
struct pc_str pc_compose_shorter(struct pc_str stem);

/* Does the stem end in ".override"? */
bool pc_compose_is_override(struct pc_str stem);

#endif
