/* The order of the vertices of each column. Each is put where the mean of its neighbours is, column by column to the
 * right and back; the best of all rounds stays. */
#include <string.h>

#include "graph_parts.h"
#include "sort.h"

#define ROUNDS 12

struct seat {
    size_t vertex;
    int64_t mean; /* of the neighbours' places, in thousandths */
    size_t place; /* before */
};

static int compare_seats(const void *a, const void *b) {
    const struct seat *x = a;
    const struct seat *y = b;
    if (x->mean != y->mean)
        return (x->mean > y->mean) - (x->mean < y->mean);
    return pc_order(x->place, y->place);
}

static void order_layer(struct pc_part *part, const struct pc_layer *layer, const size_t *next, const size_t *starts) {
    struct seat *seats = PC_NEW_ARRAY(part->arena, layer->count, struct seat);
    for (size_t i = 0; i < layer->count; i++) {
        size_t v = layer->vertices[i];
        int64_t sum = 0;
        for (size_t n = starts[v]; n < starts[v + 1]; n++)
            sum += (int64_t)part->vertices[next[n]].place * 1000;
        int64_t count = (int64_t)(starts[v + 1] - starts[v]);
        seats[i] = (struct seat){v, count > 0 ? sum / count : (int64_t)i * 1000, i};
    }
    pc_sort(seats, layer->count, sizeof *seats, compare_seats);
    for (size_t i = 0; i < layer->count; i++) {
        layer->vertices[i] = seats[i].vertex;
        part->vertices[seats[i].vertex].place = i;
    }
}

/* Do two stretches between the same columns cross? */
static bool cross(const struct pc_part *part, const struct pc_segment *a, const struct pc_segment *b) {
    size_t a_from = part->vertices[a->from].place, b_from = part->vertices[b->from].place;
    size_t a_to = part->vertices[a->to].place, b_to = part->vertices[b->to].place;
    return (a_from < b_from && a_to > b_to) || (a_from > b_from && a_to < b_to);
}

static size_t crossings(const struct pc_part *part) {
    size_t count = 0;
    for (size_t i = 0; i < part->segment_count; i++) {
        size_t layer = part->vertices[part->segments[i].from].layer;
        for (size_t j = i + 1; j < part->segment_count; j++) {
            if (part->vertices[part->segments[j].from].layer == layer)
                count += cross(part, &part->segments[i], &part->segments[j]);
        }
    }
    return count;
}

static void keep(const struct pc_part *part, size_t *places) {
    for (size_t v = 0; v < part->vertex_count; v++)
        places[v] = part->vertices[v].place;
}

static void restore(struct pc_part *part, const size_t *places) {
    for (size_t v = 0; v < part->vertex_count; v++) {
        struct pc_vertex *vertex = &part->vertices[v];
        vertex->place = places[v];
        part->layers[vertex->layer].vertices[vertex->place] = v;
    }
}

void pc_graph_order(struct pc_part *part) {
    size_t *best = PC_NEW_ARRAY(part->arena, part->vertex_count, size_t);
    size_t fewest = crossings(part);
    keep(part, best);
    for (unsigned round = 0; round < ROUNDS && fewest > 0; round++) {
        for (size_t i = 1; i < part->layer_count; i++)
            order_layer(part, &part->layers[i], part->left, part->left_start);
        for (size_t i = part->layer_count - 1; i-- > 0;)
            order_layer(part, &part->layers[i], part->right, part->right_start);
        size_t count = crossings(part);
        if (count < fewest) {
            fewest = count;
            keep(part, best);
        }
    }
    restore(part, best);
}
