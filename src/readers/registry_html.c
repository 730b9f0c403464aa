/* Tables of HTML tags: their cells are read as those of any other table. */
#include <string.h>

#include "limits.h"
#include "port_words.h"
#include "registry_md.h"

/* The cell of an earlier row that reaches into the next ones (rowspan). */
struct reaching {
    struct pc_md_cell cell;
    size_t rows; /* that it still covers */
};

struct table {
    struct PC_VEC(struct pc_md_row) rows;
    struct PC_VEC(struct pc_md_cell) cells;  /* of the row that has begun */
    struct PC_VEC(struct reaching) reaching; /* by column */
    size_t row;                              /* where the row begins, PC_NPOS when none has begun */
    size_t cell;                             /* where the content of the cell begins, PC_NPOS likewise */
    size_t across, down;                     /* columns and rows that the cell covers */
    size_t total;                            /* cells of all rows */
    bool holds;                              /* the cell holds a table itself */
    bool head;                               /* in <thead> */
    bool too_large;
};

struct pc_html_tables {
    struct PC_VEC(struct table) open; /* the innermost last: a blank line ends the block of HTML, not the table */
    bool told;
};

struct tag {
    struct pc_str name; /* with the slash of an end tag left out */
    struct pc_str text; /* all of it */
    size_t start, end;  /* in the file */
    bool ends;
};

/* The next tag of the file at or behind *at and before stop; comments are passed over. */
static bool next_tag(struct pc_str text, size_t *at, size_t stop, struct tag *tag) {
    text = pc_str_sub(text, 0, stop);
    for (;;) {
        tag->start = pc_str_find_char(text, '<', *at);
        if (tag->start == PC_NPOS) {
            return false;
        }
        struct pc_str rest = pc_str_sub(text, tag->start, text.len);
        bool comment = pc_str_starts(rest, PC_STR("<!--"));
        size_t close = comment ? pc_str_find(rest, PC_STR("-->"), 4) : pc_str_find_char(rest, '>', 1);
        *at = tag->end = close == PC_NPOS ? text.len : tag->start + close + (comment ? 3 : 1);
        if (comment) {
            continue;
        }
        tag->text = pc_str_sub(text, tag->start, tag->end - tag->start);
        tag->ends = pc_str_at(rest, 1) == '/';
        size_t from = tag->ends ? 2 : 1, to = from;
        while (pc_is_alpha(pc_str_at(rest, to))) {
            to++;
        }
        tag->name = pc_str_sub(rest, from, to - from);
        return true;
    }
}

static bool is_tag(const struct tag *tag, const char *name) {
    return pc_str_is_nocase(tag->name, name);
}

/* The number of colspan="2"; 1 when there is none. */
static size_t span_of(const struct tag *tag, const char *attribute) {
    size_t at = pc_str_find_nocase(tag->text, pc_str_c(attribute), 0), number = 0;
    if (at == PC_NPOS) {
        return 1;
    }
    for (at += pc_str_c(attribute).len; pc_is_any(pc_str_at(tag->text, at), " =\"'");) {
        at++;
    }
    for (; pc_is_digit(pc_str_at(tag->text, at)) && number <= PC_LIMIT_MD_COLUMNS; at++) {
        number = number * 10 + (size_t)(tag->text.ptr[at] - '0');
    }
    return number == 0 ? 1 : number > PC_LIMIT_MD_COLUMNS ? PC_LIMIT_MD_COLUMNS : number;
}

/* A blank line in a cell makes what is behind it Markdown again, which is read as such. */
static bool has_blank_line(struct pc_str text) {
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n' && blank) {
            return true;
        }
        blank = text.ptr[i] == '\n' || (blank && pc_is_space(text.ptr[i]));
    }
    return false;
}

static void put_cell(struct pc_regmd *r, struct table *t, struct pc_md_cell cell) {
    bool fits = t->cells.count < PC_LIMIT_MD_COLUMNS && t->total < PC_LIMIT_MD_CELLS;
    t->too_large = t->too_large || !fits;
    if (fits) {
        *PC_PUSH(&t->cells, r->scratch) = cell;
        t->total++;
    }
}

/* Cells of earlier rows that reach to where the next cell would stand. */
static void put_reaching(struct pc_regmd *r, struct table *t) {
    while (t->cells.count < t->reaching.count && t->reaching.items[t->cells.count].rows > 0 && !t->too_large) {
        struct reaching *reaching = &t->reaching.items[t->cells.count];
        reaching->rows--;
        put_cell(r, t, reaching->cell);
    }
}

