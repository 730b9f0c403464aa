#include "side_ports.h"

#include "view.h"

enum { CLAIMS_READ = 1024 }; /* claims of one service that are looked through */

static bool is_exposed(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE && (claim->flags & PC_CLAIM_EXPOSE);
}

/* Of several ports that one Dockerfile exposes, a deployment's setting moves one. */
static bool exposes_others(const struct pc_rule_context *ctx, struct pc_claims owned, const struct pc_claim *one) {
    for (size_t i = 0; i < owned.count && i < CLAIMS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (is_exposed(claim) && claim->span.file == one->span.file && !pc_ports_eq(claim->ports, one->ports)) {
            return true;
        }
    }
    return false;
}

bool pc_has_side_port(const struct pc_rule_context *ctx, pc_id service, uint16_t port) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count && i < CLAIMS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->ports.lo > port || port > claim->ports.hi) {
            continue;
        }
        bool side = claim->role == PC_ROLE_DEFAULT && claim->qualifier.len > 0; /* METRICS_PORT, not PORT */
        if (side || (is_exposed(claim) && exposes_others(ctx, owned, claim))) {
            return true;
        }
    }
    return false;
}
