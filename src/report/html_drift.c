/* Which services drift, which side of each is stale, and what to do about it. */
#include "html.h"

#define SHOWN_PLACES 4u /* of one port in one cell */
#define SIDE_CLAIMS 60u /* of one cell that are looked at */

/* Colour, and what the verdict asks for. */
static const struct {
    const char *class, *todo;
} verdicts[PC_VERDICT_COUNT] = {
    [PC_VERDICT_UNKNOWN] = {"mut", ""},
    [PC_VERDICT_AGREES] = {"ok", ""},
    [PC_VERDICT_DEFAULT_ONLY] = {"mut", "nothing that runs is wrong"},
    [PC_VERDICT_UNDECIDED] = {"wrn", "decide which is right"},
    [PC_VERDICT_DOCUMENTS_STALE] = {"wrn", "correct the documents"},
    [PC_VERDICT_PLAN_STALE] = {"blu", "correct the plan"},
    [PC_VERDICT_DEPLOYMENT_ALONE] = {"err", "deploy as planned, or correct both"},
    [PC_VERDICT_THREE_WAY] = {"err", "decide, then correct the others"},
    [PC_VERDICT_HALF_MOVED] = {"err", "finish the move"},
};

static bool contains(struct pc_claims claims, pc_id claim) {
    for (size_t i = 0; i < claims.count; i++) {
        if (claims.items[i] == claim)
            return true;
    }
    return false;
}

static struct pc_ports ports_of(const struct pc_html *h, pc_id claim) {
    return h->reg->claims[claim].ports;
}

/* Was the port of this claim already given by an earlier one of the side? */
static bool is_repeated(const struct pc_html *h, struct pc_claims claims, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (pc_ports_eq(ports_of(h, claims.items[i]), ports_of(h, claims.items[index])))
            return true;
    }
    return false;
}

static bool is_stale(const struct pc_html *h, const struct pc_standing *standing, struct pc_claims side, size_t index) {
    for (size_t i = index; i < side.count; i++) {
        if (pc_ports_eq(ports_of(h, side.items[i]), ports_of(h, side.items[index])) &&
            (contains(standing->stale, side.items[i]) || contains(standing->behind, side.items[i])))
            return true;
    }
    return false;
}

/* One port of a side: the number leads to its first place, small figures to the others. */
static void write_port(struct pc_html *h, struct pc_claims side, size_t index) {
    size_t places = 1;
    pc_html_claim(h, side.items[index]);
    for (size_t i = index + 1; i < side.count; i++) {
        if (!pc_ports_eq(ports_of(h, side.items[i]), ports_of(h, side.items[index])))
            continue;
        places++;
        if (places > SHOWN_PLACES)
            continue;
        pc_html_raw(h, " <sup>");
        bool on = pc_html_link_on(h, h->reg->claims[side.items[i]].span);
        pc_html_raw(h, "<span class=\"vh\">");
        pc_html_ports(h, ports_of(h, side.items[index]));
        pc_html_rawf(h, ", place </span>%zu", places);
        pc_html_link_off(h, on);
        pc_html_raw(h, "</sup>");
    }
    if (places > SHOWN_PLACES)
        pc_html_rawf(h, " <sup>+%zu</sup>", places - SHOWN_PLACES);
}

static void write_side(struct pc_html *h, const struct pc_standing *standing, struct pc_claims all) {
    struct pc_claims side = {all.items, all.count < SIDE_CLAIMS ? all.count : SIDE_CLAIMS};
    const char *separator = "";
    pc_html_raw(h, "<td class=\"n\">");
    for (size_t i = 0; i < side.count; i++) {
        if (is_repeated(h, side, i))
            continue;
        bool stale = is_stale(h, standing, side, i);
        pc_html_raw(h, separator);
        pc_html_raw(h, stale ? "<span class=\"off\"><span class=\"vh\">stale: </span>" : "");
        write_port(h, side, i);
        pc_html_raw(h, stale ? "</span>" : "");
        separator = "<br>";
    }
    if (all.count > side.count)
        pc_html_rawf(h, "<br>and %zu more", all.count - side.count);
    pc_html_raw(h, side.count == 0 ? "\xE2\x80\x93</td>" : "</td>");
}

