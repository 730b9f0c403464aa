#include "config_tree.h"

#include "config_path.h"
#include "json_in.h"
#include "toml.h"
#include "tree_troubles.h"
#include "yaml_in.h"

static const struct pc_config_shape *const shapes[] = {
    &pc_shape_cloudflared,  &pc_shape_prometheus,     &pc_shape_prometheus_files,
    &pc_shape_datasources,  &pc_shape_contact_points, &pc_shape_loki,
    &pc_shape_alertmanager, &pc_shape_otel,           &pc_shape_traefik,
};

struct pc_str pc_node_text(const struct pc_node *node) {
    return node && node->kind == PC_NODE_SCALAR ? node->text : PC_EMPTY;
}

bool pc_node_is(const struct pc_node *node, enum pc_node_kind kind) {
    return node && node->kind == kind;
}

const struct pc_node *pc_map_get_nocase(const struct pc_node *map, const char *key) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (it.value->key && pc_str_is_nocase(it.value->key->text, key)) {
            return it.value;
        }
    }
    return NULL;
}

static bool states_port(const struct pc_node *node) {
    struct pc_endpoint end;
    if (pc_endpoint_parse(node->text, &end) && end.result == PC_PORT_OK) {
        return true;
    }
    uint16_t port;
    struct pc_str key = pc_node_text(node->key);
    return key.len >= 4 && pc_str_eq_nocase(pc_str_sub(key, key.len - 4, 4), PC_STR("port")) &&
           pc_port_parse(node->text, &port) == PC_PORT_OK;
}

/* Recursion is bounded by PC_LIMIT_DEPTH. */
static bool loses_claim(const struct pc_node *hidden) {
    if (hidden->kind == PC_NODE_SCALAR) {
        return states_port(hidden);
    }
    for (const struct pc_node *child = hidden->child; child; child = child->next) {
        if (loses_claim(child)) {
            return true;
        }
    }
    return false;
}

static struct pc_tree parse(struct pc_read_context *ctx) {
    struct pc_path_look look = pc_path_look(ctx->path);
    if (pc_config_has_suffix(&look, ".toml")) {
        return pc_toml_parse(ctx->scratch, ctx->text);
    }
    if (pc_config_has_suffix(&look, ".json")) {
        return pc_json_parse(ctx->scratch, ctx->text, false);
    }
    return pc_yaml_parse(ctx->scratch, ctx->text);
}

void pc_config_tree_read(struct pc_read_context *ctx) {
    struct pc_tree tree = parse(ctx);
    pc_tree_troubles(ctx, &tree, loses_claim);
    for (size_t i = 0; i < tree.document_count; i++) {
        for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
            if (shapes[s]->fits(tree.documents[i])) {
                shapes[s]->read(ctx, tree.documents[i]);
            }
        }
    }
}
