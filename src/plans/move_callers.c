/* Which dials mean the port that moves. Through a host (localhost, the gateway, an address) a caller meets the
 * published port; by a container's name the inner one. */
#include "move_parts.h"

static bool is_container_name(const struct pc_container *container, struct pc_str name) {
    return pc_str_eq_nocase(container->key, name) || pc_str_eq_nocase(container->container_name, name);
}

/* By name, over a network: it follows when a container does that the caller may mean, which is one of its own
 * deployment where there is any. Seen from outside of every network the name may as well be that of the published port.
 */
static bool name_follows(const struct pc_move *move, const struct pc_claim *dial) {
    pc_id caller = dial->container == PC_NONE ? PC_NONE : move->reg->containers[dial->container].deployment;
    unsigned there = caller == PC_NONE ? 0 : move->deployments[caller];
    there = there ? there : move->anywhere;
    if (!there)
        return dial->container == PC_NONE || move->unstated;
    bool outside = dial->container == PC_NONE && (there & PC_MOVE_PUBLISHED) && !(there & PC_MOVE_LISTENS);
    return (there & PC_MOVE_INSIDE) || outside;
}

struct alone_search {
    const struct pc_move *move;
    pc_id host;
    bool alone;
};

static bool find_other(void *arg, pc_id id) {
    struct alone_search *search = arg;
    const struct pc_claim *claim = &search->move->reg->claims[id];
    search->alone = claim->host != search->host || claim->service == search->move->service;
    return search->alone;
}

/* Nobody but the service has the old port of a host. */
static bool is_alone_at(const struct pc_move *move, pc_id host) {
    struct alone_search search = {move, host, true};
    pc_view_at_port(move->view, move->from, find_other, &search);
    return search.alone;
}

static bool means_service(const struct pc_move *move, const struct pc_claim *claim, const struct pc_move_dial *dial) {
    pc_id wanted = claim->service != PC_NONE ? claim->service : dial->answers;
    if (wanted != PC_NONE)
        return wanted == move->service;
    return dial->host != PC_NONE && is_alone_at(move, dial->host);
}

bool pc_move_is_loopback(struct pc_str name) {
    return pc_str_eq_nocase(name, PC_STR("localhost")) || pc_str_starts(name, PC_STR("127.")) ||
           pc_str_eq(name, PC_STR("::1")) || pc_str_eq(name, PC_STR("[::1]")) || pc_str_eq(name, PC_STR("0.0.0.0"));
}

bool pc_move_is_container_name(const struct pc_move *move, struct pc_str name) {
    for (pc_id i = 0; i < move->reg->container_count; i++)
        if (move->reg->containers[i].service == move->service && is_container_name(&move->reg->containers[i], name))
            return true;
    return false;
}

bool pc_move_dial_follows(const struct pc_move *move, const struct pc_move_dial *dial) {
    const struct pc_claim *claim = &move->reg->claims[dial->claim];
    if (dial->host != PC_NONE)
        return move->hosts[dial->host] && !move->inner && means_service(move, claim, dial);
    if (claim->service == PC_NONE && pc_move_is_loopback(claim->name)) /* in a container: that container itself */
        return claim->container == PC_NONE ? move->takes_local : move->containers[claim->container];
    if (claim->service != move->service)
        return false;
    if (pc_move_is_loopback(claim->name))
        return claim->container == PC_NONE && move->unstated && move->keeps_local == PC_NONE;
    if (claim->container != PC_NONE || pc_move_is_container_name(move, claim->name))
        return name_follows(move, claim);
    return move->unstated;
}
