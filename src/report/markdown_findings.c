/* What changed since a revision, what must be fixed, and the other findings. */
#include "markdown_parts.h"

#include "paint.h"

static const char *news_word(enum pc_report_news news) {
    static const char *const words[] = {"", "new", "changed", "fixed"};
    return words[news];
}

static void add_row_news(struct pc_md *md, const struct pc_report_row_news *news, struct pc_buf *out) {
    static const char *const none = "\xE2\x80\x93";
    pc_buf_addf(out, "| **%s** | ", news_word(news->news));
    pc_md_name(out, news->service);
    pc_buf_adds(out, " | ");
    pc_md_name(out, news->host);
    pc_buf_addf(out, " | %s | %s |\n", news->before.len > 0 ? pc_str_cstr(md->arena, news->before) : none,
                news->after.len > 0 ? pc_str_cstr(md->arena, news->after) : none);
}

static void add_finding_news(struct pc_md *md, const struct pc_report_news_item *item, struct pc_buf *out) {
    pc_buf_addf(out, "| **%s** | %s | %s | ", news_word(item->news), pc_level_name(item->level), item->rule->code);
    pc_md_text(out, item->message);
    pc_buf_adds(out, " | ");
    if (item->span.file == PC_NONE)
        pc_buf_adds(out, "\xE2\x80\x93");
    else
        pc_md_place(md, out, item->span);
    pc_buf_adds(out, " |\n");
}

void pc_md_add_news(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section =
        pc_md_begin(md, "findings", "\n| Since then | Severity | Rule | Finding | Where |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < report->news_count; i++) {
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        add_finding_news(md, &report->news[i], &row);
        pc_md_row(md, section, &row);
    }
    section = pc_md_begin(md, "services", "\n| Since then | Service | Host | Was | Is |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < report->row_news_count; i++) {
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        add_row_news(md, &report->row_news[i], &row);
        pc_md_row(md, section, &row);
    }
}

static void add_sentences(struct pc_buf *out, const char *keyword, const struct pc_str *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pc_buf_addf(out, "* %s: ", keyword);
        pc_md_text(out, texts[i]);
        pc_buf_addc(out, '\n');
    }
}

/* The lines of every claim, and what to do. */
static void add_card(struct pc_md *md, const struct pc_finding *f, struct pc_buf *out) {
    pc_buf_addf(out, "\n**%s** ", f->rule->code);
    pc_md_text(out, f->message);
    pc_buf_adds(out, "\n\n");
    for (size_t i = 0; i < f->label_count; i++) {
        if (f->labels[i].span.file == PC_NONE)
            continue;
        pc_buf_adds(out, "* ");
        pc_md_place(md, out, f->labels[i].span);
        pc_buf_adds(out, f->labels[i].text.len > 0 ? " " : "");
        pc_md_text(out, f->labels[i].text);
        pc_buf_addc(out, '\n');
    }
    if (f->label_left > 0)
        pc_buf_addf(out, "* and %zu more places\n", f->label_left);
    add_sentences(out, "note", f->notes, f->note_count);
    add_sentences(out, "help", f->helps, f->help_count);
}

void pc_md_add_must_fix(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section = pc_md_begin(md, "findings", "\n## Must be fixed\n");
    for (size_t i = 0; i < report->finding_count && report->findings[i]->level == PC_LEVEL_ERROR; i++) {
        struct pc_buf card;
        pc_buf_init(&card, md->arena);
        add_card(md, report->findings[i], &card);
        pc_md_row(md, section, &card);
    }
}

static void add_finding_row(struct pc_md *md, const struct pc_finding *f, struct pc_buf *out) {
    pc_buf_addf(out, "| %s | %s %s | ", pc_level_name(f->level), f->rule->code, f->rule->name);
    pc_md_text(out, f->message);
    pc_buf_adds(out, " | ");
    if (f->label_count > 0 && f->labels[0].span.file != PC_NONE)
        pc_md_place(md, out, f->labels[0].span);
    else
        pc_md_name(out, f->path);
    pc_buf_adds(out, " |\n");
}

void pc_md_add_findings(struct pc_md *md) {
    const struct pc_report *report = md->report;
    size_t first = 0;
    while (first < report->finding_count && report->findings[first]->level == PC_LEVEL_ERROR)
        first++;
    struct pc_md_section *section = pc_md_begin_folded(
        md, "findings",
        pc_md_count(md, report->finding_count - first, "warning or information", "warnings and information"),
        "| Severity | Rule | Finding | Where |\n|---|---|---|---|\n");
    for (size_t i = first; i < report->finding_count; i++) {
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        add_finding_row(md, report->findings[i], &row);
        pc_md_row(md, section, &row);
    }
}
