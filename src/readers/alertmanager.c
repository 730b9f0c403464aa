/* Alertmanager: whom it tells. */
#include "config_path.h"
#include "config_walk.h"

static const struct pc_walk_key keys[] = {
    {"smtp_smarthost", PC_WALK_DIAL}, {"smarthost", PC_WALK_DIAL},    {"url", PC_WALK_DIAL},
    {"*_url", PC_WALK_DIAL},          {"http_headers", PC_WALK_SKIP}, {"matchers", PC_WALK_SKIP},
};

static bool fits(const struct pc_node *root) {
    return pc_node_is(pc_map_get(root, "route"), PC_NODE_MAP) &&
           pc_node_is(pc_map_get(root, "receivers"), PC_NODE_LIST);
}

static void read_root(struct pc_read_context *ctx, const struct pc_node *root) {
    struct pc_walk walk = {ctx, keys, sizeof keys / sizeof keys[0], PC_EMPTY};
    pc_config_walk(&walk, pc_map_get(root, "global"));
    for (const struct pc_node *item = pc_map_get(root, "receivers")->child; item; item = item->next) {
        walk.qualifier = pc_node_text(pc_map_get(item, "name"));
        pc_config_walk(&walk, item);
    }
}

const struct pc_config_shape pc_shape_alertmanager = {fits, read_root};

static enum pc_match match(const struct pc_path_look *look) {
    return pc_config_is_yaml(look) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_text_has_top_key(text, "route") && pc_text_has_top_key(text, "receivers");
}

const struct pc_reader pc_reader_alertmanager = {
    .name = "alertmanager",
    .summary = "Alertmanager's webhooks and mail server",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
