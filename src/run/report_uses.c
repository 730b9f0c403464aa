/* Who takes which port of which host, as the port map shows it. A row of the plan that names no host stands on the
 * hosts where its service is (its standing says so); that of a service which is nowhere stands on the host of its
 * range: the one that binds most of it. */
#include "cover.h"
#include "report_model.h"
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

struct collector {
    struct pc_model *m;
    struct pc_host_uses uses;
    bool *placed;       /* by claim: its standing says where */
    pc_id *range_homes; /* by range */
};

static void add(struct collector *c, pc_id host, enum pc_use_kind kind, pc_id claim) {
    *PC_PUSH(&c->uses.list, c->m->report->arena) = (struct pc_host_use){
        .host = host, .ports = c->m->report->reg->claims[claim].ports, .kind = kind, .claim = claim};
}

/* --- what is bound --- */

/* The registries' rows of a service that may be about a host. */
static struct pc_cover registered_ports(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct PC_VEC(pc_id) rows = {0};
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        bool row = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED ||
                   (claim->role == PC_ROLE_RESERVED && claim->name.len > 0);
        if (row && pc_in_registry(ctx, owned.items[i]) && (claim->host == PC_NONE || claim->host == host))
            *PC_PUSH(&rows, ctx->arena) = owned.items[i];
    }
    return pc_cover_of_claims(ctx, (struct pc_claims){rows.items, rows.count});
}

static bool binds(const struct pc_registry *reg, const struct pc_claim *claim) {
    if (claim->host == PC_NONE || !pc_claim_is_host_side(claim))
        return false;
    /* Where no deployment was read, the list of a host is the best that is known of it. */
    return claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_OBSERVED ||
           (claim->role == PC_ROLE_DOCUMENTED && !reg->hosts[claim->host].deployment_read);
}

static int compare_bound(const void *left, const void *right) {
    const struct pc_host_use *a = left, *b = right;
    if (a->host != b->host)
        return pc_order(a->host, b->host);
    return pc_order(a->claim, b->claim);
}

/* By service and host, so that the rows of each are looked up once. */
static void add_bound(struct collector *c) {
    const struct pc_registry *reg = c->m->ctx.reg;
    for (pc_id service = 0; service < reg->service_count; service++) {
        struct pc_claims owned = pc_view_of_service(c->m->ctx.view, service);
        size_t first = c->uses.list.count;
        for (size_t i = 0; i < owned.count; i++)
            if (binds(reg, &reg->claims[owned.items[i]]))
                add(c, reg->claims[owned.items[i]].host, PC_USE_BOUND, owned.items[i]);
        size_t count = c->uses.list.count - first;
        if (count == 0)
            continue;
        struct pc_host_use *bound = c->uses.list.items + first;
        pc_sort(bound, count, sizeof *bound, compare_bound);
        struct pc_cover rows = {0};
        for (size_t i = 0; i < count; i++) {
            if (i == 0 || bound[i].host != bound[i - 1].host)
                rows = registered_ports(&c->m->ctx, service, bound[i].host);
            if (reg->claims[bound[i].claim].role == PC_ROLE_DOCUMENTED || pc_cover_meets(&rows, bound[i].ports))
                bound[i].kind = PC_USE_BOUND_REGISTERED;
        }
    }
    for (pc_id i = 0; i < reg->claim_count; i++)
        if (reg->claims[i].service == PC_NONE && binds(reg, &reg->claims[i]))
            add(c, reg->claims[i].host, PC_USE_BOUND, i);
}

static void add_collisions(struct collector *c) {
    for (size_t i = 0; i < c->m->report->finding_count; i++) {
        const struct pc_finding *f = c->m->report->findings[i];
        pc_id host = pc_is_collision(f) ? pc_model_host_named(c->m, f->host) : PC_NONE;
        for (size_t j = 0; host != PC_NONE && j < f->port_count; j++)
            *PC_PUSH(&c->uses.list, c->m->report->arena) = (struct pc_host_use){
                .host = host, .ports = f->ports[j], .kind = PC_USE_COLLISION, .claim = PC_NONE, .finding = f};
    }
}

