/* Who dials whom, as a picture and as a table. */
#include "html.h"

#define SHOWN_PLACES 3

static void write_party(struct pc_html *h, pc_id service, struct pc_str name) {
    if (service < h->reg->service_count)
        pc_html_service(h, service);
    else
        pc_html_name(h, name);
}

static void write_places(struct pc_html *h, const struct pc_report_dial *dial) {
    for (size_t i = 0; i < dial->span_count && i < SHOWN_PLACES; i++) {
        pc_html_raw(h, i > 0 ? "<br>" : "");
        pc_html_place(h, dial->spans[i]);
    }
    if (dial->span_count > SHOWN_PLACES)
        pc_html_rawf(h, "<br>and %zu more", dial->span_count - SHOWN_PLACES);
}

static void write_truth(struct pc_html *h, struct pc_claims truth) {
    for (size_t i = 0; i < truth.count && i < SHOWN_PLACES; i++) {
        pc_html_raw(h, i > 0 ? ", " : ", but on ");
        pc_html_claim(h, truth.items[i]);
    }
}

static void write_result(struct pc_html *h, const struct pc_report_dial *dial) {
    if (!dial->wrong) {
        pc_html_raw(h, dial->known ? "reaches it" : "<span class=\"sum\">not known</span>");
        return;
    }
    pc_html_raw(h, "<span class=\"off\">");
    if (dial->finding) {
        pc_html_raw(h, "<a href=\"#");
        pc_html_finding_id(h, dial->finding);
        pc_html_raw(h, "\">");
    }
    pc_html_sentence(h, pc_str_c(dial->why));
    pc_html_raw(h, dial->finding ? "</a></span>" : "</span>");
    write_truth(h, dial->truth);
}

static void write_row(struct pc_html *h, const struct pc_report_dial *dial) {
    pc_html_raw(h, "<tr><th scope=\"row\">");
    write_party(h, dial->caller_service, dial->caller);
    pc_html_raw(h, "</th><td class=\"s\">");
    write_party(h, dial->callee_service, dial->callee);
    pc_html_rawf(h, "</td><td class=\"n\">%u</td><td>", (unsigned)dial->port);
    write_result(h, dial);
    pc_html_raw(h, "</td><td>");
    write_places(h, dial);
    pc_html_raw(h, "</td></tr>\n");
    pc_html_forget(h);
}

#define COLUMNS "Caller|Dials|>Port|Result|Where"

void pc_html_dials(struct pc_html *h) {
    const struct pc_report *report = h->report;
    size_t wrong = 0;
    if (report->dial_count == 0)
        return;
    while (wrong < report->dial_count && report->dials[wrong].wrong)
        wrong++;
    pc_html_section(h, "dials", "Who dials whom");
    pc_html_graph(h);
    if (wrong > 0) {
        pc_html_table(h, "wrong", PC_STR("Dials that do not reach whom they name"), COLUMNS);
        for (size_t i = 0; i < wrong; i++)
            write_row(h, &report->dials[i]);
        pc_html_table_end(h);
    }
    if (wrong < report->dial_count) {
        pc_html_raw(h, "<details><summary>");
        pc_html_count(h, report->dial_count - wrong, "other dial", "other dials");
        pc_html_raw(h, "</summary>\n");
        pc_html_table(h, "dials", PC_STR("The other dials"), COLUMNS);
        for (size_t i = wrong; i < report->dial_count; i++)
            write_row(h, &report->dials[i]);
        pc_html_table_end(h);
        pc_html_raw(h, "</details>\n");
    }
    pc_html_section_end(h);
}
