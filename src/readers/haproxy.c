/* HAProxy: where its front ends bind, and the servers of its back ends. Line by line. */
#include "config_path.h"
#include "path.h"
#include "route.h"
#include "text_line.h"

static bool is(const struct pc_text_line *line, const char *word) {
    return line->count > 0 && pc_str_is(line->words[0], word);
}

/* "ipv4@", "quic4@", ... before an address; *udp when it says so. What is no network ("unix@", "fd@") gives nothing. */
static struct pc_str without_family(struct pc_str address, bool *udp) {
    size_t at = pc_str_find_char(address, '@', 0);
    struct pc_str family = pc_str_sub(address, 0, at);
    if (at == PC_NPOS) {
        return address;
    }
    *udp = pc_str_starts(family, PC_STR("quic")) || pc_str_starts(family, PC_STR("udp"));
    bool network = *udp || pc_str_starts(family, PC_STR("ipv")) || pc_str_starts(family, PC_STR("tcp"));
    return network ? pc_str_sub(address, at + 1, address.len) : PC_EMPTY;
}

/* "*:80", ":::443" (any IPv6 address), "10.0.0.1:80,10.0.0.2:80" */
static void read_bind(struct pc_read_context *ctx, const struct pc_text_line *line, struct pc_str addresses,
                      struct pc_str section) {
    struct pc_str piece;
    for (bool done = false; pc_str_split(&addresses, ',', &piece, &done);) {
        bool udp = false;
        piece = without_family(piece, &udp);
        if (pc_str_starts(piece, PC_STR(":::"))) {
            piece = pc_str_sub(piece, 2, piece.len);
        }
        bool port = (pc_str_find_char(piece, ':', 0) != PC_NPOS && !pc_str_starts(piece, PC_STR("/"))) ||
                    pc_marker_length(piece) > 0;
        struct pc_route_how how = {.extent = pc_route_span(ctx, line->extent),
                                   .qualifier = section,
                                   .flags = PC_CLAIM_EXPOSE,
                                   .protocol = udp ? PC_PROTO_UDP : PC_PROTO_TCP};
        if (port) {
            pc_route_listen(ctx, pc_route_slice(piece), &how);
        }
    }
}

/* "server name address:port options", "server-template prefix count address:port". Port 0 or none: that of the request.
 */
static void read_server(struct pc_read_context *ctx, const struct pc_text_line *line, size_t at,
                        struct pc_str section) {
    if (line->count <= at) {
        return;
    }
    bool udp = false;
    struct pc_str address = without_family(line->words[at], &udp);
    struct pc_route_how how = {.extent = pc_route_span(ctx, line->extent),
                               .qualifier = section,
                               .flags = PC_CLAIM_ROUTE,
                               .protocol = udp ? PC_PROTO_UDP : PC_PROTO_TCP};
    for (size_t i = at + 1; i < line->count; i++) {
        if (pc_str_eq(line->words[i], PC_STR("disabled"))) {
            how.only_mention = "a server that is disabled";
        }
    }
    size_t colon = pc_str_rfind_char(address, ':');
    struct pc_str port = colon == PC_NPOS ? PC_EMPTY : pc_str_sub(address, colon + 1, address.len);
    bool relative = port.len > 0 && (port.ptr[0] == '+' || port.ptr[0] == '-'); /* added to the request's */
    if (!relative && !pc_str_eq(port, PC_STR("0"))) {
        pc_route_dial(ctx, pc_route_slice(address), &how);
    }
}

static bool opens_section(const struct pc_text_line *line) {
    static const char *const words[] = {"global",      "defaults", "frontend",    "backend",  "listen", "peers",
                                        "resolvers",   "mailers",  "userlist",    "program",  "cache",  "ring",
                                        "http-errors", "fcgi-app", "log-forward", "crt-store"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (is(line, words[i])) {
            return true;
        }
    }
    return false;
}

static void read_haproxy(struct pc_read_context *ctx) {
    struct pc_text_line line;
    struct pc_str section = PC_EMPTY;
    bool serves = false;
    for (size_t cursor = 0; pc_text_line_next(ctx->text, &cursor, &line);) {
        if (opens_section(&line)) {
            serves = is(&line, "frontend") || is(&line, "backend") || is(&line, "listen");
            section = line.count > 1 ? line.words[1] : PC_EMPTY;
            if (line.count > 2 && !is(&line, "backend") && serves) { /* "listen stats :8404", an old form */
                read_bind(ctx, &line, line.words[2], section);
            }
        } else if (!serves) {
            continue;
        } else if (is(&line, "bind") && line.count > 1) {
            read_bind(ctx, &line, line.words[1], section);
        } else if (is(&line, "server")) {
            read_server(ctx, &line, 2, section);
        } else if (is(&line, "server-template")) {
            read_server(ctx, &line, 3, section);
        }
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    bool suffix = pc_config_has_suffix(look, ".cfg") || pc_config_has_suffix(look, ".conf");
    if (suffix && pc_str_eq_nocase(look->bare, PC_STR("haproxy.cfg"))) {
        return PC_MATCH_EXACT;
    }
    bool folder = pc_str_find_nocase(pc_path_dir(look->path), PC_STR("haproxy"), 0) != PC_NPOS;
    return suffix && (folder || pc_config_named(look, "haproxy")) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool begins_line(struct pc_str text, const char *word) {
    struct pc_str needle = pc_str_c(word);
    for (size_t at = 0; (at = pc_str_find(text, needle, at)) != PC_NPOS; at++) {
        if (at == 0 || text.ptr[at - 1] == '\n') {
            return true;
        }
    }
    return false;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return begins_line(text, "frontend ") || begins_line(text, "backend ") || begins_line(text, "listen ");
}

const struct pc_reader pc_reader_haproxy = {
    .name = "haproxy",
    .summary = "HAProxy: bind and server",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_haproxy,
};
