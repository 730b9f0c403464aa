/* A whole port cell: ports with words and brackets around them, separated by commas, slashes, blanks or line breaks. */
#include "port_cell.h"

#include "port_words.h"
#include "text.h"
#include "vec.h"

enum { LONGEST_CELL = 2000 }; /* bytes; longer ones are text, not ports */

struct parser {
    struct pc_arena *arena;
    struct pc_flat flat;
    size_t at;
    struct PC_VEC(struct pc_cell_port) ports;
    struct pc_port_cell cell;
};

static char peek(const struct parser *p) {
    return p->at < p->flat.text.len ? p->flat.text.ptr[p->at] : '\0';
}

static bool is_separator(char c) {
    return pc_is_any(c, ",;/&+\n|") || c == PC_FLAT_ARROW;
}

static bool is_wordy(char c) {
    return pc_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The end of the word at `at`; `at` itself when there is none. A word starts with a letter. */
static size_t word_end(struct pc_str s, size_t at) {
    if (at >= s.len || !(pc_is_alpha(s.ptr[at]) || (unsigned char)s.ptr[at] >= 0x80)) {
        return at;
    }
    while (at < s.len && (is_wordy(s.ptr[at]) || pc_is_any(s.ptr[at], "_'") ||
                          (pc_is_any(s.ptr[at], "-.") && at + 1 < s.len && is_wordy(s.ptr[at + 1])))) {
        at++;
    }
    return at;
}

static bool is_joint(struct pc_str word) {
    static const char *const joints[] = {"and", "or", "und", "oder", "y", "e", "и", "和", "및", "plus", NULL};
    return pc_is_one_of(word, joints);
}

static void skip_separators(struct parser *p) {
    for (;;) {
        char c = peek(p);
        size_t end = word_end(p->flat.text, p->at);
        bool is_sign = c == '+' && p->at + 1 < p->flat.text.len && pc_is_digit(p->flat.text.ptr[p->at + 1]) &&
                       (p->at == 0 || pc_is_space(p->flat.text.ptr[p->at - 1]));
        if (pc_is_space(c) || (is_separator(c) && !is_sign)) {
            p->at++;
        } else if (end > p->at && is_joint(pc_str_sub(p->flat.text, p->at, end - p->at))) {
            p->at = end;
        } else {
            return;
        }
    }
}

static bool has_digit(struct pc_str s) {
    for (size_t at = 0; at < s.len;) {
        uint32_t code;
        at += pc_utf8_decode(pc_str_sub(s, at, 4), &code);
        if (pc_is_foreign_digit(code) || (code < 0x80 && pc_is_digit((char)code))) {
            return true;
        }
    }
    return false;
}

static void record_fault(struct parser *p, enum pc_cell_fault fault, enum pc_port_result why, size_t from, size_t to) {
    size_t start = from;
    size_t stop = to;
    while (stop > start && pc_is_space(p->flat.text.ptr[stop - 1])) {
        stop--;
    }
    if (p->cell.fault == PC_CELL_FINE) {
        p->cell.fault = fault;
        p->cell.why = why;
        p->cell.fault_from = start;
        p->cell.fault_to = stop;
        p->cell.has_digits = has_digit(pc_str_sub(p->flat.text, start, stop - start));
    }
}

/* Up to the next ',' ';' or line break outside brackets. */
static size_t piece_end(const struct parser *p, size_t at) {
    struct pc_str s = p->flat.text;
    while (at < s.len && !pc_is_any(s.ptr[at], ",;\n")) {
        size_t close = s.ptr[at] == '(' ? pc_flat_close(p->flat, at) : 0;
        at = close > at ? close : at + 1;
    }
    return at;
}

/* "(was 3000)" and "(internal 8080)": a bracket with a port of its own. */
static void bracket_with_digits(struct parser *p, size_t from, size_t to, struct pc_cell_port *port) {
    struct pc_flat inside = pc_flat_sub(p->flat, 0, to);
    size_t digit = from;
    while (digit < to && !pc_is_digit(inside.text.ptr[digit])) {
        digit++;
    }
    struct pc_str words = pc_fold(p->arena, pc_str_sub(inside.text, from, digit - from));
    struct pc_str all = pc_fold(p->arena, pc_str_sub(inside.text, from, to - from));
    struct pc_cell_port extra;
    enum pc_port_result why;
    size_t end;
    bool in = pc_says_internal(all);
    bool out = !in && pc_says_external(all);
    if (pc_says_old(words) || pc_says_dead(words) ||
        pc_port_at(p->arena, inside, digit, &extra, &end, &why) != PC_FOUND_PORT) {
        if (pc_says_loopback(all) && port != NULL && port->address_to == port->address_from) {
            port->address_from = from;
            port->address_to = to;
        }
        return; /* a mention: the number claims nothing */
    }
    if (in || (out && port != NULL)) {
        extra.internal = in;
        extra.external = out;
        if (port != NULL) {
            port->internal |= out;
            port->external |= in;
        }
        *PC_PUSH(&p->ports, p->arena) = extra;
    }
}

/* Words and brackets behind a port. Stops at a separator, a number or what it does not know. */
static void read_tail(struct parser *p, struct pc_cell_port *port) {
    struct pc_str s = p->flat.text;
    for (;;) {
        size_t start = p->at;
        while (p->at < s.len && (pc_is_any(s.ptr[p->at], " :=") ||
                                 (s.ptr[p->at] == '-' && p->at + 1 < s.len && !pc_is_digit(s.ptr[p->at + 1])) ||
                                 s.ptr[p->at] == '*' || s.ptr[p->at] == PC_FLAT_ARROW)) {
            p->at++;
        }
        if (peek(p) == '(') {
            size_t close = pc_flat_close(p->flat, p->at);
            if (close == 0) {
                p->at = start;
                return;
            }
            struct pc_str inside = pc_str_sub(s, p->at + 1, close - p->at - 2);
            if (has_digit(inside)) {
                bracket_with_digits(p, p->at + 1, close - 1, port);
            } else {
                pc_port_apply(p->arena, p->flat, p->at + 1, close - 1, port);
            }
            p->at = close;
            continue;
        }
        size_t from = p->at;
        size_t to = from;
        for (size_t end; (end = word_end(s, p->at)) > p->at;) {
            if (is_joint(pc_str_sub(s, p->at, end - p->at))) {
                break;
            }
            to = p->at = end;
            while (peek(p) == ' ') {
                p->at++;
            }
        }
        if (to == from) {
            p->at = start == p->at ? p->at : pc_flat_skip(p->flat, start);
            return;
        }
        pc_port_apply(p->arena, p->flat, from, to, port);
        p->at = to;
    }
}

/* Words before a port: "HTTP 80", "Port: 5432", "udp: 53". Returns the place of what follows them. */
static size_t lead_end(const struct parser *p, size_t *words_to) {
    struct pc_str s = p->flat.text;
    size_t at = p->at;
    *words_to = at;
    for (size_t end; (end = word_end(s, at)) > at;) {
        bool address = pc_str_starts_nocase(pc_str_sub(s, at, s.len), PC_STR("localhost:"));
        if (address || is_joint(pc_str_sub(s, at, end - at))) {
            break;
        }
        *words_to = at = end;
        bool slash = at + 1 < s.len && s.ptr[at] == '/' && pc_is_digit(s.ptr[at + 1]);
        while (at < s.len &&
               (s.ptr[at] == ' ' || slash || (pc_is_any(s.ptr[at], ":=.") && pc_str_at(s, at + 1) == ' '))) {
            at++; /* "tcp/3000", "HTTP: 80" */
            slash = false;
        }
    }
    return at;
}

/* "http://localhost:3000/path" in a port column: its port. */
static bool read_url(struct parser *p, struct pc_cell_port *port, size_t *end) {
    struct pc_str s = p->flat.text;
    size_t stop = p->at;
    while (stop < s.len && !pc_is_space(s.ptr[stop]) && !pc_is_any(s.ptr[stop], ",)")) {
        stop++;
    }
    size_t scheme = pc_str_find(pc_str_sub(s, 0, stop), PC_STR("://"), p->at);
    size_t colon = scheme == PC_NPOS ? PC_NPOS : pc_str_find_char(pc_str_sub(s, 0, stop), ':', scheme + 3);
    enum pc_port_result why;
    if (colon == PC_NPOS ||
        pc_port_at(p->arena, pc_flat_sub(p->flat, 0, stop), colon + 1, port, end, &why) != PC_FOUND_PORT) {
        return false;
    }
    *end = stop;
    return true;
}

/* A piece without a port: known words are fine. */
static void read_words(struct parser *p) {
    size_t end = piece_end(p, p->at);
    struct pc_str words = pc_fold(p->arena, pc_str_sub(p->flat.text, p->at, end - p->at));
    if (pc_says_reserved(words)) {
        p->cell.reserved = true;
    } else if (peek(p) == '(' && end > p->at + 2 && has_digit(words)) {
        size_t before = p->ports.count;
        bracket_with_digits(p, p->at + 1, end - 1, NULL);
        if (p->ports.count == before) {
            record_fault(p, PC_CELL_UNREADABLE, PC_PORT_NONE, p->at, end);
        }
    } else if (has_digit(words) || !(pc_says_no_port(words) || pc_says_free(words) || pc_says_dead(words) ||
                                     pc_says_future(words) || pc_says_internal(words))) {
        record_fault(p, PC_CELL_UNREADABLE, PC_PORT_NONE, p->at, end);
    } else if (p->ports.count == 1) {
        pc_port_apply(p->arena, p->flat, p->at, end, &p->ports.items[0]); /* "3000, deprecated" */
    }
    p->at = end;
}

/* "0.0.0.0 (public)": an address without a port names none. The place behind it, or `at`. */
static size_t bare_address_end(struct pc_str s, size_t at) {
    size_t end = at;
    for (unsigned part = 0; part < 4; part++) {
        size_t from = end;
        while (end - from < 3 && pc_is_digit(pc_str_at(s, end))) {
            end++;
        }
        if (end == from || (part < 3 && pc_str_at(s, end++) != '.')) {
            return at;
        }
    }
    char behind = pc_str_at(s, end);
    return pc_is_any(behind, ".:/") || is_wordy(behind) ? at : end;
}

static void read_item(struct parser *p) {
    size_t address = bare_address_end(p->flat.text, p->at);
    size_t stop = piece_end(p, address);
    if (address > p->at && !has_digit(pc_str_sub(p->flat.text, address, stop - address))) {
        p->at = stop;
        return;
    }
    struct pc_cell_port port;
    enum pc_port_result why = PC_PORT_NONE;
    size_t end = p->at;
    size_t words_from = p->at;
    size_t words_to;
    size_t next = lead_end(p, &words_to);
    if (read_url(p, &port, &end)) {
        p->at = end;
        *PC_PUSH(&p->ports, p->arena) = port;
        return;
    }
    switch (pc_port_at(p->arena, p->flat, next, &port, &end, &why)) {
    case PC_FOUND_NOTHING:
        read_words(p);
        return;
    case PC_FOUND_INVALID:
        record_fault(p, PC_CELL_INVALID, why, port.from, end);
        p->at = piece_end(p, end);
        return;
    case PC_FOUND_UNRESOLVED:
        record_fault(p, PC_CELL_UNRESOLVED, PC_PORT_NONE, next, end);
        p->at = piece_end(p, end);
        return;
    case PC_FOUND_PORT:
        break;
    }
    struct pc_str lead = pc_fold(p->arena, pc_str_sub(p->flat.text, words_from, words_to - words_from));
    if (words_to > words_from && pc_says_old(lead)) {
        port.dead = true;
    } else if (words_to > words_from && !pc_says_port(lead)) {
        pc_port_apply(p->arena, p->flat, words_from, words_to, &port);
    }
    p->at = end;
    size_t index = p->ports.count;
    *PC_PUSH(&p->ports, p->arena) = port;
    read_tail(p, &port);
    p->ports.items[index] = port;
    char c = peek(p);
    size_t joint = word_end(p->flat.text, p->at);
    bool number_next =
        pc_is_digit(c) && p->at > end && pc_is_space(p->flat.text.ptr[p->at - 1]) && port.word_to == port.word_from;
    if (c != '\0' && !is_separator(c) && !pc_is_space(c) && joint == p->at && !number_next && c != '(') {
        record_fault(p, PC_CELL_UNREADABLE, PC_PORT_NONE, p->at, piece_end(p, p->at));
        p->at = piece_end(p, p->at);
    } else if (c == '(') {
        p->at = piece_end(p, p->at + 1);
    }
}

struct pc_port_cell pc_port_cell_parse(struct pc_arena *arena, struct pc_flat flat) {
    struct parser p = {.arena = arena, .flat = flat};
    struct pc_str words = pc_fold(arena, flat.text);
    if (pc_says_no_port(words)) {
        p.cell.empty = true;
        return p.cell;
    }
    if (flat.text.len > LONGEST_CELL) {
        record_fault(&p, PC_CELL_UNREADABLE, PC_PORT_NONE, 0, LONGEST_CELL);
        return p.cell;
    }
    skip_separators(&p);
    while (p.at < flat.text.len) {
        size_t before = p.at;
        read_item(&p);
        skip_separators(&p);
        if (p.at == before) { /* cannot happen; an endless loop must not either */
            break;
        }
    }
    p.cell.ports = p.ports.items;
    p.cell.count = p.ports.count;
    p.cell.empty = p.ports.count == 0 && p.cell.fault == PC_CELL_FINE && !p.cell.reserved;
    return p.cell;
}
