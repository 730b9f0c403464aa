/* nginx: where its servers listen, and whom it passes requests on to. */
#include "config_path.h"
#include "nginx_scan.h"
#include "path.h"
#include "route.h"
#include "sort.h"
#include "vec.h"

enum block { OTHER, SERVER, UPSTREAM, MAP };

/* What a variable may hold: set, or an entry of a map. */
struct variable {
    struct pc_str name;
    struct pc_str value;
    struct pc_span extent;
    size_t at; /* offset in the file */
    bool of_map;
    bool used; /* a claim was made of it */
};

/* A target in which variables stand: looked up when all of them are known. */
struct pass {
    struct pc_str target;
    struct pc_str qualifier;
    struct pc_span extent;
};

enum { LEVELS = 32 }; /* of blocks that are told apart; nginx itself needs five */

struct nginx {
    struct pc_read_context *ctx;
    enum block blocks[LEVELS];
    size_t depth;
    struct pc_str upstream;    /* its name, while inside one */
    struct pc_str map;         /* the variable of a map, while inside one */
    struct pc_str server_name; /* of the server, once it is written */
    struct PC_VEC(struct variable) variables;
    struct PC_VEC(struct pass) passes;
};

static enum block here(const struct nginx *nginx) {
    return nginx->depth > 0 && nginx->depth <= LEVELS ? nginx->blocks[nginx->depth - 1] : OTHER;
}

static bool is(const struct pc_nginx_directive *d, const char *word) {
    return d->count > 0 && pc_str_is(d->words[0], word);
}

static bool has_word(const struct pc_nginx_directive *d, const char *word) {
    for (size_t i = 2; i < d->count; i++) {
        if (pc_str_is(d->words[i], word)) {
            return true;
        }
    }
    return false;
}

static struct pc_str variable_name(struct pc_str word) {
    return pc_str_starts(word, PC_STR("$")) ? pc_str_sub(word, 1, word.len) : PC_EMPTY;
}

static void open_block(struct nginx *nginx, const struct pc_nginx_directive *d) {
    enum block block = OTHER;
    if (is(d, "server") && d->count == 1) {
        block = SERVER;
        nginx->server_name = PC_EMPTY;
    } else if (is(d, "upstream") && d->count > 1) {
        block = UPSTREAM;
        nginx->upstream = d->words[1];
    } else if (is(d, "map") && d->count > 2) {
        block = MAP;
        nginx->map = variable_name(d->words[2]);
    }
    if (nginx->depth < LEVELS) {
        nginx->blocks[nginx->depth] = block;
    }
    nginx->depth++;
}

static void read_listen(struct nginx *nginx, const struct pc_nginx_directive *d) {
    bool udp = has_word(d, "udp") || has_word(d, "quic");
    struct pc_route_how how = {.extent = pc_route_span(nginx->ctx, d->extent),
                               .qualifier = nginx->server_name,
                               .flags = PC_CLAIM_EXPOSE,
                               .protocol = udp ? PC_PROTO_UDP : PC_PROTO_TCP};
    pc_route_listen(nginx->ctx, pc_route_slice(d->words[1]), &how);
}

static struct pc_route_how how_of(struct pc_span extent, struct pc_str qualifier) {
    return (struct pc_route_how){.extent = extent, .qualifier = qualifier, .flags = PC_CLAIM_ROUTE};
}

static void read_upstream_server(struct nginx *nginx, const struct pc_nginx_directive *d) {
    struct pc_route_how how = how_of(pc_route_span(nginx->ctx, d->extent), nginx->upstream);
    how.only_mention = has_word(d, "down") ? "a server that is marked as down" : NULL;
    pc_route_dial(nginx->ctx, pc_route_slice(d->words[1]), &how);
}

static bool is_pass(const struct pc_nginx_directive *d) {
    static const char *const words[] = {"proxy_pass", "fastcgi_pass", "grpc_pass",
                                        "uwsgi_pass", "scgi_pass",    "memcached_pass"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (is(d, words[i])) {
            return true;
        }
    }
    return false;
}

static void read_pass(struct nginx *nginx, const struct pc_nginx_directive *d) {
    struct pc_span extent = pc_route_span(nginx->ctx, d->extent);
    if (pc_str_find_char(d->words[1], '$', 0) != PC_NPOS) {
        *PC_PUSH(&nginx->passes, nginx->ctx->scratch) = (struct pass){d->words[1], nginx->server_name, extent};
        return;
    }
    struct pc_route_how how = how_of(extent, nginx->server_name);
    pc_route_dial(nginx->ctx, pc_route_slice(d->words[1]), &how);
}

