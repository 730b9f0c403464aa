/* A service's own documents against each other: PC302 document-drift. */
#include "own_document.h"

#include "drift_subject.h"
#include "env_template.h"
#include "intervals.h"
#include "repair.h"
#include "rule_tools.h"

enum { EXCUSED_MAX = 64 }; /* contradictions of a file that are looked at twice */

/* Two statements that cannot both be right: other ports, and nothing that tells them apart. */
static bool contradict(const struct pc_claim *a, const struct pc_claim *b) {
    bool same_environment =
        a->environment == b->environment || a->environment == PC_ENV_UNKNOWN || b->environment == PC_ENV_UNKNOWN;
    bool told_apart = !pc_str_eq_nocase(a->qualifier, b->qualifier); /* "Port" and "Metrics port" */
    return same_environment && !told_apart && !pc_ports_overlap(a->ports, b->ports) &&
           pc_protocols_overlap(a->protocol, b->protocol);
}

static bool is_own_statement(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DOCUMENTED && (claim->flags & PC_CLAIM_SELF) && claim->ports.lo == claim->ports.hi;
}

/* Where the service binds or listens. */
static struct pc_intervals real_ports(const struct pc_rule_context *ctx, struct pc_claims owned) {
    struct PC_VEC(struct pc_interval) real = {0};
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_LISTENS) {
            *PC_PUSH(&real, ctx->arena) = (struct pc_interval){.ports = claim->ports, .id = owned.items[i]};
        }
    }
    return pc_intervals_new(ctx->arena, real.items, real.count);
}

static bool note_hit(void *arg, pc_id id) {
    (void)id;
    *(bool *)arg = true;
    return false;
}

/* Does the service bind or listen on these ports? A document that gives a mapping's two sides is right twice. */
static bool is_real(const struct pc_intervals *real, struct pc_ports ports) {
    bool hit = false;
    pc_intervals_each(real, 0, ports, note_hit, &hit);
    return hit;
}

/* Offers the one port among the statements that the service really has. */
static void repair_contradiction(const struct pc_rule_context *ctx, struct pc_finding *f, struct pc_claims owned,
                                 const pc_id *claims, size_t count) {
    struct pc_intervals listened = real_ports(ctx, owned);
    uint16_t real = 0;
    for (size_t i = 0; i < count; i++) {
        struct pc_ports ports = ctx->reg->claims[claims[i]].ports;
        if (!is_real(&listened, ports)) {
            continue;
        }
        if (real != 0 && real != ports.lo) {
            return;
        }
        real = ports.lo;
    }
    struct PC_VEC(pc_id) wrong = {0};
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || contradict(&ctx->reg->claims[claims[0]], &ctx->reg->claims[claims[i]])) {
            *PC_PUSH(&wrong, ctx->arena) = claims[i];
        }
    }
    pc_repair_ports(ctx, f, false, wrong.items, wrong.count, real, "write %u, which is deployed", (unsigned)real);
}

/* Every statement of a file that contradicts the file's first. */
static struct pc_port_set ports_of_file(const struct pc_rule_context *ctx, struct pc_claims owned,
                                        struct pc_claims own) {
    const struct pc_claim *first = &ctx->reg->claims[own.items[0]];
    struct pc_intervals real = real_ports(ctx, owned);
    struct pc_port_set ports = {0};
    pc_port_set_add(ctx->arena, &ports, first->ports);
    bool first_is_real = is_real(&real, first->ports);
    for (size_t i = 1; i < own.count; i++) {
        const struct pc_claim *other = &ctx->reg->claims[own.items[i]];
        bool excused = first_is_real && i <= EXCUSED_MAX && is_real(&real, other->ports);
        if (contradict(first, other) && !excused) {
            pc_port_set_add(ctx->arena, &ports, other->ports);
        }
    }
    return ports;
}

struct pc_contradictions pc_contradictions_of(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_contradictions all = {0};
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t from = 0, to; from < owned.count; from = to) {
        struct PC_VEC(pc_id) own = {0};
        pc_id file = ctx->reg->claims[owned.items[from]].span.file;
        for (to = from; to < owned.count && ctx->reg->claims[owned.items[to]].span.file == file; to++) {
            if (is_own_statement(&ctx->reg->claims[owned.items[to]])) {
                *PC_PUSH(&own, ctx->arena) = owned.items[to];
            }
        }
        if (own.count < 2) {
            continue;
        }
        struct pc_contradiction one = {.claims = {own.items, own.count}};
        one.ports = ports_of_file(ctx, owned, one.claims);
        if (one.ports.list.count > 1) {
            *PC_PUSH(&all.list, ctx->arena) = one;
        }
    }
    return all;
}

