/* The user's own patterns (sources: of the configuration), looked for in files of any kind. */
#ifndef PC_SOURCE_PATTERNS_H
#define PC_SOURCE_PATTERNS_H

#include "reader.h"

/* Does the configuration have a pattern for this file? */
bool pc_source_patterns_want(const struct pc_config *config, struct pc_str path);

/* Claims of what they find in ctx's file; after the file's own reader has read it. */
void pc_source_patterns_read(struct pc_read_context *ctx);

/* The first place at or behind `from` of a line where pattern fits; *port are the digits, *end is behind the match.
 * Linear in the line for each piece between two {*}. */
bool pc_source_pattern_find(struct pc_str pattern, struct pc_str line, size_t from, struct pc_str *port, size_t *end);

#endif
