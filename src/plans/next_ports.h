/* Which ports of a block can be given, and why the others cannot. Inside plans only. */
#ifndef PC_NEXT_PORTS_H
#define PC_NEXT_PORTS_H

#include "next_plan.h"

#define PC_NEXT_SYSTEM_LAST 1023u

/* How gladly a port is given. */
enum pc_next_state {
    PC_NEXT_FREE,
    PC_NEXT_NAMED,    /* free, but a document names the number in passing: in prose, in an example */
    PC_NEXT_GROWTH,   /* reserved for nobody in particular */
    PC_NEXT_NARROWER, /* free, but in a narrower range of another purpose inside the block */
    PC_NEXT_NEVER
};

struct pc_next_ports {
    const struct pc_next_request *request;
    const struct pc_taken *taken;
    /* For each port a claim of somebody who listens on it inside of a container. NULL where somebody has a port of a
     * host: who publishes the others is known then. */
    const pc_id *inside;
    const pc_id *named;      /* for each port a mention in a document; PC_NONE: none */
    const pc_id *narrowest;  /* for each port the narrowest declared range around it; PC_NONE: none */
    bool no_linux, no_other; /* no host has such an ephemeral range */
};

struct pc_next_ports *pc_next_ports_new(const struct pc_next_request *request);

/* Of a port of a block; *skip says why unless it is free. skip NULL: nobody wants to know. */
enum pc_next_state pc_next_state(const struct pc_next_ports *ports, const struct pc_next_block *block, uint32_t port,
                                 struct pc_next_skip *skip);

/* Adds a skipped port; what is skipped for the reason of the run before it joins that. */
void pc_next_skip(struct pc_next *next, struct pc_arena *arena, const struct pc_next_skip *skip);

/* Fills choices, skips and left. first: a free port that goes before all others; 0: the lowest does. */
void pc_next_pick(const struct pc_next_ports *ports, struct pc_next *next, uint16_t first);

#endif