/* --- the host of a range --- */

/* How well a host stands for a plan that names none. */
static bool may_be_home(const struct pc_registry *reg, pc_id host) {
    const struct pc_host *h = &reg->hosts[host];
    return h->spoken_for && !pc_environment_is_side(h->environment);
}

static pc_id most_bound(const struct pc_registry *reg, const struct pc_host_use *bound, size_t count, unsigned *tally,
                        pc_id otherwise) {
    pc_id best = otherwise;
    unsigned most = 0;
    for (size_t i = 0; i < count; i++)
        if (may_be_home(reg, bound[i].host))
            tally[bound[i].host]++;
    for (size_t i = 0; i < count; i++) {
        pc_id host = bound[i].host;
        if (tally[host] > most || (tally[host] == most && most > 0 && host < best)) {
            most = tally[host];
            best = host;
        }
    }
    for (size_t i = 0; i < count; i++)
        tally[bound[i].host] = 0;
    return best;
}

static int compare_ports(const void *left, const void *right) {
    const struct pc_host_use *a = left, *b = right;
    if (a->ports.lo != b->ports.lo)
        return pc_order(a->ports.lo, b->ports.lo);
    return compare_bound(left, right);
}

static size_t first_from(const struct pc_host_use *uses, size_t count, uint32_t port) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (uses[middle].ports.lo < port)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void find_homes(struct collector *c) {
    const struct pc_registry *reg = c->m->ctx.reg;
    size_t count = c->uses.list.count;
    struct pc_host_use *bound = c->uses.list.items;
    unsigned *tally = PC_NEW_ARRAY(c->m->report->arena, reg->host_count, unsigned);
    pc_id only = PC_NONE;
    for (pc_id i = reg->host_count > 0 ? (pc_id)reg->host_count : 0; i-- > 0;)
        only = may_be_home(reg, i) ? i : only;
    c->uses.home = most_bound(reg, bound, count, tally, only);
    c->range_homes = PC_NEW_ARRAY(c->m->report->arena, reg->range_count, pc_id);
    pc_sort(bound, count, sizeof *bound, compare_ports);
    for (size_t i = 0; i < reg->range_count; i++) {
        size_t from = first_from(bound, count, reg->ranges[i].ports.lo);
        size_t to = first_from(bound, count, reg->ranges[i].ports.hi + 1u);
        pc_id stated = reg->ranges[i].host;
        const struct pc_host_use *inside = from < to ? bound + from : NULL;
        c->range_homes[i] = stated != PC_NONE ? stated : most_bound(reg, inside, to - from, tally, c->uses.home);
    }
}

/* --- what is written down --- */

static bool is_row(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    return (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_RESERVED) &&
           pc_claim_is_host_side(claim) && pc_in_registry(ctx, id);
}

static void place_by_standing(struct collector *c, struct pc_claims claims, pc_id host) {
    const struct pc_registry *reg = c->m->ctx.reg;
    for (size_t i = 0; i < claims.count; i++) {
        pc_id id = claims.items[i];
        if (host == PC_NONE || reg->claims[id].host != PC_NONE || !is_row(&c->m->ctx, id))
            continue;
        add(c, host, PC_USE_PLANNED, id);
        c->placed[id] = true;
    }
}

static void add_rows(struct collector *c) {
    const struct pc_registry *reg = c->m->ctx.reg;
    for (size_t i = 0; i < c->m->standings.count; i++) {
        const struct pc_standing *s = &c->m->standings.items[i];
        place_by_standing(c, s->planned, s->host);
        place_by_standing(c, s->documented, s->host);
    }
    for (pc_id i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (!is_row(&c->m->ctx, i) || c->placed[i] || binds(reg, claim))
            continue;
        pc_id home = claim->range != PC_NONE ? c->range_homes[claim->range] : c->uses.home;
        add(c, claim->host != PC_NONE ? claim->host : home,
            claim->role == PC_ROLE_RESERVED ? PC_USE_RESERVED : PC_USE_PLANNED, i);
    }
}

