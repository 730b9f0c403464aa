/* Ports of a configuration whose keys say what they are, wherever they stand in the tree: http_listen_port, url,
 * endpoint. */
#ifndef PC_CONFIG_WALK_H
#define PC_CONFIG_WALK_H

#include "config_tree.h"

enum pc_walk_kind {
    PC_WALK_DIAL,        /* "host:port" or an URL, or a list of them, or several with commas */
    PC_WALK_LISTEN,      /* a port or an address with one: listens there, among other places */
    PC_WALK_LISTEN_MAIN, /* the same, the product's own port */
    PC_WALK_EITHER,      /* an endpoint: listens when the host is every address, else dials */
    PC_WALK_SKIP         /* nothing below it */
};

/* The first entry whose key fits counts. A key that starts with '*' fits every key that ends so. */
struct pc_walk_key {
    const char *key;
    enum pc_walk_kind kind;
};

struct pc_walk {
    struct pc_read_context *ctx;
    const struct pc_walk_key *keys;
    size_t key_count;
    struct pc_str qualifier; /* of the claims */
};

/* Every value below node, node's own key not looked at. */
void pc_config_walk(const struct pc_walk *walk, const struct pc_node *node);

/* One value, of the kind given; what a list or map holds counts too. */
void pc_config_value(const struct pc_walk *walk, const struct pc_node *value, enum pc_walk_kind kind);

#endif
