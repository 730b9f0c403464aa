/* Sorting, and the numbers that comparing functions of qsort and bsearch return. */
#ifndef PC_SORT_H
#define PC_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* As qsort. Items may be NULL where there are none; what is in order already costs one comparison an item. */
void pc_sort(void *items, size_t count, size_t size, int (*compare)(const void *left, const void *right));

/* Less than, equal to or greater than 0, as a is to b. */
static inline int pc_order(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

/* The first order, or where that finds no difference the next. */
static inline int pc_then(int order, int next) {
    return order != 0 ? order : next;
}

#endif
