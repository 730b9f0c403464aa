/* Whether words may be a service's name. */
#ifndef PC_NAME_LIKE_H
#define PC_NAME_LIKE_H

#include "md_flat.h"

enum { PC_LONGEST_NAME = 80 };

/* [from, to) may be a service's name: few words, none of them of prose. */
bool pc_is_name_like(struct pc_arena *arena, struct pc_flat flat, size_t from, size_t to);

#endif
