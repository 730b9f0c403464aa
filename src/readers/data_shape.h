/* What a mapping of a YAML or JSON registry looks like: plain entries, a range, blocks of ports. */
#ifndef PC_DATA_SHAPE_H
#define PC_DATA_SHAPE_H

#include "data_entry.h"

/* The parts of an entry in a list of ranges. */
struct pc_data_range_parts {
    const struct pc_node *from, *to, *bounds, *purpose;
    bool nested; /* services stand below it */
};

/* At least two ports among the values, and no fewer than other single values; numbers that are too large do not count.
 */
bool pc_data_is_flat(const struct pc_node *map);

/* Says a range of its own, and holds nothing but single values beside it; with nested, holds mappings beside it. */
bool pc_data_says_range(const struct pc_node *map, bool nested);

struct pc_data_range_parts pc_data_range_parts_of(const struct pc_node *value);

/* Keyed by blocks of ports: "3000-3099: {services: ...}". */
bool pc_data_is_keyed_by_blocks(const struct pc_node *map);

#endif
