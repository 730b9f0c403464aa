/* Where the text of a YAML scalar stands in its file. clean: the bytes that libyaml got. */
#ifndef PC_YAML_PLACE_H
#define PC_YAML_PLACE_H

#include "node.h"

bool pc_yaml_is_blank(char c); /* blank, tab or line break */

/* Behind the anchor and the tag that stand before a node. */
uint32_t pc_yaml_skip_properties(struct pc_str clean, uint32_t at, uint32_t end, bool anchor, bool tag);

/* Sets content and verbatim of a scalar whose offset, length and style are set; value: what libyaml made of it, end:
 * where it ends. */
void pc_yaml_place_scalar(struct pc_str clean, struct pc_node *node, struct pc_str value, uint32_t end);

#endif
