/* The claims that say the old port of the service on the hosts on which it moves, and those that say it of another host
 * or environment, or cannot be edited. */
#include "move_parts.h"
#include "sort.h"

enum verdict { LEAVE, MOVES, STAYS, UNCLEAR };

static bool holds_from(const struct pc_move *move, const struct pc_claim *claim) {
    return claim->ports.lo <= move->from && move->from <= claim->ports.hi;
}

static enum pc_environment environment_of_host(const struct pc_registry *reg, pc_id host) {
    enum pc_environment environment = host == PC_NONE ? PC_ENV_UNKNOWN : reg->hosts[host].environment;
    for (size_t i = 0; host != PC_NONE && i < reg->deployment_count && environment == PC_ENV_UNKNOWN; i++)
        if (reg->deployments[i].host == host)
            environment = reg->deployments[i].environment;
    return environment;
}

/* A place that is said to be of another environment than the host's. What a developer starts or dials without any
 * deployment goes with the program's default. */
static bool is_elsewhere(const struct pc_move *move, const struct pc_claim *claim) {
    bool native = claim->role == PC_ROLE_DEFAULT || (claim->role == PC_ROLE_DIALS && claim->host == PC_NONE &&
                                                     claim->container == PC_NONE && pc_move_is_loopback(claim->name));
    if (native && claim->environment == PC_ENV_DEVELOPMENT && move->by_default)
        return false;
    return !move->everywhere && claim->environment != PC_ENV_UNKNOWN && move->environment != PC_ENV_UNKNOWN &&
           claim->environment != move->environment;
}

static bool is_inner(const struct pc_claim *claim) {
    return claim->place == PC_PLACE_NETWORK || (claim->flags & PC_CLAIM_INTERNAL);
}

/* Statements about the inside of containers that name none: images, columns of container ports. */
static bool inner_moves(const struct pc_move *move) {
    return (move->anywhere & PC_MOVE_INSIDE) || (move->unstated && (move->by_default || !move->anywhere));
}

static enum verdict judge_owned(const struct pc_move *move, const struct pc_claim *claim) {
    bool there = claim->host == PC_NONE ? move->unstated : move->hosts[claim->host];
    if (claim->role == PC_ROLE_LISTENS && claim->container != PC_NONE)
        return move->containers[claim->container] ? MOVES : there ? LEAVE : STAYS;
    if (claim->role == PC_ROLE_LISTENS)
        return inner_moves(move) ? MOVES : LEAVE;
    if (!there || is_elsewhere(move, claim) || claim->role == PC_ROLE_OBSERVED)
        return STAYS;
    return !is_inner(claim) || inner_moves(move) ? MOVES : LEAVE;
}

static enum pc_move_kind kind_of(const struct pc_claim *claim) {
    static const enum pc_move_kind kinds[PC_ROLE_COUNT] = {
        [PC_ROLE_PLANNED] = PC_MOVE_PLAN,         [PC_ROLE_RESERVED] = PC_MOVE_PLAN,
        [PC_ROLE_DOCUMENTED] = PC_MOVE_DOCUMENT,  [PC_ROLE_OBSERVED] = PC_MOVE_DOCUMENT,
        [PC_ROLE_DEFAULT] = PC_MOVE_DEFAULT,      [PC_ROLE_LISTENS] = PC_MOVE_DEPLOYMENT,
        [PC_ROLE_PUBLISHES] = PC_MOVE_DEPLOYMENT, [PC_ROLE_DIALS] = PC_MOVE_CALLER};
    return kinds[claim->role];
}

/* Of places that say the same bytes the first claim is kept, the plan's before all others. */
static void add_place(struct pc_move *move, pc_id id) {
    const struct pc_claim *claim = &move->reg->claims[id];
    struct pc_move_place *last = move->places.count > 0 ? &move->places.items[move->places.count - 1] : NULL;
    bool again = last && last->span.file == claim->span.file && last->span.offset == claim->span.offset;
    move->moving[id] = true;
    if (!again)
        *PC_PUSH(&move->places, move->arena) = (struct pc_move_place){claim->span, kind_of(claim), id};
    else if (kind_of(claim) < last->kind)
        *last = (struct pc_move_place){claim->span, kind_of(claim), id};
}

static bool is_plan_or_document(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_RESERVED || claim->role == PC_ROLE_DOCUMENTED;
}

/* It says the old port in a way in which it cannot say another one. */
static bool add_by_hand(struct pc_move *move, const struct pc_claim *claim) {
    bool range = claim->ports.lo != claim->ports.hi || (claim->flags & PC_CLAIM_OPEN);
    if (!range && !(claim->flags & PC_CLAIM_COMPOSED))
        return false;
    struct pc_str text = pc_span_text(move->reg, claim->span);
    bool still = claim->ports.lo <= move->to && move->to <= claim->ports.hi && is_plan_or_document(claim);
    if (!still && range && claim->role == PC_ROLE_PUBLISHES)
        pc_move_refuse(move, PC_MOVE_REFUSED,
                       "%.*s publishes %u-%u as one range, of which %u cannot be moved alone; write its ports as "
                       "mappings of their own first",
                       PC_ARG(pc_move_where(move, claim->span)), claim->ports.lo, claim->ports.hi, move->from);
    if (!still && range)
        pc_move_rest(move, &move->by_hand, claim->span, "says `%.*s`, a range that holds %u", PC_ARG(text), move->from);
    else if (!still)
        pc_move_rest(move, &move->by_hand, claim->span, "puts %u together: `%.*s`", move->from, PC_ARG(text));
    return true;
}

