/* The list of numbers of which nothing was made. */
#include "list_rows.h"
#include "output.h"

void pc_list_write_mentions(const struct pc_list_input *in, struct pc_list_rows *rows) {
    struct pc_places places;
    const struct pc_mention *mentions = pc_mentions_sorted(in->arena, in->reg);
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->reg->mention_count; i++) {
        struct pc_span span = mentions[i].span;
        pc_row_str(rows, pc_show_span(&rows->scratch, in->reg, span));
        pc_row_strz(rows, mentions[i].why);
        pc_row_strz(rows, in->sources[span.file].reader);
        pc_row_where(in, rows, &places, span);
        pc_row_end(rows);
    }
}
