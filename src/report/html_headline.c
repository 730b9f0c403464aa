/* How things stand, in a sentence or two: what matters most first. */
#include "html.h"

#define NAMED_RULES 4u

/* How many errors have the rule of error i, which is the first of them; 0 when an earlier one has it. */
static size_t count_of_rule(const struct pc_report *report, size_t errors, size_t i) {
    size_t count = 0;
    for (size_t k = 0; k < errors; k++) {
        if (report->findings[k]->rule != report->findings[i]->rule)
            continue;
        if (k < i)
            return 0;
        count++;
    }
    return count;
}

/* "2 × port-collision, 4 × dangling-target": errors are sorted by place, so rules are looked for among the first ones.
 */
static void add_rules(const struct pc_report *report, size_t errors, struct pc_buf *out) {
    const char *separator = ": ";
    size_t named = 0, left = errors;
    for (size_t i = 0; i < errors && named < NAMED_RULES; i++) {
        size_t count = count_of_rule(report, errors, i);
        if (count == 0)
            continue;
        pc_buf_addf(out, "%s%zu \xC3\x97 %s", separator, count, report->findings[i]->rule->name);
        separator = ", ";
        left -= count;
        named++;
    }
    if (left > 0)
        pc_buf_addf(out, " and %zu more", left);
}

static void add_errors(const struct pc_report *report, size_t errors, struct pc_buf *out) {
    if (errors == 1) {
        pc_buf_addf(out, "One problem must be fixed: %.*s.", PC_ARG(report->findings[0]->message));
        return;
    }
    pc_buf_addf(out, "%zu problems must be fixed", errors);
    add_rules(report, errors, out);
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
        pc_buf_addf(out, "%s%zu \xC3\x97 %s", separator, counts[most], pc_verdict_text((enum pc_verdict)most));
        counts[most] = 0;
        separator = ", ";
    }
}

static void add_drift(const struct pc_report *report, const char *lead, struct pc_buf *out) {
    pc_buf_addf(out, "%s%u %s", lead, report->drifting, report->drifting == 1 ? "service drifts" : "services drift");
    add_verdicts(report, out);
    pc_buf_addc(out, '.');
}

void pc_html_headline(const struct pc_report *report, struct pc_buf *out) {
    size_t errors = pc_html_errors(report);
    if (report->claims == 0) {
        pc_buf_adds(out, "Nothing to compare: not one port was found.");
    } else if (errors > 0) {
        add_errors(report, errors, out);
        if (report->drifting > 0)
            add_drift(report, " ", out);
    } else if (report->drifting > 0) {
        add_drift(report, "Nothing must be fixed at once, but ", out);
    } else if (report->warnings > 0) {
        pc_buf_addf(out, "Nothing drifts and nothing must be fixed at once; %u %s a look.", report->warnings,
                    report->warnings == 1 ? "warning is worth" : "warnings are worth");
    } else {
        pc_buf_adds(out, report->incomplete ? "What could be read agrees." : "Plan, documents and what runs agree.");
    }
}
