/* A line of a file as it may be shown. */
#include "emit.h"
#include "hide.h"
#include "lookup.h"
#include "output.h"
#include "sort.h"

#define LINE_BYTES 200u   /* a line up to this length is shown whole; wide tables have about as much */
#define SMALLEST_LINE 80u /* even when the terminal has fewer columns */
#define HEAD_BYTES 40u    /* of a cut line: indentation and key, the first cell */
#define AROUND_BYTES 40u  /* on either side of a span */
#define TEXT_BYTES 1000u  /* of a span in a machine format */

#define SAME_SPAN 64u /* claims of one span that are looked at; aliases may give it many */

#define BOM PC_STR("\xEF\xBB\xBF")

/* What is known of the line while it is written out. */
struct writer {
    struct pc_hide hide;
    struct pc_buf *out;
    const char *ellipsis;
    uint32_t ellipsis_width;
    uint32_t column; /* display cells written */
    uint32_t gap;    /* column of the ellipsis that the last hidden byte went into */
    bool in_gap;     /* the last thing written is an ellipsis */
    struct pc_cells *cells;
};

static void write_gap(struct writer *w) {
    if (w->in_gap)
        return;
    w->gap = w->column;
    pc_buf_adds(w->out, w->ellipsis);
    w->column += w->ellipsis_width;
    w->in_gap = true;
}

/* Tells the spans that begin or end at this byte where they are. */
static void note_cells(struct writer *w, size_t from, size_t to, uint32_t column, uint32_t end) {
    for (size_t i = 0; i < w->hide.span_count; i++) {
        const struct pc_bytes *span = &w->hide.spans[i];
        if (span->from >= from && span->from < to)
            w->cells[i].from = column;
        if (span->to > span->from && span->to - 1 >= from && span->from < to)
            w->cells[i].to = end; /* the last character written of a span is where it ends, also when it is cut */
    }
}

static bool is_border(const struct pc_hide *hide, size_t at) {
    for (size_t i = 0; i < hide->span_count; i++) {
        if (hide->spans[i].from == at || hide->spans[i].to == at)
            return true;
    }
    return false;
}

/* Writes line[window) as far as it may be shown, in runs that no span's border divides. */
static void write_window(struct writer *w, struct pc_bytes window, const unsigned char *marks) {
    for (size_t at = window.from; at < window.to;) {
        bool shown = marks[at - window.from] == PC_SHOWN;
        size_t end = at + 1;
        while (end < window.to && (marks[end - window.from] == PC_SHOWN) == shown && !is_border(&w->hide, end))
            end++;
        uint32_t column = w->column;
        if (shown) {
            size_t before = w->out->len;
            pc_emit_slice(w->out, w->hide.line, at, end);
            w->column += (uint32_t)pc_utf8_width(pc_str_sub(pc_buf_str(w->out), before, w->out->len));
            w->in_gap = false;
        } else {
            write_gap(w);
            column = w->gap;
        }
        note_cells(w, at, end, column, w->column);
        at = end;
    }
}

static bool continues(struct pc_str line, size_t at) {
    return at < line.len && ((unsigned char)line.ptr[at] & 0xC0) == 0x80;
}

/* Moves a window's borders out of characters, by at most three bytes. */
static struct pc_bytes whole_characters(struct pc_str line, struct pc_bytes window) {
    for (int i = 0; i < 3 && window.from > 0 && continues(line, window.from); i++)
        window.from--;
    for (int i = 0; i < 3 && continues(line, window.to); i++)
        window.to++;
    return window;
}

static int compare_windows(const void *a, const void *b) {
    const struct pc_bytes *x = a;
    const struct pc_bytes *y = b;
    if (x->from != y->from)
        return pc_order(x->from, y->from);
    return pc_order(x->to, y->to);
}

/* The parts of a line that are shown, ascending and apart from each other. A long span is shown at its beginning. */
static size_t windows_of(struct pc_arena *arena, const struct pc_hide *hide, size_t limit, struct pc_bytes **windows) {
    struct pc_str line = hide->line;
    size_t bom = pc_str_starts(line, BOM) ? BOM.len : 0;
    struct pc_bytes *all = PC_NEW_ARRAY(arena, hide->span_count + 1, struct pc_bytes);
    *windows = all;
    if (line.len <= limit) {
        all[0] = (struct pc_bytes){bom, line.len};
        return 1;
    }
    all[0] = whole_characters(line, (struct pc_bytes){bom, HEAD_BYTES});
    for (size_t i = 0; i < hide->span_count; i++) {
        size_t from = hide->spans[i].from;
        size_t to = hide->spans[i].to - from > limit ? from + limit : hide->spans[i].to;
        struct pc_bytes window = {from > AROUND_BYTES + bom ? from - AROUND_BYTES : bom,
                                  line.len - to > AROUND_BYTES ? to + AROUND_BYTES : line.len};
        all[i + 1] = whole_characters(line, window);
    }
    pc_sort(all, hide->span_count + 1, sizeof *all, compare_windows);
    size_t kept = 1;
    for (size_t i = 1; i <= hide->span_count; i++) {
        if (all[i].from > all[kept - 1].to)
            all[kept++] = all[i];
        else if (all[i].to > all[kept - 1].to)
            all[kept - 1].to = all[i].to;
    }
    return kept;
}

static bool values_hidden(const struct pc_file *file, struct pc_str line) {
    return file->is_env_like || pc_hide_is_assignment(line);
}

