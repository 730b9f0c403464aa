/* Hosts, and the counters of the whole. */
#include "report_model.h"

pc_id pc_model_host_named(const struct pc_model *m, struct pc_str name) {
    const struct pc_registry *reg = m->report->reg;
    for (pc_id i = 0; name.len > 0 && i < reg->host_count; i++)
        if (pc_str_eq(reg->hosts[i].name, name))
            return i;
    return PC_NONE;
}

bool pc_is_collision(const struct pc_finding *finding) {
    return pc_finding_is(finding, "PC201") && finding->level >= PC_LEVEL_WARNING;
}

static void count_findings(struct pc_model *m, struct pc_report_host *hosts) {
    struct pc_report *r = m->report;
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct pc_finding *f = r->findings[i];
        r->errors += f->level == PC_LEVEL_ERROR;
        r->warnings += f->level == PC_LEVEL_WARNING;
        r->infos += f->level == PC_LEVEL_INFO;
        r->outside_range += pc_finding_is(f, "PC101");
        if (!pc_is_collision(f))
            continue;
        r->collisions++;
        pc_id host = pc_model_host_named(m, f->host);
        if (host != PC_NONE)
            hosts[host].collisions++;
    }
}

/* A default that the deployment overrides is only a column. */
static bool drifts(const struct pc_report_row *row) {
    return row->standing->verdict != PC_VERDICT_DEFAULT_ONLY || row->finding != NULL;
}

static void count_rows(struct pc_model *m, struct pc_report_host *hosts) {
    bool *counted = PC_NEW_ARRAY(m->report->arena, m->report->reg->service_count, bool);
    for (size_t i = 0; i < m->report->row_count; i++) {
        const struct pc_report_row *row = &m->report->rows[i];
        if (!drifts(row))
            continue;
        m->report->drifting += !counted[row->standing->service];
        counted[row->standing->service] = true;
        if (row->standing->host != PC_NONE)
            hosts[row->standing->host].drifting++;
    }
}

/* Ports, not claims: tcp and udp of one number count once. */
static void count_bound(struct pc_model *m, struct pc_report_host *hosts, const struct pc_host_uses *uses) {
    pc_id host = PC_NONE;
    uint32_t next = 0; /* ports below are counted */
    for (size_t i = 0; i < uses->list.count; i++) {
        const struct pc_host_use *use = &uses->list.items[i];
        if (use->host == PC_NONE || (use->kind != PC_USE_BOUND && use->kind != PC_USE_BOUND_REGISTERED))
            continue;
        if (use->host != host)
            next = 0;
        host = use->host;
        uint32_t from = use->ports.lo > next ? use->ports.lo : next;
        if (from > use->ports.hi)
            continue;
        hosts[host].bound += use->ports.hi + 1u - from;
        next = use->ports.hi + 1u;
    }
    for (size_t i = 0; i < m->report->unregistered_count; i++)
        hosts[m->report->unregistered_ports[i].host].unregistered++;
}

void pc_model_hosts(struct pc_model *m, const struct pc_host_uses *uses) {
    const struct pc_registry *reg = m->report->reg;
    struct pc_report_host *all = PC_NEW_ARRAY(m->report->arena, reg->host_count, struct pc_report_host);
    bool *shown = PC_NEW_ARRAY(m->report->arena, reg->host_count, bool);
    count_findings(m, all);
    count_rows(m, all);
    for (size_t i = 0; i < m->report->strip_count; i++) {
        const struct pc_report_strip *strip = &m->report->strips[i];
        if (strip->host != PC_NONE)
            shown[strip->host] = true;
    }
    count_bound(m, all, uses);
    size_t kept = 0;
    for (pc_id i = 0; i < reg->host_count; i++) {
        struct pc_report_host host = all[i];
        host.host = i;
        bool any = shown[i] || reg->hosts[i].named || host.bound + host.drifting + host.collisions > 0;
        if (!any || !pc_selects_host(&m->run->selection, i))
            continue;
        m->report->bound += host.bound;
        all[kept++] = host;
    }
    m->report->hosts = all;
    m->report->host_count = kept;
}
