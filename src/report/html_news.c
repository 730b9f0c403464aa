/* With --since: what is new, what changed, what is fixed. */
#include "html.h"
#include "paint.h"

static const struct {
    enum pc_report_news news;
    const char *title;
} groups[] = {{PC_NEWS_NEW, "New"}, {PC_NEWS_CHANGED, "Graver than before"}, {PC_NEWS_FIXED, "Fixed"}};

static void write_item(struct pc_html *h, const struct pc_report_news_item *item) {
    pc_html_rawf(h, "<li><span class=\"sev %s\">%s</span> <b>%s</b> ", pc_level_name(item->level),
                 pc_level_name(item->level), item->rule->code);
    if (item->finding) {
        pc_html_raw(h, "<a href=\"#");
        pc_html_finding_id(h, item->finding);
        pc_html_raw(h, "\">");
    }
    pc_html_sentence(h, item->message);
    pc_html_raw(h, item->finding ? "</a>" : "");
    if (item->span.file < h->reg->file_count) {
        pc_html_raw(h, " <span class=\"sum\">");
        pc_html_place(h, item->span);
        pc_html_raw(h, "</span>");
    }
    pc_html_raw(h, "</li>\n");
    pc_html_forget(h);
}

static void write_group(struct pc_html *h, size_t group) {
    const struct pc_report *report = h->report;
    size_t count = 0;
    for (size_t i = 0; i < report->news_count; i++)
        count += report->news[i].news == groups[group].news ? 1 : 0;
    if (count == 0)
        return;
    pc_html_rawf(h, "<h3>%s <span class=\"sum\">%zu</span></h3>\n<ul class=\"list\">\n", groups[group].title, count);
    for (size_t i = 0; i < report->news_count; i++) {
        if (report->news[i].news == groups[group].news)
            write_item(h, &report->news[i]);
    }
    pc_html_raw(h, "</ul>\n");
}

static void write_verdict(struct pc_html *h, struct pc_str words) {
    pc_html_raw(h, "<td>");
    if (words.len > 0)
        pc_html_sentence(h, words);
    else
        pc_html_raw(h, "\xE2\x80\x93");
    pc_html_raw(h, "</td>");
}

static void write_rows(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->row_news_count == 0)
        return;
    pc_html_table(h, "row-news", PC_STR("Services that stand otherwise than before"), "Service|Host|Before|Now");
    for (size_t i = 0; i < report->row_news_count; i++) {
        const struct pc_report_row_news *row = &report->row_news[i];
        pc_html_raw(h, "<tr><th scope=\"row\">");
        pc_html_name(h, row->service);
        pc_html_raw(h, "</th><td>");
        if (row->host.len > 0)
            pc_html_name(h, row->host);
        else
            pc_html_raw(h, "no host stated");
        pc_html_raw(h, "</td>");
        write_verdict(h, row->before);
        write_verdict(h, row->after);
        pc_html_raw(h, "</tr>\n");
        pc_html_forget(h);
    }
    pc_html_table_end(h);
}

void pc_html_news(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->since.len == 0)
        return;
    pc_html_raw(h, "<section aria-labelledby=\"news\">\n<h2 id=\"news\">Since <code>");
    pc_html_text(h, report->since);
    pc_html_raw(h, "</code></h2>\n");
    if (report->news_count + report->row_news_count == 0)
        pc_html_raw(h, "<p>Nothing is new, nothing is graver, nothing is fixed.</p>\n");
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++)
        write_group(h, group);
    write_rows(h);
    pc_html_section_end(h);
}
