/* Where a service belongs. Inside plans only. */
#ifndef PC_NEXT_PLACE_H
#define PC_NEXT_PLACE_H

#include "next_ports.h"
#include "words.h"

/* Where each service has its port, as well as that is known. */
struct pc_next_home {
    pc_id claim; /* PC_NONE: it has none */
    struct pc_next_block block;
};
const struct pc_next_home *pc_next_homes(const struct pc_next_ports *ports);

/* A block of round numbers around a port. */
struct pc_next_block pc_next_round_block(unsigned width, uint32_t port);

/* Sets block, why and why_span of the answer, or refusal; also whom it is for. others: no one thing says which. */
void pc_next_place(const struct pc_next_ports *ports, const struct pc_next_home *homes, struct pc_next *next);

/* Declared ranges of more than one port, of the host that is asked for, without doubles, by port. */
struct pc_next_blocks {
    struct PC_VEC(struct pc_next_block) list;
};
struct pc_next_blocks pc_next_declared(const struct pc_next_ports *ports);

#endif
