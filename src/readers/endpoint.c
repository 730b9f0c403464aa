#include "endpoint.h"

#include <string.h>

static size_t enclosed(struct pc_str text, const char *open, const char *close) {
    if (!pc_str_starts(text, pc_str_c(open))) {
        return 0;
    }
    size_t end = pc_str_find(text, pc_str_c(close), 0);
    return end == PC_NPOS ? text.len : end + pc_str_c(close).len;
}

/* "${A:-${B}}": braces are counted. */
static size_t braces(struct pc_str text, size_t from) {
    size_t depth = 0;
    for (size_t i = from; i < text.len; i++) {
        depth += text.ptr[i] == '{';
        depth -= text.ptr[i] == '}' && depth > 0;
        if (depth == 0) {
            return i + 1;
        }
    }
    return text.len;
}

static size_t name_length(struct pc_str text, size_t from) {
    size_t end = from;
    while (end < text.len && (pc_is_alnum(text.ptr[end]) || text.ptr[end] == '_')) {
        end++;
    }
    return end - from;
}

size_t pc_marker_length(struct pc_str text) {
    static const struct {
        const char *open, *close;
    } pairs[] = {{"{{", "}}"}, {"{%", "%}"}, {"<%", "%>"}, {"$(", ")"}, {"$[", "]"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        size_t length = enclosed(text, pairs[i].open, pairs[i].close);
        if (length > 0) {
            return length;
        }
    }
    if (pc_str_starts(text, PC_STR("${")) || pc_str_starts(text, PC_STR("%{"))) {
        return braces(text, 1);
    }
    if (pc_str_starts(text, PC_STR("{"))) {
        return braces(text, 0);
    }
    return pc_str_starts(text, PC_STR("$")) ? 1 + name_length(text, 1) : 0;
}

bool pc_text_is_open(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '$' || c == '{' || (c == '<' && i + 1 < text.len && text.ptr[i + 1] == '%')) {
            return true;
        }
    }
    return false;
}

bool pc_is_ipv4(struct pc_str host) {
    unsigned parts = 0;
    struct pc_str part;
    for (bool done = false; pc_str_split(&host, '.', &part, &done); parts++) {
        unsigned value = 0;
        for (size_t i = 0; i < part.len; i++) {
            if (!pc_is_digit(part.ptr[i]) || i == 3) {
                return false;
            }
            value = value * 10 + (unsigned)(part.ptr[i] - '0');
        }
        if (part.len == 0 || value > 255) {
            return false;
        }
    }
    return parts == 4;
}

/* The first byte of text that is one of stops and stands in no marker; text.len when there is none. */
static size_t find_outside(struct pc_str text, const char *stops) {
    for (size_t i = 0; i < text.len;) {
        char c = text.ptr[i];
        bool may_mark = c == '{' || c == '<' || c == '$' || c == '%';
        size_t skip = may_mark ? pc_marker_length(pc_str_sub(text, i, text.len)) : 0;
        if (skip > 0) {
            i += skip;
            continue;
        }
        if (!pc_is_alnum(c) && c != '\0' && strchr(stops, c)) {
            return i;
        }
        i++;
    }
    return text.len;
}

static bool split_scheme(struct pc_str *text, struct pc_endpoint *endpoint) {
    size_t colon = find_outside(*text, ":/");
    if (!pc_str_starts(pc_str_sub(*text, colon, text->len), PC_STR("://"))) {
        return true;
    }
    endpoint->scheme = pc_str_sub(*text, 0, colon);
    endpoint->open_scheme = pc_text_is_open(endpoint->scheme);
    for (size_t i = 0; i < colon && !endpoint->open_scheme; i++) {
        char c = text->ptr[i];
        if (!pc_is_alnum(c) && c != '+' && c != '-' && c != '.' && c != '_') {
            return false;
        }
    }
    *text = pc_str_sub(*text, colon + 3, text->len);
    return colon > 0;
}

/* Behind the last '@' outside markers. */
static struct pc_str without_user(struct pc_str authority) {
    for (size_t at = find_outside(authority, "@"); at < authority.len; at = find_outside(authority, "@")) {
        authority = pc_str_sub(authority, at + 1, authority.len);
    }
    return authority;
}

static bool is_host_char(char c) {
    return pc_is_alnum(c) || c == '.' || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_host(const struct pc_endpoint *endpoint) {
    struct pc_str host = endpoint->host;
    size_t from = pc_str_eq(host, PC_STR("*")) || pc_str_starts(host, PC_STR("*.")) ? 1 : 0;
    for (size_t i = from; i < host.len; i++) {
        if (!is_host_char(host.ptr[i]) && !(endpoint->v6 && (host.ptr[i] == ':' || host.ptr[i] == '%'))) {
            return false;
        }
    }
    return true;
}

static bool split_host(struct pc_str authority, struct pc_endpoint *endpoint) {
    struct pc_str behind;
    endpoint->v6 = authority.len > 0 && authority.ptr[0] == '[';
    if (endpoint->v6) {
        size_t close = pc_str_find_char(authority, ']', 0);
        if (close == PC_NPOS) {
            return false;
        }
        endpoint->host = pc_str_sub(authority, 1, close - 1);
        behind = pc_str_sub(authority, close + 1, authority.len);
    } else {
        size_t colon = find_outside(authority, ":");
        endpoint->host = pc_str_sub(authority, 0, colon);
        behind = pc_str_sub(authority, colon, authority.len);
    }
    if (behind.len > 0 && behind.ptr[0] != ':') {
        return false;
    }
    endpoint->port = pc_str_sub(behind, 1, behind.len);
    return find_outside(endpoint->port, ":") == endpoint->port.len;
}

static void read_port(struct pc_endpoint *endpoint) {
    struct pc_str port = endpoint->port;
    uint16_t number;
    endpoint->result = PC_PORT_NONE;
    if (pc_text_is_open(port)) {
        endpoint->open_port = true;
        return;
    }
    if (pc_str_find_char(port, '-', 1) != PC_NPOS) {
        bool plain = true;
        for (size_t i = 0; i < port.len; i++) {
            plain = plain && (pc_is_digit(port.ptr[i]) || port.ptr[i] == '-');
        }
        endpoint->result = plain ? pc_ports_parse(port, &endpoint->ports) : PC_PORT_ODD;
        return;
    }
    endpoint->result = pc_port_parse(port, &number);
    if (endpoint->result == PC_PORT_OK) {
        endpoint->ports = (struct pc_ports){number, number};
    }
}

bool pc_endpoint_parse(struct pc_str text, struct pc_endpoint *endpoint) {
    *endpoint = (struct pc_endpoint){.result = PC_PORT_NONE};
    text = pc_str_trim(text);
    if (!split_scheme(&text, endpoint)) {
        return false;
    }
    size_t end = find_outside(text, "/?# \t\r\n\"'`,;");
    struct pc_str authority = without_user(pc_str_sub(text, 0, end));
    endpoint->path = pc_str_sub(text, end, text.len);
    bool path = endpoint->path.len == 0 || pc_str_find_char(PC_STR("/?#"), endpoint->path.ptr[0], 0) != PC_NPOS;
    if (!path || authority.len == 0 || !split_host(authority, endpoint)) {
        return false;
    }
    endpoint->open_host = pc_text_is_open(endpoint->host) || !is_host(endpoint);
    read_port(endpoint);
    return true;
}
