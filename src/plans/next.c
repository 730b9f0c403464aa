/* The next free port: where it belongs, then which one. See next_plan.h. */
#include "next_pairs.h"

#define OTHERS_MAX 100 /* ranges whose next free port is said */

static const struct pc_next_block *declared_at(const struct pc_next_blocks *declared, struct pc_ports ports) {
    for (size_t i = 0; i < declared->list.count; i++)
        if (pc_ports_eq(declared->list.items[i].ports, ports))
            return &declared->list.items[i];
    return NULL;
}

static struct pc_ports common(struct pc_ports a, struct pc_ports b) {
    return (struct pc_ports){a.lo > b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi};
}

/* The block becomes that part of the pair's range that it has in common with it, or the partners' block does. */
static void set_blocks(const struct pc_next_ports *ports, const struct pc_next_pair *pair, struct pc_next *next) {
    struct pc_next_blocks declared = pc_next_declared(ports);
    struct pc_ports first = pair->range, second = pair->with;
    if (pc_ports_overlap(pair->range, next->block.ports))
        first = common(first, next->block.ports);
    else if (pc_ports_overlap(pair->with, next->block.ports))
        second = common(second, next->block.ports);
    const struct pc_next_block *a = declared_at(&declared, first), *b = declared_at(&declared, second);
    next->block = a ? *a : (struct pc_next_block){first, PC_NONE};
    next->with = b ? *b : (struct pc_next_block){second, PC_NONE};
    next->pair_why = pair->why;
}

/* The other declared ranges, each with its next free port. */
static void add_others(const struct pc_next_ports *ports, struct pc_next *next) {
    struct pc_next_blocks declared = pc_next_declared(ports);
    for (size_t i = 0; i < declared.list.count && next->others.count < OTHERS_MAX; i++) {
        const struct pc_next_block *block = &declared.list.items[i];
        struct pc_next_other other = {.block = *block};
        if (pc_ports_eq(block->ports, next->block.ports))
            continue;
        for (uint32_t port = block->ports.lo; port <= block->ports.hi && other.port.port == 0; port++)
            if (pc_next_state(ports, block, port, NULL) == PC_NEXT_FREE)
                other.port.port = (uint16_t)port;
        *PC_PUSH(&next->others, ports->request->arena) = other;
    }
}

struct pc_next *pc_next_plan(const struct pc_next_request *request) {
    struct pc_next *next = PC_NEW(request->arena, struct pc_next);
    const struct pc_next_ports *ports = pc_next_ports_new(request);
    const struct pc_next_home *homes = pc_next_homes(ports);
    next->reg = request->reg;
    next->name = request->name;
    next->host = request->host;
    next->pair = request->pair;
    next->wanted = request->count;
    pc_next_place(ports, homes, next);
    if (next->refusal.len > 0)
        return next;
    const struct pc_next_pair *pair = request->pair ? pc_next_pair_of(ports, homes, next) : NULL;
    if (pair) {
        set_blocks(ports, pair, next);
        pc_next_pick_pairs(ports, pair, next);
    } else if (!request->pair) {
        pc_next_pick(ports, next, next->wanted == 1 ? pc_next_matching(ports, homes, next) : 0);
    }
    bool chosen = request->where.len > 0 || request->name.len > 0;
    if ((!chosen || next->choices.count < next->wanted) && !request->pair)
        add_others(ports, next);
    return next;
}
