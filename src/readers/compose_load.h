/* Files of a deployment: parsed, with their syntax troubles told once, and the env files that give it variables. */
#ifndef PC_COMPOSE_LOAD_H
#define PC_COMPOSE_LOAD_H

#include "compose_model.h"
#include "compose_project.h"

/* Parses a file; text need not be valid YAML. Its troubles are told when tell is set. */
struct pc_compose_source *pc_compose_source_of(struct pc_read_context *ctx, pc_id file, struct pc_str path,
                                               struct pc_str text, bool tell);

/* Fills dep->vars from the env files that command lines name for a member, then .env, then examples, which are guesses.
 */
void pc_compose_load_vars(struct pc_compose_deployment *dep, const struct pc_compose_project *project,
                          const struct pc_compose_members *members);

#endif
