/* See callers.h. */
#include "callers.h"

#include "edge_say.h"
#include "rule_tools.h"
#include "sort.h"

static int compare_edges(const void *left, const void *right) {
    const struct pc_edge *a = *(const struct pc_edge *const *)left, *b = *(const struct pc_edge *const *)right;
    int order = pc_order(a->callee, b->callee);
    return pc_then(order, pc_order(a->dial, b->dial));
}

/* What may be right after all is no forgotten place. */
static bool is_told(const struct pc_rule_context *ctx, const struct pc_edge *edge) {
    if (edge->callee == PC_NONE)
        return false;
    if (edge->verdict == PC_EDGE_WRONG)
        return pc_edge_doubt(ctx, edge, PC_LEVEL_ERROR) >= PC_LEVEL_WARNING;
    return edge->verdict == PC_EDGE_FINE || edge->verdict == PC_EDGE_NOBODY;
}

static pc_id host_of_container(const struct pc_registry *reg, pc_id container) {
    return reg->deployments[reg->containers[container].deployment].host;
}

static pc_id *only_hosts(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    pc_id *only = PC_NEW_ARRAY(ctx->arena, reg->service_count, pc_id);
    bool *seen = PC_NEW_ARRAY(ctx->arena, reg->service_count, bool);
    for (pc_id i = 0; i < reg->container_count; i++) {
        pc_id service = reg->containers[i].service, host = host_of_container(reg, i);
        if (service == PC_NONE)
            continue;
        only[service] = !seen[service] || only[service] == host ? host : PC_NONE;
        seen[service] = true;
    }
    for (pc_id i = 0; i < reg->service_count; i++)
        only[i] = seen[i] ? only[i] : PC_NONE;
    return only;
}

struct pc_callers pc_callers_of(const struct pc_rule_context *ctx) {
    struct pc_callers callers = {.ctx = ctx, .only_host = only_hosts(ctx)};
    struct pc_edges edges = pc_edges_of(ctx);
    for (size_t i = 0; i < edges.count; i++)
        if (is_told(ctx, &edges.items[i]))
            *PC_PUSH(&callers.by_callee, ctx->arena) = &edges.items[i];
    pc_sort(callers.by_callee.items, callers.by_callee.count, sizeof *callers.by_callee.items, compare_edges);
    return callers;
}

/* A document, or a file that no container mounts, dials from no place: what misses the service everywhere misses it
 * on this host. */
static bool is_about_host(const struct pc_callers *callers, const struct pc_edge *edge, pc_id host) {
    const struct pc_registry *reg = callers->ctx->reg;
    pc_id container = reg->claims[edge->dial].container;
    if (edge->host != PC_NONE)
        return edge->host == host;
    if (container != PC_NONE)
        return host_of_container(reg, container) == host;
    return edge->verdict == PC_EDGE_WRONG || callers->only_host[edge->callee] == host;
}

struct pc_caller_places pc_callers_split(const struct pc_callers *callers, pc_id service, pc_id host,
                                         struct pc_ports old) {
    const struct pc_registry *reg = callers->ctx->reg;
    const struct pc_edge *const *edges = callers->by_callee.items;
    struct pc_caller_places places = {.arrive = {0}};
    struct pc_span last = {PC_NONE, 0, 0};
    size_t low = 0, high = callers->by_callee.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edges[middle]->callee < service)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < callers->by_callee.count && edges[i]->callee == service; i++) {
        const struct pc_claim *dial = &reg->claims[edges[i]->dial];
        bool arrives = edges[i]->verdict == PC_EDGE_FINE;
        bool gives_old = pc_ports_eq(dial->ports, old); /* and arrives: at what else is known of it */
        if (!is_about_host(callers, edges[i], host) || arrives == gives_old ||
            (last.file != PC_NONE && pc_spans_eq(last, dial->span)))
            continue; /* of several containers that share a line, the first stands for it */
        last = dial->span;
        if (arrives)
            *PC_PUSH(&places.arrive, callers->ctx->arena) = edges[i]->dial;
        else
            *PC_PUSH(&places.miss, callers->ctx->arena) = edges[i]->dial;
    }
    return places;
}
