/* Port tables: what the columns are, which of them claim, then row by row. */
#include <string.h>

#include "port_words.h"
#include "registry_pages.h"

struct pc_flat pc_table_cell(const struct pc_table *t, size_t row, unsigned column) {
    static const struct pc_flat nothing;
    return column < t->columns ? t->flats[row * t->columns + column] : nothing;
}

static struct pc_flat *flatten(struct pc_arena *scratch, const struct pc_md_row *rows, size_t row_count,
                               unsigned columns) {
    struct pc_flat *flats = PC_NEW_ARRAY(scratch, row_count * columns, struct pc_flat);
    for (size_t r = 0; r < row_count; r++) {
        for (unsigned c = 0; c < columns && c < rows[r].cell_count; c++) {
            flats[r * columns + c] = pc_flat_of_cell(scratch, rows[r].cells[c], rows[r].line.line);
        }
    }
    return flats;
}

static unsigned first_of(const struct pc_table *t, enum pc_column_kind kind) {
    for (unsigned c = 0; c < t->columns; c++) {
        if (t->column[c].kind == kind && c != t->service) {
            return c;
        }
    }
    return t->columns;
}

static bool any_of(const struct pc_table *t, enum pc_column_kind kind) {
    for (unsigned c = 0; c < t->columns; c++) {
        if (t->column[c].kind == kind) {
            return true;
        }
    }
    return false;
}

/* A generic "Port" beside an explicit host port is the container's; a default or an old port claims only alone. */
static void choose_claiming(struct pc_table *t) {
    bool host = any_of(t, PC_COLUMN_HOST_PORT) || any_of(t, PC_COLUMN_MAPPING);
    bool newer = any_of(t, PC_COLUMN_NEW_PORT) && any_of(t, PC_COLUMN_OLD_PORT);
    bool plain = false;
    for (unsigned c = 0; c < t->columns; c++) {
        plain = plain || (t->column[c].kind == PC_COLUMN_PORT && !t->column[c].is_default);
    }
    for (unsigned c = 0; c < t->columns; c++) {
        const struct pc_column *column = &t->column[c];
        bool by_environment = column->environment != PC_ENV_UNKNOWN;
        switch (column->kind) {
        case PC_COLUMN_HOST_PORT:
        case PC_COLUMN_MAPPING:
        case PC_COLUMN_NEW_PORT:
            t->claims[c] = true;
            break;
        case PC_COLUMN_PORT:
            if (column->is_default) {
                t->claims[c] = !host && !newer && !plain;
            } else {
                t->inside[c] = host && !by_environment && column->certain;
                t->claims[c] = !t->inside[c];
            }
            break;
        case PC_COLUMN_CONTAINER_PORT:
            t->inside[c] = true;
            break;
        default:
            break;
        }
        t->claim_count += t->claims[c] ? 1 : 0;
    }
}

/* Most filled cells of the claiming columns are blocks of ports. */
static bool holds_ranges(const struct pc_table *t) {
    size_t ranges = 0;
    size_t filled = 0;
    for (unsigned c = 0; c < t->columns; c++) {
        for (size_t r = 1; r < t->row_count && t->claims[c]; r++) {
            struct pc_port_cell cell = pc_port_cell_parse(t->r->scratch, pc_table_cell(t, r, c));
            filled += cell.count > 0 ? 1 : 0;
            ranges += cell.count > 0 && cell.ports[0].ports.hi > cell.ports[0].ports.lo ? 1 : 0;
        }
    }
    return ranges > 0 && ranges * 10 >= filled * 7;
}

static bool has_service_column(const struct pc_table *t) {
    return t->service < t->columns &&
           (t->column[t->service].kind == PC_COLUMN_SERVICE || t->column[t->service].kind == PC_COLUMN_CONTAINER ||
            t->column[t->service].kind == PC_COLUMN_TARGET);
}

static bool has_inside(const struct pc_table *t) {
    for (unsigned c = 0; c < t->columns; c++) {
        if (t->inside[c]) {
            return true;
        }
    }
    return false;
}

static bool has_numbers(const struct pc_table *t, unsigned column) {
    for (size_t r = 1; r < t->row_count; r++) {
        struct pc_str s = pc_table_cell(t, r, column).text;
        for (size_t i = 0; i < s.len; i++) {
            if (pc_is_digit(s.ptr[i]) || s.ptr[i] == '$' || s.ptr[i] == '\xEF') { /* full-width digits */
                return true;
            }
        }
    }
    return false;
}

