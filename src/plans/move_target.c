/* May the service have the new port? */
#include "move_parts.h"
#include "taken.h"

enum {
    SYSTEM_PORTS = 1023,     /* up to here a program needs rights to bind one */
    EPHEMERAL_FIRST = 32768, /* from here on Linux gives ports to outgoing connections by default */
    EPHEMERAL_LAST = 60999
};

/* The range that the service's row stands in; PC_NONE. */
static pc_id range_of(const struct pc_move *move) {
    pc_id range = PC_NONE;
    for (size_t i = 0; i < move->places.count; i++) {
        const struct pc_move_place *place = &move->places.items[i];
        if (place->kind == PC_MOVE_PLAN && place->claim != PC_NONE && range == PC_NONE)
            range = move->reg->claims[place->claim].range;
    }
    return range;
}

bool pc_move_is_planned(const struct pc_move *move) {
    for (size_t i = 0; i < move->places.count; i++)
        if (move->places.items[i].kind == PC_MOVE_PLAN && move->places.items[i].claim != PC_NONE &&
            move->reg->claims[move->places.items[i].claim].role == PC_ROLE_PLANNED)
            return true;
    return false;
}

/* The nearest port that may be had instead: in the block first, then above the one that was asked for. */
static uint16_t next_free(const struct pc_move *move, const struct pc_taken *taken, struct pc_ports block) {
    for (int growth = 0; growth < 2; growth++)
        for (uint32_t port = block.lo; port <= block.hi; port++) {
            pc_id by = taken->by[port];
            bool free = by == PC_NONE || (growth && pc_claim_is_growth(taken->reg, &taken->reg->claims[by]));
            if (free && port != move->from && port != move->to)
                return (uint16_t)port;
        }
    for (uint32_t port = move->to + 1u; port < PC_PORT_COUNT; port++)
        if (taken->by[port] == PC_NONE && port > SYSTEM_PORTS && port != move->from)
            return (uint16_t)port;
    return 0;
}

/* Those that only point there, or take it where nothing is deployed. */
static bool is_weak(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DIALS || claim->role == PC_ROLE_DEFAULT;
}

static bool check_host(struct pc_move *move, const struct pc_registry *all, pc_id host, pc_id range) {
    const struct pc_taken *taken = pc_taken_new(move->arena, all, host, move->service);
    struct pc_ports block = range == PC_NONE ? (struct pc_ports){move->to, move->to} : move->reg->ranges[range].ports;
    pc_id by = taken->by[move->to];
    const struct pc_claim *claim = by == PC_NONE ? NULL : &all->claims[by];
    if (!claim || pc_claim_is_growth(all, claim))
        return true;
    struct pc_str who = pc_taken_text(move->arena, all, claim), where = pc_move_where_in(move, all, claim->span);
    if (is_weak(claim)) {
        pc_move_warn(move, "%u is %.*s (%.*s)", move->to, PC_ARG(who), PC_ARG(where));
        move->needs_force = true;
        return true;
    }
    uint16_t offer = next_free(move, taken, block);
    struct pc_str other = offer ? pc_str_fmt(move->arena, "; %u is free", offer) : PC_EMPTY;
    return pc_move_refuse(move, PC_MOVE_REFUSED, "%u%.*s is taken: %.*s (%.*s)%.*s", move->to,
                          PC_ARG(pc_move_on_host(move, host)), PC_ARG(who), PC_ARG(where), PC_ARG(other));
}

/* It is not only said to have the old port, it publishes it. */
static bool publishes_from(const struct pc_move *move) {
    bool publishes = false;
    for (size_t i = 0; i < move->places.count && !publishes; i++)
        publishes = move->places.items[i].claim != PC_NONE &&
                    move->reg->claims[move->places.items[i].claim].role == PC_ROLE_PUBLISHES;
    return publishes;
}

/* Its own further ports, and what listens beside it in its containers. */
static bool check_itself(struct pc_move *move) {
    bool both = publishes_from(move);
    for (size_t i = 0; i < move->reg->claim_count; i++) {
        const struct pc_claim *claim = &move->reg->claims[i];
        bool new_port = claim->ports.lo <= move->to && move->to <= claim->ports.hi;
        bool published = both && claim->role == PC_ROLE_PUBLISHES && claim->service == move->service &&
                         claim->host != PC_NONE && move->hosts[claim->host];
        bool inside =
            claim->role == PC_ROLE_LISTENS && claim->container != PC_NONE && move->containers[claim->container];
        if (!new_port || move->moving[i] || (!published && !inside))
            continue;
        return pc_move_refuse(move, PC_MOVE_REFUSED, "`%.*s` %s %u already, beside %u (%.*s)",
                              PC_ARG(move->reg->services[move->service].name),
                              published ? "publishes" : "listens inside its container on", move->to, move->from,
                              PC_ARG(pc_move_where(move, claim->span)));
    }
    return true;
}

/* Port numbers that are no good choice anywhere. */
static void check_number(struct pc_move *move) {
    if (move->to <= SYSTEM_PORTS)
        pc_move_warn(move, "%u is a system port: binding it needs rights that a service should not have", move->to);
    else if (move->to >= EPHEMERAL_FIRST && move->to <= EPHEMERAL_LAST)
        pc_move_warn(move,
                     "%u is in the range from which Linux takes the ports of outgoing connections (%u-%u): it may be "
                     "in use when the service starts",
                     move->to, EPHEMERAL_FIRST, EPHEMERAL_LAST);
}

static void check_range(struct pc_move *move, pc_id id) {
    if (id == PC_NONE || !pc_move_is_planned(move))
        return;
    const struct pc_range *range = &move->reg->ranges[id];
    if (range->ports.lo <= move->to && move->to <= range->ports.hi)
        return;
    pc_move_warn(move, "%u is outside of the service's range, %u-%u (%.*s)", move->to, range->ports.lo, range->ports.hi,
                 PC_ARG(pc_move_where(move, range->span)));
    /* It is no worse than before where the old one was outside as well. */
    move->outside = true;
    move->needs_force = move->needs_force || (range->ports.lo <= move->from && move->from <= range->ports.hi);
}

bool pc_move_check_target(struct pc_move *move, const struct pc_registry *all) {
    pc_id range = range_of(move);
    if (!check_itself(move) || (!move->inner && move->host == PC_NONE && !check_host(move, all, PC_NONE, range)))
        return false;
    for (pc_id host = 0; host < move->reg->host_count && !move->inner; host++)
        if (move->hosts[host] && !check_host(move, all, host, range))
            return false;
    check_number(move);
    check_range(move, range);
    return true;
}
