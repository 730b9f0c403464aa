/* Dials that reach nobody or the wrong one: PC401 dangling-target, PC402 dead-route, PC403 dead-scrape, PC404
 * wrong-answerer, PC405 loopback-dial. */
#include <stdlib.h>

#include "edges.h"
#include "rule_tools.h"
#include "words.h"

/* Error only where a deployment dials; what stands in a document, an env file or a script misleads, but breaks nothing
 * by itself. */
static enum pc_level level_of(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    enum pc_file_kind kind = ctx->reg->files[dial->span.file].kind;
    bool deployed = kind == PC_FILE_KIND_COMPOSE || kind == PC_FILE_KIND_CONFIG;
    return deployed && dial->confidence != PC_GUESSED ? PC_LEVEL_DEFAULT : PC_LEVEL_WARNING;
}

/* Says anything that the port is somebody's? Then who dials it has mistaken one number for another. */
static bool find_known(void *arg, pc_id id) {
    bool *known = arg;
    (void)id;
    *known = true;
    return false;
}

/* Ports beside the main one ("LEDGER_GRPC_ADDR") that nobody publishes are often written nowhere but in the source. */
static bool speaks_of_side_port(const struct pc_registry *reg, const struct pc_claim *dial) {
    static const char *const words[] = {"grpc", "rpc", "admin"};
    uint32_t end = dial->name_span.length > 0 ? dial->name_span.offset : dial->span.offset;
    struct pc_span line = {dial->extent.file, dial->extent.offset, end - dial->extent.offset};
    bool known = dial->extent.length > 0 && dial->extent.offset < end;
    struct pc_str before = known ? pc_span_text(reg, line) : PC_EMPTY;
    before = pc_str_sub(before, 0, 200);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_find_nocase(before, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

/* How sure is it that nobody listens there? A container may listen on more ports than its compose file has to say: sure
 * is what goes to a number that is known for something else, or that a setting contradicts. */
static enum pc_level doubt(const struct pc_rule_context *ctx, const struct pc_edge *edge, enum pc_level level) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    bool known = false;
    pc_view_at_port(ctx->view, dial->ports.lo, find_known, &known);
    if (known) {
        return level;
    }
    if (dial->flags & PC_CLAIM_SCRAPE) {
        bool exporter = dial->ports.lo >= 9000 && dial->ports.lo <= 9999; /* where metrics usually have their own */
        bool placed = dial->container != PC_NONE;
        return exporter || (!placed && !edge->stated) ? PC_LEVEL_INFO : edge->stated ? level : PC_LEVEL_WARNING;
    }
    return speaks_of_side_port(ctx->reg, dial) ? PC_LEVEL_INFO : edge->stated ? level : PC_LEVEL_WARNING;
}

static struct pc_str caller_name(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    if (dial->container != PC_NONE) {
        return pc_service_name(ctx, ctx->reg->containers[dial->container].service);
    }
    return PC_EMPTY;
}

/* How many other dials reach the callee from the same side, inside or outside of its network, and on which port. */
static size_t right_callers(const struct pc_rule_context *ctx, const struct pc_edges *edges, pc_id callee, bool inside,
                            uint16_t *port) {
    size_t count = 0;
    for (size_t i = 0; i < edges->count; i++) {
        const struct pc_edge *edge = &edges->items[i];
        bool same_side = (ctx->reg->claims[edge->dial].container != PC_NONE) == inside;
        if (edge->verdict == PC_EDGE_FINE && edge->callee == callee && same_side) {
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
    bool inside = ctx->reg->claims[edge->dial].container != PC_NONE;
    size_t count = edge->callee == PC_NONE ? 0 : right_callers(ctx, edges, edge->callee, inside, &port);
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
        struct pc_finding *f = pc_say(ctx, doubt(ctx, edge, level_of(ctx, dial)), "`%.*s` reaches no port of `%.*s`",
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

static bool bears_label(const struct pc_registry *reg, const struct pc_claim *binding, struct pc_str label) {
    bool bears = pc_str_has_word_nocase(reg->services[binding->service].name, label);
    if (binding->container != PC_NONE) {
        bears = bears || pc_str_has_word_nocase(reg->containers[binding->container].key, label) ||
                pc_str_has_word_nocase(reg->containers[binding->container].container_name, label);
    }
    return bears;
}

/* What somebody who moved a service forgot: a container of this host that listens on the number inside, but is
 * published on another, else one that bears the first word of the route's public name. */
static pc_id moved_binding(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str label = pc_str_sub(dial->qualifier, 0, pc_str_find_char(dial->qualifier, '.', 0));
    struct pc_claims bindings = pc_view_bindings_of_host(ctx->view, edge->host);
    pc_id named = PC_NONE, bearer = PC_NONE;
    size_t names = 0; /* services that bear the label */
    for (size_t i = 0; i < bindings.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[bindings.items[i]];
        if (claim->partner != PC_NONE && ctx->reg->claims[claim->partner].ports.lo == dial->ports.lo) {
            return bindings.items[i];
        }
        if (label.len >= 3 && claim->service != PC_NONE && claim->service != bearer &&
            bears_label(ctx->reg, claim, label)) {
            bearer = claim->service;
            named = bindings.items[i];
            names++;
        }
    }
    return names == 1 ? named : PC_NONE;
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

/* A port of a host that nothing binds. Much that is scraped runs beside the containers, so that is only told where the
 * number is the one inside a container, which is published on another. */
static void say_unpublished_target(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    pc_id moved = moved_binding(ctx, edge);
    if (moved == PC_NONE) {
        return;
    }
    const struct pc_claim *binding = &ctx->reg->claims[moved];
    struct pc_str name = pc_service_name(ctx, binding->service);
    struct pc_finding *f = pc_say(ctx, PC_LEVEL_WARNING, "`%.*s` is scraped, but `%.*s` is published on %u%.*s",
                                  PC_ARG(target_text(ctx, dial)), PC_ARG(name), (unsigned)binding->ports.lo,
                                  PC_ARG(pc_say_on_host(ctx, edge->host)));
    say_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, name);
    say_dial(ctx, f, edge);
    pc_say_claim(ctx, f, moved);
    pc_finding_note(ctx->out, f, "%u is its port inside the container, and nothing else publishes it there",
                    (unsigned)dial->ports.lo);
    pc_finding_help(ctx->out, f, "scrape the published port, or the container by its name from within its network");
}

static void check_scrape(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        if ((dial->flags & PC_CLAIM_SCRAPE) && edge->verdict == PC_EDGE_NOBODY) {
            say_unpublished_target(ctx, edge);
            continue;
        }
        if (!(dial->flags & PC_CLAIM_SCRAPE) || (edge->verdict != PC_EDGE_WRONG && edge->verdict != PC_EDGE_NO_NAME)) {
            continue;
        }
        struct pc_str target = target_text(ctx, dial);
        bool no_name = edge->verdict == PC_EDGE_NO_NAME;
        struct pc_finding *f =
            no_name ? pc_say(ctx, PC_LEVEL_WARNING, "`%.*s` names no service of the network it is scraped from",
                             PC_ARG(target))
                    : pc_say(ctx, doubt(ctx, edge, PC_LEVEL_DEFAULT), "`%.*s` is scraped, but `%.*s` listens elsewhere",
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

struct call {
    pc_id caller, callee;
};

static int compare_calls(const void *left, const void *right) {
    const struct call *a = left, *b = right;
    if (a->caller != b->caller) {
        return a->caller < b->caller ? -1 : 1;
    }
    return (a->callee > b->callee) - (a->callee < b->callee);
}

/* Which container's service dials which service, sorted. */
struct calls {
    struct PC_VEC(struct call) list;
};

static struct calls calls_of(const struct pc_rule_context *ctx, const struct pc_edges *edges) {
    struct calls calls = {0};
    for (size_t i = 0; i < edges->count; i++) {
        const struct pc_claim *dial = &ctx->reg->claims[edges->items[i].dial];
        if (dial->container != PC_NONE && dial->service != PC_NONE) {
            *PC_PUSH(&calls.list, ctx->arena) =
                (struct call){ctx->reg->containers[dial->container].service, dial->service};
        }
    }
    if (calls.list.count > 1) {
        qsort(calls.list.items, calls.list.count, sizeof calls.list.items[0], compare_calls);
    }
    return calls;
}

/* Who is reached through somebody else is not mistaken for it: a proxy, or a gateway that dials the callee itself. */
static bool answers_for(const struct pc_rule_context *ctx, const struct calls *calls, const struct pc_claim *binding,
                        pc_id callee) {
    struct call key = {binding->service, callee};
    return pc_is_entrance(ctx->reg, binding->container) ||
           (calls->list.count > 0 && bsearch(&key, calls->list.items, calls->list.count, sizeof key, compare_calls));
}

static void say_wrong_answerer(const struct pc_rule_context *ctx, const struct pc_edges *edges,
                               const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str other = pc_service_name(ctx, ctx->reg->claims[edge->truth.items[0]].service);
    struct pc_finding *f =
        pc_say(ctx, level_of(ctx, dial), "`%.*s` is dialled as `%.*s`, but `%.*s` answers there",
               PC_ARG(target_text(ctx, dial)), PC_ARG(pc_service_name(ctx, edge->callee)), PC_ARG(other));
    say_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, other);
    say_dial(ctx, f, edge);
    say_callers(ctx, f, edges, edge);
    pc_finding_help(ctx->out, f, "dial the port of `%.*s`", PC_ARG(pc_service_name(ctx, edge->callee)));
}

/* A word of one name stands in the other, whole or as part of a longer one: "STT" and "acme-stt", "db" and
 * "postgresdb".
 */
static bool word_meets(struct pc_str word, struct pc_str name) {
    return pc_str_find_nocase(name, word, 0) != PC_NPOS ||
           (name.len >= 3 && pc_str_find_nocase(word, name, 0) != PC_NPOS);
}

static bool bears_word(const struct pc_registry *reg, const struct pc_claim *binding, struct pc_str word) {
    const struct pc_service *service = &reg->services[binding->service];
    bool bears = word_meets(word, service->name) || word_meets(word, service->dir);
    for (size_t i = 0; i < service->alias_count && !bears; i++) {
        bears = word_meets(word, service->aliases[i].name);
    }
    if (!bears && binding->container != PC_NONE) {
        const struct pc_container *container = &reg->containers[binding->container];
        bears = word_meets(word, container->key) || word_meets(word, container->container_name) ||
                word_meets(word, container->image);
    }
    return bears;
}

/* Does a variable name something, and none of its words the one that answers? */
static bool names_somebody_else(const struct pc_rule_context *ctx, struct pc_str variable,
                                const struct pc_claim *binding) {
    struct pc_words words = pc_name_words(ctx->arena, variable);
    bool names = false;
    for (size_t i = 0; i < words.count; i++) {
        if (words.items[i].len < 3 || pc_word_is_value(words.items[i]) || pc_word_is_generic(words.items[i])) {
            continue;
        }
        names = true;
        if (bears_word(ctx->reg, binding, words.items[i])) {
            return false;
        }
    }
    return names;
}

/* The variable names no service that was read; but the one that answers is built here and bears no word of it. */
static bool is_doubtful(const struct pc_rule_context *ctx, const struct pc_edge *edge, const struct pc_claim *dial) {
    bool variable = dial->qualifier.len > 0 && !(dial->flags & (PC_CLAIM_ROUTE | PC_CLAIM_SCRAPE));
    if (edge->verdict != PC_EDGE_FINE || edge->truth.count == 0 || dial->container == PC_NONE || !variable ||
        dial->service != PC_NONE) {
        return false;
    }
    const struct pc_claim *binding = &ctx->reg->claims[edge->truth.items[0]];
    return binding->service != PC_NONE && binding->container != PC_NONE &&
           !ctx->reg->containers[binding->container].foreign && !pc_is_entrance(ctx->reg, binding->container) &&
           binding->service != ctx->reg->containers[dial->container].service &&
           names_somebody_else(ctx, dial->qualifier, binding);
}

static void say_doubtful(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str other = pc_service_name(ctx, ctx->reg->claims[edge->truth.items[0]].service);
    struct pc_finding *f = pc_say(ctx, PC_LEVEL_INFO, "`%.*s` is dialled for `%.*s`, but `%.*s` answers there",
                                  PC_ARG(target_text(ctx, dial)), PC_ARG(dial->qualifier), PC_ARG(other));
    say_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, other);
    say_dial(ctx, f, edge);
    pc_finding_note(ctx->out, f, "no service is called like the variable, so the name may be all that is odd");
    pc_finding_help(ctx->out, f,
                    "check whether `%.*s` is meant; if so, services.aliases in portcheck.yml can say that the two "
                    "names are one",
                    PC_ARG(other));
}

static void check_answerer(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    struct calls calls = calls_of(ctx, &edges);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        bool at_host = edge->host != PC_NONE && edge->truth.count > 0;
        if (!at_host) {
            continue;
        }
        if (edge->verdict == PC_EDGE_WRONG &&
            !answers_for(ctx, &calls, &ctx->reg->claims[edge->truth.items[0]], edge->callee)) {
            say_wrong_answerer(ctx, &edges, edge);
        } else if (is_doubtful(ctx, edge, &ctx->reg->claims[edge->dial])) {
            say_doubtful(ctx, edge);
        }
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

const struct pc_rule pc_rule_dead_route = {
    .info = {.code = "PC402",
             .name = "dead-route",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a tunnel or reverse proxy leads to a host port that nobody publishes",
             .why = "The public name answers with an error page.",
             .fix = "Publish the service on this port, point the route at the right one, or remove the route.",
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

const struct pc_rule pc_rule_dead_scrape = {
    .info = {.code = "PC403",
             .name = "dead-scrape",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "a scrape or probe target where the named service listens elsewhere",
             .why = "The target is down for ever: its dashboards are empty and its alerts mean nothing.",
             .fix = "Scrape the port that the service listens on inside the network.",
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

const struct pc_rule pc_rule_wrong_answerer = {
    .info = {.code = "PC404",
             .name = "wrong-answerer",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "what is dialled as one service is another one's port",
             .why = "The call succeeds and is answered by the wrong service.",
             .fix = "Dial the port of the service that is meant.",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  bot:\n"
                    "    build: ./bot\n"
                    "    environment:\n"
                    "      SPEECH_URL: http://host.docker.internal:3020\n"
                    "  ledger:\n"
                    "    build: ./ledger\n"
                    "    ports: [\"3020:3020\"]\n"
                    "  speech:\n"
                    "    build: ./speech\n"
                    "    ports: [\"3026:3026\"]\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  bot:\n"
                     "    build: ./bot\n"
                     "    environment:\n"
                     "      SPEECH_URL: http://host.docker.internal:3026\n"
                     "  ledger:\n"
                     "    build: ./ledger\n"
                     "    ports: [\"3020:3020\"]\n"
                     "  speech:\n"
                     "    build: ./speech\n"
                     "    ports: [\"3026:3026\"]\n"},
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
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  shop:\n"
                    "    build: ./shop\n"
                    "    environment:\n"
                    "      PORT: 4100\n"
                    "      LEDGER_URL: http://localhost:3002\n"
                    "  ledger:\n"
                    "    build: ./ledger\n"
                    "    environment:\n"
                    "      PORT: 3002\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  shop:\n"
                     "    build: ./shop\n"
                     "    environment:\n"
                     "      PORT: 4100\n"
                     "      LEDGER_URL: http://ledger:3002\n"
                     "  ledger:\n"
                     "    build: ./ledger\n"
                     "    environment:\n"
                     "      PORT: 3002\n"},
    .check = check_loopback};
