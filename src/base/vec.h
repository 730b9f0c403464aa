/* A growable array in an arena. struct PC_VEC(int) v = {0}; *PC_PUSH(&v, arena) = 3; v.items[0]; v.count. */
#ifndef PC_VEC_H
#define PC_VEC_H

#include <string.h>

#include "arena.h"

#define PC_VEC(type)                                                                                                   \
    {                                                                                                                  \
        type *items;                                                                                                   \
        size_t count;                                                                                                  \
        size_t capacity;                                                                                               \
    }

/* Room for more than *capacity items, not zeroed; the old array stays in the arena. Returns the array, which may have
 * moved. */
void *pc_vec_grow(struct pc_arena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
    __attribute__((returns_nonnull));

/* The same, but the old array is given back where it was a large one: for arrays of which nobody keeps an address, nor
 * one that is older than a mark in use (pc_arena_regrow). */
void *pc_vec_regrow(struct pc_arena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
    __attribute__((returns_nonnull));

/* Room for one more. */
static inline void *pc_vec_room(struct pc_arena *of, void *items, size_t count, size_t *capacity, size_t item_size) {
    return count < *capacity ? items : pc_vec_grow(of, items, count, capacity, item_size);
}

/* A pointer to a new zeroed last element. Only it is zeroed, not the room behind it: pages that are never used are
 * never touched. */
#define PC_PUSH(vec, arena)                                                                                            \
    ((vec)->items = pc_vec_room((arena), (vec)->items, (vec)->count, &(vec)->capacity, sizeof *(vec)->items),          \
     memset(&(vec)->items[(vec)->count], 0, sizeof *(vec)->items), &(vec)->items[(vec)->count++])

#endif
