/* Between the steps of the layout, graph_*.c: one connected part of a graph. */
#ifndef PC_GRAPH_PARTS_H
#define PC_GRAPH_PARTS_H

#include "graph_layout.h"

#define PC_GRAPH_NO_NODE ((size_t)-1)

/* A node of the graph, or a bend where an edge passes a column. */
struct pc_vertex {
    size_t node; /* PC_GRAPH_NO_NODE: a bend */
    size_t layer;
    size_t place; /* in its layer, from the top */
    int y, h;     /* top and height, within the part */
};

/* A stretch of an edge between neighbouring columns. */
struct pc_segment {
    size_t from, to; /* vertices, left and right */
};

struct pc_layer {
    size_t *vertices; /* from the top */
    size_t count;
};

struct pc_part {
    struct pc_arena *arena;
    struct pc_graph *graph;
    const size_t *nodes; /* of the graph */
    size_t node_count;
    const size_t *edges; /* of the graph, loops among them */
    size_t edge_count;
    size_t *vertex_of;   /* of each node of the graph; the caller's, shared by all parts */
    size_t *first_bends; /* of each edge of the part: its bends are neighbours, up to the next edge's first */
    struct pc_vertex *vertices;
    size_t vertex_count;
    struct pc_segment *segments;
    size_t segment_count;
    struct pc_layer *layers;
    size_t layer_count;
    /* Neighbours of a vertex, by starts: left[left_start[v]] to left[left_start[v + 1]]. */
    size_t *left, *left_start, *right, *right_start;
};

/* Sorts indices 0 to count - 1 by their keys, which are less than key_count: those of key k become order[starts[k]] to
 * order[starts[k + 1]], in ascending order. starts has key_count + 2 zeroes. */
void pc_graph_group(const size_t *keys, size_t count, size_t key_count, size_t *starts, size_t *order);

struct pc_box {
    int width, height;
};

/* graph_part.c: lays out a part with its top left corner at 0, 0; returns its size. */
struct pc_box pc_graph_part(struct pc_part *part);
void pc_graph_move(const struct pc_part *part, int x, int y);

/* graph_layers.c: the column of each node (written to layer_of), and which edges are drawn leftward so that there is no
 * cycle. */
void pc_graph_layers(const struct pc_part *part, size_t *layer_of);
/* graph_order.c: the order in each column, so that few edges cross. */
void pc_graph_order(struct pc_part *part);
/* graph_place.c: y of each vertex. */
void pc_graph_place(struct pc_part *part);

#endif
