/* full: a frame a finding, with the lines of every place, then notes and helps. */
#include "full.h"

#include "emit.h"
#include "frame.h"
#include "paint.h"
#include "place.h"
#include "place_link.h"
#include "sort.h"

#define SHOWN_SPANS 8 /* of one finding, without --all-spans */

struct renderer {
    const struct pc_output_input *in;
    struct pc_buf *out;
    struct pc_arena *scratch;
    struct pc_places *places;
};

/* A label that is shown, and where. */
struct shown {
    const struct pc_label *label;
    size_t index;    /* among the finding's labels */
    size_t group;    /* files in order of their first label */
    bool whole;      /* the file as such, no line of it */
    uint32_t line;   /* 0-based */
    uint32_t number; /* of that line, as it is shown */
};

static int compare_sizes(size_t a, size_t b) {
    return pc_order(a, b);
}

static int compare_shown(const void *a, const void *b) {
    const struct shown *x = a;
    const struct shown *y = b;
    int order = compare_sizes(x->group, y->group);
    if (order == 0)
        order = compare_sizes(x->line, y->line);
    if (order == 0)
        order = compare_sizes(x->label->span.offset, y->label->span.offset);
    return order != 0 ? order : compare_sizes(x->index, y->index);
}

/* The group of a label: that of an earlier label of the same file, else a new one. A file as such is a group of its
 * own. */
static size_t group_of(const struct shown *shown, size_t count, pc_id file, bool whole) {
    size_t groups = 0;
    for (size_t i = 0; i < count; i++) {
        if (shown[i].label->span.file == file && shown[i].whole == whole)
            return shown[i].group;
        groups = shown[i].group + 1 > groups ? shown[i].group + 1 : groups;
    }
    return groups;
}

/* The labels to show, by file, then line, then offset. */
static size_t choose(struct renderer *r, const struct pc_finding *f, struct shown **all) {
    size_t limit = r->in->options.all_spans ? f->label_count : SHOWN_SPANS;
    size_t *picked = PC_NEW_ARRAY(r->scratch, limit, size_t);
    size_t count = pc_labels_pick(r->scratch, f->labels, f->label_count, limit, picked);
    struct shown *shown = PC_NEW_ARRAY(r->scratch, count, struct shown);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct pc_label *label = &f->labels[picked[i]];
        if (label->span.file >= r->in->reg->file_count)
            continue;
        const struct pc_file *file = &r->in->reg->files[label->span.file];
        bool whole = pc_span_is_file(label->span) || file->text.len == 0;
        shown[kept] = (struct shown){.label = label,
                                     .index = picked[i],
                                     .group = group_of(shown, kept, label->span.file, whole),
                                     .whole = whole,
                                     .line = pc_line_at(&file->lines, label->span.offset)};
        shown[kept].number = pc_line_number(file, shown[kept].line);
        kept++;
    }
    pc_sort(shown, kept, sizeof *shown, compare_shown);
    *all = shown;
    return kept;
}

static unsigned gutter_width(const struct shown *shown, size_t count) {
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        if (!shown[i].whole && shown[i].number > largest)
            largest = shown[i].number;
    }
    unsigned width = 1;
    for (; largest >= 10; largest /= 10)
        width++;
    return width;
}

static void write_header(struct renderer *r, const struct pc_finding *f) {
    const struct pc_output_options *options = &r->in->options;
    pc_buf_addf(r->out, "%s%s[%s %s]%s", pc_colour_on(options, PC_COLOUR_LEVEL, f->level), pc_level_name(f->level),
                f->rule->code, f->rule->name, pc_colour_off(options));
    pc_buf_addf(r->out, "%s: ", pc_colour_on(options, PC_COLOUR_BOLD, f->level));
    pc_emit_text(r->out, f->message);
    pc_buf_addf(r->out, "%s\n", pc_colour_off(options));
}

/* The primary label of a file, else the first that is no mere context, else the first. */
static const struct shown *lead_of(const struct shown *group, size_t count) {
    const struct shown *lead = NULL;
    for (size_t i = 0; i < count; i++) {
        if (group[i].label->primary)
            return &group[i];
        if (!lead && !group[i].label->context)
            lead = &group[i];
    }
    return lead ? lead : group;
}

/* "╭▸ path:line:column"; only the path for a whole file. */
static void write_path(struct renderer *r, const struct pc_frame *frame, const struct shown *group, size_t count,
                       bool first) {
    const struct shown *lead = lead_of(group, count);
    struct pc_span span = lead->label->span;
    struct pc_str path = r->in->reg->files[span.file].path;
    pc_frame_path(frame, first);
    bool here = r->in->reg->files[span.file].origin.len == 0; /* else there is no such file to link to */
    if (here)
        pc_link_on(r->in, path, r->out);
    pc_emit_slice(r->out, path, 0, path.len);
    if (!pc_span_is_file(span)) {
        struct pc_position at = pc_place_of(r->places, span.file, span.offset);
        pc_buf_addf(r->out, ":%u:%u", (unsigned)at.line, (unsigned)at.column);
    }
    if (here)
        pc_link_off(r->in, r->out);
    if (lead->whole && lead->label->text.len > 0) {
        pc_buf_adds(r->out, ": ");
        pc_emit_text(r->out, lead->label->text);
    }
    pc_buf_addc(r->out, '\n');
}

