/* How things stand, in a sentence or two: what matters most first. */
#include "html.h"

#define NAMED_RULES 4u

/* How many errors have the rule of error i, which is the first of them; 0 when an earlier one has it. */
static size_t count_of_rule(const struct pc_html *h, size_t i) {
    size_t count = 0;
    for (size_t k = 0; k < h->error_count; k++) {
        if (h->errors[k]->rule != h->errors[i]->rule)
            continue;
        if (k < i)
            return 0;
        count++;
    }
    return count;
}

/* "2 × port-collision, 4 × dangling-target". */
static void add_rules(const struct pc_html *h, struct pc_buf *out) {
    const char *separator = ": ";
    size_t named = 0, left = h->error_count;
    for (size_t i = 0; i < h->error_count && named < NAMED_RULES; i++) {
        size_t count = count_of_rule(h, i);
        if (count == 0)
            continue;
        pc_buf_addf(out, "%s%zu\xC2\xA0\xC3\x97\xC2\xA0%s", separator, count, h->errors[i]->rule->name);
        separator = ", ";
        left -= count;
        named++;
    }
    if (left > 0)
        pc_buf_addf(out, " and %zu more", left);
}

static void add_errors(const struct pc_html *h, struct pc_buf *out) {
    if (h->error_count == 1) {
        pc_buf_addf(out, "One problem must be fixed: %.*s.", PC_ARG(h->errors[0]->message));
        return;
    }
    pc_buf_addf(out, "%zu problems must be fixed", h->error_count);
    add_rules(h, out);
    pc_buf_addc(out, '.');
}

/* "7 × documents are stale, 5 × plan is stale": the verdicts of the table, the most frequent ones first. */
static void add_verdicts(const struct pc_report *report, struct pc_buf *out) {
    size_t counts[PC_VERDICT_COUNT] = {0};
    const char *separator = ": ";
    for (size_t i = 0; i < report->row_count; i++)
        counts[report->rows[i].standing->verdict]++;
    for (;;) {
        size_t most = 0;
        for (size_t v = 0; v < PC_VERDICT_COUNT; v++)
            most = counts[v] > counts[most] ? v : most;
        if (counts[most] == 0)
            return;
        pc_buf_addf(out, "%s%zu\xC2\xA0\xC3\x97\xC2\xA0%s", separator, counts[most],
                    pc_verdict_text((enum pc_verdict)most));
        counts[most] = 0;
        separator = ", ";
    }
}

static void add_drift(const struct pc_report *report, const char *lead, struct pc_buf *out) {
    pc_buf_addf(out, "%s%u %s", lead, report->drifting, report->drifting == 1 ? "service drifts" : "services drift");
    add_verdicts(report, out);
    pc_buf_addc(out, '.');
}

void pc_html_headline(const struct pc_html *h, struct pc_buf *out) {
    const struct pc_report *report = h->report;
    if (report->claims == 0) {
        pc_buf_adds(out, "Nothing to compare: not one port was found.");
    } else if (h->error_count > 0) {
        add_errors(h, out);
    } else if (report->drifting > 0) {
        add_drift(report, "Nothing must be fixed at once, but ", out);
    } else if (report->warnings > 0) {
        pc_buf_addf(out, "Nothing drifts and nothing must be fixed at once; %u %s a look.", report->warnings,
                    report->warnings == 1 ? "warning is worth" : "warnings are worth");
    } else {
        pc_buf_adds(out, report->incomplete ? "What could be read agrees." : "Plan, documents and what runs agree.");
    }
}

void pc_html_second_line(const struct pc_html *h, struct pc_buf *out) {
    if (h->error_count > 0 && h->report->drifting > 0)
        add_drift(h->report, "", out);
}
