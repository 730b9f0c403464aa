/* What is read in the first five seconds: how things stand, what to do first, where to look. */
#include "html.h"

#define FIRST_STEPS 6

static void write_lede(struct pc_html *h) {
    const struct pc_report *report = h->report;
    struct pc_buf words;
    pc_buf_init(&words, h->scratch);
    pc_html_headline(h, &words);
    pc_html_rawf(h, "<p class=\"lede %s\">",
                 h->error_count > 0                             ? "err"
                 : report->drifting > 0 || report->warnings > 0 ? "wrn"
                                                                : "ok");
    pc_html_sentence(h, pc_buf_str(&words));
    pc_html_raw(h, "</p>\n");
    pc_buf_init(&words, h->scratch);
    pc_html_second_line(h, &words);
    if (words.len > 0) {
        pc_html_raw(h, "<p class=\"second\">");
        pc_html_sentence(h, pc_buf_str(&words));
        pc_html_raw(h, "</p>\n");
    }
    pc_html_raw(h, "<p class=\"sum\">");
    if (report->registry.len > 0) {
        pc_html_raw(h, "Registry <code>");
        pc_html_text(h, report->registry);
        pc_html_raw(h, "</code>");
        if (report->registries > 1)
            pc_html_rawf(h, " and %zu more", report->registries - 1);
        pc_html_raw(h, " against ");
    }
    pc_html_count(h, report->sources, "file", "files");
    pc_html_raw(h, " with ");
    pc_html_count(h, report->claims, "statement", "statements");
    pc_html_raw(h, " about ports");
    if (report->narrowed.len > 0) {
        pc_html_raw(h, ", narrowed to <code>");
        pc_html_text(h, report->narrowed);
        pc_html_raw(h, "</code>");
    }
    if (report->since.len > 0) {
        pc_html_raw(h, ", compared with <code>");
        pc_html_text(h, report->since);
        pc_html_raw(h, "</code>");
    }
    pc_html_raw(h, ".</p>\n");
}

static void write_warning(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->incomplete)
        pc_html_raw(h,
                    "<p class=\"note\"><strong>Incomplete:</strong> not everything could be read, so something may be "
                    "missing here.</p>\n");
    if (report->remark.len > 0) {
        pc_html_raw(h, "<p class=\"note\">");
        pc_html_sentence(h, report->remark);
        pc_html_raw(h, "</p>\n");
    }
}

static void write_counter(struct pc_html *h, const char *class, unsigned count, const char *target, const char *one,
                          const char *many) {
    bool linked = count > 0 && target;
    pc_html_rawf(h, "<li class=\"%s\">", count > 0 ? class : "zero");
    if (linked)
        pc_html_rawf(h, "<a href=\"#%s\">", target);
    pc_html_rawf(h, "<b>%u</b> <span>%s</span>", count, count == 1 ? one : many);
    pc_html_raw(h, linked ? "</a></li>\n" : "</li>\n");
}

/* Where findings of no error stand. */
static const char *others_of(const struct pc_html *h) {
    return h->report->finding_count > h->error_count ? "warnings" : NULL;
}

static void write_counters(struct pc_html *h) {
    const struct pc_report *report = h->report;
    const char *fix = h->error_count > 0 ? "fix" : others_of(h);
    pc_html_raw(h, "<ul class=\"kpi\">\n");
    write_counter(h, "err", report->collisions, fix, "port collision", "port collisions");
    write_counter(h, "wrn", report->drifting, report->row_count > 0 ? "drift" : NULL, "service drifts",
                  "services drift");
    write_counter(h, "wrn", report->unregistered, report->unregistered_count > 0 ? "unregistered" : NULL,
                  "port bound, not registered", "ports bound, not registered");
    write_counter(h, "wrn", report->outside_range, others_of(h), "row outside its range", "rows outside their range");
    write_counter(h, "plain", report->bound, report->strip_count > 0 ? "map" : NULL, "port bound", "ports bound");
    pc_html_raw(h, "</ul>\n");
}

static void write_first(struct pc_html *h) {
    size_t errors = h->error_count;
    if (errors == 0)
        return;
    pc_html_raw(h, "<section aria-labelledby=\"first\" class=\"first\">\n<h2 id=\"first\">Do this first</h2>\n<ol>\n");
    for (size_t i = 0; i < errors && i < FIRST_STEPS; i++) {
        const struct pc_finding *f = h->errors[i];
        pc_html_raw(h, "<li><a href=\"#");
        pc_html_finding_id(h, f);
        pc_html_raw(h, "\">");
        pc_html_sentence(h, f->message);
        pc_html_raw(h, "</a>");
        if (f->help_count > 0) {
            pc_html_raw(h, "<br><span>");
            pc_html_sentence(h, f->helps[0]);
            pc_html_raw(h, "</span>");
        }
        pc_html_raw(h, "</li>\n");
    }
    pc_html_raw(h, "</ol>\n");
    if (errors > FIRST_STEPS)
        pc_html_rawf(h, "<p><a href=\"#fix\">%zu more below</a></p>\n", errors - FIRST_STEPS);
    pc_html_raw(h, "</section>\n");
    pc_html_forget(h);
}

static void write_item(struct pc_html *h, bool shown, const char *id, const char *title, size_t count) {
    if (!shown)
        return;
    pc_html_rawf(h, "<li><a href=\"#%s\">%s</a>", id, title);
    if (count > 0)
        pc_html_rawf(h, " <span>%zu</span>", count);
    pc_html_raw(h, "</li>\n");
}

static void write_contents(struct pc_html *h) {
    const struct pc_report *r = h->report;
    size_t errors = h->error_count;
    pc_html_raw(h, "<nav aria-label=\"Sections\"><ul>\n");
    write_item(h, r->since.len > 0, "news", "Since", r->news_count + r->row_news_count);
    write_item(h, r->strip_count > 0, "map", "Port map", 0);
    write_item(h, errors > 0, "fix", "Must fix", errors);
    write_item(h, r->row_count > 0, "drift", "Drift", r->row_count);
    write_item(h, r->dial_count > 0, "dials", "Who dials whom", r->dial_count);
    write_item(h, r->range_count > 0, "ranges", "Ranges", r->range_count);
    write_item(h, r->host_count > 0, "hosts", "Hosts", r->host_count);
    write_item(h, r->unregistered_count > 0, "unregistered", "Not registered", r->unregistered_count);
    write_item(h, r->undeployed_count > 0, "undeployed", "Not deployed", r->undeployed_count);
    write_item(h, r->finding_count > errors, "warnings", "Also found", r->finding_count - errors);
    write_item(h, r->mention_count > 0, "left-out", "Not understood", r->mention_count);
    pc_html_raw(h, "</ul></nav>\n");
}

void pc_html_head(struct pc_html *h) {
    pc_html_raw(h, "<header>\n<h1>Port drift report</h1>\n");
    write_lede(h);
    write_warning(h);
    pc_html_raw(h, "</header>\n");
    write_counters(h);
    write_contents(h);
    write_first(h);
}
