/* Routes that lead to nobody: PC402 dead-route. */
#include "edge_say.h"
#include "repair.h"

struct owner_search {
    const struct pc_rule_context *ctx;
    pc_id host;
    pc_id claim;
};

static bool find_owner(void *arg, pc_id id) {
    struct owner_search *search = arg;
    const struct pc_claim *claim = &search->ctx->reg->claims[id];
    bool states =
        claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_RESERVED;
    if (states && (claim->host == PC_NONE || claim->host == search->host)) {
        search->claim = id;
    }
    return search->claim == PC_NONE;
}

static const struct pc_range *range_of(const struct pc_registry *reg, pc_id host, uint16_t port) {
    for (size_t i = 0; i < reg->range_count; i++) {
        const struct pc_range *range = &reg->ranges[i];
        if ((range->host == PC_NONE || range->host == host) && !range->open && range->ports.lo <= port &&
            port <= range->ports.hi) {
            return range;
        }
    }
    return NULL;
}

/* By service: does a container of it live on its host's own network, and nothing says on which ports? */
static bool *open_services(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    bool *binds = PC_NEW_ARRAY(ctx->arena, reg->container_count, bool);
    bool *open = PC_NEW_ARRAY(ctx->arena, reg->service_count, bool);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].role == PC_ROLE_PUBLISHES && reg->claims[i].container != PC_NONE) {
            binds[reg->claims[i].container] = true;
        }
    }
    for (size_t i = 0; i < reg->container_count; i++) {
        const struct pc_container *container = &reg->containers[i];
        if (container->host_network && !binds[i] && container->service != PC_NONE) {
            open[container->service] = true;
        }
    }
    return open;
}

/* Somebody answers there whom no compose file has to name: the owner on the host's network, or the machine's own sshd.
 */
static bool answers_unseen(const struct pc_rule_context *ctx, const struct pc_claim *dial, pc_id statement,
                           const bool *open) {
    if (statement == PC_NONE) {
        return dial->ports.lo == 22;
    }
    pc_id owner = ctx->reg->claims[statement].service;
    return owner != PC_NONE && open[owner];
}

static void check_dead_route(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    const bool *open = open_services(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        if (edge->verdict != PC_EDGE_NOBODY || !(dial->flags & PC_CLAIM_ROUTE)) {
            continue;
        }
        struct owner_search search = {ctx, edge->host, PC_NONE};
        pc_view_at_port(ctx->view, dial->ports.lo, find_owner, &search);
        if (answers_unseen(ctx, dial, search.claim, open)) {
            continue;
        }
        const struct pc_range *range = range_of(ctx->reg, edge->host, dial->ports.lo);
        bool ours = search.claim != PC_NONE || range;
        pc_id moved = pc_edge_moved(ctx, edge);
        struct pc_finding *f = pc_say(
            ctx, ours ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO, "%s%.*s%s leads to port %u%.*s, which nothing publishes",
            dial->qualifier.len ? "the route `" : "a route", PC_ARG(dial->qualifier), dial->qualifier.len ? "`" : "",
            (unsigned)dial->ports.lo, PC_ARG(pc_say_on_host(ctx, edge->host)));
        pc_edge_subject(ctx, f, edge);
        pc_edge_dial(ctx, f, edge);
        if (search.claim != PC_NONE) {
            pc_say_claim(ctx, f, search.claim);
        } else if (range) {
            pc_finding_context(ctx->out, f, range->span, "the port belongs to this range of the registry");
        } else {
            pc_finding_note(ctx->out, f,
                            "no registry knows the port: something outside this repository may answer there");
        }
        if (moved != PC_NONE) {
            pc_finding_label(ctx->out, f, ctx->reg->claims[moved].span, "perhaps `%.*s` is meant: it is published here",
                             PC_ARG(pc_service_name(ctx, ctx->reg->claims[moved].service)));
            uint16_t port = pc_one_port(ctx->reg, &moved, 1);
            pc_repair_port(ctx, f, false, edge->dial, port, "lead the route to %u, where `%.*s` is published",
                           (unsigned)port, PC_ARG(pc_service_name(ctx, ctx->reg->claims[moved].service)));
        }
        pc_finding_help(ctx->out, f,
                        "publish the service on this port, point the route at the right one, or remove the route");
    }
}

const struct pc_rule pc_rule_dead_route = {
    .info =
        {.code = "PC402",
         .name = "dead-route",
         .family = "Routes",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "a tunnel or reverse proxy leads to a host port that nobody publishes",
         .why =
             "The public name answers with an error page (502), and stays so however often the service is restarted.",
         .fix = "Publish the service on this port, point the route at the right one, or remove the route.",
         .silent =
             "Several public names that lead to one port, routes to a container by its name and inner port, services "
             "on the host's own network, and the machine's own sshd. A port that nothing of the repository owns is "
             "only told as information.",
         .config = "services.external: names and ports that somebody else runs",
         .bad = "--- PORTS.md\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 4100 | shop |\n"
                "| 4101 | wiki |\n"
                "| 4108 | blog |\n"
                "--- docker-compose.yml\n"
                "services:\n"
                "  shop:\n"
                "    build: ./shop\n"
                "    ports: [\"4100:4100\"]\n"
                "  wiki:\n"
                "    build: ./wiki\n"
                "    ports: [\"4101:4101\"]\n"
                "--- cloudflared-config.yml\n"
                "tunnel: main\n"
                "ingress:\n"
                "  - hostname: wiki.example.org\n"
                "    service: http://localhost:4101\n"
                "  - hostname: shop.example.org\n"
                "    service: http://localhost:4108\n"
                "  - service: http_status:404\n",
         .good = "--- PORTS.md\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 4100 | shop |\n"
                 "| 4101 | wiki |\n"
                 "| 4108 | blog |\n"
                 "--- docker-compose.yml\n"
                 "services:\n"
                 "  shop:\n"
                 "    build: ./shop\n"
                 "    ports: [\"4100:4100\"]\n"
                 "  wiki:\n"
                 "    build: ./wiki\n"
                 "    ports: [\"4101:4101\"]\n"
                 "--- cloudflared-config.yml\n"
                 "tunnel: main\n"
                 "ingress:\n"
                 "  - hostname: wiki.example.org\n"
                 "    service: http://localhost:4101\n"
                 "  - hostname: shop.example.org\n"
                 "    service: http://localhost:4100\n"
                 "  - service: http_status:404\n"},
    .check = check_dead_route};
