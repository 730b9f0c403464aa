/* Findings one after the other, in little memory. */
#include "output.h"
#include "place.h"

#define PIECE_BYTES ((size_t)256 << 10) /* handed over at a time */

void pc_output_piece(const struct pc_output_input *in, struct pc_buf *out) {
    if (in->take && out->len >= PIECE_BYTES) {
        in->take(in->take_arg, out->ptr, out->len);
        out->len = 0;
    }
}

static void finish_arena(void *arena) {
    pc_arena_finish(arena);
}

void pc_output_findings(const struct pc_output_input *in, struct pc_buf *out, pc_output_write_finding *write,
                        void *arg) {
    struct pc_arena scratch;
    struct pc_cleanup cleanup;
    struct pc_places places;
    struct pc_output_input one = *in;
    one.arena = &scratch;
    pc_arena_init(&scratch, in->arena->budget > in->arena->used ? in->arena->budget - in->arena->used : 0,
                  in->arena->recovery);
    pc_defer(in->arena->recovery, &cleanup, finish_arena, &scratch);
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->finding_count; i++) {
        write(&one, &places, in->findings[i], arg);
        pc_arena_reset(&scratch);
        pc_output_piece(in, out);
    }
    pc_undefer(in->arena->recovery, &cleanup);
    pc_arena_finish(&scratch);
}
