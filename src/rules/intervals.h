/* Which port intervals overlap a given one: sorted once, then O(log n + hits). Intervals belong to groups (a file, a
 * host); only those of one group meet. */
#ifndef PC_INTERVALS_H
#define PC_INTERVALS_H

#include "arena.h"
#include "registry.h"

struct pc_interval {
    uint32_t group;
    struct pc_ports ports;
    pc_id id; /* of a claim, a range, ...: the caller's */
};

struct pc_intervals {
    const struct pc_interval *items; /* by group, lowest port, highest port descending, id */
    const uint16_t *max_hi;          /* of the subtree whose middle is this element; each group is a tree */
    size_t count;
};

/* Sorts items in place and keeps pointing at them. */
struct pc_intervals pc_intervals_new(struct pc_arena *arena, struct pc_interval *items, size_t count);

/* Calls fn for the id of each interval of the group that overlaps ports, in order, until fn returns false. */
void pc_intervals_each(const struct pc_intervals *all, uint32_t group, struct pc_ports ports,
                       bool (*fn)(void *arg, pc_id id), void *arg);

#endif
