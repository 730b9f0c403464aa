/* Which numbers must change so that two sides say what the third one says. */
#include "sort.h"
#include "sync_impl.h"

/* The ports of some claims, each once. */
struct ports {
    struct PC_VEC(uint16_t) items;
    pc_id odd; /* a claim that is no single port, PC_NONE */
};

static bool has_port(const struct ports *ports, uint16_t port) {
    for (size_t i = 0; i < ports->items.count; i++)
        if (ports->items.items[i] == port)
            return true;
    return false;
}

static void add_ports(struct pc_syncing *s, struct ports *ports, struct pc_claims claims) {
    for (size_t i = 0; i < claims.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[claims.items[i]];
        if (claim->ports.lo != claim->ports.hi || (claim->flags & PC_CLAIM_OPEN))
            ports->odd = claims.items[i];
        else if (!has_port(ports, claim->ports.lo))
            *PC_PUSH(&ports->items, s->arena) = claim->ports.lo;
    }
}

static bool is_in(struct pc_claims claims, pc_id claim) {
    for (size_t i = 0; i < claims.count; i++)
        if (claims.items[i] == claim)
            return true;
    return false;
}

static struct pc_claims side_of(const struct pc_standing *standing, enum pc_sync_side side) {
    return side == PC_SYNC_PLANNED      ? standing->planned
           : side == PC_SYNC_DOCUMENTED ? standing->documented
                                        : standing->truth;
}

/* Statements of one voice are held against each other: rows of one document's plan, its lists, a document of its own.
 */
static bool same_voice(const struct pc_claim *a, const struct pc_claim *b) {
    return a->role == b->role && a->span.file == b->span.file && a->host == b->host &&
           a->environment == b->environment && (a->flags & PC_CLAIM_SELF) == (b->flags & PC_CLAIM_SELF);
}

static bool is_inside(const struct pc_claim *claim) {
    return claim->place == PC_PLACE_NETWORK || (claim->flags & PC_CLAIM_INTERNAL);
}

/* What is to be written over a wrong number: the only port of the true side, or the only one that the voice lacks. */
static uint16_t port_for(struct pc_syncing *s, struct pc_claims all, const pc_id *wrong, size_t wrong_count,
                         const struct pc_claim *claim, const struct ports *truth) {
    struct ports stated = {.odd = PC_NONE}, others = {.odd = PC_NONE};
    for (size_t i = 0; i < all.count; i++) {
        const struct pc_claim *other = &s->reg->claims[all.items[i]];
        bool is_wrong = false;
        for (size_t j = 0; j < wrong_count; j++)
            is_wrong = is_wrong || wrong[j] == all.items[i];
        if (same_voice(claim, other) && !is_inside(other))
            add_ports(s, is_wrong ? &others : &stated, (struct pc_claims){&all.items[i], 1});
    }
    uint16_t found = 0;
    size_t open = 0;
    for (size_t i = 0; i < truth->items.count; i++) {
        if (!has_port(&stated, truth->items.items[i])) {
            found = truth->items.items[i];
            open++;
        }
    }
    return open == 1 && others.items.count == 1 ? found : 0;
}

static void propose(struct pc_syncing *s, pc_id claim, uint16_t port, pc_id host) {
    *PC_PUSH(&s->changes, s->arena) = (struct pc_sync_change){claim, port, host, PC_EMPTY};
}

/* May this statement be brought to the true side? One that the verdict is about, or that gives what runs. */
static bool is_wrong(const struct pc_syncing *s, const struct pc_standing *standing, pc_id id,
                     const struct ports *truth) {
    const struct pc_claim *claim = &s->reg->claims[id];
    if (has_port(truth, claim->ports.lo) && claim->ports.lo == claim->ports.hi)
        return false;
    if (is_in(standing->stale, id) || standing->verdict == PC_VERDICT_UNDECIDED)
        return true;
    for (size_t i = 0; i < standing->truth.count && s->in->to != PC_SYNC_DEPLOYED; i++)
        if (pc_ports_overlap(s->reg->claims[standing->truth.items[i]].ports, claim->ports))
            return true;
    return false;
}

