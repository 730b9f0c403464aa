/* The drift report: its model, and writing it. */
#include "report_model.h"

#include "cover.h"

/* "--host rack --range 3000-3099" */
static struct pc_str narrowing(struct pc_run *run) {
    const struct pc_options *o = &run->options;
    const struct {
        const char *name;
        const char *const *words;
        size_t count;
    } given[] = {{"--host", o->hosts, o->host_count},
                 {"--service", o->services, o->service_count},
                 {"--range", o->ranges, o->range_count}};
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        for (size_t j = 0; j < given[i].count; j++)
            pc_buf_addf(&out, "%s%s %s", out.len > 0 ? " " : "", given[i].name, given[i].words[j]);
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

static void add_mentions(struct pc_model *m) {
    const struct pc_mention *all = pc_mentions_sorted(m->report->arena, m->report->reg);
    m->report->mentions = all;
    m->report->mention_count = pc_selects_all(&m->run->selection) ? m->report->reg->mention_count : 0;
}

static void add_facts(struct pc_model *m) {
    struct pc_run *run = m->run;
    struct pc_report *r = m->report;
    r->reg = run->reg;
    r->arena = &run->arena;
    r->version = PC_VERSION;
    r->registry = run->summary.registry;
    r->registries = run->summary.registries;
    r->incomplete = run->incomplete;
    r->narrowed = narrowing(run);
    r->sources = run->summary.sources;
    r->claims = run->summary.claims;
    r->findings = run->shown.items;
    r->finding_count = run->shown.count;
    r->dates = PC_NEW(&run->arena, struct pc_report_dates);
}

static void start(struct pc_model *m, struct pc_run *run, struct pc_report *report, struct pc_rule_memo *memo) {
    *report = (struct pc_report){.reg = run->reg, .arena = &run->arena};
    *m = (struct pc_model){.run = run, .report = report};
    m->ctx = (struct pc_rule_context){.reg = run->own,
                                      .config = &run->config,
                                      .view = pc_view_new(&run->arena, run->own),
                                      .all = run->reg,
                                      .arena = &run->arena,
                                      .memo = memo};
    m->ctx.all_view = run->reg == run->own ? m->ctx.view : pc_view_new(&run->arena, run->reg);
}

static bool make(struct pc_model *m) {
    add_facts(m);
    m->standings = pc_standings_of(&m->ctx);
    pc_model_rows(m);
    struct pc_host_uses uses = pc_model_uses(m);
    pc_model_strips(m, &uses);
    pc_model_dials(m);
    pc_model_hosts(m, &uses);
    add_mentions(m);
    m->report->remark = m->run->remark.len > 0 ? pc_buf_str(&m->run->remark) : PC_EMPTY;
    return true;
}

bool pc_run_report_into(struct pc_run *run, const struct pc_report_options *options, struct pc_buf *out) {
    const struct pc_report_format *format = pc_report_format_find(pc_str_c(options->format));
    struct pc_model model;
    struct pc_rule_memo memo = {NULL};
    struct pc_report report;
    if (!format)
        return false;
    start(&model, run, &report, &memo);
    if (!make(&model))
        return false;
    format->write(&report, out);
    return true;
}
