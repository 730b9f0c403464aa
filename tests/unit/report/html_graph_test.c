/* The picture of who dials whom: boxes apart from each other, edges from box to box, labels in rooms of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "finding/tiny_tree.h"
#include "graph_layout.h"

static uint32_t random_of(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static struct pc_graph graph_of(struct tiny *t, size_t nodes, size_t edges) {
    struct pc_graph graph = {.node_count = nodes, .edge_count = edges};
    graph.nodes = PC_NEW_ARRAY(&t->arena, nodes, struct pc_graph_node);
    graph.edges = PC_NEW_ARRAY(&t->arena, edges, struct pc_graph_edge);
    for (size_t i = 0; i < nodes; i++)
        graph.nodes[i].width = 60 + (int)(i % 7) * 20;
    for (size_t i = 0; i < edges; i++)
        graph.edges[i].label_width = 50;
    return graph;
}

struct rect {
    int x, y, w, h;
};

static struct rect box_of(const struct pc_graph_node *node) {
    return (struct rect){node->x, node->y, node->w, node->h};
}

/* The room of a label: what the page writes above the edge. */
static struct rect label_of(const struct pc_graph_edge *edge) {
    return (struct rect){edge->label.x, edge->label.y - 14, edge->label_width, 14};
}

static bool overlap(struct rect a, struct rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static void assert_boxes_apart(const struct pc_graph *graph) {
    for (size_t i = 0; i < graph->node_count; i++) {
        struct rect box = box_of(&graph->nodes[i]);
        assert_true(box.w >= graph->nodes[i].width && box.h > 0);
        assert_true(box.x >= 0 && box.y >= 0 && box.x + box.w <= graph->width && box.y + box.h <= graph->height);
        for (size_t j = i + 1; j < graph->node_count; j++)
            assert_false(overlap(box, box_of(&graph->nodes[j])));
    }
}

static void assert_labels_apart(const struct pc_graph *graph) {
    for (size_t i = 0; i < graph->edge_count; i++) {
        if (!graph->edges[i].marked)
            continue;
        struct rect label = label_of(&graph->edges[i]);
        assert_true(label.x + label.w <= graph->width);
        for (size_t n = 0; n < graph->node_count; n++)
            assert_false(overlap(label, box_of(&graph->nodes[n])));
        for (size_t j = i + 1; j < graph->edge_count; j++)
            assert_false(graph->edges[j].marked && overlap(label, label_of(&graph->edges[j])));
    }
}

/* Edges begin and end at their boxes, run from left to right, and no straight stretch runs through a box. */
static void assert_edges(const struct pc_graph *graph) {
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct pc_graph_edge *edge = &graph->edges[i];
        struct rect left = box_of(&graph->nodes[edge->leftward ? edge->to : edge->from]);
        struct rect right = box_of(&graph->nodes[edge->leftward ? edge->from : edge->to]);
        const struct pc_point *first = &edge->points[0], *last = &edge->points[edge->point_count - 1];
        assert_int_equal(edge->point_count % 2, 0);
        assert_int_equal(first->x, left.x + left.w);
        assert_true(first->y > left.y && first->y < left.y + left.h);
        for (size_t p = 0; p + 1 < edge->point_count; p++)
            assert_true(edge->points[p].x <= edge->points[p + 1].x);
        if (edge->from == edge->to)
            continue;
        assert_int_equal(last->x, right.x);
        assert_true(last->y > right.y && last->y < right.y + right.h);
        for (size_t p = 0; p < edge->point_count; p += 2) {
            struct rect stretch = {edge->points[p].x, edge->points[p].y, edge->points[p + 1].x - edge->points[p].x, 1};
            assert_int_equal(edge->points[p].y, edge->points[p + 1].y);
            for (size_t n = 0; n < graph->node_count; n++)
                assert_false(overlap(stretch, box_of(&graph->nodes[n])));
        }
    }
}

static void assert_sound(const struct pc_graph *graph) {
    assert_boxes_apart(graph);
    assert_labels_apart(graph);
    assert_edges(graph);
}

