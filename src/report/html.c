/* html: one page without scripts that loads nothing, for a browser or a printer. */
#include "html.h"

#define SCRATCH_BYTES ((size_t)256 << 20) /* sorting a million dials takes half of it */

static void write_start(struct pc_html *h) {
    pc_html_raw(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '");
    pc_html_raw(h, pc_html_style_hash);
    pc_html_raw(h, "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
    pc_html_rawf(h, "<meta name=\"generator\" content=\"portcheck %s\">\n", h->report->version);
    pc_html_raw(h, "<title>Port drift report</title>\n<style>");
    for (size_t i = 0; i < pc_html_style_count; i++)
        pc_html_raw(h, pc_html_style[i]);
    pc_html_raw(h, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
                   "<main id=\"main\" tabindex=\"-1\">\n");
}

static void write_end(struct pc_html *h) {
    pc_html_rawf(h,
                 "</main>\n<footer>portcheck %s \xC2\xB7 <code>portcheck explain PC201</code> explains a rule \xC2\xB7 "
                 "refresh with <code>",
                 h->report->version);
    pc_html_text(h, pc_str_c(h->report->refresh));
    pc_html_raw(h, "</code></footer>\n</body>\n</html>\n");
}

static void finish_arena(void *arena) {
    pc_arena_finish(arena);
}

static void write_html(const struct pc_report *report, struct pc_buf *out) {
    struct pc_arena scratch;
    struct pc_cleanup cleanup;
    struct pc_html h = {.report = report, .reg = report->reg, .out = out, .scratch = &scratch};
    pc_arena_init(&scratch, SCRATCH_BYTES, report->arena->recovery);
    pc_defer(report->arena->recovery, &cleanup, finish_arena, &scratch);
    pc_html_find_errors(&h);
    write_start(&h);
    pc_html_head(&h);
    pc_html_news(&h);
    pc_html_map(&h);
    pc_html_cards(&h);
    pc_html_drift(&h);
    pc_html_dials(&h);
    pc_html_ranges(&h);
    pc_html_hosts(&h);
    pc_html_strays(&h);
    pc_html_warnings(&h);
    pc_html_left_out(&h);
    write_end(&h);
    pc_undefer(report->arena->recovery, &cleanup);
    pc_arena_finish(&scratch);
}

const struct pc_report_format pc_report_html = {
    .name = "html",
    .summary = "one page for a browser: port map, must-fix cards, drift, who dials whom",
    .write = write_html,
};
