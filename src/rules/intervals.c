#include "intervals.h"

#include "sort.h"

static int compare(const void *left, const void *right) {
    const struct pc_interval *a = left;
    const struct pc_interval *b = right;
    int order = pc_order(a->group, b->group);
    order = pc_then(order, pc_order(a->ports.lo, b->ports.lo));
    order = pc_then(order, pc_order(b->ports.hi, a->ports.hi));
    return pc_then(order, pc_order(a->id, b->id));
}

/* As deep as the logarithm of the number of intervals. */
static uint16_t fill_max(const struct pc_interval *items, uint16_t *max_hi, size_t low, size_t high) {
    if (low >= high)
        return 0;
    size_t middle = low + (high - low) / 2;
    uint16_t left = fill_max(items, max_hi, low, middle);
    uint16_t right = fill_max(items, max_hi, middle + 1, high);
    uint16_t max = items[middle].ports.hi;
    max = left > max ? left : max;
    max_hi[middle] = right > max ? right : max;
    return max_hi[middle];
}

/* The first index at or after from whose group is at least group. */
static size_t lower_bound(const struct pc_intervals *all, size_t from, uint64_t group) {
    size_t low = from;
    size_t high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->items[middle].group < group)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct pc_intervals pc_intervals_new(struct pc_arena *arena, struct pc_interval *items, size_t count) {
    pc_sort(items, count, sizeof *items, compare);
    uint16_t *max_hi = PC_NEW_ARRAY(arena, count, uint16_t);
    struct pc_intervals all = {items, max_hi, count};
    for (size_t from = 0; from < count;) {
        size_t to = lower_bound(&all, from, (uint64_t)items[from].group + 1);
        fill_max(items, max_hi, from, to);
        from = to;
    }
    return all;
}

struct query {
    const struct pc_intervals *all;
    struct pc_ports ports;
    bool (*fn)(void *arg, pc_id id);
    void *arg;
};

static bool visit(const struct query *q, size_t low, size_t high) {
    if (low >= high)
        return true;
    size_t middle = low + (high - low) / 2;
    if (q->all->max_hi[middle] < q->ports.lo)
        return true;
    if (!visit(q, low, middle))
        return false;
    const struct pc_interval *item = &q->all->items[middle];
    if (item->ports.lo > q->ports.hi)
        return true;
    if (item->ports.hi >= q->ports.lo && !q->fn(q->arg, item->id))
        return false;
    return visit(q, middle + 1, high);
}

void pc_intervals_each(const struct pc_intervals *all, uint32_t group, struct pc_ports ports,
                       bool (*fn)(void *arg, pc_id id), void *arg) {
    size_t low = lower_bound(all, 0, group);
    size_t high = lower_bound(all, low, (uint64_t)group + 1);
    visit(&(struct query){all, ports, fn, arg}, low, high);
}
