#include "port_entry.h"

#include "date.h"
#include "entry_name.h"
#include "port_words.h"
#include "vec.h"

enum { LONGEST_TEXT = 3000, LONGEST_NAME = PC_LONGEST_NAME, LEAST_PORT = 10 };

struct parser {
    struct pc_arena *arena;
    struct pc_flat flat;
    bool whole;
    bool bare;      /* a name may follow a port without a sign between them */
    bool loose_end; /* words that were not understood follow the last number */
    struct PC_VEC(struct pc_entry) entries;
};

static bool begins_number(struct pc_flat flat, size_t at) {
    if (!pc_is_digit(flat.text.ptr[at])) {
        return false;
    }
    char before = pc_str_at(flat.text, at - 1);
    char further = pc_str_at(flat.text, at - 2);
    bool joined = pc_is_alnum(before) || pc_is_any(before, "_#$/.%~<>+") || (unsigned char)before >= 0x80;
    bool piece = pc_is_any(before, "-:,") && pc_is_digit(further);
    return !joined && !piece && !(before == '-' && further == ' ' && pc_is_digit(pc_str_at(flat.text, at - 3)));
}

static bool is_code_port(struct pc_flat flat, size_t from, size_t end) {
    return (flat.style[from] & PC_MD_CODE_SPAN) != 0 && (from == 0 || (flat.style[from - 1] & PC_MD_CODE_SPAN) == 0) &&
           (end >= flat.text.len || (flat.style[end] & PC_MD_CODE_SPAN) == 0);
}

/* Right behind a number: a unit makes it a quantity. */
static bool is_quantity(struct parser *p, size_t end) {
    struct pc_flat flat = p->flat;
    size_t at = pc_flat_skip(flat, end);
    size_t stop = at;
    while (stop < flat.text.len && pc_is_alpha(flat.text.ptr[stop])) {
        stop++;
    }
    return stop > at && pc_is_unit(pc_fold(p->arena, pc_str_sub(flat.text, at, stop - at)));
}

/* A port that an entry may have: no address to dial, not tiny, no quantity. */
static bool read_port(struct parser *p, size_t at, struct pc_cell_port *port, size_t *end) {
    enum pc_port_result why;
    if (pc_port_at(p->arena, p->flat, at, port, end, &why) != PC_FOUND_PORT) {
        return false;
    }
    bool change = port->has_target && pc_str_find_char(pc_str_sub(p->flat.text, port->to, port->target_from - port->to),
                                                       PC_FLAT_ARROW, 0) != PC_NPOS;
    return port->address_to == port->address_from && port->ports.lo >= LEAST_PORT && !change && !is_quantity(p, *end);
}

/* Brackets behind a port: what they say of it. Returns the place behind them. */
static size_t read_brackets(struct parser *p, size_t at, struct pc_cell_port *port) {
    enum { LONGEST_REMARK = 40 };
    for (;;) {
        size_t open = pc_flat_skip(p->flat, at);
        size_t close = pc_str_at(p->flat.text, open) == '(' ? pc_flat_close(p->flat, open) : 0;
        if (close == 0) {
            return at;
        }
        struct pc_str inside = pc_str_sub(p->flat.text, open + 1, close - open - 2);
        bool digits = false;
        for (size_t i = 0; i < inside.len; i++) {
            digits = digits || pc_is_digit(inside.ptr[i]);
        }
        if (inside.len <= LONGEST_REMARK && !digits) {
            pc_port_apply(p->arena, p->flat, open + 1, close - 1, port);
        }
        at = close;
    }
}

/* ", ", "and", "/" and their like. */
static size_t skip_joints(struct pc_flat flat, size_t at, bool *joined) {
    static const char *const words[] = {"and ", "und ", "or ", "& ", "+ ", "y ", "e ", NULL};
    *joined = false;
    for (;;) {
        size_t next = pc_flat_skip(flat, at);
        char c = pc_str_at(flat.text, next);
        if (pc_is_any(c, ",;/|")) {
            at = next + 1;
            *joined = true;
            continue;
        }
        bool word = false;
        for (size_t i = 0; words[i] != NULL && next > at; i++) {
            struct pc_str joint = pc_str_c(words[i]);
            if (pc_str_starts_nocase(pc_str_sub(flat.text, next, flat.text.len), joint)) {
                at = next + joint.len;
                *joined = word = true;
                break;
            }
        }
        if (!word) {
            return next;
        }
    }
}

/* Further ports of the same name: "`9201` (was 9200), `9301`", "80/443". names_follow: the name stands behind them all.
 * Returns the place behind the last. */
