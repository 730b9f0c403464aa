/* Env files: the port of the service beside them, those of services that a variable names, and whom a service dials.
 * Nothing but ports and hosts is looked at. */
#include <stdlib.h>

#include "compose_name.h"
#include "compose_ports.h"
#include "compose_settings.h"
#include "dotenv.h"
#include "own_port.h"
#include "path.h"
#include "route.h"
#include "service_doc_words.h"
#include "sort.h"
#include "vec.h"

struct entry {
    struct pc_str key;
    struct pc_str value; /* a slice of the file */
    struct pc_span line;
    size_t order;
};

struct env {
    struct pc_read_context *ctx;
    struct PC_VEC(struct entry) entries;
    struct PC_VEC(struct entry) by_key;        /* the same, sorted */
    struct PC_VEC(struct pc_str) interpolated; /* variables that compose files beside it fill in, sorted */
    struct pc_service_place place;
    bool has_port;
};

static int by_key(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = pc_str_cmp(x->key, y->key);
    return order != 0 ? order : pc_order(x->order, y->order);
}

static int by_text(const void *a, const void *b) {
    return pc_str_cmp(*(const struct pc_str *)a, *(const struct pc_str *)b);
}

static void read_entries(struct env *env) {
    struct pc_env_entry entry;
    for (size_t cursor = 0; pc_env_next(env->ctx->text, &cursor, &entry);) {
        struct entry item = {.key = entry.key,
                             .value = pc_str_sub(env->ctx->text, entry.offset, entry.value.len),
                             .line = {env->ctx->file, entry.line_offset, entry.line_length},
                             .order = env->entries.count};
        *PC_PUSH(&env->entries, env->ctx->scratch) = item;
        *PC_PUSH(&env->by_key, env->ctx->scratch) = item;
        env->has_port = env->has_port || pc_str_eq(entry.key, PC_STR("PORT"));
    }
    pc_sort(env->by_key.items, env->by_key.count, sizeof env->by_key.items[0], by_key);
}

/* The last value of a key, which counts; NULL when there is none. */
static const struct entry *find(const struct env *env, struct pc_str key) {
    size_t low = 0, high = env->by_key.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(env->by_key.items[middle].key, key) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 && pc_str_eq(env->by_key.items[low - 1].key, key) ? &env->by_key.items[low - 1] : NULL;
}

/* --- what compose files beside it make of the variables --- */

static void add_interpolated(struct env *env, struct pc_str text) {
    for (size_t at = 0; (at = pc_str_find_char(text, '$', at)) != PC_NPOS;) {
        at += pc_str_starts(pc_str_sub(text, at + 1, 1), PC_STR("{")) ? 2 : 1;
        size_t end = at;
        while (end < text.len && (pc_is_alnum(text.ptr[end]) || text.ptr[end] == '_')) {
            end++;
        }
        if (end > at) {
            *PC_PUSH(&env->interpolated, env->ctx->scratch) = pc_str_sub(text, at, end - at);
        }
    }
}

