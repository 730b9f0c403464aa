/* The drift report: its model, and writing it. */
#include "report_model.h"

#include <string.h>

#include "date.h"
#include "emit.h"
#include "limits.h"

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

/* Files that say anything of ports. A report that lies in the tree is none, so it does not count itself. */
static size_t count_sources(const struct pc_registry *reg) {
    size_t count = 0;
    for (size_t i = 0; i < reg->claim_count; i++)
        count += i == 0 || reg->claims[i].span.file != reg->claims[i - 1].span.file;
    return count;
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
    r->sources = count_sources(run->own);
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

/* "portcheck report -f md --host rack": without the file, which may have been redirected to. */
static const char *refresh(const struct pc_model *m, const struct pc_report_options *o) {
    struct pc_buf out;
    pc_buf_init(&out, m->report->arena);
    pc_buf_addf(&out, "portcheck report -f %s", o->format);
    if (m->report->narrowed.len > 0)
        pc_buf_addf(&out, " %.*s", PC_ARG(m->report->narrowed));
    if (o->since)
        pc_buf_addf(&out, " --since %s", o->since);
    return pc_buf_str(&out).ptr;
}

static bool make(struct pc_model *m, const struct pc_report_options *options) {
    add_facts(m);
    if (!pc_model_link_base(m, options->link_base))
        return false;
    m->report->refresh = refresh(m, options);
    m->standings = pc_standings_of(&m->ctx);
    pc_model_rows(m);
    if (options->since && !pc_model_since(m, options->since))
        return false;
    pc_model_dates(m);
    struct pc_host_uses uses = pc_model_uses(m);
    pc_model_strips(m, &uses);
    pc_model_dials(m);
    pc_model_hosts(m, &uses);
    add_mentions(m);
    m->report->incomplete = m->run->incomplete;
    if (m->run->incomplete)
        m->run->summary.exit_code = PC_EXIT_INCOMPLETE;
    m->report->remark = m->run->remark.len > 0 ? pc_buf_str(&m->run->remark) : PC_EMPTY;
    return true;
}

/* The report's bytes, and where its dates stand in them. False: refused. */
static bool write(struct pc_run *run, const struct pc_report_options *options, struct pc_buf *out,
                  struct pc_report *report) {
    const struct pc_report_format *format = pc_report_format_find(pc_str_c(options->format));
    struct pc_model model;
    struct pc_rule_memo memo = {.edges = NULL};
    if (!format)
        return pc_run_refuse(run, PC_STATUS_USAGE, "unknown format `%s`", options->format);
    pc_buf_init(&run->cut, &run->arena);
    start(&model, run, report, &memo);
    if (!make(&model, options))
        return false;
    format->write(report, out);
    return true;
}

bool pc_run_report_into(struct pc_run *run, const struct pc_report_options *options, struct pc_buf *out) {
    struct pc_report report;
    return write(run, options, out, &report);
}

/* A date takes as many bytes as another; in JSON it stands in quotes. */
static size_t date_length(struct pc_str text) {
    static const char form[] = "dddd-dd-dd";
    size_t quote = text.len > 0 && text.ptr[0] == '"' ? 1 : 0, length = sizeof form - 1;
    uint32_t day;
    if (!pc_date_parse(pc_str_sub(text, quote, length), &day) || text.len < length + 2 * quote ||
        (quote > 0 && text.ptr[quote + length] != '"'))
        return 0;
    return length + 2 * quote;
}

/* Goes over a piece in text; false: it does not stand there. Git may have written the lines' ends of one of them anew
 * (autocrlf, eol): LF and CR LF are alike. */
static bool skip(struct pc_str text, size_t *at, struct pc_str piece) {
    for (size_t i = 0; i < piece.len; i++) {
        bool end = piece.ptr[i] == '\n' || (piece.ptr[i] == '\r' && i + 1 < piece.len && piece.ptr[i + 1] == '\n');
        bool carriage = *at + 1 < text.len && text.ptr[*at] == '\r' && text.ptr[*at + 1] == '\n';
        if (end && piece.ptr[i] == '\r')
            i++;
        if (end && carriage)
            ++*at;
        if (*at >= text.len || text.ptr[*at] != piece.ptr[i])
            return false;
        ++*at;
    }
    return true;
}

/* Is old what would be written, but for dates? Git knows a date only once its line is committed, and not in a shallow
 * clone: a report is written before it is committed, and checked where the history is cut off. */
static bool says_the_same(struct pc_str old, struct pc_str now, const struct pc_report_dates *dates) {
    size_t at = 0, from = 0; /* in old, in now */
    for (size_t i = 0; i <= dates->places.count; i++) {
        bool last = i == dates->places.count;
        size_t to = last ? now.len : dates->places.items[i].from;
        if (!skip(old, &at, pc_str_sub(now, from, to - from)))
            return false;
        if (last)
            break;
        struct pc_str rest = pc_str_sub(old, at, old.len - at), blank = pc_str_c(dates->places.items[i].blank);
        size_t length = date_length(rest);
        if (length == 0 && !pc_str_starts(rest, blank))
            return false;
        at += length > 0 ? length : blank.len;
        from = dates->places.items[i].to;
    }
    return at == old.len;
}

bool pc_run_report_check(struct pc_run *run, const struct pc_report_options *options, const char *path,
                         enum pc_report_state *state) {
    struct pc_buf out;
    struct pc_report report = {.reg = NULL};
    struct pc_str old;
    int error = 0;
    pc_buf_init(&out, &run->arena);
    if (!write(run, options, &out, &report))
        return false;
    enum pc_file_status status = pc_run_read_outside(run, path, PC_LIMIT_RUN_BYTES, &old, &error);
    if (status == PC_FILE_MISSING) {
        *state = PC_REPORT_MISSING;
        return true;
    }
    if (status != PC_FILE_OK) {
        struct pc_str shown = pc_shown(&run->arena, pc_str_c(path));
        pc_run_say(run, pc_str_fmt(&run->arena, "`%.*s` cannot be read: %s", PC_ARG(shown),
                                   status == PC_FILE_UNREADABLE ? strerror(error) : "it is no regular file"));
        *state = PC_REPORT_UNREADABLE;
        return true;
    }
    *state = says_the_same(old, pc_buf_str(&out), report.dates) ? PC_REPORT_CURRENT : PC_REPORT_STALE;
    return true;
}
