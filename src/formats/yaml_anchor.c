#include "yaml_anchor.h"

void pc_anchors_init(struct pc_anchors *anchors, struct pc_arena *arena) {
    *anchors = (struct pc_anchors){.arena = arena};
}

static uint32_t *slot_of(const struct pc_anchors *anchors, struct pc_str name) {
    size_t at = (size_t)pc_str_hash(name) & anchors->mask;
    while (anchors->slots[at] && !pc_str_eq(anchors->list.items[anchors->slots[at] - 1].name, name)) {
        at = (at + 1) & anchors->mask;
    }
    return &anchors->slots[at];
}

size_t pc_anchor_add(struct pc_anchors *anchors, struct pc_str name) {
    struct pc_anchor *anchor = PC_PUSH(&anchors->list, anchors->arena);
    anchor->name = pc_str_dup(anchors->arena, name);
    if (anchors->slots && anchors->list.count * 2 <= anchors->mask) {
        *slot_of(anchors, anchor->name) = (uint32_t)anchors->list.count;
        return anchors->list.count;
    }
    size_t size = anchors->slots ? (anchors->mask + 1) * 2 : 32;
    anchors->slots = PC_NEW_ARRAY(anchors->arena, size, uint32_t);
    anchors->mask = size - 1;
    for (size_t i = 0; i < anchors->list.count; i++) {
        *slot_of(anchors, anchors->list.items[i].name) = (uint32_t)i + 1;
    }
    return anchors->list.count;
}

void pc_anchor_complete(struct pc_anchors *anchors, size_t index, const struct pc_node *node, size_t weight,
                        unsigned height) {
    if (index > 0) {
        struct pc_anchor *anchor = &anchors->list.items[index - 1];
        anchor->node = node;
        anchor->weight = weight;
        anchor->height = height;
    }
}

const struct pc_anchor *pc_anchor_find(const struct pc_anchors *anchors, struct pc_str name) {
    uint32_t index = anchors->slots ? *slot_of(anchors, name) : 0;
    return index > 0 ? &anchors->list.items[index - 1] : NULL;
}
