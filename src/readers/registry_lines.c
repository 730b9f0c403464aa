/* Plain lines that claim: "name : 5433", "3000: web", and rows in whitespace columns, "name path port". Also the
 * paragraph that says what is not deployed. */
#include "port_words.h"
#include "registry_group.h"

/* ---- whitespace columns */

enum { MOST_TOKENS = 8 };

struct token {
    size_t from, to;
};

static size_t split_tokens(struct pc_flat flat, struct token tokens[MOST_TOKENS]) {
    size_t count = 0;
    for (size_t at = pc_flat_skip(flat, 0); at < flat.text.len; at = pc_flat_skip(flat, at)) {
        size_t end = at;
        while (end < flat.text.len && !pc_is_space(flat.text.ptr[end])) {
            end++;
        }
        if (count == MOST_TOKENS) {
            return MOST_TOKENS + 1;
        }
        tokens[count++] = (struct token){at, end};
        at = end;
    }
    return count;
}

static bool token_is_port(struct pc_regmd *r, struct pc_flat flat, struct token token, struct pc_cell_port *port) {
    size_t end;
    enum pc_port_result why;
    return pc_port_at(r->scratch, flat, token.from, port, &end, &why) == PC_FOUND_PORT && end == token.to &&
           port->ports.lo >= 10;
}

/* The column whose tokens are ports in most lines that have `width` tokens; width when there is none. */
static size_t find_port_column(struct pc_regmd *r, const struct pc_flat *flats, size_t count, size_t *width) {
    for (size_t w = 2; w <= MOST_TOKENS; w++) {
        size_t lines = 0;
        size_t ports[MOST_TOKENS] = {0};
        for (size_t i = 0; i < count; i++) {
            struct token tokens[MOST_TOKENS];
            struct pc_cell_port port;
            if (split_tokens(flats[i], tokens) != w) {
                continue;
            }
            lines++;
            for (size_t c = 0; c < w; c++) {
                ports[c] += token_is_port(r, flats[i], tokens[c], &port) ? 1 : 0;
            }
        }
        for (size_t c = w; c > 1; c--) {
            if (lines >= 2 && lines * 10 >= count * 6 && ports[c - 1] >= 2 && ports[c - 1] * 10 >= lines * 6) {
                *width = w;
                return c - 1;
            }
        }
    }
    *width = 0;
    return 0;
}

/* Rows "name path port": the entries of each line, by hand. */
static bool read_columns(struct pc_regmd *r, struct pc_group_item *items, const struct pc_flat *flats, size_t count) {
    size_t width;
    size_t column = find_port_column(r, flats, count, &width);
    if (width == 0) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct token tokens[MOST_TOKENS];
        struct pc_cell_port port;
        if (split_tokens(flats[i], tokens) != width || !token_is_port(r, flats[i], tokens[column], &port) ||
            !pc_is_name_like(r->scratch, flats[i], tokens[0].from, tokens[0].to)) {
            continue;
        }
        struct pc_entry *entry = PC_NEW(r->scratch, struct pc_entry);
        *entry = (struct pc_entry){.name_from = tokens[0].from,
                                   .name_to = tokens[0].to,
                                   .count = 1,
                                   .from = tokens[0].from,
                                   .to = tokens[width - 1].to};
        entry->ports[0] = port;
        items[i].entries = (struct pc_entries){entry, 1};
    }
    return true;
}

/* ---- the paragraph */

static void state_lines(struct pc_regmd *r, const struct pc_group_item *items, size_t count, bool heading) {
    struct pc_group group = {.r = r, .kind = PC_SECTION_LINES, .section = PC_NONE, .heading = heading};
    group.of_ranges = pc_group_holds_ranges(r, items, count);
    group.outlook = pc_regmd_outlook(r);
    for (size_t i = 0; i < count; i++) {
        pc_group_state(&group, &items[i]);
    }
}

/* A line that ties name and port by a sign needs no columns. */
static bool has_sign(struct pc_flat flat) {
    for (size_t i = 0; i < flat.text.len; i++) {
        char c = flat.text.ptr[i];
        if (c == ':' || c == '=' || c == PC_FLAT_ARROW || (flat.style[i] & PC_MD_CODE_SPAN) != 0) {
            return true;
        }
    }
    return false;
}