/* The first path not before prefix. */
static size_t lower_bound(const struct pc_tree_access *tree, struct pc_str prefix) {
    size_t low = 0, high = tree->path_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(tree->paths[middle], prefix) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void read_compose_beside(struct env *env) {
    enum { FILES_MAX = 64 };
    static const char *const names[] = {"compose", "docker-compose", ""};
    const struct pc_read_context *ctx = env->ctx;
    /* In a folder "compose" every YAML file is one. */
    size_t count = pc_str_eq(pc_path_base(ctx->dir), PC_STR("compose")) ? 3 : 2;
    for (size_t n = count == 3 ? 2 : 0; n < count; n++) {
        struct pc_str prefix =
            pc_str_fmt(ctx->scratch, "%.*s%s%s", PC_ARG(ctx->dir), ctx->dir.len > 0 ? "/" : "", names[n]);
        size_t first = lower_bound(ctx->tree, prefix);
        for (size_t i = first; i < ctx->tree->path_count && i < first + FILES_MAX; i++) {
            struct pc_str path = ctx->tree->paths[i];
            if (!pc_str_starts(path, prefix)) {
                break;
            }
            pc_id file;
            struct pc_str text;
            if (pc_str_eq(pc_path_dir(path), ctx->dir) && pc_compose_match(path) >= PC_MATCH_NAME &&
                ctx->tree->read(ctx->tree->arg, path, &file, &text)) {
                add_interpolated(env, text);
            }
        }
    }
    pc_sort(env->interpolated.items, env->interpolated.count, sizeof env->interpolated.items[0], by_text);
}

static bool is_interpolated(const struct env *env, struct pc_str name) {
    return env->interpolated.count > 0 &&
           bsearch(&name, env->interpolated.items, env->interpolated.count, sizeof env->interpolated.items[0], by_text);
}

/* --- ports --- */

static void mention(const struct env *env, struct pc_str digits, const char *why) {
    pc_builder_mention(env->ctx->builder, pc_slice_span(env->ctx, digits), why);
}

/* The number in a value: "3001" or "${PORT:-3001}". Empty when it is none. */
static struct pc_str number_of(const struct env *env, const struct entry *entry, bool *fallback) {
    size_t at = (size_t)(entry->value.ptr - env->ctx->text.ptr), end = 0;
    struct pc_str value = entry->value.len > 0 ? pc_str_sub(env->ctx->text, 0, at + entry->value.len) : PC_EMPTY;
    struct pc_str digits = entry->value.len > 0 ? pc_port_word_at(value, at, fallback, &end) : PC_EMPTY;
    return end == at + entry->value.len ? digits : PC_EMPTY;
}

static struct pc_own_port own_of(const struct env *env, const struct entry *entry, bool fallback) {
    bool derived = fallback || !pc_str_eq(entry->key, PC_STR("PORT"));
    return (struct pc_own_port){.role = PC_ROLE_DEFAULT,
                                .confidence = derived ? PC_DERIVED : PC_STATED,
                                .environment = pc_environment_of_path(env->ctx->path),
                                .flags = PC_CLAIM_FROM_ENV,
                                .extent = entry->line,
                                .dir = env->place.dir};
}

/* The service beside the file. */
static void claim_own(const struct env *env, const struct entry *entry, struct pc_str digits, bool fallback,
                      struct pc_str qualifier) {
    struct pc_own_port own = own_of(env, entry, fallback);
    own.qualifier = qualifier;
    if (env->place.known && env->place.dir.len > 0) {
        pc_own_port_claim(env->ctx, digits, &own);
    } else {
        mention(env, digits, "no service lies beside this file");
    }
}

/* "mana-auth" of MANA_AUTH_HTTP_PORT. */
static struct pc_str name_of(const struct env *env, struct pc_setting_words words) {
    struct pc_str name = PC_EMPTY;
    for (size_t i = 0; i < words.count; i++) {
        struct pc_str word = pc_str_lower(env->ctx->arena, words.items[i]);
        name = i == 0 ? word : pc_str_fmt(env->ctx->arena, "%.*s-%.*s", PC_ARG(name), PC_ARG(word));
    }
    return name;
}

/* LEDGER_HOST_PORT: where a compose file publishes it. */
static bool is_host_port(struct pc_setting_words words) {
    struct pc_str last = words.count > 0 ? words.items[words.count - 1] : PC_EMPTY;
    return pc_str_eq_nocase(last, PC_STR("host")) || pc_str_eq_nocase(last, PC_STR("external")) ||
           pc_str_eq_nocase(last, PC_STR("published"));
}

static bool any_foreign(struct pc_setting_words words) {
    for (size_t i = 0; i < words.count; i++) {
        if (pc_doc_word_of(words.items[i]) == PC_DOC_FOREIGN) {
            return true;
        }
    }
    return false;
}

/* REDIS_HOST beside REDIS_PORT. */
static const struct entry *host_beside(const struct env *env, struct pc_str key) {
    static const char *const suffixes[] = {"HOST", "HOSTNAME", "SERVER", "ADDR", "ADDRESS", "IP"};
    struct pc_str stem = pc_str_sub(key, 0, key.len - 4);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        const struct entry *host = find(env, pc_str_fmt(env->ctx->scratch, "%.*s%s", PC_ARG(stem), suffixes[i]));
        if (host && host->value.len > 0) {
            return host;
        }
    }
    return NULL;
}

static struct pc_route_how dial_of(const struct entry *entry) {
    return (struct pc_route_how){.extent = entry->line, .qualifier = entry->key, .protocol = PC_PROTO_TCP};
}

/* MAIL_PORT, LEDGER_PORT: somebody else's, or a service that the variable names. */
static void claim_other(const struct env *env, const struct entry *entry, struct pc_str digits, bool fallback) {
    bool side;
    struct pc_setting_words words = pc_setting_owner(entry->key, &side);
    const struct entry *host = host_beside(env, entry->key);
    bool every = host && pc_address_is_bind(host->value) && !pc_address_is_loopback(host->value);
    if (host && !every) {
        struct pc_route_how how = dial_of(entry);
        how.from_default = fallback;
        pc_route_dial_split(env->ctx, pc_route_slice(host->value), pc_route_slice(digits), &how);
    } else if (every && env->place.known && env->place.dir.len > 0) {
        claim_own(env, entry, digits, fallback, PC_EMPTY);
    } else if (is_host_port(words)) {
        mention(env, digits, "a port of a host");
    } else if (words.count == 0 || any_foreign(words)) {
        mention(env, digits, "dialled, not owned");
    } else {
        struct pc_own_port own = own_of(env, entry, fallback);
        own.name = name_of(env, words);
        own.qualifier = side ? entry->key : PC_EMPTY;
        pc_own_port_claim(env->ctx, digits, &own);
    }
}

