#include "frame.h"

#include "emit.h"
#include "paint.h"

static const struct pc_glyphs unicode_glyphs = {
    .bar = "\xE2\x94\x82",                /* │ */
    .first = "\xE2\x95\xAD\xE2\x96\xB8 ", /* ╭▸ */
    .other = "\xE2\xB8\xAC  ",            /* ⸬ */
    .gap = PC_ELLIPSIS,
    .primary = "\xE2\x94\x81",   /* ━ */
    .secondary = "\xE2\x94\x80", /* ─ */
    .note = "\xE2\x94\x9C ",     /* ├ */
    .last = "\xE2\x95\xB0 ",     /* ╰ */
};

/* Further paths have the arrow of the first one: ":::", as compilers draw it, would begin a line like a build server's
 * command. */
static const struct pc_glyphs ascii_glyphs = {
    .bar = "|",
    .first = "--> ",
    .other = "--> ",
    .gap = "...",
    .primary = "^",
    .secondary = "-",
    .note = "= ",
    .last = "= ",
    .first_indent = 1,
};

void pc_frame_init(struct pc_frame *frame, const struct pc_output_options *options, struct pc_arena *scratch,
                   struct pc_buf *out) {
    *frame = (struct pc_frame){.options = options,
                               .scratch = scratch,
                               .out = out,
                               .glyphs = options->ascii ? &ascii_glyphs : &unicode_glyphs,
                               .gutter = 1};
}

static void paint(const struct pc_frame *frame, enum pc_colour colour, const char *text) {
    pc_buf_adds(frame->out, pc_colour_on(frame->options, colour, frame->level));
    pc_buf_adds(frame->out, text);
    pc_buf_adds(frame->out, pc_colour_off(frame->options));
}

void pc_frame_bar(const struct pc_frame *frame) {
    pc_buf_fill(frame->out, ' ', frame->gutter + 1);
    paint(frame, PC_COLOUR_DIM, frame->glyphs->bar);
}

void pc_frame_empty(const struct pc_frame *frame) {
    pc_frame_bar(frame);
    pc_buf_addc(frame->out, '\n');
}

void pc_frame_path(const struct pc_frame *frame, bool first) {
    pc_buf_fill(frame->out, ' ', frame->gutter + 1 - frame->glyphs->first_indent);
    paint(frame, PC_COLOUR_DIM, first ? frame->glyphs->first : frame->glyphs->other);
}

void pc_frame_line(const struct pc_frame *frame, uint32_t number, struct pc_str text) {
    pc_buf_adds(frame->out, pc_colour_on(frame->options, PC_COLOUR_DIM, frame->level));
    pc_buf_addf(frame->out, "%*u %s", (int)frame->gutter, (unsigned)number, frame->glyphs->bar);
    pc_buf_adds(frame->out, pc_colour_off(frame->options));
    if (text.len > 0)
        pc_buf_addc(frame->out, ' ');
    pc_buf_add(frame->out, text);
    pc_buf_addc(frame->out, '\n');
}

void pc_frame_gap(const struct pc_frame *frame) {
    paint(frame, PC_COLOUR_DIM, frame->glyphs->gap);
    pc_buf_addc(frame->out, '\n');
}

void pc_frame_note(const struct pc_frame *frame, bool last, const char *keyword, struct pc_str text) {
    pc_buf_fill(frame->out, ' ', frame->gutter + 1);
    paint(frame, PC_COLOUR_DIM, last ? frame->glyphs->last : frame->glyphs->note);
    paint(frame, PC_COLOUR_BOLD, keyword);
    pc_buf_adds(frame->out, ": ");
    pc_emit_text(frame->out, text);
    pc_buf_addc(frame->out, '\n');
}
