#include "compose_ports.h"

struct pc_str pc_piece_text(struct pc_str text, struct pc_piece piece) {
    return pc_str_sub(text, piece.from, piece.len);
}

/* The last c of text[0, end) outside ${...}, PC_NPOS when there is none. Nesting is counted backwards by braces, which
 * appear in a mapping for no other reason. */
static size_t rfind_outside(struct pc_str text, size_t end, char c) {
    size_t depth = 0;
    for (size_t i = end; i > 0; i--) {
        char at = text.ptr[i - 1];
        if (at == '}') {
            depth++;
        } else if (at == '{' && depth > 0) {
            depth--;
        } else if (at == c && depth == 0) {
            return i - 1;
        }
    }
    return PC_NPOS;
}

static struct pc_piece piece(struct pc_str text, size_t from, size_t to) {
    while (from < to && pc_is_space(text.ptr[from])) {
        from++;
    }
    while (to > from && pc_is_space(text.ptr[to - 1])) {
        to--;
    }
    return (struct pc_piece){from, to - from};
}

static struct pc_piece without_brackets(struct pc_str text, struct pc_piece address) {
    if (address.len >= 2 && text.ptr[address.from] == '[' && text.ptr[address.from + address.len - 1] == ']') {
        return (struct pc_piece){address.from + 1, address.len - 2};
    }
    return address;
}

struct pc_mapping pc_mapping_split(struct pc_str text) {
    struct pc_mapping mapping = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    size_t end = text.len;
    size_t slash = rfind_outside(text, end, '/');
    if (slash != PC_NPOS) {
        mapping.protocol = piece(text, slash + 1, end);
        end = slash;
    }
    size_t colon = rfind_outside(text, end, ':');
    mapping.container = piece(text, colon == PC_NPOS ? 0 : colon + 1, end);
    if (colon == PC_NPOS) {
        return mapping;
    }
    end = colon;
    colon = rfind_outside(text, end, ':');
    mapping.host = piece(text, colon == PC_NPOS ? 0 : colon + 1, end);
    if (colon != PC_NPOS) {
        mapping.address = without_brackets(text, piece(text, 0, colon));
    }
    return mapping;
}

enum pc_port_result pc_compose_ports_parse(struct pc_str s, struct pc_ports *ports) {
    for (size_t i = 0; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i]) && s.ptr[i] != '-') {
            return PC_PORT_NONE;
        }
    }
    return pc_ports_parse(s, ports);
}

bool pc_compose_protocol_parse(struct pc_str s, enum pc_protocol *protocol) {
    static const struct {
        const char *word;
        enum pc_protocol protocol;
    } words[] = {{"", PC_PROTO_TCP}, {"tcp", PC_PROTO_TCP}, {"udp", PC_PROTO_UDP}, {"sctp", PC_PROTO_SCTP}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_is_nocase(s, words[i].word)) {
            *protocol = words[i].protocol;
            return true;
        }
    }
    return false;
}

static struct pc_str bare_address(struct pc_str address) {
    if (address.len >= 2 && address.ptr[0] == '[' && address.ptr[address.len - 1] == ']') {
        return pc_str_sub(address, 1, address.len - 2);
    }
    return address;
}

bool pc_address_is_loopback(struct pc_str address) {
    address = bare_address(address);
    return pc_str_starts(address, PC_STR("127.")) || pc_str_eq(address, PC_STR("::1")) ||
           pc_str_eq_nocase(address, PC_STR("localhost"));
}

bool pc_address_is_bind(struct pc_str address) {
    static const char *const any[] = {"", "0.0.0.0", "::", "*", "+", "0"};
    address = bare_address(address);
    for (size_t i = 0; i < sizeof any / sizeof any[0]; i++) {
        if (pc_str_is(address, any[i])) {
            return true;
        }
    }
    return pc_address_is_loopback(address);
}

/* Behind "tcp://", "http://" and their like. */
static size_t behind_scheme(struct pc_str text) {
    size_t at = pc_str_find(text, PC_STR("://"), 0);
    if (at == PC_NPOS || at == 0) {
        return 0;
    }
    for (size_t i = 0; i < at; i++) {
        if (!pc_is_alnum(text.ptr[i]) && text.ptr[i] != '+' && text.ptr[i] != '.' && text.ptr[i] != '-') {
            return 0;
        }
    }
    return at + 3;
}

