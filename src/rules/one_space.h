/* Deployments of which nothing says where they run, and whose ports one registry gives out: they share one machine's
 * ports as far as that registry goes. */
#ifndef PC_ONE_SPACE_H
#define PC_ONE_SPACE_H

#include "rule.h"

/* Reports ports that two of them publish and that no row of the registry gives to anybody (where one does, the rules
 * about the plan tell). */
void pc_check_one_space(const struct pc_rule_context *ctx);

#endif
