#include "sort.h"

#include <string.h>

enum { FEW = 8, ITEM_BYTES = 128 }; /* qsort takes longer to begin than so few items need */

static void insert(char *items, size_t at, size_t size, int (*compare)(const void *left, const void *right)) {
    char item[ITEM_BYTES];
    size_t to = at;
    memcpy(item, items + at * size, size);
    while (to > 0 && compare(items + (to - 1) * size, item) > 0)
        to--;
    memmove(items + (to + 1) * size, items + to * size, (at - to) * size);
    memcpy(items + to * size, item, size);
}

void pc_sort(void *items, size_t count, size_t size, int (*compare)(const void *left, const void *right)) {
    size_t sorted = 1;
    while (sorted < count && compare((char *)items + (sorted - 1) * size, (char *)items + sorted * size) <= 0)
        sorted++;
    if (sorted < count && (count > FEW || size > ITEM_BYTES)) {
        qsort(items, count, size, compare);
        return;
    }
    for (; sorted < count; sorted++)
        insert(items, sorted, size, compare);
}