/* A container's port: what its containers listen on, when that is one port. */
static uint16_t inside_port(struct pc_syncing *s, const struct pc_standing *standing) {
    struct ports inside = {.odd = PC_NONE};
    add_ports(s, &inside, standing->inside);
    return inside.items.count == 1 && inside.odd == PC_NONE && s->in->to == PC_SYNC_DEPLOYED ? inside.items.items[0]
                                                                                             : 0;
}

/* from: the port that a move takes along wherever it is written; 0: none moves. */
static void sync_statements(struct pc_syncing *s, const struct pc_standing *standing, struct pc_claims side,
                            const struct ports *truth, uint16_t from) {
    struct PC_VEC(pc_id) wrong = {0};
    for (size_t i = 0; i < side.count; i++)
        if (is_wrong(s, standing, side.items[i], truth) && s->reg->claims[side.items[i]].ports.lo != from)
            *PC_PUSH(&wrong, s->arena) = side.items[i];
    for (size_t i = 0; i < wrong.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[wrong.items[i]];
        uint16_t port =
            is_inside(claim) ? inside_port(s, standing) : port_for(s, side, wrong.items, wrong.count, claim, truth);
        if (port > 0)
            propose(s, wrong.items[i], port, standing->host);
        else
            pc_sync_leave(s, standing->service, standing->host, claim->span, "%s",
                          claim->ports.lo != claim->ports.hi
                              ? "a range stands here, and one port runs"
                              : "it has several ports: which of them this line means is not said");
    }
}

/* What runs is brought to the true side by moving it. The port that moves; 0: none does. */
static uint16_t sync_deployment(struct pc_syncing *s, const struct pc_standing *standing, const struct ports *truth) {
    struct ports deployed = {.odd = PC_NONE};
    bool by_default = standing->deployed.count == 0 && standing->actual == PC_ACTUAL_DEFAULT;
    struct pc_claims runs = by_default ? standing->truth : standing->deployed;
    add_ports(s, &deployed, runs);
    if (deployed.items.count == 0 || (truth->items.count == 1 && has_port(&deployed, truth->items.items[0])))
        return 0;
    struct pc_span span = s->reg->claims[runs.items[0]].span;
    if (deployed.items.count != 1 || deployed.odd != PC_NONE || truth->items.count != 1) {
        pc_sync_leave(s, standing->service, standing->host, span,
                      "several ports stand against each other: which of them moves where is not said");
        return 0;
    }
    *PC_PUSH(&s->out->moves, s->arena) =
        (struct pc_sync_move){standing->service, standing->host, deployed.items.items[0], truth->items.items[0]};
    return deployed.items.items[0];
}

/* Services of whose contradictions somebody has silenced one, by a comment or in the configuration; none when the
 * person names services. */
static const bool *accepted_services(struct pc_syncing *s) {
    bool *accepted = PC_NEW_ARRAY(s->arena, s->reg->service_count, bool);
    for (size_t i = 0; i < s->in->finding_count && !s->in->selection->by_service; i++) {
        const struct pc_finding *f = s->in->findings[i];
        if (!f->suppressed || !pc_str_starts(pc_str_c(f->rule->code), PC_STR("PC30")))
            continue;
        for (size_t j = 0; j < f->service_count; j++) {
            struct pc_ids ids = pc_services_named(s->arena, s->reg, f->services[j]);
            for (size_t k = 0; k < ids.count; k++)
                accepted[ids.items[k]] = true;
        }
    }
    return accepted;
}

