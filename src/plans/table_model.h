/* The tables, lists and lines of ports of a file as they lie on disk, and what is to become of them. Only table_*.c
 * files include it. */
#ifndef PC_TABLE_MODEL_H
#define PC_TABLE_MODEL_H

#include "markdown.h"
#include "table_edit.h"

/* A cell between its bars: blanks included, bars not. */
struct pc_raw_cell {
    uint32_t from, to; /* bytes of the file */
};

/* A row of a table, a list item with everything below it, or a line of ports. */
struct pc_line_row {
    uint32_t from, to;         /* whole lines, the last one's end included */
    uint32_t text, text_end;   /* of a table's row: without container marks and line end */
    struct pc_raw_cell *cells; /* of a table's row */
    unsigned cell_count;
    struct PC_VEC(pc_id) claims;
    struct PC_VEC(struct pc_edit) patches;
    struct PC_VEC(struct pc_span) gone; /* numbers of a list of reservations that go */
    bool has_inner;                     /* a list item with items below it */
    bool orders;                        /* it has a port by which rows are sorted ... */
    pc_id first;                        /* ... that this claim gives it */
    bool reserved;                      /* that is a reservation's */
    uint16_t port;                      /* the lowest one, as it will be */
    pc_id range;                        /* the heading's range over it */
    bool wants_place, leaves, goes;
};

/* A row that comes: moved here, copied, or new. */
struct pc_arrival {
    uint16_t port;
    pc_id range;
    const struct pc_line_row *source; /* the row that comes here, or is copied; NULL: a new one */
    const struct pc_row_block *source_block;
    bool copy;             /* source stays, and this is it with one other edit */
    struct pc_edit patch;  /* of the copy */
    struct pc_str service; /* new: whose it is */
    struct pc_str *cells;  /* new: its cells, as many as the table has columns ... */
    struct pc_str line;    /* ... or the line without its end, of a list */
    size_t number;         /* in the order of calls */
};

enum pc_block_kind { PC_BLOCK_TABLE, PC_BLOCK_LIST, PC_BLOCK_LINES };

struct pc_row_block {
    enum pc_block_kind kind;
    pc_id file;
    uint32_t from;               /* of its first line */
    bool has_header;             /* of a table: rows 0 and 1 of frame are header and delimiter row */
    struct pc_line_row frame[2]; /* header, delimiter row */
    struct PC_VEC(struct pc_line_row) rows;
    struct PC_VEC(struct pc_arrival) arrivals;
};

struct pc_table_file {
    pc_id file;
    struct pc_md_document doc; /* of Markdown */
    struct PC_VEC(struct pc_row_block *) blocks;
    struct pc_row_place {
        struct pc_row_block *block; /* NULL: none */
        size_t row;
    } * of_line; /* the innermost row of each line */
};

struct pc_taken {
    pc_id claim;
    uint16_t port;
};

/* Ports beside each other that rows of a block give up. */
struct pc_returned {
    struct pc_row_block *block;
    struct pc_ports ports;
    pc_id host;
};

/* A reservation that gets ports back: with those of another one that becomes a part of it, or PC_NONE. */
struct pc_stretch {
    pc_id claim, merged;
    struct pc_ports ports;
};

struct pc_rows {
    struct pc_edits *edits;
    struct pc_arena *arena;
    const struct pc_registry *reg; /* behind its claims those of rows that say that ports are free (table_free.c) */
    size_t free_count;             /* so many of them */
    struct pc_table_file **files;  /* of each file of the registry; NULL: not asked for yet */
    struct PC_VEC(struct pc_taken) taken;
    struct PC_VEC(struct pc_returned) returned;
    struct PC_VEC(struct pc_stretch) stretched;
    struct PC_VEC(pc_id) reserved; /* all reservations, once one was asked for */
    bool reserved_known;
    pc_id *first_of_section; /* the first claim of each section; NULL: not asked for yet */
    size_t arrivals;
    struct PC_VEC(struct pc_span) addresses; /* that go along with a number */
};

