#include "port.h"

#include "sort.h"
#include "text.h"

#define PORT_MAX 65535u

enum pc_port_result pc_port_scan(struct pc_str s, uint16_t *port, size_t *used) {
    uint32_t value = 0;
    size_t at = 0;
    for (; at < s.len && pc_is_digit(s.ptr[at]); at++) {
        if (value <= PORT_MAX)
            value = value * 10 + (uint32_t)(s.ptr[at] - '0');
    }
    *used = at;
    if (at == 0)
        return PC_PORT_NONE;
    if (at > 1 && s.ptr[0] == '0')
        return PC_PORT_ODD;
    if (value == 0)
        return PC_PORT_ZERO;
    if (value > PORT_MAX)
        return PC_PORT_LARGE;
    *port = (uint16_t)value;
    return PC_PORT_OK;
}

bool pc_is_foreign_digit(uint32_t code) {
    /* Arabic, Persian, Hindi, wide, and the mathematical ones */
    static const uint32_t zeros[] = {0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6};
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        if (code - zeros[i] < 10)
            return true;
    }
    return false;
}

/* Something that is meant as a number but is not written as a plain one: "+3005", full-width digits, a digit behind an
 * invisible character. */
static bool is_odd_number(struct pc_str s) {
    while (s.len > 0) {
        uint32_t c;
        size_t bytes = pc_utf8_decode(s, &c);
        if (pc_is_foreign_digit(c) || (c < 0x80 && pc_is_digit((char)c)))
            return true;
        if (c != '+' && c != '-' && c != '.' && c != 0x2212 && !pc_char_is_unsafe(c))
            return false;
        s = pc_str_sub(s, bytes, s.len);
    }
    return false;
}

enum pc_port_result pc_port_parse(struct pc_str s, uint16_t *port) {
    uint16_t value = 0;
    size_t used;
    enum pc_port_result result = pc_port_scan(s, &value, &used);
    if (result == PC_PORT_NONE)
        return is_odd_number(s) ? PC_PORT_ODD : PC_PORT_NONE;
    if (used < s.len)
        return PC_PORT_ODD;
    if (result == PC_PORT_OK)
        *port = value;
    return result;
}

static struct pc_str skip_blanks(struct pc_str s) {
    while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
        s = pc_str_sub(s, 1, s.len);
    return s;
}

/* Bytes of the range separator at the start of s, 0 when there is none. */
static size_t separator(struct pc_str s) {
    if (pc_str_starts(s, PC_STR("-")))
        return 1;
    if (pc_str_starts(s, PC_STR("..")) || pc_str_starts_nocase(s, PC_STR("to")))
        return 2;
    if (s.len == 0)
        return 0;
    uint32_t c;
    size_t bytes = pc_utf8_decode(s, &c);
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ? bytes : 0;
}

enum pc_port_result pc_ports_parse(struct pc_str s, struct pc_ports *ports) {
    struct pc_ports read = {0, 0};
    size_t used;
    enum pc_port_result low = pc_port_scan(s, &read.lo, &used);
    if (low == PC_PORT_NONE || used == s.len) {
        low = pc_port_parse(s, &read.lo);
        if (low == PC_PORT_OK)
            *ports = (struct pc_ports){read.lo, read.lo};
        return low;
    }
    struct pc_str rest = skip_blanks(pc_str_sub(s, used, s.len));
    size_t sep = separator(rest);
    if (sep == 0)
        return PC_PORT_ODD;
    enum pc_port_result high = pc_port_parse(skip_blanks(pc_str_sub(rest, sep, rest.len)), &read.hi);
    if (high == PC_PORT_NONE)
        return PC_PORT_ODD;
    if (low != PC_PORT_OK || high != PC_PORT_OK)
        return low != PC_PORT_OK ? low : high;
    if (read.lo > read.hi)
        return PC_PORT_REVERSED;
    *ports = read;
    return PC_PORT_OK;
}

bool pc_ports_overlap(struct pc_ports a, struct pc_ports b) {
    return a.lo <= b.hi && b.lo <= a.hi;
}

bool pc_ports_contain(struct pc_ports outer, struct pc_ports inner) {
    return outer.lo <= inner.lo && inner.hi <= outer.hi;
}

bool pc_ports_eq(struct pc_ports a, struct pc_ports b) {
    return a.lo == b.lo && a.hi == b.hi;
}

int pc_ports_cmp(struct pc_ports a, struct pc_ports b) {
    if (a.lo != b.lo)
        return pc_order(a.lo, b.lo);
    return a.hi == b.hi ? 0 : a.hi < b.hi ? -1 : 1;
}

