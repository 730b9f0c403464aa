/* Two bindings of one port: PC201 port-collision. */
#include <stdlib.h>

#include "buf.h"
#include "meeting.h"
#include "one_space.h"
#include "other_owners.h"
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

/* Bindings of one host that hang together by overlapping ports. */
struct cluster {
    const struct pc_rule_context *ctx;
    const pc_id *claims;
    size_t count;
};

static struct pc_ports overlap_of(struct pc_ports a, struct pc_ports b) {
    return (struct pc_ports){a.lo > b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi};
}

struct collision {
    struct pc_ports ports;
    enum pc_protocol protocol;
    struct pc_meeting_group group;
};

/* Labels of what documents and the plan say about the port on this host. */
struct say_statements {
    const struct pc_rule_context *ctx;
    struct pc_finding *finding;
    pc_id host;
    size_t left;
};

static bool say_statement(void *arg, pc_id id) {
    struct say_statements *say = arg;
    const struct pc_claim *claim = &say->ctx->reg->claims[id];
    if (pc_is_of_other(say->ctx->reg, claim)) {
        return true;
    }
    bool stated = claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_PLANNED;
    if (stated && (claim->host == PC_NONE || claim->host == say->host) && !(claim->flags & PC_CLAIM_SELF)) {
        pc_say_claim(say->ctx, say->finding, id);
        say->left--;
    }
    return say->left > 0;
}

static int compare_ids(const void *left, const void *right) {
    pc_id a = *(const pc_id *)left, b = *(const pc_id *)right;
    return pc_order(a, b);
}

/* A container is one service of its deployment; what runs outside containers, and what other repositories say, goes by
 * its name. */
static size_t count_services(const struct pc_rule_context *ctx, const struct collision *c) {
    pc_id *containers = PC_NEW_ARRAY(ctx->arena, c->group.members.count, pc_id);
    size_t count = 1;
    for (size_t i = 0; i < c->group.members.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[c->group.members.items[i]];
        containers[i] =
            claim->container != PC_NONE ? claim->container : (pc_id)ctx->reg->container_count + claim->service;
    }
    pc_sort(containers, c->group.members.count, sizeof containers[0], compare_ids);
    for (size_t i = 1; i < c->group.members.count; i++) {
        count += containers[i] != containers[i - 1];
    }
    return count;
}

/* Who of them another repository states: the last ones, as their files come last. */
static size_t count_others(const struct pc_rule_context *ctx, const struct collision *c) {
    size_t count = 0;
    while (count < c->group.members.count &&
           pc_is_of_other(ctx->reg, &ctx->reg->claims[c->group.members.items[c->group.members.count - 1 - count]])) {
        count++;
    }
    return count;
}

static void say_collision_message(const struct pc_rule_context *ctx, const struct collision *c,
                                  struct pc_finding **out) {
    const struct pc_claim *first = &ctx->reg->claims[c->group.members.items[0]];
    struct pc_str on = pc_say_on_host(ctx, first->host);
    struct pc_str ports = pc_say_ports(ctx->arena, &c->ports, 1);
    struct pc_str name = pc_service_name(ctx, first->service);
    size_t services = count_services(ctx, c);
    enum pc_level level = c->group.meeting == PC_MEET_SURELY ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO;
    const char *protocol = pc_protocol_name(c->protocol == PC_PROTO_ANY ? PC_PROTO_TCP : c->protocol);
    const struct pc_claim *last = &ctx->reg->claims[c->group.members.items[c->group.members.count - 1]];
    size_t others = count_others(ctx, c);
    if (others == 1 && c->group.members.count == 2) {
        *out =
            pc_say(ctx, level, "host port %.*s/%s%.*s is bound by `%.*s` here and by `%.*s` in the repository `%.*s`",
                   PC_ARG(ports), protocol, PC_ARG(on), PC_ARG(name), PC_ARG(pc_bare_name(ctx->reg, last)),
                   PC_ARG(ctx->reg->files[last->span.file].origin));
    } else if (others > 0) {
        *out = pc_say(ctx, level, "host port %.*s/%s%.*s is bound by %zu services, also in %s", PC_ARG(ports), protocol,
                      PC_ARG(on), services, others == 1 ? "another repository" : "other repositories");
    } else if (services == 1) {
        *out = pc_say(ctx, level, "host port %.*s/%s%.*s is bound %zu times by `%.*s`", PC_ARG(ports), protocol,
                      PC_ARG(on), c->group.members.count, PC_ARG(name));
    } else {
        *out = pc_say(ctx, level, "host port %.*s/%s%.*s is bound by %zu services", PC_ARG(ports), protocol, PC_ARG(on),
                      services);
    }
}

