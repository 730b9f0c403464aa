#include "hide_port.h"

#include <string.h>

#define PORT_DIGITS 5
#define ADDRESS_BYTES 48
#define NAME_BYTES 64
#define DEFAULT_DEPTH 4 /* ${A:-${B:-3000}} */
#define ELEMENTS 4      /* address, host port, container port; an IPv6 address without brackets is not shown */

static bool parse_mapping(struct pc_str s, unsigned depth);

bool pc_hide_one_of(char c, const char *set) {
    return c != '\0' && strchr(set, c) != NULL;
}

size_t pc_hide_bracketed(struct pc_str s, size_t at) {
    size_t end = at + 1;
    while (end < s.len && end - at < ADDRESS_BYTES && pc_hide_one_of(s.ptr[end], "0123456789abcdefABCDEF:."))
        end++;
    return end < s.len && end > at + 1 && s.ptr[end] == ']' ? end + 1 : 0;
}

static size_t name_end(struct pc_str s, size_t at) {
    size_t end = at;
    while (end < s.len && end - at < NAME_BYTES && (pc_is_alnum(s.ptr[end]) || s.ptr[end] == '_'))
        end++;
    return end > at && !pc_is_digit(s.ptr[at]) ? end : 0;
}

size_t pc_hide_variable_name(struct pc_str s, size_t at) {
    if (at + 1 >= s.len || s.ptr[at] != '$')
        return 0;
    bool braced = s.ptr[at + 1] == '{';
    size_t end = name_end(s, at + (braced ? 2 : 1));
    if (end != 0 && braced && end < s.len && s.ptr[end] == '}')
        end++;
    return end;
}

/* Behind the brace that closes the one before from; 0 when none does within reach of a default. */
static size_t closing_brace(struct pc_str s, size_t from) {
    unsigned open = 1;
    for (size_t at = from; at < s.len && at - from < 4 * NAME_BYTES; at++) {
        if (s.ptr[at] == '{')
            open++;
        else if (s.ptr[at] == '}' && --open == 0)
            return at + 1;
    }
    return 0;
}

static size_t parse_variable(struct pc_str s, size_t at, unsigned depth) {
    size_t name = pc_hide_variable_name(s, at);
    if (name == 0 || s.ptr[at + 1] != '{' || s.ptr[name - 1] == '}')
        return name;
    struct pc_str operator= pc_str_sub(s, name, 2);
    size_t value = name + (pc_str_eq(operator, PC_STR(":-")) ? 2u : 1u);
    if (value == name + 1 && !pc_str_starts(operator, PC_STR("-")))
        return 0;
    size_t end = closing_brace(s, value);
    if (end == 0 || depth == 0 || !parse_mapping(pc_str_sub(s, value, end - 1 - value), depth - 1))
        return 0;
    return end;
}

size_t pc_hide_variable(struct pc_str s, size_t at) {
    return parse_variable(s, at, DEFAULT_DEPTH);
}

/* Digits, dots and dashes: a port, a range, an IPv4 address; at when something is too long for one. */
static size_t number_end(struct pc_str s, size_t at) {
    size_t end = at;
    size_t digits = 0;
    for (; end < s.len; end++) {
        if (pc_is_digit(s.ptr[end]))
            digits++;
        else if ((s.ptr[end] == '.' || s.ptr[end] == '-') && digits > 0)
            digits = 0;
        else
            break;
        if (digits > PORT_DIGITS)
            return at;
    }
    return digits > 0 && end - at < ADDRESS_BYTES ? end : at;
}

static size_t parse_element(struct pc_str s, size_t at, unsigned depth) {
    if (at < s.len && s.ptr[at] == '[') {
        size_t end = pc_hide_bracketed(s, at);
        return end != 0 ? end : at;
    }
    if (at < s.len && s.ptr[at] == '$') {
        size_t end = parse_variable(s, at, depth);
        return end != 0 ? end : at;
    }
    return at < s.len && s.ptr[at] == '*' ? at + 1 : number_end(s, at);
}

static bool parse_mapping(struct pc_str s, unsigned depth) {
    static const char *const protocols[] = {"/tcp", "/udp", "/sctp"};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        struct pc_str suffix = pc_str_c(protocols[i]);
        if (pc_str_ends(s, suffix)) {
            s.len -= suffix.len;
            break;
        }
    }
    size_t at = pc_str_starts(s, PC_STR(":")) ? 1 : 0; /* ":9093": any address */
    for (unsigned elements = 0; elements < ELEMENTS; elements++) {
        size_t end = parse_element(s, at, depth);
        if (end == at)
            return false;
        if (end == s.len)
            return true;
        if (s.ptr[end] != ':')
            return false;
        at = end + 1;
    }
    return false;
}

bool pc_hide_is_mapping(struct pc_str s) {
    return parse_mapping(s, DEFAULT_DEPTH);
}

bool pc_hide_is_numbers(struct pc_str s) {
    if (pc_hide_is_mapping(s))
        return true;
    static const char *const dashes[] = {"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"};
    size_t digits = 0;
    bool any = false;
    for (size_t at = 0; at < s.len; at++) {
        struct pc_str rest = pc_str_sub(s, at, s.len);
        if (pc_is_digit(s.ptr[at])) {
            any = true;
            if (++digits > PORT_DIGITS)
                return false;
            continue;
        }
        digits = 0;
        if (pc_str_starts(rest, pc_str_c(dashes[0])) || pc_str_starts(rest, pc_str_c(dashes[1])) ||
            pc_str_starts(rest, pc_str_c(dashes[2])))
            at += 2;
        else if (!pc_hide_one_of(s.ptr[at], " \t-.,:/"))
            return false;
    }
    return any && s.len <= ADDRESS_BYTES;
}
