/* One connected part of a graph, from columns to points. */
#include "graph_parts.h"
#include "sort.h"

#define BOX_HEIGHT 28
#define LANE_HEIGHT 8   /* of an edge that passes a column */
#define LABEL_SLOT 16   /* a marked edge's own height on the side that bears its label */
#define PLAIN_SLOT 10   /* and on the other side */
#define SLOT_MARGIN 8   /* of the slots to the box's edges, together */
#define LABEL_MARGIN 10 /* around a label, together */
#define CURVE_WIDTH 44  /* room for curves between two columns, */
#define CURVE_STEP 2    /* more for each edge there, */
#define CURVE_MOST 110  /* up to this */
#define ARROW_WIDTH 10

static size_t left_end(const struct pc_graph_edge *edge) {
    return edge->leftward ? edge->to : edge->from;
}

static size_t right_end(const struct pc_graph_edge *edge) {
    return edge->leftward ? edge->from : edge->to;
}

static bool is_loop(const struct pc_graph_edge *edge) {
    return edge->from == edge->to;
}

/* --- vertices: the nodes, then the bends edge by edge --- */

static size_t add_vertex(struct pc_part *part, struct pc_vertex vertex) {
    part->vertices[part->vertex_count] = vertex;
    return part->vertex_count++;
}

static size_t bends_of(const struct pc_graph_edge *edge, const size_t *layer_of) {
    return is_loop(edge) ? 0 : layer_of[right_end(edge)] - layer_of[left_end(edge)] - 1;
}

static void make_vertices(struct pc_part *part, const size_t *layer_of) {
    size_t count = part->node_count, segments = 0;
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
        count += bends_of(edge, layer_of);
        segments += is_loop(edge) ? 0 : bends_of(edge, layer_of) + 1;
    }
    part->vertices = PC_NEW_ARRAY(part->arena, count, struct pc_vertex);
    part->segments = PC_NEW_ARRAY(part->arena, segments, struct pc_segment);
    part->first_bends = PC_NEW_ARRAY(part->arena, part->edge_count, size_t);
    for (size_t i = 0; i < part->node_count; i++) {
        size_t node = part->nodes[i];
        part->vertex_of[node] = add_vertex(part, (struct pc_vertex){.node = node, .layer = layer_of[node]});
    }
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
        size_t bends = bends_of(edge, layer_of), before = part->vertex_of[left_end(edge)];
        part->first_bends[i] = part->vertex_count;
        if (is_loop(edge))
            continue;
        for (size_t b = 0; b < bends; b++) {
            size_t layer = layer_of[left_end(edge)] + 1 + b;
            size_t bend =
                add_vertex(part, (struct pc_vertex){.node = PC_GRAPH_NO_NODE, .layer = layer, .h = LANE_HEIGHT});
            part->segments[part->segment_count++] = (struct pc_segment){before, bend};
            before = bend;
        }
        part->segments[part->segment_count++] = (struct pc_segment){before, part->vertex_of[right_end(edge)]};
    }
}

static void make_layers(struct pc_part *part) {
    size_t *keys = PC_NEW_ARRAY(part->arena, part->vertex_count, size_t);
    for (size_t v = 0; v < part->vertex_count; v++) {
        keys[v] = part->vertices[v].layer;
        part->layer_count = keys[v] + 1 > part->layer_count ? keys[v] + 1 : part->layer_count;
    }
    size_t *starts = PC_NEW_ARRAY(part->arena, part->layer_count + 2, size_t);
    size_t *order = PC_NEW_ARRAY(part->arena, part->vertex_count, size_t);
    pc_graph_group(keys, part->vertex_count, part->layer_count, starts, order);
    part->layers = PC_NEW_ARRAY(part->arena, part->layer_count, struct pc_layer);
    for (size_t i = 0; i < part->layer_count; i++) {
        part->layers[i] = (struct pc_layer){order + starts[i], starts[i + 1] - starts[i]};
        for (size_t n = 0; n < part->layers[i].count; n++)
            part->vertices[part->layers[i].vertices[n]].place = n;
    }
}

