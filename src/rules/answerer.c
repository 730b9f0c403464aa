/* Somebody else answers: PC404 wrong-answerer, and PC405 loopback-dial, where a container dials itself. */
#include <stdlib.h>

#include "edge_say.h"
#include "repair.h"
#include "rule_tools.h"
#include "sort.h"
#include "words.h"

struct call {
    pc_id caller, callee;
};

static int compare_calls(const void *left, const void *right) {
    const struct call *a = left, *b = right;
    int order = pc_order(a->caller, b->caller);
    return pc_then(order, pc_order(a->callee, b->callee));
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
    pc_sort(calls.list.items, calls.list.count, sizeof calls.list.items[0], compare_calls);
    return calls;
}

/* Who is reached through somebody else is not mistaken for it: a proxy, or a gateway that dials the callee itself. */
static bool answers_for(const struct pc_rule_context *ctx, const struct calls *calls, const struct pc_claim *binding,
                        pc_id callee) {
    struct call key = {binding->service, callee};
    return pc_is_entrance(ctx->reg, binding->container) ||
           (calls->list.count > 0 && bsearch(&key, calls->list.items, calls->list.count, sizeof key, compare_calls));
}

/* The one port that the callee binds on the host; 0: none, or several. */
static uint16_t port_on_host(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_claims bindings = pc_view_bindings_of_host(ctx->view, host);
    uint16_t port = 0;
    for (size_t i = 0; i < bindings.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[bindings.items[i]];
        if (claim->service != service) {
            continue;
        }
        if (claim->ports.lo != claim->ports.hi || (port != 0 && claim->ports.lo != port)) {
            return 0;
        }
        port = claim->ports.lo;
    }
    return port;
}

static void say_wrong_answerer(const struct pc_rule_context *ctx, const struct pc_edges *edges,
                               const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str other = pc_service_name(ctx, ctx->reg->claims[edge->truth.items[0]].service);
    struct pc_finding *f =
        pc_say(ctx, pc_edge_level(ctx, dial), "`%.*s` is dialled as `%.*s`, but `%.*s` answers there",
               PC_ARG(pc_edge_target(ctx, dial)), PC_ARG(pc_service_name(ctx, edge->callee)), PC_ARG(other));
    pc_edge_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, other);
    pc_edge_dial(ctx, f, edge);
    pc_edge_callers(ctx, f, edges, edge);
    uint16_t port = port_on_host(ctx, edge->callee, edge->host);
    /* The one that answers may be the one that is meant, and the variable's name be odd. */
    pc_repair_port(ctx, f, false, edge->dial, port, "dial %u, where `%.*s` is published", (unsigned)port,
                   PC_ARG(pc_service_name(ctx, edge->callee)));
    pc_finding_help(ctx->out, f, "dial the port of `%.*s`", PC_ARG(pc_service_name(ctx, edge->callee)));
}

/* A word of one name stands in the other, whole or as part of a longer one: "STT" and "acme-stt", "db" and
 * "postgresdb".
 */
static bool word_meets(struct pc_str word, struct pc_str name) {
    return pc_str_find_nocase(name, word, 0) != PC_NPOS ||
           (name.len >= 3 && pc_str_find_nocase(word, name, 0) != PC_NPOS);
}