bool pc_protocols_overlap(enum pc_protocol a, enum pc_protocol b) {
    return a == b || a == PC_PROTO_ANY || b == PC_PROTO_ANY;
}

const char *pc_protocol_name(enum pc_protocol protocol) {
    switch (protocol) {
    case PC_PROTO_TCP:
        return "tcp";
    case PC_PROTO_UDP:
        return "udp";
    case PC_PROTO_SCTP:
        return "sctp";
    case PC_PROTO_ANY:
        break;
    }
    return "any";
}

/* Words that people write into a protocol column, and what they run over. */
static const struct {
    const char *word;
    enum pc_protocol protocol;
} protocol_words[] = {
    {"tcp", PC_PROTO_TCP},   {"udp", PC_PROTO_UDP},       {"sctp", PC_PROTO_SCTP},      {"tcp4", PC_PROTO_TCP},
    {"tcp6", PC_PROTO_TCP},  {"udp4", PC_PROTO_UDP},      {"udp6", PC_PROTO_UDP},       {"http", PC_PROTO_TCP},
    {"https", PC_PROTO_TCP}, {"http/1.1", PC_PROTO_TCP},  {"http/2", PC_PROTO_TCP},     {"http2", PC_PROTO_TCP},
    {"h2", PC_PROTO_TCP},    {"h2c", PC_PROTO_TCP},       {"http/3", PC_PROTO_UDP},     {"http3", PC_PROTO_UDP},
    {"quic", PC_PROTO_UDP},  {"grpc", PC_PROTO_TCP},      {"grpcs", PC_PROTO_TCP},      {"ws", PC_PROTO_TCP},
    {"wss", PC_PROTO_TCP},   {"websocket", PC_PROTO_TCP}, {"websockets", PC_PROTO_TCP}, {"tls", PC_PROTO_TCP},
    {"ssl", PC_PROTO_TCP},   {"dtls", PC_PROTO_UDP},      {"ssh", PC_PROTO_TCP},        {"sftp", PC_PROTO_TCP},
    {"ftp", PC_PROTO_TCP},   {"smtp", PC_PROTO_TCP},      {"smtps", PC_PROTO_TCP},      {"imap", PC_PROTO_TCP},
    {"imaps", PC_PROTO_TCP}, {"pop3", PC_PROTO_TCP},      {"pop3s", PC_PROTO_TCP},      {"amqp", PC_PROTO_TCP},
    {"amqps", PC_PROTO_TCP}, {"mqtt", PC_PROTO_TCP},      {"mqtts", PC_PROTO_TCP},      {"ldap", PC_PROTO_TCP},
    {"ldaps", PC_PROTO_TCP}, {"wireguard", PC_PROTO_UDP}, {"stun", PC_PROTO_UDP},
};

enum { LONGEST_PROTOCOL = 10 }; /* of the words, in bytes */

static bool word_protocol(struct pc_str word, enum pc_protocol *protocol) {
    if (word.len < 2 || word.len > LONGEST_PROTOCOL)
        return false;
    char first = pc_lower(word.ptr[0]);
    for (size_t i = 0; i < sizeof protocol_words / sizeof protocol_words[0]; i++) {
        if (protocol_words[i].word[0] == first && pc_str_is_nocase(word, protocol_words[i].word)) {
            *protocol = protocol_words[i].protocol;
            return true;
        }
    }
    return false;
}

static bool splits_words(char c) {
    return c == '/' || c == ',' || c == '+' || c == '&' || c == '|' || c == ';' || pc_is_space(c);
}

bool pc_protocol_parse(struct pc_str s, enum pc_protocol *first, enum pc_protocol *second) {
    bool seen[PC_PROTO_SCTP + 1] = {false};
    enum pc_protocol found[PC_PROTO_SCTP] = {PC_PROTO_ANY};
    size_t count = 0;
    enum pc_protocol one;
    s = pc_str_trim(s);
    *second = PC_PROTO_ANY;
    if (word_protocol(s, first))
        return true;
    for (size_t at = 0; at < s.len;) {
        size_t end = at;
        while (end < s.len && !splits_words(s.ptr[end]))
            end++;
        struct pc_str word = pc_str_sub(s, at, end - at);
        at = end + 1;
        if (word.len == 0 || pc_str_eq_nocase(word, PC_STR("and")))
            continue;
        if (!word_protocol(word, &one))
            return false;
        if (!seen[one]) {
            seen[one] = true;
            found[count++] = one;
        }
    }
    if (count == 0)
        return false;
    *first = count > 2 ? PC_PROTO_ANY : found[0];
    *second = count == 2 ? found[1] : PC_PROTO_ANY;
    return true;
}
