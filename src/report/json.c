/* The report for programs: portcheck/report/v1. Keys are added, never renamed or removed, within one version. A thing
 * that is not known is null, never left out. */
#include "date.h"
#include "finding_json.h"
#include "report.h"

struct writer {
    const struct pc_report *report;
    struct pc_json json;
    struct pc_places places;
    struct pc_output_input findings;
    struct pc_buf link; /* of the moment: one buffer, since an own one for each place would cost more than the output */
};

/* --- small things --- */

static void key_text(struct writer *w, const char *key, struct pc_str value) {
    pc_json_key(&w->json, key);
    if (value.len > 0)
        pc_json_str(&w->json, value);
    else
        pc_json_null(&w->json);
}

static void key_bool(struct writer *w, const char *key, bool value) {
    pc_json_key(&w->json, key);
    pc_json_bool(&w->json, value);
}

static void write_ports(struct pc_json *json, struct pc_ports ports) {
    if (ports.lo == ports.hi) {
        pc_json_int(json, ports.lo);
        return;
    }
    pc_json_array(json);
    pc_json_int(json, ports.lo);
    pc_json_int(json, ports.hi);
    pc_json_end(json, ']');
}

static void key_ports(struct writer *w, struct pc_ports ports) {
    pc_json_key(&w->json, "ports");
    write_ports(&w->json, ports);
}

static void key_host(struct writer *w, pc_id host) {
    key_text(w, "host", host != PC_NONE ? w->report->reg->hosts[host].name : PC_EMPTY);
}

static void key_service(struct writer *w, const char *key, pc_id service) {
    key_text(w, key, service != PC_NONE ? w->report->reg->services[service].name : PC_EMPTY);
}

/* Where something is written; null when it is nowhere. */
static void write_place(struct writer *w, struct pc_span span) {
    if (span.file >= w->report->reg->file_count || pc_span_is_file(span)) {
        pc_json_null(&w->json);
        return;
    }
    struct pc_position at = pc_place_of(&w->places, span.file, span.offset);
    w->link.len = 0;
    pc_json_object(&w->json);
    pc_json_key_str(&w->json, "path", w->report->reg->files[span.file].path);
    pc_json_key_int(&w->json, "line", at.line);
    pc_json_key_int(&w->json, "column", at.column);
    key_text(w, "link", pc_report_link(w->report, span, &w->link) ? pc_buf_str(&w->link) : PC_EMPTY);
    pc_json_end(&w->json, '}');
}

static void key_place(struct writer *w, const char *key, struct pc_span span) {
    pc_json_key(&w->json, key);
    write_place(w, span);
}