static void read_port(const struct env *env, const struct entry *entry) {
    bool fallback = false;
    struct pc_str digits = number_of(env, entry, &fallback);
    enum pc_doc_variable kind = pc_doc_variable_of(entry->key, env->place.dir);
    bool own = kind == PC_DOC_VAR_OWN || (kind == PC_DOC_VAR_USUAL && !env->has_port);
    if (digits.len == 0) {
        if (own && env->place.known && entry->value.len > 0 && entry->value.ptr[0] == '$') {
            pc_own_port_unresolved(env->ctx, entry->value);
        }
        return;
    }
    if (is_interpolated(env, entry->key)) {
        mention(env, digits, "a compose file says what it is for");
        return;
    }
    if (own) {
        claim_own(env, entry, digits, fallback, PC_EMPTY);
    } else if (kind == PC_DOC_VAR_DIALLED && pc_setting_of_env(entry->key) == PC_SETTING_SIDE) {
        claim_own(env, entry, digits, fallback, entry->key);
    } else if (kind == PC_DOC_VAR_DIALLED) {
        claim_other(env, entry, digits, fallback);
    } else {
        mention(env, digits, "PORT says where it listens");
    }
}

/* --- addresses --- */

static void read_addresses(const struct env *env, const struct entry *entry) {
    bool named = pc_setting_is_address(entry->key);
    bool binds = pc_setting_of_address(entry->key) == PC_SETTING_MAIN;
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    while (pc_address_next(entry->value, &scan, &hit)) {
        struct pc_str host = pc_piece_text(entry->value, hit.host), port = pc_piece_text(entry->value, hit.port);
        if (port.len == 0 || hit.more || (!hit.scheme && !named && !binds)) {
            continue;
        }
        if (binds && pc_address_is_bind(host)) {
            claim_own(env, entry, port, false, PC_EMPTY);
        } else if (host.len > 0 && pc_address_is_bind(host) && !pc_address_is_loopback(host)) {
            mention(env, port, "an address to bind, and no name says whose");
        } else if (host.len > 0 && !pc_host_is_variable(entry->value, hit.host.from)) {
            struct pc_route_how how = dial_of(entry);
            pc_route_dial_split(env->ctx, pc_route_slice(host), pc_route_slice(port), &how);
        }
    }
}

static void read_env(struct pc_read_context *ctx) {
    struct env *env = PC_NEW(ctx->scratch, struct env);
    env->ctx = ctx;
    env->place = pc_service_dir_above(ctx, ctx->dir);
    read_entries(env);
    read_compose_beside(env);
    for (size_t i = 0; i < env->entries.count; i++) {
        const struct entry *entry = &env->entries.items[i];
        bool port = pc_str_eq(entry->key, PC_STR("PORT")) || pc_str_ends(entry->key, PC_STR("_PORT"));
        if (pc_setting_is_no_dial(entry->key) || (!port && is_interpolated(env, entry->key))) {
            continue;
        }
        if (port) {
            read_port(env, entry);
        } else {
            read_addresses(env, entry);
        }
    }
}

/* Programs' own files that are only called like one, and encrypted ones. */
static bool is_something_else(struct pc_str base) {
    static const char *const suffixes[] = {".ts",  ".js",  ".mjs",       ".cjs", ".json", ".md",   ".yml",   ".yaml",
                                           ".py",  ".go",  ".enc",       ".gpg", ".age",  ".sops", ".vault", ".asc",
                                           ".erb", ".vue", ".encrypted", ".sh",  ".rs",   ".php",  ".tsx"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (pc_str_ends(base, pc_str_c(suffixes[i]))) {
            return true;
        }
    }
    return false;
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->base;
    bool env = pc_str_eq(base, PC_STR(".env")) || pc_str_eq(base, PC_STR(".envrc")) ||
               pc_str_starts(base, PC_STR(".env.")) || pc_str_ends(base, PC_STR(".env")) ||
               pc_str_find(base, PC_STR(".env."), 0) != PC_NPOS || pc_str_eq(base, PC_STR("env.example")) ||
               pc_str_eq(base, PC_STR("env.sample")) || pc_str_eq(base, PC_STR("env.template"));
    return env && !is_something_else(base) && !pc_path_is_aside(look->path) ? PC_MATCH_NAME : PC_MATCH_NO;
}

const struct pc_reader pc_reader_env = {
    .name = "env",
    .summary = "env files: PORT, other services' ports, addresses that are dialled",
    .kind = PC_FILE_KIND_ENV,
    .env_like = true,
    .match = match,
    .read = read_env,
};
