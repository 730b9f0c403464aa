/* Cells of a row that comes into a table: from another table by the words of the headers, or new like its neighbours.
 */
#include "table_model.h"

/* The claim of a service that gives a row its port; NULL. */
static const struct pc_claim *claim_of(const struct pc_rows *rows, const struct pc_line_row *row) {
    return row->orders && !row->reserved ? &rows->reg->claims[row->first] : NULL;
}

static bool is_any(struct pc_str text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (pc_str_is_nocase(text, words[i]))
            return true;
    return false;
}

#define IS_ANY(text, words) is_any((text), (words), sizeof(words) / sizeof(words)[0])

/* Of words that stand out. */
static bool is_mark(char c) {
    return pc_str_find_char(PC_STR("*`_"), c, 0) != PC_NPOS;
}

static struct pc_str title_of(const struct pc_rows *rows, const struct pc_row_block *block, unsigned column) {
    struct pc_str raw = block->has_header ? pc_row_cell_text(rows, block, &block->frame[0], column) : PC_EMPTY;
    while (raw.len > 0 && is_mark(raw.ptr[0]))
        raw = pc_str_sub(raw, 1, raw.len);
    while (raw.len > 0 && is_mark(raw.ptr[raw.len - 1]))
        raw.len--;
    return pc_str_trim(raw);
}

static unsigned column_count(const struct pc_row_block *block) {
    unsigned count = block->has_header ? block->frame[0].cell_count : 0;
    for (size_t i = 0; i < block->rows.count && !block->has_header; i++)
        count = block->rows.items[i].cell_count > count ? block->rows.items[i].cell_count : count;
    return count;
}

/* The row of the block that is most like one with this port: of a service, near it. */
static const struct pc_line_row *sample_of(const struct pc_rows *rows, const struct pc_row_block *block,
                                           uint16_t port) {
    const struct pc_line_row *best = NULL;
    unsigned least = 0;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        const struct pc_claim *claim = claim_of(rows, row);
        if (!claim || claim->name_span.length == 0 || !pc_row_is_single(rows, row))
            continue;
        unsigned far = row->port > port ? (unsigned)(row->port - port) : (unsigned)(port - row->port);
        if (!best || far < least) {
            best = row;
            least = far;
        }
    }
    return best;
}

/* The columns of ports and of services: as the rows have them, else by the header. */
static void roles_of(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row,
                     unsigned *port, unsigned *service) {
    static const char *const ports[] = {"port", "ports", "host port", "port number", "external port"};
    static const char *const services[] = {"service", "services",     "name",     "app",   "application",
                                           "server",  "component",    "project",  "owner", "process",
                                           "program", "service name", "container"};
    const struct pc_claim *claim = row ? claim_of(rows, row) : NULL;
    *port = *service = PC_COLUMN_NONE;
    if (claim) {
        *port = pc_row_cell_of(row, claim->span);
        *service = claim->name_span.length > 0 ? pc_row_cell_of(row, claim->name_span) : PC_COLUMN_NONE;
    }
    for (unsigned c = column_count(block); c-- > 0;) {
        if (!claim && IS_ANY(title_of(rows, block, c), ports))
            *port = c;
        if ((!claim || claim->name_span.length == 0) && IS_ANY(title_of(rows, block, c), services))
            *service = c;
    }
}