static void add_staying(struct pc_move *move, const struct pc_claim *claim) {
    struct pc_str on = pc_move_on_host(move, claim->host);
    if (claim->role == PC_ROLE_OBSERVED)
        pc_move_rest(move, &move->stays, claim->span, "was observed; take the snapshot anew");
    else if (claim->host != PC_NONE && !move->hosts[claim->host])
        pc_move_rest(move, &move->stays, claim->span, "is%.*s", PC_ARG(on));
    else if (claim->role == PC_ROLE_DIALS && claim->host == PC_NONE && move->keeps_local != PC_NONE)
        pc_move_rest(move, &move->stays, claim->span, "dials localhost, which is `%.*s`",
                     PC_ARG(move->reg->hosts[move->keeps_local].name));
    else if (is_elsewhere(move, claim))
        pc_move_rest(move, &move->stays, claim->span, "is of the %s environment",
                     pc_environment_name(claim->environment));
    else
        pc_move_rest(move, &move->stays, claim->span, "names no host, and is as true of another one");
}

/* It is about the service, and says a port inside of a container that does not move. */
static void add_within(struct pc_move *move, const struct pc_claim *claim) {
    if (claim->role == PC_ROLE_DIALS)
        pc_move_rest(move, &move->within, claim->span, "dials `%.*s` inside its network", PC_ARG(claim->name));
    else
        pc_move_rest(move, &move->within, claim->span, "is the port inside the container");
}

static void look_at(struct pc_move *move, pc_id id, enum verdict verdict) {
    const struct pc_claim *claim = &move->reg->claims[id];
    move->told[id] = verdict != LEAVE || claim->service == move->service;
    if (verdict == LEAVE && claim->service == move->service)
        add_within(move, claim);
    else if (verdict == UNCLEAR)
        pc_move_rest(move, &move->mentions, claim->span, "dials localhost, and nothing says whom");
    else if (verdict == STAYS)
        add_staying(move, claim);
    else if (verdict == MOVES && !add_by_hand(move, claim))
        add_place(move, id);
}

static enum verdict judge_dial(const struct pc_move *move, const struct pc_move_dial *dial) {
    const struct pc_claim *claim = &move->reg->claims[dial->claim];
    bool follows = pc_move_dial_follows(move, dial);
    if (follows)
        return is_elsewhere(move, claim) && claim->container == PC_NONE ? STAYS : MOVES;
    bool local = dial->host == PC_NONE && claim->container == PC_NONE && move->keeps_local != PC_NONE &&
                 pc_move_is_loopback(claim->name) && claim->service == move->service && move->unstated;
    bool other_host = dial->host != PC_NONE && !move->hosts[dial->host] && claim->service == move->service;
    bool unknown = claim->service == PC_NONE && dial->host == PC_NONE && claim->container == PC_NONE &&
                   pc_move_is_loopback(claim->name);
    return unknown ? UNCLEAR : local || other_host ? STAYS : LEAVE;
}

/* Who gave it the port of the row that moves as well: nothing would give it that any more. */
static size_t add_followers(struct pc_move *move) {
    size_t dial = 0, before = move->places.count;
    if (!pc_move_knows_truth(move))
        return 0;
    for (pc_id i = 0; i < move->reg->claim_count; i++) {
        const struct pc_claim *claim = &move->reg->claims[i];
        if (!pc_move_goes_by_plan(move, i))
            continue;
        while (dial < move->dial_count && move->dials[dial].claim < i)
            dial++;
        bool known = claim->role == PC_ROLE_DIALS && dial < move->dial_count && move->dials[dial].claim == i;
        enum verdict verdict = known                          ? judge_dial(move, &move->dials[dial])
                               : claim->role == PC_ROLE_DIALS ? LEAVE
                                                              : judge_owned(move, claim);
        if (verdict == MOVES)
            add_place(move, i);
    }
    return move->places.count - before;
}

/* The service publishes that port as well where it moves. */
static bool is_published_beside(const struct pc_move *move, struct pc_claims owned, uint16_t port) {
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PUBLISHES && move->hosts[claim->host] && claim->ports.lo == port)
            return true;
    }
    return false;
}

/* The one row that plans the service, where it plans another port than those it has: whoever moves it decides where it
 * shall be. */
