/* See other_owners.h. A warning, and only about what both sides own: a port that a document gives to a service of which
 * its repository holds nothing else may well be the other side's, under another name. */
#include "other_owners.h"

#include <stdlib.h>

#include "meeting.h"
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

/* A statement of a port of a named host. */
struct stated {
    pc_id host;
    struct pc_ports ports;
    pc_id claim;
    bool other;
};

struct PC_VEC_STATED PC_VEC(struct stated);

struct pc_str pc_bare_name(const struct pc_registry *reg, const struct pc_claim *claim) {
    const struct pc_foreign *foreign = pc_foreign_of(reg, (pc_id)(claim - reg->claims));
    return foreign ? foreign->service : claim->service != PC_NONE ? reg->services[claim->service].name : claim->name;
}

/* Services of which their repository holds more than a row: it deploys them, or has their code. */
static bool *find_owned(const struct pc_rule_context *ctx) {
    bool *owned = PC_NEW_ARRAY(ctx->arena, ctx->reg->service_count, bool);
    for (size_t i = 0; i < ctx->reg->service_count; i++) {
        owned[i] = ctx->reg->services[i].built || ctx->reg->services[i].dir.len > 0;
    }
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        bool holds = claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_LISTENS ||
                     claim->role == PC_ROLE_DEFAULT || claim->role == PC_ROLE_OBSERVED;
        if (claim->service != PC_NONE && holds) {
            owned[claim->service] = true;
        }
    }
    return owned;
}

static bool binds(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_OBSERVED;
}

struct told {
    pc_id host;
    pc_id what; /* a service or a port */
};

struct PC_VEC_TOLD PC_VEC(struct told);

static int compare_told(const void *left, const void *right) {
    const struct told *a = left, *b = right;
    int order = pc_order(a->host, b->host);
    return pc_then(order, pc_order(a->what, b->what));
}

static void sort_told(struct PC_VEC_TOLD *told) {
    pc_sort(told->items, told->count, sizeof told->items[0], compare_told);
}

static bool is_told(const struct PC_VEC_TOLD *told, pc_id host, pc_id what) {
    struct told key = {host, what};
    return told->count > 0 && bsearch(&key, told->items, told->count, sizeof key, compare_told) != NULL;
}

/* Who binds something on a host is there: what a document says of it besides is its repository's drift. */
static struct PC_VEC_TOLD find_bound(const struct pc_rule_context *ctx) {
    struct PC_VEC_TOLD bound = {0};
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (binds(claim) && claim->host != PC_NONE && claim->service != PC_NONE) {
            *PC_PUSH(&bound, ctx->arena) = (struct told){claim->host, claim->service};
        }
    }
    sort_told(&bound);
    return bound;
}

static bool is_statement(const struct pc_registry *reg, const struct pc_claim *claim, const bool *owned,
                         const struct PC_VEC_TOLD *bound) {
    bool on_paper = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED;
    bool says = binds(claim) || (on_paper && !is_told(bound, claim->host, claim->service));
    return says && claim->place == PC_PLACE_HOST && claim->host != PC_NONE && reg->hosts[claim->host].named &&
           !(claim->flags & (PC_CLAIM_INTERNAL | PC_CLAIM_OPEN)) && claim->service != PC_NONE && owned[claim->service];
}

static int compare_stated(const void *left, const void *right) {
    const struct stated *a = left, *b = right;
    int order = pc_order(a->host, b->host);
    order = pc_then(order, pc_ports_cmp(a->ports, b->ports));
    return pc_then(order, pc_order(a->claim, b->claim));
}

/* Do they contradict each other? Two bindings are told of elsewhere. */
static bool disagree(const struct pc_rule_context *ctx, const struct pc_claim *own, const struct pc_claim *other) {
    struct pc_str a = pc_bare_name(ctx->reg, own), b = pc_bare_name(ctx->reg, other);
    return own->service != other->service && !pc_names_akin(a, b) &&
           pc_protocols_overlap(own->protocol, other->protocol) && pc_addresses_meet(own, other);
}

static const char *says(const struct pc_claim *claim) {
    return binds(claim) ? "binds it" : claim->role == PC_ROLE_PLANNED ? "is planned there" : "is documented there";
}

