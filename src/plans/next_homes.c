/* Where each service has its port: next_place.h. */
#include "free_ports.h"
#include "next_place.h"
#include "sort.h"

#define RANKS 6u

/* How well a claim says where a service belongs: the lower, the better; RANKS: it does not. */
static unsigned rank_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    bool registry = reg->files[claim->span.file].kind == PC_FILE_KIND_REGISTRY;
    switch (claim->role) {
    case PC_ROLE_PLANNED:
        return registry && !(claim->flags & PC_CLAIM_RESTATED) ? 0 : 1;
    case PC_ROLE_DOCUMENTED:
        return registry ? 2 : 5;
    case PC_ROLE_PUBLISHES:
    case PC_ROLE_OBSERVED:
        return 3;
    case PC_ROLE_DEFAULT:
        return 4;
    case PC_ROLE_RESERVED:
    case PC_ROLE_LISTENS:
    case PC_ROLE_DIALS:
    case PC_ROLE_COUNT:
        break;
    }
    return RANKS;
}

struct pc_next_block pc_next_round_block(unsigned width, uint32_t port) {
    uint32_t lo = port / width * width, hi = lo + width - 1;
    return (struct pc_next_block){{(uint16_t)(lo > 0 ? lo : 1), (uint16_t)(hi < PC_PORT_COUNT ? hi : 65535)}, PC_NONE};
}

static struct pc_next_block block_of(const struct pc_next_ports *ports, const struct pc_claim *claim) {
    const struct pc_registry *reg = ports->request->reg;
    pc_id range = claim->range;
    if (range == PC_NONE || reg->ranges[range].ports.lo == reg->ranges[range].ports.hi)
        range = ports->narrowest[claim->ports.lo];
    return range == PC_NONE ? pc_next_round_block(ports->request->width, claim->ports.lo)
                            : (struct pc_next_block){reg->ranges[range].ports, range};
}

const struct pc_next_home *pc_next_homes(const struct pc_next_ports *ports) {
    const struct pc_registry *reg = ports->request->reg;
    pc_id host = ports->request->host;
    struct pc_next_home *homes = PC_NEW_ARRAY(ports->request->arena, reg->service_count, struct pc_next_home);
    for (size_t i = 0; i < reg->service_count; i++)
        homes[i].claim = PC_NONE;
    for (pc_id i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        unsigned rank = rank_of(reg, claim);
        bool here = claim->host == PC_NONE || host == PC_NONE || claim->host == host;
        if (rank == RANKS || !here || claim->service == PC_NONE || !pc_claim_takes_port(claim) ||
            reg->services[claim->service].origin.len > 0)
            continue;
        struct pc_next_home *home = &homes[claim->service];
        if (home->claim == PC_NONE || rank < rank_of(reg, &reg->claims[home->claim]))
            home->claim = i;
    }
    for (size_t i = 0; i < reg->service_count; i++)
        if (homes[i].claim != PC_NONE)
            homes[i].block = block_of(ports, &reg->claims[homes[i].claim]);
    return homes;
}

static int compare_blocks(const void *left, const void *right) {
    const struct pc_next_block *a = left, *b = right;
    int order = pc_ports_cmp(a->ports, b->ports);
    return order != 0 ? order : pc_order(a->range, b->range);
}

struct pc_next_blocks pc_next_declared(const struct pc_next_ports *ports) {
    const struct pc_next_request *request = ports->request;
    const struct pc_registry *reg = request->reg;
    struct pc_next_blocks all = {0};
    size_t kept = 0;
    for (pc_id i = 0; i < reg->range_count; i++) {
        const struct pc_range *range = &reg->ranges[i];
        if (range->ports.lo < range->ports.hi &&
            (range->host == PC_NONE || request->host == PC_NONE || range->host == request->host))
            *PC_PUSH(&all.list, request->arena) = (struct pc_next_block){range->ports, i};
    }
    pc_sort(all.list.items, all.list.count, sizeof *all.list.items, compare_blocks);
    /* Of several headings and rows about the same ports one with a purpose stays. */
    for (size_t i = 0; i < all.list.count; i++) {
        struct pc_next_block *last = kept > 0 ? &all.list.items[kept - 1] : NULL;
        if (!last || !pc_ports_eq(last->ports, all.list.items[i].ports))
            all.list.items[kept++] = all.list.items[i];
        else if (reg->ranges[last->range].purpose.len == 0)
            *last = all.list.items[i];
    }
    all.list.count = kept;
    return all;
}
