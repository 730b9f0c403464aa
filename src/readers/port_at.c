/* One port as it is written: a number, a range, "30xx", "8150+", with an address before it, a container port or a
 * protocol behind it. */
#include "port_cell.h"
#include "port_words.h"
#include "text.h"

enum { LONGEST_BRACKET = 600 }; /* bytes; what is not closed by then is no bracket */

struct number {
    struct pc_ports ports;
    size_t from, to;
    bool open;
    bool is_pattern;
    enum pc_port_result result; /* PC_PORT_NONE: no digit here */
};

/* What stands right behind a number makes it something else: "3005.0", "3e3", "30<invisible>05". Letters of scripts
 * that need no blank may follow. */
static bool spoils(struct pc_str s, size_t at) {
    char c = pc_str_at(s, at);
    if (pc_is_alnum(c) || pc_is_any(c, "_%")) {
        return true;
    }
    if (pc_is_any(c, ".'")) {
        return pc_is_digit(pc_str_at(s, at + 1));
    }
    if ((unsigned char)c < 0x80) {
        return false;
    }
    uint32_t code;
    pc_utf8_decode(pc_str_sub(s, at, 4), &code);
    return code == 0xFFFFFFFF || pc_char_is_unsafe(code) || pc_is_foreign_digit(code) || code < 0x3000;
}

/* "8,080": could be one number. "80,443" could not. */
static bool is_thousands(struct pc_str s, size_t from, size_t to) {
    if (to - from > 3 || pc_str_at(s, to) != ',') {
        return false;
    }
    size_t end = to + 1;
    while (pc_is_digit(pc_str_at(s, end))) {
        end++;
    }
    if (end - to != 4 || pc_str_at(s, end) == ',') {
        return false;
    }
    unsigned value = 0;
    for (size_t i = from; i < end; i++) {
        value = pc_is_digit(s.ptr[i]) ? value * 10 + (unsigned)(s.ptr[i] - '0') : value;
    }
    return value <= 65535;
}

/* "30xx": the block 3000-3099. */
static bool read_pattern(struct pc_str s, struct number *n, size_t digits_end) {
    size_t end = digits_end;
    unsigned scale = 1;
    while (pc_is_any(pc_str_at(s, end), "xX#") && scale <= 10000) {
        scale *= 10;
        end++;
    }
    size_t length = end - n->from;
    if (scale == 1 || length < 4 || length > 5 || s.ptr[n->from] == '0' || spoils(s, end)) {
        return false;
    }
    unsigned lo = n->ports.lo * scale;
    if (lo > 65535) {
        n->result = PC_PORT_LARGE;
    } else {
        unsigned hi = lo + scale - 1;
        n->ports = (struct pc_ports){(uint16_t)lo, (uint16_t)(hi > 65535 ? 65535 : hi)};
        n->result = PC_PORT_OK;
    }
    n->to = end;
    n->open = n->is_pattern = true;
    return true;
}

static struct number read_number(struct pc_str s, size_t at) {
    struct number n = {.from = at, .to = at, .result = PC_PORT_NONE};
    if (!pc_is_digit(pc_str_at(s, at))) {
        return n;
    }
    size_t used = 0;
    uint16_t port = 0;
    n.result = pc_port_scan(pc_str_sub(s, at, s.len), &port, &used);
    n.to = at + used;
    n.ports = (struct pc_ports){port, port};
    if (n.result == PC_PORT_OK && read_pattern(s, &n, n.to)) {
        return n;
    }
    if (pc_str_at(s, n.to) == '+' && used >= 4 && !spoils(s, n.to + 1)) {
        n.to++;
        n.open = true;
        n.ports.hi = 65535;
    } else if (spoils(s, n.to) || is_thousands(s, at, n.to)) {
        n.result = PC_PORT_ODD;
        while (n.to < s.len && !pc_is_space(s.ptr[n.to]) && !pc_is_any(s.ptr[n.to], "|(")) {
            n.to++;
        }
    }
    return n;
}

/* The dash, "to" or ".." between two ends of a range: the place of what follows, or 0. */
static size_t range_dash(struct pc_str s, size_t at) {
    static const char *const dashes[] = {"-",
                                         "~",
                                         "...",
                                         "..",
                                         "to ",
                                         "through ",
                                         "thru ",
                                         "bis ",
                                         "\xE8\x87\xB3",
                                         "\xE5\x88\xB0",
                                         "\xEB\xB6\x80\xED\x84\xB0",
                                         NULL};
    size_t from = at;
    while (at < s.len && s.ptr[at] == ' ') {
        at++;
    }
    for (size_t i = 0; dashes[i] != NULL; i++) {
        struct pc_str dash = pc_str_c(dashes[i]);
        bool is_word = pc_is_alpha(dash.ptr[0]);
        if (!pc_str_starts_nocase(pc_str_sub(s, at, s.len), dash) || (is_word && at == from)) {
            continue;
        }
        size_t end = at + dash.len;
        while (end < s.len && s.ptr[end] == ' ') {
            end++;
        }
        return pc_is_digit(pc_str_at(s, end)) ? end : 0;
    }
    return 0;
}