static bool is_dash(struct pc_str text) {
    static const char *const dashes[] = {"-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "n/a", "none"};
    return IS_ANY(text, dashes);
}

/* What stands where nothing is to be said. */
static struct pc_str blank_of(const struct pc_rows *rows, const struct pc_row_block *block, unsigned column) {
    for (size_t i = 0; i < block->rows.count; i++) {
        struct pc_str text = pc_row_cell_text(rows, block, &block->rows.items[i], column);
        if (is_dash(text))
            return text;
    }
    return PC_EMPTY;
}

/* A cell with its patches. */
static struct pc_str patched(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row,
                             unsigned cell) {
    struct pc_buf out;
    pc_buf_init(&out, rows->arena);
    uint32_t at = row->cells[cell].from, end = row->cells[cell].to;
    for (;;) {
        const struct pc_edit *next = NULL;
        for (size_t i = 0; i < row->patches.count; i++) {
            const struct pc_edit *patch = &row->patches.items[i];
            if (patch->span.offset >= at && patch->span.offset + patch->span.length <= end &&
                (!next || patch->span.offset < next->span.offset))
                next = patch;
        }
        pc_buf_add(&out, pc_row_text(rows, block, at, next ? next->span.offset : end));
        if (!next)
            break;
        pc_buf_add(&out, next->text);
        at = next->span.offset + (next->span.length > 0 ? next->span.length : 1);
    }
    return pc_str_trim(pc_buf_str(&out));
}

/* A column of remarks, by whatever name. */
static bool is_remark(struct pc_str title) {
    static const char *const words[] = {"description", "purpose", "notes", "note",  "comment", "comments", "details",
                                        "remark",      "remarks", "use",   "usage", "what",    "function", "about"};
    return IS_ANY(title, words);
}

static unsigned counterpart(const struct pc_rows *rows, const struct pc_row_block *to, struct pc_str title,
                            const bool *used) {
    unsigned remark = PC_COLUMN_NONE;
    for (unsigned c = 0; c < column_count(to); c++) {
        struct pc_str other = title_of(rows, to, c);
        if (used[c])
            continue;
        if (title.len > 0 && pc_str_eq_nocase(title, other))
            return c;
        if (remark == PC_COLUMN_NONE && is_remark(title) && is_remark(other))
            remark = c;
    }
    return remark;
}

struct pc_str *pc_row_mapped(struct pc_rows *rows, const struct pc_row_block *from, const struct pc_line_row *row,
                             const struct pc_row_block *to, struct pc_str *why) {
    unsigned columns = column_count(to), port, service, to_port, to_service;
    struct pc_str *cells = PC_NEW_ARRAY(rows->arena, columns, struct pc_str);
    bool *used = PC_NEW_ARRAY(rows->arena, columns, bool);
    roles_of(rows, from, row, &port, &service);
    roles_of(rows, to, sample_of(rows, to, row->port), &to_port, &to_service);
    if (port == PC_COLUMN_NONE || service == PC_COLUMN_NONE || to_port == PC_COLUMN_NONE ||
        to_service == PC_COLUMN_NONE) {
        *why = PC_STR("nothing tells which columns of the other table are the port and the service");
        return NULL;
    }
    used[to_port] = used[to_service] = true;
    for (unsigned c = 0; c < columns; c++)
        cells[c] = blank_of(rows, to, c);
    cells[to_port] = patched(rows, from, row, port);
    cells[to_service] = patched(rows, from, row, service);
    for (unsigned c = 0; c < row->cell_count; c++) {
        struct pc_str text = patched(rows, from, row, c);
        if (c == port || c == service || text.len == 0 || is_dash(text))
            continue;
        unsigned there = counterpart(rows, to, title_of(rows, from, c), used);
        if (there == PC_COLUMN_NONE) {
            *why =
                pc_str_fmt(rows->arena, "the table there has no column for \"%.*s\"", PC_ARG(title_of(rows, from, c)));
            return NULL;
        }
        used[there] = true;
        cells[there] = text;
    }
    return cells;
}

/* Marks around the words of a cell, such as ` or **, that a new cell gets as well. */
static struct pc_str dressed(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row,
                             unsigned cell, struct pc_span span, struct pc_str text) {
    struct pc_str whole = pc_row_cell_text(rows, block, row, cell);
    struct pc_str core = pc_span_text(rows->reg, span);
    size_t before = (size_t)(core.ptr - whole.ptr), behind = whole.len - before - core.len;
    for (size_t i = 0; i < before; i++)
        if (!is_mark(whole.ptr[i]))
            return text;
    for (size_t i = 0; i < behind; i++)
        if (!is_mark(whole.ptr[whole.len - 1 - i]))
            return text;
    return pc_str_fmt(rows->arena, "%.*s%.*s%.*s", PC_ARG(pc_str_sub(whole, 0, before)), PC_ARG(text),
                      PC_ARG(pc_str_sub(whole, whole.len - behind, behind)));
}

/* What every row of services says in a column of how they run: "tcp", "active". What they are is each one's own. */
static struct pc_str common_text(const struct pc_rows *rows, const struct pc_row_block *block, unsigned column) {
    static const char *const words[] = {"protocol", "proto",   "status",    "state",   "environment",
                                        "env",      "network", "interface", "bind",    "bind address",
                                        "address",  "ip",      "transport", "layer 4", "tcp/udp"};
    struct pc_str common = PC_EMPTY;
    size_t count = 0;
    if (!IS_ANY(title_of(rows, block, column), words))
        return common;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (!claim_of(rows, row))
            continue;
        struct pc_str text = pc_row_cell_text(rows, block, row, column);
        if (text.len == 0 || (count > 0 && !pc_str_eq(text, common)))
            return PC_EMPTY;
        common = text;
        count++;
    }
    return count >= 3 ? common : PC_EMPTY;
}

/* The cell of a column of hosts, as another row of that host writes it. */
static bool host_text(const struct pc_rows *rows, const struct pc_row_block *block, unsigned column, pc_id host,
                      struct pc_str *text) {
    static const char *const words[] = {"host", "hosts", "server", "machine", "node", "where", "runs on"};
    bool any = false;
    if (!IS_ANY(title_of(rows, block, column), words))
        return true;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        struct pc_str here = pc_row_cell_text(rows, block, row, column);
        const struct pc_claim *claim = claim_of(rows, row);
        if (!claim || here.len == 0 || is_dash(here))
            continue;
        any = true;
        if (claim->host == host) {
            *text = here;
            return true;
        }
    }
    return !any;
}

