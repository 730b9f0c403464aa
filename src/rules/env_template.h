/* A service's env template (".env.example") that gives it a port of another service. */
#ifndef PC_ENV_TEMPLATE_H
#define PC_ENV_TEMPLATE_H

#include "rule.h"

/* A default that a deployment overrides is no finding. A template is copied, though, and when plan and deployment agree
 * on a port while the template gives the one that another service publishes beside it, it is stale and does harm. */
void pc_check_env_template(const struct pc_rule_context *ctx, pc_id service);

#endif
