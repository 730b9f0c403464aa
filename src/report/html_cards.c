/* Errors: a card each, with the lines of every claim. */
#include "html.h"
#include "paint.h"
#include "sort.h"

#define CARDS 100u /* the errors after that have a line each */
#define SHOWN_PLACES 12u

/* A label that is shown, and where. */
struct shown {
    const struct pc_label *label;
    size_t index;  /* among the finding's labels */
    size_t group;  /* files in the order of their first label */
    bool whole;    /* the file as such */
    uint32_t line; /* 0-based */
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

static size_t group_of(const struct shown *shown, size_t count, pc_id file) {
    size_t groups = 0;
    for (size_t i = 0; i < count; i++) {
        if (shown[i].label->span.file == file)
            return shown[i].group;
        groups = shown[i].group + 1 > groups ? shown[i].group + 1 : groups;
    }
    return groups;
}

static size_t choose(struct pc_html *h, const struct pc_finding *f, struct shown *shown) {
    size_t picked[SHOWN_PLACES];
    size_t count = pc_labels_pick(h->scratch, f->labels, f->label_count, SHOWN_PLACES, picked);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct pc_label *label = &f->labels[picked[i]];
        if (label->span.file >= h->reg->file_count)
            continue;
        const struct pc_file *file = &h->reg->files[label->span.file];
        shown[kept] = (struct shown){.label = label,
                                     .index = picked[i],
                                     .group = group_of(shown, kept, label->span.file),
                                     .whole = pc_span_is_file(label->span) || file->text.len == 0,
                                     .line = pc_line_at(&file->lines, label->span.offset)};
        kept++;
    }
    pc_sort(shown, kept, sizeof *shown, compare_shown);
    return kept;
}

/* The byte of a line at a display cell; characters without width belong to the one before. */
static size_t byte_at(struct pc_str text, size_t *from, uint32_t *cell, uint32_t wanted) {
    while (*from < text.len) {
        uint32_t c;
        size_t bytes = pc_utf8_decode(pc_str_sub(text, *from, text.len), &c);
        unsigned width = pc_char_width(c);
        if (*cell >= wanted && width > 0)
            break;
        *cell += width;
        *from += bytes;
    }
    return *from;
}

/* A line with its spans marked. Spans lie in the order of their offsets; one that begins in another is not marked
 * again.
 */
static void write_line(struct pc_html *h, const struct shown *shown, size_t count) {
    struct pc_span spans[SHOWN_PLACES];
    const struct pc_output_options options = {.ascii = false};
    for (size_t i = 0; i < count; i++)
        spans[i] = shown[i].label->span;
    struct pc_shown_line line = pc_show_line(h->scratch, h->reg, spans[0].file, shown[0].line, spans, count, &options);
    size_t at = 0, plain = 0;
    uint32_t cell = 0;
    pc_html_raw(h, "<pre>");
    for (size_t i = 0; i < count; i++) {
        if (cell > line.cells[i].from || (i > 0 && line.cells[i].from < line.cells[i - 1].to))
            continue;
        size_t from = byte_at(line.text, &at, &cell, line.cells[i].from);
        size_t to = byte_at(line.text, &at, &cell, line.cells[i].to);
        if (to == from)
            continue;
        pc_html_value(h, pc_str_sub(line.text, plain, from - plain));
        pc_html_rawf(h, "<mark%s>", shown[i].label->primary ? " class=\"p\"" : "");
        pc_html_value(h, pc_str_sub(line.text, from, to - from));
        pc_html_raw(h, "</mark>");
        plain = to;
    }
    pc_html_value(h, pc_str_sub(line.text, plain, line.text.len));
    pc_html_raw(h, "</pre>");
}

static void write_labels(struct pc_html *h, const struct shown *shown, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (shown[i].label->text.len == 0)
            continue;
        pc_html_raw(h, "<span class=\"lb\">");
        pc_html_sentence(h, shown[i].label->text);
        pc_html_raw(h, "</span>");
    }
}