static void report(const struct pc_rule_context *ctx, const struct pc_claim *own, const struct pc_claim *other) {
    struct pc_str name = pc_bare_name(ctx->reg, own), theirs = pc_bare_name(ctx->reg, other);
    struct pc_str origin = ctx->reg->files[other->span.file].origin;
    struct pc_ports ports = {own->ports.lo > other->ports.lo ? own->ports.lo : other->ports.lo,
                             own->ports.hi < other->ports.hi ? own->ports.hi : other->ports.hi};
    struct pc_str text = pc_say_ports(ctx->arena, &ports, 1);
    struct pc_str on = pc_say_on_host(ctx, own->host);
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_WARNING, "port %.*s%.*s is given to `%.*s` here and to `%.*s` in the repository `%.*s`",
               PC_ARG(text), PC_ARG(on), PC_ARG(name), PC_ARG(theirs), PC_ARG(origin));
    f->host = ctx->reg->hosts[own->host].name;
    pc_finding_port(ctx->out, f, ports);
    pc_finding_service(ctx->out, f, pc_service_name(ctx, own->service));
    pc_finding_service(ctx->out, f, pc_service_name(ctx, other->service));
    pc_finding_label(ctx->out, f, own->span, "`%.*s` %s", PC_ARG(name), says(own));
    pc_finding_label(ctx->out, f, other->span, "in `%.*s`, `%.*s` %s", PC_ARG(origin), PC_ARG(theirs), says(other));
    pc_finding_note(ctx->out, f, "the two can never run side by side on that host");
    pc_finding_help(ctx->out, f,
                    "agree which of the two moves; if they are one service, say so: `services: { aliases: "
                    "{ \"%.*s:%.*s\": %.*s } }`",
                    PC_ARG(origin), PC_ARG(theirs), PC_ARG(name));
    pc_say_free_port(ctx, f, own->host, ports.lo);
}

static struct PC_VEC_STATED collect(const struct pc_rule_context *ctx) {
    struct PC_VEC_STATED stated = {0};
    const bool *owned = find_owned(ctx);
    struct PC_VEC_TOLD bound = find_bound(ctx);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (is_statement(ctx->reg, claim, owned, &bound)) {
            *PC_PUSH(&stated, ctx->arena) =
                (struct stated){claim->host, claim->ports, (pc_id)i, pc_is_of_other(ctx->reg, claim)};
        }
    }
    pc_sort(stated.items, stated.count, sizeof stated.items[0], compare_stated);
    return stated;
}

/* Two statements of one host whose ports overlap, one of each side. */
struct pair {
    const struct pc_claim *own, *other;
    struct told at;
};

/* Calls fn for each such pair. Of very many that overlap, each is held against the next ones only. */
static void each_pair(const struct pc_rule_context *ctx, const struct PC_VEC_STATED *stated,
                      void (*fn)(const struct pc_rule_context *ctx, const struct pair *pair, struct PC_VEC_TOLD *told),
                      struct PC_VEC_TOLD *told) {
    enum { NEIGHBOURS = 256 };
    for (size_t i = 0; i < stated->count; i++) {
        const struct stated *a = &stated->items[i];
        for (size_t j = i + 1; j < stated->count && j - i < NEIGHBOURS; j++) {
            const struct stated *b = &stated->items[j];
            if (b->host != a->host || b->ports.lo > a->ports.hi) {
                break;
            }
            if (a->other != b->other) {
                struct pair pair = {&ctx->reg->claims[a->other ? b->claim : a->claim],
                                    &ctx->reg->claims[a->other ? a->claim : b->claim],
                                    {a->host, b->ports.lo}};
                fn(ctx, &pair, told);
            }
        }
    }
}

static void note_told(const struct pc_rule_context *ctx, const struct pair *pair, struct PC_VEC_TOLD *told) {
    if (binds(pair->own) && binds(pair->other)) {
        *PC_PUSH(told, ctx->arena) = pair->at;
    }
}

static void check_pair(const struct pc_rule_context *ctx, const struct pair *pair, struct PC_VEC_TOLD *told) {
    if (!is_told(told, pair->at.host, pair->at.what) && disagree(ctx, pair->own, pair->other)) {
        report(ctx, pair->own, pair->other);
    }
}

void pc_check_other_owners(const struct pc_rule_context *ctx) {
    struct PC_VEC_TOLD told = {0};
    if (ctx->reg->foreign_count == 0) {
        return;
    }
    struct PC_VEC_STATED stated = collect(ctx);
    each_pair(ctx, &stated, note_told, &told);
    sort_told(&told); /* ports that two bindings share: that is told already */
    each_pair(ctx, &stated, check_pair, &told);
}
