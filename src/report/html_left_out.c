/* Numbers that look like ports and of which nothing was made: nobody shall take them for checked. */
#include "html.h"

#define SHOWN_MENTIONS 40u /* of one reason in one file */

static bool is_same_reason(const struct pc_mention *a, const struct pc_mention *b) {
    return a->span.file == b->span.file && pc_str_is(pc_str_c(a->why), b->why);
}

static void write_mention(struct pc_html *h, const struct pc_mention *mention) {
    struct pc_str text = pc_show_span(h->scratch, h->reg, mention->span);
    bool on = pc_html_link_on(h, mention->span);
    pc_html_raw(h, "<code>");
    pc_html_text(h, text);
    pc_html_raw(h, "</code>");
    pc_html_link_off(h, on);
}

/* Neighbours of one file and reason. */
static void write_run(struct pc_html *h, const struct pc_mention *mentions, size_t count) {
    pc_html_rawf(h, "<li>%s: ", mentions[0].why);
    for (size_t i = 0; i < count && i < SHOWN_MENTIONS; i++) {
        pc_html_raw(h, i > 0 ? ", " : "");
        write_mention(h, &mentions[i]);
    }
    if (count > SHOWN_MENTIONS)
        pc_html_rawf(h, " and %zu more", count - SHOWN_MENTIONS);
    pc_html_raw(h, "</li>\n");
    pc_html_forget(h);
}

static void write_file(struct pc_html *h, const struct pc_mention *mentions, size_t count) {
    pc_html_raw(h, "<details><summary><code>");
    pc_html_text(h, h->reg->files[mentions[0].span.file].path);
    pc_html_rawf(h, "</code> <span class=\"sum\">%zu</span></summary>\n<ul class=\"list\">\n", count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && is_same_reason(&mentions[from], &mentions[to]);)
            to++;
        write_run(h, mentions + from, to - from);
    }
    pc_html_raw(h, "</ul>\n</details>\n");
}

void pc_html_left_out(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->mention_count == 0)
        return;
    pc_html_section(h, "left-out", "Not understood");
    pc_html_raw(h, "<p class=\"sum\">");
    pc_html_count(h, report->mention_count, "number looks like a port, and nothing was made of it.",
                  "numbers look like ports, and nothing was made of them.");
    pc_html_raw(h, " They are not checked.</p>\n");
    for (size_t from = 0, to; from < report->mention_count; from = to) {
        pc_id file = report->mentions[from].span.file;
        for (to = from + 1; to < report->mention_count && report->mentions[to].span.file == file;)
            to++;
        write_file(h, report->mentions + from, to - from);
    }
    pc_html_section_end(h);
}
