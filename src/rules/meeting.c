/* See meeting.h. */
#include "meeting.h"

#include <stdlib.h>

#include "rule_tools.h"
#include "sort.h"

static bool share_profile(const struct pc_container *a, const struct pc_container *b) {
    if (a->profile_count == 0 || b->profile_count == 0) {
        return true;
    }
    for (size_t i = 0; i < a->profile_count; i++) {
        for (size_t j = 0; j < b->profile_count && j < 64; j++) {
            if (pc_str_eq(a->profiles[i], b->profiles[j])) {
                return true;
            }
        }
    }
    return false;
}

static bool has_profile(const struct pc_container *container, const struct pc_foreign *other) {
    for (size_t i = 0; i < container->profile_count; i++) {
        for (size_t j = 0; j < other->profile_count && j < 64; j++) {
            if (pc_str_eq(container->profiles[i], other->profiles[j])) {
                return true;
            }
        }
    }
    return false;
}

/* A binding of this repository and one of another. Development and test machines run one after the other. */
static enum pc_meeting meets_other(const struct pc_registry *reg, const struct pc_claim *own,
                                   const struct pc_claim *claim) {
    const struct pc_foreign *other = pc_foreign_of(reg, (pc_id)(claim - reg->claims));
    enum pc_environment environment = own->host == PC_NONE ? PC_ENV_UNKNOWN : reg->hosts[own->host].environment;
    if (own->service == claim->service && own->service != PC_NONE) {
        return PC_MEET_NOT; /* the configuration says that the two are one */
    }
    bool profiled = own->container != PC_NONE && reg->containers[own->container].profile_count > 0;
    bool apart = profiled && other->profile_count > 0 && !has_profile(&reg->containers[own->container], other);
    bool side = pc_environment_is_side(environment);
    return apart || side || other->conditional ? PC_MEET_MAYBE : PC_MEET_SURELY;
}

enum { PROJECT_MAX = 16 }; /* containers of a project that are looked at */

/* The containers of a deployment stand side by side: some of them around one, itself left out. */
static size_t project_of(const struct pc_registry *reg, pc_id container, pc_id services[PROJECT_MAX]) {
    size_t count = 0;
    pc_id deployment = reg->containers[container].deployment, own = reg->containers[container].service;
    size_t from = container, to = (size_t)container + 1;
    while (from > 0 && container - from < PROJECT_MAX && reg->containers[from - 1].deployment == deployment) {
        from--;
    }
    while (to < reg->container_count && to - from < PROJECT_MAX && reg->containers[to].deployment == deployment) {
        to++;
    }
    for (size_t i = from; i < to && count < PROJECT_MAX; i++) {
        if (reg->containers[i].service != own) {
            services[count++] = reg->containers[i].service;
        }
    }
    return count;
}

/* Two compose files that both start a service of one name: variants of one project, or two projects that each have a
 * database of their own? Two projects have no other service in common, each has some, and the image is foreign. */
static bool are_projects(const struct pc_registry *reg, pc_id left, pc_id right) {
    pc_id a[PROJECT_MAX], b[PROJECT_MAX];
    size_t a_count = project_of(reg, left, a), b_count = project_of(reg, right, b);
    bool foreign = reg->containers[left].foreign && reg->containers[right].foreign;
    if (!foreign || a_count == 0 || b_count == 0) {
        return false;
    }
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            if (a[i] == b[j]) {
                return false;
            }
        }
    }
    return true;
}

bool pc_is_of_other(const struct pc_registry *reg, const struct pc_claim *claim) {
    return reg->files[claim->span.file].origin.len > 0;
}

enum pc_meeting pc_bindings_meet(const struct pc_registry *reg, const struct pc_claim *a, const struct pc_claim *b) {
    bool picks = (a->flags | b->flags) & PC_CLAIM_OPEN; /* "8000-8010:80" takes whichever port is free */
    if (picks || !pc_protocols_overlap(a->protocol, b->protocol) || !pc_addresses_meet(a, b)) {
        return PC_MEET_NOT;
    }
    if (pc_is_of_other(reg, a) || pc_is_of_other(reg, b)) {
        bool both = pc_is_of_other(reg, a) && pc_is_of_other(reg, b); /* nobody here is to blame */
        return both ? PC_MEET_NOT : pc_is_of_other(reg, a) ? meets_other(reg, b, a) : meets_other(reg, a, b);
    }
    if (a->container == PC_NONE || b->container == PC_NONE) {
        return a->container == b->container && a->service == b->service ? PC_MEET_NOT : PC_MEET_SURELY;
    }
    const struct pc_container *left = &reg->containers[a->container], *right = &reg->containers[b->container];
    if (a->container == b->container) {
        /* A number that host networking shows in several places (PORT, a flag) is one binding. */
        bool one = (a->flags & b->flags & PC_CLAIM_HOSTNET) || ((a->flags | b->flags) & PC_CLAIM_REPEATED);
        return one ? PC_MEET_NOT : PC_MEET_SURELY;
    }
    if (left->deployment != right->deployment && left->service == right->service &&
        !are_projects(reg, a->container, b->container)) {
        return PC_MEET_NOT; /* alternative compose files of one service */
    }
    return share_profile(left, right) ? PC_MEET_SURELY : PC_MEET_MAYBE;
}

