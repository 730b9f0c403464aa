/* YAML by libyaml's events: see pc_tree. Aliases are resolved, merge keys kept (pc_map_get follows them). */
#ifndef PC_YAML_IN_H
#define PC_YAML_IN_H

#include "node.h"

/* Never fails: trouble is a note. Unwinds when memory is spent. text is the whole file; scratch-lived objects are gone
 * at return. */
struct pc_tree pc_yaml_parse(struct pc_arena *arena, struct pc_str text);
const char *pc_yaml_version(void); /* "0.2.5" */

#endif