static size_t read_more_ports(struct parser *p, size_t at, struct pc_entry *entry, bool names_follow) {
    for (;;) {
        bool joined;
        struct pc_cell_port port;
        size_t end;
        size_t next = skip_joints(p->flat, at, &joined);
        if (!joined || next >= p->flat.text.len || !read_port(p, next, &port, &end)) {
            return at;
        }
        char behind = pc_str_at(p->flat.text, end);
        size_t further = pc_flat_skip(p->flat, end);
        bool names_next =
            behind == ':' || (pc_str_at(p->flat.text, further) == '-' && further > end); /* "80: a, 81: b" */
        if (names_next && !names_follow) {
            return at;
        }
        at = read_brackets(p, end, &port);
        *PC_PUSH(&entry->ports, p->arena) = port;
    }
}

/* Check boxes, ticks and signs in front of a bullet's text. */
static size_t skip_signs(struct pc_flat flat) {
    size_t at = pc_flat_skip(flat, 0);
    if (pc_str_at(flat.text, at) == '[' && pc_str_at(flat.text, at + 2) == ']') {
        at += 3;
    }
    size_t to = flat.text.len;
    size_t from = at;
    pc_flat_trim(flat, &from, &to);
    return pc_is_any(pc_str_at(flat.text, at), "(:") ? pc_flat_skip(flat, at) : from;
}

/* ---- "3001: web" */

/* ":", " - ", "=", "|", an arrow: the place behind it, 0 when there is none. */
static size_t skip_separator(struct pc_flat flat, size_t at) {
    size_t next = pc_flat_skip(flat, at);
    char c = pc_str_at(flat.text, next);
    bool dash = c == '-' && (next > at || pc_str_at(flat.text, next + 1) == ' ');
    return pc_is_any(c, ":=|") || c == PC_FLAT_ARROW || dash ? next + 1 : 0;
}

static size_t skip_port_word(struct pc_flat flat, size_t at) {
    static const char *const words[] = {"ports", "port", "\xE7\xAB\xAF\xE5\x8F\xA3", "\xED\x8F\xAC\xED\x8A\xB8", NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        struct pc_str word = pc_str_c(words[i]);
        if (pc_str_starts_nocase(pc_str_sub(flat.text, at, flat.text.len), word) &&
            !pc_is_alnum(pc_str_at(flat.text, at + word.len))) {
            at = pc_flat_skip(flat, at + word.len);
            return pc_str_at(flat.text, at) == ':' ? pc_flat_skip(flat, at + 1) : at;
        }
    }
    return at;
}

/* The end of a name that begins at `at`: before " - ", an arrow, a comma or the end of a sentence. */
static size_t name_end(struct pc_flat flat, size_t at, bool is_block) {
    for (size_t i = at; i < flat.text.len; i++) {
        char c = flat.text.ptr[i];
        size_t close = c == '(' ? pc_flat_close(flat, i) : 0;
        if (close > 0) {
            i = close - 1;
            continue;
        }
        bool dash = c == '-' && i > at && flat.text.ptr[i - 1] == ' ' && pc_str_at(flat.text, i + 1) == ' ';
        bool stop = c == '.' && (i + 1 == flat.text.len || pc_str_at(flat.text, i + 1) == ' ');
        if (dash || stop || c == PC_FLAT_ARROW || c == ';' || c == '|' || (c == ',' && !is_block)) {
            return i;
        }
    }
    return flat.text.len;
}

static bool parse_port_first(struct parser *p) {
    struct pc_entry entry = {.port_first = true};
    struct pc_cell_port port;
    size_t start = skip_signs(p->flat);
    size_t at = skip_port_word(p->flat, start);
    bool announced = at > start;
    size_t end;
    if (at < p->flat.text.len && pc_is_any(p->flat.text.ptr[at], ":`")) {
        at++;
    }
    if (at >= p->flat.text.len || !read_port(p, at, &port, &end)) {
        return false;
    }
    bool marked = (p->flat.style[port.from] & (PC_MD_CODE_SPAN | PC_MD_STRONG)) != 0;
    end = read_brackets(p, end, &port);
    *PC_PUSH(&entry.ports, p->arena) = port;
    end = read_more_ports(p, end, &entry, true);
    size_t name = skip_separator(p->flat, end);
    if (name == 0) {
        name = marked || announced || (p->bare && pc_is_space(pc_str_at(p->flat.text, end))) ? end : 0;
    }
    if (name == 0 || pc_is_digit(pc_str_at(p->flat.text, pc_flat_skip(p->flat, name)))) {
        return false;
    }
    bool is_block = port.ports.hi > port.ports.lo;
    name = pc_flat_skip(p->flat, name);
    if (pc_str_starts_nocase(pc_str_sub(p->flat.text, name, 8), PC_STR("used by "))) {
        name = pc_flat_skip(p->flat, name + 8);
    }
    entry.name_from = name;
    entry.name_to = name_end(p->flat, name, is_block);
    struct pc_str words = pc_fold(p->arena, pc_str_sub(p->flat.text, name, entry.name_to - name));
    bool reserved = pc_says_reserved(words);
    if (pc_str_at(p->flat.text, entry.name_to) == PC_FLAT_ARROW && pc_says_taken(pc_str_trim(words))) {
        return false; /* "Port 4001 in use -> web on port 4002": what happens then, and nobody's name */
    }
    if (!reserved && !is_block && !pc_is_name_like(p->arena, p->flat, name, entry.name_to)) {
        return false;
    }
    if (is_block && (entry.name_to - name > 2 * LONGEST_NAME || words.len == 0)) {
        return false;
    }
    entry.from = start;
    entry.to = entry.name_to;
    *PC_PUSH(&p->entries, p->arena) = entry;
    return true;
}

