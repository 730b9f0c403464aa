/* A container whose network others use publishes their ports as well: a VPN container maps 8989, and the one behind it
 * answers. Which of them a mapping is for, only the registry says. */
#include "draft.h"

/* By service: the container in whose network one of its containers lives as a guest; PC_NONE. */
static pc_id *networks_of_guests(struct pc_builder *b, bool *any) {
    pc_id *network = PC_NEW_ARRAY(b->arena, b->services.count, pc_id);
    for (size_t i = 0; i < b->services.count; i++) {
        network[i] = PC_NONE;
    }
    for (pc_id i = 0; i < b->containers.count; i++) {
        const struct pc_container *container = &b->containers.items[i];
        if (container->network != i && container->service != PC_NONE) {
            network[container->service] = container->network;
            *any = true;
        }
    }
    return network;
}

static struct pc_str mapping_key(struct pc_builder *b, pc_id container, uint16_t port) {
    return pc_str_fmt(b->arena, "%u:%u", (unsigned)container, (unsigned)port);
}

static struct pc_name_map mappings_of_shared(struct pc_builder *b) {
    struct pc_name_map mappings = {0};
    for (pc_id i = 0; i < b->claims.count; i++) {
        const struct pc_claim *claim = &b->claims.items[i];
        if (claim->role == PC_ROLE_PUBLISHES && claim->container != PC_NONE &&
            b->containers.items[claim->container].shared) {
            pc_name_map_put(b->arena, &mappings, mapping_key(b, claim->container, claim->ports.lo), i);
        }
    }
    return mappings;
}

void pc_resolve_shared_networks(struct pc_builder *b) {
    bool any = false;
    const pc_id *network = networks_of_guests(b, &any);
    if (!any) {
        return;
    }
    struct pc_name_map mappings = mappings_of_shared(b);
    for (size_t i = 0; i < b->claims.count; i++) {
        const struct pc_claim *row = &b->claims.items[i];
        bool states = (row->role == PC_ROLE_PLANNED || row->role == PC_ROLE_DOCUMENTED) &&
                      row->place == PC_PLACE_HOST && row->service != PC_NONE;
        if (!states || network[row->service] == PC_NONE) {
            continue;
        }
        pc_id found = pc_name_map_get(&mappings, mapping_key(b, network[row->service], row->ports.lo));
        if (found == PC_NONE || (row->host != PC_NONE && row->host != b->claims.items[found].host)) {
            continue;
        }
        b->claims.items[found].service = row->service;
        if (b->claims.items[found].partner != PC_NONE) {
            b->claims.items[b->claims.items[found].partner].service = row->service;
        }
    }
}
