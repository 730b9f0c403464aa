#include "vec.h"

#include <stdint.h>
#include <string.h>

#define FIRST_CAPACITY 8
#define FIRST_BYTES 64 /* there are thousands of vectors of one or two large items */

static size_t first_capacity(size_t item_size) {
    size_t fitting = FIRST_BYTES / item_size;
    return fitting > FIRST_CAPACITY ? FIRST_CAPACITY : fitting > 0 ? fitting : 1;
}

static size_t next_capacity(struct pc_arena *arena, size_t capacity, size_t item_size) {
    if (capacity > SIZE_MAX / 2)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    size_t wanted = capacity == 0 ? first_capacity(item_size) : capacity * 2;
    if (wanted > SIZE_MAX / item_size)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    return wanted;
}

void *pc_vec_grow(struct pc_arena *arena, void *items, size_t count, size_t *capacity, size_t item_size) {
    size_t wanted = next_capacity(arena, *capacity, item_size);
    bool stays = items && pc_arena_extend(arena, items, *capacity * item_size, wanted * item_size);
    char *grown = stays ? items : pc_arena_bytes(arena, wanted * item_size);
    if (items && !stays)
        memcpy(grown, items, count * item_size);
    *capacity = wanted;
    return grown;
}

void *pc_vec_regrow(struct pc_arena *arena, void *items, size_t count, size_t *capacity, size_t item_size) {
    size_t wanted = next_capacity(arena, *capacity, item_size);
    void *grown = items ? pc_arena_regrow(arena, items, *capacity * item_size, wanted * item_size) : NULL;
    if (!grown)
        return pc_vec_grow(arena, items, count, capacity, item_size);
    *capacity = wanted;
    return grown;
}