/* ---- "web: 3001", "auth `3061`, user `3062`" */

/* What a number needs before it to be the port of the words before it. */
static bool is_announced(struct pc_flat flat, size_t start, size_t number) {
    size_t at = number;
    while (at > start && (pc_is_space(flat.text.ptr[at - 1]) || flat.text.ptr[at - 1] == '(')) {
        at--;
    }
    if (at == start) {
        return false;
    }
    char c = flat.text.ptr[at - 1];
    if (pc_is_any(c, ":=@") || c == PC_FLAT_ARROW) {
        return at < number || at == start + 1 || c != ':' ||
               pc_str_find_char(pc_str_sub(flat.text, start, at - start), ' ', 0) == PC_NPOS;
    }
    if (c == '-') {
        return at < number && at > start + 1 && pc_is_space(flat.text.ptr[at - 2]);
    }
    struct pc_str before = pc_str_sub(flat.text, start, at - start);
    return pc_str_ends(before, PC_STR("port")) || pc_str_ends(before, PC_STR("Port")) ||
           pc_str_ends(before, PC_STR("PORT"));
}

/* The last number of the text, with nothing but a bracket or a comma behind it: "Grafana 3000 (boards)". */
static bool ends_text(struct pc_flat flat, size_t end) {
    size_t at = pc_flat_skip(flat, end);
    return at >= flat.text.len || pc_is_any(flat.text.ptr[at], "(,");
}

/* "Wiki (4005)": a bracket with nothing but the port, which is no year. */
static bool is_bracketed(struct pc_flat flat, size_t at, size_t end, struct pc_ports ports) {
    bool year = ports.lo >= 1990 && ports.lo <= 2040;
    return pc_str_at(flat.text, at - 1) == '(' && pc_str_at(flat.text, end) == ')' && ports.lo >= 1024 && !year;
}

/* The place behind the number at `at` when it may be a day or a year of a date, else `at`. */
static size_t day_or_year(struct pc_flat flat, size_t at) {
    enum { YEAR_FIRST = 1990, YEAR_LAST = 2100 };
    size_t end = at;
    unsigned value = 0;
    for (; end - at < 5 && pc_is_digit(pc_str_at(flat.text, end)); end++) {
        value = value * 10 + (unsigned)(flat.text.ptr[end] - '0');
    }
    return value <= 31 || (value >= YEAR_FIRST && value <= YEAR_LAST) ? end : at;
}

/* "April 27, 2026" from its day on, "27 April 2026" from its year on: the place behind it; `at` when it is no date. */
static size_t skip_date(struct pc_flat flat, size_t at) {
    size_t behind = at;
    while (pc_str_at(flat.text, behind - 1) == ' ') {
        behind--;
    }
    size_t word = behind;
    while (pc_is_alpha(pc_str_at(flat.text, word - 1))) {
        word--;
    }
    size_t length;
    if (behind == at || pc_date_month_at(pc_str_sub(flat.text, word, behind - word), &length) == 0) {
        return at;
    }
    size_t end = day_or_year(flat, at);
    size_t year = pc_flat_skip(flat, end + (pc_str_at(flat.text, end) == ',' ? 1 : 0));
    return end > at && year > end ? day_or_year(flat, year) : end;
}

/* The next number that is a port of the words from start on; PC_NPOS when none is. */
static size_t find_number(struct parser *p, size_t start, struct pc_cell_port *port, size_t *end, bool *code) {
    size_t limit = start + LONGEST_NAME + 24 < p->flat.text.len ? start + LONGEST_NAME + 24 : p->flat.text.len;
    for (size_t at = start; at < limit; at++) {
        if (!begins_number(p->flat, at)) {
            continue;
        }
        *end = skip_date(p->flat, at);
        if (*end > at) {
            at = *end - 1;
            continue;
        }
        bool is_port = read_port(p, at, port, end);
        *code = is_port && is_code_port(p->flat, at, *end);
        bool one_line = pc_str_find_char(pc_str_sub(p->flat.text, 0, at), '\n', start) == PC_NPOS;
        if (is_port && (*code || (one_line && (is_announced(p->flat, start, at) || ends_text(p->flat, *end) ||
                                               is_bracketed(p->flat, at, *end, port->ports))))) {
            return at;
        }
        at = *end > at ? *end - 1 : at;
    }
    return PC_NPOS;
}

