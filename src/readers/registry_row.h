/* The rows of a port table. Only registry_table.c and registry_row.c include it. */
#ifndef PC_REGISTRY_ROW_H
#define PC_REGISTRY_ROW_H

#include "header_words.h"
#include "registry_md.h"

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
    unsigned service; /* column; columns when there is none */
    unsigned alias;   /* likewise: a container's name beside the service */
    unsigned host, protocol, bind, status, environment, reference, purpose, date;
    bool of_ranges; /* rows are blocks of ports */
    bool rescued;
    unsigned quote_depth;
    struct pc_outlook outlook;
    pc_id section;
    struct pc_name above; /* the name of the row before, for blank cells */
    pc_id host_above;     /* the host column's mention of the row before */
    struct pc_str host_text;
};

void pc_table_row(struct pc_table *t, size_t row);
struct pc_flat pc_table_cell(const struct pc_table *t, size_t row, unsigned column); /* empty for no column */

/* What a status says. */
enum pc_status {
    PC_STATUS_NONE,
    PC_STATUS_ACTIVE,
    PC_STATUS_PLANNED,
    PC_STATUS_RESERVED,
    PC_STATUS_FREE,
    PC_STATUS_DEAD,
    PC_STATUS_ABSENT,
    PC_STATUS_INTERNAL
};
enum pc_status pc_status_of(struct pc_arena *arena, struct pc_str text);

/* Says that a port cell cannot be read. column_title may be empty. */
void pc_table_fault(struct pc_regmd *r, struct pc_flat flat, const struct pc_port_cell *cell);

#endif
