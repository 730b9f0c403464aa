/* The layout of a graph: its connected parts one by one, then side by side on the page. */
#include "graph_layout.h"

#include "graph_parts.h"
#include "sort.h"

#define PART_GAP 36 /* between two parts */

void pc_graph_group(const size_t *keys, size_t count, size_t key_count, size_t *starts, size_t *order) {
    for (size_t i = 0; i < count; i++)
        starts[keys[i] + 2]++;
    for (size_t k = 0; k < key_count; k++)
        starts[k + 2] += starts[k + 1];
    for (size_t i = 0; i < count; i++)
        order[starts[keys[i] + 1]++] = i;
}

static size_t root_of(size_t *parents, size_t node) {
    while (parents[node] != node) {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    return node;
}

/* The number of each node's part; parts are numbered by their first nodes. Returns how many there are. */
static size_t number_parts(struct pc_arena *arena, const struct pc_graph *graph, size_t *part_of) {
    size_t *parents = PC_NEW_ARRAY(arena, graph->node_count, size_t);
    size_t count = 0;
    for (size_t n = 0; n < graph->node_count; n++)
        parents[n] = n;
    for (size_t e = 0; e < graph->edge_count; e++) {
        size_t a = root_of(parents, graph->edges[e].from), b = root_of(parents, graph->edges[e].to);
        parents[a > b ? a : b] = a > b ? b : a;
    }
    /* A root is the first node of its part, so that its number is known before the others ask for it. */
    for (size_t n = 0; n < graph->node_count; n++) {
        size_t root = root_of(parents, n);
        part_of[n] = root == n ? count++ : part_of[root];
    }
    return count;
}

struct sized {
    size_t part, nodes;
};

static int compare_sized(const void *a, const void *b) {
    const struct sized *x = a;
    const struct sized *y = b;
    if (x->nodes != y->nodes)
        return pc_order(y->nodes, x->nodes);
    return pc_order(x->part, y->part);
}

/* Where the next part goes: rows of parts, from the left. */
struct shelf {
    int x, y, height, width;
};

static void put(struct pc_graph *graph, const struct pc_part *part, struct pc_box size, struct shelf *shelf) {
    if (shelf->x > 0 && shelf->x + size.width > shelf->width) {
        shelf->y += shelf->height + PART_GAP;
        shelf->x = 0;
        shelf->height = 0;
    }
    pc_graph_move(part, shelf->x, shelf->y);
    shelf->x += size.width + PART_GAP;
    shelf->height = size.height > shelf->height ? size.height : shelf->height;
    if (shelf->x - PART_GAP > graph->width)
        graph->width = shelf->x - PART_GAP;
    graph->height = shelf->y + shelf->height;
}

/* The nodes and edges of each part. */
struct split {
    size_t *nodes, *node_starts;
    size_t *edges, *edge_starts;
};

static struct split split(struct pc_arena *arena, const struct pc_graph *graph, const size_t *part_of, size_t parts) {
    struct split s = {.nodes = PC_NEW_ARRAY(arena, graph->node_count, size_t),
                      .node_starts = PC_NEW_ARRAY(arena, parts + 2, size_t),
                      .edges = PC_NEW_ARRAY(arena, graph->edge_count, size_t),
                      .edge_starts = PC_NEW_ARRAY(arena, parts + 2, size_t)};
    size_t *keys = PC_NEW_ARRAY(arena, graph->edge_count, size_t);
    pc_graph_group(part_of, graph->node_count, parts, s.node_starts, s.nodes);
    for (size_t e = 0; e < graph->edge_count; e++)
        keys[e] = part_of[graph->edges[e].from];
    pc_graph_group(keys, graph->edge_count, parts, s.edge_starts, s.edges);
    return s;
}

void pc_graph_layout(struct pc_arena *arena, struct pc_graph *graph, int page_width) {
    size_t *part_of = PC_NEW_ARRAY(arena, graph->node_count, size_t);
    size_t count = number_parts(arena, graph, part_of);
    struct split s = split(arena, graph, part_of, count);
    struct sized *order = PC_NEW_ARRAY(arena, count, struct sized);
    struct shelf shelf = {.width = page_width};
    size_t *vertex_of = PC_NEW_ARRAY(arena, graph->node_count, size_t);
    graph->width = 0;
    graph->height = 0;
    for (size_t p = 0; p < count; p++)
        order[p] = (struct sized){p, s.node_starts[p + 1] - s.node_starts[p]};
    pc_sort(order, count, sizeof *order, compare_sized);
    for (size_t i = 0; i < count; i++) {
        size_t p = order[i].part;
        struct pc_part part = {.arena = arena,
                               .graph = graph,
                               .nodes = s.nodes + s.node_starts[p],
                               .node_count = s.node_starts[p + 1] - s.node_starts[p],
                               .edges = s.edges + s.edge_starts[p],
                               .edge_count = s.edge_starts[p + 1] - s.edge_starts[p],
                               .vertex_of = vertex_of};
        struct pc_box size = pc_graph_part(&part);
        put(graph, &part, size, &shelf);
    }
}