/* One finding a file. */
static void say_contradiction(const struct pc_rule_context *ctx, pc_id service, const struct pc_contradiction *c) {
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_DEFAULT, "the document of `%.*s` contradicts itself: it says %.*s",
               PC_ARG(pc_service_name(ctx, service)), PC_ARG(pc_port_set_text(ctx->arena, &c->ports)));
    f->path = ctx->reg->files[ctx->reg->claims[c->claims.items[0]].span.file].path;
    pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
    for (size_t i = 0; i < c->claims.count; i++) {
        pc_say_claim(ctx, f, c->claims.items[i]);
        pc_finding_port(ctx->out, f, ctx->reg->claims[c->claims.items[i]].ports);
    }
    repair_contradiction(ctx, f, pc_view_of_service(ctx->view, service), c->claims.items, c->claims.count);
    pc_finding_help(ctx->out, f,
                    "keep the one that is true, or name the environment of each, as in \"3001 (production)\"");
}

/* Nothing that starts the service was read: its document against its source. */
static void check_default(const struct pc_rule_context *ctx, pc_id service) {
    if (pc_view_of_service(ctx->view, service).count < 2) {
        return;
    }
    struct pc_drift drift = pc_drift_of(ctx, service);
    if (!pc_drift_is_own_default(&drift)) {
        return;
    }
    struct pc_port_set said = {0}, taken = {0};
    bool chosen = true;
    for (size_t i = 0; i < drift.drifting.count; i++) {
        pc_port_set_add(ctx->arena, &said, ctx->reg->claims[drift.drifting.items[i]].ports);
    }
    for (size_t i = 0; i < drift.actual.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[drift.actual.items[i]];
        pc_port_set_add(ctx->arena, &taken, claim->ports);
        chosen = chosen && !pc_is_framework_port(claim->ports.lo);
    }
    struct pc_finding *f =
        pc_say(ctx, chosen ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO,
               "the document of `%.*s` says %.*s, its source takes %.*s", PC_ARG(pc_service_name(ctx, service)),
               PC_ARG(pc_port_set_text(ctx->arena, &said)), PC_ARG(pc_port_set_text(ctx->arena, &taken)));
    pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
    for (size_t i = 0; i < drift.drifting.count; i++) {
        pc_say_claim(ctx, f, drift.drifting.items[i]);
        pc_finding_port(ctx->out, f, ctx->reg->claims[drift.drifting.items[i]].ports);
    }
    for (size_t i = 0; i < drift.actual.count; i++) {
        pc_say_claim(ctx, f, drift.actual.items[i]);
    }
    uint16_t port = pc_one_port(ctx->reg, drift.actual.items, drift.actual.count);
    if (chosen) {
        pc_repair_ports(ctx, f, false, drift.drifting.items, drift.drifting.count, port,
                        "write %u, which the source takes", (unsigned)port);
    }
    pc_finding_note(ctx->out, f, "nothing that starts it was read, so its source decides where it listens");
    pc_finding_help(ctx->out, f, "correct the document, or let the source take the port that it promises");
}

static void check(const struct pc_rule_context *ctx) {
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        check_default(ctx, service);
        pc_check_env_template(ctx, service);
        struct pc_contradictions all = pc_contradictions_of(ctx, service);
        for (size_t i = 0; i < all.list.count; i++) {
            say_contradiction(ctx, service, &all.list.items[i]);
        }
    }
}

const struct pc_rule pc_rule_document_drift = {
    .info =
        {.code = "PC302",
         .name = "document-drift",
         .family = "Drift",
         .level = PC_LEVEL_WARNING,
         .summary =
             "a service's own document disagrees with itself, or its env template gives it another service's port",
         .why = "Half of the readers follow the wrong line, and so does every tool that reads the document.",
         .fix = "Keep the number that is true, or name the environment, host or purpose of each.",
         .silent =
             "Numbers that the document tells apart by environment, host or purpose (metrics, debugger), both sides "
             "of a mapping, ports of other services in the text, commands, image tags, durations and sizes. An env "
             "template "
             "(.env.example) whose port is no other service's, or where plan and deployment do not agree.",
         .config = "services.aliases: two names of one service",
         .bad = "--- ledger/README.md\n"
                "# ledger\n"
                "\n"
                "## Port: 3001\n"
                "\n"
                "| Variable | Default |\n"
                "|----------|---------|\n"
                "| `PORT` | 3050 |\n",
         .good = "--- ledger/README.md\n"
                 "# ledger\n"
                 "\n"
                 "## Port: 3001\n"
                 "\n"
                 "| Variable | Default |\n"
                 "|----------|---------|\n"
                 "| `PORT` | 3001 |\n"},
    .check = check};
