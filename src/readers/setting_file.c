/* Settings that are data: one table says in which file which key is a port, and what it means there. */
#include "compose_ports.h"
#include "compose_settings.h"
#include "config_path.h"
#include "config_tree.h"
#include "json_in.h"
#include "own_port.h"
#include "path.h"
#include "route.h"
#include "toml.h"
#include "tree_troubles.h"
#include "yaml_in.h"

enum meaning {
    OWN,     /* the port that the service takes: a number, or "${PORT:8080}" */
    SIDE,    /* a port beside it; the key says which */
    NAMED,   /* the port of what the first '*' of the path stands for */
    ADDRESS, /* where it listens, as addresses: "http://localhost:5000;https://localhost:5001" */
    LISTENS, /* inside a container or machine that something else forwards to */
    DIALS,   /* an address that it goes to */
    MENTION  /* forwarded by a tool that binds nothing of the service */
};

struct setting {
    const char *file; /* a glob for the base name */
    const char *path; /* keys with dots; '*' is any one key or item, a '*' at the end anything below */
    enum meaning meaning;
    enum pc_environment environment;
};

static const struct setting settings[] = {
    {"application*.y*ml", "server.port", OWN, PC_ENV_UNKNOWN},
    {"application*.y*ml", "micronaut.server.port", OWN, PC_ENV_UNKNOWN},
    {"application*.y*ml", "quarkus.http.port", OWN, PC_ENV_UNKNOWN},
    {"application*.y*ml", "management.server.port", SIDE, PC_ENV_UNKNOWN},
    {"application*.y*ml", "grpc.server.port", SIDE, PC_ENV_UNKNOWN},
    {"application*.y*ml", "**", DIALS, PC_ENV_UNKNOWN},
    {"application*.properties", "server.port", OWN, PC_ENV_UNKNOWN},
    {"application*.properties", "quarkus.http.port", OWN, PC_ENV_UNKNOWN},
    {"application*.properties", "management.server.port", SIDE, PC_ENV_UNKNOWN},
    {"application*.properties", "grpc.server.port", SIDE, PC_ENV_UNKNOWN},
    {"application*.properties", "**", DIALS, PC_ENV_UNKNOWN},
    {"bootstrap*.y*ml", "server.port", OWN, PC_ENV_UNKNOWN},
    {"bootstrap*.properties", "server.port", OWN, PC_ENV_UNKNOWN},
    {"wrangler.toml", "dev.port", OWN, PC_ENV_DEVELOPMENT},
    {"wrangler.json*", "dev.port", OWN, PC_ENV_DEVELOPMENT},
    {"wrangler.toml", "vars.*", DIALS, PC_ENV_UNKNOWN},
    {"wrangler.json*", "vars.*", DIALS, PC_ENV_UNKNOWN},
    {"angular.json", "projects.*.architect.serve.options.port", NAMED, PC_ENV_DEVELOPMENT},
    {"angular.json", "projects.*.targets.serve.options.port", NAMED, PC_ENV_DEVELOPMENT},
    {"proxy.conf.json", "*.target", DIALS, PC_ENV_DEVELOPMENT},
    {"project.json", "targets.serve.options.port", OWN, PC_ENV_DEVELOPMENT},
    {"launchSettings.json", "profiles.*.applicationUrl", ADDRESS, PC_ENV_DEVELOPMENT},
    {"appsettings*.json", "Kestrel.Endpoints.*.Url", ADDRESS, PC_ENV_UNKNOWN},
    {"appsettings*.json", "urls", ADDRESS, PC_ENV_UNKNOWN},
    {"appsettings*.json", "**", DIALS, PC_ENV_UNKNOWN},
    {"nodemon.json", "env.PORT", OWN, PC_ENV_DEVELOPMENT},
    {"netlify.toml", "dev.port", OWN, PC_ENV_DEVELOPMENT},
    {"netlify.toml", "dev.targetPort", SIDE, PC_ENV_DEVELOPMENT},
    {"Rocket.toml", "*.port", OWN, PC_ENV_UNKNOWN},
    {"config.toml", "server.port", OWN, PC_ENV_UNKNOWN},
    {"default.toml", "server.port", OWN, PC_ENV_UNKNOWN},
    {"settings.toml", "server.port", OWN, PC_ENV_UNKNOWN},
    {"serverless.y*ml", "custom.serverless-offline.httpPort", OWN, PC_ENV_DEVELOPMENT},
    {"firebase.json", "emulators.*.port", SIDE, PC_ENV_DEVELOPMENT},
    {"tauri.conf.json", "build.devUrl", DIALS, PC_ENV_DEVELOPMENT},
    {"tauri.conf.json", "build.devPath", DIALS, PC_ENV_DEVELOPMENT},
    {"fly*.toml", "http_service.internal_port", LISTENS, PC_ENV_UNKNOWN},
    {"fly*.toml", "services.*.internal_port", LISTENS, PC_ENV_UNKNOWN},
    {"devcontainer.json", "forwardPorts.*", MENTION, PC_ENV_UNKNOWN},
    {"devcontainer.json", "appPort", MENTION, PC_ENV_UNKNOWN},
    {".gitpod.y*ml", "ports.*.port", MENTION, PC_ENV_UNKNOWN},
};

