/* Tunnels of cloudflared: which public host name leads to which port of the machine that runs the tunnel. */
#include "config_path.h"
#include "config_tree.h"

/* The tunnel's own machine, or another one; a name of one word is a container's, of a network that the tunnel is in. */
static enum pc_place_kind place_of(struct pc_str url) {
    struct pc_endpoint end;
    bool host = !pc_endpoint_parse(url, &end) || end.v6 || pc_str_eq_nocase(end.host, PC_STR("localhost")) ||
                pc_str_find_char(end.host, '.', 0) != PC_NPOS;
    return host ? PC_PLACE_HOST : PC_PLACE_UNKNOWN;
}

/* "http://localhost:3000"; no claim of http_status:404, hello_world, unix:/run/x, nor of an URL without a port. */
static void read_service(struct pc_read_context *ctx, const struct pc_node *entry) {
    struct pc_route_word word = pc_route_scalar(pc_map_get(entry, "service"));
    if (pc_str_find(word.text, PC_STR("://"), 0) == PC_NPOS) {
        return;
    }
    struct pc_route_how how = {.extent = pc_route_node_span(ctx, entry),
                               .qualifier = pc_node_text(pc_map_get(entry, "hostname")),
                               .flags = PC_CLAIM_ROUTE,
                               .place = place_of(word.text)};
    pc_route_dial(ctx, word, &how);
}

static bool is_rule(const struct pc_node *item) {
    return pc_node_is(pc_map_get(item, "service"), PC_NODE_SCALAR);
}

static bool fits(const struct pc_node *root) {
    const struct pc_node *ingress = pc_map_get(root, "ingress");
    if (!pc_node_is(ingress, PC_NODE_LIST)) {
        return false;
    }
    for (const struct pc_node *item = ingress->child; item; item = item->next) {
        if (is_rule(item)) {
            return true;
        }
    }
    return false;
}

static void read_root(struct pc_read_context *ctx, const struct pc_node *root) {
    for (const struct pc_node *item = pc_map_get(root, "ingress")->child; item; item = item->next) {
        if (is_rule(item)) {
            read_service(ctx, item);
        }
    }
    /* An old file without rules names its one service at the top. */
    if (is_rule(root)) {
        read_service(ctx, root);
    }
}

const struct pc_config_shape pc_shape_cloudflared = {fits, read_root};

/* Any other YAML file is looked at first: cloudflared.yml may as well be a compose file. */
static enum pc_match match(const struct pc_path_look *look) {
    if (!pc_config_is_yaml(look)) {
        return PC_MATCH_NO;
    }
    struct pc_str base = look->bare;
    bool folder = pc_config_in_dir(look, "cloudflared") || pc_config_in_dir(look, ".cloudflared");
    bool usual = pc_str_eq(base, PC_STR("config.yml")) || pc_str_eq(base, PC_STR("config.yaml"));
    bool named = pc_str_starts_nocase(base, PC_STR("cloudflared")) && pc_config_named(look, "config");
    return (folder && usual) || named ? PC_MATCH_NAME : PC_MATCH_MAYBE;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_text_has_top_key(text, "ingress") && pc_text_has_key(text, "service") &&
           pc_str_find(text, PC_STR("://"), 0) != PC_NPOS;
}

const struct pc_reader pc_reader_cloudflared = {
    .name = "cloudflared",
    .summary = "tunnels of cloudflared: public host names and the ports that they lead to",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
