/* What must hold of everything that readers have stated. */
#ifndef FUZZ_TREE_CHECKS_H
#define FUZZ_TREE_CHECKS_H

#include "draft.h"

/* Before the builder resolves: spans lie in their files, those of claims spell their ports, indices lead somewhere. */
void fuzz_check_builder(const struct pc_builder *b);
void fuzz_check_registry(const struct pc_registry *reg);

#endif
