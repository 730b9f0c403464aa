/* See edge_say.h. */
#include "edge_say.h"

#include "buf.h"

#include "repair.h"
#include "rule_tools.h"

/* Error only where a deployment dials; what stands in a document, an env file or a script misleads, but breaks nothing
 * by itself. */
enum pc_level pc_edge_level(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    enum pc_file_kind kind = ctx->reg->files[dial->span.file].kind;
    bool unit = dial->container != PC_NONE ? ctx->reg->containers[dial->container].unit
                                           : (dial->flags & PC_CLAIM_ROUTE) && dial->place == PC_PLACE_NETWORK;
    bool deployed = kind == PC_FILE_KIND_COMPOSE || kind == PC_FILE_KIND_CONFIG || unit;
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
    struct pc_str before = dial->extent.offset < end ? pc_span_text(reg, line) : PC_EMPTY;
    before = pc_str_sub(before, 0, 200);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_find_nocase(before, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

/* Where metrics usually have a port of their own. */
static bool is_metrics_port(uint16_t port) {
    return port >= 9000 && port <= 9999;
}

/* How sure is it that nobody listens there? A container may listen on more ports than its compose file has to say: sure
 * is what goes to a number that is known for something else, or that a setting contradicts. */
enum pc_level pc_edge_doubt(const struct pc_rule_context *ctx, const struct pc_edge *edge, enum pc_level level) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    bool known = false;
    if (edge->local) {
        bool doubtful = dial->confidence == PC_GUESSED || speaks_of_side_port(ctx->reg, dial);
        return doubtful ? PC_LEVEL_INFO : PC_LEVEL_WARNING;
    }
    pc_view_at_port(ctx->view, dial->ports.lo, find_known, &known);
    if (known) {
        return level;
    }
    if (dial->flags & PC_CLAIM_SCRAPE) {
        bool exporter = is_metrics_port(dial->ports.lo);
        for (size_t i = 0; i < edge->truth.count && exporter; i++) { /* unless the callee's own is known */
            exporter = !is_metrics_port(ctx->reg->claims[edge->truth.items[i]].ports.lo);
        }
        bool placed = dial->container != PC_NONE;
        return exporter || (!placed && !edge->stated) ? PC_LEVEL_INFO : edge->stated ? level : PC_LEVEL_WARNING;
    }
    return speaks_of_side_port(ctx->reg, dial) ? PC_LEVEL_INFO : edge->stated ? level : PC_LEVEL_WARNING;
}

struct pc_str pc_edge_caller(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
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

void pc_edge_subject(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str caller = pc_edge_caller(ctx, dial);
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

void pc_edge_dial(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    struct pc_str caller = pc_edge_caller(ctx, dial);
    if (caller.len > 0) {
        pc_finding_label(ctx->out, f, dial->span, "`%.*s` dials %u here", PC_ARG(caller), (unsigned)dial->ports.lo);
    } else {
        pc_finding_label(ctx->out, f, dial->span, "%u is dialled here", (unsigned)dial->ports.lo);
    }
    for (size_t i = 0; i < edge->truth.count; i++) {
        pc_say_claim(ctx, f, edge->truth.items[i]);
    }
}

struct pc_str pc_edge_truth(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    struct pc_port_set ports = {0};
    for (size_t i = 0; i < edge->truth.count; i++) {
        pc_port_set_add(ctx->arena, &ports, ctx->reg->claims[edge->truth.items[i]].ports);
    }
    if (ports.list.count == 0 && edge->by_image != 0) {
        pc_port_set_add(ctx->arena, &ports, (struct pc_ports){edge->by_image, edge->by_image});
    }
    return ports.list.count > 0 ? pc_port_set_text(ctx->arena, &ports) : PC_EMPTY;
}

void pc_edge_callers(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edges *edges,
                     const struct pc_edge *edge) {
    uint16_t port = 0;
    bool inside = ctx->reg->claims[edge->dial].container != PC_NONE;
    size_t count = edge->callee == PC_NONE ? 0 : right_callers(ctx, edges, edge->callee, inside, &port);
    if (count > 0) {
        pc_finding_note(ctx->out, f, "%zu other caller%s %s %u", count, count == 1 ? "" : "s",
                        count == 1 ? "uses" : "use", (unsigned)port);
    }
}

/* "`back` and `cache`" */
static struct pc_str networks_text(const struct pc_rule_context *ctx, const struct pc_container *container) {
    enum { SHOWN = 4 };
    struct pc_buf buf;
    pc_buf_init(&buf, ctx->arena);
    for (size_t i = 0; i < container->network_count && i < SHOWN; i++) {
        bool last = i + 1 == container->network_count;
        pc_buf_addf(&buf, "%s`%.*s`", i == 0 ? "" : last ? " and " : ", ", PC_ARG(container->networks[i]));
    }
    pc_buf_adds(&buf, container->network_count > SHOWN ? " and others" : "");
    return pc_buf_str(&buf);
}

void pc_edge_say_apart(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    const struct pc_registry *reg = ctx->reg;
    const struct pc_claim *dial = &reg->claims[edge->dial];
    const struct pc_container *callee = &reg->containers[edge->apart], *self = &reg->containers[dial->container];
    const struct pc_container *caller = &reg->containers[self->network];
    struct pc_finding *f = pc_say(ctx, PC_LEVEL_WARNING, "`%.*s` cannot be reached from `%.*s`: they share no network",
                                  PC_ARG(pc_edge_target(ctx, dial)), PC_ARG(self->key));
    pc_edge_subject(ctx, f, edge);
    pc_edge_dial(ctx, f, edge);
    pc_finding_label(ctx->out, f, callee->key_span, "`%.*s` is on %.*s", PC_ARG(callee->key),
                     PC_ARG(networks_text(ctx, callee)));
    pc_finding_note(ctx->out, f, "`%.*s` is on %.*s", PC_ARG(self->key), PC_ARG(networks_text(ctx, caller)));
    pc_finding_help(ctx->out, f, "put both on one network");
}

/* Safe where nothing but this one place says otherwise: it is sure that nobody listens there, the callee has one port,
 * and there are other callers, who all use it. */
void pc_edge_fix(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edges *edges,
                 const struct pc_edge *edge) {
    const struct pc_claim *dial = &ctx->reg->claims[edge->dial];
    uint16_t right = pc_one_port(ctx->reg, edge->truth.items, edge->truth.count), used = 0;
    if (edge->callee == PC_NONE) {
        return;
    }
    size_t others = right_callers(ctx, edges, edge->callee, dial->container != PC_NONE, &used);
    bool sure = dial->confidence != PC_GUESSED && pc_edge_doubt(ctx, edge, PC_LEVEL_ERROR) == PC_LEVEL_ERROR;
    pc_repair_port(ctx, f, sure && others > 0 && used == right, edge->dial, right, "dial %u, where `%.*s` listens",
                   (unsigned)right, PC_ARG(pc_service_name(ctx, edge->callee)));
}

struct pc_str pc_edge_target(const struct pc_rule_context *ctx, const struct pc_claim *dial) {
    return pc_str_fmt(ctx->arena, "%.*s:%u", PC_ARG(dial->name), (unsigned)dial->ports.lo);
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
pc_id pc_edge_moved(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
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