static bool new_table_row(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_new_row *new_row,
                          struct pc_arrival *arrival, struct pc_str *why) {
    const struct pc_line_row *sample = sample_of(rows, block, new_row->port);
    unsigned columns = column_count(block), port, service;
    roles_of(rows, block, sample, &port, &service);
    if (pc_str_find_char(new_row->service, '|', 0) != PC_NPOS) {
        *why = PC_STR("a name with a bar cannot stand in a cell as it is");
        return false;
    }
    if (port == PC_COLUMN_NONE || service == PC_COLUMN_NONE) {
        *why = PC_STR("nothing tells which columns of the table are the port and the service");
        return false;
    }
    struct pc_str *cells = PC_NEW_ARRAY(rows->arena, columns, struct pc_str);
    for (unsigned c = 0; c < columns; c++) {
        cells[c] = common_text(rows, block, c);
        if (cells[c].len == 0)
            cells[c] = blank_of(rows, block, c);
        if (c != port && c != service && !host_text(rows, block, c, new_row->host, &cells[c])) {
            *why = PC_STR("no row of the table is of its host");
            return false;
        }
    }
    cells[port] = pc_str_fmt(rows->arena, "%u", (unsigned)new_row->port);
    cells[service] = new_row->service;
    if (sample) {
        const struct pc_claim *claim = claim_of(rows, sample);
        cells[port] = dressed(rows, block, sample, port, claim->span, cells[port]);
        cells[service] = dressed(rows, block, sample, service, claim->name_span, cells[service]);
    }
    arrival->cells = cells;
    return true;
}

/* Nothing but marks, or the word "port". */
static bool is_frame(struct pc_str text) {
    size_t port = pc_str_find_nocase(text, PC_STR("port"), 0);
    for (size_t i = 0; i < text.len; i++) {
        bool word = port != PC_NPOS && i >= port && i < port + 4;
        unsigned char c = (unsigned char)text.ptr[i];
        if (!word && (pc_is_alnum(text.ptr[i]) || c == '\n' || c == '\r'))
            return false;
    }
    return true;
}

/* Blanks that bring the second column to its place shrink or grow with the first one's words. */
static struct pc_str between(struct pc_rows *rows, struct pc_str text, size_t old_width, size_t new_width) {
    size_t run = pc_str_find(text, PC_STR("  "), 0);
    if (run == PC_NPOS || old_width == new_width)
        return text;
    size_t blanks = 0;
    while (run + blanks < text.len && text.ptr[run + blanks] == ' ')
        blanks++;
    size_t wanted = blanks + old_width > new_width ? blanks + old_width - new_width : 1;
    return pc_str_fmt(rows->arena, "%.*s%*s%.*s", PC_ARG(pc_str_sub(text, 0, run)), (int)wanted, "",
                      PC_ARG(pc_str_sub(text, run + blanks, text.len)));
}

static bool line_like(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row,
                      const struct pc_new_row *new_row, struct pc_str *line) {
    const struct pc_claim *claim = claim_of(rows, row);
    if (!claim || claim->name_span.length == 0 || !pc_row_is_single(rows, row))
        return false;
    bool port_first = claim->span.offset < claim->name_span.offset;
    struct pc_span a = port_first ? claim->span : claim->name_span, b = port_first ? claim->name_span : claim->span;
    struct pc_str port = pc_str_fmt(rows->arena, "%u", (unsigned)new_row->port);
    struct pc_str first = port_first ? port : new_row->service, second = port_first ? new_row->service : port;
    struct pc_str head = pc_row_text(rows, block, row->from, a.offset);
    struct pc_str middle = pc_row_text(rows, block, a.offset + a.length, b.offset);
    struct pc_str rest = pc_row_text(rows, block, b.offset + b.length, row->to);
    size_t closing = 0;
    while (closing < rest.len && (is_mark(rest.ptr[closing]) || rest.ptr[closing] == ')'))
        closing++;
    if (a.offset < row->from || b.offset < a.offset + a.length || !is_frame(head) || !is_frame(middle))
        return false;
    middle = between(rows, middle, pc_utf8_width(pc_span_text(rows->reg, a)), pc_utf8_width(first));
    *line = pc_str_fmt(rows->arena, "%.*s%.*s%.*s%.*s%.*s", PC_ARG(head), PC_ARG(first), PC_ARG(middle), PC_ARG(second),
                       PC_ARG(pc_str_sub(rest, 0, closing)));
    return true;
}

static bool new_list_line(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_new_row *new_row,
                          struct pc_arrival *arrival, struct pc_str *why) {
    for (size_t i = 0; i < block->rows.count; i++)
        if (line_like(rows, block, &block->rows.items[i], new_row, &arrival->line))
            return true;
    *why = PC_STR("no line of the list is plain enough to write another one like it");
    return false;
}

bool pc_row_new(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_new_row *new_row,
                struct pc_arrival *arrival, struct pc_str *why) {
    return block->kind == PC_BLOCK_TABLE ? new_table_row(rows, block, new_row, arrival, why)
                                         : new_list_line(rows, block, new_row, arrival, why);
}
