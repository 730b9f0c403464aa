#include "hide_url.h"

#include "hide_port.h"

#define SCHEME_BYTES 24
#define HOST_BYTES 255

/* Characters that end a URL in prose, YAML, tables and code. A URL may hold some of them; what follows is then hidden
 * where values are, and an '@' behind it makes the whole URL doubtful. */
static bool ends_url(char c) {
    return pc_is_space(c) || pc_hide_one_of(c, "\"'`<>|()[]{},;");
}

size_t pc_hide_url_border(struct pc_str line, size_t at) {
    size_t reach = at > PC_HIDE_REACH ? at - PC_HIDE_REACH : 0;
    for (; at > reach; at--) {
        if (ends_url(line.ptr[at - 1]))
            return at;
    }
    return reach == 0 ? 0 : PC_NPOS;
}

/* Where the scheme before "://" at mark begins; mark itself when there is none. A scheme glued to something that is no
 * border
 * ("x:y://") is none: it may be the middle of a password. */
static size_t scheme_start(struct pc_str line, size_t mark) {
    size_t at = mark;
    while (at > 0 && mark - at < SCHEME_BYTES &&
           (pc_is_alnum(line.ptr[at - 1]) || pc_hide_one_of(line.ptr[at - 1], "+.")))
        at--;
    while (at < mark && !pc_is_alpha(line.ptr[at]))
        at++;
    if (at == 0 || at == mark)
        return at;
    char before = line.ptr[at - 1];
    bool border = pc_is_space(before) || pc_hide_one_of(before, "\"'`<>|()[]{},;=*_~!#\\") ||
                  (before == '-' && at > 1 && line.ptr[at - 2] == ':') || (unsigned char)before >= 0x80;
    return border ? at : mark;
}

/* The beginning of the next URL at or behind from, limit when there is none before it. */
static size_t next_start(struct pc_str line, size_t from, size_t limit) {
    struct pc_str within = pc_str_sub(line, 0, limit);
    for (size_t at = pc_str_find(within, PC_STR("://"), from); at != PC_NPOS;
         at = pc_str_find(within, PC_STR("://"), at + 3)) {
        size_t start = scheme_start(line, at);
        if (start < at && start >= from)
            return start;
    }
    return limit;
}

static bool is_host_char(char c) {
    return pc_is_alnum(c) || c == '-' || c == '.' || c == '_' || (unsigned char)c >= 0x80;
}

/* "db", "db:5432", "[::1]:80", "${DB_HOST}:${DB_PORT:-5432}". */
static bool host_is_plain(struct pc_str host) {
    size_t at = 0;
    if (host.len == 0 || host.len > HOST_BYTES)
        return false;
    if (host.ptr[0] == '[') {
        at = pc_hide_bracketed(host, 0);
        if (at == 0)
            return false;
    } else {
        while (at < host.len) {
            size_t variable = host.ptr[at] == '$' ? pc_hide_variable_name(host, at) : 0;
            if (variable == 0 && !is_host_char(host.ptr[at]))
                break;
            at = variable != 0 ? variable : at + 1;
        }
    }
    if (at == host.len)
        return true;
    return at > 0 && host.ptr[at] == ':' && pc_hide_is_mapping(pc_str_sub(host, at + 1, host.len));
}

/* host[..] ends before the path; brackets of an IPv6 address and of variables belong to it although they end other
 * URLs. */
static size_t authority_end(struct pc_str line, size_t from, size_t limit) {
    size_t at = from;
    while (at < limit) {
        size_t skip = 0;
        if (line.ptr[at] == '[')
            skip = pc_hide_bracketed(pc_str_sub(line, 0, limit), at);
        else if (line.ptr[at] == '$')
            skip = pc_hide_variable(pc_str_sub(line, 0, limit), at);
        if (skip == 0 && (ends_url(line.ptr[at]) || pc_hide_one_of(line.ptr[at], "/?#\\")))
            break;
        at = skip != 0 ? skip : at + 1;
    }
    return at;
}

bool pc_hide_next_url(struct pc_str line, size_t from, size_t limit, bool values_hidden, struct pc_hide_url *url) {
    size_t mark = pc_str_find(pc_str_sub(line, 0, limit), PC_STR("://"), from);
    if (mark == PC_NPOS)
        return false;
    size_t reach = line.len - mark > 3 + PC_HIDE_REACH ? mark + 3 + PC_HIDE_REACH : line.len;
    size_t next = next_start(line, mark + 3, reach);
    size_t authority = authority_end(line, mark + 3, next);
    size_t end = authority;
    while (end < next && !ends_url(line.ptr[end]))
        end++;
    struct pc_str all = pc_str_sub(line, mark + 3, authority - (mark + 3));
    size_t sign = pc_str_rfind_char(all, '@');
    size_t host = sign == PC_NPOS ? mark + 3 : mark + 3 + sign + 1;
    size_t doubt = values_hidden ? reach : end; /* a password may hold anything, "://" too */
    url->scheme = (struct pc_bytes){scheme_start(line, mark), mark + 3};
    url->userinfo = (struct pc_bytes){mark + 3, sign == PC_NPOS ? mark + 3 : host - 1};
    url->host = (struct pc_bytes){host, authority};
    url->end = end;
    url->doubtful =
        pc_str_find_char(pc_str_sub(line, 0, doubt), '@', authority) != PC_NPOS || (end == reach && reach < line.len);
    url->plain_host = host_is_plain(pc_str_sub(line, host, authority - host));
    return true;
}