bool pc_address_split(struct pc_str text, struct pc_str *address, struct pc_piece *port) {
    size_t start = behind_scheme(text);
    size_t end = text.len;
    while (end > start && text.ptr[end - 1] == '/') {
        end--;
    }
    size_t digits = end;
    while (digits > start && pc_is_digit(text.ptr[digits - 1])) {
        digits--;
    }
    *port = (struct pc_piece){digits, end - digits};
    *address = PC_EMPTY;
    if (port->len == 0) {
        return false;
    }
    if (digits == start) {
        return start == 0 && end == text.len;
    }
    if (text.ptr[digits - 1] != ':') {
        return false;
    }
    struct pc_str host = pc_str_sub(text, start, digits - 1 - start);
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool plain = pc_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '*' || c == '+';
        if (!plain && !((c == ':' || c == '[' || c == ']') && host.ptr[0] == '[')) {
            return pc_str_eq(host, PC_STR("::")) ? (*address = host, true) : false;
        }
    }
    *address = bare_address(host);
    return true;
}

static bool is_host_char(char c) {
    return pc_is_alnum(c) || c == '.' || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/* The host that ends at `end` and does not reach below `floor`. */
static struct pc_piece host_before(struct pc_str text, size_t floor, size_t end) {
    size_t from = end;
    if (from > floor && text.ptr[from - 1] == ']') {
        while (from > floor && text.ptr[from - 1] != '[') {
            from--;
        }
        return from > floor ? (struct pc_piece){from, end - 1 - from} : (struct pc_piece){end, 0};
    }
    while (from > floor && is_host_char(text.ptr[from - 1])) {
        from--;
    }
    return (struct pc_piece){from, end - from};
}

/* Has a letter, or is an IP address: "12" of "12:30" is no host. */
static bool is_host(struct pc_str host) {
    size_t dots = 0;
    for (size_t i = 0; i < host.len; i++) {
        if (pc_is_alpha(host.ptr[i]) || host.ptr[i] == ':' || (unsigned char)host.ptr[i] >= 0x80) {
            return true;
        }
        dots += host.ptr[i] == '.';
    }
    return dots == 3;
}

static bool ends_word(struct pc_str text, size_t at) {
    return at >= text.len || !(is_host_char(text.ptr[at]) || text.ptr[at] == '@' || text.ptr[at] == '$');
}

static bool breaks_word(char c) {
    return pc_is_space(c) || c == '"' || c == '\'' || c == '`' || c == '(' || c == ')' || c == '<' || c == '>';
}

/* The ']' of an IPv6 address that opens at `at`, or `at` itself. */
static size_t behind_brackets(struct pc_str text, size_t at) {
    enum { ADDRESS_MAX = 48 };
    for (size_t i = at; i < text.len && i < at + ADDRESS_MAX; i++) {
        if (text.ptr[i] == ']') {
            return i;
        }
    }
    return at;
}

/* May a URL's host end at `at`, with a ':' before it and no port? */
static bool ends_host(struct pc_str text, size_t at) {
    return at == text.len || text.ptr[at] == '/' || text.ptr[at] == ',' || breaks_word(text.ptr[at]);
}

/* The ':' at scan->at: is there a host before it and a port behind? */
static bool at_colon(struct pc_str text, struct pc_address_scan *scan, struct pc_address_hit *hit) {
    size_t colon = scan->at;
    size_t end = colon + 1;
    while (end < text.len && pc_is_digit(text.ptr[end])) {
        end++;
    }
    struct pc_piece host = host_before(text, scan->floor, colon);
    bool digits = end > colon + 1;
    bool alone = colon == 0 || scan->scheme || breaks_word(text.ptr[colon - 1]);
    bool stands = host.len == 0 ? alone : is_host(pc_piece_text(text, host));
    bool whole = digits ? ends_word(text, end) : ends_host(text, end);
    scan->floor = colon + 1;
    *hit = (struct pc_address_hit){.host = host,
                                   .port = {colon + 1, end - colon - 1},
                                   .scheme = scan->scheme && !scan->path,
                                   .more = end < text.len && text.ptr[end] == ':'};
    return stands && whole && (digits || hit->scheme);
}

bool pc_address_next(struct pc_str text, struct pc_address_scan *scan, struct pc_address_hit *hit) {
    if (pc_str_find_char(text, ':', scan->at) == PC_NPOS) {
        return false;
    }
    for (; scan->at < text.len; scan->at++) {
        char c = text.ptr[scan->at];
        if (breaks_word(c)) {
            scan->scheme = scan->path = false;
        } else if (c == '[') {
            scan->at = behind_brackets(text, scan->at);
        } else if (c == ':' && pc_str_starts(pc_str_sub(text, scan->at, 3), PC_STR("://"))) {
            scan->scheme = true;
            scan->path = false;
            scan->at += 2;
            scan->floor = scan->at + 1;
        } else if (c == '/' || c == '?' || c == '#') {
            scan->path = true;
        } else if (c == ':' && at_colon(text, scan, hit)) {
            scan->at++;
            return true;
        }
    }
    return false;
}
