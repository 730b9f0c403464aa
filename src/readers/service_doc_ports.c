/* The ports behind a label or in a cell: "3001 (HTTP), 127.0.0.1:9001", "dev 3000". */
#include <string.h>

#include "service_doc_line.h"
#include "service_doc_scan.h"
#include "service_doc_words.h"

enum { LEAD_WORDS = 6 };

/* "http://", "localhost:", "127.0.0.1:", "[::1]:", ":" before a number; the address is what stands before its colon. */
static size_t address_at(struct pc_str text, size_t at, struct pc_str *address) {
    size_t p = at;
    size_t scheme = pc_str_find(pc_str_sub(text, at, 12), PC_STR("://"), 0);
    if (scheme != PC_NPOS)
        p = at + scheme + 3;
    size_t from = p;
    while (p < text.len && p - from < 48 &&
           (pc_is_digit(text.ptr[p]) || pc_is_alpha(text.ptr[p]) || strchr(".[]:*", text.ptr[p])))
        p++;
    while (p > from && pc_is_digit(text.ptr[p - 1]))
        p--;
    if (p == from || text.ptr[p - 1] != ':' || p == text.len)
        return at;
    struct pc_str host = pc_str_sub(text, from, p - 1 - from);
    if (host.len > 1 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = pc_str_sub(host, 1, host.len - 2);
    bool numeric = pc_str_find_char(host, '.', 0) != PC_NPOS;
    for (size_t i = 0; i < host.len; i++)
        numeric = numeric && (pc_is_digit(host.ptr[i]) || host.ptr[i] == '.');
    if (host.len > 0 && !numeric && !pc_str_eq_nocase(host, PC_STR("localhost")) && !pc_str_eq(host, PC_STR("*")) &&
        pc_str_find_char(host, ':', 0) == PC_NPOS)
        return at;
    *address = numeric || pc_str_find_char(host, ':', 0) != PC_NPOS ? host : PC_EMPTY;
    return p;
}

/* Words that may stand between a label and its number. */
static bool is_lead(struct pc_str word) {
    struct pc_doc_sense sense = pc_doc_sense_of(word, PC_EMPTY);
    return sense.environment != PC_ENV_UNKNOWN || PC_DOC_HAS(sense, PC_DOC_FILLER) || PC_DOC_HAS(sense, PC_DOC_PORT) ||
           PC_DOC_HAS(sense, PC_DOC_SIDE);
}

/* The number behind the lead words at text[at]; the words are given back. */
static size_t lead_end(struct pc_str text, size_t at, struct pc_str *lead) {
    size_t p = pc_doc_skip_blanks(text, at);
    size_t from = p;
    for (unsigned i = 0; i < LEAD_WORDS; i++) {
        size_t cursor = p;
        struct pc_str word;
        bool bracket = p < text.len && text.ptr[p] == '(';
        cursor += bracket;
        size_t expected = cursor;
        if (!pc_doc_next_word(text, &cursor, &word) || (size_t)(word.ptr - text.ptr) != expected ||
            pc_is_digit(word.ptr[0]) || !is_lead(word) || pc_doc_starts_at(text, cursor, "://") ||
            pc_doc_starts_at(text, cursor, "/"))
            break; /* "http://", "tcp/" */
        if (bracket && !pc_doc_starts_at(text, cursor, ")"))
            break;
        cursor += bracket;
        if (pc_doc_starts_at(text, cursor, ":") && !pc_is_digit(pc_str_at(text, cursor + 1)))
            cursor++;
        p = pc_doc_skip_blanks(text, cursor);
        *lead = pc_str_sub(text, from, cursor - from);
    }
    return p;
}

/* "tcp/" before a number. */
static size_t protocol_at(struct pc_str text, size_t at, enum pc_protocol *protocol) {
    size_t cursor = at;
    struct pc_str word;
    enum pc_protocol second = PC_PROTO_ANY;
    bool stands = pc_doc_next_word(text, &cursor, &word) && word.ptr == text.ptr + at &&
                  pc_doc_starts_at(text, cursor, "/") && pc_is_digit(pc_str_at(text, cursor + 1)) &&
                  pc_protocol_parse(word, protocol, &second);
    return stands ? cursor + 1 : at;
}

/* "${NAME:-" before a number that "}" follows: what holds where nothing sets the variable. */
static size_t fallback_at(struct pc_str text, size_t at) {
    if (!pc_doc_starts_at(text, at, "${"))
        return at;
    size_t p = at + 2;
    while (p < text.len && (pc_is_alnum(text.ptr[p]) || text.ptr[p] == '_'))
        p++;
    p += pc_str_at(text, p) == ':';
    size_t number = p + 1;
    if (pc_str_at(text, p) != '-' || !pc_is_digit(pc_str_at(text, number)))
        return at;
    for (p = number; pc_is_digit(pc_str_at(text, p)); p++) {
    }
    return pc_str_at(text, p) == '}' ? number : at;
}

/* The number at text[at]; in braces the bytes around it belong to the variable. */
static bool number_at(const struct pc_doc_line *line, size_t at, bool braced, uint16_t *port, size_t *length) {
    if (!braced)
        return pc_doc_number_at(line, at, port, length);
    return pc_port_scan(pc_str_sub(line->text, at, line->text.len - at), port, length) == PC_PORT_OK &&
           line->offset[at + *length] == line->offset[at] + *length;
}

/* Behind a number: "-3009" makes it a range. One that ends before it begins is a trouble, and no port. */
static size_t range_end(const struct pc_doc_line *line, size_t end, struct pc_doc_port *port, bool *reversed) {
    struct pc_str text = line->text;
    size_t p = pc_doc_skip_blanks(text, end);
    size_t bytes = pc_doc_dash_at(text, p);
    if (bytes == 0)
        return end;
    p = pc_doc_skip_blanks(text, p + bytes);
    uint16_t high = 0;
    size_t used = 0;
    if (p >= text.len || pc_port_scan(pc_str_sub(text, p, text.len - p), &high, &used) != PC_PORT_OK)
        return end;
    if (p + used < text.len && (pc_is_alnum(text.ptr[p + used]) || text.ptr[p + used] == '_'))
        return end;
    if (line->offset[p + used - 1] - port->offset != p + used - 1 - (end - port->length))
        return end;
    /* "3000 - 80", "3000-02": a number of another length is something else. */
    *reversed = high < port->ports.lo && used == port->length && !pc_is_any(pc_str_at(text, p + used), "-.:/");
    if (high <= port->ports.lo && !*reversed)
        return end;
    port->ports.hi = high;
    port->length = line->offset[p + used - 1] + 1 - port->offset;
    return p + used;
}

/* "/udp" and a bracket behind a number, then words up to the next separator. */
static size_t qualifier_end(struct pc_str text, size_t end, struct pc_doc_port *port) {
    size_t p = pc_doc_skip_blanks(text, end);
    enum pc_protocol second = PC_PROTO_ANY;
    if (p < text.len && text.ptr[p] == '/') {
        size_t cursor = pc_doc_skip_blanks(text, p + 1);
        struct pc_str word;
        if (pc_doc_next_word(text, &cursor, &word) && pc_protocol_parse(word, &port->protocol, &second))
            p = pc_doc_skip_blanks(text, cursor);
    }
    if (p < text.len && text.ptr[p] == '(') {
        unsigned depth = 0;
        size_t close = p;
        for (; close < text.len && close - p < 512; close++) {
            depth += text.ptr[close] == '(';
            depth -= text.ptr[close] == ')';
            if (depth == 0)
                break;
        }
        if (pc_str_at(text, close) == ')') {
            port->qualifier = pc_str_trim(pc_str_sub(text, p + 1, close - p - 1));
            if (port->protocol == PC_PROTO_ANY && !pc_protocol_parse(port->qualifier, &port->protocol, &second))
                port->protocol = PC_PROTO_ANY;
            return close + 1;
        }
    }
    return p;
}

/* A comma, slash, plus, semicolon, bar, middle dot or "and"/"or" between two ports of a list. */
static size_t list_separator(struct pc_str text, size_t at) {
    static const char *const separators[] = {
        ",", "/", "+", ";", "|", "&", "\xC2\xB7", "\xE3\x80\x81", "\xEF\xBC\x8C", "and ", "or ", "und "};
    size_t p = pc_doc_skip_blanks(text, at);
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        if (pc_doc_starts_at(text, p, separators[i]))
            return pc_doc_skip_blanks(text, p + strlen(separators[i]));
    }
    return 0;
}