static void add_other_plan(struct pc_move *move) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    pc_id row = PC_NONE;
    size_t rows = 0;
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        bool here = claim->host == PC_NONE ? move->unstated : move->hosts[claim->host];
        if (claim->role != PC_ROLE_PLANNED || (claim->flags & (PC_CLAIM_RESTATED | PC_CLAIM_HEADING)))
            continue;
        rows++;
        if (here && !is_inner(claim) && claim->ports.lo == claim->ports.hi && !(claim->flags & PC_CLAIM_OPEN) &&
            !is_elsewhere(move, claim))
            row = owned.items[i];
    }
    const struct pc_claim *claim = row == PC_NONE ? NULL : &move->reg->claims[row];
    if (rows != 1 || !claim || claim->ports.lo == move->from || claim->ports.lo == move->to ||
        is_published_beside(move, owned, claim->ports.lo))
        return;
    move->planned = claim->ports.lo;
    move->moving[row] = true;
    *PC_PUSH(&move->places, move->arena) = (struct pc_move_place){claim->span, PC_MOVE_PLAN, row};
    size_t with = add_followers(move);
    struct pc_str more =
        with == 0 ? PC_EMPTY
                  : pc_str_fmt(move->arena, ", with %zu place%s that went by it", with, with == 1 ? "" : "s");
    pc_move_warn(move, "the plan gives it %u, not %u (%.*s); its row moves as well%.*s", claim->ports.lo, move->from,
                 PC_ARG(pc_move_where(move, claim->span)), PC_ARG(more));
}

/* A number that moves must not be somebody else's as well. */
static bool is_shared(struct pc_move *move, const struct pc_move_place *place) {
    const struct pc_registry *reg = move->reg;
    const struct pc_claim *other = NULL, *elsewhere = NULL, *stays = NULL;
    for (size_t i = pc_first_claim_at(reg, place->span); i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->span.file != place->span.file || claim->span.offset >= place->span.offset + place->span.length)
            break;
        if (move->moving[i] || claim->service == PC_NONE)
            continue;
        if (claim->service != move->service)
            other = claim;
        else if (claim->host != PC_NONE && !move->hosts[claim->host])
            elsewhere = claim;
        else
            stays = claim;
    }
    struct pc_str where = pc_move_where(move, place->span);
    if (other)
        return !pc_move_refuse(move, PC_MOVE_REFUSED,
                               "the number at %.*s is also that of `%.*s`; give each a number of its own first",
                               PC_ARG(where), PC_ARG(reg->services[other->service].name));
    if (elsewhere)
        return !pc_move_refuse(
            move, PC_MOVE_REFUSED,
            "the number at %.*s is also its port%.*s; move it --everywhere, or give each its own first", PC_ARG(where),
            PC_ARG(pc_move_on_host(move, elsewhere->host)));
    if (stays)
        return !pc_move_refuse(move, PC_MOVE_REFUSED,
                               "the number at %.*s is also one that must stay %u, such as the port inside the "
                               "container; give each a number of its own first",
                               PC_ARG(where), move->from);
    return false;
}

static int compare_places(const void *left, const void *right) {
    const struct pc_move_place *a = left, *b = right;
    if (a->span.file != b->span.file)
        return pc_order(a->span.file, b->span.file);
    return pc_order(a->span.offset, b->span.offset);
}

/* Another service answers there, or another host is dialled. */
static void tell_elsewhere(struct pc_move *move, pc_id id, const struct pc_move_dial *dial) {
    const struct pc_claim *claim = &move->reg->claims[id];
    bool other_host = dial->host != PC_NONE && !move->hosts[dial->host];
    bool other_service = dial->answers != PC_NONE && dial->answers != move->service;
    if (move->told[id] || move->moving[id] || (!other_host && !other_service))
        return;
    move->told[id] = true;
    if (!other_service && claim->service == PC_NONE)
        pc_move_rest(move, &move->others, claim->span, "dials another host, `%.*s`",
                     PC_ARG(move->reg->hosts[dial->host].name));
}

bool pc_move_find_places(struct pc_move *move) {
    size_t dial = 0;
    move->environment = environment_of_host(move->reg, move->host);
    move->moving = PC_NEW_ARRAY(move->arena, move->reg->claim_count, bool);
    move->told = PC_NEW_ARRAY(move->arena, move->reg->claim_count, bool);
    for (pc_id i = 0; i < move->reg->claim_count; i++) {
        const struct pc_claim *claim = &move->reg->claims[i];
        for (; dial < move->dial_count && move->dials[dial].claim < i;)
            dial++;
        if (!holds_from(move, claim))
            continue;
        if (claim->role == PC_ROLE_DIALS && dial < move->dial_count && move->dials[dial].claim == i) {
            look_at(move, i, judge_dial(move, &move->dials[dial]));
            tell_elsewhere(move, i, &move->dials[dial]);
        }
        if (claim->role != PC_ROLE_DIALS && claim->service == move->service)
            look_at(move, i, judge_owned(move, claim));
    }
    add_other_plan(move);
    pc_sort(move->places.items, move->places.count, sizeof *move->places.items, compare_places);
    for (size_t i = 0; i < move->places.count; i++)
        if (is_shared(move, &move->places.items[i]))
            return false;
    return move->refusal == PC_MOVE_FINE;
}
