#include "vec.h"

#include <stdint.h>
#include <string.h>

#define FIRST_CAPACITY 8

void *pc_vec_grow(struct pc_arena *arena, void *items, size_t count, size_t *capacity, size_t item_size) {
    if (count < *capacity)
        return items;
    if (*capacity > SIZE_MAX / 2)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    size_t wanted = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    void *grown = pc_arena_array(arena, wanted, item_size);
    if (count > 0)
        memcpy(grown, items, count * item_size);
    *capacity = wanted;
    return grown;
}
