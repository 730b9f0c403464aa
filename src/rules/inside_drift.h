/* Container ports of a registry's rows against the mappings that the rows are about: a part of PC301. */
#ifndef PC_INSIDE_DRIFT_H
#define PC_INSIDE_DRIFT_H

#include "say.h"

/* A cell with another container port than its mapping leads to. */
struct pc_inside_drift {
    pc_id cell, binding;    /* claims; the binding is the mapping's host port */
    struct pc_ports target; /* where the mapping leads */
};
struct pc_inside_drifts {
    struct PC_VEC(struct pc_inside_drift) list;
};
struct pc_inside_drifts pc_inside_drifts_of(const struct pc_rule_context *ctx, pc_id service);

/* Tells of them. */
void pc_check_inside_drift(const struct pc_rule_context *ctx, pc_id service);

#endif
