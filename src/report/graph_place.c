/* How high each vertex stands: as near to the middle of its neighbours as the order of its column allows. */
#include "graph_parts.h"

#define GAP 10 /* between two boxes */
#define ROUNDS 8

/* Vertices that touch each other and move as one. */
struct block {
    int64_t sum; /* of what its vertices wish for, each less what stands above it in the block */
    int64_t count;
};

static int wish(const struct pc_part *part, size_t v, const size_t *next, const size_t *starts) {
    const struct pc_vertex *vertex = &part->vertices[v];
    int64_t sum = 0;
    size_t count = starts[v + 1] - starts[v];
    if (count == 0)
        return vertex->y;
    for (size_t n = starts[v]; n < starts[v + 1]; n++)
        sum += part->vertices[next[n]].y * 2 + part->vertices[next[n]].h;
    return (int)((sum / (int64_t)count - vertex->h) / 2);
}

static int64_t floor_mean(const struct block *block) {
    int64_t mean = block->sum / block->count;
    return block->sum % block->count < 0 ? mean - 1 : mean;
}

/* The places nearest to all wishes (least squares): neighbours whose wishes would make them overlap become one block,
 * which stands at the mean. */
static void place_layer(struct pc_part *part, const struct pc_layer *layer, const size_t *next, const size_t *starts) {
    struct block *blocks = PC_NEW_ARRAY(part->arena, layer->count, struct block);
    size_t block_count = 0;
    int64_t above = 0; /* heights and gaps of the vertices above */
    for (size_t i = 0; i < layer->count; i++) {
        struct block block = {wish(part, layer->vertices[i], next, starts) - above, 1};
        while (block_count > 0 && floor_mean(&blocks[block_count - 1]) >= floor_mean(&block)) {
            block_count--;
            block.sum += blocks[block_count].sum;
            block.count += blocks[block_count].count;
        }
        blocks[block_count++] = block;
        above += part->vertices[layer->vertices[i]].h + GAP;
    }
    above = 0;
    for (size_t b = 0, i = 0; b < block_count; b++) {
        int64_t y = floor_mean(&blocks[b]);
        for (int64_t n = 0; n < blocks[b].count; n++, i++) {
            struct pc_vertex *vertex = &part->vertices[layer->vertices[i]];
            vertex->y = (int)(y + above);
            above += vertex->h + GAP;
        }
    }
}

void pc_graph_place(struct pc_part *part) {
    for (size_t i = 0; i < part->layer_count; i++) {
        int y = 0;
        for (size_t n = 0; n < part->layers[i].count; n++) {
            struct pc_vertex *vertex = &part->vertices[part->layers[i].vertices[n]];
            vertex->y = y;
            y += vertex->h + GAP;
        }
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t i = 1; i < part->layer_count; i++)
            place_layer(part, &part->layers[i], part->left, part->left_start);
        for (size_t i = part->layer_count - 1; i-- > 0;)
            place_layer(part, &part->layers[i], part->right, part->right_start);
    }
    int top = part->vertices[0].y;
    for (size_t v = 1; v < part->vertex_count; v++)
        top = part->vertices[v].y < top ? part->vertices[v].y : top;
    for (size_t v = 0; v < part->vertex_count; v++)
        part->vertices[v].y -= top;
}
