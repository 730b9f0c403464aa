/* See source_target.h. */
#include "source_target.h"

#include "path.h"
#include "rule_tools.h"

enum { CLAIMS_READ = 1024, SHOWN = 8 }; /* of one service */

/* An env file that is not in the tree may set any port. */
static bool may_be_set_elsewhere(const struct pc_registry *reg, pc_id container) {
    pc_id file = reg->deployments[reg->containers[container].deployment].file;
    return pc_str_find(reg->files[file].text, PC_STR("env_file"), 0) != PC_NPOS;
}

/* What the source takes wherever it is started. */
static bool is_plain_default(const struct pc_registry *reg, pc_id container, const struct pc_claim *claim) {
    const struct pc_container *built = &reg->containers[container];
    bool side = pc_environment_is_side(claim->environment);
    return claim->role == PC_ROLE_DEFAULT && claim->confidence == PC_STATED && !side && claim->qualifier.len == 0 &&
           !(claim->flags & PC_CLAIM_OPEN) && reg->files[claim->span.file].kind != PC_FILE_KIND_ENV &&
           pc_path_is_under(reg->files[claim->span.file].path, built->build_dir);
}

/* Does the source, the image or an env file of the service name one of the mapped ports? */
static bool knows_target(const struct pc_registry *reg, struct pc_claims owned, const struct pc_listening *ports) {
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &reg->claims[owned.items[i]];
        bool states = claim->role == PC_ROLE_DEFAULT || (claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE);
        for (size_t j = 0; states && j < ports->targets.count; j++) {
            if (pc_ports_overlap(claim->ports, reg->claims[ports->targets.items[j]].ports)) {
                return true;
            }
        }
    }
    return false;
}

void pc_check_source_target(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports) {
    const struct pc_registry *reg = ctx->reg;
    const struct pc_container *built = &reg->containers[container];
    struct pc_claims owned = pc_view_of_service(ctx->view, built->service);
    struct PC_VEC(pc_id) defaults = {0};
    bool told = ports->settings.count > 0 || ports->others.count > 0 || ports->checks.count > 0;
    if (built->build_dir.len == 0 || built->unit || built->foreign || built->shared || ports->targets.count == 0 ||
        told || owned.count > CLAIMS_READ || may_be_set_elsewhere(reg, container) || knows_target(reg, owned, ports)) {
        return;
    }
    for (size_t i = 0; i < owned.count && defaults.count < SHOWN; i++) {
        if (is_plain_default(reg, container, &reg->claims[owned.items[i]])) {
            *PC_PUSH(&defaults, ctx->arena) = owned.items[i];
        }
    }
    if (defaults.count == 0) {
        return;
    }
    const struct pc_claim *target = &reg->claims[ports->targets.items[0]];
    const struct pc_claim *taken = &reg->claims[defaults.items[0]];
    struct pc_str name = pc_service_name(ctx, built->service);
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_WARNING, "the container port of the mapping of `%.*s` is %.*s, but its source takes %.*s",
               PC_ARG(name), PC_ARG(pc_ports_text(ctx->arena, target->ports)),
               PC_ARG(pc_ports_text(ctx->arena, taken->ports)));
    f->host = target->host == PC_NONE ? PC_EMPTY : reg->hosts[target->host].name;
    pc_finding_service(ctx->out, f, name);
    for (size_t i = 0; i < ports->targets.count; i++) {
        pc_finding_label(ctx->out, f, reg->claims[ports->targets.items[i]].span, "the container port of the mapping");
        pc_finding_port(ctx->out, f, reg->claims[ports->targets.items[i]].ports);
    }
    for (size_t i = 0; i < defaults.count; i++) {
        pc_say_claim(ctx, f, defaults.items[i]);
    }
    pc_finding_note(ctx->out, f, "the compose file sets no other port, so nothing listens where the mapping leads");
    pc_finding_help(ctx->out, f, "map %.*s, or set PORT to %.*s for the container",
                    PC_ARG(pc_ports_text(ctx->arena, taken->ports)), PC_ARG(pc_ports_text(ctx->arena, target->ports)));
}
