/* The report for spreadsheets: RFC 4180, lines ended by CRLF, one row a thing, and a first column that says what kind
 * of thing. A cell that a spreadsheet would take for a formula (= + - @ and blanks before them) gets an apostrophe in
 * front. */
#include "emit.h"
#include "hide.h"
#include "report.h"
#include "text.h"

enum column {
    KIND,
    SERVICE,
    HOST,
    PORTS,
    PLANNED,
    DOCUMENTED,
    DEFAULT,
    DEPLOYED,
    INSIDE,
    VERDICT,
    CHANGED,
    NEWS,
    TARGET,
    SEVERITY,
    RULE,
    TEXT,
    PLACES,
    COLUMNS
};

static const char *const heads[COLUMNS] = {"kind",    "service",  "host",   "ports",   "planned", "documented",
                                           "default", "deployed", "inside", "verdict", "changed", "news",
                                           "target",  "severity", "rule",   "text",    "places"};

struct table {
    const struct pc_report *report;
    struct pc_buf *out;
    struct pc_str cells[COLUMNS];
    uint32_t changed;
};

enum { PLACES_MAX = 20 }; /* of one cell: more of them only make it unreadable */

static bool is_formula(struct pc_str text) {
    size_t at = 0;
    while (at < text.len && pc_is_space(text.ptr[at]))
        at++;
    return at < text.len && pc_str_find_char(PC_STR("=+-@"), text.ptr[at], 0) != PC_NPOS;
}

static void add_cell(struct table *t, struct pc_str cell) {
    struct pc_buf safe;
    pc_buf_init(&safe, t->report->arena);
    pc_emit_slice(&safe, cell, 0, cell.len);
    struct pc_str text = pc_buf_str(&safe);
    bool formula = is_formula(text);
    bool quoted = formula || pc_str_find_char(text, ',', 0) != PC_NPOS || pc_str_find_char(text, '"', 0) != PC_NPOS ||
                  pc_str_find_char(text, ' ', 0) == 0;
    if (quoted)
        pc_buf_adds(t->out, formula ? "\"'" : "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            pc_buf_addc(t->out, '"');
        pc_buf_addc(t->out, text.ptr[i]);
    }
    if (quoted)
        pc_buf_addc(t->out, '"');
}

/* Writes the row, and begins the next one. */
static void end_row(struct table *t) {
    bool dated = pc_str_is(t->cells[KIND], "service");
    for (int i = 0; i < COLUMNS; i++) {
        if (i > 0)
            pc_buf_addc(t->out, ',');
        if (i == CHANGED && dated)
            pc_report_date(t->report, t->changed, "", false, t->out);
        else
            add_cell(t, t->cells[i]);
        t->cells[i] = PC_EMPTY;
    }
    t->changed = 0;
    pc_buf_adds(t->out, "\r\n");
}

/* --- cells --- */

