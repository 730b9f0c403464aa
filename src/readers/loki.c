/* Loki, Tempo, Promtail, Mimir and Pyroscope, which share their server block and most of their keys. */
#include "config_path.h"
#include "config_walk.h"

/* What is dialled, and what listens beside the main port. Jobs of Promtail are Prometheus' shape, but what they listen
 * on for pushes stands in them. */
static const struct pc_walk_key keys[] = {
    {"grpc_listen_port", PC_WALK_LISTEN},
    {"http_listen_port", PC_WALK_LISTEN},
    {"bind_port", PC_WALK_LISTEN},
    {"listen_address", PC_WALK_LISTEN},
    {"receivers", PC_WALK_SKIP}, /* read apart */
    {"static_configs", PC_WALK_SKIP},
    {"relabel_configs", PC_WALK_SKIP},
    {"docker_sd_configs", PC_WALK_SKIP},
    {"external_url", PC_WALK_SKIP}, /* its own */
    {"public_url", PC_WALK_SKIP},
    {"root_url", PC_WALK_SKIP},
    {"url", PC_WALK_DIAL},
    {"*_url", PC_WALK_DIAL},
    {"endpoint", PC_WALK_DIAL},
    {"s3", PC_WALK_DIAL},
    {"host", PC_WALK_DIAL},
    {"addresses", PC_WALK_DIAL},
    {"frontend_address", PC_WALK_DIAL},
    {"scheduler_address", PC_WALK_DIAL},
    {"index_gateway_client", PC_WALK_DIAL},
    {"server_address", PC_WALK_DIAL},
    {"join_members", PC_WALK_DIAL},
    {"brokers", PC_WALK_DIAL},
};

static const struct pc_walk_key server_keys[] = {
    {"http_listen_port", PC_WALK_LISTEN_MAIN},
    {"grpc_listen_port", PC_WALK_LISTEN},
};

static const struct pc_walk_key receiver_keys[] = {
    {"endpoint", PC_WALK_LISTEN},
    {"listen_address", PC_WALK_LISTEN},
};

static bool fits(const struct pc_node *root) {
    const struct pc_node *server = pc_map_get(root, "server");
    bool listens = pc_map_get(server, "http_listen_port") || pc_map_get(server, "grpc_listen_port");
    bool tempo = pc_node_is(pc_map_get(pc_map_get(root, "distributor"), "receivers"), PC_NODE_MAP);
    bool promtail = pc_node_is(pc_map_get(root, "clients"), PC_NODE_LIST) && pc_map_get(root, "positions");
    return listens || tempo || promtail || pc_map_get(root, "schema_config");
}

static void read_root(struct pc_read_context *ctx, const struct pc_node *root) {
    struct pc_walk server = {ctx, server_keys, sizeof server_keys / sizeof server_keys[0], PC_EMPTY};
    pc_config_walk(&server, pc_map_get(root, "server"));
    struct pc_walk receivers = {ctx, receiver_keys, sizeof receiver_keys / sizeof receiver_keys[0], PC_EMPTY};
    pc_config_walk(&receivers, pc_map_get(pc_map_get(root, "distributor"), "receivers"));
    struct pc_walk rest = {ctx, keys, sizeof keys / sizeof keys[0], PC_EMPTY};
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, root); pc_map_iter_next(&it);) {
        if (!pc_str_eq(pc_node_text(it.value->key), PC_STR("server"))) {
            pc_config_walk(&rest, it.value);
        }
    }
}

const struct pc_config_shape pc_shape_loki = {fits, read_root};

static enum pc_match match(const struct pc_path_look *look) {
    return pc_config_is_yaml(look) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    bool server = pc_text_has_key(text, "http_listen_port") || pc_text_has_key(text, "grpc_listen_port");
    return (pc_text_has_top_key(text, "server") && server) || pc_text_has_top_key(text, "schema_config") ||
           (pc_text_has_top_key(text, "distributor") && pc_text_has_key(text, "receivers")) ||
           (pc_text_has_top_key(text, "clients") && pc_text_has_top_key(text, "positions"));
}

const struct pc_reader pc_reader_loki = {
    .name = "loki",
    .summary = "Loki, Tempo, Promtail and Mimir: where they listen and whom they dial",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