bool pc_regmd_lines(struct pc_regmd *r, const struct pc_md_block *block) {
    size_t count = block->line_count;
    struct pc_flat *flats = PC_NEW_ARRAY(r->scratch, count, struct pc_flat);
    struct pc_group_item *items = PC_NEW_ARRAY(r->scratch, count, struct pc_group_item);
    bool signs = false;
    for (size_t i = 0; i < count; i++) {
        flats[i] = pc_flat_of_lines(r->scratch, &block->lines[i], 1);
        items[i].flat = flats[i];
        signs = signs || has_sign(flats[i]);
    }
    if (signs || !read_columns(r, items, flats, count)) {
        size_t understood = 0;
        for (size_t i = 0; i < count; i++) {
            items[i].entries = pc_entries_parse(r->scratch, flats[i], true);
            understood += items[i].entries.count > 0 ? 1 : 0;
        }
        if (understood == 0 || understood * 10 < count * 6) {
            return false;
        }
    }
    state_lines(r, items, count, false);
    return true;
}

void pc_regmd_heading_port(struct pc_regmd *r, struct pc_flat flat) {
    enum { LEAST = 1024, YEAR_FIRST = 1990, YEAR_LAST = 2040 };
    struct pc_group_item item = {.flat = flat, .entries = pc_entries_parse(r->scratch, flat, true)};
    if (item.entries.count != 1 || item.entries.items[0].count != 1) {
        return;
    }
    const struct pc_entry *entry = &item.entries.items[0];
    struct pc_ports ports = entry->ports[0].ports;
    bool year = ports.lo >= YEAR_FIRST && ports.lo <= YEAR_LAST;
    bool named = pc_says_port(pc_fold(r->scratch, flat.text));
    if (ports.lo == ports.hi && (named || (ports.lo >= LEAST && !year)) && entry->name_to > entry->name_from) {
        state_lines(r, &item, 1, true);
    }
}

/* ---- what is not deployed */

static void add_absence(struct pc_regmd *r, struct pc_flat flat, size_t from, size_t to) {
    struct pc_name name = pc_name_of(r, flat, from, to);
    if (name.name.len == 0 || !pc_is_name_like(r->scratch, flat, from, to)) {
        return;
    }
    struct pc_absence absence = {
        .name = name.name, .span = name.span, .service = PC_NONE, .host = pc_regmd_outlook(r).host};
    pc_builder_absence(r->b, &absence);
}

/* Pieces between commas outside brackets; of a piece with a code span only that. */
static void add_absences(struct pc_regmd *r, struct pc_flat flat, size_t at) {
    size_t from = at;
    for (size_t i = at; i <= flat.text.len; i++) {
        char c = i < flat.text.len ? flat.text.ptr[i] : ',';
        size_t close = c == '(' ? pc_flat_close(flat, i) : 0;
        bool stop = c == '.' && (i + 1 >= flat.text.len || pc_is_space(flat.text.ptr[i + 1]));
        if (c == ',' || c == ';' || c == '(' || stop) {
            size_t a = from;
            size_t b = i;
            while (a < b && (flat.style[a] & PC_MD_CODE_SPAN) == 0) {
                a++;
            }
            size_t end = a;
            while (end < b && (flat.style[end] & PC_MD_CODE_SPAN) != 0) {
                end++;
            }
            add_absence(r, flat, a < b ? a : from, a < b ? end : b);
            from = i + 1;
        }
        if (close > 0) {
            i = close - 1;
            from = close;
        }
        if (stop) {
            return;
        }
    }
}

/* "(default port `4104`)": of something that is not there. */
static void note_numbers(struct pc_regmd *r, struct pc_flat flat, size_t at) {
    for (size_t from = at; from < flat.text.len; from = at) {
        at = from;
        while (at < flat.text.len && pc_is_digit(flat.text.ptr[at])) {
            at++;
        }
        bool joined = from > 0 && (pc_is_alnum(flat.text.ptr[from - 1]) || flat.text.ptr[from - 1] == '-');
        if (at - from >= 2 && at - from <= 5 && !joined) {
            pc_regmd_note(r, pc_flat_span(flat, r->ctx->file, from, at), "not deployed");
        }
        at = at > from ? at : from + 1;
    }
}

bool pc_regmd_absence(struct pc_regmd *r, struct pc_flat flat) {
    size_t colon = pc_str_find_char(flat.text, ':', 0);
    if (colon == PC_NPOS || colon > 60 || pc_flat_skip(flat, colon + 1) >= flat.text.len) {
        return false;
    }
    struct pc_str lead = pc_fold(r->scratch, pc_str_sub(flat.text, 0, colon));
    if (!pc_says_not_deployed(lead)) {
        return false;
    }
    add_absences(r, flat, colon + 1);
    note_numbers(r, flat, colon + 1);
    return true;
}