/* What a container of the tree is called is among the names of its service; its whole image is not. */
static bool bears_word(const struct pc_registry *reg, const struct pc_claim *binding, struct pc_str word) {
    const struct pc_service *service = &reg->services[binding->service];
    bool bears = word_meets(word, service->name) || word_meets(word, service->dir);
    for (size_t i = 0; i < service->alias_count && !bears; i++) {
        bears = word_meets(word, service->aliases[i].name);
    }
    return bears || (binding->container != PC_NONE && word_meets(word, reg->containers[binding->container].image));
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
    bool variable = !(dial->flags & (PC_CLAIM_ROUTE | PC_CLAIM_SCRAPE));
    if (edge->verdict != PC_EDGE_FINE || dial->container == PC_NONE || !variable || dial->service != PC_NONE) {
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
                                  PC_ARG(pc_edge_target(ctx, dial)), PC_ARG(dial->qualifier), PC_ARG(other));
    pc_edge_subject(ctx, f, edge);
    pc_finding_service(ctx->out, f, other);
    pc_edge_dial(ctx, f, edge);
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

/* What a page in the reader's browser dials, and what the reader is sent to: localhost is the reader's machine.
 * Bundlers put the first into the page by the variable's prefix. */
static bool is_for_browsers(const struct pc_rule_context *ctx, struct pc_str variable) {
    static const char *const marks[] = {"public",    "vite",     "react",   "expo",    "gatsby",   "browser",
                                        "external",  "cors",     "origin",  "origins", "redirect", "callback",
                                        "storybook", "nextauth", "allowed", "referer"};
    struct pc_words words = pc_name_words(ctx->arena, variable);
    for (size_t i = 0; i < words.count; i++) {
        for (size_t j = 0; j < sizeof marks / sizeof marks[0]; j++) {
            if (pc_str_is(words.items[i], marks[j])) {
                return true;
            }
        }
    }
    return false;
}

/* "postgres" of "postgres://user@localhost:5432"; empty when none is written before the name. */
static struct pc_str scheme_of(const struct pc_registry *reg, const struct pc_claim *dial) {
    enum { LOOKED_AT = 200 };
    struct pc_str text = reg->files[dial->name_span.file].text;
    size_t to = dial->name_span.offset, from = to;
    while (from > 0 && to - from < LOOKED_AT && !pc_is_space(text.ptr[from - 1])) {
        from--;
    }
    struct pc_str before = pc_str_sub(text, from, to - from);
    size_t mark = pc_str_find(before, PC_STR("://"), 0), start = mark;
    while (mark != PC_NPOS && start > 0 && (pc_is_alnum(before.ptr[start - 1]) || before.ptr[start - 1] == '+')) {
        start--;
    }
    return mark == PC_NPOS ? PC_EMPTY : pc_str_sub(before, start, mark - start);
}

static bool is_published_as(const struct pc_rule_context *ctx, const struct pc_edge *edge, uint16_t port) {
    for (size_t i = 0; i < edge->truth.count; i++) {
        pc_id partner = ctx->reg->claims[edge->truth.items[i]].partner;
        if (partner != PC_NONE && ctx->reg->claims[partner].ports.lo <= port &&
            port <= ctx->reg->claims[partner].ports.hi) {
            return true;
        }
    }
    return false;
}

/* The address at which the service itself is known, not one that it dials. */
static bool is_own_address(const struct pc_rule_context *ctx, struct pc_str variable) {
    static const char *const marks[] = {"base", "app",  "site", "root",   "self",    "frontend", "front",
                                        "web",  "link", "host", "server", "website", "domain",   "issuer"};
    struct pc_words words = pc_name_words(ctx->arena, variable);
    for (size_t i = 0; i < words.count; i++) {
        for (size_t j = 0; j < sizeof marks / sizeof marks[0]; j++) {
            if (pc_str_is(words.items[i], marks[j])) {
                return true;
            }
        }
    }
    return words.count == 0;
}

/* The container dials the same port of the callee by its name as well: the other address is the one for browsers. */
static bool is_dialled_by_name(const struct pc_registry *reg, const struct pc_edges *edges,
                               const struct pc_edge *edge) {
    enum { NEIGHBOURS_MAX = 500 };
    const struct pc_claim *dial = &reg->claims[edge->dial];
    size_t at = (size_t)(edge - edges->items);
    for (size_t i = at > NEIGHBOURS_MAX ? at - NEIGHBOURS_MAX : 0; i < edges->count && i <= at + NEIGHBOURS_MAX; i++) {
        const struct pc_edge *other = &edges->items[i];
        const struct pc_claim *named = &reg->claims[other->dial];
        if (other->verdict == PC_EDGE_FINE && other->callee == edge->callee && named->container == dial->container &&
            pc_ports_eq(named->ports, dial->ports)) {
            return true;
        }
    }
    return false;
}

/* How sure is it that the container itself dials? Sure when the variable names the callee, or a browser cannot speak
 * the protocol. Else "localhost" may be the browser's, but only where the browser's machine has the port. */
static bool is_loopback_dial(const struct pc_rule_context *ctx, const struct pc_edges *edges,
                             const struct pc_edge *edge, enum pc_level *level) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    if (is_for_browsers(ctx, dial->qualifier)) {
        return false;
    }
    struct pc_str scheme = dial->name_span.length > 0 ? scheme_of(ctx->reg, dial) : PC_EMPTY;
    bool browser = pc_str_starts(scheme, PC_STR("http")) || pc_str_starts(scheme, PC_STR("ws"));
    if (browser && is_published_as(ctx, edge, dial->ports.lo) && is_dialled_by_name(ctx->reg, edges, edge)) {
        return false;
    }
    *level = pc_edge_level(ctx, dial);
    if (edge->elsewhere) {
        *level = *level == PC_LEVEL_INFO ? PC_LEVEL_INFO : PC_LEVEL_WARNING; /* a helper in the image may answer */
        return true;
    }
    if (dial->service == edge->callee || (scheme.len > 0 && !browser)) {
        return true;
    }
    *level = PC_LEVEL_WARNING;
    return browser && dial->service == PC_NONE && !is_own_address(ctx, dial->qualifier) &&
           !is_published_as(ctx, edge, dial->ports.lo);
}

