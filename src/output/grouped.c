/* grouped: a heading a file, a line a finding below it. */
#include "emit.h"
#include "paint.h"
#include "place_link.h"
#include "spot.h"

struct row {
    struct pc_spot spot;
    unsigned width; /* of "line:column" */
};

static unsigned digits_of(uint32_t number) {
    unsigned count = 1;
    for (; number >= 10; number /= 10)
        count++;
    return count;
}

static void write_heading(const struct pc_output_input *in, struct pc_str path, bool first, struct pc_buf *out) {
    pc_buf_adds(out, first ? "" : "\n");
    pc_buf_adds(out, pc_colour_on(&in->options, PC_COLOUR_BOLD, PC_LEVEL_DEFAULT));
    pc_link_on(in, path, out);
    pc_emit_first(out, path);
    pc_link_off(in, out);
    pc_buf_addf(out, "%s\n", pc_colour_off(&in->options));
}

static void write_row(const struct pc_output_input *in, const struct pc_finding *f, const struct row *row,
                      unsigned width, struct pc_buf *out) {
    const char *level = pc_level_name(f->level);
    pc_buf_addf(out, "  %u:%u", (unsigned)row->spot.at.line, (unsigned)row->spot.at.column);
    pc_buf_fill(out, ' ', width - row->width);
    pc_buf_addf(out, "  %s%s%s", pc_colour_on(&in->options, PC_COLOUR_LEVEL, f->level), level,
                pc_colour_off(&in->options));
    pc_buf_fill(out, ' ', sizeof "warning" - 1 - pc_str_c(level).len);
    pc_buf_addf(out, "  %s  ", f->rule->code);
    pc_emit_text(out, f->message);
    pc_buf_addf(out, " (%s)\n", f->rule->name);
}

static void write_grouped(const struct pc_output_input *in, struct pc_buf *out) {
    const size_t *order = pc_spots_by_path(in);
    struct row *rows = PC_NEW_ARRAY(in->arena, in->finding_count, struct row);
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->finding_count; i++) {
        struct pc_spot spot = pc_spot_of(in, &places, in->findings[order[i]]);
        rows[i] = (struct row){spot, digits_of(spot.at.line) + 1 + digits_of(spot.at.column)};
    }
    for (size_t from = 0, to; from < in->finding_count; from = to) {
        unsigned width = 0;
        for (to = from; to < in->finding_count && pc_str_eq(rows[to].spot.path, rows[from].spot.path); to++)
            width = rows[to].width > width ? rows[to].width : width;
        write_heading(in, rows[from].spot.path, from == 0, out);
        for (size_t i = from; i < to; i++)
            write_row(in, in->findings[order[i]], &rows[i], width, out);
    }
    if (in->options.quiet)
        return;
    pc_buf_adds(out, in->finding_count > 0 ? "\n" : "");
    pc_output_summary(in, out);
}

const struct pc_output pc_output_grouped = {
    .name = "grouped",
    .summary = "a line a finding, below the file in which it stands",
    .for_people = true,
    .write = write_grouped,
};
