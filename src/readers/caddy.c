/* Caddy: the addresses of its sites, and whom it passes requests on to. */
#include "caddy_scan.h"
#include "config_path.h"
#include "path.h"
#include "route.h"

enum block { OTHER, GLOBAL, SITE, PROXY };

enum { LEVELS = 32 }; /* of blocks that are told apart */

struct caddy {
    struct pc_read_context *ctx;
    enum block blocks[LEVELS];
    size_t depth;
    bool started;       /* something stood before: the next "{" alone is no block of options */
    bool bare;          /* one site without braces: lines at the top are its directives */
    struct pc_str site; /* the first address of the site */
};

static enum block here(const struct caddy *caddy) {
    return caddy->depth > 0 && caddy->depth <= LEVELS ? caddy->blocks[caddy->depth - 1] : OTHER;
}

static void enter(struct caddy *caddy, enum block block) {
    if (caddy->depth < LEVELS) {
        caddy->blocks[caddy->depth] = block;
    }
    caddy->depth++;
}

/* The default of "{$NAME:default}"; false when s is no such thing as a whole. */
static bool default_of(struct pc_str s, struct pc_str *value) {
    size_t colon = pc_str_find_char(s, ':', 0);
    if (!pc_str_starts(s, PC_STR("{$")) || pc_marker_length(s) != s.len || colon == PC_NPOS || s.len < 4) {
        return false;
    }
    *value = pc_str_sub(s, colon + 1, s.len - colon - 2);
    return true;
}

/* s, or its default. */
static struct pc_str resolved(struct pc_str s, bool *from_default) {
    struct pc_str value;
    if (!default_of(s, &value)) {
        return s;
    }
    *from_default = true;
    return value;
}

static void read_upstream(struct caddy *caddy, struct pc_str word, struct pc_str extent) {
    struct pc_route_how how = {.extent = pc_route_span(caddy->ctx, extent),
                               .qualifier = caddy->site,
                               .flags = PC_CLAIM_ROUTE,
                               .protocol = PC_PROTO_TCP,
                               .default_host = PC_STR("localhost")};
    word = resolved(word, &how.from_default);
    struct pc_endpoint end;
    if (!pc_endpoint_parse(word, &end)) {
        return;
    }
    struct pc_str host = resolved(end.host, &how.from_default);
    struct pc_str port = resolved(end.port, &how.from_default);
    if (host.ptr == end.host.ptr && port.ptr == end.port.ptr) {
        pc_route_dial(caddy->ctx, pc_route_slice(word), &how);
    } else if (end.port.len > 0) {
        pc_route_dial_split(caddy->ctx, pc_route_slice(host), pc_route_slice(port), &how);
    }
}

/* "/path", "@name" or "*": which requests, not whom. */
static bool is_matcher(struct pc_str word) {
    return pc_str_starts(word, PC_STR("/")) || pc_str_starts(word, PC_STR("@")) || pc_str_eq(word, PC_STR("*"));
}

static void read_upstreams(struct caddy *caddy, const struct pc_caddy_line *line, bool matcher) {
    for (size_t i = 1; i < line->words.count; i++) {
        if (!(matcher && i == 1 && is_matcher(line->words.items[i]))) {
            read_upstream(caddy, line->words.items[i], line->extent);
        }
    }
}

static void listen_at(struct caddy *caddy, struct pc_str port, struct pc_str host, struct pc_str extent,
                      bool from_default) {
    struct pc_route_how how = {.extent = pc_route_span(caddy->ctx, extent),
                               .qualifier = host,
                               .flags = PC_CLAIM_EXPOSE,
                               .protocol = PC_PROTO_TCP,
                               .from_default = from_default};
    pc_route_listen(caddy->ctx, pc_route_slice(port), &how);
}

/* The host of an address says which requests are meant, not which address is bound. */
static void read_address(struct caddy *caddy, struct pc_str word, struct pc_str extent) {
    bool from_default = false;
    word = resolved(word, &from_default);
    struct pc_endpoint end;
    if (!pc_endpoint_parse(word, &end)) {
        return;
    }
    struct pc_str port = resolved(end.port, &from_default);
    if (caddy->site.len == 0) {
        caddy->site = end.open_host ? PC_EMPTY : end.host;
    }
    if (port.len > 0) {
        listen_at(caddy, port, end.open_host ? PC_EMPTY : end.host, extent, from_default);
    }
}

static void read_addresses(struct caddy *caddy, const struct pc_caddy_line *line) {
    caddy->site = PC_EMPTY;
    for (size_t i = 0; i < line->words.count; i++) {
        struct pc_str rest = line->words.items[i];
        struct pc_str piece;
        for (bool done = false; pc_str_split(&rest, ',', &piece, &done);) {
            read_address(caddy, piece, line->extent);
        }
    }
}

