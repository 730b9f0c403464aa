/* Rows of a list on their way into a format. Inside output only. */
#ifndef PC_LIST_ROWS_H
#define PC_LIST_ROWS_H

#include "json_out.h"
#include "list.h"
#include "place.h"

#define PC_LIST_COLUMNS_MAX 20

struct pc_cell {
    enum pc_cell_kind { PC_CELL_NONE, PC_CELL_STR, PC_CELL_INT, PC_CELL_BOOL } kind;
    struct pc_str str;
    int64_t number;
};

/* A format takes one row after the other. Some ask for all rows twice, to measure and to write. */
struct pc_list_rows {
    const struct pc_list *list;
    struct pc_arena scratch; /* emptied behind each row: a list may have millions */
    struct pc_buf *out;
    void (*row)(struct pc_list_rows *rows, const struct pc_cell *cells);
    struct pc_cell cells[PC_LIST_COLUMNS_MAX];
    size_t filled;
    bool again;   /* the row is of the same thing as the one before: only its alias is new */
    size_t count; /* rows so far */
    size_t widths[PC_LIST_COLUMNS_MAX];
    struct pc_json json;
    bool lines; /* JSON: one document a line */
    bool open;  /* JSON: the thing of the row before is not closed yet */
};

/* Filling a row from its first column on; pc_row_end hands it over. */
void pc_row_str(struct pc_list_rows *rows, struct pc_str value); /* empty: nothing */
void pc_row_int(struct pc_list_rows *rows, int64_t value);
void pc_row_bool(struct pc_list_rows *rows, bool value);
void pc_row_none(struct pc_list_rows *rows);
void pc_row_end(struct pc_list_rows *rows);
/* Hands the row over and begins the next one with the same cells as far as the thing's own columns go. */
void pc_row_end_alias(struct pc_list_rows *rows);

/* Cells that several lists have. */
void pc_row_strz(struct pc_list_rows *rows, const char *value); /* NULL: nothing */
void pc_row_host(const struct pc_list_input *in, struct pc_list_rows *rows, pc_id host);
struct pc_str pc_row_ports_text(struct pc_list_rows *rows, struct pc_ports ports); /* "3000", "3000-3009" */
/* Four cells: "path:line:column", path, line, column: for people and for programs. */
void pc_row_where(const struct pc_list_input *in, struct pc_list_rows *rows, struct pc_places *places,
                  struct pc_span span);

/* Which things have a claim that the selection names. */
enum pc_thing { PC_THING_SERVICE, PC_THING_HOST, PC_THING_FILE };
const bool *pc_things_selected(const struct pc_list_input *in, enum pc_thing thing);

/* list_ports.c */
void pc_list_write_ports(const struct pc_list_input *in, struct pc_list_rows *rows);
void pc_list_write_free(const struct pc_list_input *in, struct pc_list_rows *rows);
/* list_mentions.c */
void pc_list_write_mentions(const struct pc_list_input *in, struct pc_list_rows *rows);

/* list_formats.c */
void pc_list_table(const struct pc_list_input *in, struct pc_list_rows *rows);
void pc_list_markdown(const struct pc_list_input *in, struct pc_list_rows *rows);
void pc_list_csv(const struct pc_list_input *in, struct pc_list_rows *rows);
void pc_list_json(const struct pc_list_input *in, struct pc_list_rows *rows);
void pc_list_json_lines(const struct pc_list_input *in, struct pc_list_rows *rows);

#endif