/* The vertices at one end of the segments, by those at the other. */
static void make_neighbours(struct pc_part *part, bool left, size_t **neighbours, size_t **starts) {
    size_t *keys = PC_NEW_ARRAY(part->arena, part->segment_count, size_t);
    *starts = PC_NEW_ARRAY(part->arena, part->vertex_count + 2, size_t);
    *neighbours = PC_NEW_ARRAY(part->arena, part->segment_count, size_t);
    for (size_t i = 0; i < part->segment_count; i++)
        keys[i] = left ? part->segments[i].to : part->segments[i].from;
    pc_graph_group(keys, part->segment_count, part->vertex_count, *starts, *neighbours);
    for (size_t i = 0; i < part->segment_count; i++) {
        const struct pc_segment *segment = &part->segments[(*neighbours)[i]];
        (*neighbours)[i] = left ? segment->from : segment->to;
    }
}

/* --- slots: where an edge touches a box --- */

/* An edge at one side of a box. Unmarked ones share one slot. */
struct slot {
    size_t node;
    bool right; /* the box's right side */
    bool marked;
    int64_t aim; /* height of the vertex it goes to, doubled */
    size_t edge; /* index in the part */
    int y;       /* from the top of the box */
};

static int compare_slots(const void *a, const void *b) {
    const struct slot *x = a;
    const struct slot *y = b;
    if (x->node != y->node)
        return pc_order(x->node, y->node);
    if (x->right != y->right)
        return pc_order(x->right, y->right);
    if (x->aim != y->aim)
        return (x->aim > y->aim) - (x->aim < y->aim);
    return pc_order(x->edge, y->edge);
}

static int slots_height(size_t marked, bool plain, int slot) {
    return (int)(marked + (plain ? 1 : 0)) * slot + SLOT_MARGIN;
}

static void size_boxes(struct pc_part *part) {
    struct pc_graph *graph = part->graph;
    size_t *marked[2];
    unsigned char *plain[2];
    for (int side = 0; side < 2; side++) {
        marked[side] = PC_NEW_ARRAY(part->arena, graph->node_count, size_t);
        plain[side] = PC_NEW_ARRAY(part->arena, graph->node_count, unsigned char);
    }
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &graph->edges[part->edges[i]];
        size_t ends[2] = {right_end(edge), left_end(edge)};
        for (int side = is_loop(edge) ? 1 : 0; side < 2; side++) {
            if (edge->marked)
                marked[side][ends[side]]++;
            else
                plain[side][ends[side]] = 1;
        }
    }
    for (size_t i = 0; i < part->node_count; i++) {
        size_t node = part->nodes[i];
        int left = slots_height(marked[0][node], plain[0][node], PLAIN_SLOT);
        int right = slots_height(marked[1][node], plain[1][node], LABEL_SLOT);
        int most = left > right ? left : right;
        part->vertices[part->vertex_of[node]].h = most > BOX_HEIGHT ? most : BOX_HEIGHT;
    }
}

static size_t bend_count(const struct pc_part *part, size_t i) {
    size_t end = i + 1 < part->edge_count ? part->first_bends[i + 1] : part->vertex_count;
    return end - part->first_bends[i];
}

static int64_t aim_of(const struct pc_part *part, size_t i, bool right) {
    const struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
    size_t bends = bend_count(part, i);
    size_t v = part->vertex_of[right ? right_end(edge) : left_end(edge)];
    if (bends > 0)
        v = part->first_bends[i] + (right ? 0 : bends - 1);
    return (int64_t)part->vertices[v].y * 2 + part->vertices[v].h;
}

