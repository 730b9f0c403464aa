/* Ports in running text that is a list by nature: bullets and lines. "mailer `4020` (public)", "**Web**: 3001 (was
 * 3000)", "3001: web", "3000-3099: front ends", "auth `3061`, user `3062`". Prose gives nothing. */
#ifndef PC_PORT_ENTRY_H
#define PC_PORT_ENTRY_H

#include "md_flat.h"
#include "name_like.h"
#include "port_cell.h"
#include "vec.h"

/* One service and its ports. Places are indices into the flat text. */
struct pc_entry {
    size_t name_from, name_to;                /* equal: "Port: 3000", the owner stands elsewhere */
    size_t label_from, label_to;              /* then the words: "Container port" */
    struct PC_VEC(struct pc_cell_port) ports; /* at least one */
    size_t from, to;                          /* the whole entry */
    bool port_first;                          /* "3001: web" */
};

struct pc_entries {
    const struct pc_entry *items;
    size_t count;
};

/* whole: everything must be understood; else words may follow a number in a code span. */
struct pc_entries pc_entries_parse(struct pc_arena *arena, struct pc_flat flat, bool whole);

/* "6379 Redis" of a list whose other items begin with their ports. */
struct pc_entries pc_entries_parse_bare(struct pc_arena *arena, struct pc_flat flat);

#endif
