/* Apache: Listen, and whom its proxy passes requests on to. Line by line. */
#include "config_path.h"
#include "path.h"
#include "route.h"
#include "text_line.h"

static bool is(const struct pc_text_line *line, const char *word) {
    return line->count > 1 && pc_str_is_nocase(line->words[0], word);
}

static void dial(struct pc_read_context *ctx, const struct pc_text_line *line, struct pc_str word) {
    struct pc_route_how how = {.extent = pc_route_span(ctx, line->extent), .flags = PC_CLAIM_ROUTE};
    /* "unix:/run/php.sock|fcgi://localhost" */
    if (pc_str_find(word, PC_STR("://"), 0) != PC_NPOS && !pc_str_starts_nocase(word, PC_STR("unix:"))) {
        pc_route_dial(ctx, pc_route_slice(word), &how);
    }
}

/* A rule whose flags hold P is passed on. */
static bool is_proxied(const struct pc_text_line *line) {
    struct pc_str flags = line->count > 3 ? line->words[3] : PC_EMPTY;
    if (flags.len < 3 || flags.ptr[0] != '[') {
        return false;
    }
    flags = pc_str_sub(flags, 1, flags.len - 2);
    struct pc_str flag;
    for (bool done = false; pc_str_split(&flags, ',', &flag, &done);) {
        if (pc_str_eq_nocase(pc_str_trim(flag), PC_STR("P")) || pc_str_eq_nocase(pc_str_trim(flag), PC_STR("proxy"))) {
            return true;
        }
    }
    return false;
}

static void read_line(struct pc_read_context *ctx, const struct pc_text_line *line) {
    if (is(line, "Listen")) {
        struct pc_route_how how = {
            .extent = pc_route_span(ctx, line->extent), .flags = PC_CLAIM_EXPOSE, .protocol = PC_PROTO_TCP};
        pc_route_listen(ctx, pc_route_slice(line->words[1]), &how);
    } else if (is(line, "ProxyPass") || is(line, "ProxyPassMatch")) {
        /* Inside <Location> the path is left out. */
        dial(ctx, line,
             line->words[line->count > 2 && pc_str_find(line->words[1], PC_STR("://"), 0) == PC_NPOS ? 2 : 1]);
    } else if (is(line, "BalancerMember")) {
        dial(ctx, line, line->words[1]);
    } else if (is(line, "SetHandler") && pc_str_starts_nocase(line->words[1], PC_STR("proxy:"))) {
        dial(ctx, line, pc_str_sub(line->words[1], 6, line->words[1].len));
    } else if (is(line, "RewriteRule") && is_proxied(line)) {
        dial(ctx, line, line->words[2]);
    }
}

static void read_apache(struct pc_read_context *ctx) {
    struct pc_text_line line;
    for (size_t cursor = 0; pc_text_line_next(ctx->text, &cursor, &line);) {
        read_line(ctx, &line);
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->bare;
    if (pc_str_eq(base, PC_STR("httpd.conf")) || pc_str_eq(base, PC_STR("apache2.conf"))) {
        return PC_MATCH_NAME;
    }
    bool sites = pc_config_in_dir(look, "sites-available") || pc_config_in_dir(look, "sites-enabled");
    return sites || pc_config_has_suffix(look, ".conf") || pc_config_has_suffix(look, ".vhost") ? PC_MATCH_MAYBE
                                                                                                : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    bool named = pc_str_find_nocase(path, PC_STR("apache"), 0) != PC_NPOS ||
                 pc_str_find_nocase(path, PC_STR("httpd"), 0) != PC_NPOS;
    bool listen = pc_str_find(text, PC_STR("Listen "), 0) != PC_NPOS && named;
    return listen || pc_str_find_nocase(text, PC_STR("<VirtualHost"), 0) != PC_NPOS ||
           pc_str_find(text, PC_STR("ProxyPass "), 0) != PC_NPOS ||
           pc_str_find(text, PC_STR("BalancerMember "), 0) != PC_NPOS;
}

const struct pc_reader pc_reader_apache = {
    .name = "apache",
    .summary = "Apache: Listen, ProxyPass, BalancerMember",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_apache,
};