static void any_graph_is_laid_out_soundly(void **state) {
    struct tiny t;
    uint32_t seed = 7;
    (void)state;
    tiny_init(&t);
    for (size_t round = 0; round < 60; round++) {
        size_t nodes = 1 + random_of(&seed) % 60, edges = random_of(&seed) % 120;
        struct pc_graph graph = graph_of(&t, nodes, edges);
        for (size_t i = 0; i < edges; i++) { /* loops, cycles and doubled edges among them */
            graph.edges[i].from = random_of(&seed) % nodes;
            graph.edges[i].to = random_of(&seed) % nodes;
            graph.edges[i].marked = random_of(&seed) % 3 == 0;
        }
        pc_graph_layout(&t.arena, &graph, 1000);
        assert_sound(&graph);
    }
    tiny_finish(&t);
}

static void shapes_that_stretch_it(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (int shape = 0; shape < 5; shape++) {
        size_t nodes = 60;
        struct pc_graph graph = graph_of(&t, nodes, nodes - 1);
        for (size_t i = 0; i + 1 < nodes; i++) {
            struct pc_graph_edge *edge = &graph.edges[i];
            edge->marked = i % 2 == 0;
            edge->from = shape == 0 ? 0 : shape == 1 ? i + 1 : i;          /* a star out, a star in, */
            edge->to = shape == 1 ? 0 : shape == 3 ? (i + 1) % 20 : i + 1; /* a chain, a ring, */
            if (shape == 4)
                edge->from = edge->to = i; /* loops */
        }
        pc_graph_layout(&t.arena, &graph, 1000);
        assert_sound(&graph);
    }
    tiny_finish(&t);
}

/* A caller stands left of whom it dials, as far as there is no cycle. */
static void callers_stand_left(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_graph graph = graph_of(&t, 4, 4);
    const size_t ends[4][2] = {{3, 1}, {1, 0}, {3, 0}, {2, 0}};
    for (size_t i = 0; i < 4; i++) {
        graph.edges[i].from = ends[i][0];
        graph.edges[i].to = ends[i][1];
    }
    pc_graph_layout(&t.arena, &graph, 1000);
    for (size_t i = 0; i < 4; i++) {
        assert_false(graph.edges[i].leftward);
        assert_true(graph.nodes[ends[i][0]].x < graph.nodes[ends[i][1]].x);
    }
    /* What is dialled by the way of others passes their column in a lane of its own. */
    assert_int_equal(graph.edges[2].point_count, 6);
    /* Who only dials the last column stands right before it. */
    assert_int_equal(graph.nodes[2].x, graph.nodes[1].x);
    assert_sound(&graph);
    tiny_finish(&t);
}

/* What can be drawn without crossings is: callers 0 and 1 share callee 4, and their others are numbered the wrong way.
 */
static void edges_do_not_cross_without_need(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_graph graph = graph_of(&t, 6, 5);
    const size_t ends[5][2] = {{0, 5}, {0, 4}, {1, 4}, {1, 3}, {2, 3}};
    for (size_t i = 0; i < 5; i++) {
        graph.edges[i].from = ends[i][0];
        graph.edges[i].to = ends[i][1];
    }
    pc_graph_layout(&t.arena, &graph, 1000);
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = 0; j < 5; j++) {
            const struct pc_graph_edge *a = &graph.edges[i], *b = &graph.edges[j];
            if (a->points[0].y < b->points[0].y)
                assert_true(a->points[a->point_count - 1].y <= b->points[b->point_count - 1].y);
        }
    }
    tiny_finish(&t);
}

static void an_empty_graph_has_no_size(void **state) {
    struct tiny t;
    struct pc_graph graph = {0};
    (void)state;
    tiny_init(&t);
    pc_graph_layout(&t.arena, &graph, 1000);
    assert_int_equal(graph.width, 0);
    assert_int_equal(graph.height, 0);
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_graph_is_laid_out_soundly),
        cmocka_unit_test(shapes_that_stretch_it),
        cmocka_unit_test(callers_stand_left),
        cmocka_unit_test(edges_do_not_cross_without_need),
        cmocka_unit_test(an_empty_graph_has_no_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