enum { KEYS_MAX = 24 };

struct walk {
    struct pc_read_context *ctx;
    struct pc_str keys[KEYS_MAX]; /* of the value being looked at */
    size_t depth;
    enum pc_environment environment; /* that the file or document says */
    struct pc_str dir;
};

/* --- the table --- */

static bool file_fits(const struct setting *setting, struct pc_str base) {
    bool begins = base.len > 0 && base.ptr[0] == setting->file[0]; /* none begins with a star */
    return begins && pc_glob_match(pc_str_c(setting->file), base);
}

/* The whole path of a value: keys may hold dots themselves ("server.port: 8080"). */
static struct pc_str joined(const struct walk *walk) {
    struct pc_str path = PC_EMPTY;
    for (size_t i = 0; i < walk->depth; i++) {
        path =
            i == 0 ? walk->keys[0] : pc_str_fmt(walk->ctx->scratch, "%.*s.%.*s", PC_ARG(path), PC_ARG(walk->keys[i]));
    }
    return path;
}

/* *star: what the first '*' stands for. */
static bool path_fits(struct pc_str pattern, struct pc_str path, struct pc_str *star) {
    struct pc_str want, have;
    bool want_done = false, have_done = false;
    *star = PC_EMPTY;
    if (pc_str_eq(pattern, PC_STR("**"))) {
        return true;
    }
    while (pc_str_split(&pattern, '.', &want, &want_done)) {
        if (!pc_str_split(&path, '.', &have, &have_done)) {
            return false;
        }
        if (pc_str_eq(want, PC_STR("*"))) {
            *star = star->len == 0 ? have : *star;
        } else if (!pc_str_eq_nocase(want, have)) {
            return false;
        }
    }
    return have_done || !pc_str_split(&path, '.', &have, &have_done);
}

/* --- what a value means --- */

/* The dialled addresses of a value: "jdbc:postgresql://db:5432/x", "${A:http://ledger:4100}". */
static void dial(const struct walk *walk, struct pc_str value, struct pc_str path) {
    enum { PATH_SHOWN = 120 };
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    path = pc_str_sub(path, 0, PATH_SHOWN);
    if (pc_setting_is_no_dial(path)) {
        return;
    }
    while (pc_address_next(value, &scan, &hit)) {
        struct pc_str host = pc_piece_text(value, hit.host), port = pc_piece_text(value, hit.port);
        bool open = pc_host_is_variable(value, hit.host.from);
        if (hit.scheme && host.len > 0 && port.len > 0 && !hit.more && !open) {
            struct pc_route_how how = {.extent = pc_slice_span(walk->ctx, pc_line_around(walk->ctx, port)),
                                       .qualifier = pc_str_dup(walk->ctx->arena, path),
                                       .protocol = PC_PROTO_TCP,
                                       .from_default = pc_str_find(value, PC_STR("${"), 0) != PC_NPOS};
            pc_route_dial_split(walk->ctx, pc_route_slice(host), pc_route_slice(port), &how);
        }
    }
}

