/* Rows into a table, Markdown, CSV and JSON. */
#include "emit.h"
#include "list_rows.h"

static void run_rows(const struct pc_list_input *in, struct pc_list_rows *rows,
                     void (*row)(struct pc_list_rows *rows, const struct pc_cell *cells)) {
    rows->row = row;
    rows->count = 0;
    rows->filled = 0;
    rows->again = false;
    rows->list->write(in, rows);
}

/* The text of a cell for people; nothing for what the row before said already. */
static struct pc_str plain_cell(struct pc_list_rows *rows, const struct pc_cell *cells, size_t i) {
    const struct pc_cell *cell = &cells[i];
    if (rows->again && i < rows->list->own)
        return PC_EMPTY;
    switch (cell->kind) {
    case PC_CELL_STR:
        return cell->str;
    case PC_CELL_INT:
        return pc_str_fmt(&rows->scratch, "%lld", (long long)cell->number);
    case PC_CELL_BOOL:
        return cell->number ? PC_STR("yes") : PC_STR("no");
    case PC_CELL_NONE:
        break;
    }
    return PC_EMPTY;
}

static struct pc_str printable_cell(struct pc_list_rows *rows, const struct pc_cell *cells, size_t i) {
    struct pc_str text = plain_cell(rows, cells, i);
    struct pc_buf out;
    pc_buf_init(&out, &rows->scratch);
    pc_emit_slice(&out, text, 0, text.len);
    return pc_buf_str(&out);
}

static void measure_row(struct pc_list_rows *rows, const struct pc_cell *cells) {
    for (size_t i = 0; i < rows->list->column_count; i++) {
        size_t width = rows->list->columns[i].head ? pc_utf8_width(printable_cell(rows, cells, i)) : 0;
        if (width > rows->widths[i])
            rows->widths[i] = width;
    }
}

/* Cells two blanks apart; no blanks at the end of a line. */
static void write_line(struct pc_list_rows *rows, const struct pc_str *texts) {
    size_t due = 0;
    for (size_t i = 0; i < rows->list->column_count; i++) {
        if (!rows->list->columns[i].head)
            continue;
        if (texts[i].len > 0) {
            pc_buf_fill(rows->out, ' ', due);
            pc_buf_add(rows->out, texts[i]);
            due = 0;
        }
        due += rows->widths[i] - pc_utf8_width(texts[i]) + 2;
    }
    pc_buf_addc(rows->out, '\n');
}

static void table_row(struct pc_list_rows *rows, const struct pc_cell *cells) {
    struct pc_str texts[PC_LIST_COLUMNS_MAX];
    for (size_t i = 0; i < rows->list->column_count; i++)
        texts[i] = printable_cell(rows, cells, i);
    write_line(rows, texts);
}

static struct pc_str upper(struct pc_arena *arena, const char *word) {
    struct pc_str s = pc_str_c(word);
    char *to = PC_NEW_ARRAY(arena, s.len + 1, char);
    for (size_t i = 0; i < s.len; i++)
        to[i] = (char)(s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? s.ptr[i] - 'a' + 'A' : s.ptr[i]);
    return (struct pc_str){to, s.len};
}

void pc_list_table(const struct pc_list_input *in, struct pc_list_rows *rows) {
    struct pc_str heads[PC_LIST_COLUMNS_MAX];
    run_rows(in, rows, measure_row);
    for (size_t i = 0; i < rows->list->column_count; i++) {
        heads[i] = rows->list->columns[i].head ? upper(in->arena, rows->list->columns[i].head) : PC_EMPTY;
        if (rows->widths[i] < heads[i].len)
            rows->widths[i] = heads[i].len;
    }
    write_line(rows, heads);
    run_rows(in, rows, table_row);
}

/* Text that Markdown renders as itself. */
static void add_markdown(struct pc_buf *out, struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool inside = i > 0 && i + 1 < text.len && pc_is_alnum(text.ptr[i - 1]) && pc_is_alnum(text.ptr[i + 1]);
        if (pc_str_find_char(PC_STR("\\|`*<>[]~&"), c, 0) != PC_NPOS || (c == '_' && !inside))
            pc_buf_addc(out, '\\');
        pc_buf_addc(out, c);
    }
}

static void markdown_row(struct pc_list_rows *rows, const struct pc_cell *cells) {
    for (size_t i = 0; i < rows->list->column_count; i++) {
        if (!rows->list->columns[i].head)
            continue;
        pc_buf_adds(rows->out, "| ");
        add_markdown(rows->out, printable_cell(rows, cells, i));
        pc_buf_addc(rows->out, ' ');
    }
    pc_buf_adds(rows->out, "|\n");
}

void pc_list_markdown(const struct pc_list_input *in, struct pc_list_rows *rows) {
    for (int line = 0; line < 2; line++) {
        for (size_t i = 0; i < rows->list->column_count; i++) {
            const char *head = rows->list->columns[i].head;
            if (head)
                pc_buf_addf(rows->out, "| %s ", line == 0 ? head : "---");
        }
        pc_buf_adds(rows->out, "|\n");
    }
    run_rows(in, rows, markdown_row);
}