/* A number and, when a dash follows, the range that it begins. */
static struct number read_range(struct pc_str s, size_t at) {
    struct number lo = read_number(s, at);
    if (lo.result == PC_PORT_NONE || (lo.open && !lo.is_pattern)) {
        return lo;
    }
    size_t next = range_dash(s, lo.to);
    if (next == 0) {
        return lo;
    }
    struct number hi = read_number(s, next);
    if (hi.open && !hi.is_pattern) {
        return lo;
    }
    struct number range = {.from = lo.from, .to = hi.to, .open = lo.open || hi.open, .is_pattern = lo.is_pattern};
    range.ports = (struct pc_ports){lo.ports.lo, hi.ports.hi};
    range.result = lo.result != PC_PORT_OK ? lo.result : hi.result;
    if (range.result == PC_PORT_OK && lo.ports.lo > hi.ports.hi) {
        range.result = PC_PORT_REVERSED;
    }
    if (range_dash(s, hi.to) == hi.to + 1) {
        range.result = PC_PORT_ODD; /* a date, a telephone number */
        while (range.to < s.len && (pc_is_digit(s.ptr[range.to]) || s.ptr[range.to] == '-')) {
            range.to++;
        }
    }
    return range;
}

/* "127.0.0.1:", "localhost:", "[::1]:", "*:" before digits: the place behind the colon, or 0. */
static size_t read_address(struct pc_str s, size_t at, size_t *address_end) {
    size_t end = at;
    unsigned dots = 0;
    if (pc_str_at(s, at) == '[') {
        while (end < s.len && s.ptr[end] != ']' && end - at < 50) {
            end++;
        }
        end = pc_str_at(s, end) == ']' ? end + 1 : at;
    } else if (pc_str_at(s, at) == '*') {
        end = at + 1;
    } else if (pc_str_starts(pc_str_sub(s, at, 3), PC_STR(":::"))) {
        end = at + 2; /* how docker prints [::] */
    } else if (pc_str_starts_nocase(pc_str_sub(s, at, 9), PC_STR("localhost"))) {
        end = at + 9;
    } else {
        while (end < s.len && (pc_is_digit(s.ptr[end]) || s.ptr[end] == '.') && end - at < 16) {
            dots += s.ptr[end] == '.' ? 1 : 0;
            end++;
        }
        end = dots == 3 ? end : at;
    }
    if (end == at || pc_str_at(s, end) != ':' ||
        !(pc_is_digit(pc_str_at(s, end + 1)) || pc_str_at(s, end + 1) == '$')) {
        return 0;
    }
    *address_end = end;
    return end + 1;
}

/* "${NAME:-3000}": the digits' place; *end is behind the '}'. */
static size_t read_variable(struct pc_str s, size_t at, size_t *end) {
    if (pc_str_at(s, at + 1) != '{') {
        *end = at + 1;
        while (*end < s.len && (pc_is_alnum(s.ptr[*end]) || s.ptr[*end] == '_')) {
            (*end)++;
        }
        return 0;
    }
    size_t close = pc_str_find_char(s, '}', at);
    *end = close == PC_NPOS ? s.len : close + 1;
    size_t dash = pc_str_find_char(pc_str_sub(s, 0, *end), '-', at);
    size_t digits = dash == PC_NPOS ? 0 : dash + 1;
    return digits > 0 && pc_is_digit(pc_str_at(s, digits)) ? digits : 0;
}

/* "/udp", "/tcp/udp" right behind a number. */
static size_t read_protocol(struct pc_str s, size_t at, struct pc_cell_port *port) {
    if (pc_str_at(s, at) != '/' || !pc_is_alpha(pc_str_at(s, at + 1))) {
        return at;
    }
    size_t end = at + 1;
    while (end < s.len &&
           (pc_is_alpha(s.ptr[end]) || (pc_is_any(s.ptr[end], "/+&") && pc_is_alpha(pc_str_at(s, end + 1))))) {
        end++;
    }
    return pc_protocol_parse(pc_str_sub(s, at + 1, end - at - 1), &port->protocol, &port->second) ? end : at;
}

/* ":80", "-> 80" behind a host port. */
static size_t read_target(struct pc_str s, size_t at, struct pc_cell_port *port) {
    size_t next = at;
    if (pc_str_at(s, at) == ':') {
        next = at + 1;
    } else {
        while (pc_str_at(s, next) == ' ') {
            next++;
        }
        if (pc_str_at(s, next) != PC_FLAT_ARROW) {
            return at;
        }
        next++;
        while (pc_str_at(s, next) == ' ') {
            next++;
        }
    }
    struct number n = read_range(s, next);
    if (n.result != PC_PORT_OK) {
        return at;
    }
    port->has_target = true;
    port->target = n.ports;
    port->target_from = n.from;
    port->target_to = n.to;
    return n.to;
}

