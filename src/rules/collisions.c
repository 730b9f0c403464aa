/* Two bindings of one port: PC201 port-collision. */
#include <stdlib.h>

#include "rule_tools.h"
#include "say.h"

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

enum meeting { MEET_NOT, MEET_MAYBE, MEET_SURELY };

/* Do two bindings of one host, whose ports overlap, get into each other's way? */
static enum meeting bindings_meet(const struct pc_registry *reg, const struct pc_claim *a, const struct pc_claim *b) {
    bool picks = (a->flags | b->flags) & PC_CLAIM_OPEN; /* "8000-8010:80" takes whichever port is free */
    if (picks || !pc_protocols_overlap(a->protocol, b->protocol) || !pc_addresses_meet(a, b)) {
        return MEET_NOT;
    }
    if (a->container == PC_NONE || b->container == PC_NONE) {
        return a->container == b->container && a->service == b->service ? MEET_NOT : MEET_SURELY;
    }
    const struct pc_container *left = &reg->containers[a->container], *right = &reg->containers[b->container];
    if (a->container == b->container) {
        /* A number that host networking shows in several places (PORT, a flag) is one binding. */
        return (a->flags & b->flags & PC_CLAIM_HOSTNET) ? MEET_NOT : MEET_SURELY;
    }
    if (left->deployment != right->deployment && left->service == right->service) {
        return MEET_NOT; /* alternative compose files of one service */
    }
    return share_profile(left, right) ? MEET_SURELY : MEET_MAYBE;
}

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
    enum meeting meeting;
    struct PC_VEC(pc_id) members;
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
    bool stated = claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_PLANNED;
    if (stated && (claim->host == PC_NONE || claim->host == say->host) && !(claim->flags & PC_CLAIM_SELF)) {
        pc_say_claim(say->ctx, say->finding, id);
        say->left--;
    }
    return say->left > 0;
}

static size_t count_services(const struct pc_rule_context *ctx, const struct collision *c) {
    size_t count = 0;
    for (size_t i = 0; i < c->members.count; i++) {
        bool first = true;
        for (size_t j = 0; j < i && first && i < 256; j++) {
            first = ctx->reg->claims[c->members.items[i]].container != ctx->reg->claims[c->members.items[j]].container;
        }
        count += first;
    }
    return count;
}

static void say_collision_message(const struct pc_rule_context *ctx, const struct collision *c,
                                  struct pc_finding **out) {
    const struct pc_claim *first = &ctx->reg->claims[c->members.items[0]];
    struct pc_str on = pc_say_on_host(ctx, first->host);
    struct pc_str ports = pc_say_ports(ctx->arena, &c->ports, 1);
    struct pc_str name = pc_service_name(ctx, first->service);
    size_t services = count_services(ctx, c);
    enum pc_level level = c->meeting == MEET_SURELY ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO;
    const char *protocol = pc_protocol_name(c->protocol == PC_PROTO_ANY ? PC_PROTO_TCP : c->protocol);
    if (services == 1) {
        *out = pc_say(ctx, level, "host port %.*s/%s%.*s is bound %zu times by `%.*s`", PC_ARG(ports), protocol,
                      PC_ARG(on), c->members.count, PC_ARG(name));
    } else {
        *out = pc_say(ctx, level, "host port %.*s/%s%.*s is bound by %zu services", PC_ARG(ports), protocol, PC_ARG(on),
                      services);
    }
}

static void report(const struct pc_rule_context *ctx, const struct collision *c) {
    struct pc_finding *f;
    say_collision_message(ctx, c, &f);
    const struct pc_claim *first = &ctx->reg->claims[c->members.items[0]];
    f->host = ctx->reg->hosts[first->host].name;
    f->protocol = c->protocol;
    pc_finding_port(ctx->out, f, c->ports);
    for (size_t i = c->members.count; i-- > 0;) {
        const struct pc_claim *claim = &ctx->reg->claims[c->members.items[i]];
        struct pc_str name = pc_service_name(ctx, claim->service);
        pc_finding_service(ctx->out, f, name);
        pc_finding_label(ctx->out, f, claim->span, "`%.*s` %s", PC_ARG(name),
                         i == 0 ? "binds it here" : "binds it again");
    }
    struct say_statements say = {ctx, f, first->host, 6};
    pc_view_at_port(ctx->view, c->ports.lo, say_statement, &say);
    if (c->meeting == MEET_SURELY) {
        pc_finding_note(ctx->out, f, "whichever starts second fails with \"address already in use\"");
        pc_finding_help(ctx->out, f, "publish one of them on a free port, and write that port into the registry");
        pc_say_free_port(ctx, f, first->host, c->ports.lo);
    } else {
        pc_finding_note(ctx->out, f,
                        "they have no profile in common, so they only collide when both profiles are started");
    }
}

/* Members of a collision: everything in the cluster that meets claim i on overlapping ports. */
static void collect(const struct cluster *cluster, size_t i, struct collision *c) {
    const struct pc_registry *reg = cluster->ctx->reg;
    const struct pc_claim *a = &reg->claims[cluster->claims[i]];
    for (size_t j = i + 1; j < cluster->count; j++) {
        const struct pc_claim *b = &reg->claims[cluster->claims[j]];
        if (b->ports.lo > a->ports.hi) {
            break;
        }
        enum meeting meeting = bindings_meet(reg, a, b);
        if (meeting == MEET_NOT) {
            continue;
        }
        if (c->members.count == 0) {
            *PC_PUSH(&c->members, cluster->ctx->arena) = cluster->claims[i];
            c->ports = overlap_of(a->ports, b->ports);
            c->protocol = a->protocol != PC_PROTO_ANY ? a->protocol : b->protocol;
            c->meeting = meeting;
        } else if (!pc_ports_eq(overlap_of(a->ports, b->ports), c->ports) && a->ports.lo != a->ports.hi) {
            continue; /* another port of a range: a collision of its own, found from the other side */
        }
        *PC_PUSH(&c->members, cluster->ctx->arena) = cluster->claims[j];
        c->meeting = meeting > c->meeting ? meeting : c->meeting;
    }
}

static void check_cluster(const struct cluster *cluster) {
    bool *done = PC_NEW_ARRAY(cluster->ctx->arena, cluster->count, bool);
    for (size_t i = 0; i < cluster->count; i++) {
        if (done[i]) {
            continue;
        }
        struct collision c = {0};
        collect(cluster, i, &c);
        if (c.members.count < 2) {
            continue;
        }
        report(cluster->ctx, &c);
        /* Equal bindings further down are part of this finding already. */
        const struct pc_claim *a = &cluster->ctx->reg->claims[cluster->claims[i]];
        for (size_t j = i + 1, member = 1; j < cluster->count && member < c.members.count; j++) {
            const struct pc_claim *b = &cluster->ctx->reg->claims[cluster->claims[j]];
            if (cluster->claims[j] == c.members.items[member]) {
                done[j] = pc_ports_eq(a->ports, b->ports);
                member++;
            }
        }
    }
}

static void check(const struct pc_rule_context *ctx) {
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
