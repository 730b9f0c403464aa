/* Dials that reach nobody or the wrong one: PC401 dangling-target, PC402 dead-route, PC403 dead-scrape, PC404
 * wrong-answerer, PC405 loopback-dial. */
#include "edges.h"

/* Error only where a deployment dials; what stands in a document, an env file or a script misleads, but breaks nothing
 * by itself. */
static enum pc_level level_of(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    enum pc_file_kind kind = ctx->reg->files[dial->span.file].kind;
    bool deployed = kind == PC_FILE_KIND_COMPOSE || kind == PC_FILE_KIND_CONFIG;
    return deployed && dial->confidence != PC_GUESSED ? PC_LEVEL_DEFAULT : PC_LEVEL_WARNING;
}

static struct pc_str caller_name(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    if (dial->container != PC_NONE) {
        return pc_service_name(ctx, ctx->reg->containers[dial->container].service);
    }
    return PC_EMPTY;
}

/* How many other dials reach the callee, and on which port most of them do. */
static size_t right_callers(const struct pc_rule_context *ctx, const struct pc_edges *edges, pc_id callee,
                            uint16_t *port) {
    size_t count = 0;
    for (size_t i = 0; i < edges->count; i++) {
        const struct pc_edge *edge = &edges->items[i];
        if (edge->verdict == PC_EDGE_FINE && edge->callee == callee) {
            uint16_t dialled = ctx->reg->claims[edge->dial].ports.lo;
            *port = count == 0 ? dialled : *port;
            count += dialled == *port;
        }
    }
    return count;
}

static void say_subject(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str caller = caller_name(ctx, dial);
    if (caller.len > 0) {
        pc_finding_service(ctx->out, f, caller);
    } else {
        f->path = ctx->reg->files[dial->span.file].path;
    }
    if (edge->callee != PC_NONE) {
        pc_finding_service(ctx->out, f, pc_service_name(ctx, edge->callee));
    }
    if (edge->host != PC_NONE) {
        f->host = ctx->reg->hosts[edge->host].name;
    }
    pc_finding_port(ctx->out, f, dial->ports);
}

static void say_dial(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str caller = caller_name(ctx, dial);
    if (caller.len > 0) {
        pc_finding_label(ctx->out, f, dial->span, "`%.*s` dials %u here", PC_ARG(caller), (unsigned)dial->ports.lo);
    } else {
        pc_finding_label(ctx->out, f, dial->span, "%u is dialled here", (unsigned)dial->ports.lo);
    }
    for (size_t i = 0; i < edge->truth.count; i++) {
        pc_say_claim(ctx, f, edge->truth.items[i]);
    }
}

static void say_callers(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edges *edges,
                        const struct pc_edge *edge) {
    uint16_t port = 0;
    size_t count = edge->callee == PC_NONE ? 0 : right_callers(ctx, edges, edge->callee, &port);
    if (count > 0) {
        pc_finding_note(ctx->out, f, "%zu other caller%s %s %u", count, count == 1 ? "" : "s",
                        count == 1 ? "uses" : "use", (unsigned)port);
    }
}

static struct pc_str target_text(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    return pc_str_fmt(ctx->arena, "%.*s:%u", PC_ARG(dial->name), (unsigned)dial->ports.lo);
}

static void check_dangling(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        bool by_name = edge->verdict == PC_EDGE_WRONG && edge->host == PC_NONE;
        if (!by_name || (dial->flags & PC_CLAIM_SCRAPE)) {
            continue;
        }
        struct pc_str callee = pc_service_name(ctx, edge->callee);
        struct pc_finding *f = pc_say(ctx, level_of(ctx, dial), "`%.*s` reaches no port of `%.*s`",
                                      PC_ARG(target_text(ctx, dial)), PC_ARG(callee));
        say_subject(ctx, f, edge);
        say_dial(ctx, f, edge);
        say_callers(ctx, f, &edges, edge);
        pc_finding_help(ctx->out, f, "dial the port that `%.*s` listens on inside the network", PC_ARG(callee));
    }
}

/* --- PC402 --- */

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

/* What somebody who moved a service forgot: a container of this host that listens on the number inside, but is
 * published on another, else one that bears the first word of the route's public name. */