static bool is_digit_of_any_script(struct pc_str s, size_t at) {
    uint32_t code;
    pc_utf8_decode(pc_str_sub(s, at, 4), &code);
    return pc_is_foreign_digit(code);
}

enum pc_port_found pc_port_at(struct pc_arena *arena, struct pc_flat flat, size_t at, struct pc_cell_port *port,
                              size_t *end, enum pc_port_result *why) {
    (void)arena;
    struct pc_str s = flat.text;
    *port = (struct pc_cell_port){.from = at};
    size_t variable_end = 0;
    size_t address_end = 0;
    size_t next = read_address(s, at, &address_end);
    if (next > 0) {
        bool brackets = s.ptr[at] == '[';
        port->address_from = brackets ? at + 1 : at;
        port->address_to = brackets ? address_end - 1 : address_end;
    } else {
        next = at;
    }
    if (pc_str_at(s, next) == ':' && pc_is_digit(pc_str_at(s, next + 1))) {
        next++; /* ":3000" */
    }
    if (pc_str_at(s, next) == '$') {
        size_t digits = read_variable(s, next, &variable_end);
        if (digits == 0) {
            *end = variable_end;
            return PC_FOUND_UNRESOLVED;
        }
        next = digits;
        port->derived = true;
    }
    bool signed_number = pc_is_any(pc_str_at(s, next), "-+") && pc_is_digit(pc_str_at(s, next + 1));
    if (signed_number || (next < s.len && is_digit_of_any_script(s, next))) {
        *end = next + 1;
        while (*end < s.len && !pc_is_space(s.ptr[*end])) {
            (*end)++;
        }
        *why = PC_PORT_ODD;
        port->from = next;
        return PC_FOUND_INVALID;
    }
    struct number n = read_range(s, next);
    if (n.result == PC_PORT_NONE) {
        return PC_FOUND_NOTHING;
    }
    port->from = n.from;
    port->to = n.to;
    port->ports = n.ports;
    port->open = n.open;
    *end = variable_end > 0 ? variable_end : n.to;
    if (n.result != PC_PORT_OK) {
        *why = n.result;
        return PC_FOUND_INVALID;
    }
    port->dead = pc_flat_all(flat, n.from, n.to, PC_MD_STRIKE);
    size_t target_end = port->dead ? *end : read_target(s, *end, port); /* "~~4002~~ -> 4003" is no mapping */
    *end = read_protocol(s, target_end, port);
    return PC_FOUND_PORT;
}

size_t pc_flat_close(struct pc_flat flat, size_t at) {
    unsigned depth = 0;
    size_t limit = at + LONGEST_BRACKET < flat.text.len ? at + LONGEST_BRACKET : flat.text.len;
    for (size_t i = at; i < limit; i++) {
        depth += flat.text.ptr[i] == '(' ? 1 : 0;
        if (flat.text.ptr[i] == ')' && --depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

void pc_port_apply(struct pc_arena *arena, struct pc_flat flat, size_t from, size_t to, struct pc_cell_port *port) {
    pc_flat_trim(flat, &from, &to);
    struct pc_str words = pc_fold(arena, pc_str_sub(flat.text, from, to - from));
    enum pc_protocol first;
    enum pc_protocol second;
    if (words.len == 0) {
        return;
    }
    bool is_protocol = pc_protocol_parse(words, &first, &second);
    if (is_protocol && port->protocol == PC_PROTO_ANY) {
        port->protocol = first;
        port->second = second;
    }
    enum pc_environment environment = pc_environment_of(words);
    bool loopback = pc_says_loopback(words);
    bool inside = pc_says_internal(words);
    bool outside = !inside && pc_says_external(words);
    port->internal = port->internal || inside;
    port->external = port->external || outside;
    port->reserved = port->reserved || pc_says_reserved(words);
    port->dead = port->dead || pc_says_dead(words);
    port->future |= pc_says_future(words);
    if (environment != PC_ENV_UNKNOWN) {
        port->environment = environment;
    }
    if (loopback && port->address_to == port->address_from) {
        port->address_from = from;
        port->address_to = to;
    }
    bool plain_transport =
        is_protocol &&
        pc_is_one_of(words, (const char *const[]){"tcp", "udp", "sctp", "tcp/udp", "udp/tcp", "tcp+udp", "both", NULL});
    bool says_more = !plain_transport && environment == PC_ENV_UNKNOWN && !loopback && !inside && !outside &&
                     !port->reserved && !port->dead;
    if (says_more && port->word_to == port->word_from) {
        port->word_from = from;
        port->word_to = to;
    }
}
