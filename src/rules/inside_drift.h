/* Container ports of a registry's rows against the mappings that the rows are about: a part of PC301. */
#ifndef PC_INSIDE_DRIFT_H
#define PC_INSIDE_DRIFT_H

#include "say.h"

void pc_check_inside_drift(const struct pc_rule_context *ctx, pc_id service);

#endif
