/* Where each service stands on each host (standing.h), judged as PC301, PC302 and PC307 judge: what they report has a
 * standing that says so, and the reverse. */
#ifndef PC_STANDINGS_H
#define PC_STANDINGS_H

#include "rule.h"
#include "standing.h"

struct pc_standings pc_standings_of(const struct pc_rule_context *ctx);

#endif