static void add_variable(struct nginx *nginx, struct pc_str name, struct pc_str value,
                         const struct pc_nginx_directive *d) {
    if (name.len > 0 && value.len > 0) {
        *PC_PUSH(&nginx->variables, nginx->ctx->scratch) =
            (struct variable){.name = name,
                              .value = value,
                              .extent = pc_route_span(nginx->ctx, d->extent),
                              .at = (size_t)(value.ptr - nginx->ctx->text.ptr),
                              .of_map = here(nginx) == MAP};
    }
}

static void read_directive(struct nginx *nginx, const struct pc_nginx_directive *d) {
    enum block block = here(nginx);
    if (d->count < 2) {
        return;
    }
    if (block == MAP) {
        add_variable(nginx, nginx->map, d->words[1], d);
    } else if (block == UPSTREAM) {
        if (is(d, "server")) {
            read_upstream_server(nginx, d);
        }
    } else if (is(d, "listen")) {
        read_listen(nginx, d);
    } else if (is(d, "server_name")) {
        nginx->server_name = d->words[1];
    } else if (is(d, "set") && d->count > 2) {
        add_variable(nginx, variable_name(d->words[1]), d->words[2], d);
    } else if (is_pass(d)) {
        read_pass(nginx, d);
    }
}

static int by_name(const void *a, const void *b) {
    const struct variable *x = a;
    const struct variable *y = b;
    int order = pc_str_cmp(x->name, y->name);
    return order != 0 ? order : pc_order(x->at, y->at);
}

