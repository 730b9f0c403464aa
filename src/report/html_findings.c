/* Findings that are no errors, rule by rule. */
#include "html.h"
#include "paint.h"
#include "sort.h"

#define SHOWN_PLACES 6

void pc_html_place_list(struct pc_html *h, const struct pc_finding *f) {
    size_t *picked = PC_NEW_ARRAY(h->scratch, SHOWN_PLACES, size_t);
    size_t count = pc_labels_pick(h->scratch, f->labels, f->label_count, SHOWN_PLACES, picked);
    size_t left = f->label_count - count + f->label_left;
    const char *separator = "";
    for (size_t i = 0; i < count; i++) {
        if (f->labels[picked[i]].span.file >= h->reg->file_count)
            continue;
        pc_html_raw(h, separator);
        pc_html_place(h, f->labels[picked[i]].span);
        separator = ", ";
    }
    if (separator[0] == '\0' && f->path.len > 0) {
        pc_html_raw(h, "<code>");
        pc_html_text(h, f->path);
        pc_html_raw(h, "</code>");
    }
    if (left > 0)
        pc_html_rawf(h, " and %zu more", left);
}

/* Findings by severity and rule, those of one rule in their order. */
struct entry {
    const struct pc_finding *finding;
    size_t index;
};

static int compare_entries(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    if (x->finding->level != y->finding->level)
        return pc_order(y->finding->level, x->finding->level);
    int order = pc_str_cmp(pc_str_c(x->finding->rule->code), pc_str_c(y->finding->rule->code));
    return order != 0 ? order : pc_order(x->index, y->index);
}

static bool is_same_kind(const struct entry *a, const struct entry *b) {
    return a->finding->level == b->finding->level && a->finding->rule == b->finding->rule;
}

static void write_finding(struct pc_html *h, const struct pc_finding *f) {
    pc_html_raw(h, "<li id=\"");
    pc_html_finding_id(h, f);
    pc_html_raw(h, "\">");
    pc_html_sentence(h, f->message);
    pc_html_raw(h, " <span class=\"sum\">");
    pc_html_place_list(h, f);
    pc_html_raw(h, "</span>");
    for (size_t i = 0; i < f->help_count; i++) {
        pc_html_raw(h, "<br><span class=\"sum\">");
        pc_html_sentence(h, f->helps[i]);
        pc_html_raw(h, "</span>");
    }
    pc_html_raw(h, "</li>\n");
    pc_html_forget(h);
}

static void write_group(struct pc_html *h, const struct entry *entries, size_t count) {
    const struct pc_finding *f = entries[0].finding;
    pc_html_rawf(h,
                 "<details><summary><span class=\"sev %s\">%s</span> <b>%s %s</b> <span class=\"sum\">%zu</span>"
                 "</summary>\n<ul class=\"list\">\n",
                 pc_level_name(f->level), pc_level_name(f->level), f->rule->code, f->rule->name, count);
    for (size_t i = 0; i < count; i++)
        write_finding(h, entries[i].finding);
    pc_html_raw(h, "</ul>\n</details>\n");
}

/* The findings of that severity, or of all others, sorted. */
static size_t sorted(struct pc_html *h, bool errors, struct entry **entries) {
    const struct pc_report *report = h->report;
    size_t count = 0;
    *entries = PC_NEW_ARRAY(report->arena, report->finding_count, struct entry);
    for (size_t i = 0; i < report->finding_count; i++) {
        if ((report->findings[i]->level == PC_LEVEL_ERROR) == errors)
            (*entries)[count++] = (struct entry){report->findings[i], i};
    }
    pc_sort(*entries, count, sizeof **entries, compare_entries);
    return count;
}

void pc_html_find_errors(struct pc_html *h) {
    struct entry *entries;
    size_t count = sorted(h, true, &entries);
    const struct pc_finding **errors = PC_NEW_ARRAY(h->report->arena, count, const struct pc_finding *);
    for (size_t i = 0; i < count; i++)
        errors[i] = entries[i].finding;
    h->errors = errors;
    h->error_count = count;
}

void pc_html_warnings(struct pc_html *h) {
    struct entry *entries;
    size_t count = sorted(h, false, &entries);
    if (count == 0)
        return;
    pc_html_section(h, "warnings", "Also found");
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && is_same_kind(&entries[from], &entries[to]);)
            to++;
        write_group(h, entries + from, to - from);
    }
    pc_html_section_end(h);
}