/* The places of one line. */
static void write_row(struct pc_html *h, const struct shown *shown, size_t count) {
    pc_html_raw(h, "<tr><th scope=\"row\">");
    bool on = pc_html_link_on(h, shown[0].label->span);
    if (shown[0].whole)
        pc_html_raw(h, "file");
    else
        pc_html_rawf(h, "<span class=\"vh\">line </span>%u", (unsigned)pc_report_line(h->report, shown[0].label->span));
    pc_html_link_off(h, on);
    pc_html_raw(h, "</th><td>");
    if (!shown[0].whole)
        write_line(h, shown, count);
    write_labels(h, shown, count);
    pc_html_raw(h, "</td></tr>\n");
}

static void write_file(struct pc_html *h, const struct shown *shown, size_t count) {
    pc_html_raw(h, "<table class=\"src\"><caption>");
    pc_html_name(h, h->reg->files[shown[0].label->span.file].path);
    pc_html_raw(h, "</caption><tbody>\n");
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && shown[to].line == shown[from].line && shown[to].whole == shown[from].whole;)
            to++;
        write_row(h, shown + from, to - from);
    }
    pc_html_raw(h, "</tbody></table>\n");
}

static void write_sentences(struct pc_html *h, const char *class, const char *word, const struct pc_str *texts,
                            size_t count) {
    for (size_t i = 0; i < count; i++) {
        pc_html_rawf(h, i == 0 ? "<p class=\"%s\"><b>%s</b> " : "<p class=\"%s\">", class, word);
        pc_html_sentence(h, texts[i]);
        pc_html_raw(h, "</p>\n");
    }
}

static void write_card(struct pc_html *h, const struct pc_finding *f) {
    struct shown shown[SHOWN_PLACES];
    size_t count = choose(h, f, shown), left = f->label_count - count + f->label_left;
    pc_html_raw(h, "<article class=\"card\" id=\"");
    pc_html_finding_id(h, f);
    pc_html_rawf(h, "\">\n<h3><span class=\"sev error\">%s</span> ", pc_level_name(f->level));
    pc_html_sentence(h, f->message);
    pc_html_rawf(h, " <span class=\"rule\">%s %s</span></h3>\n", f->rule->code, f->rule->name);
    write_sentences(h, "do", "Do", f->helps, f->help_count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && shown[to].group == shown[from].group;)
            to++;
        write_file(h, shown + from, to - from);
    }
    if (left > 0)
        pc_html_rawf(h, "<p class=\"sum\">%zu more %s: <code>portcheck check --all-spans</code></p>\n", left,
                     left == 1 ? "place" : "places");
    write_sentences(h, "why", "Note", f->notes, f->note_count);
    pc_html_raw(h, "</article>\n");
    pc_html_forget(h);
}

static void write_rest(struct pc_html *h, const struct pc_finding *const *findings, size_t count) {
    pc_html_raw(h, "<details><summary>");
    pc_html_count(h, count, "more error", "more errors");
    pc_html_raw(h, "</summary>\n<ul class=\"list\">\n");
    for (size_t i = 0; i < count; i++) {
        pc_html_raw(h, "<li id=\"");
        pc_html_finding_id(h, findings[i]);
        pc_html_rawf(h, "\"><b>%s</b> ", findings[i]->rule->code);
        pc_html_sentence(h, findings[i]->message);
        pc_html_raw(h, " <span class=\"sum\">");
        pc_html_place_list(h, findings[i]);
        pc_html_raw(h, "</span></li>\n");
        pc_html_forget(h);
    }
    pc_html_raw(h, "</ul>\n</details>\n");
}

void pc_html_cards(struct pc_html *h) {
    if (h->error_count == 0)
        return;
    pc_html_section(h, "fix", "Must fix");
    for (size_t i = 0; i < h->error_count && i < CARDS; i++)
        write_card(h, h->errors[i]);
    if (h->error_count > CARDS)
        write_rest(h, h->errors + CARDS, h->error_count - CARDS);
    pc_html_section_end(h);
}
