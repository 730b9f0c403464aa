/* A service that is dialled where it does not listen: PC401 dangling-target. */
#include "edge_say.h"

/* A port of the host that nobody binds, dialled for a service that the host has on other ports. Information only: the
 * host may run what no file here tells. */
static void say_unbound(const struct pc_rule_context *ctx, const struct pc_edges *edges, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_claims bindings = pc_view_bindings_of_host(ctx->view, edge->host);
    struct pc_port_set ports = {0};
    struct PC_VEC(pc_id) own = {0};
    for (size_t i = 0; i < bindings.count; i++) {
        if (ctx->reg->claims[bindings.items[i]].service == edge->callee) {
            pc_port_set_add(ctx->arena, &ports, ctx->reg->claims[bindings.items[i]].ports);
            *PC_PUSH(&own, ctx->arena) = bindings.items[i];
        }
    }
    if (own.count == 0) {
        return;
    }
    struct pc_str callee = pc_service_name(ctx, edge->callee);
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_INFO, "port %u%.*s is dialled for `%.*s`, which is published there on %.*s only",
               (unsigned)dial->ports.lo, PC_ARG(pc_say_on_host(ctx, edge->host)), PC_ARG(callee),
               PC_ARG(pc_port_set_text(ctx->arena, &ports)));
    pc_edge_subject(ctx, f, edge);
    pc_edge_dial(ctx, f, edge);
    for (size_t i = 0; i < own.count; i++) {
        pc_say_claim(ctx, f, own.items[i]);
    }
    pc_edge_callers(ctx, f, edges, edge);
    pc_finding_note(ctx->out, f, "nothing that was read listens there; something that was not read may");
    pc_finding_help(ctx->out, f, "dial the port that `%.*s` is published on", PC_ARG(callee));
}

/* A container dials the host for a service that it knows by a variable's name. */
static bool is_unbound(const struct pc_edge *edge, const struct pc_claim *dial) {
    return edge->verdict == PC_EDGE_NOBODY && edge->callee != PC_NONE && dial->container != PC_NONE &&
           !(dial->flags & (PC_CLAIM_ROUTE | PC_CLAIM_SCRAPE));
}

static void check_dangling(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        if (edge->verdict == PC_EDGE_APART && !(dial->flags & PC_CLAIM_SCRAPE)) {
            pc_edge_say_apart(ctx, edge);
        }
        if (is_unbound(edge, dial)) {
            say_unbound(ctx, &edges, edge);
        }
        bool by_name = edge->verdict == PC_EDGE_WRONG && edge->host == PC_NONE;
        if (!by_name || (dial->flags & PC_CLAIM_SCRAPE)) {
            continue;
        }
        struct pc_str callee = pc_service_name(ctx, edge->callee);
        struct pc_str truth = pc_edge_truth(ctx, edge);
        struct pc_finding *f = pc_say(ctx, pc_edge_doubt(ctx, edge, pc_edge_level(ctx, dial)),
                                      "`%.*s` reaches no port of `%.*s`%s%.*s", PC_ARG(pc_edge_target(ctx, dial)),
                                      PC_ARG(callee), truth.len > 0 ? ", which listens on " : "", PC_ARG(truth));
        pc_edge_subject(ctx, f, edge);
        pc_edge_dial(ctx, f, edge);
        pc_edge_callers(ctx, f, &edges, edge);
        if (edge->by_image != 0) {
            pc_finding_note(ctx->out, f, "that is the port of its image, and nothing that was read gives it another");
        }
        pc_edge_fix(ctx, f, &edges, edge);
        pc_finding_help(ctx->out, f,
                        edge->local ? "dial the port that `%.*s` has"
                                    : "dial the port that `%.*s` listens on inside the network",
                        PC_ARG(callee));
    }
}

const struct pc_rule pc_rule_dangling_target = {
    .info =
        {.code = "PC401",
         .name = "dangling-target",
         .family = "Routes",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "a service is dialled on a port where it does not listen, or from where its name is not known",
         .why = "The call fails each time it is made, often long after the deployment looked healthy.",
         .fix = "Dial the port that the callee listens on inside the network, not the one it is published on. Put "
                "the two on one network where a warning says that they share none.",
         .silent =
             "Names that no service of the repository bears, addresses of other machines, services.external, origins "
             "and CORS lists, and dials of a published port by way of the host; foreign images, whose "
             "ports nobody had to write down, unless others dial a known one (postgres, redis) on its own port. In "
             "documents, source defaults, scripts and workflows it is at most a warning; a port of the host that "
             "nobody here binds (host.docker.internal) is information.",
         .bad = "--- docker-compose.yml\n"
                "services:\n"
                "  shop:\n"
                "    build: ./shop\n"
                "    environment:\n"
                "      LEDGER_URL: http://ledger:3006\n"
                "  ledger:\n"
                "    build: ./ledger\n"
                "    environment:\n"
                "      PORT: 3002\n",
         .good = "--- docker-compose.yml\n"
                 "services:\n"
                 "  shop:\n"
                 "    build: ./shop\n"
                 "    environment:\n"
                 "      LEDGER_URL: http://ledger:3002\n"
                 "  ledger:\n"
                 "    build: ./ledger\n"
                 "    environment:\n"
                 "      PORT: 3002\n",
         .config = "services.external names hosts that somebody else runs"},
    .check = check_dangling};
