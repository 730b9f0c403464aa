/* Which ports some claims speak of, the rows of a file for one: their union, as intervals. */
#ifndef PC_COVER_H
#define PC_COVER_H

#include "rule.h"
#include "view.h"

struct pc_cover {
    const struct pc_ports *items; /* disjoint, not even touching, sorted */
    const uint32_t *before;       /* ports in the intervals before this one; count + 1 entries */
    size_t count;
};

/* The union of the ports of some claims. */
struct pc_cover pc_cover_of_claims(const struct pc_rule_context *ctx, struct pc_claims claims);

/* The union of those claims of a file that the function takes. */
struct pc_cover pc_cover_of_file(const struct pc_rule_context *ctx, pc_id file,
                                 bool (*takes)(const struct pc_registry *reg, const struct pc_claim *claim));

/* The first interval that reaches port or lies above it; count when there is none. */
size_t pc_cover_reaching(const struct pc_cover *cover, uint32_t port);

/* Is one of the ports covered? */
bool pc_cover_meets(const struct pc_cover *cover, struct pc_ports ports);

/* How many ports of an interval are covered. */
uint32_t pc_cover_within(const struct pc_cover *cover, struct pc_ports ports);

uint32_t pc_ports_width(struct pc_ports ports);

#endif