static struct pc_str ports_text(const struct table *t, struct pc_ports ports) {
    return ports.lo == ports.hi ? pc_str_fmt(t->report->arena, "%u", (unsigned)ports.lo)
                                : pc_str_fmt(t->report->arena, "%u-%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

/* "3000 3002-3004", each once. */
static struct pc_str ports_of(const struct table *t, struct pc_claims claims) {
    struct pc_buf out;
    struct pc_ports seen[PLACES_MAX];
    size_t count = 0;
    pc_buf_init(&out, t->report->arena);
    for (size_t i = 0; i < claims.count && count < PLACES_MAX; i++) {
        struct pc_ports ports = t->report->reg->claims[claims.items[i]].ports;
        bool again = false;
        for (size_t j = 0; j < count && !again; j++)
            again = pc_ports_eq(seen[j], ports);
        if (again)
            continue;
        seen[count++] = ports;
        pc_buf_addf(&out, "%s%.*s", count > 1 ? " " : "", PC_ARG(ports_text(t, ports)));
    }
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

static void add_place(const struct table *t, struct pc_buf *out, struct pc_span span) {
    if (span.file < t->report->reg->file_count)
        pc_buf_addf(out, "%s%.*s:%u", out->len > 0 ? " " : "", PC_ARG(t->report->reg->files[span.file].path),
                    pc_report_line(t->report, span));
}

static struct pc_str place_text(const struct table *t, struct pc_span span) {
    struct pc_buf out;
    pc_buf_init(&out, t->report->arena);
    add_place(t, &out, span);
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

static struct pc_str service_text(const struct table *t, pc_id service) {
    return service != PC_NONE ? t->report->reg->services[service].name : PC_EMPTY;
}

static struct pc_str host_text(const struct table *t, pc_id host) {
    return host != PC_NONE ? t->report->reg->hosts[host].name : PC_EMPTY;
}

static struct pc_str news_text(enum pc_report_news news) {
    static const char *const names[] = {
        [PC_NEWS_NONE] = "", [PC_NEWS_NEW] = "new", [PC_NEWS_CHANGED] = "changed", [PC_NEWS_FIXED] = "fixed"};
    return pc_str_c(names[news]);
}

static struct pc_str level_text(enum pc_level level) {
    return pc_str_c(level == PC_LEVEL_ERROR ? "error" : level == PC_LEVEL_WARNING ? "warning" : "info");
}

/* --- rows --- */

static void write_services(struct table *t, const struct pc_report_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct pc_standing *s = rows[i].standing;
        const struct pc_claims places[] = {s->planned, s->documented, s->defaults, s->deployed, s->behind};
        struct pc_buf where;
        size_t shown = 0;
        pc_buf_init(&where, t->report->arena);
        for (size_t side = 0; side < sizeof places / sizeof places[0]; side++)
            for (size_t j = 0; j < places[side].count && shown < PLACES_MAX; j++, shown++)
                add_place(t, &where, t->report->reg->claims[places[side].items[j]].span);
        t->cells[KIND] = PC_STR("service");
        t->cells[SERVICE] = service_text(t, s->service);
        t->cells[HOST] = host_text(t, s->host);
        t->cells[PORTS] = ports_of(t, s->truth);
        t->cells[PLANNED] = ports_of(t, s->planned);
        t->cells[DOCUMENTED] = ports_of(t, s->documented);
        t->cells[DEFAULT] = ports_of(t, s->defaults);
        t->cells[DEPLOYED] = ports_of(t, s->deployed);
        t->cells[INSIDE] = ports_of(t, s->inside);
        t->cells[VERDICT] = pc_standing_text(t->report->arena, s);
        t->cells[NEWS] = news_text(rows[i].news);
        t->cells[RULE] = rows[i].finding ? pc_str_c(rows[i].finding->rule->code) : PC_EMPTY;
        t->cells[PLACES] = where.len > 0 ? pc_buf_str(&where) : PC_EMPTY;
        t->changed = rows[i].changed;
        end_row(t);
    }
}

static void write_ranges(struct table *t) {
    for (size_t i = 0; i < t->report->range_count; i++) {
        const struct pc_report_range *row = &t->report->ranges[i];
        const struct pc_range *range = &t->report->reg->ranges[row->range];
        t->cells[KIND] = PC_STR("range");
        t->cells[HOST] = host_text(t, range->host);
        t->cells[PORTS] = ports_text(t, range->ports);
        t->cells[VERDICT] = pc_str_fmt(t->report->arena, "%u planned; %u bound; %u reserved; %u free of %u",
                                       row->planned, row->bound, row->reserved, row->free, row->width);
        t->cells[TARGET] = row->has_next ? pc_str_fmt(t->report->arena, "%u%s", (unsigned)row->next,
                                                      row->next_reserved ? " (reserved)" : "")
                                         : PC_EMPTY;
        t->cells[RULE] = row->full ? pc_str_c(row->full->rule->code) : PC_EMPTY;
        t->cells[TEXT] = range->purpose;
        t->cells[PLACES] = place_text(t, range->span);
        end_row(t);
    }
}

static void write_ports(struct table *t, const char *kind, const struct pc_report_port *ports, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &t->report->reg->claims[ports[i].claim];
        t->cells[KIND] = pc_str_c(kind);
        t->cells[SERVICE] = service_text(t, claim->service);
        t->cells[HOST] = host_text(t, ports[i].host);
        t->cells[PORTS] = ports_text(t, claim->ports);
        t->cells[PLACES] = place_text(t, claim->span);
        end_row(t);
    }
}

static void write_dials(struct table *t) {
    for (size_t i = 0; i < t->report->dial_count; i++) {
        const struct pc_report_dial *dial = &t->report->dials[i];
        struct pc_buf where;
        pc_buf_init(&where, t->report->arena);
        for (size_t j = 0; j < dial->span_count && j < PLACES_MAX; j++)
            add_place(t, &where, dial->spans[j]);
        t->cells[KIND] = PC_STR("dial");
        t->cells[SERVICE] = dial->caller;
        t->cells[TARGET] = dial->callee;
        t->cells[PORTS] = pc_str_fmt(t->report->arena, "%u", (unsigned)dial->port);
        t->cells[VERDICT] = dial->wrong ? PC_STR("wrong") : dial->known ? PC_STR("right") : PC_STR("not known");
        t->cells[TEXT] = pc_str_c(dial->why);
        t->cells[RULE] = dial->finding ? pc_str_c(dial->finding->rule->code) : PC_EMPTY;
        t->cells[PLACES] = where.len > 0 ? pc_buf_str(&where) : PC_EMPTY;
        end_row(t);
    }
}

static void write_findings(struct table *t) {
    for (size_t i = 0; i < t->report->finding_count; i++) {
        const struct pc_finding *f = t->report->findings[i];
        struct pc_buf names, ports, where;
        pc_buf_init(&names, t->report->arena);
        pc_buf_init(&ports, t->report->arena);
        pc_buf_init(&where, t->report->arena);
        for (size_t j = 0; j < f->service_count && j < PLACES_MAX; j++)
            pc_buf_addf(&names, "%s%.*s", j > 0 ? "; " : "", PC_ARG(f->services[j]));
        for (size_t j = 0; j < f->port_count && j < PLACES_MAX; j++)
            pc_buf_addf(&ports, "%s%.*s", j > 0 ? " " : "", PC_ARG(ports_text(t, f->ports[j])));
        for (size_t j = 0; j < f->label_count && j < PLACES_MAX; j++)
            add_place(t, &where, f->labels[j].span);
        t->cells[KIND] = PC_STR("finding");
        t->cells[SERVICE] = names.len > 0 ? pc_buf_str(&names) : PC_EMPTY;
        t->cells[HOST] = f->host;
        t->cells[PORTS] = ports.len > 0 ? pc_buf_str(&ports) : PC_EMPTY;
        t->cells[SEVERITY] = level_text(f->level);
        t->cells[RULE] = pc_str_c(f->rule->code);
        t->cells[TEXT] = pc_hide_urls(t->report->arena, f->message);
        t->cells[PLACES] = where.len > 0 ? pc_buf_str(&where) : PC_EMPTY;
        end_row(t);
    }
}

static void write_mentions(struct table *t) {
    for (size_t i = 0; i < t->report->mention_count; i++) {
        t->cells[KIND] = PC_STR("not-understood");
        t->cells[TEXT] = pc_str_c(t->report->mentions[i].why);
        t->cells[PLACES] = place_text(t, t->report->mentions[i].span);
        end_row(t);
    }
}

static void write_news(struct table *t) {
    for (size_t i = 0; i < t->report->news_count; i++) {
        const struct pc_report_news_item *item = &t->report->news[i];
        t->cells[KIND] = PC_STR("finding-news");
        t->cells[NEWS] = news_text(item->news);
        t->cells[SEVERITY] = level_text(item->level);
        t->cells[RULE] = pc_str_c(item->rule->code);
        t->cells[TEXT] = pc_hide_urls(t->report->arena, item->message);
        t->cells[PLACES] = place_text(t, item->span);
        end_row(t);
    }
    for (size_t i = 0; i < t->report->row_news_count; i++) {
        const struct pc_report_row_news *news = &t->report->row_news[i];
        t->cells[KIND] = PC_STR("service-news");
        t->cells[SERVICE] = news->service;
        t->cells[HOST] = news->host;
        t->cells[NEWS] = news_text(news->news);
        t->cells[VERDICT] = news->after;
        t->cells[TEXT] =
            news->before.len > 0 ? pc_str_fmt(t->report->arena, "before: %.*s", PC_ARG(news->before)) : PC_EMPTY;
        end_row(t);
    }
}

static void write(const struct pc_report *report, struct pc_buf *out) {
    struct table t = {.report = report, .out = out};
    for (int i = 0; i < COLUMNS; i++)
        pc_buf_addf(out, "%s%s", i > 0 ? "," : "", heads[i]);
    pc_buf_adds(out, "\r\n");
    write_services(&t, report->rows, report->row_count);
    write_services(&t, report->others, report->other_count);
    write_ranges(&t);
    write_ports(&t, "unregistered", report->unregistered_ports, report->unregistered_count);
    write_ports(&t, "not-deployed", report->undeployed, report->undeployed_count);
    write_dials(&t);
    write_findings(&t);
    write_mentions(&t);
    write_news(&t);
}

const struct pc_report_format pc_report_csv = {
    .name = "csv", .summary = "one row a service, range, dial or finding, for spreadsheets", .write = write};
