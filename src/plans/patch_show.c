/* The diff for people. */
#include "emit.h"
#include "hide.h"
#include "lookup.h"
#include "paint.h"
#include "patch.h"
#include "patch_lines.h"

#define BOM PC_STR("\xEF\xBB\xBF")

/* What is pointed at in one version of a file: ports of claims, and what edits take out and put in. */
struct points {
    struct PC_VEC(struct pc_bytes) spans; /* by from */
    struct PC_VEC(struct pc_str) hosts;   /* of each */
};

struct shown {
    struct pc_patch_printer printer;
    const struct pc_registry *reg;
    const struct pc_output_options *options;
    struct pc_buf *out;
    const struct pc_change *prepared; /* whose the following are */
    struct points old, now;
    bool hidden, crlf; /* values of its lines are hidden; every line of it ends in CR LF */
    struct pc_patch_shown counts;
};

static void add_point(struct points *points, struct pc_arena *arena, size_t from, size_t to, struct pc_str host) {
    *PC_PUSH(&points->spans, arena) = (struct pc_bytes){from, to};
    *PC_PUSH(&points->hosts, arena) = host;
}

/* The service before a dialled port ("gate:7001"), which the registry knows. */
static struct pc_str host_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    if (claim->role != PC_ROLE_DIALS || claim->service == PC_NONE || claim->name_span.file != claim->span.file ||
        claim->name_span.offset + claim->name_span.length + 1 != claim->span.offset)
        return PC_EMPTY;
    return pc_span_text(reg, claim->name_span);
}

/* Claims and edits side by side, both by their places. */
static void prepare(struct shown *s, const struct pc_change *change) {
    struct pc_arena *arena = s->printer.arena;
    const struct pc_registry *reg = s->reg;
    s->prepared = change;
    s->old = s->now = (struct points){0};
    bool known = change->file != PC_NONE;
    s->hidden = !known || reg->files[change->file].is_env_like;
    pc_id claim = known ? pc_first_claim_at(reg, (struct pc_span){change->file, 0, 0}) : (pc_id)reg->claim_count;
    size_t edit = 0;
    ptrdiff_t delta = 0;
    for (;;) {
        const struct pc_claim *c =
            claim < reg->claim_count && reg->claims[claim].span.file == change->file ? &reg->claims[claim] : NULL;
        const struct pc_edit *e = edit < change->edit_count ? &change->edits[edit] : NULL;
        if (!c && !e)
            break;
        if (e && (!c || e->span.offset <= c->span.offset)) {
            size_t from = e->span.offset, now = (size_t)((ptrdiff_t)from + delta);
            add_point(&s->old, arena, from, from + e->span.length, PC_EMPTY);
            add_point(&s->now, arena, now, now + e->text.len, PC_EMPTY);
            /* A claim that the edit is about keeps the service that is dialled there. */
            if (c && c->span.offset == e->span.offset) {
                add_point(&s->old, arena, from, from + e->span.length, host_of(reg, c));
                add_point(&s->now, arena, now, now + e->text.len, host_of(reg, c));
            }
            delta += (ptrdiff_t)e->text.len - (ptrdiff_t)e->span.length;
            edit++;
        } else if (c) {
            size_t from = c->span.offset, now = (size_t)((ptrdiff_t)from + delta);
            add_point(&s->old, arena, from, from + c->span.length, host_of(reg, c));
            add_point(&s->now, arena, now, now + c->span.length, host_of(reg, c));
            claim++;
        }
    }
}

static bool ends_in_crlf(const struct pc_diff_lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        struct pc_str line = pc_diff_line(lines, i);
        if (pc_str_ends(line, PC_STR("\n")) && !pc_str_ends(line, PC_STR("\r\n")))
            return false;
    }
    return lines->count > 0;
}

