/* A finding in its frame, for other formats that show it whole. */
#ifndef PC_FULL_H
#define PC_FULL_H

#include "output.h"
#include "place.h"

#define PC_FULL_SCRATCH_BYTES ((size_t)64 << 20) /* enough for any one finding */

/* Appends the frame of a finding and an empty line. What it needs on the way comes from scratch. */
void pc_full_finding(const struct pc_output_input *in, struct pc_places *places, struct pc_arena *scratch,
                     const struct pc_finding *f, struct pc_buf *out);

#endif
