/* PC110: a "corresponds to" cell names a port that is no row's, or another service's than the one it names. */
#include "rule_tools.h"
#include "view.h"

#define ROWS_MAX 64     /* rows of one port that are looked at */
#define CLAIMS_MAX 1024 /* claims of one service that are looked at */

static bool is_statement(const struct pc_claim *claim) {
    return claim->role != PC_ROLE_DIALS && (claim->role != PC_ROLE_RESERVED || claim->name.len > 0);
}

/* What the registry has at the port of a reference. */
struct look {
    const struct pc_registry *reg;
    const struct pc_reference *reference;
    const struct pc_claim *row; /* a row with that port; NULL: none */
    bool fits;                  /* ... of the service that the reference names */
    size_t seen;
};

static bool look_at_row(void *arg, pc_id id) {
    struct look *look = arg;
    const struct pc_claim *claim = &look->reg->claims[id];
    const struct pc_reference *reference = look->reference;
    if (!is_statement(claim))
        return true;
    look->row = look->row ? look->row : claim;
    struct pc_str service = claim->service != PC_NONE ? look->reg->services[claim->service].name : PC_EMPTY;
    look->fits = reference->name.len == 0 || pc_names_akin(claim->name, reference->name) ||
                 pc_names_akin(service, reference->name);
    return !look->fits && ++look->seen < ROWS_MAX;
}

/* Where the registry says that the named service is; NULL when it has no row. *agrees: one of its statements, of any
 * kind, has the port. */
static const struct pc_claim *row_of_target(const struct pc_rule_context *ctx, const struct pc_reference *reference,
                                            bool *agrees) {
    const struct pc_registry *reg = ctx->reg;
    const struct pc_claim *row = NULL;
    *agrees = false;
    if (reference->target == PC_NONE)
        return NULL;
    struct pc_ports port = {reference->port, reference->port};
    struct pc_claims claims = pc_view_of_service(ctx->view, reference->target);
    for (size_t i = 0; i < claims.count && i < CLAIMS_MAX && !*agrees; i++) {
        const struct pc_claim *claim = &reg->claims[claims.items[i]];
        *agrees = pc_ports_contain(claim->ports, port);
        if (!row && pc_is_registry_row(reg, claim) && claim->role != PC_ROLE_RESERVED)
            row = claim;
    }
    return row;
}

/* The one port that all rows of the named service have; 0: they have several, or a range. */
static uint16_t port_of_target(const struct pc_rule_context *ctx, const struct pc_reference *reference) {
    struct pc_claims claims = pc_view_of_service(ctx->view, reference->target);
    uint16_t port = 0;
    for (size_t i = 0; i < claims.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[claims.items[i]];
        if (!pc_is_registry_row(ctx->reg, claim))
            continue;
        if (claim->ports.lo != claim->ports.hi || (port != 0 && claim->ports.lo != port))
            return 0;
        port = claim->ports.lo;
    }
    return port;
}

/* Safe where the number is nobody's: where it is somebody else's, the name may be what is wrong. */
static void repair(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_reference *reference,
                   bool safe) {
    uint16_t written, port = port_of_target(ctx, reference);
    struct pc_span span = reference->port_span;
    if (port == 0 || span.length == 0 || pc_port_parse(pc_span_text(ctx->reg, span), &written) != PC_PORT_OK ||
        written != reference->port)
        return;
    struct pc_edit edit = {span, pc_str_fmt(ctx->arena, "%u", (unsigned)port)};
    pc_finding_fix(ctx->out, f, safe, edit, "refer to %u, the port of `%.*s`", (unsigned)port,
                   PC_ARG(pc_clip(ctx->arena, reference->name)));
}

static void report(const struct pc_rule_context *ctx, const struct pc_reference *reference,
                   const struct pc_claim *target, const struct pc_claim *at_port) {
    struct pc_str name = pc_clip(ctx->arena, reference->name);
    struct pc_str other = at_port ? pc_claim_owner(ctx, at_port) : PC_EMPTY;
    unsigned port = reference->port;
    enum pc_level level;
    if (!pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    struct pc_finding *f;
    if (target)
        f = pc_finding_new(ctx->out, &ctx->rule->info, level,
                           "the reference says that `%.*s` has %u, but its row says %.*s", PC_ARG(name), port,
                           PC_ARG(pc_ports_text(ctx->arena, target->ports)));
    else if (other.len > 0)
        f = pc_finding_new(ctx->out, &ctx->rule->info, level,
                           "the reference says that `%.*s` has %u, but that is `%.*s`", PC_ARG(name), port,
                           PC_ARG(other));
    else if (name.len > 0)
        f = pc_finding_new(ctx->out, &ctx->rule->info, level,
                           "the reference says that `%.*s` has %u, but no row has that port", PC_ARG(name), port);
    else
        f = pc_finding_new(ctx->out, &ctx->rule->info, level, "the reference names port %u, but no row has that port",
                           port);
    pc_finding_port(ctx->out, f, (struct pc_ports){reference->port, reference->port});
    if (name.len > 0)
        pc_finding_service(ctx->out, f, name);
    pc_finding_label(ctx->out, f, reference->port_span.length > 0 ? reference->port_span : reference->span,
                     "refers to %u", port);
    if (target)
        pc_finding_label(ctx->out, f, target->span, "`%.*s` is planned here", PC_ARG(name));
    if (other.len > 0)
        pc_finding_label(ctx->out, f, at_port->span, "%u is `%.*s`", port, PC_ARG(other));
    if (target)
        repair(ctx, f, reference, at_port == NULL);
    if (target)
        pc_finding_help(ctx->out, f, "write %.*s, if the row is right",
                        PC_ARG(pc_ports_text(ctx->arena, target->ports)));
    else
        pc_finding_help(ctx->out, f, "correct the reference, or add the row that it means");
}

static void check(const struct pc_rule_context *ctx) {
    for (size_t i = 0; i < ctx->reg->reference_count; i++) {
        const struct pc_reference *reference = &ctx->reg->references[i];
        if (!reference->has_port)
            continue;
        struct look look = {.reg = ctx->reg, .reference = reference};
        pc_view_at_port(ctx->view, reference->port, look_at_row, &look);
        if (look.fits)
            continue;
        bool agrees;
        const struct pc_claim *target = row_of_target(ctx, reference, &agrees);
        if (!agrees)
            report(ctx, reference, target, look.row);
    }
}

const struct pc_rule pc_rule_broken_reference = {
    .info =
        {.code = "PC110",
         .name = "broken-reference",
         .family = "Plan",
         .level = PC_LEVEL_ERROR,
         .summary =
             "a cell that refers to another row (\"corresponds to\") has a port that no row has, or another service's",
         .why = "Whoever follows the reference ends at the wrong service or at none. Mostly the other row was moved "
                "and the "
                "reference stayed.",
         .fix = "Write the port that the other row has now.",
         .silent =
             "References to a port that any row of the named service has, under whatever of its names, and cells that "
             "only describe in words.",
         .bad = "| Port | Service |\n"
                "|------|---------|\n"
                "| 7212 | shop-server |\n"
                "\n"
                "| Port | Service | Corresponds to |\n"
                "|------|---------|----------------|\n"
                "| 8212 | shop-web | 7211 shop-server |\n",
         .good = "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7212 | shop-server |\n"
                 "\n"
                 "| Port | Service | Corresponds to |\n"
                 "|------|---------|----------------|\n"
                 "| 8212 | shop-web | 7212 shop-server |\n"},
    .check = check,
};