/* All unmarked edges of a side aim at their mean. */
static void join_plain(struct slot *slots, size_t count) {
    int64_t sum = 0, plain = 0;
    for (size_t i = 0; i < count; i++) {
        sum += slots[i].marked ? 0 : slots[i].aim;
        plain += slots[i].marked ? 0 : 1;
    }
    for (size_t i = 0; i < count; i++)
        slots[i].aim = slots[i].marked ? slots[i].aim : sum / plain;
}

static size_t side_end(const struct slot *slots, size_t from, size_t count) {
    size_t to = from + 1;
    while (to < count && slots[to].node == slots[from].node && slots[to].right == slots[from].right)
        to++;
    return to;
}

/* Spreads the slots of one side evenly around the middle of the box. */
static void spread(const struct pc_part *part, struct slot *slots, size_t count) {
    int height = part->vertices[part->vertex_of[slots[0].node]].h;
    int step = slots[0].right ? LABEL_SLOT : PLAIN_SLOT;
    int used = 0, plain_at = -1;
    join_plain(slots, count);
    pc_sort(slots, count, sizeof *slots, compare_slots);
    for (size_t i = 0; i < count; i++) {
        if (!slots[i].marked && plain_at >= 0) {
            slots[i].y = plain_at;
            continue;
        }
        slots[i].y = used++;
        if (!slots[i].marked)
            plain_at = slots[i].y;
    }
    for (size_t i = 0; i < count; i++)
        slots[i].y = height / 2 + (2 * slots[i].y - (used - 1)) * step / 2;
}

/* y of the two ends of each edge: ends[2 * i] left, ends[2 * i + 1] right. */
static int *find_ends(struct pc_part *part) {
    struct slot *slots = PC_NEW_ARRAY(part->arena, part->edge_count * 2, struct slot);
    int *ends = PC_NEW_ARRAY(part->arena, part->edge_count * 2, int);
    size_t count = 0;
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
        slots[count++] = (struct slot){left_end(edge), true, edge->marked, aim_of(part, i, true), i, 0};
        if (!is_loop(edge))
            slots[count++] = (struct slot){right_end(edge), false, edge->marked, aim_of(part, i, false), i, 0};
    }
    pc_sort(slots, count, sizeof *slots, compare_slots);
    for (size_t from = 0, to; from < count; from = to) {
        to = side_end(slots, from, count);
        spread(part, slots + from, to - from);
        for (size_t i = from; i < to; i++) {
            int top = part->vertices[part->vertex_of[slots[i].node]].y;
            ends[slots[i].edge * 2 + (slots[i].right ? 0 : 1)] = top + slots[i].y;
        }
    }
    return ends;
}

/* --- columns and points --- */

struct column {
    int x, width; /* of its boxes */
    int lanes;    /* x at which the straight stretches behind the boxes end */
};

static struct column *find_columns(struct pc_part *part) {
    struct column *columns = PC_NEW_ARRAY(part->arena, part->layer_count, struct column);
    int *label = PC_NEW_ARRAY(part->arena, part->layer_count, int);
    int *curves = PC_NEW_ARRAY(part->arena, part->layer_count, int);
    for (size_t i = 0; i < part->node_count; i++) {
        struct column *column = &columns[part->vertices[part->vertex_of[part->nodes[i]]].layer];
        int width = part->graph->nodes[part->nodes[i]].width;
        column->width = width > column->width ? width : column->width;
    }
    for (size_t i = 0; i < part->edge_count; i++) {
        const struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
        size_t layer = part->vertices[part->vertex_of[left_end(edge)]].layer;
        if (edge->marked && edge->label_width + LABEL_MARGIN > label[layer])
            label[layer] = edge->label_width + LABEL_MARGIN;
    }
    for (size_t i = 0; i < part->segment_count; i++)
        curves[part->vertices[part->segments[i].from].layer] += CURVE_STEP;
    int x = 0;
    for (size_t i = 0; i < part->layer_count; i++) {
        columns[i].x = x;
        columns[i].lanes = x + columns[i].width + label[i];
        int more = curves[i] < CURVE_MOST - CURVE_WIDTH ? curves[i] : CURVE_MOST - CURVE_WIDTH;
        x = columns[i].lanes + CURVE_WIDTH + more + ARROW_WIDTH;
    }
    return columns;
}

