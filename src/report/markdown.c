/* md: for a pull request or a page of the repository. Opens with a sentence that says what to do. */
#include <string.h>

#include "markdown_parts.h"

#define TAIL_BYTES 400u /* for what ends the document */

/* Rows of the drift table with a verdict. */
static unsigned rows_of(const struct pc_report *report, enum pc_verdict verdict) {
    unsigned count = 0;
    for (size_t i = 0; i < report->row_count; i++)
        count += report->rows[i].standing->verdict == verdict ? 1 : 0;
    return count;
}

static void add_counter(struct pc_buf *out, bool *any, unsigned count, const char *one, const char *many) {
    if (count == 0)
        return;
    pc_buf_addf(out, "%s%u %s", *any ? " \xC2\xB7 " : "**", count, count == 1 ? one : many);
    *any = true;
}

/* What is said where there is nothing to count. */
static void write_calm(const struct pc_report *report, struct pc_buf *out) {
    if (report->claims == 0)
        pc_buf_adds(out, "**Nothing to compare: not one port was found.**\n");
    else if (report->warnings > 0)
        pc_buf_addf(out, "**Nothing collides and nothing drifts; %u %s a look.**\n", report->warnings,
                    report->warnings == 1 ? "warning is worth" : "warnings are worth");
    else
        pc_buf_adds(out, "**Nothing collides and nothing drifts.**\n");
}

static void write_counters(const struct pc_report *report, struct pc_buf *out) {
    bool any = false;
    pc_buf_addc(out, '\n');
    add_counter(out, &any, report->errors, "problem must be fixed", "problems must be fixed");
    add_counter(out, &any, report->collisions, "collision", "collisions");
    add_counter(out, &any, report->drifting, "service drifts", "services drift");
    add_counter(out, &any, report->unregistered, "port bound, not in the registry", "ports bound, not in the registry");
    add_counter(out, &any, report->outside_range, "row outside its range", "rows outside their range");
    if (any)
        pc_buf_adds(out, ".**\n");
    else
        write_calm(report, out);
}

/* Of each verdict what to do, the most urgent first. */
static const struct {
    enum pc_verdict verdict;
    const char *todo;
} todos[] = {
    {PC_VERDICT_HALF_MOVED, "moved half-way (finish the move)"},
    {PC_VERDICT_THREE_WAY, "with three answers (decide, then correct the others)"},
    {PC_VERDICT_DEPLOYMENT_ALONE, "deployed against plan and documents (deploy as planned, or correct both)"},
    {PC_VERDICT_PLAN_STALE, "with a stale plan (correct the plan)"},
    {PC_VERDICT_DOCUMENTS_STALE, "with stale documents (correct the documents)"},
    {PC_VERDICT_UNDECIDED, "with statements that disagree (decide which is right)"},
    {PC_VERDICT_DEFAULT_ONLY, "of which only the development default differs (nothing that runs is wrong)"},
};

/* Is it sure of a collision that both are on one machine, and run together? */
static bool collides_surely(const struct pc_report *report) {
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i]->level == PC_LEVEL_ERROR && strcmp(report->findings[i]->rule->code, "PC201") == 0)
            return true;
    return false;
}

/* What decides: what stops a start comes first, then which side of each service has to be corrected. */
static void write_decision(const struct pc_report *report, struct pc_buf *out) {
    bool any = false;
    pc_buf_adds(out, report->collisions > 0 || report->row_count > 0 ? "\n" : "");
    if (report->collisions > 0)
        pc_buf_addf(out, "%s: of two that bind one port, only one starts.%s",
                    collides_surely(report) ? "Fix what collides first" : "Look at what may collide first",
                    report->row_count > 0 ? " " : "\n");
    for (size_t i = 0; i < sizeof todos / sizeof *todos; i++) {
        unsigned count = rows_of(report, todos[i].verdict);
        if (count > 0)
            pc_buf_addf(out, "%s%u %s", any ? ", " : "What drifts: ", count, todos[i].todo);
        any = any || count > 0;
    }
    pc_buf_adds(out, any ? ".\n" : "");
}

static void write_head(const struct pc_report *report, struct pc_buf *out) {
    pc_buf_adds(out, "<!-- portcheck report -->\n# Port drift report\n");
    write_counters(report, out);
    write_decision(report, out);
    if (report->narrowed.len > 0) {
        pc_buf_adds(out, "\n> Only a part is shown: ");
        pc_md_name(out, report->narrowed);
        pc_buf_adds(out, ".\n");
    }
    if (report->incomplete)
        pc_buf_adds(out, "\n> **Incomplete: something could not be read, so that something may be missing here.**\n");
    if (report->remark.len > 0) {
        pc_buf_adds(out, "\n> ");
        pc_md_text(out, report->remark);
        pc_buf_addc(out, '\n');
    }
}

static unsigned news_of(const struct pc_report *report, enum pc_report_news news) {
    unsigned count = 0;
    for (size_t i = 0; i < report->news_count; i++)
        count += report->news[i].news == news ? 1 : 0;
    return count;
}

static void write_since(const struct pc_report *report, struct pc_buf *out) {
    if (report->since.len == 0)
        return;
    pc_buf_adds(out, "\n## Since ");
    pc_md_name(out, report->since);
    unsigned fresh = news_of(report, PC_NEWS_NEW), graver = news_of(report, PC_NEWS_CHANGED),
             fixed = news_of(report, PC_NEWS_FIXED);
    if (report->news_count + report->row_news_count == 0)
        pc_buf_adds(out, "\n\nNo finding is new or fixed, and every verdict is the same.\n");
    else
        pc_buf_addf(out, "\n\nNew findings: %u, graver: %u, fixed: %u. Services whose drift is another one: %zu.\n",
                    fresh, graver, fixed, report->row_news_count);
}

static void write_tail(const struct pc_report *report, struct pc_buf *out) {
    pc_buf_addf(out, "\n---\nportcheck %s \xC2\xB7 ", report->version);
    if (report->registry.len > 0) {
        pc_buf_adds(out, "registry ");
        pc_md_name(out, report->registry);
        if (report->registries > 1)
            pc_buf_addf(out, " and %zu more", report->registries - 1);
    } else {
        pc_buf_adds(out, "no registry");
    }
    pc_buf_addf(out, " \xC2\xB7 %zu claim%s from %zu source%s", report->claims, report->claims == 1 ? "" : "s",
                report->sources, report->sources == 1 ? "" : "s");
    pc_buf_addf(out, " \xC2\xB7 refresh with `%s`\n", report->refresh);
}

static void write_md(const struct pc_report *report, struct pc_buf *out) {
    struct pc_md md = {.report = report, .arena = report->arena};
    pc_md_add_news(&md);
    pc_md_add_hosts(&md);
    pc_md_add_must_fix(&md);
    pc_md_add_drift(&md);
    pc_md_add_wrong_dials(&md);
    pc_md_add_ranges(&md);
    pc_md_add_map(&md);
    pc_md_add_unregistered(&md);
    pc_md_add_undeployed(&md);
    pc_md_add_agreeing(&md);
    pc_md_add_dials(&md);
    pc_md_add_findings(&md);
    pc_md_add_mentions(&md);
    size_t start = out->len;
    write_head(report, out);
    write_since(report, out);
    pc_md_write_sections(&md, PC_MD_ROOM - TAIL_BYTES - (out->len - start), out);
    write_tail(report, out);
}

const struct pc_report_format pc_report_md = {
    .name = "md",
    .summary = "Markdown, for a pull request or a page of the repository",
    .write = write_md,
};
