/* From the root of a YAML or JSON registry to its entries. */
#ifndef PC_DATA_WALK_H
#define PC_DATA_WALK_H

#include "data_claims.h"

/* Makes every claim of one document. A file without any name speaks of the directory that it lies in. */
void pc_data_walk(struct pc_data_reader *r, const struct pc_node *root);

#endif
