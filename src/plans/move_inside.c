/* Which containers listen on another port inside once their service has moved. A mapping "3015:3015" of a program that
 * is told its port moves on both sides; of "3015:8080", and of an image that nobody can tell another port, only the
 * left one. Where the program's own default moves, containers that rely on it move inside wherever they run. */
#include "move_parts.h"

/* What the claims of one container say. */
struct inside {
    bool settings;       /* it is told a port */
    bool setting_here;   /* it is told the old one */
    bool listens;        /* something gives it the old one inside */
    bool front;          /* it has a name in front of pods, with the old one */
    bool published;      /* the old one of a host on which the service moves leads to it */
    bool published_same; /* and leads to the same number inside */
};

static bool is_from(const struct pc_move *move, const struct pc_claim *claim) {
    return claim->ports.lo == move->from && claim->ports.hi == move->from;
}

static void look_at(const struct pc_move *move, const struct pc_claim *claim, struct inside *inside) {
    bool setting = claim->role == PC_ROLE_LISTENS && (claim->flags & (PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG)) != 0;
    inside->settings = inside->settings || setting;
    if (!is_from(move, claim))
        return;
    if (claim->role == PC_ROLE_LISTENS) {
        inside->setting_here = inside->setting_here || setting;
        inside->listens = true;
        inside->front = inside->front || (claim->flags & PC_CLAIM_FRONT);
    } else if (claim->role == PC_ROLE_PUBLISHES && claim->host != PC_NONE && move->hosts[claim->host]) {
        const struct pc_claim *partner = claim->partner == PC_NONE ? NULL : &move->reg->claims[claim->partner];
        inside->published = true;
        inside->published_same =
            inside->published_same || (partner ? is_from(move, partner) : (claim->flags & PC_CLAIM_HOSTNET) != 0);
    }
}

/* The source, or the image that is built of it, says the old port, and will say the new one. */
static bool default_moves(const struct pc_move *move) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    for (size_t i = 0; i < owned.count && move->unstated; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        bool image = claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE &&
                     (claim->flags & (PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG));
        if (is_from(move, claim) && (claim->role == PC_ROLE_DEFAULT || image) && claim->confidence != PC_GUESSED)
            return true;
    }
    return false;
}

/* A deployment of no stated machine, likely a developer's own, that goes on publishing the old port. Where the
 * program's default moves, so does what is dialled there. */
static pc_id find_local(const struct pc_move *move) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PUBLISHES && is_from(move, claim) && claim->host != PC_NONE &&
            !move->reg->hosts[claim->host].named && !move->hosts[claim->host])
            return claim->host;
    }
    return PC_NONE;
}

struct local_search {
    const struct pc_move *move;
    bool alone;
};

static bool find_other(void *arg, pc_id id) {
    struct local_search *search = arg;
    const struct pc_claim *claim = &search->move->reg->claims[id];
    bool far =
        claim->host != PC_NONE && search->move->reg->hosts[claim->host].named && !search->move->hosts[claim->host];
    search->alone = far || claim->service == search->move->service;
    return search->alone;
}

/* No other service has the old port where localhost may be. */
static bool is_alone(const struct pc_move *move) {
    struct local_search search = {move, true};
    pc_view_at_port(move->view, move->from, find_other, &search);
    return search.alone;
}

void pc_move_find_containers(struct pc_move *move) {
    const struct pc_registry *reg = move->reg;
    struct inside *all = PC_NEW_ARRAY(move->arena, reg->container_count, struct inside);
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    move->by_default = default_moves(move);
    pc_id local = find_local(move);
    move->keeps_local = move->by_default ? PC_NONE : move->inner ? move->host : local;
    move->takes_local = move->unstated && !move->inner && local == PC_NONE && is_alone(move);
    move->containers = PC_NEW_ARRAY(move->arena, reg->container_count, bool);
    move->deployments = PC_NEW_ARRAY(move->arena, reg->deployment_count, unsigned);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &reg->claims[owned.items[i]];
        if (claim->container != PC_NONE)
            look_at(move, claim, &all[claim->container]);
    }
    for (pc_id i = 0; i < reg->container_count; i++) {
        const struct pc_container *container = &reg->containers[i];
        const struct inside *inside = &all[i];
        if (container->service != move->service)
            continue;
        pc_id deployment = container->deployment;
        unsigned bits =
            PC_MOVE_HERE | (inside->listens ? PC_MOVE_LISTENS : 0u) | (inside->published ? PC_MOVE_PUBLISHED : 0u);
        bool relies = move->by_default && !inside->settings && !container->foreign;
        bool here = move->hosts[reg->deployments[deployment].host];
        bool concerned = here && (move->inner || inside->published_same || (move->everywhere && !inside->published));
        move->containers[i] = inside->listens && ((concerned && (inside->setting_here || inside->front || relies)) ||
                                                  (!inside->published && relies));
        bits |= move->containers[i] ? PC_MOVE_INSIDE : 0u;
        move->deployments[deployment] |= bits;
        move->anywhere |= bits;
    }
}
