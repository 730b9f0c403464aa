/* concise: path:line:col: severity[PCnnn] message (name), one line a finding. Every line has that shape: a finding
 * about a whole file stands at 1:1, one about the whole run at the root, ".". */
#include "emit.h"
#include "paint.h"
#include "place.h"
#include "place_link.h"

static void write_place(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                        struct pc_buf *out) {
    struct pc_position at = {1, 1, 1};
    struct pc_str path = f->path.len > 0 ? f->path : PC_STR(".");
    if (f->label_count > 0 && f->labels[0].span.file < in->reg->file_count) {
        struct pc_span span = f->labels[0].span;
        path = in->reg->files[span.file].path;
        at = pc_place_of(places, span.file, span.offset);
    }
    pc_link_on(in, path, out);
    pc_emit_first(out, path);
    pc_buf_addf(out, ":%u:%u", (unsigned)at.line, (unsigned)at.column);
    pc_link_off(in, out);
    pc_buf_adds(out, ": ");
}

static void write_line(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                       void *arg) {
    struct pc_buf *out = arg;
    write_place(in, places, f, out);
    pc_buf_addf(out, "%s%s[%s]%s ", pc_colour_on(&in->options, PC_COLOUR_LEVEL, f->level), pc_level_name(f->level),
                f->rule->code, pc_colour_off(&in->options));
    pc_emit_text(out, f->message);
    pc_buf_addf(out, " (%s%s)\n", f->rule->name,
                f->suppressed ? ", suppressed"
                : f->baseline ? ", in the baseline"
                              : "");
}

static void write_concise(const struct pc_output_input *in, struct pc_buf *out) {
    pc_output_findings(in, out, write_line, out);
    if (!in->options.quiet)
        pc_output_summary(in, out);
}

const struct pc_output pc_output_concise = {
    .name = "concise",
    .summary = "one line a finding: path:line:col: severity[code] message (name)",
    .for_people = true,
    .write = write_concise,
};
