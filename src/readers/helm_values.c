/* A Helm chart's values: ports of its Services and containers. Whose they are is said by the key above, else by the
 * chart's folder. */
#include "cluster_dial.h"
#include "compose_settings.h"
#include "config_tree.h"
#include "own_port.h"
#include "path.h"
#include "tree_troubles.h"
#include "yaml_in.h"

enum { KEYS_MAX = 24 };

struct values {
    struct pc_read_context *ctx;
    struct pc_str keys[KEYS_MAX];
    size_t depth;
};

static bool among(struct pc_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq(word, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The deepest key that names a part of the chart, not a kind of setting; the chart's folder when none does. */
static struct pc_str part_of(const struct values *v) {
    static const char *const settings[] = {
        "service",  "services",     "ports",       "port",   "container",  "containers", "http",
        "https",    "web",          "metrics",     "grpc",   "-",          "main",       "deployment",
        "spec",     "pod",          "config",      "server", "networking", "network",    "expose",
        "settings", "app",          "global",      "env",    "extraEnv",   "envs",       "envVars",
        "vars",     "extraEnvVars", "environment", "data",   "configmap",  "configMap"};
    for (size_t i = v->depth - 1; i-- > 0;) {
        if (!among(v->keys[i], settings, sizeof settings / sizeof settings[0])) {
            return pc_str_dup(v->ctx->arena, v->keys[i]);
        }
    }
    struct pc_str dir = pc_path_base(v->ctx->dir);
    return pc_str_eq(dir, PC_STR("chart")) || pc_str_eq(dir, PC_STR("helm")) ? pc_path_base(pc_path_dir(v->ctx->dir))
                                                                             : dir;
}

static bool is_under(const struct values *v, const char *key) {
    for (size_t i = 0; i + 1 < v->depth; i++) {
        if (pc_str_eq(v->keys[i], pc_str_c(key))) {
            return true;
        }
    }
    return false;
}

/* Others' ports, and what is no port of the chart's: probes name ports of containers, databases are dialled. */
static bool is_foreign(const struct values *v) {
    static const char *const words[] = {
        "externalDatabase", "external", "externalRedis", "database", "postgresql", "redis",      "smtp", "mail", "env",
        "extraEnv",         "upstream", "networkPolicy", "egress",   "ingress",    "annotations"};
    for (size_t i = 0; i + 1 < v->depth; i++) {
        if (among(v->keys[i], words, sizeof words / sizeof words[0])) {
            return true;
        }
    }
    return false;
}

/* "metrics: {enabled: true, port: 9102}": a part of the program, not of the chart. */
static bool is_own_part(struct pc_str key) {
    static const char *const words[] = {"metrics", "grpc",   "http",     "https",     "web",  "server", "app",
                                        "debug",   "config", "settings", "container", "main", "ws"};
    return among(key, words, sizeof words / sizeof words[0]);
}

static pc_id unit_of(const struct values *v, struct pc_str name, struct pc_str slice) {
    struct pc_unit_draft unit = {.file = v->ctx->file,
                                 .environment = pc_environment_of_words(pc_path_base(v->ctx->path)),
                                 .name = name,
                                 .name_span = pc_slice_span(v->ctx, slice)};
    return pc_builder_unit(v->ctx->builder, &unit);
}

static void claim(const struct values *v, struct pc_str digits, enum pc_role role, uint32_t flags) {
    struct pc_own_port own = {.role = role,
                              .confidence = PC_DERIVED,
                              .environment = pc_environment_of_words(pc_path_base(v->ctx->path)),
                              .flags = flags,
                              .qualifier = pc_str_dup(v->ctx->arena, v->keys[v->depth - 1]),
                              .name = part_of(v),
                              .in_unit = true,
                              .dir = v->ctx->dir};
    own.container = unit_of(v, own.name, digits);
    pc_own_port_claim(v->ctx, digits, &own);
}

static void take_port(const struct values *v, struct pc_str digits) {
    struct pc_str key = v->keys[v->depth - 1], above = v->depth > 1 ? v->keys[v->depth - 2] : PC_EMPTY;
    bool service = is_under(v, "service") || is_under(v, "services") || is_under(v, "ports");
    bool container = pc_str_eq(key, PC_STR("containerPort")) || pc_str_eq(key, PC_STR("targetPort"));
    bool node = pc_str_eq(key, PC_STR("nodePort")) || pc_str_eq(key, PC_STR("hostPort"));
    if (is_foreign(v)) {
        pc_builder_mention(v->ctx->builder, pc_slice_span(v->ctx, digits), "a port of something that the chart dials");
    } else if (service || container || node) {
        claim(v, digits, node ? PC_ROLE_PUBLISHES : PC_ROLE_LISTENS,
              node        ? 0u
              : container ? PC_CLAIM_EXPOSE
                          : PC_CLAIM_FRONT);
    } else if (is_own_part(above)) {
        claim(v, digits, PC_ROLE_LISTENS, PC_CLAIM_EXPOSE);
    } else {
        pc_builder_mention(v->ctx->builder, pc_slice_span(v->ctx, digits), "a port of which the values say no owner");
    }
}

/* A variable of the chart's containers, or a setting that holds an address. What its Services are called in the end,
 * the release says, so that such a dial is of no container and at most a warning. */
static void take_setting(const struct values *v, struct pc_str value, struct pc_str name) {
    bool address = pc_str_find(value, PC_STR("://"), 0) != PC_NPOS || pc_setting_is_address(name);
    if (pc_str_eq(name, PC_STR("PORT")) && value.len > 0 && pc_is_digit(value.ptr[0])) {
        claim(v, value, PC_ROLE_LISTENS, PC_CLAIM_PORT_VAR);
    } else if (address && pc_str_find_char(value, ':', 0) != PC_NPOS && pc_str_find_char(value, '{', 0) == PC_NPOS) {
        struct pc_cluster_dialler from = {
            .ctx = v->ctx, .environment = pc_environment_of_words(pc_path_base(v->ctx->path)), .container = PC_NONE};
        pc_cluster_dial_all(&from, value, name);
    }
}

static struct pc_str raw(const struct values *v, const struct pc_node *value) {
    bool plain = value && value->kind == PC_NODE_SCALAR && value->verbatim && !value->aliased;
    return plain ? pc_str_sub(v->ctx->text, value->content, value->content_length) : PC_EMPTY;
}

static void take(const struct values *v, const struct pc_node *value) {
    struct pc_str key = v->keys[v->depth - 1], text = raw(v, value);
    bool listed = v->depth > 1 && pc_str_eq(v->keys[v->depth - 2], PC_STR("ports")); /* "ports: {http: 8080}" */
    bool number = text.len > 0 && pc_is_digit(text.ptr[0]) && pc_number_at(text, 0).len == text.len;
    if (number && (listed || pc_str_eq(key, PC_STR("port")) || pc_str_ends(key, PC_STR("Port")))) {
        take_port(v, text);
    } else {
        take_setting(v, text, key);
    }
}

/* "- {name: LEDGER_URL, value: http://ledger:80}" */
static bool take_pair(const struct values *v, const struct pc_node *node) {
    struct pc_str name = pc_node_text(pc_map_get(node, "name")), value = raw(v, pc_map_get(node, "value"));
    if (name.len > 0 && value.len > 0) {
        take_setting(v, value, name);
    }
    return name.len > 0 && value.len > 0;
}

/* Recursion is bounded by PC_LIMIT_DEPTH. */
static void walk(struct values *v, const struct pc_node *node) {
    if (v->depth == KEYS_MAX) {
        return;
    }
    for (const struct pc_node *child = node->child; child; child = child->next) {
        v->keys[v->depth++] = child->key ? child->key->text : PC_STR("-");
        if (child->kind == PC_NODE_SCALAR) {
            take(v, child);
        } else if (!take_pair(v, child)) {
            walk(v, child);
        }
        v->depth--;
    }
}

static void read_values(struct pc_read_context *ctx) {
    struct values *v = PC_NEW(ctx->scratch, struct values);
    v->ctx = ctx;
    struct pc_tree tree = pc_yaml_parse(ctx->scratch, ctx->text);
    pc_tree_troubles(ctx, &tree, NULL);
    for (size_t i = 0; i < tree.document_count; i++) {
        if (tree.documents[i]) {
            walk(v, tree.documents[i]);
        }
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->base;
    bool yaml = pc_str_ends(base, PC_STR(".yaml")) || pc_str_ends(base, PC_STR(".yml"));
    bool named = pc_str_starts(base, PC_STR("values")) && base.len > 6 && !pc_is_alnum(base.ptr[6]);
    return yaml && named && !pc_path_is_aside(look->path) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_str_find(text, PC_STR("ort:"), 0) != PC_NPOS || pc_str_find(text, PC_STR("://"), 0) != PC_NPOS ||
           pc_str_find(text, PC_STR("PORT"), 0) != PC_NPOS;
}

const struct pc_reader pc_reader_helm = {
    .name = "helm-values",
    .summary = "Helm values: ports of a chart's Services and containers",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_values,
};
