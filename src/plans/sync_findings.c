/* What sync needs of findings: the claims that they speak of, and those that are left to a person. */
#include "sync_impl.h"

bool pc_sync_is_rule(const struct pc_finding *f, const char *code) {
    return !f->suppressed && pc_str_is(pc_str_c(f->rule->code), code);
}

/* The claim of a role whose number a label shows; PC_NONE. */
pc_id pc_sync_claim_at(const struct pc_syncing *s, struct pc_span span, enum pc_role role) {
    if (span.file == PC_NONE)
        return PC_NONE;
    for (pc_id i = pc_first_claim_at(s->reg, span); i < s->reg->claim_count; i++) {
        if (!pc_spans_eq(s->reg->claims[i].span, span))
            break;
        if (s->reg->claims[i].role == role)
            return i;
    }
    return PC_NONE;
}

bool pc_sync_may_change(const struct pc_syncing *s, pc_id service, pc_id host) {
    bool held = s->in->held && service != PC_NONE && s->in->held[service].len > 0;
    return !held && pc_selects_service(s->in->selection, service) && pc_selects_host(s->in->selection, host);
}

bool pc_sync_selects(const struct pc_syncing *s, const struct pc_claim *claim) {
    return pc_sync_may_change(s, claim->service, claim->host);
}

/* Several mappings or lists may give a service one port. */
bool pc_sync_is_first(const struct pc_syncing *s, const struct pc_finding *f, size_t label, enum pc_role role) {
    pc_id claim = pc_sync_claim_at(s, f->labels[label].span, role);
    for (size_t i = 0; i < label; i++) {
        pc_id other = pc_sync_claim_at(s, f->labels[i].span, role);
        if (other != PC_NONE && s->reg->claims[other].ports.lo == s->reg->claims[claim].ports.lo)
            return false;
    }
    return true;
}

/* Services of a finding are sorted. */
bool pc_sync_is_named(const struct pc_finding *f, struct pc_str name) {
    size_t low = 0, high = f->service_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(f->services[middle], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->service_count && pc_str_eq(f->services[low], name);
}

/* Listed as real where it does not run. */
bool pc_sync_is_absent(const struct pc_syncing *s, struct pc_span span) {
    for (size_t i = 0; i < s->in->finding_count; i++) {
        const struct pc_finding *f = s->in->findings[i];
        for (size_t j = 0; pc_sync_is_rule(f, "PC305") && j < f->label_count; j++)
            if (pc_spans_eq(f->labels[j].span, span))
                return true;
    }
    return false;
}

static void leave_absent(struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id id = pc_sync_claim_at(s, f->labels[i].span, PC_ROLE_DOCUMENTED);
        if (id != PC_NONE && pc_sync_selects(s, &s->reg->claims[id]))
            pc_sync_leave(s, s->reg->claims[id].service, s->reg->claims[id].host, f->labels[i].span,
                          "no deployment of its host has it: take it out, say that it does not run, or deploy it");
    }
}

static bool is_changed(const struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < s->out->moves.count; i++)
        if (pc_sync_is_named(f, s->reg->services[s->out->moves.items[i].service].name))
            return true;
    for (size_t i = 0; i < s->changes.count; i++) {
        pc_id service = s->reg->claims[s->changes.items[i].claim].service;
        for (size_t j = 0; j < f->service_count && service != PC_NONE; j++)
            if (pc_str_eq(f->services[j], s->reg->services[service].name))
                return true;
    }
    return false;
}

static void leave_taken(struct pc_syncing *s, const struct pc_finding *f) {
    pc_id id = f->label_count > 0 ? pc_sync_claim_at(s, f->labels[0].span, PC_ROLE_PLANNED) : PC_NONE;
    if (id != PC_NONE && pc_sync_selects(s, &s->reg->claims[id]) && !is_changed(s, f))
        pc_sync_leave(s, s->reg->claims[id].service, s->reg->claims[id].host, f->labels[0].span,
                      "%.*s: decide who keeps it", PC_ARG(f->message));
}

static bool is_left(const struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < s->out->left.count; i++) {
        pc_id service = s->out->left.items[i].service;
        for (size_t j = 0; j < f->service_count && service != PC_NONE; j++)
            if (pc_str_eq(f->services[j], s->reg->services[service].name))
                return true;
    }
    return false;
}

/* A contradiction that nothing was done about and nothing said. */
static void leave_open(struct pc_syncing *s, const struct pc_finding *f) {
    pc_id id = PC_NONE;
    for (size_t i = 0; i < f->label_count && id == PC_NONE; i++) {
        id = pc_sync_claim_at(s, f->labels[i].span, PC_ROLE_PLANNED);
        id = id == PC_NONE ? pc_sync_claim_at(s, f->labels[i].span, PC_ROLE_DOCUMENTED) : id;
    }
    if (id != PC_NONE && pc_sync_selects(s, &s->reg->claims[id]) && !is_changed(s, f) && !is_left(s, f))
        pc_sync_leave(s, s->reg->claims[id].service, s->reg->claims[id].host, s->reg->claims[id].span, "%.*s",
                      PC_ARG(f->message));
}

void pc_sync_leave_finding(struct pc_syncing *s, const struct pc_finding *f) {
    bool deployed = s->in->to == PC_SYNC_DEPLOYED;
    if (deployed && pc_sync_is_rule(f, "PC305"))
        leave_absent(s, f);
    else if (deployed && pc_sync_is_rule(f, "PC204"))
        leave_taken(s, f);
    else if (pc_sync_is_rule(f, "PC301") || pc_sync_is_rule(f, "PC302") || pc_sync_is_rule(f, "PC306") ||
             pc_sync_is_rule(f, "PC307"))
        leave_open(s, f);
}
