/* See inside_drift.h. */
#include "inside_drift.h"

#include "repair.h"
#include "rule_tools.h"

enum { CLAIMS_READ = 1024 }; /* of one service */

/* A number of a registry's column of container ports. */
static bool is_inside_cell(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    bool row = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED;
    return row && (claim->flags & PC_CLAIM_INTERNAL) && !(claim->flags & (PC_CLAIM_UNEXPOSED | PC_CLAIM_OPEN)) &&
           pc_in_registry(ctx, id);
}

/* The mapping that a row's host port is: the row and the deployment speak of the same thing. */
static const struct pc_claim *mapping_of_row(const struct pc_rule_context *ctx, struct pc_claims owned,
                                             const struct pc_claim *cell, pc_id *binding) {
    const struct pc_registry *reg = ctx->reg;
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *row = &reg->claims[owned.items[i]];
        bool same_row = pc_spans_eq(row->extent, cell->extent) && pc_claim_is_host_side(row) &&
                        (row->role == PC_ROLE_PLANNED || row->role == PC_ROLE_DOCUMENTED);
        for (size_t j = 0; same_row && j < owned.count; j++) {
            const struct pc_claim *other = &reg->claims[owned.items[j]];
            bool meets = other->role == PC_ROLE_PUBLISHES && other->partner != PC_NONE &&
                         pc_ports_eq(other->ports, row->ports) &&
                         pc_environments_agree(other->environment, row->environment) &&
                         (row->host == PC_NONE || row->host == other->host);
            if (meets) {
                *binding = owned.items[j];
                return &reg->claims[other->partner];
            }
        }
    }
    return NULL;
}

/* Does anything at all let the service listen there, inside a container or by default? */
static bool listens_anywhere(const struct pc_registry *reg, struct pc_claims owned, struct pc_ports ports) {
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &reg->claims[owned.items[i]];
        if ((claim->role == PC_ROLE_LISTENS || claim->role == PC_ROLE_DEFAULT) &&
            pc_ports_overlap(claim->ports, ports)) {
            return true;
        }
    }
    return false;
}

struct pc_inside_drifts pc_inside_drifts_of(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_inside_drifts drifts = {0};
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count && owned.count <= CLAIMS_READ; i++) {
        const struct pc_claim *cell = &ctx->reg->claims[owned.items[i]];
        pc_id binding = PC_NONE;
        if (!is_inside_cell(ctx, owned.items[i]) || listens_anywhere(ctx->reg, owned, cell->ports)) {
            continue;
        }
        const struct pc_claim *target = mapping_of_row(ctx, owned, cell, &binding);
        if (target) {
            *PC_PUSH(&drifts.list, ctx->arena) = (struct pc_inside_drift){owned.items[i], binding, target->ports};
        }
    }
    return drifts;
}

static void say(const struct pc_rule_context *ctx, pc_id service, const struct pc_inside_drift *drift) {
    const struct pc_claim *cell = &ctx->reg->claims[drift->cell];
    struct pc_str target = pc_ports_text(ctx->arena, drift->target);
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` is listed with container port %.*s, but its mapping leads to %.*s",
               PC_ARG(pc_service_name(ctx, service)), PC_ARG(pc_ports_text(ctx->arena, cell->ports)), PC_ARG(target));
    pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
    pc_finding_port(ctx->out, f, cell->ports);
    f->path = ctx->reg->files[cell->span.file].path;
    pc_finding_label(ctx->out, f, cell->span, "listed as its container port");
    pc_say_claim(ctx, f, drift->binding);
    uint16_t port = drift->target.lo == drift->target.hi ? drift->target.lo : 0;
    pc_repair_port(ctx, f, false, drift->cell, port, "write %u, where the mapping leads", (unsigned)port);
    pc_finding_note(ctx->out, f, "whoever dials it from another container by the list is refused");
    pc_finding_help(ctx->out, f, "write %.*s in the list, or map the port that is listed", PC_ARG(target));
}

void pc_check_inside_drift(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_inside_drifts drifts = pc_inside_drifts_of(ctx, service);
    for (size_t i = 0; i < drifts.list.count; i++) {
        say(ctx, service, &drifts.list.items[i]);
    }
}
