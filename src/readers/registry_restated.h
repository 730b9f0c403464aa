#ifndef PC_REGISTRY_RESTATED_H
#define PC_REGISTRY_RESTATED_H

#include "builder.h"

/* Sets PC_CLAIM_RESTATED on planned and documented claims from index first on that repeat another section of the file.
 */
void pc_mark_restated(struct pc_builder *b, struct pc_arena *scratch, size_t first);

#endif
