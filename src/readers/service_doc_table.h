/* Tables of a service's document. Only service_doc_table.c and service_doc_key_table.c include it. */
#ifndef PC_SERVICE_DOC_TABLE_H
#define PC_SERVICE_DOC_TABLE_H

#include "service_doc.h"

enum pc_doc_column_kind {
    PC_DOC_COLUMN_OTHER,
    PC_DOC_COLUMN_PORT,
    PC_DOC_COLUMN_NAME,
    PC_DOC_COLUMN_PURPOSE,
    PC_DOC_COLUMN_ENVIRONMENT,
    PC_DOC_COLUMN_HOST,
    PC_DOC_COLUMN_PROTOCOL,
    PC_DOC_COLUMN_STATUS
};

struct pc_doc_column {
    enum pc_doc_column_kind kind;
    struct pc_doc_sense sense;
    bool container; /* a container's port, beside the host's */
};

struct pc_doc_table {
    struct pc_doc *doc;
    const struct pc_md_block *block;
    struct pc_doc_column *columns;
    unsigned count;
    pc_id section;       /* made with the first claim */
    struct pc_str above; /* the name of the row above, for blank cells */
    struct pc_span above_span;
    enum pc_environment mode; /* of its NODE_ENV row */
    bool host_ports;          /* some column gives the host's ports, so that container columns are only remarks */
};

/* A cell as a person reads it, without blanks around it. */
struct pc_doc_line pc_doc_cell(struct pc_doc *doc, const struct pc_md_row *row, unsigned column);

/* service_doc_key_table.c */
/* "| `PORT` | 3001 | Server port |" and "| Port | 3001 |". */
void pc_doc_read_key_row(struct pc_doc_table *table, const struct pc_md_row *cells);
/* A table without a real header: "| Port | 3001 |" stands where the header should. */
bool pc_doc_is_key_row(struct pc_doc *doc, const struct pc_md_row *header);
/* The environment that a NODE_ENV row gives as the only one. */
enum pc_environment pc_doc_table_mode(struct pc_doc *doc, const struct pc_md_block *block);

#endif
