/* Rows in whitespace columns: "name path port", and with gaps of several blanks "3000   web front end   Next.js". */
#include "port_words.h"
#include "registry_group.h"

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
static size_t find_port_column(struct pc_regmd *r, const struct pc_group_item *items, size_t count, size_t *width) {
    for (size_t w = 2; w <= MOST_TOKENS; w++) {
        size_t lines = 0;
        size_t ports[MOST_TOKENS] = {0};
        for (size_t i = 0; i < count; i++) {
            struct token tokens[MOST_TOKENS];
            struct pc_cell_port port;
            if (split_tokens(items[i].flat, tokens) != w) {
                continue;
            }
            lines++;
            for (size_t c = 0; c < w; c++) {
                ports[c] += token_is_port(r, items[i].flat, tokens[c], &port) ? 1 : 0;
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

/* "Port 4001 in use -> web on port 4002": the first word is no service. */
static bool is_port_word(struct pc_flat flat, struct token token) {
    struct pc_str word = pc_str_sub(flat.text, token.from, token.to - token.from);
    return pc_str_eq_nocase(word, PC_STR("port")) || pc_str_eq_nocase(word, PC_STR("ports"));
}

/* Rows "name path port": the entries of each line, by hand. */
static bool read_columns(struct pc_regmd *r, struct pc_group_item *items, size_t count) {
    size_t width;
    size_t column = find_port_column(r, items, count, &width);
    if (width == 0) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct token tokens[MOST_TOKENS];
        struct pc_cell_port port;
        if (split_tokens(items[i].flat, tokens) != width || !token_is_port(r, items[i].flat, tokens[column], &port) ||
            is_port_word(items[i].flat, tokens[0]) ||
            !pc_is_name_like(r->scratch, items[i].flat, tokens[0].from, tokens[0].to)) {
            continue;
        }
        struct pc_entry *entry = PC_NEW(r->scratch, struct pc_entry);
        *entry = (struct pc_entry){
            .name_from = tokens[0].from, .name_to = tokens[0].to, .from = tokens[0].from, .to = tokens[width - 1].to};
        *PC_PUSH(&entry->ports, r->scratch) = port;
        items[i].entries = (struct pc_entries){entry, 1};
    }
    return true;
}

/* ---- columns told apart by gaps */

/* Two blanks and more, or a tab, end a column; signs of a drawn tree in front are skipped. */
static size_t split_wide(struct pc_flat flat, struct token tokens[MOST_TOKENS]) {
    size_t from = 0;
    size_t to = flat.text.len;
    size_t count = 0;
    pc_flat_trim(flat, &from, &to);
    while (from < to && count < MOST_TOKENS) {
        size_t end = from;
        while (end < to) {
            bool gap =
                flat.text.ptr[end] == '\t' || (flat.text.ptr[end] == ' ' && pc_str_at(flat.text, end + 1) == ' ');
            if (gap) {
                break;
            }
            end++;
        }
        tokens[count++] = (struct token){from, end};
        while (end < to && pc_is_space(flat.text.ptr[end])) {
            end++;
        }
        from = end;
    }
    return count;
}

/* One row: its port in the column, its name in the first other one. */
static bool wide_row(struct pc_regmd *r, struct pc_group_item *item, size_t column) {
    struct token tokens[MOST_TOKENS];
    struct pc_cell_port port;
    size_t count = split_wide(item->flat, tokens);
    size_t name = column == 0 ? 1 : 0;
    if (count <= column || count <= name || !token_is_port(r, item->flat, tokens[column], &port) ||
        !pc_is_name_like(r->scratch, item->flat, tokens[name].from, tokens[name].to)) {
        return false;
    }
    struct pc_entry *entry = PC_NEW(r->scratch, struct pc_entry);
    *entry = (struct pc_entry){
        .name_from = tokens[name].from, .name_to = tokens[name].to, .from = tokens[0].from, .to = tokens[count - 1].to};
    *PC_PUSH(&entry->ports, r->scratch) = port;
    item->entries = (struct pc_entries){entry, 1};
    return true;
}

static bool read_wide(struct pc_regmd *r, struct pc_group_item *items, size_t count, size_t least) {
    for (size_t column = 0; column < 3; column++) {
        size_t rows = 0;
        for (size_t i = 0; i < count; i++) {
            items[i].entries = (struct pc_entries){NULL, 0};
            rows += wide_row(r, &items[i], column) ? 1 : 0;
        }
        if (rows >= least && rows * 10 >= count * 6) {
            return true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        items[i].entries = (struct pc_entries){NULL, 0};
    }
    return false;
}

bool pc_regmd_columns(struct pc_regmd *r, struct pc_group_item *items, size_t count, bool fence) {
    return read_wide(r, items, count, fence ? 1 : 2) || read_columns(r, items, count);
}
