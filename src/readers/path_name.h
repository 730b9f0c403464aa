/* Names of services that are written as paths. */
#ifndef PC_PATH_NAME_H
#define PC_PATH_NAME_H

#include "reader.h"

/* "services/billing", a folder of the tree, is "billing", "shop/web" is "shop-web", the package "@acme/mailer" is
 * "mailer". Any other name is given back as it is. */
struct pc_str pc_name_of_path(const struct pc_read_context *ctx, struct pc_str name);

#endif