static pc_id moved_binding(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str label = pc_str_sub(dial->qualifier, 0, pc_str_find_char(dial->qualifier, '.', 0));
    struct pc_claims bindings = pc_view_bindings_of_host(ctx->view, edge->host);
    pc_id named = PC_NONE;
    size_t names = 0;
    for (size_t i = 0; i < bindings.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[bindings.items[i]];
        if (claim->partner != PC_NONE && ctx->reg->claims[claim->partner].ports.lo == dial->ports.lo) {
            return bindings.items[i];
        }
        if (label.len >= 3 && pc_str_has_word_nocase(pc_service_name(ctx, claim->service), label)) {
            named = bindings.items[i];
            names++;
        }
    }
    return names == 1 ? named : PC_NONE;
}

static void check_dead_route(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        if (edge->verdict != PC_EDGE_NOBODY || !(dial->flags & PC_CLAIM_ROUTE)) {
            continue;
        }
        struct owner_search search = {ctx, edge->host, PC_NONE};
        pc_view_at_port(ctx->view, dial->ports.lo, find_owner, &search);
        const struct pc_range *range = range_of(ctx->reg, edge->host, dial->ports.lo);
        bool ours = search.claim != PC_NONE || range;
        pc_id moved = moved_binding(ctx, edge);
        struct pc_finding *f = pc_say(
            ctx, ours ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO, "%s%.*s%s leads to port %u%.*s, which nothing publishes",
            dial->qualifier.len ? "the route `" : "a route", PC_ARG(dial->qualifier), dial->qualifier.len ? "`" : "",
            (unsigned)dial->ports.lo, PC_ARG(pc_say_on_host(ctx, edge->host)));
        say_subject(ctx, f, edge);
        say_dial(ctx, f, edge);
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
        }
        pc_finding_help(ctx->out, f,
                        "publish the service on this port, point the route at the right one, or remove the route");
    }
}

/* --- PC403 --- */

