/* How much a Markdown file looks like the port registry of its tree, for trees without one of a well-known name. */
#ifndef PC_CANDIDATE_H
#define PC_CANDIDATE_H

#include "config.h"

/* 0: no port table at all, or a plan, report, changelog and the like by its path. Else more for more rows with ports
 * and more range headings. */
unsigned pc_registry_markdown_score(struct pc_arena *arena, const struct pc_config *config, struct pc_str path,
                                    struct pc_str text);

/* The path's own words say that it is history or a plan: "docs/archive/...", "2024-plan.md". */
bool pc_path_is_history(struct pc_str path);

/* A well-known registry name: PORTS.md, docs/ports.md, PORT_SCHEMA.md, port-registry.txt... */
bool pc_path_is_registry(struct pc_str path);

#endif