static void sync_standing(struct pc_syncing *s, const struct pc_standing *standing, bool accepted) {
    static const char *const none[] = {"nothing that runs it was read", "no plan gives it a port",
                                       "no document gives its port"};
    struct pc_claims side = side_of(standing, s->in->to);
    struct ports truth = {.odd = PC_NONE};
    struct pc_span span =
        standing->stale.count > 0 ? s->reg->claims[standing->stale.items[0]].span : (struct pc_span){PC_NONE, 0, 0};
    add_ports(s, &truth, side);
    if (s->in->held && s->in->held[standing->service].len > 0) {
        pc_sync_leave(s, standing->service, standing->host, span, "%.*s", PC_ARG(s->in->held[standing->service]));
        return;
    }
    if (accepted) {
        pc_sync_leave(s, standing->service, standing->host, span,
                      "its contradiction is silenced as accepted; name the service to change it all the same");
        return;
    }
    if (truth.items.count == 0 || truth.odd != PC_NONE) {
        pc_sync_leave(s, standing->service, standing->host, span, "%s",
                      truth.odd != PC_NONE ? "a range of ports stands against one port" : none[s->in->to]);
        return;
    }
    if (s->in->to == PC_SYNC_DEPLOYED && standing->actual == PC_ACTUAL_DEFAULT &&
        s->in->is_nobodys_choice(truth.items.items[0])) {
        pc_sync_leave(s, standing->service, standing->host, span,
                      "nothing that runs it was read, and %u in its source is what its framework brings along",
                      (unsigned)truth.items.items[0]);
        return;
    }
    uint16_t from = s->in->to != PC_SYNC_DEPLOYED ? sync_deployment(s, standing, &truth) : 0;
    if (s->in->to != PC_SYNC_PLANNED)
        sync_statements(s, standing, standing->planned, &truth, from);
    if (s->in->to != PC_SYNC_DOCUMENTED)
        sync_statements(s, standing, standing->documented, &truth, from);
}

static int by_claim(const void *left, const void *right) {
    const struct pc_sync_change *a = left, *b = right;
    if (a->claim != b->claim)
        return pc_order(a->claim, b->claim);
    return a->port < b->port ? -1 : a->port > b->port;
}

/* A statement about several hosts gets one number, or keeps its own. */
static void settle_several(struct pc_syncing *s) {
    size_t kept = 0;
    pc_sort(s->changes.items, s->changes.count, sizeof s->changes.items[0], by_claim);
    for (size_t i = 0; i < s->changes.count; i++) {
        struct pc_sync_change *last = kept > 0 ? &s->changes.items[kept - 1] : NULL;
        const struct pc_sync_change *change = &s->changes.items[i];
        if (last && last->claim == change->claim) {
            if (last->port != change->port)
                last->why_not = PC_STR("it has another port on each of its hosts, and this line names none");
        } else {
            s->changes.items[kept++] = *change;
        }
    }
    s->changes.count = kept;
}

static const struct pc_sync_change *change_of(const struct pc_syncing *s, pc_id claim) {
    struct pc_sync_change key = {.claim = claim};
    size_t low = 0, high = s->changes.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->changes.items[middle].claim < key.claim)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->changes.count && s->changes.items[low].claim == claim ? &s->changes.items[low] : NULL;
}

uint16_t pc_sync_port(const struct pc_syncing *s, pc_id claim) {
    const struct pc_sync_change *change = change_of(s, claim);
    return change && change->why_not.len == 0 ? change->port : s->reg->claims[claim].ports.lo;
}

struct keeper_search {
    const struct pc_syncing *s;
    pc_id service, host, found;
};

static bool find_keeper(void *arg, pc_id id) {
    struct keeper_search *search = arg;
    const struct pc_claim *claim = &search->s->reg->claims[id];
    bool meets = claim->host == PC_NONE || search->host == PC_NONE || claim->host == search->host;
    const struct pc_sync_change *change = change_of(search->s, id);
    bool goes = change && change->why_not.len == 0;
    bool keeps = claim->role == PC_ROLE_PLANNED || (claim->role == PC_ROLE_RESERVED && claim->name.len > 0);
    if (keeps && claim->service != search->service && meets && !goes)
        search->found = id;
    return search->found == PC_NONE;
}

