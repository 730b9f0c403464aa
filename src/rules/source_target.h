/* A mapping against what the source of a container listens on: a part of PC303. */
#ifndef PC_SOURCE_TARGET_H
#define PC_SOURCE_TARGET_H

#include "listening.h"

/* For a container that is built here and whose compose file sets no port: its mappings lead to ports that neither its
 * source nor its image knows. */
void pc_check_source_target(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports);

#endif