/* --- what is on one side only --- */

static void list_unregistered(struct collector *c) {
    struct PC_VEC(struct pc_report_port) ports = {0};
    const struct pc_registry *reg = c->m->ctx.reg;
    for (size_t i = 0; i < c->uses.list.count; i++) {
        const struct pc_host_use *use = &c->uses.list.items[i];
        const struct pc_host_use *before = i > 0 ? &c->uses.list.items[i - 1] : use;
        bool again =
            i > 0 && before->kind == use->kind && before->host == use->host && pc_ports_eq(before->ports, use->ports);
        if (use->kind != PC_USE_BOUND || again || use->host == PC_NONE || !reg->hosts[use->host].spoken_for)
            continue;
        const struct pc_claim *claim = &reg->claims[use->claim];
        if (pc_selects_claim(&c->m->run->selection, claim) && !pc_is_external(&c->m->ctx, claim->service, claim->ports))
            *PC_PUSH(&ports, c->m->report->arena) = (struct pc_report_port){use->claim, use->host};
    }
    c->m->report->unregistered_ports = ports.items;
    c->m->report->unregistered_count = c->m->report->registry.len > 0 ? ports.count : 0;
    c->m->report->unregistered = (unsigned)c->m->report->unregistered_count;
}

/* Nothing that was read says that it runs anywhere. */
static bool runs_nowhere(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_states states = pc_view_states_of_service(ctx->view, service);
    for (size_t i = 0; i < states.count; i++)
        if (states.items[i].actual != PC_ACTUAL_DEFAULT)
            return false;
    return true;
}

static bool any_deployment(const struct pc_registry *reg) {
    for (size_t i = 0; i < reg->deployment_count; i++)
        if (reg->hosts[reg->deployments[i].host].spoken_for && reg->hosts[reg->deployments[i].host].deployment_read)
            return true;
    return false;
}

static void list_undeployed(struct collector *c) {
    struct PC_VEC(struct pc_report_port) ports = {0};
    const struct pc_registry *reg = c->m->ctx.reg;
    for (pc_id i = 0; any_deployment(reg) && i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->role == PC_ROLE_PLANNED && claim->service != PC_NONE && !(claim->flags & PC_CLAIM_RESTATED) &&
            is_row(&c->m->ctx, i) && (claim->host == PC_NONE || reg->hosts[claim->host].deployment_read) &&
            runs_nowhere(&c->m->ctx, claim->service) && !pc_is_external(&c->m->ctx, claim->service, claim->ports) &&
            pc_selects_claim(&c->m->run->selection, claim))
            *PC_PUSH(&ports, c->m->report->arena) = (struct pc_report_port){i, claim->host};
    }
    c->m->report->undeployed = ports.items;
    c->m->report->undeployed_count = ports.count;
}

static int compare_uses(const void *left, const void *right) {
    const struct pc_host_use *a = left, *b = right;
    if (a->host != b->host)
        return pc_order(a->host, b->host);
    int order = pc_ports_cmp(a->ports, b->ports);
    if (order != 0)
        return order;
    if (a->kind != b->kind)
        return pc_order(a->kind, b->kind);
    return pc_order(a->claim, b->claim);
}

struct pc_host_uses pc_model_uses(struct pc_model *m) {
    struct collector c = {.m = m, .placed = PC_NEW_ARRAY(m->report->arena, m->report->reg->claim_count, bool)};
    add_bound(&c);
    find_homes(&c);
    add_rows(&c);
    add_collisions(&c);
    pc_sort(c.uses.list.items, c.uses.list.count, sizeof *c.uses.list.items, compare_uses);
    list_unregistered(&c);
    list_undeployed(&c);
    c.uses.range_homes = c.range_homes;
    return c.uses;
}