/* At the end of a row: all that reach into it, with nothing between them. */
static void put_rest(struct pc_regmd *r, struct table *t, size_t end) {
    size_t last = t->reaching.count;
    while (last > 0 && t->reaching.items[last - 1].rows == 0) {
        last--;
    }
    put_reaching(r, t);
    while (t->cells.count < last && !t->too_large) {
        put_cell(r, t, (struct pc_md_cell){PC_EMPTY, (uint32_t)end});
        put_reaching(r, t);
    }
}

static void end_cell(struct pc_regmd *r, struct table *t, size_t end) {
    if (t->cell == PC_NPOS) {
        return;
    }
    struct pc_str raw = pc_str_sub(r->ctx->text, t->cell, end - t->cell), text = pc_str_trim(raw);
    struct pc_md_cell cell = {text, (uint32_t)(text.ptr - r->ctx->text.ptr)}, empty = {PC_EMPTY, (uint32_t)end};
    cell = t->holds || has_blank_line(pc_str_sub(raw, 0, (size_t)(text.ptr + text.len - raw.ptr))) ? empty : cell;
    put_reaching(r, t);
    bool header = t->rows.count == 0; /* the name of several columns is that of each */
    for (size_t i = 0; i < t->across; i++) {
        size_t column = t->cells.count;
        struct pc_md_cell here = i == 0 || header ? cell : empty;
        while (t->down > 1 && t->reaching.count <= column) {
            *PC_PUSH(&t->reaching, r->scratch) = (struct reaching){empty, 0};
        }
        if (t->down > 1) {
            t->reaching.items[column] = (struct reaching){here, t->down - 1};
        }
        put_cell(r, t, here);
    }
    t->cell = PC_NPOS;
    t->holds = false;
}

static void end_row(struct pc_regmd *r, struct table *t, size_t end) {
    end_cell(r, t, end);
    if (t->row != PC_NPOS) {
        put_rest(r, t, end);
    }
    bool second = t->head && t->rows.count > 0; /* of the heads of a column the first one counts */
    if (t->row != PC_NPOS && t->cells.count > 0 && !second) {
        struct pc_md_cell *cells = PC_NEW_ARRAY(r->scratch, t->cells.count, struct pc_md_cell);
        memcpy(cells, t->cells.items, t->cells.count * sizeof *cells);
        uint32_t line = pc_line_at(&pc_builder_file_at(r->b, r->ctx->file)->lines, (uint32_t)t->row);
        struct pc_str text = pc_str_trim(pc_str_sub(r->ctx->text, t->row, end - t->row));
        *PC_PUSH(&t->rows, r->scratch) =
            (struct pc_md_row){cells, (unsigned)t->cells.count, {text, (uint32_t)t->row, line}};
    }
    t->cells.count = 0;
    t->row = PC_NPOS;
}

/* All rows have as many cells as the first: browsers fill up the others, and show what is beyond. */
static void even_rows(struct pc_regmd *r, struct table *t) {
    unsigned columns = t->rows.items[0].cell_count;
    for (size_t i = 1; i < t->rows.count; i++) {
        struct pc_md_row *row = &t->rows.items[i];
        if (row->cell_count < columns) {
            struct pc_md_cell *cells = PC_NEW_ARRAY(r->scratch, columns, struct pc_md_cell);
            uint32_t end = row->line.offset + (uint32_t)row->line.text.len;
            memcpy(cells, row->cells, row->cell_count * sizeof *cells);
            for (unsigned c = row->cell_count; c < columns; c++) {
                cells[c] = (struct pc_md_cell){PC_EMPTY, end};
            }
            row->cells = cells;
        }
        row->cell_count = columns;
    }
}

static bool is_port(struct pc_str text) {
    struct pc_ports ports;
    text = pc_str_trim(text);
    return text.len >= 2 && pc_ports_parse(text, &ports) == PC_PORT_OK && ports.lo == ports.hi;
}

/* A cell that speaks of ports, and a port in a later one: where that stands. */
static bool states_port(struct pc_regmd *r, const struct table *t, struct pc_span *port) {
    enum { LONGEST = 80 };
    bool speaks = false;
    for (size_t i = 0; i < t->rows.count; i++) {
        for (unsigned c = 0; c < t->rows.items[i].cell_count; c++) {
            struct pc_flat flat = pc_flat_of_cell(r->scratch, t->rows.items[i].cells[c], t->rows.items[i].line.line);
            size_t from = 0, to = flat.text.len;
            pc_flat_trim(flat, &from, &to);
            struct pc_str text = pc_str_sub(flat.text, from, to - from);
            if (speaks && is_port(text)) {
                *port = pc_flat_span(flat, r->ctx->file, from, to);
                return true;
            }
            bool word = text.len > 0 && text.len <= LONGEST && !pc_is_digit(text.ptr[0]);
            speaks = speaks || (word && pc_says_port(pc_fold(r->scratch, text)));
        }
    }
    return false;
}

