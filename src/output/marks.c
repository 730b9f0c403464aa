/* Marks and labels under a line.
 *
 *     │ | 3000 | web | api |
 *     │   ━━━━   ───   ─── the rightmost label stands behind its mark
 *     │   │      │
 *     │   │      the others hang below,
 *     │   from right to left
 */
#include "emit.h"
#include "frame.h"
#include "paint.h"
#include "sort.h"

enum cell { CELL_BLANK = 0, CELL_SECONDARY, CELL_PRIMARY };

static int compare_marks(const void *a, const void *b) {
    const struct pc_mark *x = a;
    const struct pc_mark *y = b;
    if (x->from != y->from)
        return pc_order(x->from, y->from);
    if (x->to != y->to)
        return pc_order(x->to, y->to);
    return y->primary - x->primary;
}

static enum pc_colour colour_of(bool primary) {
    return primary ? PC_COLOUR_LEVEL : PC_COLOUR_BLUE;
}

static void begin(const struct pc_frame *frame, bool primary) {
    pc_buf_adds(frame->out, pc_colour_on(frame->options, colour_of(primary), frame->level));
}

static void end(const struct pc_frame *frame) {
    pc_buf_adds(frame->out, pc_colour_off(frame->options));
}

static void write_label(const struct pc_frame *frame, const struct pc_mark *mark) {
    begin(frame, mark->primary);
    pc_emit_text(frame->out, mark->text);
    end(frame);
}

/* The row of ━ and ─. Returns its width. */
static uint32_t write_cells(const struct pc_frame *frame, const struct pc_mark *marks, size_t count) {
    uint32_t width = 0;
    for (size_t i = 0; i < count; i++)
        width = marks[i].to > width ? marks[i].to : width;
    unsigned char *cells = PC_NEW_ARRAY(frame->scratch, width, unsigned char);
    for (size_t i = 0; i < count; i++) {
        unsigned char cell = marks[i].primary ? CELL_PRIMARY : CELL_SECONDARY;
        for (uint32_t at = marks[i].from; at < marks[i].to; at++)
            cells[at] = cells[at] > cell ? cells[at] : cell;
    }
    for (uint32_t at = 0; at < width;) {
        uint32_t stop = at;
        while (stop < width && cells[stop] == cells[at])
            stop++;
        if (cells[at] == CELL_BLANK) {
            pc_buf_fill(frame->out, ' ', stop - at);
        } else {
            begin(frame, cells[at] == CELL_PRIMARY);
            for (uint32_t i = at; i < stop; i++)
                pc_buf_adds(frame->out, cells[at] == CELL_PRIMARY ? frame->glyphs->primary : frame->glyphs->secondary);
            end(frame);
        }
        at = stop;
    }
    return width;
}

/* Bars from marks[0..count) that have a label down past this row, as far as they begin before column limit. Returns the
 * column reached. */
static uint32_t write_bars(const struct pc_frame *frame, const struct pc_mark *marks, size_t count, uint32_t limit) {
    uint32_t column = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = i > 0 && column > marks[i].from;
        if (marks[i].text.len == 0 || marks[i].from >= limit || again)
            continue;
        pc_buf_fill(frame->out, ' ', marks[i].from - column);
        begin(frame, marks[i].primary);
        pc_buf_adds(frame->out, frame->glyphs->bar);
        end(frame);
        column = marks[i].from + 1;
    }
    return column;
}

void pc_frame_marks(const struct pc_frame *frame, struct pc_mark *marks, size_t count) {
    pc_sort(marks, count, sizeof *marks, compare_marks);
    pc_frame_bar(frame);
    pc_buf_addc(frame->out, ' ');
    uint32_t width = write_cells(frame, marks, count);
    size_t left = count; /* marks[0..left) have their labels below */
    if (marks[count - 1].to == width) {
        left--;
        if (marks[left].text.len > 0) {
            pc_buf_addc(frame->out, ' ');
            write_label(frame, &marks[left]);
        }
    }
    pc_buf_addc(frame->out, '\n');
    bool joined = false; /* the row of bars above the labels is written */
    for (size_t i = left; i > 0; i--) {
        const struct pc_mark *mark = &marks[i - 1];
        if (mark->text.len == 0)
            continue;
        if (!joined) {
            pc_frame_bar(frame);
            pc_buf_addc(frame->out, ' ');
            write_bars(frame, marks, left, UINT32_MAX);
            pc_buf_addc(frame->out, '\n');
            joined = true;
        }
        pc_frame_bar(frame);
        pc_buf_addc(frame->out, ' ');
        uint32_t column = write_bars(frame, marks, i - 1, mark->from);
        pc_buf_fill(frame->out, ' ', mark->from - column);
        write_label(frame, mark);
        pc_buf_addc(frame->out, '\n');
    }
}
