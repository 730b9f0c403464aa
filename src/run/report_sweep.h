/* A sweep over uses of ports: what takes the same ports becomes one segment. Private to the layer. */
#ifndef PC_REPORT_SWEEP_H
#define PC_REPORT_SWEEP_H

#include "report_model.h"

struct pc_segment {
    struct pc_report_cell cell; /* never free */
    bool bound, planned;
};

struct pc_segments {
    struct PC_VEC(struct pc_segment) list; /* by port, apart from each other */
    /* Ports of the segments before each: all, bound, planned (or documented), reserved alone. count + 1 entries. */
    uint32_t *taken, *bound, *planned, *reserved;
};

/* uses: of one host, or of all, by lowest port. n log n. */
struct pc_segments pc_segments_of(struct pc_model *model, const struct pc_host_use *uses, size_t count);

/* The first segment that reaches port or lies above it; the list's count when there is none. */
size_t pc_segments_reaching(const struct pc_segments *segments, uint32_t port);

/* How many ports of a block a sum of the segments has. */
uint32_t pc_segments_within(const struct pc_segments *segments, const uint32_t *sums, struct pc_ports block);

#endif
