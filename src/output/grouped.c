/* grouped: a heading a file (or host, service, rule), a line a finding below it. */
#include "emit.h"
#include "group.h"
#include "paint.h"
#include "place_link.h"
#include "spot.h"

struct row {
    struct pc_spot spot;
    struct pc_str place; /* "12:3"; below other headings than files "docs/PORTS.md:12:3" */
    size_t width;
};

static struct row row_of(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f) {
    struct row row = {.spot = pc_spot_of(in, places, f)};
    struct pc_buf place;
    pc_buf_init(&place, in->arena);
    if (in->options.group_by != PC_GROUP_BY_FILE) {
        pc_emit_slice(&place, row.spot.path, 0, row.spot.path.len);
        pc_buf_addc(&place, ':');
    }
    pc_buf_addf(&place, "%u:%u", (unsigned)row.spot.at.line, (unsigned)row.spot.at.column);
    row.place = pc_buf_str(&place);
    row.width = pc_utf8_width(row.place);
    return row;
}

static struct pc_str heading_of(const struct pc_output_input *in, struct pc_str heading) {
    if (heading.len > 0)
        return heading;
    return in->options.group_by == PC_GROUP_BY_HOST ? PC_STR("no host is named") : PC_STR("no service is named");
}

static void write_heading(const struct pc_output_input *in, struct pc_str heading, bool first, struct pc_buf *out) {
    bool path = in->options.group_by == PC_GROUP_BY_FILE;
    pc_buf_adds(out, first ? "" : "\n");
    pc_buf_adds(out, pc_colour_on(&in->options, PC_COLOUR_BOLD, PC_LEVEL_DEFAULT));
    if (path)
        pc_link_on(in, heading, out);
    pc_emit_first(out, heading_of(in, heading));
    if (path)
        pc_link_off(in, out);
    pc_buf_addf(out, "%s\n", pc_colour_off(&in->options));
}

static void write_row(const struct pc_output_input *in, const struct pc_finding *f, const struct row *row, size_t width,
                      struct pc_buf *out) {
    const char *level = pc_level_name(f->level);
    bool path = in->options.group_by != PC_GROUP_BY_FILE;
    pc_buf_adds(out, "  ");
    if (path)
        pc_link_on(in, row->spot.path, out);
    pc_buf_add(out, row->place);
    if (path)
        pc_link_off(in, out);
    pc_buf_fill(out, ' ', width - row->width);
    pc_buf_addf(out, "  %s%s%s", pc_colour_on(&in->options, PC_COLOUR_LEVEL, f->level), level,
                pc_colour_off(&in->options));
    pc_buf_fill(out, ' ', sizeof "warning" - 1 - pc_str_c(level).len);
    pc_buf_addf(out, "  %s  ", f->rule->code);
    pc_emit_text(out, f->message);
    pc_buf_addf(out, " (%s)\n", f->rule->name);
}

static void write_grouped(const struct pc_output_input *in, struct pc_buf *out) {
    size_t count;
    const struct pc_grouped *all = pc_group_findings(in, &count);
    struct row *rows = PC_NEW_ARRAY(in->arena, in->finding_count, struct row);
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->finding_count; i++)
        rows[i] = row_of(in, &places, in->findings[i]);
    for (size_t from = 0, to; from < count; from = to) {
        size_t width = 0;
        for (to = from; to < count && pc_str_eq(all[to].heading, all[from].heading); to++)
            width = rows[all[to].finding].width > width ? rows[all[to].finding].width : width;
        write_heading(in, all[from].heading, from == 0, out);
        for (size_t i = from; i < to; i++)
            write_row(in, in->findings[all[i].finding], &rows[all[i].finding], width, out);
    }
    if (in->options.quiet)
        return;
    pc_buf_adds(out, count > 0 ? "\n" : "");
    pc_output_summary(in, out);
}

const struct pc_output pc_output_grouped = {
    .name = "grouped",
    .summary = "a line a finding, below its file or what --group-by says",
    .for_people = true,
    .write = write_grouped,
};
