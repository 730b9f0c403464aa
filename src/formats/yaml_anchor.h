/* The anchors of a YAML document, by name. Inside formats only. */
#ifndef PC_YAML_ANCHOR_H
#define PC_YAML_ANCHOR_H

#include "node.h"
#include "vec.h"

/* The node that an anchor names, as far as it is read. */
struct pc_anchor {
    struct pc_str name;
    const struct pc_node *node; /* NULL while it is still open */
    size_t weight;              /* nodes of its expanded tree */
    unsigned height;            /* levels of its expanded tree */
};

struct pc_anchors {
    struct pc_arena *arena;
    struct PC_VEC(struct pc_anchor) list;
    uint32_t *slots; /* hash table of index + 1, at most half full */
    size_t mask;
};

void pc_anchors_init(struct pc_anchors *anchors, struct pc_arena *arena);
/* A new anchor; one of the same name no longer counts. Returns its index + 1. */
size_t pc_anchor_add(struct pc_anchors *anchors, struct pc_str name);
/* The node is read; index as of pc_anchor_add, 0 does nothing. */
void pc_anchor_complete(struct pc_anchors *anchors, size_t index, const struct pc_node *node, size_t weight,
                        unsigned height);
const struct pc_anchor *pc_anchor_find(const struct pc_anchors *anchors,
                                       struct pc_str name); /* NULL: none of that name */

#endif
