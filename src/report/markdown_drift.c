/* The drift table, and who dials whom. */
#include "markdown_parts.h"

static void add_drift_row(struct pc_md *md, struct pc_md_section *section, const struct pc_report_row *row) {
    struct pc_buf text, *out = &text;
    pc_buf_init(out, md->arena);
    const struct pc_standing *standing = row->standing;
    const struct pc_claims *const sides[] = {&standing->planned, &standing->documented, &standing->defaults,
                                             &standing->deployed};
    pc_buf_adds(out, "| ");
    pc_md_name(out, md->report->reg->services[standing->service].name);
    pc_buf_adds(out, " | ");
    pc_md_host(md, out, standing->host);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        pc_buf_adds(out, " | ");
        pc_md_claims(md, out, *sides[i]);
    }
    pc_buf_adds(out, " | ");
    if (row->news == PC_NEWS_NEW || row->news == PC_NEWS_CHANGED)
        pc_buf_adds(out, row->news == PC_NEWS_NEW ? "**new:** " : "**changed:** ");
    pc_buf_add(out, pc_standing_text(md->arena, standing));
    pc_buf_adds(out, " | ");
    size_t date_at = out->len;
    pc_buf_adds(out, " |\n");
    pc_md_row_dated(md, section, &(struct pc_md_row){pc_buf_str(out), date_at, row->changed});
}

/* The places that a move forgot. */
static void add_behind(struct pc_md *md, const struct pc_standing *standing, struct pc_buf *out) {
    pc_buf_adds(out, "* ");
    pc_md_name(out, md->report->reg->services[standing->service].name);
    if (standing->host != PC_NONE) {
        pc_buf_adds(out, " on ");
        pc_md_host(md, out, standing->host);
    }
    pc_buf_addf(out, " was moved in %zu of %zu places. Forgotten: ", standing->moved.count,
                standing->moved.count + standing->behind.count);
    for (size_t i = 0; i < standing->behind.count; i++) {
        const struct pc_claim *claim = &md->report->reg->claims[standing->behind.items[i]];
        pc_buf_adds(out, i > 0 ? ", " : "");
        pc_md_place(md, out, claim->span);
        pc_buf_addf(out, " (%.*s)", PC_ARG(pc_md_ports(md, claim->ports)));
    }
    pc_buf_addc(out, '\n');
}

#define SIDES                                                                                                          \
    " | Planned | Documented | Default | Deployed | Verdict | Last change |\n|---|---|--:|--:|--:|--:|---|---|\n"

void pc_md_add_drift(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section = pc_md_begin(md, "services", "\n## Drift\n\n| Service | Host" SIDES);
    for (size_t i = 0; i < report->row_count; i++)
        add_drift_row(md, section, &report->rows[i]);
    section = pc_md_begin(md, "services", "\n### Moved half-way\n\n");
    for (size_t i = 0; i < report->row_count; i++) {
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        if (report->rows[i].standing->verdict != PC_VERDICT_HALF_MOVED)
            continue;
        add_behind(md, report->rows[i].standing, &row);
        pc_md_row(md, section, &row);
    }
}

void pc_md_add_agreeing(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section = pc_md_begin_folded(
        md, "services", pc_md_count(md, report->other_count, "service does not drift", "services do not drift"),
        "| Service | Host" SIDES);
    for (size_t i = 0; i < report->other_count; i++)
        add_drift_row(md, section, &report->others[i]);
}

static void add_dial(struct pc_md *md, const struct pc_report_dial *dial, struct pc_buf *out) {
    pc_buf_adds(out, "| ");
    pc_md_name(out, dial->caller);
    pc_buf_adds(out, " | ");
    pc_md_name(out, dial->callee);
    pc_buf_addf(out, " | %u | ", (unsigned)dial->port);
    for (size_t i = 0; i < dial->span_count; i++) {
        pc_buf_adds(out, i > 0 ? "<br>" : "");
        if (i == 3 && dial->span_count > 4) {
            pc_buf_addf(out, "and %zu more", dial->span_count - i);
            break;
        }
        pc_md_place(md, out, dial->spans[i]);
    }
    if (dial->wrong) {
        pc_buf_adds(out, " | ");
        pc_md_claims(md, out, dial->truth);
        pc_buf_adds(out, " | ");
        if (dial->finding)
            pc_md_text(out, dial->finding->message);
        else
            pc_buf_adds(out, dial->why);
    }
    pc_buf_adds(out, " |\n");
}

static void add_dials(struct pc_md *md, struct pc_md_section *section, bool wrong) {
    for (size_t i = 0; i < md->report->dial_count; i++) {
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        if (md->report->dials[i].wrong != wrong)
            continue;
        add_dial(md, &md->report->dials[i], &row);
        pc_md_row(md, section, &row);
    }
}

void pc_md_add_wrong_dials(struct pc_md *md) {
    struct pc_md_section *section = pc_md_begin(
        md, "wrong calls",
        "\n## Dialled at a wrong port\n\n| Caller | Dials | Port | Where | Really listens on | What is wrong |\n"
        "|---|---|--:|---|--:|---|\n");
    add_dials(md, section, true);
}

void pc_md_add_dials(struct pc_md *md) {
    size_t right = 0;
    for (size_t i = 0; i < md->report->dial_count; i++)
        right += md->report->dials[i].wrong ? 0 : 1;
    struct pc_md_section *section = pc_md_begin_folded(
        md, "calls", pc_md_count(md, right, "call without a finding", "calls without a finding: who dials whom"),
        "| Caller | Dials | Port | Where |\n|---|---|--:|---|\n");
    add_dials(md, section, false);
}