/* "binds it again in profile `full`". */
static struct pc_str binds_words(const struct pc_rule_context *ctx, const struct pc_claim *claim, bool again) {
    struct pc_buf text;
    pc_buf_init(&text, ctx->arena);
    pc_buf_addf(&text, "%s", again ? "binds it again" : "binds it here");
    const struct pc_container *container = claim->container == PC_NONE ? NULL : &ctx->reg->containers[claim->container];
    if (container && container->profile_count > 0) {
        pc_buf_addf(&text, " in profile `%.*s`%s", PC_ARG(container->profiles[0]),
                    container->profile_count > 1 ? " and others" : "");
    }
    return pc_buf_str(&text);
}

/* Those of a profile meet who has none: whoever wrote the profile for an alternative may not know. */
static void note_profiles(const struct pc_rule_context *ctx, const struct collision *c, struct pc_finding *f) {
    bool profiled = false;
    pc_id always = PC_NONE;
    for (size_t i = 0; i < c->group.members.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[c->group.members.items[i]];
        if (claim->container == PC_NONE || pc_is_of_other(ctx->reg, claim)) {
            continue;
        }
        if (ctx->reg->containers[claim->container].profile_count > 0) {
            profiled = true;
        } else if (always == PC_NONE) {
            always = claim->service;
        }
    }
    if (profiled && always != PC_NONE) {
        pc_finding_note(ctx->out, f, "`%.*s` is in no profile, so it starts beside every profile",
                        PC_ARG(pc_service_name(ctx, always)));
    }
}

/* Where it is bound. Several that take the number from one variable show their own mappings, not one place for all. */
static struct pc_span binds_at(const struct pc_rule_context *ctx, const struct collision *c,
                               const struct pc_claim *claim, size_t places) {
    enum { COMPARED = 256 };
    const struct pc_claim *claims = ctx->reg->claims;
    for (size_t i = 0; i < places && i < COMPARED && claim->partner != PC_NONE; i++) {
        const struct pc_claim *other = &claims[c->group.members.items[i]];
        if (other->container != claim->container && other->partner != PC_NONE &&
            pc_spans_eq(other->span, claim->span) &&
            !pc_spans_eq(claims[other->partner].span, claims[claim->partner].span)) {
            return claims[claim->partner].span;
        }
    }
    return claim->span;
}

/* Labels of those who bind it: of this repository, or of others. The last of this one is the primary. */
static void say_members(const struct pc_rule_context *ctx, const struct collision *c, struct pc_finding *f,
                        size_t places, bool others) {
    for (size_t i = places; i-- > 0;) {
        const struct pc_claim *claim = &ctx->reg->claims[c->group.members.items[i]];
        struct pc_str origin = ctx->reg->files[claim->span.file].origin;
        struct pc_str name = pc_service_name(ctx, claim->service);
        if ((origin.len > 0) != others) {
            continue;
        }
        pc_finding_service(ctx->out, f, name);
        if (others) {
            pc_finding_label(ctx->out, f, claim->span, "in the repository `%.*s`, `%.*s` binds it", PC_ARG(origin),
                             PC_ARG(pc_bare_name(ctx->reg, claim)));
        } else {
            struct pc_span at = binds_at(ctx, c, claim, places);
            pc_finding_label(ctx->out, f, at, "`%.*s` %.*s", PC_ARG(name), PC_ARG(binds_words(ctx, claim, i > 0)));
            if (!pc_spans_eq(at, claim->span)) {
                pc_finding_context(ctx->out, f, claim->span, "the number comes from here");
            }
        }
    }
}