/* Words behind a number that say which port it is ("production", "inside the container"), up to the next separator or
 * the end. */
static bool words_behind(struct pc_str text, size_t *at, struct pc_doc_port *port) {
    size_t from = pc_doc_skip_blanks(text, *at);
    size_t p = from;
    while (p < text.len && p - from < PC_DOC_LABEL_BYTES && list_separator(text, p) == 0 && !strchr(".()", text.ptr[p]))
        p++;
    if (p == from)
        return true;
    size_t dash = from;
    while (dash < p && (pc_is_any(text.ptr[dash], " :") || pc_doc_dash_at(text, dash) > 0))
        dash += pc_doc_dash_at(text, dash) > 0 ? pc_doc_dash_at(text, dash) : 1;
    struct pc_str phrase = dash < p ? pc_str_trim(pc_str_sub(text, dash, p - dash)) : PC_EMPTY;
    struct pc_doc_sense sense = pc_doc_sense_of(phrase, PC_EMPTY);
    const uint32_t plain = 1u << PC_DOC_PRODUCTION | 1u << PC_DOC_STAGING | 1u << PC_DOC_DEVELOPMENT |
                           1u << PC_DOC_TESTING | 1u << PC_DOC_FILLER | 1u << PC_DOC_SIDE | 1u << PC_DOC_INTERNAL |
                           1u << PC_DOC_NAME_HEADER | 1u << PC_DOC_OUTSIDE | 1u << PC_DOC_PART;
    if (sense.words > 0 && !pc_doc_only(sense, plain))
        return false;
    if (dash > from + 1 && sense.environment == PC_ENV_UNKNOWN && !PC_DOC_HAS(sense, PC_DOC_INTERNAL))
        return false; /* "443 - HTTPS": a description, which the caller may read */
    if (port->qualifier.len == 0)
        port->qualifier = phrase;
    *at = p;
    return true;
}

