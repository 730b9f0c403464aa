/* Places that gave the service a port which it does not have, before it moves: they are left, and told. Those that
 * went by a row of the plan that moves as well go with it. */
#include "move_parts.h"

enum { PORT_COUNT = 65536 };

/* The ports that its deployments, or its source, give it, but for the one that its plan gave it by mistake; false when
 * they do not give it the old one, so that nothing is known of which are right. */
static bool mark_known(const struct pc_move *move, bool *known) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        bool says = claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_LISTENS ||
                    (claim->role == PC_ROLE_DEFAULT && claim->confidence != PC_GUESSED);
        for (uint32_t port = claim->ports.lo; says && port <= claim->ports.hi && !known[port]; port++)
            known[port] = true;
    }
    known[move->planned] = false;
    return known[move->from];
}

static const char *says_of(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DIALS ? "dials it at" : claim->role == PC_ROLE_DEFAULT ? "takes by default" : "says";
}

static bool is_here(const struct pc_move *move, const struct pc_claim *claim) {
    bool host = claim->host == PC_NONE ? move->unstated : move->hosts[claim->host];
    bool environment = move->everywhere || claim->environment == PC_ENV_UNKNOWN ||
                       move->environment == PC_ENV_UNKNOWN || claim->environment == move->environment;
    return host && environment;
}

bool pc_move_knows_truth(const struct pc_move *move) {
    return mark_known(move, PC_NEW_ARRAY(move->arena, PORT_COUNT, bool));
}

bool pc_move_goes_by_plan(const struct pc_move *move, pc_id id) {
    const struct pc_claim *claim = &move->reg->claims[id];
    bool says = claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_DIALS;
    return says && claim->service == move->service && claim->ports.lo == move->planned &&
           claim->ports.hi == move->planned && !(claim->flags & (PC_CLAIM_OPEN | PC_CLAIM_COMPOSED)) &&
           is_here(move, claim);
}

void pc_move_find_stale(struct pc_move *move) {
    bool *known = PC_NEW_ARRAY(move->arena, PORT_COUNT, bool);
    if (!mark_known(move, known))
        return;
    for (size_t i = 0; i < move->reg->claim_count; i++) {
        const struct pc_claim *claim = &move->reg->claims[i];
        bool says = claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_PLANNED ||
                    claim->role == PC_ROLE_DIALS ||
                    (claim->role == PC_ROLE_DEFAULT && claim->ports.lo == move->planned);
        if (says && claim->service == move->service && claim->ports.lo == claim->ports.hi &&
            claim->ports.lo != move->to && !known[claim->ports.lo] && !move->moving[i] && is_here(move, claim))
            pc_move_rest(move, &move->stale, claim->span, "%s %u", says_of(claim), claim->ports.lo);
    }
}
