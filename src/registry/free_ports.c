#include "free_ports.h"

#include <string.h>

#include "view.h"

#define PORT_COUNT 65536u

struct pc_free_ports {
    uint32_t starts[PORT_COUNT + 1]; /* while filling: claims that begin here, less those that ended before */
    uint32_t ends[PORT_COUNT + 1];
    uint32_t free_before[PORT_COUNT + 1]; /* free ports below this one */
    uint32_t next[PORT_COUNT + 1];        /* the first port at or behind this one of the other kind: free or taken */
};

struct pc_free_ports *pc_free_ports_new(struct pc_arena *arena) {
    return PC_NEW(arena, struct pc_free_ports);
}

bool pc_claim_takes_port(const struct pc_claim *claim) {
    return claim->role != PC_ROLE_LISTENS && pc_claim_is_host_side(claim);
}

static bool is_free(const struct pc_free_ports *f, uint32_t port) {
    return f->free_before[port + 1] > f->free_before[port];
}

void pc_free_ports_fill(struct pc_free_ports *f, const struct pc_registry *reg, pc_id host) {
    memset(f, 0, sizeof *f);
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool here = claim->host == PC_NONE || host == PC_NONE || claim->host == host;
        if (here && pc_claim_takes_port(claim)) {
            f->starts[claim->ports.lo]++;
            f->ends[claim->ports.hi + 1u]++;
        }
    }
    uint32_t over = 0; /* claims over the port */
    for (uint32_t port = 0; port < PORT_COUNT; port++) {
        over += f->starts[port] - f->ends[port];
        f->free_before[port + 1] = f->free_before[port] + (port > 0 && over == 0);
    }
    f->next[PORT_COUNT] = PORT_COUNT;
    for (uint32_t port = PORT_COUNT; port-- > 0;) {
        bool changes = port + 1 == PORT_COUNT || is_free(f, port) != is_free(f, port + 1);
        f->next[port] = changes ? port + 1 : f->next[port + 1];
    }
}

bool pc_free_ports_next(const struct pc_free_ports *f, struct pc_ports block, struct pc_ports *run) {
    uint32_t from = is_free(f, block.lo) ? block.lo : f->next[block.lo];
    if (from > block.hi)
        return false;
    uint32_t end = f->next[from] - 1;
    *run = (struct pc_ports){(uint16_t)from, (uint16_t)(end < block.hi ? end : block.hi)};
    return true;
}

unsigned pc_free_ports_count(const struct pc_free_ports *f, struct pc_ports block) {
    return f->free_before[block.hi + 1u] - f->free_before[block.lo];
}
