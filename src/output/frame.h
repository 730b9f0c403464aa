/* The frame around the lines of a finding: gutter with line numbers, marks under spans, labels. */
#ifndef PC_FRAME_H
#define PC_FRAME_H

#include "output.h"

/* Characters of a frame. */
struct pc_glyphs {
    const char *bar;       /* between gutter and line; also from a mark down to its label */
    const char *first;     /* before the first path */
    const char *other;     /* before further paths */
    const char *gap;       /* between lines that are not neighbours */
    const char *primary;   /* under the primary span */
    const char *secondary; /* under the others */
    const char *note;      /* before a note, a blank behind it */
    const char *last;      /* before the last one */
    unsigned first_indent; /* how far first and other begin to the left of the bar, cells */
};

struct pc_frame {
    const struct pc_output_options *options;
    struct pc_arena *scratch;
    struct pc_buf *out;
    const struct pc_glyphs *glyphs;
    enum pc_level level; /* colour of primary marks */
    unsigned gutter;     /* width of the line numbers, cells */
};

/* One mark under a line. */
struct pc_mark {
    uint32_t from; /* display cells of the line, from < to */
    uint32_t to;
    bool primary;
    struct pc_str text; /* raw; may be empty */
};

void pc_frame_init(struct pc_frame *frame, const struct pc_output_options *options, struct pc_arena *scratch,
                   struct pc_buf *out);

/* The bar alone, no line end. */
void pc_frame_bar(const struct pc_frame *frame);
void pc_frame_empty(const struct pc_frame *frame);
/* "╭▸ " or "⸬  ", where the path follows. */
void pc_frame_path(const struct pc_frame *frame, bool first);
void pc_frame_line(const struct pc_frame *frame, uint32_t number, struct pc_str text);
void pc_frame_gap(const struct pc_frame *frame);
/* "├ note: " before the text, which is escaped here. */
void pc_frame_note(const struct pc_frame *frame, bool last, const char *keyword, struct pc_str text);

/* The rows below a line: marks, the label of the rightmost one behind it, those of the others in rows of their own.
 * Sorts marks. */
void pc_frame_marks(const struct pc_frame *frame, struct pc_mark *marks, size_t count);

#endif