static void key_claims(struct writer *w, const char *key, struct pc_claims claims) {
    pc_json_key(&w->json, key);
    pc_json_array(&w->json);
    for (size_t i = 0; i < claims.count; i++) {
        const struct pc_claim *claim = &w->report->reg->claims[claims.items[i]];
        pc_json_object(&w->json);
        key_ports(w, claim->ports);
        pc_json_key(&w->json, "role");
        pc_json_strz(&w->json, pc_role_name(claim->role));
        key_place(w, "place", claim->span);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void key_fingerprint(struct writer *w, const struct pc_finding *finding) {
    pc_json_key(&w->json, "finding");
    pc_json_strz(&w->json, finding ? finding->fingerprint : NULL);
}

static const char *news_name(enum pc_report_news news) {
    static const char *const names[] = {
        [PC_NEWS_NONE] = NULL, [PC_NEWS_NEW] = "new", [PC_NEWS_CHANGED] = "changed", [PC_NEWS_FIXED] = "fixed"};
    return names[news];
}

static const char *level_name(enum pc_level level) {
    return level == PC_LEVEL_ERROR ? "error" : level == PC_LEVEL_WARNING ? "warning" : "info";
}

static void key_next(struct writer *w, bool has_next, uint16_t next, bool reserved) {
    pc_json_key(&w->json, "next");
    if (!has_next) {
        pc_json_null(&w->json);
        return;
    }
    pc_json_object(&w->json);
    pc_json_key_int(&w->json, "port", next);
    key_bool(w, "reserved", reserved);
    pc_json_end(&w->json, '}');
}

/* --- the sections --- */

static void write_counters(struct writer *w) {
    const struct pc_report *r = w->report;
    pc_json_key(&w->json, "summary");
    pc_json_object(&w->json);
    pc_json_key_int(&w->json, "bound", r->bound);
    pc_json_key_int(&w->json, "collisions", r->collisions);
    pc_json_key_int(&w->json, "drifting", r->drifting);
    pc_json_key_int(&w->json, "unregistered", r->unregistered);
    pc_json_key_int(&w->json, "outside_range", r->outside_range);
    pc_json_key_int(&w->json, "error", r->errors);
    pc_json_key_int(&w->json, "warning", r->warnings);
    pc_json_key_int(&w->json, "info", r->infos);
    pc_json_key_int(&w->json, "sources", r->sources);
    pc_json_key_int(&w->json, "claims", r->claims);
    pc_json_end(&w->json, '}');
}

static void write_hosts(struct writer *w) {
    pc_json_key(&w->json, "hosts");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->host_count; i++) {
        const struct pc_report_host *host = &w->report->hosts[i];
        const struct pc_host *h = &w->report->reg->hosts[host->host];
        pc_json_object(&w->json);
        pc_json_key_str(&w->json, "name", h->name);
        key_bool(w, "named", h->named);
        key_text(w, "environment", pc_str_c(pc_environment_name(h->environment)));
        key_bool(w, "in_registry", h->spoken_for);
        pc_json_key_int(&w->json, "bound", host->bound);
        pc_json_key_int(&w->json, "collisions", host->collisions);
        pc_json_key_int(&w->json, "drifting", host->drifting);
        pc_json_key_int(&w->json, "unregistered", host->unregistered);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_ranges(struct writer *w) {
    pc_json_key(&w->json, "ranges");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->range_count; i++) {
        const struct pc_report_range *row = &w->report->ranges[i];
        const struct pc_range *range = &w->report->reg->ranges[row->range];
        pc_json_object(&w->json);
        key_ports(w, range->ports);
        key_text(w, "purpose", range->purpose);
        key_host(w, range->host);
        pc_json_key_int(&w->json, "width", row->width);
        pc_json_key_int(&w->json, "planned", row->planned);
        pc_json_key_int(&w->json, "bound", row->bound);
        pc_json_key_int(&w->json, "reserved", row->reserved);
        pc_json_key_int(&w->json, "free", row->free);
        key_next(w, row->has_next, row->next, row->next_reserved);
        key_fingerprint(w, row->full);
        key_place(w, "place", range->span);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_cells(struct writer *w, const struct pc_report_strip *strip) {
    static const char *const states[] = {
        [PC_CELL_FREE] = "free",   [PC_CELL_RESERVED] = "reserved",           [PC_CELL_PLANNED] = "planned",
        [PC_CELL_BOUND] = "bound", [PC_CELL_PLANNED_BOUND] = "planned-bound", [PC_CELL_COLLISION] = "collision"};
    pc_json_key(&w->json, "cells");
    pc_json_array(&w->json);
    for (size_t i = 0; i < strip->cell_count; i++) {
        const struct pc_report_cell *cell = &strip->cells[i];
        pc_json_object(&w->json);
        key_ports(w, cell->ports);
        pc_json_key(&w->json, "state");
        pc_json_strz(&w->json, states[cell->state]);
        pc_json_key(&w->json, "services");
        pc_json_array(&w->json);
        for (size_t j = 0; j < cell->service_count; j++)
            pc_json_str(&w->json, cell->services[j]);
        pc_json_end(&w->json, ']');
        key_fingerprint(w, cell->finding);
        pc_json_key(&w->json, "place");
        if (cell->span.length > 0)
            write_place(w, cell->span);
        else
            pc_json_null(&w->json);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_strips(struct writer *w) {
    pc_json_key(&w->json, "strips");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->strip_count; i++) {
        const struct pc_report_strip *strip = &w->report->strips[i];
        pc_json_object(&w->json);
        key_host(w, strip->host);
        key_ports(w, strip->ports);
        key_text(w, "purpose", strip->range != PC_NONE ? w->report->reg->ranges[strip->range].purpose : PC_EMPTY);
        key_bool(w, "in_range", strip->range != PC_NONE);
        key_next(w, strip->has_next, strip->next, strip->next_reserved);
        write_cells(w, strip);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_date(struct writer *w, uint32_t day) {
    size_t from = w->json.out->len;
    if (day != 0)
        pc_json_str(&w->json, pc_date_text(w->report->arena, day));
    else
        pc_json_null(&w->json);
    pc_report_date_at(w->report, from, w->json.out->len, "null");
}

static void write_row(struct writer *w, const struct pc_report_row *row) {
    static const char *const actual[] = {[PC_ACTUAL_UNKNOWN] = NULL,
                                         [PC_ACTUAL_DEPLOYED] = "deployed",
                                         [PC_ACTUAL_OBSERVED] = "observed",
                                         [PC_ACTUAL_DOCUMENTED] = "documented",
                                         [PC_ACTUAL_DEFAULT] = "default"};
    const struct pc_standing *s = row->standing;
    pc_json_object(&w->json);
    key_service(w, "service", s->service);
    key_host(w, s->host);
    pc_json_key(&w->json, "verdict");
    pc_json_strz(&w->json, pc_verdict_name(s->verdict));
    pc_json_key_str(&w->json, "verdict_text", pc_standing_text(w->report->arena, s));
    key_bool(w, "drift", pc_verdict_is_drift(s->verdict));
    pc_json_key(&w->json, "actual");
    pc_json_strz(&w->json, actual[s->actual]);
    key_claims(w, "planned", s->planned);
    key_claims(w, "documented", s->documented);
    key_claims(w, "defaults", s->defaults);
    key_claims(w, "deployed", s->deployed);
    key_claims(w, "inside", s->inside);
    key_claims(w, "truth", s->truth);
    key_claims(w, "stale", s->stale);
    key_claims(w, "moved", s->moved);
    key_claims(w, "behind", s->behind);
    pc_json_key(&w->json, "changed");
    write_date(w, row->changed);
    pc_json_key(&w->json, "news");
    pc_json_strz(&w->json, news_name(row->news));
    key_fingerprint(w, row->finding);
    pc_json_end(&w->json, '}');
}

static void write_rows(struct writer *w) {
    pc_json_key(&w->json, "services");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->row_count; i++)
        write_row(w, &w->report->rows[i]);
    for (size_t i = 0; i < w->report->other_count; i++)
        write_row(w, &w->report->others[i]);
    pc_json_end(&w->json, ']');
}

static void write_port_list(struct writer *w, const char *key, const struct pc_report_port *ports, size_t count) {
    pc_json_key(&w->json, key);
    pc_json_array(&w->json);
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &w->report->reg->claims[ports[i].claim];
        pc_json_object(&w->json);
        key_ports(w, claim->ports);
        key_service(w, "service", claim->service);
        key_host(w, ports[i].host);
        key_place(w, "place", claim->span);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_dials(struct writer *w) {
    pc_json_key(&w->json, "dials");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->dial_count; i++) {
        const struct pc_report_dial *dial = &w->report->dials[i];
        pc_json_object(&w->json);
        pc_json_key_str(&w->json, "caller", dial->caller);
        key_bool(w, "caller_is_service", dial->caller_service != PC_NONE);
        pc_json_key_str(&w->json, "callee", dial->callee);
        key_bool(w, "callee_is_service", dial->callee_service != PC_NONE);
        pc_json_key_int(&w->json, "port", dial->port);
        key_bool(w, "known", dial->known);
        key_bool(w, "wrong", dial->wrong);
        key_text(w, "why", pc_str_c(dial->why));
        key_fingerprint(w, dial->finding);
        pc_json_key(&w->json, "places");
        pc_json_array(&w->json);
        for (size_t j = 0; j < dial->span_count; j++)
            write_place(w, dial->spans[j]);
        pc_json_end(&w->json, ']');
        key_claims(w, "truth", dial->truth);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_findings(struct writer *w) {
    pc_json_key(&w->json, "findings");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->finding_count; i++) {
        pc_json_object(&w->json);
        pc_json_finding(&w->findings, &w->places, w->report->findings[i], &w->json);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_mentions(struct writer *w) {
    pc_json_key(&w->json, "not_understood");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->report->mention_count; i++) {
        const struct pc_mention *mention = &w->report->mentions[i];
        pc_json_object(&w->json);
        key_place(w, "place", mention->span);
        pc_json_key_str(&w->json, "text", pc_show_span(w->report->arena, w->report->reg, mention->span));
        pc_json_key(&w->json, "why");
        pc_json_strz(&w->json, mention->why);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_news(struct writer *w) {
    const struct pc_report *r = w->report;
    pc_json_key(&w->json, "since");
    if (r->since.len == 0) {
        pc_json_null(&w->json);
        return;
    }
    pc_json_object(&w->json);
    pc_json_key_str(&w->json, "revision", r->since);
    pc_json_key(&w->json, "findings");
    pc_json_array(&w->json);
    for (size_t i = 0; i < r->news_count; i++) {
        const struct pc_report_news_item *item = &r->news[i];
        pc_json_object(&w->json);
        pc_json_key(&w->json, "news");
        pc_json_strz(&w->json, news_name(item->news));
        pc_json_key(&w->json, "rule");
        pc_json_strz(&w->json, item->rule->code);
        pc_json_key(&w->json, "severity");
        pc_json_strz(&w->json, level_name(item->level));
        pc_json_key_text(&w->json, r->arena, "message", item->message);
        key_fingerprint(w, item->finding);
        key_place(w, "place", item->span);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
    pc_json_key(&w->json, "services");
    pc_json_array(&w->json);
    for (size_t i = 0; i < r->row_news_count; i++) {
        const struct pc_report_row_news *news = &r->row_news[i];
        pc_json_object(&w->json);
        pc_json_key(&w->json, "news");
        pc_json_strz(&w->json, news_name(news->news));
        pc_json_key_str(&w->json, "service", news->service);
        key_text(w, "host", news->host);
        key_text(w, "before", news->before);
        key_text(w, "after", news->after);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
    pc_json_end(&w->json, '}');
}

static void write_head(struct writer *w) {
    const struct pc_report *r = w->report;
    pc_json_key(&w->json, "schema");
    pc_json_strz(&w->json, "portcheck/report/v1");
    pc_json_key(&w->json, "tool");
    pc_json_object(&w->json);
    pc_json_key(&w->json, "name");
    pc_json_strz(&w->json, "portcheck");
    pc_json_key(&w->json, "version");
    pc_json_strz(&w->json, r->version);
    pc_json_end(&w->json, '}');
    key_text(w, "registry", r->registry);
    pc_json_key_int(&w->json, "registries", r->registries);
    key_text(w, "narrowed", r->narrowed);
    key_text(w, "link_base", r->link_base);
    key_text(w, "remark", r->remark);
    key_bool(w, "incomplete", r->incomplete);
}

static void write(const struct pc_report *report, struct pc_buf *out) {
    struct writer w = {.report = report,
                       .findings = {.reg = report->reg, .arena = report->arena, .version = report->version}};
    pc_buf_init(&w.link, report->arena);
    pc_places_init(&w.places, report->arena, report->reg);
    pc_json_init(&w.json, out, true);
    pc_json_object(&w.json);
    write_head(&w);
    write_counters(&w);
    write_hosts(&w);
    write_ranges(&w);
    write_strips(&w);
    write_rows(&w);
    write_port_list(&w, "unregistered", report->unregistered_ports, report->unregistered_count);
    write_port_list(&w, "not_deployed", report->undeployed, report->undeployed_count);
    write_dials(&w);
    write_findings(&w);
    write_mentions(&w);
    write_news(&w);
    pc_json_end(&w.json, '}');
}

const struct pc_report_format pc_report_json = {
    .name = "json", .summary = "every fact, for programs (portcheck/report/v1)", .write = write};