static struct pc_own_port own_of(const struct walk *walk, enum pc_environment environment) {
    return (struct pc_own_port){.role = PC_ROLE_DEFAULT,
                                .environment = walk->environment != PC_ENV_UNKNOWN ? walk->environment : environment,
                                .dir = walk->dir};
}

static void claim_number(const struct walk *walk, const struct setting *setting, struct pc_str value,
                         struct pc_str path, struct pc_str star) {
    bool fallback;
    size_t end;
    struct pc_str digits = pc_port_word_at(value, 0, &fallback, &end);
    struct pc_own_port own = own_of(walk, setting->environment);
    if (digits.len == 0 || end != value.len) {
        if (setting->meaning == OWN && value.len > 1 && value.ptr[0] == '$') {
            pc_own_port_unresolved(walk->ctx, value);
        }
        return;
    }
    own.confidence = fallback ? PC_DERIVED : PC_STATED;
    own.flags = fallback ? PC_CLAIM_FROM_ENV : 0u;
    if (setting->meaning == SIDE) {
        own.qualifier = pc_str_dup(walk->ctx->arena, path);
    } else if (setting->meaning == NAMED) {
        own.name = pc_str_dup(walk->ctx->arena, star);
    } else if (setting->meaning == LISTENS) {
        own.role = PC_ROLE_LISTENS;
        own.flags |= PC_CLAIM_EXPOSE;
    }
    if (setting->meaning == MENTION) {
        pc_builder_mention(walk->ctx->builder, pc_slice_span(walk->ctx, digits), "forwarded by a tool, not bound");
    } else {
        pc_own_port_claim(walk->ctx, digits, &own);
    }
}

static void claim_addresses(const struct walk *walk, const struct setting *setting, struct pc_str value) {
    struct pc_str piece;
    for (bool done = false; pc_str_split(&value, ';', &piece, &done);) {
        struct pc_str address;
        struct pc_piece port;
        if (pc_address_split(piece, &address, &port) && pc_address_is_bind(address)) {
            struct pc_own_port own = own_of(walk, setting->environment);
            own.qualifier = pc_str_starts(piece, PC_STR("https")) ? PC_STR("https") : PC_EMPTY;
            pc_own_port_claim(walk->ctx, pc_piece_text(piece, port), &own);
        }
    }
}

/* value: a slice of the file's text. */
static void take(const struct walk *walk, struct pc_str value) {
    struct pc_str base = pc_path_look(walk->ctx->path).bare;
    struct pc_str path = joined(walk);
    struct pc_str star;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        const struct setting *setting = &settings[i];
        if (!file_fits(setting, base) || !path_fits(pc_str_c(setting->path), path, &star)) {
            continue;
        }
        if (setting->meaning == DIALS) {
            dial(walk, value, path);
        } else if (setting->meaning == ADDRESS) {
            claim_addresses(walk, setting, value);
        } else {
            claim_number(walk, setting, value, path, star);
        }
        return;
    }
}

/* --- trees --- */

/* Recursion is bounded by PC_LIMIT_DEPTH. */
static void walk_node(struct walk *walk, const struct pc_node *node) {
    if (node->kind == PC_NODE_SCALAR) {
        struct pc_str value = pc_str_sub(walk->ctx->text, node->content, node->content_length);
        if (!node->aliased && node->verbatim) {
            take(walk, pc_str_trim(value));
        }
        return;
    }
    if (walk->depth == KEYS_MAX) {
        return;
    }
    for (const struct pc_node *child = node->child; child; child = child->next) {
        walk->keys[walk->depth++] = child->key && !child->merge ? child->key->text : PC_STR("-");
        walk_node(walk, child);
        walk->depth--;
    }
}

static struct pc_str text_at(const struct pc_node *root, const char *a, const char *b, const char *c, const char *d) {
    return pc_node_text(pc_map_get(pc_map_get(pc_map_get(pc_map_get(root, a), b), c), d));
}

