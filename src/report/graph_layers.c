/* Which node stands in which column. */
#include "graph_parts.h"

struct walk {
    struct pc_part *part;
    size_t *starts;       /* edges out of each node of the graph, as indices into the part's: out[starts[n]] to ... */
    size_t *out;          /* ... out[starts[n + 1]] */
    unsigned char *state; /* 0 not seen, 1 on the way, 2 done */
    size_t *order;        /* nodes in the order in which they were done: each behind all that it leads to */
    size_t done;
};

static size_t left_of(const struct pc_graph_edge *edge) {
    return edge->leftward ? edge->to : edge->from;
}

static size_t right_of(const struct pc_graph_edge *edge) {
    return edge->leftward ? edge->from : edge->to;
}

static void collect_edges(struct walk *w) {
    struct pc_part *part = w->part;
    size_t *keys = PC_NEW_ARRAY(part->arena, part->edge_count, size_t);
    for (size_t i = 0; i < part->edge_count; i++)
        keys[i] = part->graph->edges[part->edges[i]].from;
    pc_graph_group(keys, part->edge_count, part->graph->node_count, w->starts, w->out);
}

/* Goes down from a node without recursion; an edge back to a node on the way closes a cycle and is turned round. */
static void visit(struct walk *w, size_t root, size_t *stack, size_t *next) {
    struct pc_graph *graph = w->part->graph;
    size_t depth = 0;
    if (w->state[root] != 0)
        return;
    stack[depth++] = root;
    w->state[root] = 1;
    while (depth > 0) {
        size_t node = stack[depth - 1];
        if (w->starts[node] + next[node] == w->starts[node + 1]) {
            w->state[node] = 2;
            w->order[w->done++] = node;
            depth--;
            continue;
        }
        struct pc_graph_edge *edge = &graph->edges[w->part->edges[w->out[w->starts[node] + next[node]++]]];
        if (w->state[edge->to] == 1) {
            edge->leftward = true;
        } else if (w->state[edge->to] == 0) {
            w->state[edge->to] = 1;
            stack[depth++] = edge->to;
        }
    }
}

/* Nodes that nobody leads to first: they belong to the left. */
static void visit_all(struct walk *w) {
    struct pc_part *part = w->part;
    struct pc_graph *graph = part->graph;
    size_t *stack = PC_NEW_ARRAY(part->arena, part->node_count, size_t);
    size_t *next = PC_NEW_ARRAY(part->arena, graph->node_count, size_t);
    unsigned char *led_to = PC_NEW_ARRAY(part->arena, graph->node_count, unsigned char);
    for (size_t i = 0; i < part->edge_count; i++)
        led_to[graph->edges[part->edges[i]].to] = 1;
    for (size_t i = 0; i < part->node_count; i++) {
        if (!led_to[part->nodes[i]])
            visit(w, part->nodes[i], stack, next);
    }
    for (size_t i = 0; i < part->node_count; i++)
        visit(w, part->nodes[i], stack, next);
}

/* Each node one column right of the last that leads to it: edges in the order in which their left ends were done. */
static void push_right(struct walk *w, size_t *layer_of) {
    struct pc_part *part = w->part;
    struct pc_graph *graph = part->graph;
    size_t *rank = PC_NEW_ARRAY(part->arena, graph->node_count, size_t);
    size_t *starts = PC_NEW_ARRAY(part->arena, part->node_count + 2, size_t);
    size_t *order = PC_NEW_ARRAY(part->arena, part->edge_count, size_t);
    size_t *keys = PC_NEW_ARRAY(part->arena, part->edge_count, size_t);
    for (size_t i = 0; i < w->done; i++)
        rank[w->order[i]] = w->done - 1 - i;
    for (size_t i = 0; i < part->edge_count; i++)
        keys[i] = rank[left_of(&graph->edges[part->edges[i]])];
    pc_graph_group(keys, part->edge_count, part->node_count, starts, order);
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &graph->edges[part->edges[order[i]]];
        size_t wanted = layer_of[left_of(edge)] + 1;
        if (layer_of[right_of(edge)] < wanted)
            layer_of[right_of(edge)] = wanted;
    }
}

/* What only leads to the far right stands right before it: a short edge is followed more easily. */
static void pull_sources(struct walk *w, size_t *layer_of) {
    struct pc_part *part = w->part;
    struct pc_graph *graph = part->graph;
    size_t *nearest = PC_NEW_ARRAY(part->arena, graph->node_count, size_t);
    for (size_t i = 0; i < part->node_count; i++)
        nearest[part->nodes[i]] = SIZE_MAX;
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &graph->edges[part->edges[i]];
        size_t left = left_of(edge);
        if (layer_of[right_of(edge)] < nearest[left])
            nearest[left] = layer_of[right_of(edge)];
    }
    for (size_t i = 0; i < part->node_count; i++) {
        size_t node = part->nodes[i];
        if (layer_of[node] == 0 && nearest[node] != SIZE_MAX)
            layer_of[node] = nearest[node] - 1;
    }
}

/* The part without loops, which say nothing about columns. */
static struct pc_part without_loops(const struct pc_part *part) {
    struct pc_part open = *part;
    size_t *edges = PC_NEW_ARRAY(part->arena, part->edge_count, size_t);
    open.edge_count = 0;
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
        if (edge->from != edge->to)
            edges[open.edge_count++] = part->edges[i];
    }
    open.edges = edges;
    return open;
}

void pc_graph_layers(const struct pc_part *whole, size_t *layer_of) {
    struct pc_part open = without_loops(whole);
    struct pc_part *part = &open;
    size_t nodes = part->graph->node_count;
    struct walk w = {.part = part,
                     .starts = PC_NEW_ARRAY(part->arena, nodes + 2, size_t),
                     .out = PC_NEW_ARRAY(part->arena, part->edge_count, size_t),
                     .state = PC_NEW_ARRAY(part->arena, nodes, unsigned char),
                     .order = PC_NEW_ARRAY(part->arena, part->node_count, size_t)};
    collect_edges(&w);
    visit_all(&w);
    push_right(&w, layer_of);
    pull_sources(&w, layer_of);
}