static bool prepare(struct pc_table *t, const struct pc_config *config, struct pc_arena *scratch) {
    t->columns = t->rows[0].cell_count;
    t->flats = flatten(scratch, t->rows, t->row_count, t->columns);
    t->column = PC_NEW_ARRAY(scratch, t->columns, struct pc_column);
    t->claims = PC_NEW_ARRAY(scratch, t->columns, bool);
    t->inside = PC_NEW_ARRAY(scratch, t->columns, bool);
    pc_columns_of(scratch, config, t->flats, t->row_count, t->columns, t->column);
    for (unsigned c = 0; c < t->columns; c++) {
        bool numeric = pc_column_is_port(t->column[c].kind) || t->column[c].kind == PC_COLUMN_RANGE;
        if (numeric && !has_numbers(t, c)) {
            t->column[c].kind = PC_COLUMN_OTHER; /* "Opens a port?": yes, no; "Range": its name */
        }
    }
    choose_claiming(t);
    return t->claim_count > 0 || has_inside(t) || any_of(t, PC_COLUMN_RANGE);
}

bool pc_regmd_is_port_table(struct pc_arena *scratch, const struct pc_config *config, const struct pc_md_row *rows,
                            size_t row_count, size_t *port_rows) {
    struct pc_md_row turned[2];
    bool turns = pc_table_turn(scratch, rows, row_count, turned);
    row_count = turns ? 2 : row_count;
    struct pc_table t = {.rows = turns ? turned : rows, .row_count = row_count};
    *port_rows = 0;
    if (!prepare(&t, config, scratch)) {
        return false;
    }
    for (size_t r = 1; r < row_count; r++) {
        for (unsigned c = 0; c < t.columns; c++) {
            bool counts = t.claims[c] || t.inside[c] || t.column[c].kind == PC_COLUMN_RANGE;
            if (counts && pc_port_cell_parse(scratch, pc_table_cell(&t, r, c)).count > 0) {
                (*port_rows)++;
                break;
            }
        }
    }
    return true;
}

/* "4001", "**4001-4009**": the cell is nothing but a port. */
static bool is_port(struct pc_str cell) {
    struct pc_ports ports;
    size_t from = 0;
    size_t to = cell.len;
    while (from < to && pc_is_any(cell.ptr[from], "*`_")) {
        from++;
    }
    while (to > from && pc_is_any(cell.ptr[to - 1], "*`_")) {
        to--;
    }
    return to - from > 1 && pc_ports_parse(pc_str_sub(cell, from, to - from), &ports) == PC_PORT_OK;
}

bool pc_regmd_begins_with_data(const struct pc_md_row *rows, size_t row_count) {
    for (unsigned c = 0; row_count > 1 && c < rows[0].cell_count && c < rows[1].cell_count; c++) {
        if (is_port(rows[0].cells[c].text) && is_port(rows[1].cells[c].text)) {
            return true;
        }
    }
    return false;
}

/* Some cell of a table's header is a word of headers, or a year. */
static bool has_header_word(struct pc_regmd *r, const struct pc_md_row *header) {
    enum { YEAR_FIRST = 1990, YEAR_LAST = 2040 };
    for (unsigned c = 0; c < header->cell_count; c++) {
        struct pc_str text = header->cells[c].text;
        uint16_t number;
        bool year = pc_port_parse(text, &number) == PC_PORT_OK && number >= YEAR_FIRST && number <= YEAR_LAST;
        if (year || (text.len > 0 && pc_column_of_header(r->scratch, text).kind != PC_COLUMN_OTHER)) {
            return true;
        }
    }
    return false;
}

/* A first row of data stands for the header as well: its cells show of what kind the columns are. */
static const struct pc_md_row *with_header(struct pc_regmd *r, const struct pc_md_row *rows, size_t count) {
    struct pc_md_row *all = PC_NEW_ARRAY(r->scratch, count + 1, struct pc_md_row);
    all[0] = rows[0];
    memcpy(all + 1, rows, count * sizeof *rows);
    return all;
}

/* The numbers of a table or column that claims nothing. */
static void note_column(struct pc_table *t, unsigned c, const char *why) {
    for (size_t row = 1; row < t->row_count; row++) {
        struct pc_flat flat = pc_table_cell(t, row, c);
        struct pc_port_cell cell = pc_port_cell_parse(t->r->scratch, flat);
        for (size_t i = 0; i < cell.count; i++) {
            pc_regmd_note(t->r, pc_flat_span(flat, t->r->ctx->file, cell.ports[i].from, cell.ports[i].to), why);
        }
    }
}

static void note_silent_columns(struct pc_table *t) {
    for (unsigned c = 0; c < t->columns; c++) {
        if (t->column[c].kind == PC_COLUMN_OLD_PORT) {
            note_column(t, c, "the old port");
        } else if (t->column[c].kind == PC_COLUMN_FREE) {
            note_column(t, c, "free ports");
        } else if (t->column[c].kind == PC_COLUMN_PORT && !t->claims[c] && !t->inside[c]) {
            note_column(t, c, "a default that the row overrides");
        }
    }
}

