/* Traefik's own files: static configuration (entry points, providers) and dynamic configuration (services,
 * middlewares), of version 2 and 3, and of version 1 as far as its servers and entry points go. Labels of containers
 * are the compose reader's. */
#include "config_path.h"
#include "config_walk.h"

static bool is_map(const struct pc_node *node) {
    return pc_node_is(node, PC_NODE_MAP);
}

/* ":8080", "127.0.0.1:8080", ":53/udp" */
static void read_entry_point(struct pc_read_context *ctx, const struct pc_node *entry) {
    struct pc_route_word word = pc_route_scalar(pc_map_get_nocase(entry, "address"));
    struct pc_route_how how = {.extent = pc_route_node_span(ctx, entry),
                               .qualifier = pc_node_text(entry->key),
                               .flags = PC_CLAIM_EXPOSE,
                               .protocol = PC_PROTO_TCP};
    size_t slash = pc_str_find_char(word.text, '/', 0);
    if (slash != PC_NPOS && pc_str_eq_nocase(pc_str_sub(word.text, slash + 1, word.text.len), PC_STR("udp"))) {
        how.protocol = PC_PROTO_UDP;
    }
    word.text = pc_str_sub(word.text, 0, slash);
    pc_route_listen(ctx, word, &how);
}

static void read_servers(struct pc_read_context *ctx, const struct pc_node *servers, struct pc_str service,
                         enum pc_protocol protocol) {
    struct pc_route_how how = {.qualifier = service, .flags = PC_CLAIM_ROUTE, .protocol = protocol};
    /* A list of servers; a map of them in version 1. */
    for (const struct pc_node *server = servers ? servers->child : NULL; server; server = server->next) {
        how.extent = pc_route_node_span(ctx, server);
        pc_route_dial(ctx, pc_route_scalar(pc_map_get_nocase(server, "url")), &how);
        pc_route_dial(ctx, pc_route_scalar(pc_map_get_nocase(server, "address")), &how);
    }
}

static void read_services(struct pc_read_context *ctx, const struct pc_node *section, enum pc_protocol protocol) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, pc_map_get_nocase(section, "services")); pc_map_iter_next(&it);) {
        const struct pc_node *balancer = pc_map_get_nocase(it.value, "loadBalancer");
        const struct pc_node *servers = pc_map_get_nocase(balancer, "servers");
        read_servers(ctx, servers, pc_node_text(it.value->key), protocol);
    }
}

/* forwardAuth asks a service before each request. */
static void read_middlewares(struct pc_read_context *ctx, const struct pc_node *http) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, pc_map_get_nocase(http, "middlewares")); pc_map_iter_next(&it);) {
        struct pc_route_how how = {.extent = pc_route_node_span(ctx, it.value),
                                   .qualifier = pc_node_text(it.value->key),
                                   .flags = PC_CLAIM_ROUTE};
        const struct pc_node *auth = pc_map_get_nocase(it.value, "forwardAuth");
        pc_route_dial(ctx, pc_route_scalar(pc_map_get_nocase(auth, "address")), &how);
    }
}

/* Version 1: [backends.x.servers.y] url = "...". */
static void read_backends(struct pc_read_context *ctx, const struct pc_node *root) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, pc_map_get_nocase(root, "backends")); pc_map_iter_next(&it);) {
        read_servers(ctx, pc_map_get_nocase(it.value, "servers"), pc_node_text(it.value->key), PC_PROTO_TCP);
    }
}

/* Whom Traefik asks for its configuration, and whom it tells about itself. */
static void read_static(struct pc_read_context *ctx, const struct pc_node *root) {
    static const struct pc_walk_key keys[] = {
        {"endpoint", PC_WALK_DIAL},          {"endpoints", PC_WALK_DIAL},    {"address", PC_WALK_DIAL},
        {"collectorEndpoint", PC_WALK_DIAL}, {"httpEndpoint", PC_WALK_DIAL}, {"localAgentHostPort", PC_WALK_DIAL},
    };
    static const char *const sections[] = {"providers", "metrics", "tracing"};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        struct pc_walk walk = {ctx, keys, sizeof keys / sizeof keys[0], PC_EMPTY};
        pc_config_walk(&walk, pc_map_get_nocase(root, sections[i]));
    }
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, pc_map_get_nocase(root, "entryPoints")); pc_map_iter_next(&it);) {
        read_entry_point(ctx, it.value);
    }
}

static bool has_routes(const struct pc_node *section) {
    return is_map(pc_map_get_nocase(section, "services")) || is_map(pc_map_get_nocase(section, "routers")) ||
           is_map(pc_map_get_nocase(section, "middlewares"));
}

static bool has_servers(const struct pc_node *backends) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, backends); pc_map_iter_next(&it);) {
        if (is_map(pc_map_get_nocase(it.value, "servers"))) {
            return true;
        }
    }
    return false;
}

static bool fits(const struct pc_node *root) {
    return is_map(pc_map_get_nocase(root, "entryPoints")) || has_routes(pc_map_get_nocase(root, "http")) ||
           has_routes(pc_map_get_nocase(root, "tcp")) || has_routes(pc_map_get_nocase(root, "udp")) ||
           has_servers(pc_map_get_nocase(root, "backends"));
}

static void read_root(struct pc_read_context *ctx, const struct pc_node *root) {
    if (is_map(pc_map_get_nocase(root, "entryPoints"))) {
        read_static(ctx, root);
    }
    read_services(ctx, pc_map_get_nocase(root, "http"), PC_PROTO_TCP);
    read_services(ctx, pc_map_get_nocase(root, "tcp"), PC_PROTO_TCP);
    read_services(ctx, pc_map_get_nocase(root, "udp"), PC_PROTO_UDP);
    read_middlewares(ctx, pc_map_get_nocase(root, "http"));
    read_backends(ctx, root);
}

const struct pc_config_shape pc_shape_traefik = {fits, read_root};

static enum pc_match match(const struct pc_path_look *look) {
    bool tree = pc_config_is_yaml(look) || pc_config_has_suffix(look, ".toml");
    return tree ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff_toml(struct pc_str text) {
    return pc_str_find_nocase(text, PC_STR("[entryPoints"), 0) != PC_NPOS ||
           pc_str_find_nocase(text, PC_STR("loadBalancer"), 0) != PC_NPOS ||
           pc_str_find_nocase(text, PC_STR("forwardAuth"), 0) != PC_NPOS ||
           (pc_str_find(text, PC_STR("[backends."), 0) != PC_NPOS &&
            pc_str_find(text, PC_STR(".servers"), 0) != PC_NPOS);
}

static bool sniff(struct pc_str path, struct pc_str text) {
    struct pc_path_look look = pc_path_look(path);
    if (pc_config_has_suffix(&look, ".toml")) {
        return sniff_toml(text);
    }
    bool entry = pc_text_has_top_key(text, "entryPoints") || pc_text_has_top_key(text, "entrypoints");
    bool dynamic =
        pc_text_has_top_key(text, "http") || pc_text_has_top_key(text, "tcp") || pc_text_has_top_key(text, "udp");
    bool routes = pc_str_find_nocase(text, PC_STR("loadBalancer"), 0) != PC_NPOS ||
                  pc_str_find_nocase(text, PC_STR("forwardAuth"), 0) != PC_NPOS;
    return entry || (dynamic && routes);
}

const struct pc_reader pc_reader_traefik = {
    .name = "traefik",
    .summary = "Traefik's entry points, services and middlewares in files",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
