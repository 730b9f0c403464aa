/* See half_moved.h. */
#include "half_moved.h"

#include "callers.h"
#include "edge_say.h"
#include "listening.h"
#include "rule_tools.h"
#include "sort.h"

/* A dial of a callee in one place: callers of one role that reach it in one way must agree. */
struct call {
    pc_id callee, host;
    uint32_t role; /* route, scrape, or neither */
    bool by_name;  /* by the callee's name in a network, else through a port of the host */
    bool wrong;
    const struct pc_edge *edge;
};

struct finder {
    const struct pc_rule_context *ctx;
    struct PC_VEC(struct call) calls;
    struct pc_half_moves moves;
};

static int compare_places(const struct call *a, const struct call *b) {
    if (a->callee != b->callee)
        return pc_order(a->callee, b->callee);
    if (a->host != b->host)
        return pc_order(a->host, b->host);
    if (a->role != b->role)
        return pc_order(a->role, b->role);
    return (int)a->by_name - (int)b->by_name;
}

static int compare_calls(const void *left, const void *right) {
    const struct call *a = left, *b = right;
    int order = compare_places(a, b);
    return pc_then(order, pc_order(a->edge->dial, b->edge->dial));
}

/* Only what a deployment dials: documents and scripts are in no place. */
static void add_call(struct finder *f, const struct pc_edge *edge) {
    const struct pc_registry *reg = f->ctx->reg;
    const struct pc_claim *dial = &reg->claims[edge->dial];
    bool wrong = edge->verdict == PC_EDGE_WRONG;
    pc_id callee = edge->callee;
    if ((!wrong && edge->verdict != PC_EDGE_FINE) || edge->local || callee == PC_NONE || dial->container == PC_NONE)
        return;
    if (wrong && pc_edge_doubt(f->ctx, edge, PC_LEVEL_ERROR) < PC_LEVEL_WARNING)
        return;
    pc_id host =
        edge->host != PC_NONE ? edge->host : reg->deployments[reg->containers[dial->container].deployment].host;
    *PC_PUSH(&f->calls, f->ctx->arena) = (struct call){.callee = callee,
                                                       .host = host,
                                                       .role = dial->flags & (PC_CLAIM_ROUTE | PC_CLAIM_SCRAPE),
                                                       .by_name = edge->host == PC_NONE,
                                                       .wrong = wrong,
                                                       .edge = edge};
}

/* The calls of one place that are, or are not, wrong: do all of them give one port? */
static bool one_port(const struct finder *f, const struct call *calls, size_t count, bool wrong,
                     struct pc_ports *ports) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct pc_ports given = f->ctx->reg->claims[calls[i].edge->dial].ports;
        if (calls[i].wrong != wrong)
            continue;
        if (any && !pc_ports_eq(*ports, given))
            return false;
        *ports = given;
        any = true;
    }
    return any;
}

/* A callee of several ports may be dialled at each of them for a reason. */
static bool listens_on_one(const struct finder *f, const struct call *calls, size_t count, struct pc_ports port) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; calls[i].wrong && j < calls[i].edge->truth.count; j++) {
            const struct pc_claim *claim = &f->ctx->reg->claims[calls[i].edge->truth.items[j]];
            if (calls[i].by_name && !pc_ports_eq(claim->ports, port))
                return false;
        }
    return true;
}

struct places {
    struct PC_VEC(pc_id) claims;
};

static void add_place(struct finder *f, struct places *places, pc_id claim) {
    for (size_t i = 0; i < places->claims.count; i++)
        if (pc_spans_eq(f->ctx->reg->claims[places->claims.items[i]].span, f->ctx->reg->claims[claim].span))
            return;
    *PC_PUSH(&places->claims, f->ctx->arena) = claim;
}

static void add_move(struct finder *f, pc_id service, pc_id host, struct pc_ports old, const struct places *moved,
                     const struct places *behind) {
    size_t order = f->moves.list.count;
    *PC_PUSH(&f->moves.list, f->ctx->arena) =
        (struct pc_half_move){.service = service,
                              .host = host,
                              .order = order,
                              .old = old,
                              .moved = {moved->claims.items, moved->claims.count},
                              .behind = {behind->claims.items, behind->claims.count}};
}

enum { PLACES_MAX = 200 }; /* of one service: more callers than that are not told apart any more */

static void judge_calls(struct finder *f, const struct call *calls, size_t count) {
    struct pc_ports now, old;
    struct places moved = {0}, behind = {0};
    if (count > PLACES_MAX || !one_port(f, calls, count, false, &now) || !one_port(f, calls, count, true, &old) ||
        !listens_on_one(f, calls, count, now))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct pc_edge *edge = calls[i].edge;
        for (size_t j = 0; calls[i].wrong && calls[i].by_name && j < edge->truth.count; j++)
            add_place(f, &moved, edge->truth.items[j]);
    }
    add_move(f, calls[0].callee, calls[0].host, old, &moved, &behind);
}