/* Spring's documents of one file are for profiles. */
static enum pc_environment environment_of(const struct walk *walk, const struct pc_node *root) {
    enum pc_environment file = pc_environment_of_words(pc_path_base(walk->ctx->path));
    struct pc_str profile = text_at(root, "spring", "config", "activate", "on-profile");
    if (profile.len == 0) {
        profile = pc_node_text(pc_map_get(pc_map_get(root, "spring"), "profiles"));
    }
    enum pc_environment said = pc_environment_of_words(profile);
    return said != PC_ENV_UNKNOWN ? said : file;
}

static bool loses_port(const struct pc_node *hidden) {
    uint16_t port;
    return pc_port_parse(hidden->text, &port) == PC_PORT_OK && pc_str_eq_nocase(hidden->key->text, PC_STR("port"));
}

static void read_tree(struct walk *walk) {
    struct pc_read_context *ctx = walk->ctx;
    struct pc_path_look look = pc_path_look(ctx->path);
    struct pc_tree tree = pc_config_has_suffix(&look, ".toml") ? pc_toml_parse(ctx->scratch, ctx->text)
                          : pc_config_is_yaml(&look)           ? pc_yaml_parse(ctx->scratch, ctx->text)
                                                               : pc_json_parse(ctx->scratch, ctx->text, true);
    pc_tree_troubles(ctx, &tree, loses_port);
    for (size_t i = 0; i < tree.document_count; i++) {
        walk->environment = environment_of(walk, tree.documents[i]);
        walk->depth = 0;
        if (tree.documents[i]) {
            walk_node(walk, tree.documents[i]);
        }
    }
}

/* "key = value" and "key: value", '#' and '!' begin a comment. */
static void read_properties(struct walk *walk) {
    struct pc_str rest = walk->ctx->text;
    struct pc_str line;
    walk->environment = pc_environment_of_words(pc_path_base(walk->ctx->path));
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        line = pc_str_trim(line);
        size_t key = 0;
        while (key < line.len && line.ptr[key] != '=' && line.ptr[key] != ':' && !pc_is_space(line.ptr[key])) {
            key++;
        }
        if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == '!' || key == line.len) {
            continue;
        }
        walk->keys[0] = pc_str_sub(line, 0, key);
        walk->depth = 1;
        size_t value = key;
        while (value < line.len && (line.ptr[value] == '=' || line.ptr[value] == ':' || pc_is_space(line.ptr[value]))) {
            value++;
        }
        take(walk, pc_str_sub(line, value, line.len));
    }
}

/* Folders that hold settings and nothing else of a service. */
static struct pc_str service_dir(const struct pc_read_context *ctx) {
    struct pc_str dir = ctx->dir;
    if (pc_str_eq(pc_path_base(dir), PC_STR("Properties")) || pc_str_eq(pc_path_base(dir), PC_STR(".devcontainer")) ||
        pc_str_eq(pc_path_base(dir), PC_STR("src-tauri"))) {
        dir = pc_path_dir(dir);
    }
    return pc_service_dir_above(ctx, dir).dir;
}

static void read_settings(struct pc_read_context *ctx) {
    struct walk *walk = PC_NEW(ctx->scratch, struct walk);
    walk->ctx = ctx;
    walk->dir = service_dir(ctx);
    struct pc_path_look look = pc_path_look(ctx->path);
    if (pc_config_has_suffix(&look, ".properties")) {
        read_properties(walk);
    } else {
        read_tree(walk);
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->bare;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (file_fits(&settings[i], base)) {
            return pc_path_is_aside(look->path) ? PC_MATCH_NO : PC_MATCH_MAYBE;
        }
    }
    return PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_str_find_nocase(text, PC_STR("port"), 0) != PC_NPOS || pc_str_find(text, PC_STR("://"), 0) != PC_NPOS;
}

const struct pc_reader pc_reader_settings = {
    .name = "settings",
    .summary = "Spring, .NET, wrangler, Angular and others: settings that are a port",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_settings,
};
