/* Numbers that a claim could be changed to: prove.h. */
#include "prove.h"
#include "rule_tools.h"
#include "taken.h"

static const bool *used_ports(struct pc_arena *arena, const struct pc_registry *reg) {
    bool *used = PC_NEW_ARRAY(arena, PC_PORT_COUNT, bool);
    int32_t *change = PC_NEW_ARRAY(arena, PC_PORT_COUNT + 1, int32_t);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].ports.hi == 65535 && (reg->claims[i].flags & PC_CLAIM_OPEN))
            continue; /* "8150+" has no end */
        change[reg->claims[i].ports.lo]++;
        change[reg->claims[i].ports.hi + 1u]--;
    }
    int32_t over = 0;
    for (uint32_t port = 0; port < PC_PORT_COUNT; port++) {
        over += change[port];
        used[port] = over > 0 || port == 0 || pc_is_framework_port((uint16_t)port);
    }
    return used;
}

struct pc_spare_ports pc_spare_ports_of(struct pc_arena *arena, const struct pc_registry *reg) {
    return (struct pc_spare_ports){reg, used_ports(arena, reg)};
}

/* The first run of so many ports between two that nobody has. */
static bool find_between(const struct pc_spare_ports *spare, uint32_t from, uint32_t to, uint32_t count,
                         struct pc_ports *ports) {
    uint32_t run = 0;
    for (uint32_t port = from; port <= to; port++) {
        run = spare->used[port] ? 0 : run + 1;
        if (run == count) {
            *ports = (struct pc_ports){(uint16_t)(port - count + 1), (uint16_t)port};
            return true;
        }
    }
    return false;
}

/* The range that it belongs to, or the block of a hundred around it. */
static struct pc_ports block_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    uint32_t lo = claim->ports.lo / 100u * 100u, hi = lo + 99u;
    struct pc_ports block = {(uint16_t)(lo > 0 ? lo : 1), (uint16_t)(hi < PC_PORT_COUNT ? hi : 65535)};
    bool declared = false;
    if (claim->range != PC_NONE && pc_ports_contain(reg->ranges[claim->range].ports, claim->ports))
        return reg->ranges[claim->range].ports;
    for (size_t i = 0; i < reg->range_count; i++) {
        struct pc_ports ports = reg->ranges[i].ports;
        bool narrower = !declared || ports.hi - ports.lo < block.hi - block.lo;
        if (ports.lo < ports.hi && pc_ports_contain(ports, claim->ports) && narrower) {
            block = ports;
            declared = true;
        }
    }
    return block;
}

bool pc_spare_ports_near(const struct pc_spare_ports *spare, const struct pc_claim *claim, struct pc_ports *ports,
                         bool *outside) {
    struct pc_ports block = block_of(spare->reg, claim);
    uint32_t count = claim->ports.hi - claim->ports.lo + 1u, behind = claim->ports.hi + 1u;
    *outside = false;
    if (find_between(spare, behind, block.hi, count, ports) ||
        find_between(spare, block.lo, claim->ports.lo, count, ports))
        return true;
    *outside = true;
    return find_between(spare, behind, 65535, count, ports) || find_between(spare, 1, claim->ports.lo, count, ports);
}
