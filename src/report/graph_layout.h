/* A directed graph as a picture that is read from left to right: nodes in columns, edges between them in lanes of their
 * own. Deterministic: the same graph gives the same picture. Units are pixels; y grows downwards. */
#ifndef PC_GRAPH_LAYOUT_H
#define PC_GRAPH_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct pc_point {
    int x, y;
};

struct pc_graph_node {
    int width;      /* given: room for the label */
    int x, y, w, h; /* the box */
};

struct pc_graph_edge {
    size_t from, to; /* given: indices of nodes; equal: a node that leads to itself */
    bool marked;     /* given: has a lane of its own and room for a label at the end of its first stretch */
    int label_width; /* given */
    /* Where it runs, from left to right: straight between points 0 and 1, 2 and 3, ...; a curve between 1 and 2, 3 and
     * 4, ... A loop has points 0 and 1 only. */
    const struct pc_point *points;
    size_t point_count;
    bool leftward;         /* it leads from the right end to the left one */
    struct pc_point label; /* left end of the label's room, on the edge */
};

struct pc_graph {
    struct pc_graph_node *nodes;
    size_t node_count;
    struct pc_graph_edge *edges;
    size_t edge_count;
    int width, height; /* of the picture */
};

/* For graphs that can be looked at: the work grows with the square of the edges. */
void pc_graph_layout(struct pc_arena *arena, struct pc_graph *graph, int page_width);

#endif