static void write_forgotten(struct pc_html *h, const struct pc_standing *standing) {
    if (standing->verdict != PC_VERDICT_HALF_MOVED)
        return;
    pc_html_raw(h, "<br><span class=\"sum\">forgotten: ");
    for (size_t i = 0; i < standing->behind.count; i++) {
        const struct pc_claim *claim = &h->reg->claims[standing->behind.items[i]];
        pc_html_raw(h, i > 0 ? ", " : "");
        pc_html_place(h, claim->span);
        pc_html_raw(h, " (");
        pc_html_ports(h, claim->ports);
        pc_html_raw(h, ")");
    }
    pc_html_raw(h, "</span>");
}

static void write_verdict(struct pc_html *h, const struct pc_report_row *row) {
    enum pc_verdict verdict = row->standing->verdict;
    struct pc_str words = pc_standing_text(h->scratch, row->standing);
    pc_html_raw(h, "<td>");
    if (row->news == PC_NEWS_NEW || row->news == PC_NEWS_CHANGED)
        pc_html_rawf(h, "<b>%s:</b> ", row->news == PC_NEWS_NEW ? "new" : "changed");
    pc_html_rawf(h, "<span class=\"tag %s\">", verdicts[verdict].class);
    if (row->finding) {
        pc_html_raw(h, "<a href=\"#");
        pc_html_finding_id(h, row->finding);
        pc_html_raw(h, "\">");
    }
    pc_html_value(h, words);
    pc_html_raw(h, row->finding ? "</a></span>" : "</span>");
    write_forgotten(h, row->standing);
    pc_html_raw(h, "</td>");
}

static void write_row(struct pc_html *h, const struct pc_report_row *row) {
    const struct pc_standing *s = row->standing;
    pc_html_raw(h, "<tr><th scope=\"row\">");
    pc_html_service(h, s->service);
    pc_html_raw(h, "</th><td>");
    pc_html_host(h, s->host);
    pc_html_raw(h, "</td>");
    write_side(h, s, s->planned);
    write_side(h, s, s->documented);
    write_side(h, s, s->defaults);
    write_side(h, s, s->deployed);
    write_verdict(h, row);
    pc_html_raw(h, "<td class=\"n\">");
    pc_report_date(h->report, row->changed, "", false, h->out);
    pc_html_raw(h, "</td></tr>\n");
    pc_html_forget(h);
}

#define COLUMNS "Service|Host|>Planned|>Documented|>Default|>Deployed|Verdict|>Last change"

/* Of each verdict how many, and what it asks for; the most urgent first. */
static void write_todo(struct pc_html *h) {
    const struct pc_report *report = h->report;
    size_t counts[PC_VERDICT_COUNT] = {0};
    for (size_t i = 0; i < report->row_count; i++)
        counts[report->rows[i].standing->verdict]++;
    pc_html_raw(h, "<ul class=\"todo\">\n");
    for (size_t v = PC_VERDICT_COUNT; v-- > 0;) {
        if (counts[v] > 0)
            pc_html_rawf(h, "<li><b>%zu</b> <span class=\"tag %s\">%s</span> %s</li>\n", counts[v], verdicts[v].class,
                         pc_verdict_text((enum pc_verdict)v), verdicts[v].todo);
    }
    pc_html_raw(h, "</ul>\n");
}

void pc_html_drift(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->row_count + report->other_count == 0)
        return;
    pc_html_section(h, "drift", "Drift");
    if (report->row_count > 0) {
        write_todo(h);
        pc_html_table(h, "drift", PC_STR("Services that drift: what each side says"), COLUMNS);
        for (size_t i = 0; i < report->row_count; i++)
            write_row(h, &report->rows[i]);
        pc_html_table_end(h);
    } else {
        pc_html_raw(h, "<p>No service drifts.</p>\n");
    }
    if (report->other_count > 0) {
        pc_html_raw(h, "<details><summary>");
        pc_html_count(h, report->other_count, "service that does not drift", "services that do not drift");
        pc_html_raw(h, "</summary>\n");
        pc_html_table(h, "agree", PC_STR("Services that do not drift"), COLUMNS);
        for (size_t i = 0; i < report->other_count; i++)
            write_row(h, &report->others[i]);
        pc_html_table_end(h);
        pc_html_raw(h, "</details>\n");
    }
    pc_html_section_end(h);
}
