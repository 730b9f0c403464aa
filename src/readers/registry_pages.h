/* Rows and bullets that are pages of another one's service. Only registry_*.c include it. */
#ifndef PC_REGISTRY_PAGES_H
#define PC_REGISTRY_PAGES_H

#include "registry_group.h"
#include "registry_row.h"

/* Of each row of the table: whether it is a page of another row's service. */
const bool *pc_table_pages(const struct pc_table *t);

/* Of each bullet of a list. */
const bool *pc_group_pages(struct pc_arena *scratch, const struct pc_group_item *items, size_t count);

#endif
