/* What the columns of a port table are, by their header words (any order, many languages) and, where those say nothing,
 * by what stands in them. */
#ifndef PC_HEADER_WORDS_H
#define PC_HEADER_WORDS_H

#include "config.h"
#include "md_flat.h"

enum pc_column_kind {
    PC_COLUMN_OTHER,
    PC_COLUMN_PORT,
    PC_COLUMN_HOST_PORT,
    PC_COLUMN_CONTAINER_PORT,
    PC_COLUMN_MAPPING,  /* both in one: host:container */
    PC_COLUMN_OLD_PORT, /* what it was, or a default that something overrides: claims nothing */
    PC_COLUMN_NEW_PORT,
    PC_COLUMN_FREE, /* the next free port: claims nothing */
    PC_COLUMN_RANGE,
    PC_COLUMN_SERVICE,
    PC_COLUMN_CONTAINER, /* a container's name */
    PC_COLUMN_HOST,
    PC_COLUMN_PROTOCOL,
    PC_COLUMN_BIND,
    PC_COLUMN_ADDRESS, /* of the machine, or on a machine that is stated the address bound */
    PC_COLUMN_STATUS,
    PC_COLUMN_ENVIRONMENT,
    PC_COLUMN_REFERENCE,
    PC_COLUMN_PURPOSE,
    PC_COLUMN_DATE,
    PC_COLUMN_DOMAIN, /* a public name or URL: many of them may share port 443 */
    PC_COLUMN_TARGET, /* whom a public name leads to: beside PC_COLUMN_DOMAIN the owner of the row's port */
    PC_COLUMN_IGNORED /* the configuration says that it states nothing */
};

struct pc_column {
    enum pc_column_kind kind;
    bool certain;                    /* its header says so; else its cells do */
    bool configured;                 /* the configuration says so */
    unsigned rank;                   /* service: lower is better ("service" before "project") */
    enum pc_environment environment; /* "Prod Port" */
    bool is_default;                 /* "Default port": the claim only where no other port column is */
    struct pc_str title;             /* the header as written, plain */
    struct pc_str qualifier;         /* "Web" of "Web Port"; empty */
};

/* By header word alone. */
struct pc_column pc_column_of_header(struct pc_arena *arena, struct pc_str header);

/* All columns of a table, by the configured header words first; config may be NULL. The table's rows[0] is the header.
 * flats[row * columns + column]: the cells, rows[0] included; a cell that is missing has an empty text. Columns that
 * headers leave open are settled by their cells. */
void pc_columns_of(struct pc_arena *arena, const struct pc_config *config, const struct pc_flat *flats, size_t rows,
                   unsigned columns, struct pc_column *out);

/* part is most of whole, and something. */
static inline bool pc_is_most(size_t part, size_t whole) {
    return part > 0 && part * 10 >= whole * 6;
}

/* Most filled cells of the column differ. */
bool pc_column_is_varied(const struct pc_flat *flats, size_t rows, unsigned columns, unsigned column);

/* The best service column, or the first of the purposes; columns when there is none. *alias: a container column beside
 * it, or columns. */
unsigned pc_column_of_service(const struct pc_column *columns, unsigned count, const struct pc_flat *flats, size_t rows,
                              unsigned *alias);

/* The columns of "Project | Component | Port": what names the whole, and what names its part. False when the table has
 * not both. */
bool pc_columns_whole_and_part(struct pc_arena *arena, const struct pc_column *columns, unsigned count, unsigned *whole,
                               unsigned *part);

/* A column of ports whatever its kind. */
bool pc_column_is_port(enum pc_column_kind kind);

#endif