/* shown: places of the cluster's findings so far. */
static void report(const struct pc_rule_context *ctx, const struct collision *c, size_t *shown) {
    struct pc_finding *f;
    say_collision_message(ctx, c, &f);
    const struct pc_claim *first = &ctx->reg->claims[c->group.members.items[0]];
    f->host = ctx->reg->hosts[first->host].name;
    f->protocol = c->protocol;
    pc_finding_port(ctx->out, f, c->ports);
    size_t places = pc_places_limit(*shown, c->group.members.count);
    *shown += places;
    say_members(ctx, c, f, places, false);
    say_members(ctx, c, f, places, true);
    struct say_statements say = {ctx, f, first->host, 6};
    pc_view_at_port(ctx->view, c->ports.lo, say_statement, &say);
    if (c->group.meeting == PC_MEET_SURELY) {
        pc_finding_note(ctx->out, f, "whichever starts second fails with \"address already in use\"");
        note_profiles(ctx, c, f);
        pc_finding_help(ctx->out, f, "publish one of them on a free port, and write that port into the registry");
        pc_say_free_port(ctx, f, first->host, c->ports.lo);
    } else {
        pc_finding_note(ctx->out, f, "%s",
                        count_others(ctx, c) > 0
                            ? "they need not run at the same time, so they only collide when both are started"
                            : "they have no profile in common, so they only collide when both profiles are started");
    }
}

/* --- who is part of one collision --- */

/* Two members that were both drawn by a third may share a profile that they do not share with it. */
static enum pc_meeting surest_meeting(const struct pc_registry *reg, const struct collision *c) {
    enum { COMPARED = 256 };
    for (size_t i = 0; c->group.meeting == PC_MEET_MAYBE && i < c->group.members.count; i++) {
        for (size_t j = 0; j < i && j < COMPARED; j++) {
            if (pc_bindings_meet(reg, &reg->claims[c->group.members.items[i]],
                                 &reg->claims[c->group.members.items[j]]) == PC_MEET_SURELY) {
                return PC_MEET_SURELY;
            }
        }
    }
    return c->group.meeting;
}

static enum pc_protocol protocol_of(const struct pc_registry *reg, const struct collision *c) {
    for (size_t i = 0; i < c->group.members.count; i++) {
        if (reg->claims[c->group.members.items[i]].protocol != PC_PROTO_ANY) {
            return reg->claims[c->group.members.items[i]].protocol;
        }
    }
    return PC_PROTO_ANY;
}

/* Do two of the members share exactly these ports, all of which hold them? Else they share more, which is said there.
 */
static bool is_exact(const struct pc_registry *reg, const struct collision *c) {
    bool lo = false, hi = false;
    for (size_t i = 0; i < c->group.members.count && !(lo && hi); i++) {
        struct pc_ports ports = reg->claims[c->group.members.items[i]].ports;
        lo = lo || ports.lo == c->ports.lo;
        hi = hi || ports.hi == c->ports.hi;
    }
    return lo && hi;
}

/* Every collision on exactly these ports: bindings that hang together, each meeting some other. */
static void check_ports(const struct cluster *cluster, struct pc_meeting_pool *pool, struct pc_ports ports,
                        size_t *shown) {
    const struct pc_rule_context *ctx = cluster->ctx;
    struct collision c = {.ports = ports};
    pc_meeting_pool_fill(pool, ports);
    for (pc_id seed; pc_meeting_pool_take(pool, &seed);) {
        c.group.members.count = 0;
        c.group.meeting = PC_MEET_NOT;
        *PC_PUSH(&c.group.members, ctx->arena) = seed;
        for (size_t i = 0; i < c.group.members.count; i++) {
            pc_meeting_pool_draw(pool, c.group.members.items[i], &c.group);
        }
        if (c.group.members.count > 1 && is_exact(ctx->reg, &c)) {
            pc_sort(c.group.members.items, c.group.members.count, sizeof c.group.members.items[0], compare_ids);
            c.protocol = protocol_of(ctx->reg, &c);
            c.group.meeting = surest_meeting(ctx->reg, &c);
            report(ctx, &c, shown);
        }
    }
}

static int compare_intervals(const void *left, const void *right) {
    return pc_ports_cmp(*(const struct pc_ports *)left, *(const struct pc_ports *)right);
}

