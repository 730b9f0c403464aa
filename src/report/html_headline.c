/* How things stand, in a sentence or two: what matters most first. */
#include "html.h"

static const struct pc_finding *first_error(const struct pc_report *report) {
    for (size_t i = 0; i < report->finding_count; i++) {
        if (report->findings[i]->level == PC_LEVEL_ERROR)
            return report->findings[i];
    }
    return NULL;
}

/* "documents are stale" of 7, "plan is stale" of 5: the verdicts of the table, the most frequent ones first. */
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
    const struct pc_finding *worst = first_error(report);
    if (report->claims == 0) {
        pc_buf_adds(out, "Nothing to compare: not one port was found.");
    } else if (worst) {
        pc_buf_addf(out, "%u %s be fixed, first of all: %.*s.", report->errors,
                    report->errors == 1 ? "problem must" : "problems must", PC_ARG(worst->message));
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
