#include "network.h"

const struct pc_known_host *pc_known_host_of(const struct pc_container *container, struct pc_str name) {
    size_t low = 0, high = container->known_host_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(container->known_hosts[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < container->known_host_count && pc_str_eq(container->known_hosts[low].name, name);
    return found ? &container->known_hosts[low] : NULL;
}

static bool share_network(const struct pc_container *a, const struct pc_container *b) {
    for (size_t i = 0, j = 0; i < a->network_count && j < b->network_count;) {
        int order = pc_str_cmp(a->networks[i], b->networks[j]);
        if (order == 0) {
            return true;
        }
        i += order < 0;
        j += order > 0;
    }
    return false;
}

bool pc_containers_are_apart(const struct pc_registry *reg, pc_id caller, pc_id callee) {
    const struct pc_container *from = &reg->containers[reg->containers[caller].network];
    const struct pc_container *to = &reg->containers[callee];
    bool one = caller == callee || to->network != callee || from == to || from->deployment != to->deployment;
    if (one || from->unit || to->unit || from->host_network || to->host_network) {
        return false; /* names of the host's own network are whatever its resolver says */
    }
    return from->network_count > 0 && to->network_count > 0 && !share_network(from, to);
}