/* What may follow the last port of an entry: nothing, a comma, a dash or colon with a description. */
static bool is_finished(struct parser *p, size_t at, bool code, bool *stop) {
    size_t next = pc_flat_skip(p->flat, at);
    char c = pc_str_at(p->flat.text, next);
    *stop = true;
    if (c == ')' && p->whole) { /* "The other ports (4001, 4002) stay closed": a sentence */
        next = pc_flat_skip(p->flat, next + 1);
        c = pc_str_at(p->flat.text, next);
    }
    if (next >= p->flat.text.len || pc_is_any(c, "-:.)")) {
        return true;
    }
    bool joined;
    skip_joints(p->flat, at, &joined);
    if (joined) {
        *stop = false;
        return true;
    }
    p->loose_end = true;
    return code && !p->whole;
}

/* The '(' of [from, to) that is not closed there, or from. */
static size_t last_open_bracket(struct pc_flat flat, size_t from, size_t to) {
    size_t open = from;
    for (size_t i = from; i < to; i++) {
        open = flat.text.ptr[i] == '(' ? i : flat.text.ptr[i] == ')' ? from : open;
    }
    return open;
}

static bool parse_name_first(struct parser *p) {
    size_t at = skip_signs(p->flat);
    bool all_code = true;
    for (bool stop = false; !stop && at < p->flat.text.len;) {
        struct pc_entry entry = {.from = at};
        struct pc_cell_port port;
        size_t end = at;
        bool code = false;
        size_t number = find_number(p, at, &port, &end, &code);
        if (number == PC_NPOS) {
            p->loose_end = true;
            break;
        }
        entry.name_from = at;
        entry.name_to = number;
        size_t open = last_open_bracket(p->flat, at, number);
        entry.name_to = open > at ? open : number; /* "Web (port 3000)" */
        pc_entry_name(p->arena, p->flat, p->whole, &entry);
        bool named = entry.name_to > entry.name_from;
        struct pc_str label = pc_str_sub(p->flat.text, entry.label_from, entry.label_to - entry.label_from);
        if (pc_says_quantity(pc_fold(p->arena, label)) ||
            (named && !pc_is_name_like(p->arena, p->flat, entry.name_from, entry.name_to)) ||
            (!named && entry.label_to == entry.label_from)) {
            p->loose_end = true;
            break;
        }
        size_t after = pc_str_at(p->flat.text, end) == ')' ? end + 1 : end; /* "Grafana (3000)" */
        after = read_brackets(p, after, &port);
        *PC_PUSH(&entry.ports, p->arena) = port;
        entry.to = read_more_ports(p, after, &entry, false);
        all_code = all_code && code;
        if (!is_finished(p, entry.to, code, &stop)) {
            break;
        }
        *PC_PUSH(&p->entries, p->arena) = entry;
        bool joined;
        at = stop ? entry.to : skip_joints(p->flat, entry.to, &joined);
    }
    return p->entries.count > 0 && (all_code || !p->loose_end) && !(p->whole && p->loose_end);
}

struct pc_entries pc_entries_parse(struct pc_arena *arena, struct pc_flat flat, bool whole) {
    struct parser p = {.arena = arena, .flat = flat, .whole = whole};
    if (flat.text.len == 0 || flat.text.len > LONGEST_TEXT || !(parse_port_first(&p) || parse_name_first(&p))) {
        return (struct pc_entries){NULL, 0};
    }
    return (struct pc_entries){p.entries.items, p.entries.count};
}

struct pc_entries pc_entries_parse_bare(struct pc_arena *arena, struct pc_flat flat) {
    enum { LONGEST_BARE = 60, YEAR_FIRST = 1990, YEAR_LAST = 2040 };
    struct parser p = {.arena = arena, .flat = flat, .whole = true, .bare = true};
    bool found = flat.text.len > 0 && flat.text.len <= LONGEST_BARE && parse_port_first(&p);
    uint16_t first = found ? p.entries.items[0].ports.items[0].ports.lo : 0;
    found = found && (first < YEAR_FIRST || first > YEAR_LAST);
    return found ? (struct pc_entries){p.entries.items, p.entries.count} : (struct pc_entries){NULL, 0};
}
