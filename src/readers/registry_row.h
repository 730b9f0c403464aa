/* The rows of a port table. Only registry_table.c, registry_cells.c, registry_reference.c and registry_row.c include
 * it. */
#ifndef PC_REGISTRY_ROW_H
#define PC_REGISTRY_ROW_H

#include "header_words.h"
#include "registry_md.h"

enum { PC_ROW_HOSTS = 32 };

/* A port table: what its columns are and which of them claim. */
struct pc_table {
    struct pc_regmd *r;
    const struct pc_md_row *rows;
    size_t row_count;
    unsigned columns;
    struct pc_flat *flats; /* rows x columns; a missing cell is empty */
    struct pc_column *column;
    bool *claims; /* of each column: its ports are claimed on the host */
    bool *inside; /* of each column: its ports are container ports */
    unsigned claim_count;
    unsigned service;    /* column; columns when there is none */
    unsigned alias;      /* likewise: a container's name beside the service */
    unsigned whole;      /* likewise: the project that the service is a part of */
    const bool *is_part; /* of each row: its service is called after the whole, "shop-web" */
    unsigned host, protocol, bind, address, status, environment, reference, purpose, date;
    const bool *pages; /* of each row: a page of another row's service (registry_pages.c) */
    bool of_ranges;    /* rows are blocks of ports */
    bool routed[2];    /* port 80, 443: several rows share it, told apart by their public names */
    bool rescued;
    bool turned;         /* one service, a property a row */
    struct pc_str owner; /* its name by the heading, where no row tells it; empty: nobody's */
    unsigned quote_depth;
    struct pc_outlook outlook;
    pc_id section;
    struct pc_name whole_above; /* the project of the row before */
    struct pc_name above;       /* the name of the row before, for blank cells */
    pc_id host_above;           /* the host column's mention of the row before */
    struct pc_str host_text;
};

/* What a status says. */
enum pc_row_status {
    PC_ROW_NONE,
    PC_ROW_ACTIVE,
    PC_ROW_PLANNED,
    PC_ROW_RESERVED,
    PC_ROW_FREE,
    PC_ROW_DEAD,
    PC_ROW_ABSENT,
    PC_ROW_INTERNAL
};
enum pc_row_status pc_row_status_of(struct pc_arena *arena, struct pc_str text);

/* What the cells around the ports say about the row. */
struct pc_row {
    size_t index;
    struct pc_span extent;
    struct pc_name name;
    enum pc_row_status status;
    enum pc_protocol protocol, second;
    enum pc_environment environment;
    pc_id hosts[PC_ROW_HOSTS]; /* at least one; PC_NONE: not stated */
    unsigned host_count;
    struct pc_str address;
    bool loopback;
    bool internal;
    bool unexposed; /* internal, and in words that forbid a host port */
    bool reserved;
    const char *silent; /* why it claims nothing; NULL */
};

/* registry_turned.c: true for a table of one service, a property a row; turned is then its header and its row. */
bool pc_table_turn(struct pc_arena *scratch, const struct pc_md_row *rows, size_t row_count,
                   struct pc_md_row turned[2]);
/* registry_parts.c: sets whole, is_part and, where a part names the service, service. */
void pc_table_find_parts(struct pc_table *t);

void pc_table_row(struct pc_table *t, size_t row);
struct pc_row pc_table_read_row(struct pc_table *t, size_t row);
struct pc_flat pc_table_cell(const struct pc_table *t, size_t row, unsigned column); /* empty for no column */
/* registry_reference.c: what the reference column of a row says of the claim: "4010 shop-server", "shop-server (4010)",
 * "`shop-server`"; words in brackets and plain prose refer to nothing. */
void pc_table_reference(struct pc_table *t, const struct pc_row *row, pc_id claim);
bool pc_table_cell_is_empty(const struct pc_table *t, size_t row, unsigned column);
/* Short words in any cell: "3206 | - | available". */
bool pc_table_row_says_free(const struct pc_table *t, size_t row);

#endif
