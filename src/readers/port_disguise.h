/* A cell that shows a port without having its digits: "４１０１", "&#52;101", "4 101" with a thin blank. Nobody types
 * that, and whoever looks at the page sees a port like any other. */
#ifndef PC_PORT_DISGUISE_H
#define PC_PORT_DISGUISE_H

#include "str.h"

/* The port that the cell, as written in Markdown, shows so; 0: none, or plain digits. */
unsigned pc_port_disguised(struct pc_str cell);

#endif
