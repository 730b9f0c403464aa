/* Ports that belong together, back end and front end. Inside plans only. */
#ifndef PC_NEXT_PAIRS_H
#define PC_NEXT_PAIRS_H

#include "next_place.h"

/* The pair of ranges that the block of the answer belongs to: of the configuration, else as the pairs that there are
 * lie. Else NULL, and next->refusal says why. */
const struct pc_next_pair *pc_next_pair_of(const struct pc_next_ports *ports, const struct pc_next_home *homes,
                                           struct pc_next *next);

/* The free port of the block that goes with the one that the other half of the service has (`tide-server` of
 * "tide-web"); sets pair_why. 0: nothing says so, or it is not free. */
uint16_t pc_next_matching(const struct pc_next_ports *ports, const struct pc_next_home *homes, struct pc_next *next);

/* Fills choices, skips and left with pairs. The block asked for may be a part of the pair's range. */
void pc_next_pick_pairs(const struct pc_next_ports *ports, const struct pc_next_pair *pair, struct pc_next *next);

#endif
