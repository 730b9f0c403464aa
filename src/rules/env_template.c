#include "env_template.h"

#include "rule_tools.h"
#include "say.h"

static bool is_template(const struct pc_registry *reg, const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DEFAULT && claim->confidence == PC_GUESSED && (claim->flags & PC_CLAIM_SELF) &&
           reg->files[claim->span.file].kind == PC_FILE_KIND_ENV && claim->ports.lo == claim->ports.hi &&
           !(claim->flags & PC_CLAIM_COMPOSED) && !pc_is_framework_port(claim->ports.lo);
}

/* What is known of the service beside its template. */
struct known {
    pc_id publishes; /* PC_NONE: nothing */
    pc_id planned;   /* a row that gives it a port that it publishes */
};

static bool gives(const struct pc_registry *reg, struct pc_claims owned, struct pc_ports ports, pc_id template) {
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &reg->claims[owned.items[i]];
        if (owned.items[i] != template && claim->confidence != PC_GUESSED && pc_ports_overlap(claim->ports, ports)) {
            return true;
        }
    }
    return false;
}

static struct known known_of(const struct pc_registry *reg, struct pc_claims owned) {
    struct known known = {PC_NONE, PC_NONE};
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &reg->claims[owned.items[i]];
        if (claim->role != PC_ROLE_PUBLISHES || known.publishes != PC_NONE) {
            continue;
        }
        for (size_t j = 0; j < owned.count && known.publishes == PC_NONE; j++) {
            const struct pc_claim *row = &reg->claims[owned.items[j]];
            if (row->role == PC_ROLE_PLANNED && pc_ports_eq(row->ports, claim->ports)) {
                known = (struct known){owned.items[i], owned.items[j]};
            }
        }
    }
    return known;
}

struct search {
    const struct pc_registry *reg;
    pc_id service, host;
    pc_id found;
};

static bool visit(void *arg, pc_id id) {
    struct search *search = arg;
    const struct pc_claim *claim = &search->reg->claims[id];
    bool other = claim->role == PC_ROLE_PUBLISHES && claim->host == search->host && claim->service != search->service &&
                 claim->service != PC_NONE;
    search->found = other ? id : PC_NONE;
    return !other;
}

static void report(const struct pc_rule_context *ctx, pc_id template, struct known known, pc_id other) {
    const struct pc_claim *claims = ctx->reg->claims, *claim = &claims[template];
    struct pc_str name = pc_service_name(ctx, claim->service), neighbour = pc_service_name(ctx, claims[other].service);
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_DEFAULT, "the env template of `%.*s` says %u, which is `%.*s`'s port; `%.*s` has %.*s",
               PC_ARG(name), claim->ports.lo, PC_ARG(neighbour), PC_ARG(name),
               PC_ARG(pc_ports_text(ctx->arena, claims[known.publishes].ports)));
    f->path = ctx->reg->files[claim->span.file].path;
    pc_finding_service(ctx->out, f, name);
    pc_finding_port(ctx->out, f, claim->ports);
    pc_finding_label(ctx->out, f, claim->span, "what people copy says %u", claim->ports.lo);
    pc_say_claim(ctx, f, known.planned);
    pc_say_claim(ctx, f, known.publishes);
    pc_say_claim(ctx, f, other);
    pc_finding_note(ctx->out, f, "whoever copies the template starts `%.*s` where `%.*s` already is", PC_ARG(name),
                    PC_ARG(neighbour));
    pc_finding_help(ctx->out, f, "write %.*s into the template",
                    PC_ARG(pc_ports_text(ctx->arena, claims[known.publishes].ports)));
}

void pc_check_env_template(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    struct known known = {PC_NONE, PC_NONE};
    bool looked = false;
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (!is_template(ctx->reg, claim)) {
            continue;
        }
        known = looked ? known : known_of(ctx->reg, owned);
        looked = true;
        if (known.publishes == PC_NONE) {
            return;
        }
        struct search search = {ctx->reg, service, ctx->reg->claims[known.publishes].host, PC_NONE};
        if (!gives(ctx->reg, owned, claim->ports, owned.items[i])) {
            pc_view_at_port(ctx->view, claim->ports.lo, visit, &search);
        }
        if (search.found != PC_NONE) {
            report(ctx, owned.items[i], known, search.found);
        }
    }
}