static void note_trouble(const struct pc_doc_line *line, size_t at, struct pc_doc_ports *out) {
    struct pc_str text = line->text;
    uint16_t port;
    size_t used = 0;
    if (at >= text.len || !pc_is_digit(text.ptr[at]))
        return;
    enum pc_port_result result = pc_port_scan(pc_str_sub(text, at, text.len - at), &port, &used);
    if (used == 0)
        return;
    while (at + used + 1 < text.len && pc_is_any(text.ptr[at + used], ",.") && pc_is_digit(text.ptr[at + used + 1])) {
        result = PC_PORT_ODD; /* "3,005", "3005.0" */
        for (used++; pc_is_digit(pc_str_at(text, at + used)); used++) {
        }
    }
    char after = at + used < text.len ? text.ptr[at + used] : ' ';
    bool whole = line->offset[at + used - 1] == line->offset[at] + used - 1;
    if (result == PC_PORT_OK || pc_is_alnum(after) || pc_is_any(after, "_.") || !whole)
        return;
    out->trouble = result;
    out->bad_offset = line->offset[at];
    out->bad_length = (uint32_t)used;
}

bool pc_doc_ports_at(struct pc_arena *arena, const struct pc_doc_line *line, size_t at, bool strict,
                     struct pc_doc_ports *out) {
    struct pc_str text = line->text;
    memset(out, 0, sizeof *out);
    out->trouble = PC_PORT_NONE;
    size_t p = at;
    while (p < text.len) {
        struct pc_doc_port port = {0};
        size_t number = lead_end(text, p, &port.lead);
        number = address_at(text, protocol_at(text, number, &port.protocol), &port.address);
        size_t value = fallback_at(text, number);
        bool braced = value > number;
        bool reversed = false;
        size_t length = 0;
        number = value;
        if (!number_at(line, number, braced, &port.ports.lo, &length)) {
            if (out->list.count == 0)
                note_trouble(line, number, out);
            break;
        }
        port.ports.hi = port.ports.lo;
        port.offset = line->offset[number];
        port.length = (uint32_t)length;
        size_t end = braced ? number + length + 1 : range_end(line, number + length, &port, &reversed);
        if (reversed && out->list.count == 0) {
            out->trouble = PC_PORT_REVERSED;
            out->bad_offset = port.offset;
            out->bad_length = port.length;
            out->end = end;
        }
        if (reversed)
            break;
        if (pc_doc_starts_at(text, end, ":") && end + 1 < text.len && pc_is_digit(text.ptr[end + 1])) {
            /* "8380:8080": only the host's side is a port of the machine. */
            for (end++; pc_is_digit(pc_str_at(text, end)); end++) {
            }
        }
        end = qualifier_end(text, end, &port);
        size_t behind = end;
        bool known = words_behind(text, &behind, &port);
        bool described = pc_doc_starts_at(text, pc_doc_skip_blanks(text, end), ":");
        if (!known && out->list.count > 0 && !described)
            break; /* "3001, 4 workers": the second is no port; in "3001, 3002: workers" it is */
        if (known)
            end = behind;
        *PC_PUSH(&out->list, arena) = port;
        out->end = end;
        p = known ? list_separator(text, end) : 0;
        if (p == 0)
            break;
    }
    if (out->list.count == 0)
        return false;
    for (size_t i = 0; i < out->list.count; i++)
        out->list.items[i].listed = out->list.count > 1;
    return !strict || pc_doc_skip_blanks(text, out->end) >= text.len;
}