/* A line with all its spans. */
static void write_line(struct renderer *r, const struct pc_frame *frame, const struct shown *shown, size_t count) {
    struct pc_span *spans = PC_NEW_ARRAY(r->scratch, count, struct pc_span);
    struct pc_mark *marks = PC_NEW_ARRAY(r->scratch, count, struct pc_mark);
    for (size_t i = 0; i < count; i++)
        spans[i] = shown[i].label->span;
    struct pc_shown_line line =
        pc_show_line(r->scratch, r->in->reg, spans[0].file, shown[0].line, spans, count, &r->in->options);
    for (size_t i = 0; i < count; i++)
        marks[i] =
            (struct pc_mark){line.cells[i].from, line.cells[i].to, shown[i].label->primary, shown[i].label->text};
    pc_frame_line(frame, shown[0].number, line.text);
    pc_frame_marks(frame, marks, count);
}

/* The lines of one file. */
static void write_lines(struct renderer *r, const struct pc_frame *frame, const struct shown *shown, size_t count) {
    pc_frame_empty(frame);
    for (size_t at = 0; at < count;) {
        size_t end = at + 1;
        while (end < count && shown[end].line == shown[at].line)
            end++;
        if (at > 0 && shown[at].number > shown[at - 1].number + 1)
            pc_frame_gap(frame);
        write_line(r, frame, &shown[at], end - at);
        at = end;
    }
}

/* What is not shown of a finding's places. */
static struct pc_str left_over(struct renderer *r, const struct pc_finding *f, size_t shown) {
    size_t hidden = f->label_count - shown;
    size_t left = hidden + f->label_left;
    const char *places = left == 1 ? "place" : "places";
    if (left == 0)
        return PC_EMPTY;
    if (hidden == 0)
        return pc_str_fmt(r->scratch, "%zu more %s", left, places);
    if (f->label_left == 0)
        return pc_str_fmt(r->scratch, "%zu more %s, --all-spans shows %s", left, places, left == 1 ? "it" : "them");
    return pc_str_fmt(r->scratch, "%zu more %s, --all-spans shows %zu of them", left, places, hidden);
}

static void write_notes(struct renderer *r, const struct pc_frame *frame, const struct pc_finding *f, size_t shown) {
    for (size_t i = 0; i < f->note_count; i++)
        pc_frame_note(frame, false, "note", f->notes[i]);
    struct pc_str more = left_over(r, f, shown);
    if (more.len > 0)
        pc_frame_note(frame, false, "note", more);
    for (size_t i = 0; i < f->help_count; i++)
        pc_frame_note(frame, false, "help", f->helps[i]);
    pc_frame_note(frame, true, "docs", pc_str_fmt(r->scratch, "run `portcheck explain %s`", f->rule->code));
}

void pc_full_finding(const struct pc_output_input *in, struct pc_places *places, struct pc_arena *scratch,
                     const struct pc_finding *f, struct pc_buf *out) {
    struct renderer renderer = {.in = in, .out = out, .scratch = scratch, .places = places};
    struct renderer *r = &renderer;
    struct shown *shown;
    size_t count = choose(r, f, &shown);
    struct pc_frame frame;
    pc_frame_init(&frame, &r->in->options, r->scratch, r->out);
    frame.level = f->level;
    frame.gutter = gutter_width(shown, count);
    write_header(r, f);
    for (size_t at = 0; at < count;) {
        size_t end = at + 1;
        while (end < count && shown[end].group == shown[at].group)
            end++;
        if (at > 0)
            pc_frame_empty(&frame);
        write_path(r, &frame, &shown[at], end - at, at == 0);
        if (!shown[at].whole)
            write_lines(r, &frame, &shown[at], end - at);
        at = end;
    }
    if (count > 0)
        pc_frame_empty(&frame);
    write_notes(r, &frame, f, count);
    pc_buf_addc(r->out, '\n');
}

static void write_finding(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                          void *arg) {
    pc_full_finding(in, places, in->arena, f, arg);
}

static void write_full(const struct pc_output_input *in, struct pc_buf *out) {
    pc_output_findings(in, out, write_finding, out);
    if (!in->options.quiet)
        pc_output_summary(in, out);
}

const struct pc_output pc_output_full = {
    .name = "full",
    .summary = "every place with its line, notes and helps (the default)",
    .for_people = true,
    .write = write_full,
};
