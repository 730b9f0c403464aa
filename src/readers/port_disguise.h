/* A cell that shows a port without having its digits: "４１０１", "&#52;101", "4 101" with a thin blank. Nobody types
 * that, and whoever looks at the page sees a port like any other. */
#ifndef PC_PORT_DISGUISE_H
#define PC_PORT_DISGUISE_H

#include "str.h"

/* A character that takes no room on a page: zero-width ones, soft hyphens, bidi controls, variation selectors. Not
 * U+202E, behind which digits stand in reverse. */
bool pc_is_unseen(uint32_t point);

/* A character reference at the start of s, numeric or the name of an unseen character: its length, or 0. */
size_t pc_entity_at(struct pc_str s, uint32_t *point);

/* The port that the cell, as written in Markdown, shows so; 0: none, or plain digits. */
unsigned pc_port_disguised(struct pc_str cell);

#endif