/* The value set last before an offset; NULL when none was. */
static struct variable *find_variable(const struct nginx *nginx, struct pc_str name, size_t at) {
    struct variable wanted = {.name = name, .at = at};
    size_t low = 0;
    size_t high = nginx->variables.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_name(&nginx->variables.items[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low > 0 && pc_str_eq(nginx->variables.items[low - 1].name, name);
    return found ? &nginx->variables.items[low - 1] : NULL;
}

/* "$name" or "${name}" and nothing more. */
static struct pc_str only_variable(struct pc_str s) {
    if (s.len < 2 || s.ptr[0] != '$' || pc_marker_length(s) != s.len) {
        return PC_EMPTY;
    }
    return s.ptr[1] == '{' ? pc_str_sub(s, 2, s.len - 3) : pc_str_sub(s, 1, s.len);
}

/* The variable's value is the whole target. One claim for each value, however often it is used. */
static void dial_values(struct nginx *nginx, struct variable *variable, struct pc_str qualifier) {
    for (; !variable->used; variable--) {
        struct pc_route_how how = how_of(variable->extent, qualifier);
        pc_route_dial(nginx->ctx, pc_route_slice(variable->value), &how);
        variable->used = true;
        bool more = variable->of_map && variable > nginx->variables.items && variable[-1].of_map &&
                    pc_str_eq(variable[-1].name, variable->name);
        if (!more) {
            break;
        }
    }
}

/* The value of the variable that s begins with, when s is nothing but variables; NULL when none is known. */
static struct variable *leading_variable(const struct nginx *nginx, struct pc_str s, size_t at) {
    struct pc_str lead = pc_str_sub(s, 0, pc_marker_length(s));
    struct pc_str name = only_variable(lead);
    bool more = lead.len < s.len && s.ptr[lead.len] != '$' && s.ptr[lead.len] != '/';
    if (name.len == 0 || more) {
        return NULL;
    }
    struct variable *before = find_variable(nginx, name, at);
    struct variable *last = before ? before : find_variable(nginx, name, SIZE_MAX);
    return before || (last && last->of_map) ? last : NULL;
}

/* "3000$request_uri": the variable begins the path. */
static struct pc_str digits_before_variable(struct pc_str port) {
    size_t end = 0;
    while (end < port.len && pc_is_digit(port.ptr[end])) {
        end++;
    }
    return end > 0 && end < port.len && port.ptr[end] == '$' ? pc_str_sub(port, 0, end) : port;
}

static void follow_pass(struct nginx *nginx, const struct pass *pass) {
    size_t at = (size_t)(pass->target.ptr - nginx->ctx->text.ptr);
    struct pc_endpoint end;
    bool parsed = pc_endpoint_parse(pass->target, &end);
    if (!parsed || end.port.len == 0) {
        struct variable *whole = leading_variable(nginx, parsed && end.scheme.len > 0 ? end.host : pass->target, at);
        if (whole) {
            dial_values(nginx, whole, pass->qualifier);
        }
        return;
    }
    const struct variable *host = find_variable(nginx, only_variable(end.host), at);
    const struct variable *port = find_variable(nginx, only_variable(end.port), at);
    struct pc_str digits = port ? port->value : digits_before_variable(end.port);
    if (digits.len > 0 && digits.ptr[0] == '$' && !pc_str_starts(digits, PC_STR("${"))) {
        return; /* nginx's own, known only while it runs */
    }
    struct pc_route_how how = how_of(pass->extent, pass->qualifier);
    how.protocol = PC_PROTO_TCP;
    pc_route_dial_split(nginx->ctx, pc_route_slice(host ? host->value : end.host), pc_route_slice(digits), &how);
}

static void read_nginx(struct pc_read_context *ctx) {
    struct nginx *nginx = PC_NEW(ctx->scratch, struct nginx);
    nginx->ctx = ctx;
    struct pc_nginx_directive d;
    for (size_t cursor = 0; pc_nginx_next(ctx->text, &cursor, &d);) {
        if (d.end == '{') {
            open_block(nginx, &d);
        } else {
            read_directive(nginx, &d);
            nginx->depth -= d.end == '}' && nginx->depth > 0;
        }
    }
    pc_sort(nginx->variables.items, nginx->variables.count, sizeof nginx->variables.items[0], by_name);
    for (size_t i = 0; i < nginx->passes.count; i++) {
        follow_pass(nginx, &nginx->passes.items[i]);
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->bare;
    if (pc_str_eq_nocase(base, PC_STR("nginx.conf"))) {
        return PC_MATCH_NAME;
    }
    bool sites = pc_config_in_dir(look, "sites-available") || pc_config_in_dir(look, "sites-enabled");
    bool suffix = pc_config_has_suffix(look, ".conf") || pc_config_has_suffix(look, ".nginx") ||
                  pc_config_has_suffix(look, ".vhost");
    bool bare = pc_str_find_char(base, '.', 0) == PC_NPOS &&
                pc_str_find_nocase(pc_path_dir(look->path), PC_STR("nginx"), 0) != PC_NPOS;
    return suffix || sites || bare ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

/* A '#' stands before it on its line, as far as one looks. */
static bool in_comment(struct pc_str text, size_t at) {
    enum { FAR = 200 };
    for (size_t i = at; i > 0 && at - i < FAR && text.ptr[i - 1] != '\n'; i--) {
        if (text.ptr[i - 1] == '#') {
            return true;
        }
    }
    return false;
}

/* "server {", "upstream x {": a word that begins a line or a block, and a brace behind it. */
static bool opens_block(struct pc_str text, struct pc_str word) {
    for (size_t at = 0; (at = pc_str_find(text, word, at)) != PC_NPOS; at += word.len) {
        char before = at > 0 ? text.ptr[at - 1] : '\n';
        size_t end = at + word.len;
        while (end < text.len && end < at + 200 && text.ptr[end] != '{' && text.ptr[end] != ';' &&
               text.ptr[end] != '}') {
            end++;
        }
        bool opens = end < text.len && text.ptr[end] == '{';
        if ((pc_is_space(before) || before == '{' || before == '}' || before == ';') && opens &&
            !in_comment(text, at)) {
            return true;
        }
    }
    return false;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    if (pc_str_find_nocase(text, PC_STR("<VirtualHost"), 0) != PC_NPOS) {
        return false;
    }
    bool directive =
        pc_str_find(text, PC_STR("listen"), 0) != PC_NPOS || pc_str_find(text, PC_STR("_pass"), 0) != PC_NPOS;
    bool location = opens_block(text, PC_STR("location")) && pc_str_find(text, PC_STR("_pass"), 0) != PC_NPOS;
    return (opens_block(text, PC_STR("server")) && directive) || opens_block(text, PC_STR("upstream")) || location;
}

const struct pc_reader pc_reader_nginx = {
    .name = "nginx",
    .summary = "nginx: listen, upstream, proxy_pass and its like",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_nginx,
};
