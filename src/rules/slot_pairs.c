/* See slot_pairs.h. */
#include "slot_pairs.h"

#include "sort.h"

enum {
    ROWS_READ = 1024,   /* claims of one service that are looked through for a row */
    PAIRS_MAX = 2000000 /* of thousands at one port; each claim beyond still gets the first pair that it has */
};

struct search {
    const struct pc_rule_context *ctx;
    const struct pc_claim *actual;
    pc_id claim;
    struct pc_slot_pairs *found;
};

/* Looks for a service's own claim at a port: a row of a registry, or (bound) a binding on one host. */
struct own_search {
    const struct pc_rule_context *ctx;
    pc_id service, host;
    bool bound;
    bool found;
};

static bool find_own(void *arg, pc_id id) {
    struct own_search *own = arg;
    const struct pc_claim *claim = &own->ctx->reg->claims[id];
    bool kind = own->bound ? claim->role == PC_ROLE_PUBLISHES
                           : claim->role == PC_ROLE_PLANNED ||
                                 (claim->role == PC_ROLE_DOCUMENTED && pc_in_registry(own->ctx, id));
    own->found = kind && claim->service == own->service && (claim->host == PC_NONE || claim->host == own->host);
    return !own->found;
}

/* Does the taker have a row of its own for this port? Then two rows disagree: PC103. */
bool pc_has_own_row(const struct pc_rule_context *ctx, pc_id service, pc_id host, uint16_t port) {
    struct own_search own = {ctx, service, host, false, false};
    pc_view_at_port(ctx->view, port, find_own, &own);
    return own.found;
}

bool pc_has_own_binding(const struct pc_rule_context *ctx, pc_id service, pc_id host, uint16_t port) {
    struct own_search own = {ctx, service, host, true, false};
    pc_view_at_port(ctx->view, port, find_own, &own);
    return own.found;
}

/* A statement about this host: it names it, or it is a plan that names none. How things are on an unnamed machine says
 * nothing about a named one. */
static bool is_same_place(const struct pc_rule_context *ctx, const struct pc_claim *statement,
                          const struct pc_claim *actual) {
    const struct pc_registry *reg = ctx->reg;
    enum pc_environment here = reg->hosts[actual->host].environment;
    bool other = statement->environment != PC_ENV_UNKNOWN && here != PC_ENV_UNKNOWN && statement->environment != here;
    bool anywhere =
        statement->host == PC_NONE && !(statement->role == PC_ROLE_DOCUMENTED && reg->hosts[actual->host].named);
    return !other && (anywhere || statement->host == actual->host);
}

/* Something known beside the row: a reservation's purpose ("spare nodes") is not. */
bool pc_is_known_service(const struct pc_rule_context *ctx, pc_id service) {
    return service != PC_NONE &&
           (ctx->reg->services[service].dir.ptr || pc_view_states_of_service(ctx->view, service).count > 0);
}

/* A registry says elsewhere that the port is one inside the service's container: a row that leaves the side open may
 * mean that one. */
static bool is_inside_port(const struct pc_rule_context *ctx, const struct pc_claim *statement) {
    struct pc_claims owned = pc_view_of_service(ctx->view, statement->service);
    for (size_t i = 0; i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if ((claim->flags & PC_CLAIM_INTERNAL) && pc_ports_eq(claim->ports, statement->ports) &&
            pc_in_registry(ctx, owned.items[i])) {
            return true;
        }
    }
    return false;
}

static bool consider(void *arg, pc_id id) {
    struct search *search = arg;
    const struct pc_rule_context *ctx = search->ctx;
    const struct pc_claim *statement = &ctx->reg->claims[id];
    const struct pc_claim *actual = search->actual;
    bool gives = statement->role == PC_ROLE_PLANNED || statement->role == PC_ROLE_DOCUMENTED ||
                 (statement->role == PC_ROLE_RESERVED && pc_is_known_service(ctx, statement->service));
    if (!gives || !is_same_place(ctx, statement, actual) || !pc_in_registry(ctx, id) || statement->service == PC_NONE ||
        statement->service == actual->service || (statement->flags & (PC_CLAIM_SELF | PC_CLAIM_RESTATED)) ||
        !pc_protocols_overlap(statement->protocol, actual->protocol) || is_inside_port(ctx, statement)) {
        return true;
    }
    *PC_PUSH(&search->found->list, ctx->arena) =
        (struct pc_slot_pair){search->claim, id, actual->service, statement->service, actual->ports.lo};
    return search->found->list.count < PAIRS_MAX;
}

static int compare_pairs(const void *left, const void *right) {
    const struct pc_slot_pair *a = left, *b = right;
    int order = pc_order(a->port, b->port);
    order = pc_then(order, pc_order(a->taker, b->taker));
    order = pc_then(order, pc_order(a->owner, b->owner));
    order = pc_then(order, pc_order(a->claim, b->claim));
    return pc_then(order, pc_order(a->statement, b->statement));
}

/* May the plan be held against this actual port? Deployments only on hosts that a registry speaks for; documents
 * always. */
static bool is_in_reach(const struct pc_rule_context *ctx, const struct pc_state *state) {
    return state->host != PC_NONE && (state->actual == PC_ACTUAL_DOCUMENTED || ctx->reg->hosts[state->host].spoken_for);
}

/* Every pair of an actual port and a statement that gives it to another service, sorted. */
struct pc_slot_pairs pc_slot_pairs_of(const struct pc_rule_context *ctx) {
    struct pc_slot_pairs found = {0};
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        if (!is_in_reach(ctx, &states.items[i])) {
            continue;
        }
        for (size_t j = 0; j < states.items[i].claims.count; j++) {
            pc_id id = states.items[i].claims.items[j];
            struct search search = {.ctx = ctx, .actual = &ctx->reg->claims[id], .claim = id, .found = &found};
            if (!pc_is_external(ctx, states.items[i].service, search.actual->ports)) {
                pc_view_at_port(ctx->view, search.actual->ports.lo, consider, &search);
            }
        }
    }
    pc_sort(found.list.items, found.list.count, sizeof found.list.items[0], compare_pairs);
    return found;
}