/* Ports 80 and 443 that several rows with public names share: a proxy has them, not the rows. */
static void find_routed(struct pc_table *t) {
    size_t rows[2] = {0};
    if (!any_of(t, PC_COLUMN_DOMAIN)) {
        return;
    }
    for (unsigned c = 0; c < t->columns; c++) {
        for (size_t r = 1; r < t->row_count && t->claims[c]; r++) {
            struct pc_port_cell cell = pc_port_cell_parse(t->r->scratch, pc_table_cell(t, r, c));
            for (size_t i = 0; i < cell.count; i++) {
                rows[0] += cell.ports[i].ports.lo == 80 ? 1 : 0;
                rows[1] += cell.ports[i].ports.lo == 443 ? 1 : 0;
            }
        }
    }
    t->routed[0] = rows[0] > 1;
    t->routed[1] = rows[1] > 1;
}

/* Several rows with one range: the range is where they belong, and not theirs. The first rows tell. */
static bool is_shared_range(const struct pc_table *t, unsigned column) {
    enum { ROWS_READ = 64 };
    struct pc_str seen[ROWS_READ];
    size_t count = 0;
    for (size_t r = 1; r < t->row_count && count < ROWS_READ; r++) {
        struct pc_str text = pc_str_trim(pc_table_cell(t, r, column).text);
        for (size_t i = 0; i < count; i++) {
            if (text.len > 0 && pc_str_eq(seen[i], text)) {
                return true;
            }
        }
        seen[count++] = text;
    }
    return false;
}

static void drop_shared_ranges(struct pc_table *t) {
    for (unsigned c = 0; c < t->columns && t->claim_count > 0; c++) {
        if (t->column[c].kind == PC_COLUMN_RANGE && is_shared_range(t, c)) {
            t->column[c].kind = PC_COLUMN_OTHER;
            note_column(t, c, "the range that the row belongs to");
        }
    }
}

/* One number for all tables with this header. */
static uint64_t shape_of(const struct pc_table *t) {
    uint64_t shape = t->columns;
    for (unsigned c = 0; c < t->columns; c++) {
        shape = shape * 31 + pc_str_hash(pc_fold(t->r->scratch, t->column[c].title));
    }
    return shape == 0 ? 1 : shape;
}

void pc_regmd_table(struct pc_regmd *r, const struct pc_md_row *rows, size_t row_count, unsigned quote_depth,
                    bool rescued) {
    struct pc_md_row turned[2];
    bool turns = pc_table_turn(r->scratch, rows, row_count, turned);
    if (turns) {
        rows = turned;
        row_count = 2;
    } else if (pc_regmd_begins_with_data(rows, row_count) && (rescued || !has_header_word(r, &rows[0]))) {
        rows = with_header(r, rows, row_count++);
    }
    struct pc_table t = {.r = r,
                         .rows = rows,
                         .row_count = row_count,
                         .rescued = rescued,
                         .turned = turns,
                         .owner = turns ? pc_regmd_owner_of_heading(r) : PC_EMPTY,
                         .quote_depth = quote_depth,
                         .section = PC_NONE,
                         .host_above = PC_NONE};
    bool wanted = prepare(&t, r->ctx->config, r->scratch);
    t.service = pc_column_of_service(t.column, t.columns, t.flats, row_count, &t.alias);
    pc_table_find_parts(&t);
    note_silent_columns(&t);
    if (!wanted) {
        return; /* what numbers it has are mentions */
    }
    drop_shared_ranges(&t);
    t.of_ranges = (any_of(&t, PC_COLUMN_RANGE) && t.claim_count == 0) || (!has_service_column(&t) && holds_ranges(&t));
    t.host = first_of(&t, PC_COLUMN_HOST);
    t.protocol = first_of(&t, PC_COLUMN_PROTOCOL);
    t.bind = first_of(&t, PC_COLUMN_BIND);
    t.address = first_of(&t, PC_COLUMN_ADDRESS);
    t.status = first_of(&t, PC_COLUMN_STATUS);
    t.environment = first_of(&t, PC_COLUMN_ENVIRONMENT);
    t.reference = first_of(&t, PC_COLUMN_REFERENCE);
    t.purpose = first_of(&t, PC_COLUMN_PURPOSE);
    t.date = first_of(&t, PC_COLUMN_DATE);
    find_routed(&t);
    t.pages = pc_table_pages(&t);
    t.outlook = pc_regmd_outlook(r);
    if (t.outlook.guide && t.outlook.dead == NULL && !has_service_column(&t)) {
        t.outlook.dead = "instructions, not a list of ports";
    }
    if (t.claim_count == 0 && !t.of_ranges) {
        t.outlook.internal = true; /* container ports only */
    }
    enum pc_role role = t.outlook.internal || t.outlook.real ? PC_ROLE_DOCUMENTED
                        : t.outlook.reserved                 ? PC_ROLE_RESERVED
                                                             : PC_ROLE_PLANNED;
    t.section = pc_regmd_section(r, PC_SECTION_TABLE, &t.outlook, role, shape_of(&t));
    for (size_t row = 1; row < row_count; row++) {
        pc_table_row(&t, row);
    }
    pc_regmd_leave(r, PC_LEVEL_SUBHEADING, quote_depth);
}