static void find_in_calls(struct finder *f) {
    struct pc_edges edges = pc_edges_of(f->ctx);
    for (size_t i = 0; i < edges.count; i++)
        add_call(f, &edges.items[i]);
    pc_sort(f->calls.items, f->calls.count, sizeof *f->calls.items, compare_calls);
    for (size_t from = 0, to; from < f->calls.count; from = to) {
        for (to = from; to < f->calls.count && compare_places(&f->calls.items[from], &f->calls.items[to]) == 0;)
            to++;
        judge_calls(f, f->calls.items + from, to - from);
    }
}

/* What one container says of its own port, as PC303 sees it. */
static void find_in_containers(struct finder *f) {
    const struct pc_registry *reg = f->ctx->reg;
    struct pc_listening *all = pc_listening_of_containers(f->ctx);
    for (pc_id i = 0; i < reg->container_count; i++) {
        if (reg->containers[i].service == PC_NONE)
            continue;
        struct pc_mismatches mismatches = pc_listening_mismatches(f->ctx, i, &all[i]);
        struct places moved = {0}, behind = {0};
        for (size_t k = 0; k < mismatches.count; k++) {
            for (size_t j = 0; j < mismatches.items[k].odd.count && j < PLACES_MAX; j++)
                add_place(f, &behind, mismatches.items[k].odd.items[j]);
            for (size_t j = 0; j < mismatches.items[k].real.count && j < PLACES_MAX; j++)
                add_place(f, &moved, mismatches.items[k].real.items[j]);
        }
        if (mismatches.count > 0)
            add_move(f, reg->containers[i].service, reg->deployments[reg->containers[i].deployment].host,
                     reg->claims[behind.claims.items[0]].ports, &moved, &behind);
    }
}

/* Of two moves of one service on one host the order decides which is told: that of its callers, who come first. */
static int compare_moves(const void *left, const void *right) {
    const struct pc_half_move *a = left, *b = right;
    int order = pc_order(a->service, b->service);
    order = pc_then(order, pc_order(a->host, b->host));
    return pc_then(order, pc_order(a->order, b->order));
}

static struct pc_claims joined(const struct finder *f, struct pc_claims a, const pc_id *more, size_t count) {
    struct PC_VEC(pc_id) all = {0};
    for (size_t i = 0; i < a.count; i++)
        *PC_PUSH(&all, f->ctx->arena) = a.items[i];
    for (size_t i = 0; i < count; i++)
        *PC_PUSH(&all, f->ctx->arena) = more[i];
    return (struct pc_claims){all.items, all.count};
}

/* Once it is known that it was moved, every caller is a place, whatever its role. */
static void add_callers(const struct finder *f, const struct pc_callers *callers, struct pc_half_move *move) {
    struct pc_caller_places places = pc_callers_split(callers, move->service, move->host, move->old);
    move->moved = joined(f, move->moved, places.arrive.items, places.arrive.count);
    move->behind = joined(f, move->behind, places.miss.items, places.miss.count);
}

struct pc_half_moves pc_half_moves_of(const struct pc_rule_context *ctx) {
    struct finder f = {.ctx = ctx};
    find_in_calls(&f);
    find_in_containers(&f);
    struct pc_half_move *moves = f.moves.list.items;
    struct pc_callers callers = {.ctx = ctx};
    if (f.moves.list.count > 0)
        callers = pc_callers_of(ctx);
    pc_sort(moves, f.moves.list.count, sizeof *moves, compare_moves);
    size_t kept = 0;
    for (size_t i = 0; i < f.moves.list.count; i++) {
        if (kept > 0 && moves[kept - 1].service == moves[i].service && moves[kept - 1].host == moves[i].host)
            continue;
        moves[kept] = moves[i];
        add_callers(&f, &callers, &moves[kept++]);
    }
    f.moves.list.count = kept;
    return f.moves;
}

const struct pc_half_move *pc_half_move_of(const struct pc_half_moves *moves, pc_id service, pc_id host) {
    const struct pc_half_move wanted = {.service = service, .host = host};
    size_t low = 0, high = moves->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pc_half_move *move = &moves->list.items[middle];
        bool before = move->service != wanted.service ? move->service < wanted.service : move->host < wanted.host;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < moves->list.count && moves->list.items[low].service == service && moves->list.items[low].host == host;
    return found ? &moves->list.items[low] : NULL;
}