static void check_scrape(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        if (!(dial->flags & PC_CLAIM_SCRAPE) || (edge->verdict != PC_EDGE_WRONG && edge->verdict != PC_EDGE_NO_NAME)) {
            continue;
        }
        struct pc_str target = target_text(ctx, dial);
        bool no_name = edge->verdict == PC_EDGE_NO_NAME;
        struct pc_finding *f = no_name
                                   ? pc_say(ctx, PC_LEVEL_WARNING,
                                            "`%.*s` names no service of the network it is scraped from", PC_ARG(target))
                                   : pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` is scraped, but `%.*s` listens elsewhere",
                                            PC_ARG(target), PC_ARG(pc_service_name(ctx, edge->callee)));
        say_subject(ctx, f, edge);
        if (no_name) {
            pc_finding_service(ctx->out, f, dial->name);
        }
        say_dial(ctx, f, edge);
        say_callers(ctx, f, &edges, edge);
        pc_finding_note(ctx->out, f, "the target is down for ever, and its alerts never fire or never stop");
        pc_finding_help(ctx->out, f,
                        no_name ? "remove the target, or name the service as its compose file does"
                                : "scrape the port that the service listens on inside the network");
    }
}

/* --- PC404, PC405 --- */

static void check_answerer(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        if (edge->verdict != PC_EDGE_WRONG || edge->host == PC_NONE || edge->truth.count == 0) {
            continue;
        }
        struct pc_str other = pc_service_name(ctx, ctx->reg->claims[edge->truth.items[0]].service);
        struct pc_finding *f =
            pc_say(ctx, level_of(ctx, dial), "`%.*s` is dialled as `%.*s`, but `%.*s` answers there",
                   PC_ARG(target_text(ctx, dial)), PC_ARG(pc_service_name(ctx, edge->callee)), PC_ARG(other));
        say_subject(ctx, f, edge);
        pc_finding_service(ctx->out, f, other);
        say_dial(ctx, f, edge);
        say_callers(ctx, f, &edges, edge);
        pc_finding_help(ctx->out, f, "dial the port of `%.*s`", PC_ARG(pc_service_name(ctx, edge->callee)));
    }
}

static void check_loopback(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        /* "localhost" in a redirect or link is the reader's browser: only a variable that names the callee dials it. */
        if (edge->verdict != PC_EDGE_LOOPBACK || dial->service != edge->callee) {
            continue;
        }
        struct pc_str callee = pc_service_name(ctx, edge->callee);
        struct pc_finding *f =
            pc_say(ctx, level_of(ctx, dial), "`%.*s` dials itself: port %u is `%.*s`, another container",
                   PC_ARG(caller_name(ctx, dial)), (unsigned)dial->ports.lo, PC_ARG(callee));
        say_subject(ctx, f, edge);
        say_dial(ctx, f, edge);
        pc_finding_note(ctx->out, f, "inside a container, localhost is the container itself");
        pc_finding_help(ctx->out, f, "dial the other container by its compose key instead of localhost");
    }
}

const struct pc_rule pc_rule_dangling_target = {
    .info = {.code = "PC401",
             .name = "dangling-target",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a service is dialled on a port where it does not listen",
             .why = "The call fails each time it is made, often long after the deployment looked healthy.",
             .fix = "Dial the port that the callee listens on inside the network, not the one it is published on.",
             .bad = "services:\n  shop:\n    build: ./shop\n    environment:\n      LEDGER_URL: http://ledger:3006\n  "
                    "ledger:\n    build: "
                    "./ledger\n    environment:\n      PORT: 3002\n",
             .good = "services:\n  shop:\n    build: ./shop\n    environment:\n      LEDGER_URL: http://ledger:3002\n  "
                     "ledger:\n    build: "
                     "./ledger\n    environment:\n      PORT: 3002\n",
             .config = "services.external names hosts that somebody else runs"},
    .check = check_dangling};

const struct pc_rule pc_rule_dead_route = {
    .info = {.code = "PC402",
             .name = "dead-route",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a tunnel or reverse proxy leads to a host port that nobody publishes",
             .why = "The public name answers with an error page.",
             .fix = "Publish the service on this port, point the route at the right one, or remove the route.",
             .bad = "ingress:\n  - hostname: shop.example.org\n    service: http://localhost:4108\n\n(no compose file "
                    "publishes 4108)\n",
             .good = "ingress:\n  - hostname: shop.example.org\n    service: http://localhost:4100\n"},
    .check = check_dead_route};

const struct pc_rule pc_rule_dead_scrape = {
    .info = {.code = "PC403",
             .name = "dead-scrape",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a scrape or probe target where the named service listens elsewhere",
             .why = "The target is down for ever: its dashboards are empty and its alerts mean nothing.",
             .fix = "Scrape the port that the service listens on inside the network.",
             .bad = "scrape_configs:\n  - job_name: ledger\n    static_configs:\n      - targets: "
                    "['ledger:3002']\n\n(ledger has PORT=3030)\n",
             .good = "scrape_configs:\n  - job_name: ledger\n    static_configs:\n      - targets: ['ledger:3030']\n"},
    .check = check_scrape};

const struct pc_rule pc_rule_wrong_answerer = {
    .info = {.code = "PC404",
             .name = "wrong-answerer",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "what is dialled as one service is another one's port",
             .why = "The call succeeds and is answered by the wrong service.",
             .fix = "Dial the port of the service that is meant.",
             .bad = "SPEECH_URL: http://host.docker.internal:3020\n\n(ledger publishes 3020, speech publishes 3026)\n",
             .good = "SPEECH_URL: http://host.docker.internal:3026\n"},
    .check = check_answerer};

const struct pc_rule pc_rule_loopback_dial = {
    .info = {.code = "PC405",
             .name = "loopback-dial",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a container dials localhost on a port where only another container listens",
             .why = "Inside a container, localhost is the container itself; the call is refused.",
             .fix = "Dial the other container by its compose key.",
             .bad = "services:\n  shop:\n    build: ./shop\n    environment:\n      PORT: 4100\n      LEDGER_URL: "
                    "http://localhost:3002\n  "
                    "ledger:\n    build: ./ledger\n    environment:\n      PORT: 3002\n",
             .good = "services:\n  shop:\n    build: ./shop\n    environment:\n      PORT: 4100\n      LEDGER_URL: "
                     "http://ledger:3002\n  "
                     "ledger:\n    build: ./ledger\n    environment:\n      PORT: 3002\n"},
    .check = check_loopback};