/* Sorts, and drops doubles: how many are left. */
static size_t sort_distinct(struct pc_ports *items, size_t count) {
    pc_sort(items, count, sizeof *items, compare_intervals);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !pc_ports_eq(items[kept - 1], items[i])) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

/* Where bindings of a cluster overlap: one port, but for ranges. */
static void check_cluster(const struct cluster *cluster) {
    enum { INTERVALS_MAX = 256, OVERLAPS_MAX = 4096 };
    const struct pc_rule_context *ctx = cluster->ctx;
    struct pc_ports *own = PC_NEW_ARRAY(ctx->arena, cluster->count, struct pc_ports);
    struct PC_VEC(struct pc_ports) overlaps = {0};
    for (size_t i = 0; i < cluster->count; i++) {
        own[i] = ctx->reg->claims[cluster->claims[i]].ports;
    }
    size_t count = sort_distinct(own, cluster->count);
    for (size_t i = 0; i < count; i++) {
        *PC_PUSH(&overlaps, ctx->arena) = own[i];
        for (size_t j = i + 1; j < count && j - i < INTERVALS_MAX && own[j].lo <= own[i].hi; j++) {
            *PC_PUSH(&overlaps, ctx->arena) = overlap_of(own[i], own[j]);
        }
    }
    overlaps.count = sort_distinct(overlaps.items, overlaps.count);
    struct pc_meeting_pool *pool = pc_meeting_pool_new(ctx, cluster->claims, cluster->count);
    size_t shown = 0;
    for (size_t i = 0; i < overlaps.count && i < OVERLAPS_MAX; i++) {
        check_ports(cluster, pool, overlaps.items[i], &shown);
    }
}

static void check_bindings(const struct pc_rule_context *ctx) {
    struct pc_claims all = pc_view_bindings(ctx->view);
    for (size_t from = 0, to; from < all.count; from = to) {
        const struct pc_claim *first = &ctx->reg->claims[all.items[from]];
        uint16_t reach = first->ports.hi;
        for (to = from + 1; to < all.count; to++) {
            const struct pc_claim *claim = &ctx->reg->claims[all.items[to]];
            if (claim->host != first->host || claim->ports.lo > reach) {
                break;
            }
            reach = claim->ports.hi > reach ? claim->ports.hi : reach;
        }
        if (to - from > 1) {
            struct cluster cluster = {ctx, all.items + from, to - from};
            check_cluster(&cluster);
        }
    }
}

static void check(const struct pc_rule_context *ctx) {
    struct pc_rule_context around = *ctx;
    around.reg = ctx->all;
    around.view = ctx->all_view;
    check_bindings(&around);
    pc_check_one_space(ctx);
    pc_check_other_owners(&around);
}

const struct pc_rule pc_rule_port_collision = {
    .info =
        {.code = "PC201",
         .name = "port-collision",
         .family = "Bindings",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "two services (or one twice) bind one port, protocol and address on one host, and may run together",
         .why =
             "Only one process can bind a port. Whichever starts second fails with \"address already in use\", or is "
             "silently never reached.",
         .fix = "Publish one of the services on a free port of its range, and change the registry and every caller "
                "with it.",
         .silent =
             "Equal ports inside different containers, tcp beside udp, two bind addresses, the same port on two hosts "
             "or in compose files of two environments, overrides and alternative compose files of one service, compose "
             "files "
             "of which nothing says where they run (but for those whose ports one registry without hosts gives out: a "
             "warning), "
             "profiles that are not on together, containers that share another one's network, and replicas of a port "
             "that the system chooses.",
         .config =
             "deployments.together: compose files that run side by side on one host; hosts.NAME.sources: which host a "
             "compose file describes; services.aliases: two names of one service",
         .bad = "--- docker-compose.yml\n"
                "services:\n"
                "  shop:\n"
                "    image: shop:1\n"
                "    ports: [\"8080:80\"]\n"
                "  blog:\n"
                "    image: blog:1\n"
                "    ports: [\"8080:3000\"]\n",
         .good = "--- docker-compose.yml\n"
                 "services:\n"
                 "  shop:\n"
                 "    image: shop:1\n"
                 "    ports: [\"8080:80\"]\n"
                 "  blog:\n"
                 "    image: blog:1\n"
                 "    ports: [\"8081:3000\"]\n"},
    .check = check};