static bool is(const struct pc_caddy_line *line, const char *word) {
    return line->words.count > 0 && pc_str_is(line->words.items[0], word);
}

static bool is_proxy(const struct pc_caddy_line *line) {
    return is(line, "reverse_proxy") || is(line, "php_fastcgi") || is(line, "forward_auth") || is(line, "proxy") ||
           is(line, "fastcgi");
}

static void read_option(struct caddy *caddy, const struct pc_caddy_line *line) {
    bool port = is(line, "http_port") || is(line, "https_port") || is(line, "admin");
    if (port && line->words.count > 1) {
        struct pc_route_how how = {
            .extent = pc_route_span(caddy->ctx, line->extent), .flags = PC_CLAIM_EXPOSE, .protocol = PC_PROTO_TCP};
        struct pc_str word = resolved(line->words.items[1], &how.from_default);
        pc_route_listen(caddy->ctx, pc_route_slice(word), &how);
    }
}

/* "dynamic a name port" */
static void read_dynamic(struct caddy *caddy, const struct pc_caddy_line *line) {
    if (line->words.count > 3 && pc_str_eq(line->words.items[1], PC_STR("a"))) {
        struct pc_route_how how = {.extent = pc_route_span(caddy->ctx, line->extent),
                                   .qualifier = caddy->site,
                                   .flags = PC_CLAIM_ROUTE,
                                   .protocol = PC_PROTO_TCP};
        pc_route_dial_split(caddy->ctx, pc_route_slice(line->words.items[2]), pc_route_slice(line->words.items[3]),
                            &how);
    }
}

static void read_directive(struct caddy *caddy, const struct pc_caddy_line *line) {
    if (is_proxy(line)) {
        read_upstreams(caddy, line, true);
    } else if (here(caddy) == PROXY && is(line, "to")) {
        read_upstreams(caddy, line, false);
    } else if (here(caddy) == PROXY && is(line, "dynamic")) {
        read_dynamic(caddy, line);
    } else if (here(caddy) == GLOBAL) {
        read_option(caddy, line);
    }
    if (line->opens) {
        enter(caddy, is_proxy(line) ? PROXY : OTHER);
    }
}

/* A file that others import may begin with directives: a word of letters, and something behind it. */
static bool looks_like_directive(const struct pc_caddy_line *line) {
    struct pc_str first = line->words.count > 1 ? line->words.items[0] : PC_EMPTY;
    for (size_t i = 0; i < first.len; i++) {
        if (first.ptr[i] != '_' && !pc_is_alpha(first.ptr[i])) {
            return false;
        }
    }
    return first.len > 0 && !pc_str_eq(first, PC_STR("localhost"));
}

/* A line outside all blocks. */
static void read_top(struct caddy *caddy, const struct pc_caddy_line *line) {
    bool options = line->words.count == 0 && !caddy->started;
    bool snippet = line->words.count > 0 && (pc_str_starts(line->words.items[0], PC_STR("(")) ||
                                             pc_str_starts(line->words.items[0], PC_STR("&(")));
    caddy->started = true;
    if (caddy->bare || looks_like_directive(line)) {
        read_directive(caddy, line);
        return;
    }
    if (!snippet) {
        read_addresses(caddy, line);
    }
    if (line->opens) {
        enter(caddy, options ? GLOBAL : SITE);
    } else {
        caddy->bare = true;
    }
}

static void read_caddy(struct pc_read_context *ctx) {
    struct caddy *caddy = PC_NEW(ctx->scratch, struct caddy);
    struct pc_caddy_line line = {.words = {NULL, 0, 0}};
    caddy->ctx = ctx;
    for (size_t cursor = 0; pc_caddy_next(ctx->scratch, ctx->text, &cursor, &line);) {
        if (line.words.count > 0 || line.opens) {
            if (caddy->depth == 0) {
                read_top(caddy, &line);
            } else {
                read_directive(caddy, &line);
            }
        }
        caddy->depth -= line.closes && caddy->depth > 0;
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    static const char *const others[] = {".md",   ".go",  ".py",   ".js", ".ts", ".html",
                                         ".json", ".yml", ".yaml", ".sh", ".rst"};
    if (pc_config_has_suffix(look, ".caddy") || pc_config_has_suffix(look, ".caddyfile")) {
        return PC_MATCH_EXACT;
    }
    if (!pc_str_starts_nocase(look->base, PC_STR("Caddyfile"))) {
        return PC_MATCH_NO;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (pc_config_has_suffix(look, others[i])) {
            return PC_MATCH_NO;
        }
    }
    return PC_MATCH_EXACT;
}

const struct pc_reader pc_reader_caddy = {
    .name = "caddy",
    .summary = "Caddyfiles: addresses of sites, reverse_proxy, php_fastcgi",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .read = read_caddy,
};