pc_id pc_sync_keeper(const struct pc_syncing *s, pc_id service, pc_id host, uint16_t port) {
    struct keeper_search search = {s, service, host, PC_NONE};
    pc_view_at_port(s->in->view, port, find_keeper, &search);
    return search.found;
}

struct pc_str pc_sync_kept(const struct pc_syncing *s, pc_id keeper, uint16_t port) {
    const struct pc_claim *claim = &s->reg->claims[keeper];
    return pc_str_fmt(s->arena, "%u is %s `%.*s`: decide who keeps it", (unsigned)port,
                      claim->role == PC_ROLE_RESERVED ? "reserved for" : "planned for", PC_ARG(claim->name));
}

static bool meet(const struct pc_claim *a, const struct pc_claim *b) {
    return a->service != b->service && (a->host == b->host || a->host == PC_NONE || b->host == PC_NONE);
}

/* Two services that run on one port get no row each for it. */
static void settle_rivals(struct pc_syncing *s) {
    s->planned_at = PC_NEW_ARRAY(s->arena, (size_t)UINT16_MAX + 1, pc_id);
    size_t *first = PC_NEW_ARRAY(s->arena, (size_t)UINT16_MAX + 1, size_t);
    for (size_t i = 0; i <= UINT16_MAX; i++)
        s->planned_at[i] = PC_NONE;
    for (size_t i = 0; i < s->changes.count; i++) {
        struct pc_sync_change *change = &s->changes.items[i];
        const struct pc_claim *claim = &s->reg->claims[change->claim];
        if (claim->role != PC_ROLE_PLANNED || change->why_not.len > 0)
            continue;
        if (s->planned_at[change->port] == PC_NONE) {
            s->planned_at[change->port] = change->claim;
            first[change->port] = i;
            continue;
        }
        const struct pc_claim *other = &s->reg->claims[s->planned_at[change->port]];
        if (!meet(claim, other))
            continue;
        struct pc_sync_change *rival = &s->changes.items[first[change->port]];
        change->why_not = pc_str_fmt(s->arena, "%u is `%.*s`'s as well: decide who keeps it", (unsigned)change->port,
                                     PC_ARG(other->name));
        if (rival->why_not.len == 0)
            rival->why_not = pc_str_fmt(s->arena, "%u is `%.*s`'s as well: decide who keeps it", (unsigned)change->port,
                                        PC_ARG(claim->name));
    }
}

/* A row gets no port that another service's row keeps; one that stays may keep a port from a third. */
static void settle_keepers(struct pc_syncing *s) {
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < s->changes.count; i++) {
            struct pc_sync_change *change = &s->changes.items[i];
            const struct pc_claim *claim = &s->reg->claims[change->claim];
            if (claim->role != PC_ROLE_PLANNED || change->why_not.len > 0)
                continue;
            pc_id keeper = pc_sync_keeper(s, claim->service, claim->host, change->port);
            if (keeper == PC_NONE)
                continue;
            change->why_not = pc_sync_kept(s, keeper, change->port);
            again = true;
        }
    }
}

/* A default that a deployment overrides is wrong nowhere. */
static bool is_about_statements(const struct pc_standing *standing) {
    return standing->verdict != PC_VERDICT_DEFAULT_ONLY || standing->actual == PC_ACTUAL_DEFAULT;
}

void pc_sync_collect(struct pc_syncing *s) {
    const bool *accepted = accepted_services(s);
    for (size_t i = 0; i < s->in->standings->count; i++) {
        const struct pc_standing *standing = &s->in->standings->items[i];
        if (pc_verdict_is_drift(standing->verdict) && is_about_statements(standing) &&
            pc_selects_service(s->in->selection, standing->service) &&
            pc_selects_host(s->in->selection, standing->host))
            sync_standing(s, standing, accepted[standing->service]);
    }
    settle_several(s);
    settle_rivals(s);
    settle_keepers(s);
}
