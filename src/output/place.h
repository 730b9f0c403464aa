/* Line and column of a span. Columns count characters, so a line has to be read from its start: for the many findings
 * of one endless line that would be quadratic, so the counts of such files are kept. */
#ifndef PC_PLACE_H
#define PC_PLACE_H

#include "registry.h"

struct pc_places {
    struct pc_arena *arena;
    const struct pc_registry *reg;
    struct pc_place_marks *files; /* one a file, filled when first needed */
};

void pc_places_init(struct pc_places *places, struct pc_arena *arena, const struct pc_registry *reg);

/* The same as pc_position_at. An unknown file gives 1:1. */
struct pc_position pc_place_of(struct pc_places *places, pc_id file_id, uint32_t offset);

#endif
