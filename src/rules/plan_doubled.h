/* PC103: a row that stands twice in one table, word for word. It contradicts nothing today, so it is only told. */
#ifndef PC_PLAN_DOUBLED_H
#define PC_PLAN_DOUBLED_H

#include "rule_tools.h"

void pc_check_doubled_rows(const struct pc_rule_context *ctx);

#endif
