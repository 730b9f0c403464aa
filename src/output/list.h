/* What `list` prints: claims, ports, services, hosts, ranges, sources and their like, as a table, JSON, JSON lines, CSV
 * or Markdown. */
#ifndef PC_LIST_H
#define PC_LIST_H

#include <stdbool.h>

#include "buf.h"
#include "lookup.h"

/* How a file was read; one for each of the registry's files, in their order. */
struct pc_list_source {
    const char *status; /* "read", "asked for" (by another file's reader), "not read" */
    const char *reader; /* "" when none */
    size_t claims;
};

struct pc_list_input {
    const struct pc_registry *reg;
    const struct pc_list_source *sources;
    struct pc_selection selection; /* what of it is asked for */
    struct pc_arena *arena;
};

/* What a list can be narrowed by. */
enum { PC_LIST_BY_HOST = 1, PC_LIST_BY_SERVICE = 2, PC_LIST_BY_PORTS = 4, PC_LIST_BY_ALL = 7 };

struct pc_list_rows;

/* A column. key: in CSV and JSON, NULL: not there. head: in tables and Markdown, NULL: not there. */
struct pc_list_column {
    const char *key, *head;
};

struct pc_list {
    const char *name;    /* "claims" */
    const char *one;     /* "claim": the schema of a JSON line is portcheck/claim/v1 */
    const char *summary; /* one line for help */
    const struct pc_list_column *columns;
    size_t column_count;
    size_t own;           /* the columns behind these are those of an alias, and there may be several rows a thing */
    unsigned narrowed_by; /* PC_LIST_BY_... */
    bool has_origin;      /* a column tells whose file it is; else path does ("origin:path") */
    void (*write)(const struct pc_list_input *in, struct pc_list_rows *rows);
};

extern const struct pc_list pc_lists[];
extern const size_t pc_list_count;
extern const char *const pc_list_formats[];
extern const size_t pc_list_format_count;

const struct pc_list *pc_list_find(struct pc_str name); /* NULL when unknown */

/* False when the list or the format is unknown, or the list cannot be narrowed by what the selection narrows. */
bool pc_list_write(const struct pc_list_input *in, struct pc_str list, struct pc_str format, struct pc_buf *out);

#endif