/* Each span as bytes of its line, without what lies in later lines. */
static const struct pc_bytes *bytes_of(struct pc_arena *arena, struct pc_str raw, uint32_t start,
                                       const struct pc_span *spans, size_t count) {
    struct pc_bytes *bytes = PC_NEW_ARRAY(arena, count, struct pc_bytes);
    size_t bom = pc_str_starts(raw, BOM) ? BOM.len : 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = spans[i].offset > start ? spans[i].offset - start : 0;
        size_t to = from + spans[i].length;
        from = from > bom ? from : bom;
        bytes[i].from = from < raw.len ? from : raw.len;
        bytes[i].to = to < bytes[i].from ? bytes[i].from : to < raw.len ? to : raw.len;
    }
    return bytes;
}

/* The host before a dialled port, when the registry knows it as a service: such a name is no secret. */
static struct pc_str dialled_host(const struct pc_registry *reg, struct pc_span span) {
    size_t first = pc_first_claim_at(reg, span);
    for (size_t i = first; i < reg->claim_count && i - first < SAME_SPAN; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->span.file != span.file || claim->span.offset != span.offset)
            break;
        if (claim->role == PC_ROLE_DIALS && claim->service != PC_NONE && claim->name_span.file == span.file &&
            claim->name_span.offset + claim->name_span.length + 1 == span.offset)
            return pc_str_sub(reg->files[span.file].text, claim->name_span.offset, claim->name_span.length);
    }
    return PC_EMPTY;
}

static const struct pc_str *hosts_of(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_span *spans,
                                     size_t count) {
    struct pc_str *hosts = PC_NEW_ARRAY(arena, count, struct pc_str);
    for (size_t i = 0; i < count; i++)
        hosts[i] = dialled_host(reg, spans[i]);
    return hosts;
}

static void trim_end(struct pc_buf *buf) {
    while (buf->len > 0 && buf->ptr[buf->len - 1] == ' ')
        buf->len--;
}

struct pc_shown_line pc_show_line(struct pc_arena *arena, const struct pc_registry *reg, pc_id file_id, uint32_t line,
                                  const struct pc_span *spans, size_t count, const struct pc_output_options *options) {
    const struct pc_file *file = &reg->files[file_id];
    struct pc_str raw = pc_line_text(&file->lines, file->text, line);
    struct pc_buf out;
    pc_buf_init(&out, arena);
    struct writer w = {.out = &out,
                       .ellipsis = options->ascii ? "..." : PC_ELLIPSIS,
                       .ellipsis_width = options->ascii ? 3 : 1,
                       .cells = PC_NEW_ARRAY(arena, count, struct pc_cells)};
    w.hide = (struct pc_hide){.line = raw,
                              .values_hidden = values_hidden(file, raw),
                              .spans = bytes_of(arena, raw, file->lines.starts[line], spans, count),
                              .hosts = hosts_of(arena, reg, spans, count),
                              .span_count = count};
    size_t limit = options->width == 0 ? LINE_BYTES : options->width < SMALLEST_LINE ? SMALLEST_LINE : options->width;
    struct pc_bytes *windows;
    size_t window_count = windows_of(arena, &w.hide, limit, &windows);
    for (size_t i = 0; i < count; i++)
        w.cells[i] = (struct pc_cells){UINT32_MAX, 0};
    for (size_t i = 0; i < window_count; i++) {
        struct pc_bytes window = windows[i];
        unsigned char *marks = PC_NEW_ARRAY(arena, window.to - window.from, unsigned char);
        pc_hide_mark(&w.hide, window, marks);
        if (i > 0)
            write_gap(&w);
        write_window(&w, window, marks);
    }
    if (windows[window_count - 1].to < raw.len)
        write_gap(&w);
    for (size_t i = 0; i < count; i++) {
        if (w.cells[i].from == UINT32_MAX)
            w.cells[i].from = w.column; /* at the end of the line */
        if (w.cells[i].to <= w.cells[i].from)
            w.cells[i].to = w.cells[i].from + 1;
    }
    trim_end(&out);
    return (struct pc_shown_line){pc_buf_str(&out), w.cells};
}

struct pc_str pc_show_span(struct pc_arena *arena, const struct pc_registry *reg, struct pc_span span) {
    if (span.file >= reg->file_count || span.length == 0)
        return PC_EMPTY;
    const struct pc_file *file = &reg->files[span.file];
    uint32_t line = pc_line_at(&file->lines, span.offset);
    struct pc_str raw = pc_line_text(&file->lines, file->text, line);
    struct pc_hide hide = {.line = raw, .values_hidden = values_hidden(file, raw), .span_count = 1};
    hide.spans = bytes_of(arena, raw, file->lines.starts[line], &span, 1);
    struct pc_bytes window = hide.spans[0];
    size_t all = span.length;
    if (window.to - window.from > TEXT_BYTES)
        window = whole_characters(raw, (struct pc_bytes){window.from, window.from + TEXT_BYTES});
    unsigned char *marks = PC_NEW_ARRAY(arena, window.to - window.from, unsigned char);
    pc_hide_mark(&hide, window, marks);
    struct pc_buf out;
    pc_buf_init(&out, arena);
    bool in_gap = false;
    for (size_t at = window.from; at < window.to; at++) {
        bool shown = marks[at - window.from] == PC_SHOWN;
        if (shown)
            pc_buf_addc(&out, raw.ptr[at]);
        else if (!in_gap)
            pc_buf_adds(&out, PC_ELLIPSIS);
        in_gap = !shown;
    }
    if (window.to - window.from < all && !in_gap)
        pc_buf_adds(&out, PC_ELLIPSIS);
    return pc_buf_str(&out);
}

bool pc_span_is_file(struct pc_span span) {
    return span.offset == 0 && span.length == 0;
}