static void tell(struct pc_regmd *r, struct pc_span span) {
    struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_UNRENDERED, span);
    trouble.message = PC_STR("a table of HTML tags states ports, and cannot be read");
    trouble.label = PC_STR("a port in a cell of it");
    trouble.note = PC_STR("nothing in it is compared with anything: two services may have one port there");
    trouble.help = PC_STR("give it a first row with the columns' names, or write it in Markdown: | Port | Service |");
    pc_builder_trouble(r->b, &trouble);
}

static void tell_size(struct pc_regmd *r, const struct table *t) {
    uint32_t offset = t->rows.count > 0 ? t->rows.items[0].line.offset : 0;
    struct pc_trouble trouble =
        pc_regmd_trouble(PC_TROUBLE_TOO_LARGE, (struct pc_span){.file = r->ctx->file, .offset = offset});
    trouble.message = PC_STR("a table of HTML tags has more cells than are read");
    trouble.help = PC_STR("split the table");
    pc_builder_trouble(r->b, &trouble);
}

/* Reads the innermost table, which ends here. */
static void finish(struct pc_regmd *r, size_t end, unsigned quote_depth) {
    struct table *t = &r->html->open.items[r->html->open.count - 1];
    size_t port_rows = 0;
    struct pc_span port;
    end_row(r, t, end);
    if (t->too_large) {
        tell_size(r, t);
    }
    if (t->rows.count > 0) {
        even_rows(r, t);
    }
    if (t->rows.count > 1 &&
        pc_regmd_is_port_table(r->scratch, r->ctx->config, t->rows.items, t->rows.count, &port_rows) && port_rows > 0) {
        pc_regmd_table(r, t->rows.items, t->rows.count, quote_depth, false);
    } else if (!r->html->told && states_port(r, t, &port)) {
        tell(r, port);
        r->html->told = true;
    }
    r->html->open.count--;
}

static void take_tag(struct pc_regmd *r, const struct tag *tag, unsigned quote_depth) {
    struct pc_html_tables *html = r->html;
    struct table *t = html->open.count > 0 ? &html->open.items[html->open.count - 1] : NULL;
    if (is_tag(tag, "table") && !tag->ends) {
        if (t) {
            t->holds = true;
        }
        *PC_PUSH(&html->open, r->scratch) = (struct table){.row = PC_NPOS, .cell = PC_NPOS};
    } else if (!t) {
        return;
    } else if (is_tag(tag, "table")) {
        finish(r, tag->start, quote_depth);
    } else if (is_tag(tag, "tr")) {
        end_row(r, t, tag->start);
        t->row = tag->ends ? PC_NPOS : tag->start;
    } else if (is_tag(tag, "thead") || is_tag(tag, "tbody") || is_tag(tag, "tfoot")) {
        end_row(r, t, tag->start);
        t->reaching.count = 0; /* a cell reaches to the end of its group of rows */
        t->head = is_tag(tag, "thead") && !tag->ends;
    } else if (is_tag(tag, "td") || is_tag(tag, "th")) {
        end_cell(r, t, tag->start);
        if (!tag->ends) {
            t->row = t->row == PC_NPOS ? tag->start : t->row;
            t->cell = tag->end;
            t->across = span_of(tag, "colspan");
            t->down = span_of(tag, "rowspan");
        }
    }
}

bool pc_regmd_html_is_open(const struct pc_regmd *r) {
    return r->html && r->html->open.count > 0;
}

void pc_regmd_html(struct pc_regmd *r, const struct pc_md_block *block) {
    if (block->line_count == 0) {
        return;
    }
    if (!r->html) {
        r->html = PC_NEW(r->scratch, struct pc_html_tables);
    }
    const struct pc_md_line *last = &block->lines[block->line_count - 1];
    size_t stop = last->offset + last->text.len;
    struct tag tag;
    for (size_t at = block->lines[0].offset; next_tag(r->ctx->text, &at, stop, &tag);) {
        take_tag(r, &tag, block->quote_depth);
    }
}

void pc_regmd_html_end(struct pc_regmd *r) {
    while (pc_regmd_html_is_open(r)) {
        finish(r, r->ctx->text.len, 0);
    }
}