/* RFC 4180, lines ended by LF. A text that a spreadsheet would take for a formula gets an apostrophe. */
static void add_csv(struct pc_buf *out, struct pc_str text) {
    bool formula = text.len > 0 && pc_str_find_char(PC_STR("=+-@"), text.ptr[0], 0) != PC_NPOS;
    bool quoted = formula || pc_str_find_char(text, ',', 0) != PC_NPOS || pc_str_find_char(text, '"', 0) != PC_NPOS ||
                  pc_str_find_char(text, ' ', 0) == 0;
    if (quoted)
        pc_buf_adds(out, formula ? "\"'" : "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            pc_buf_addc(out, '"');
        pc_buf_addc(out, text.ptr[i]);
    }
    if (quoted)
        pc_buf_addc(out, '"');
}

static void csv_row(struct pc_list_rows *rows, const struct pc_cell *cells) {
    bool first = true;
    bool again = rows->again;
    rows->again = false; /* every row of a CSV stands for itself */
    for (size_t i = 0; i < rows->list->column_count; i++) {
        if (!rows->list->columns[i].key)
            continue;
        if (!first)
            pc_buf_addc(rows->out, ',');
        first = false;
        struct pc_str cell = plain_cell(rows, cells, i);
        struct pc_buf safe;
        pc_buf_init(&safe, &rows->scratch);
        pc_emit_slice(&safe, cell, 0, cell.len);
        add_csv(rows->out, pc_buf_str(&safe));
    }
    rows->again = again;
    pc_buf_addc(rows->out, '\n');
}

void pc_list_csv(const struct pc_list_input *in, struct pc_list_rows *rows) {
    const char *comma = "";
    for (size_t i = 0; i < rows->list->column_count; i++) {
        if (rows->list->columns[i].key) {
            pc_buf_addf(rows->out, "%s%s", comma, rows->list->columns[i].key);
            comma = ",";
        }
    }
    pc_buf_addc(rows->out, '\n');
    run_rows(in, rows, csv_row);
}

static void json_cell(struct pc_json *json, const struct pc_cell *cell) {
    switch (cell->kind) {
    case PC_CELL_STR:
        pc_json_str(json, cell->str);
        break;
    case PC_CELL_INT:
        pc_json_int(json, cell->number);
        break;
    case PC_CELL_BOOL:
        pc_json_bool(json, cell->number != 0);
        break;
    case PC_CELL_NONE:
        pc_json_null(json);
        break;
    }
}

static void json_cells(const struct pc_list_rows *rows, struct pc_json *json, const struct pc_cell *cells, size_t from,
                       size_t to) {
    for (size_t i = from; i < to; i++) {
        if (rows->list->columns[i].key) {
            pc_json_key(json, rows->list->columns[i].key);
            json_cell(json, &cells[i]);
        }
    }
}

static bool has_aliases(const struct pc_list_rows *rows) {
    return rows->list->own < rows->list->column_count;
}

static void close_thing(struct pc_list_rows *rows) {
    if (!rows->open)
        return;
    rows->open = false;
    if (has_aliases(rows))
        pc_json_end(&rows->json, ']');
    pc_json_end(&rows->json, '}');
    if (rows->lines)
        pc_buf_addc(rows->out, '\n');
}

static void open_thing(struct pc_list_rows *rows, const struct pc_cell *cells) {
    if (rows->lines)
        pc_json_init(&rows->json, rows->out, false);
    pc_json_object(&rows->json);
    if (rows->lines) {
        pc_json_key(&rows->json, "schema");
        pc_json_str(&rows->json, pc_str_fmt(&rows->scratch, "portcheck/%s/v1", rows->list->one));
    }
    json_cells(rows, &rows->json, cells, 0, rows->list->own);
    if (has_aliases(rows)) {
        pc_json_key(&rows->json, "names");
        pc_json_array(&rows->json);
    }
    rows->open = true;
}

static void json_row(struct pc_list_rows *rows, const struct pc_cell *cells) {
    if (!rows->again) {
        close_thing(rows);
        open_thing(rows, cells);
    }
    if (has_aliases(rows) && cells[rows->list->own].kind != PC_CELL_NONE) {
        pc_json_object(&rows->json);
        json_cells(rows, &rows->json, cells, rows->list->own, rows->list->column_count);
        pc_json_end(&rows->json, '}');
    }
}

void pc_list_json(const struct pc_list_input *in, struct pc_list_rows *rows) {
    pc_json_init(&rows->json, rows->out, true);
    pc_json_object(&rows->json);
    pc_json_key(&rows->json, "schema");
    pc_json_str(&rows->json, pc_str_fmt(in->arena, "portcheck/%s/v1", rows->list->name));
    pc_json_key(&rows->json, rows->list->name);
    pc_json_array(&rows->json);
    run_rows(in, rows, json_row);
    close_thing(rows);
    pc_json_end(&rows->json, ']');
    pc_json_end(&rows->json, '}');
}

void pc_list_json_lines(const struct pc_list_input *in, struct pc_list_rows *rows) {
    rows->lines = true;
    run_rows(in, rows, json_row);
    close_thing(rows);
}
