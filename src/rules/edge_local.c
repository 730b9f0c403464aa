/* See edge_local.h. */
#include "edge_local.h"

#include "rule_tools.h"

enum { SHOWN = 8, READ = 1024 }; /* claims of the callee that a finding shows, and that are looked at */

/* Binds the port for whoever starts the callee; an example file or a test says nothing. */
static bool binds(const struct pc_claim *claim) {
    bool role = claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_DEFAULT;
    return role && claim->confidence != PC_GUESSED && claim->environment != PC_ENV_TEST &&
           !(claim->flags & PC_CLAIM_OPEN);
}

static bool is_shown(const struct pc_registry *reg, const struct pc_edge *edge, const struct pc_claim *claim) {
    for (size_t i = 0; i < edge->truth.count; i++) {
        if (pc_ports_eq(reg->claims[edge->truth.items[i]].ports, claim->ports)) {
            return true;
        }
    }
    return false;
}

/* A test starts what it dials, where it likes. */
static bool is_of_test(const struct pc_registry *reg, const struct pc_claim *dial) {
    static const char *const words[] = {"test", "tests", "testing", "e2e", "spec", "mock", "mocks", "ci"};
    struct pc_str path = reg->files[dial->span.file].path;
    bool test = dial->environment == PC_ENV_TEST;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !test; i++) {
        test = pc_str_has_word_nocase(path, pc_str_c(words[i]));
    }
    return test;
}

void pc_edge_resolve_local(const struct pc_rule_context *ctx, struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_claims owned = pc_view_of_service(ctx->view, dial->service);
    if (is_of_test(ctx->reg, dial) || owned.count > READ) {
        return;
    }
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (pc_ports_overlap(claim->ports, dial->ports)) {
            edge->verdict = PC_EDGE_FINE;
            edge->callee = dial->service;
            return;
        }
    }
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        /* What every framework takes by itself is no choice: it is set where nobody looked. */
        bool chosen = claim->role != PC_ROLE_DEFAULT || !pc_is_framework_port(claim->ports.lo);
        if (binds(claim) && chosen && edge->truth.count < SHOWN && !is_shown(ctx->reg, edge, claim)) {
            *PC_PUSH(&edge->truth, ctx->arena) = owned.items[i];
        }
    }
    if (edge->truth.count > 0) {
        edge->verdict = PC_EDGE_WRONG;
        edge->callee = dial->service;
        edge->local = true;
    }
}
