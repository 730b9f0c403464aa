#include "config_walk.h"

#include "compose_ports.h"

static void walk_word(const struct pc_walk *walk, struct pc_route_word word, enum pc_walk_kind kind) {
    struct pc_route_how how = {.qualifier = walk->qualifier};
    struct pc_endpoint end;
    if (kind == PC_WALK_EITHER && pc_endpoint_parse(word.text, &end)) {
        bool all = pc_address_is_bind(end.host) && !pc_address_is_loopback(end.host);
        kind = all && end.scheme.len == 0 ? PC_WALK_LISTEN : PC_WALK_DIAL;
    }
    if (kind == PC_WALK_DIAL) {
        if (pc_str_starts(word.text, PC_STR("dns+"))) { /* how to look the name up, not a part of it */
            word.text = pc_str_sub(word.text, 4, word.text.len);
        }
        pc_route_dial(walk->ctx, word, &how);
    } else if (kind == PC_WALK_LISTEN || kind == PC_WALK_LISTEN_MAIN) {
        /* What listens beside the main port may be syslog or statsd: then it is udp. */
        how.protocol = kind == PC_WALK_LISTEN_MAIN ? PC_PROTO_TCP : PC_PROTO_ANY;
        how.flags = kind == PC_WALK_LISTEN_MAIN ? PC_CLAIM_PORT_VAR : PC_CLAIM_EXPOSE;
        pc_route_listen(walk->ctx, word, &how);
    }
}

/* "a:1,b:2" */
static void walk_scalar(const struct pc_walk *walk, const struct pc_node *value, enum pc_walk_kind kind) {
    struct pc_str rest = value->text;
    struct pc_str piece;
    for (bool done = false; pc_str_split(&rest, ',', &piece, &done);) {
        walk_word(walk, (struct pc_route_word){pc_str_trim(piece), value}, kind);
    }
}

void pc_config_value(const struct pc_walk *walk, const struct pc_node *value, enum pc_walk_kind kind) {
    if (!value || kind == PC_WALK_SKIP) {
        return;
    }
    if (value->kind == PC_NODE_SCALAR) {
        walk_scalar(walk, value, kind);
    } else if (value->kind == PC_NODE_LIST) {
        for (const struct pc_node *item = value->child; item; item = item->next) {
            if (item->kind == PC_NODE_SCALAR) {
                walk_scalar(walk, item, kind);
            } else {
                pc_config_walk(walk, item);
            }
        }
    } else if (kind != PC_WALK_DIAL && pc_str_starts(pc_str_sub(walk->ctx->text, value->offset, 2), PC_STR("{{"))) {
        pc_route_unresolved(walk->ctx, (struct pc_route_word){PC_EMPTY, value}); /* to YAML "{{ .Port }}" is a map */
    } else {
        pc_config_walk(walk, value);
    }
}

static bool key_fits(struct pc_str key, const char *pattern) {
    struct pc_str word = pc_str_c(pattern);
    if (word.len > 0 && word.ptr[0] == '*') {
        return pc_str_ends(key, pc_str_sub(word, 1, word.len));
    }
    return pc_str_eq(key, word);
}

static const struct pc_walk_key *key_of(const struct pc_walk *walk, const struct pc_node *value) {
    struct pc_str key = pc_node_text(value->key);
    for (size_t i = 0; i < walk->key_count && key.len > 0; i++) {
        if (key_fits(key, walk->keys[i].key)) {
            return &walk->keys[i];
        }
    }
    return NULL;
}

/* Recursion is bounded by PC_LIMIT_DEPTH, and the values by the parser's limit on expanded aliases. */
void pc_config_walk(const struct pc_walk *walk, const struct pc_node *node) {
    if (pc_node_is(node, PC_NODE_LIST)) {
        for (const struct pc_node *item = node->child; item; item = item->next) {
            pc_config_walk(walk, item);
        }
        return;
    }
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, node); pc_map_iter_next(&it);) {
        const struct pc_walk_key *key = key_of(walk, it.value);
        if (key) {
            pc_config_value(walk, it.value, key->kind);
        } else {
            pc_config_walk(walk, it.value);
        }
    }
}
