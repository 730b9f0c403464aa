/* Grafana's provisioning: data sources and contact points. */
#include "config_path.h"
#include "config_tree.h"

/* Some plug-ins keep host and port apart, in the entry or under jsonData. */
static void read_split(struct pc_read_context *ctx, const struct pc_node *map, const struct pc_route_how *how) {
    static const char *const hosts[] = {"host", "server", "hostname"};
    const struct pc_node *port = pc_map_get(map, "port");
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        struct pc_route_word host = pc_route_scalar(pc_map_get(map, hosts[i]));
        if (host.text.len == 0) {
            continue;
        }
        if (port) {
            pc_route_dial_split(ctx, host, pc_route_scalar(port), how);
        } else {
            pc_route_dial(ctx, host, how);
        }
        return;
    }
}

static void read_datasource(struct pc_read_context *ctx, const struct pc_node *entry) {
    struct pc_route_how how = {.extent = pc_route_node_span(ctx, entry),
                               .qualifier = pc_node_text(pc_map_get(entry, "name")),
                               .protocol = PC_PROTO_TCP};
    struct pc_str access = pc_node_text(pc_map_get(entry, "access"));
    if (pc_str_eq(access, PC_STR("direct")) || pc_str_eq(access, PC_STR("browser"))) {
        how.only_mention = "dialled by a browser";
    }
    pc_route_dial(ctx, pc_route_scalar(pc_map_get(entry, "url")), &how);
    read_split(ctx, entry, &how);
    read_split(ctx, pc_map_get(entry, "jsonData"), &how);
}

static bool is_datasource(const struct pc_node *item) {
    return pc_map_get(item, "type") && (pc_map_get(item, "name") || pc_map_get(item, "url"));
}

static bool has_datasources(const struct pc_node *root) {
    const struct pc_node *list = pc_map_get(root, "datasources");
    return pc_node_is(list, PC_NODE_LIST) && list->child && is_datasource(list->child);
}

static void read_datasources(struct pc_read_context *ctx, const struct pc_node *root) {
    const struct pc_node *list = pc_map_get(root, "datasources");
    for (const struct pc_node *entry = list->child; entry; entry = entry->next) {
        read_datasource(ctx, entry);
    }
}

const struct pc_config_shape pc_shape_datasources = {has_datasources, read_datasources};

static bool has_contact_points(const struct pc_node *root) {
    return pc_node_is(pc_map_get(root, "contactPoints"), PC_NODE_LIST);
}

static void read_contact_points(struct pc_read_context *ctx, const struct pc_node *root) {
    for (const struct pc_node *point = pc_map_get(root, "contactPoints")->child; point; point = point->next) {
        const struct pc_node *receivers = pc_map_get(point, "receivers");
        for (const struct pc_node *item = receivers ? receivers->child : NULL; item; item = item->next) {
            struct pc_route_how how = {.extent = pc_route_node_span(ctx, item),
                                       .qualifier = pc_node_text(pc_map_get(point, "name")),
                                       .protocol = PC_PROTO_TCP};
            pc_route_dial(ctx, pc_route_scalar(pc_map_get(pc_map_get(item, "settings"), "url")), &how);
        }
    }
}

const struct pc_config_shape pc_shape_contact_points = {has_contact_points, read_contact_points};

static enum pc_match match(const struct pc_path_look *look) {
    if (!pc_config_is_yaml(look)) {
        return PC_MATCH_NO;
    }
    return pc_config_in_dir(look, "provisioning") && pc_config_in_dir(look, "datasources") ? PC_MATCH_NAME
                                                                                           : PC_MATCH_MAYBE;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return (pc_text_has_top_key(text, "datasources") && pc_text_has_key(text, "type")) ||
           pc_text_has_top_key(text, "contactPoints");
}

const struct pc_reader pc_reader_grafana = {
    .name = "grafana",
    .summary = "Grafana's data sources and contact points",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
