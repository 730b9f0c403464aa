/* The name in the words before a port. */
#ifndef PC_ENTRY_NAME_H
#define PC_ENTRY_NAME_H

#include "port_entry.h"

/* Narrows [name_from, name_to) of the entry to the name: without a description, a verb, the words for port; these are
 * its label. whole: the text must be understood wholly, a verb makes it prose. */
void pc_entry_name(struct pc_arena *arena, struct pc_flat flat, bool whole, struct pc_entry *entry);

#endif