static void draw_edge(struct pc_part *part, size_t i, const struct column *columns, const int *ends) {
    struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
    size_t bends = bend_count(part, i), count = 0;
    const struct column *column = &columns[part->vertices[part->vertex_of[left_end(edge)]].layer];
    struct pc_point *points = PC_NEW_ARRAY(part->arena, 2 * bends + 4, struct pc_point);
    points[count++] = (struct pc_point){column->x + column->width, ends[2 * i]};
    points[count++] = (struct pc_point){column->lanes, ends[2 * i]};
    edge->label = (struct pc_point){column->x + column->width + LABEL_MARGIN / 2, ends[2 * i]};
    for (size_t b = 0; b < bends; b++) {
        const struct pc_vertex *bend = &part->vertices[part->first_bends[i] + b];
        column = &columns[bend->layer];
        points[count++] = (struct pc_point){column->x - ARROW_WIDTH, bend->y + bend->h / 2};
        points[count++] = (struct pc_point){column->lanes, bend->y + bend->h / 2};
    }
    if (!is_loop(edge)) {
        column = &columns[part->vertices[part->vertex_of[right_end(edge)]].layer];
        points[count++] = (struct pc_point){column->x - ARROW_WIDTH, ends[2 * i + 1]};
        points[count++] = (struct pc_point){column->x, ends[2 * i + 1]};
    }
    edge->points = points;
    edge->point_count = count;
}

static struct pc_box draw(struct pc_part *part) {
    struct pc_box size = {0, 0};
    struct column *columns = find_columns(part);
    int *ends = find_ends(part);
    for (size_t v = 0; v < part->vertex_count; v++) {
        const struct pc_vertex *vertex = &part->vertices[v];
        const struct column *column = &columns[vertex->layer];
        size.width = column->lanes > size.width ? column->lanes : size.width;
        size.height = vertex->y + vertex->h > size.height ? vertex->y + vertex->h : size.height;
        if (vertex->node == PC_GRAPH_NO_NODE)
            continue;
        struct pc_graph_node *node = &part->graph->nodes[vertex->node];
        node->x = column->x;
        node->y = vertex->y;
        node->w = column->width;
        node->h = vertex->h;
    }
    for (size_t i = 0; i < part->edge_count; i++)
        draw_edge(part, i, columns, ends);
    return size;
}

struct pc_box pc_graph_part(struct pc_part *part) {
    size_t *layer_of = PC_NEW_ARRAY(part->arena, part->graph->node_count, size_t);
    pc_graph_layers(part, layer_of);
    make_vertices(part, layer_of);
    make_layers(part);
    make_neighbours(part, true, &part->left, &part->left_start);
    make_neighbours(part, false, &part->right, &part->right_start);
    pc_graph_order(part);
    size_boxes(part);
    pc_graph_place(part);
    return draw(part);
}

static struct pc_point moved(struct pc_point point, int x, int y) {
    return (struct pc_point){point.x + x, point.y + y};
}

void pc_graph_move(const struct pc_part *part, int x, int y) {
    for (size_t i = 0; i < part->node_count; i++) {
        part->graph->nodes[part->nodes[i]].x += x;
        part->graph->nodes[part->nodes[i]].y += y;
    }
    for (size_t i = 0; i < part->edge_count; i++) {
        struct pc_graph_edge *edge = &part->graph->edges[part->edges[i]];
        struct pc_point *points = PC_NEW_ARRAY(part->arena, edge->point_count, struct pc_point);
        for (size_t p = 0; p < edge->point_count; p++)
            points[p] = moved(edge->points[p], x, y);
        edge->points = points;
        edge->label = moved(edge->label, x, y);
    }
}