/* table_model.c: the model of a file, made when first asked for; NULL for one that is no Markdown. */
struct pc_table_file *pc_table_file_of(struct pc_rows *rows, pc_id file);
/* The row that a byte of a file lies in; block NULL: none. */
struct pc_row_place pc_row_at(struct pc_rows *rows, pc_id file, uint32_t offset);
struct pc_line_row *pc_row_of(struct pc_row_place place);
/* Is a claim one of those of its row? A row with a number and words of something else has none. */
bool pc_row_holds(struct pc_row_place place, pc_id claim);
/* Does the row speak of one port of one service only? */
bool pc_row_is_single(const struct pc_rows *rows, const struct pc_line_row *row);
/* The cell with a span, or PC_COLUMN_NONE. */
enum { PC_COLUMN_NONE = UINT16_MAX };
unsigned pc_row_cell_of(const struct pc_line_row *row, struct pc_span span);
struct pc_str pc_row_text(const struct pc_rows *rows, const struct pc_row_block *block, uint32_t from, uint32_t to);
/* A cell without the blanks around it. */
struct pc_str pc_row_cell_text(const struct pc_rows *rows, const struct pc_row_block *block,
                               const struct pc_line_row *row, unsigned cell);

/* table_target.c: the block for a port of a file: where a range's heading has it, else own (may be NULL). NULL and *why
 * when there is none; own and *why when the port lies elsewhere, and there is no place for it. */
struct pc_row_block *pc_block_for_port(struct pc_rows *rows, pc_id file, pc_id host, uint16_t port,
                                       struct pc_row_block *own, pc_id own_range, pc_id *range, struct pc_str *why);

/* table_cells.c: what a table's padding is, and rows in it. */
struct pc_padding {
    unsigned columns;
    bool *padded;    /* of each column */
    unsigned *width; /* between the bars, as it is ... */
    unsigned *grown; /* ... and as it will be */
    bool *right;     /* numbers stand at the right */
};
struct pc_padding pc_block_padding(struct pc_rows *rows, const struct pc_row_block *block);
/* What patches make of a row, with the blanks that keep the columns. */
void pc_row_edits(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                  const struct pc_line_row *row, const struct pc_edit *patches, size_t patch_count,
                  struct pc_edits *out);
/* A row of the block out of its cells, like its neighbour there (NULL or the delimiter row: like the header). Without a
 * line end. */
struct pc_str pc_row_of_cells(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                              const struct pc_line_row *like, const struct pc_str *cells, struct pc_str tail);

/* table_row.c: the cells of a row in another table; NULL and *why when a cell has no column there. */
struct pc_str *pc_row_mapped(struct pc_rows *rows, const struct pc_row_block *from, const struct pc_line_row *row,
                             const struct pc_row_block *to, struct pc_str *why);
/* A new row of a block; false and *why. */
bool pc_row_new(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_new_row *new_row,
                struct pc_arrival *arrival, struct pc_str *why);

/* table_free.c: rows->reg, and how many there are, once at the beginning. */
void pc_rows_find_free(struct pc_rows *rows);
/* Is it one of them? */
bool pc_rows_is_free(const struct pc_rows *rows, pc_id claim);

/* table_reserve.c: makes patches, copies and goings of what pc_rows_take and pc_rows_return were told. */
void pc_rows_settle_taken(struct pc_rows *rows);
void pc_rows_find_reserved(struct pc_rows *rows);
/* table_return.c: which reservations get back what pc_rows_return was told. */
void pc_rows_settle_returned(struct pc_rows *rows);
/* table_finish.c: the edits of one block. */
void pc_block_finish(struct pc_rows *rows, struct pc_row_block *block);

struct pc_arrival *pc_block_arrival(struct pc_rows *rows, struct pc_row_block *block, uint16_t port, pc_id range);

#endif