/* The points that begin in [from, to) of the text, as bytes of the line that begins at from. */
static size_t points_in(const struct points *points, struct pc_arena *arena, size_t from, size_t to,
                        struct pc_bytes **spans, const struct pc_str **hosts) {
    size_t low = 0, high = points->spans.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (points->spans.items[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < points->spans.count && points->spans.items[end].from < to)
        end++;
    *spans = PC_NEW_ARRAY(arena, end - low, struct pc_bytes);
    *hosts = end > low ? &points->hosts.items[low] : NULL;
    for (size_t i = low; i < end; i++) {
        struct pc_bytes span = points->spans.items[i];
        (*spans)[i - low] = (struct pc_bytes){span.from - from, (span.to < to ? span.to : to) - from};
    }
    return end - low;
}

/* A suppression is shown with its reason, as findings show it, unless that holds a URL. */
static void mark_suppression(struct pc_str line, unsigned char *marks) {
    size_t at = pc_str_find_nocase(line, PC_STR("portcheck: ignore"), 0);
    if (at == PC_NPOS || pc_str_find(line, PC_STR("://"), at) != PC_NPOS)
        return;
    while (at > 0 &&
           (pc_is_space(line.ptr[at - 1]) || pc_str_find_char(PC_STR("#/-;*<!"), line.ptr[at - 1], 0) != PC_NPOS))
        at--;
    for (size_t i = at; i < line.len; i++)
        marks[i] = PC_SHOWN;
}

/* The line with "…" for what is hidden. */
static struct pc_str visible(struct shown *s, struct pc_str line, char sign, size_t offset) {
    struct pc_arena *arena = s->printer.arena;
    struct pc_bytes *spans;
    struct pc_hide hide = {.line = line, .values_hidden = s->hidden || pc_hide_is_assignment(line)};
    hide.span_count = points_in(sign == '+' ? &s->now : &s->old, arena, offset, offset + line.len, &spans, &hide.hosts);
    hide.spans = spans;
    unsigned char *marks = PC_NEW_ARRAY(arena, line.len, unsigned char);
    pc_hide_mark(&hide, (struct pc_bytes){0, line.len}, marks);
    mark_suppression(line, marks);
    struct pc_buf text;
    pc_buf_init(&text, arena);
    bool gap = false, any = false;
    for (size_t i = 0; i < line.len; i++) {
        if (marks[i] == PC_SHOWN)
            pc_buf_addc(&text, line.ptr[i]);
        else if (!gap)
            pc_buf_adds(&text, s->options->ascii ? "..." : PC_ELLIPSIS);
        gap = marks[i] != PC_SHOWN;
        any = any || gap;
    }
    s->counts.hidden += any;
    return pc_buf_str(&text);
}

/* Tabs stay: in a diff they are harmless, and a patch program needs them. */
static void emit(struct pc_buf *out, struct pc_str text) {
    if (pc_str_starts(pc_str_trim(text), PC_STR("::"))) {
        pc_emit_first(out, text);
        return;
    }
    for (size_t from = 0; from < text.len;) {
        size_t tab = pc_str_find_char(text, '\t', from);
        pc_emit_slice(out, text, from, tab == PC_NPOS ? text.len : tab);
        if (tab == PC_NPOS)
            break;
        pc_buf_addc(out, '\t');
        from = tab + 1;
    }
}

static void show_heading(struct pc_patch_printer *printer, const char *text) {
    struct shown *s = (struct shown *)(void *)printer;
    enum pc_colour colour = text[0] == '@' ? PC_COLOUR_BLUE : PC_COLOUR_BOLD;
    if (s->prepared != printer->change) {
        prepare(s, printer->change);
        s->crlf = ends_in_crlf(&printer->diff->old);
    }
    pc_buf_adds(s->out, pc_colour_on(s->options, colour, PC_LEVEL_INFO));
    pc_buf_adds(s->out, text);
    pc_buf_adds(s->out, pc_colour_off(s->options));
    pc_buf_addc(s->out, '\n');
}

static void show_line(struct pc_patch_printer *printer, char sign, size_t index) {
    struct shown *s = (struct shown *)(void *)printer;
    const struct pc_diff_lines *lines = sign == '+' ? &printer->diff->now : &printer->diff->old;
    struct pc_str line = pc_diff_line(lines, index);
    bool ended = pc_str_ends(line, PC_STR("\n"));
    line.len -= ended;
    size_t whole = line.len, bom = index == 0 && pc_str_starts(line, BOM) ? BOM.len : 0;
    if (s->crlf && ended && pc_str_ends(line, PC_STR("\r")))
        line.len--;
    line = pc_str_sub(line, bom, line.len);
    bool colour = sign != ' ';
    pc_buf_adds(s->out, colour
                            ? pc_colour_on(s->options, sign == '+' ? PC_COLOUR_GREEN : PC_COLOUR_LEVEL, PC_LEVEL_ERROR)
                            : "");
    pc_buf_addc(s->out, sign);
    struct pc_str text = visible(s, line, sign, lines->starts[index] + bom);
    size_t before = s->out->len;
    emit(s->out, text);
    s->counts.escaped += line.len < whole || !pc_str_eq(pc_str_sub(pc_buf_str(s->out), before, s->out->len), text);
    pc_buf_adds(s->out, colour ? pc_colour_off(s->options) : "");
    pc_buf_adds(s->out, ended ? "\n" : "\n\\ No newline at end of file\n");
}

struct pc_patch_shown pc_patch_show(const struct pc_registry *reg, const struct pc_changes *changes,
                                    const struct pc_output_options *options, struct pc_buf *out) {
    struct shown s = {
        .printer = {show_heading, show_line, out->arena, NULL, NULL}, .reg = reg, .options = options, .out = out};
    pc_patch_print(changes, &s.printer);
    return s.counts;
}
