/* Scrape and probe targets that are down for ever: PC403 dead-scrape. */
#include "edge_say.h"
#include "repair.h"

/* A port of a host that nothing binds. Much that is scraped runs beside the containers, so that is only told where the
 * number is the one inside a container, which is published on another. */
static void say_unpublished_target(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    pc_id moved = pc_edge_moved(ctx, edge);
    if (moved == PC_NONE) {
        return;
    }
    const struct pc_claim *binding = &ctx->reg->claims[moved];
    struct pc_str name = pc_service_name(ctx, binding->service);
    struct pc_finding *f = pc_say(ctx, PC_LEVEL_WARNING, "`%.*s` is scraped, but `%.*s` is published on %u%.*s",
                                  PC_ARG(pc_edge_target(ctx, dial)), PC_ARG(name), (unsigned)binding->ports.lo,
                                  PC_ARG(pc_say_on_host(ctx, edge->host)));
    pc_edge_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, name);
    pc_edge_dial(ctx, f, edge);
    pc_say_claim(ctx, f, moved);
    pc_finding_note(ctx->out, f, "%u is its port inside the container, and nothing else publishes it there",
                    (unsigned)dial->ports.lo);
    uint16_t port = pc_one_port(ctx->reg, &moved, 1);
    pc_repair_port(ctx, f, false, edge->dial, port, "scrape %u, where `%.*s` is published", (unsigned)port,
                   PC_ARG(name));
    pc_finding_help(ctx->out, f, "scrape the published port, or the container by its name from within its network");
}

/* A name that nothing bears: of a target, or of an Alertmanager, whose wrong port is PC401. */
static void say_no_name(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    bool alert = dial->flags & PC_CLAIM_ALERT;
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_WARNING, "`%.*s` names no service of the network %s", PC_ARG(pc_edge_target(ctx, dial)),
               alert ? "that alerts are sent from" : "it is scraped from");
    pc_edge_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, dial->name);
    pc_edge_dial(ctx, f, edge);
    pc_finding_note(ctx->out, f,
                    alert ? "no alert ever gets there"
                          : "the target is down for ever, and its alerts never fire or never stop");
    pc_finding_help(ctx->out, f, "remove the target, or name the service as its compose file does");
}

static void say_wrong_port(const struct pc_rule_context *ctx, const struct pc_edges *edges,
                           const struct pc_edge *edge) {
    struct pc_str target = pc_edge_target(ctx, &ctx->reg->claims[edge->dial]);
    struct pc_str truth = pc_edge_truth(ctx, edge);
    struct pc_finding *f = pc_say(
        ctx, pc_edge_doubt(ctx, edge, PC_LEVEL_DEFAULT), "`%.*s` is scraped, but `%.*s` listens %s%.*s", PC_ARG(target),
        PC_ARG(pc_service_name(ctx, edge->callee)), truth.len > 0 ? "on " : "elsewhere", PC_ARG(truth));
    pc_edge_subject(ctx, f, edge);
    pc_edge_dial(ctx, f, edge);
    pc_edge_callers(ctx, f, edges, edge);
    pc_edge_fix(ctx, f, edges, edge);
    pc_finding_note(ctx->out, f, "the target is down for ever, and its alerts never fire or never stop");
    pc_finding_help(ctx->out, f, "scrape the port that the service listens on inside the network");
}

static void check_scrape(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        uint32_t flags = ctx->reg->claims[edge->dial].flags;
        if (edge->verdict == PC_EDGE_NO_NAME && (flags & (PC_CLAIM_SCRAPE | PC_CLAIM_ALERT))) {
            say_no_name(ctx, edge);
        } else if (edge->verdict == PC_EDGE_NOBODY && (flags & PC_CLAIM_SCRAPE)) {
            say_unpublished_target(ctx, edge);
        } else if (edge->verdict == PC_EDGE_WRONG && (flags & PC_CLAIM_SCRAPE)) {
            say_wrong_port(ctx, &edges, edge);
        } else if (edge->verdict == PC_EDGE_APART && (flags & PC_CLAIM_SCRAPE)) {
            pc_edge_say_apart(ctx, edge);
        }
    }
}

const struct pc_rule pc_rule_dead_scrape = {
    .info = {.code = "PC403",
             .name = "dead-scrape",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a scrape or probe target where the named service listens elsewhere",
             .why = "The target is down for ever: its dashboards are empty and its alerts mean nothing.",
             .fix = "Scrape the port that the service listens on inside the network.",
             .silent =
                 "Targets beside the containers on a host, such as exporters that are no part of the repository, and "
                 "targets of services.external. A name that is no service of that network, be it a target's or an "
                 "Alertmanager's, and a service that shares no network with the scraper are only warnings.",
             .config = "services.external: names and ports that somebody else runs",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  ledger:\n"
                    "    build: ./ledger\n"
                    "    environment:\n"
                    "      PORT: 3030\n"
                    "  prometheus:\n"
                    "    image: prom/prometheus:v2\n"
                    "    volumes: [\"./prometheus.yml:/etc/prometheus/prometheus.yml\"]\n"
                    "--- prometheus.yml\n"
                    "scrape_configs:\n"
                    "  - job_name: ledger\n"
                    "    static_configs:\n"
                    "      - targets: ['ledger:3002']\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  ledger:\n"
                     "    build: ./ledger\n"
                     "    environment:\n"
                     "      PORT: 3030\n"
                     "  prometheus:\n"
                     "    image: prom/prometheus:v2\n"
                     "    volumes: [\"./prometheus.yml:/etc/prometheus/prometheus.yml\"]\n"
                     "--- prometheus.yml\n"
                     "scrape_configs:\n"
                     "  - job_name: ledger\n"
                     "    static_configs:\n"
                     "      - targets: ['ledger:3030']\n"},
    .check = check_scrape};
