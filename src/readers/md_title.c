#include "md_title.h"

#include "port_cell.h"
#include "port_words.h"

enum { LONGEST_TITLE = 400 }; /* bytes; what comes behind is no title any more */

/* A number that begins at a word's border and is no part of a date, an address or a version. */
static bool begins_number(struct pc_str s, size_t at) {
    if (!pc_is_digit(s.ptr[at])) {
        return false;
    }
    if (at == 0) {
        return true;
    }
    char before = s.ptr[at - 1];
    bool joined = pc_is_alnum(before) || pc_is_any(before, "_#$%/") || (unsigned char)before >= 0x80;
    bool piece = pc_is_any(before, ".-:,") && pc_is_digit(pc_str_at(s, at - 2));
    return !joined && !piece;
}

/* 2024-2026: years, not ports. */
static bool looks_like_years(struct pc_ports ports) {
    return ports.lo >= 2015 && ports.hi <= 2040 && ports.hi - ports.lo <= 6;
}

/* "3000-3009", "30xx", "10000+"; small ones only beside a word for port ("Phase 1-2"). */
static bool is_block(const struct pc_cell_port *port, struct pc_str folded) {
    if (port->ports.lo == port->ports.hi) {
        return false;
    }
    bool port_word = pc_says_port(folded);
    return port_word || (port->ports.hi >= 100 && !looks_like_years(port->ports));
}

static void find_ranges(struct pc_arena *arena, struct pc_flat flat, pc_id file, struct pc_title *title,
                        struct pc_str folded, size_t *first, size_t *last) {
    struct pc_str s = flat.text;
    for (size_t at = 0; at < s.len;) {
        struct pc_cell_port port;
        enum pc_port_result why = PC_PORT_NONE;
        size_t end = at;
        enum pc_port_found found =
            begins_number(s, at) ? pc_port_at(arena, flat, at, &port, &end, &why) : PC_FOUND_NOTHING;
        if (found == PC_FOUND_PORT && port.address_to == port.address_from && is_block(&port, folded)) {
            if (title->range_count < PC_TITLE_RANGES) {
                unsigned i = title->range_count++;
                title->ranges[i].ports = port.ports;
                title->ranges[i].open = port.open;
                title->ranges[i].span = pc_flat_span(flat, file, port.from, port.to);
            }
            *first = title->range_count == 1 ? port.from : *first;
            *last = port.to;
        } else if (found == PC_FOUND_INVALID && title->bad_range.length == 0 &&
                   (why == PC_PORT_REVERSED || why == PC_PORT_LARGE) && end - port.from >= 7) {
            title->bad_range = pc_flat_span(flat, file, port.from, end);
            title->bad_why = why;
        }
        at = found == PC_FOUND_NOTHING ? at + 1 : end;
    }
}

/* The words beside a range that say only that it is one: "Port range 3000-3009". */
static void strip_port_words(struct pc_flat flat, size_t *from, size_t *to) {
    static const char *const words[] = {"port range", "ports", "port", "range", NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        struct pc_str word = pc_str_c(words[i]);
        struct pc_str s = pc_str_sub(flat.text, *from, *to - *from);
        if (s.len >= word.len && pc_str_eq_nocase(pc_str_sub(s, s.len - word.len, word.len), word) &&
            (s.len == word.len || !pc_is_alnum(s.ptr[s.len - word.len - 1]))) {
            *to -= word.len;
            pc_flat_trim(flat, from, to);
        }
    }
}

static struct pc_str purpose_of(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, size_t first,
                                size_t last) {
    size_t before_from = 0;
    size_t before_to = first;
    size_t after_from = last;
    size_t after_to = flat.text.len;
    while (before_to > 0 && pc_is_any(flat.text.ptr[before_to - 1], "( ")) {
        before_to--;
    }
    pc_flat_trim(flat, &before_from, &before_to);
    strip_port_words(flat, &before_from, &before_to);
    pc_flat_trim(flat, &after_from, &after_to);
    struct pc_str before = pc_flat_str(arena, flat, file_text, before_from, before_to);
    struct pc_str after = pc_flat_str(arena, flat, file_text, after_from, after_to);
    return before.len == 0  ? after
           : after.len == 0 ? before
                            : pc_str_fmt(arena, "%.*s %.*s", PC_ARG(before), PC_ARG(after));
}

static struct pc_str without_brackets(struct pc_arena *arena, struct pc_str s) {
    char *copy = pc_arena_alloc(arena, s.len + 1);
    size_t len = 0;
    unsigned depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        depth += s.ptr[i] == '(' ? 1 : 0;
        if (depth == 0) {
            copy[len++] = s.ptr[i];
        }
        depth -= s.ptr[i] == ')' && depth > 0 ? 1 : 0;
    }
    return pc_str_trim((struct pc_str){copy, len});
}

struct pc_title pc_title_of(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file,
                            bool label) {
    struct pc_title title = {.host = {.span = {.file = file}}};
    flat = pc_flat_sub(flat, 0, LONGEST_TITLE);
    size_t from = 0;
    size_t to = flat.text.len;
    size_t first = 0;
    size_t last = 0;
    struct pc_str folded = pc_fold(arena, flat.text);
    pc_flat_trim(flat, &from, &to);
    title.text = pc_flat_str(arena, flat, file_text, from, to);
    title.span = pc_flat_span(flat, file, from, to);
    find_ranges(arena, flat, file, &title, folded, &first, &last);
    title.purpose = title.range_count > 0 ? purpose_of(arena, flat, file_text, first, last) : title.text;
    title.internal = pc_says_internal_only(folded);
    title.unexposed = pc_says_unexposed(folded);
    title.external = !title.internal && pc_says_external(folded) && !label;
    title.real = pc_says_real(folded);
    title.future = pc_says_future(folded);
    title.reserved = pc_says_reserved(folded);
    struct pc_str outside = without_brackets(arena, folded);
    title.summary = pc_says_summary(outside);
    title.guide = pc_says_guide(outside);
    bool unused = pc_says_free(folded) && !title.real;
    title.dead = pc_says_dead(folded) ? "deprecated or history" : unused ? "free ports" : NULL;
    title.environment = pc_environment_of_title(folded);
    title.protocol =
        pc_is_one_of(outside, (const char *const[]){"tcp", "tcp ports", "tcp services", NULL})   ? PC_PROTO_TCP
        : pc_is_one_of(outside, (const char *const[]){"udp", "udp ports", "udp services", NULL}) ? PC_PROTO_UDP
                                                                                                 : PC_PROTO_ANY;
    if (title.range_count == 0 && !title.internal) {
        title.has_host = pc_host_of_title(arena, flat, file_text, file, label, &title.host);
        if (title.has_host && title.host.environment == PC_ENV_UNKNOWN) {
            title.host.environment = title.environment;
        }
    }
    return title;
}