enum { PROTOCOLS = PC_PROTO_SCTP + 1 };

struct candidate {
    struct pc_str address; /* in lower case; empty: any */
    pc_id claim;
};

/* Bindings that may belong to a collision, by protocol and sorted by address, any address first: those of two protocols
 * or of two addresses need not be compared. */
struct pc_meeting_pool {
    const struct pc_rule_context *ctx;
    struct candidates {
        struct PC_VEC(struct candidate) sorted; /* all of the cluster */
        struct candidate *items;                /* those that hold the ports in question */
        size_t count;
        size_t *next; /* the first of them at or behind an index that is in no collision yet, path-compressed */
        size_t any;   /* how many bind any address */
    } of[PROTOCOLS];
};

static size_t next_free(struct candidates *all, size_t at) {
    size_t end = at;
    while (all->next[end] != end) {
        end = all->next[end];
    }
    while (all->next[at] != end) {
        size_t then = all->next[at];
        all->next[at] = end;
        at = then;
    }
    return end;
}

static int compare_candidates(const void *left, const void *right) {
    const struct candidate *a = left, *b = right;
    int order = pc_str_cmp(a->address, b->address);
    return pc_then(order, pc_order(a->claim, b->claim));
}

/* The first candidate whose address is not before (behind: is behind) an address. */
static size_t bound(const struct candidates *all, struct pc_str address, bool behind) {
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = pc_str_cmp(all->items[middle].address, address);
        if (order < 0 || (behind && order == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct pc_meeting_pool *pc_meeting_pool_new(const struct pc_rule_context *ctx, const pc_id *claims, size_t count) {
    struct pc_meeting_pool *pool = PC_NEW(ctx->arena, struct pc_meeting_pool);
    pool->ctx = ctx;
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[claims[i]];
        if (!(claim->flags & PC_CLAIM_OPEN)) {
            *PC_PUSH(&pool->of[claim->protocol].sorted, ctx->arena) =
                (struct candidate){pc_str_lower(ctx->arena, pc_bind_address(claim)), claims[i]};
        }
    }
    for (size_t protocol = 0; protocol < PROTOCOLS; protocol++) {
        struct candidates *all = &pool->of[protocol];
        pc_sort(all->sorted.items, all->sorted.count, sizeof all->sorted.items[0], compare_candidates);
        all->items = PC_NEW_ARRAY(ctx->arena, all->sorted.count, struct candidate);
        all->next = PC_NEW_ARRAY(ctx->arena, all->sorted.count + 1, size_t);
    }
    return pool;
}

void pc_meeting_pool_fill(struct pc_meeting_pool *pool, struct pc_ports ports) {
    for (size_t protocol = 0; protocol < PROTOCOLS; protocol++) {
        struct candidates *all = &pool->of[protocol];
        all->count = all->any = 0;
        for (size_t i = 0; i < all->sorted.count; i++) {
            const struct candidate *candidate = &all->sorted.items[i];
            if (pc_ports_contain(pool->ctx->reg->claims[candidate->claim].ports, ports)) {
                all->any += candidate->address.len == 0;
                all->items[all->count++] = *candidate;
            }
        }
        for (size_t i = 0; i <= all->count; i++) {
            all->next[i] = i;
        }
    }
}

/* Moves the candidates of [from, to) that meet a binding to its group. */
static void draw(const struct pc_rule_context *ctx, struct candidates *all, size_t from, size_t to,
                 const struct pc_claim *claim, struct pc_meeting_group *group) {
    for (size_t i = next_free(all, from); i < to; i = next_free(all, i + 1)) {
        pc_id other = all->items[i].claim;
        enum pc_meeting meeting = pc_bindings_meet(ctx->reg, claim, &ctx->reg->claims[other]);
        if (meeting != PC_MEET_NOT) {
            *PC_PUSH(&group->members, ctx->arena) = other;
            group->meeting = meeting > group->meeting ? meeting : group->meeting;
            all->next[i] = i + 1;
        }
    }
}

void pc_meeting_pool_draw(struct pc_meeting_pool *pool, pc_id id, struct pc_meeting_group *group) {
    const struct pc_rule_context *ctx = pool->ctx;
    const struct pc_claim *claim = &ctx->reg->claims[id];
    struct pc_str address = pc_str_lower(ctx->arena, pc_bind_address(claim));
    for (size_t protocol = 0; protocol < PROTOCOLS; protocol++) {
        struct candidates *all = &pool->of[protocol];
        if (!pc_protocols_overlap(claim->protocol, (enum pc_protocol)protocol)) {
            continue;
        }
        if (address.len == 0) {
            draw(ctx, all, 0, all->count, claim, group);
        } else {
            draw(ctx, all, 0, all->any, claim, group);
            draw(ctx, all, bound(all, address, false), bound(all, address, true), claim, group);
        }
    }
}

bool pc_meeting_pool_take(struct pc_meeting_pool *pool, pc_id *id) {
    for (size_t protocol = 0; protocol < PROTOCOLS; protocol++) {
        struct candidates *all = &pool->of[protocol];
        size_t first = next_free(all, 0);
        if (first < all->count) {
            *id = all->items[first].claim;
            all->next[first] = first + 1;
            return true;
        }
    }
    return false;
}