static void check_loopback(const struct pc_rule_context *ctx) {
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
        enum pc_level level;
        if (edge->verdict != PC_EDGE_LOOPBACK || !is_loopback_dial(ctx, &edges, edge, &level)) {
            continue;
        }
        struct pc_str callee = pc_service_name(ctx, edge->callee);
        struct pc_str meant =
            edge->elsewhere ? pc_str_fmt(ctx->arena, "`%.*s` is meant", PC_ARG(callee))
                            : pc_str_fmt(ctx->arena, "port %u is `%.*s`", (unsigned)dial->ports.lo, PC_ARG(callee));
        struct pc_finding *f = pc_say(ctx, level, "`%.*s` dials itself: %.*s, another container",
                                      PC_ARG(pc_edge_caller(ctx, dial)), PC_ARG(meant));
        pc_edge_subject(ctx, f, edge);
        pc_edge_dial(ctx, f, edge);
        pc_finding_note(ctx->out, f, "inside a container, localhost is the container itself");
        pc_finding_help(ctx->out, f, "dial the other container by its compose key instead of localhost");
    }
}

const struct pc_rule pc_rule_wrong_answerer = {
    .info = {.code = "PC404",
             .name = "wrong-answerer",
             .family = "Routes",
             .level = PC_LEVEL_ERROR,
             .varies = true,
             .summary = "what is dialled as one service is another one's port",
             .why =
                 "The call succeeds and is answered by the wrong service: no error, only wrong data or a puzzling 404.",
             .fix =
                 "Dial the port of the service that is meant, or rename the variable if the one that answers is meant.",
             .silent = "Services that are reached through a proxy or gateway, other names of the one that answers, and "
                       "variables whose name says nothing about who is meant.",
             .config = "services.external: names that somebody else runs; services.aliases: two names of one service",
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
    .info =
        {.code = "PC405",
         .name = "loopback-dial",
         .family = "Routes",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "a container dials localhost on a port where only another container listens",
         .why = "Inside a container, localhost is the container itself: the call is refused, though it works on a "
                "developer's machine without containers.",
         .fix = "Dial the other container by its compose key and the port that it listens on inside the network.",
         .silent =
             "Healthchecks and commands that dial the container they run in, ports that the container itself listens "
             "on, redirects and links, which the reader's browser follows, and an http or ws address of a published "
             "port that the container dials by the other one's name as well. A source default that compose leaves "
             "unset is only a warning, and so is a port where the service that the variable names does not listen "
             "either.",
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
