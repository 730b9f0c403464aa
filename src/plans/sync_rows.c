/* Rows of the plan and bullets of lists that are missing, as PC113, PC304 and PC310 found them. */
#include "sync_impl.h"

static bool is_rule(const struct pc_finding *f, const char *code) {
    return !f->suppressed && pc_str_is(pc_str_c(f->rule->code), code);
}

static bool same_span(struct pc_span a, struct pc_span b) {
    return a.file == b.file && a.offset == b.offset && a.length == b.length;
}

/* The claim of a role whose number a label shows; PC_NONE. */
static pc_id claim_at(const struct pc_syncing *s, struct pc_span span, enum pc_role role) {
    if (span.file == PC_NONE)
        return PC_NONE;
    for (pc_id i = pc_first_claim_at(s->reg, span); i < s->reg->claim_count; i++) {
        if (!same_span(s->reg->claims[i].span, span))
            break;
        if (s->reg->claims[i].role == role)
            return i;
    }
    return PC_NONE;
}

static bool is_selected(const struct pc_syncing *s, const struct pc_claim *claim) {
    return pc_selects_service(s->in->selection, claim->service) && pc_selects_host(s->in->selection, claim->host);
}

static bool is_below(struct pc_str path, struct pc_str dir) {
    return dir.len == 0 || (pc_str_starts(path, dir) && path.len > dir.len && path.ptr[dir.len] == '/');
}

/* The plan that speaks for a file's directory: the nearest one. */
static pc_id plan_for(const struct pc_syncing *s, pc_id file) {
    const struct pc_document *best = NULL;
    for (size_t i = 0; i < s->reg->document_count; i++) {
        const struct pc_document *document = &s->reg->documents[i];
        bool fits = document->has_plan && is_below(s->reg->files[file].path, document->tree) &&
                    s->reg->files[document->file].origin.len == 0;
        if (fits && (!best || document->tree.len > best->tree.len))
            best = document;
    }
    return best ? best->file : PC_NONE;
}

/* Another row that comes has the port: one service twice is one row, two services are nobody's to tell apart. */
static const struct pc_sync_coming *coming_at(const struct pc_syncing *s, pc_id file, uint16_t port) {
    for (size_t i = 0; i < s->coming.count; i++)
        if (s->coming.items[i].file == file && s->coming.items[i].port == port)
            return &s->coming.items[i];
    return NULL;
}

static bool is_planned(const struct pc_syncing *s, pc_id service, uint16_t port) {
    struct pc_claims owned = pc_view_of_service(s->in->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PLANNED && claim->ports.lo == port)
            return true;
    }
    return false;
}

/* A row for a port that a service really has. */
static bool add_to_plan(struct pc_syncing *s, const struct pc_claim *claim, uint16_t port, struct pc_str name) {
    struct pc_str why;
    pc_id file = plan_for(s, claim->span.file);
    if (claim->ports.lo != claim->ports.hi || file == PC_NONE) {
        pc_sync_leave(s, claim->service, claim->host, claim->span, "%s",
                      file == PC_NONE ? "no plan has a place for it" : "it has a range of ports");
        return false;
    }
    pc_id host = claim->host != PC_NONE && s->reg->hosts[claim->host].named ? claim->host : PC_NONE;
    pc_id keeper = pc_sync_keeper(s, claim->service, host, port);
    if (keeper != PC_NONE) {
        pc_sync_leave(s, claim->service, claim->host, claim->span, "%.*s", PC_ARG(pc_sync_kept(s, keeper, port)));
        return false;
    }
    pc_id rival = s->planned_at[port];
    if (rival != PC_NONE && s->reg->claims[rival].service != claim->service && pc_sync_port(s, rival) == port) {
        pc_sync_leave(s, claim->service, claim->host, claim->span, "%u is `%.*s`'s as well: decide who keeps it",
                      (unsigned)port, PC_ARG(s->reg->claims[rival].name));
        return false;
    }
    const struct pc_sync_coming *other = coming_at(s, file, port);
    if (other && other->service != claim->service)
        pc_sync_leave(s, claim->service, claim->host, claim->span,
                      "a row for %u was added for `%.*s`, which has it too", (unsigned)port,
                      PC_ARG(s->reg->services[other->service].name));
    if (other)
        return false;
    struct pc_new_row row = {.service = name, .port = port, .host = host, .section = PC_NONE, .file = file};
    enum pc_rows_result result = pc_rows_add(s->rows, &row, &why);
    if (result == PC_ROWS_REFUSED) {
        pc_sync_leave(s, claim->service, claim->host, claim->span, "%.*s", PC_ARG(why));
        struct pc_sync_left *left = &s->out->left.items[s->out->left.count - 1];
        *PC_PUSH(&left->unplanned, s->arena) = port;
        return false;
    }
    s->out->added += result == PC_ROWS_DONE;
    *PC_PUSH(&s->coming, s->arena) = (struct pc_sync_coming){claim->service, file, port};
    if (pc_rows_take(s->rows, port, host, &why) == PC_ROWS_REFUSED)
        pc_sync_leave(s, claim->service, claim->host, claim->span, "%.*s", PC_ARG(why));
    return true;
}

/* Several mappings or lists may give a service one port. */
static bool is_first(const struct pc_syncing *s, const struct pc_finding *f, size_t label, enum pc_role role) {
    pc_id claim = claim_at(s, f->labels[label].span, role);
    for (size_t i = 0; i < label; i++) {
        pc_id other = claim_at(s, f->labels[i].span, role);
        if (other != PC_NONE && s->reg->claims[other].ports.lo == s->reg->claims[claim].ports.lo)
            return false;
    }
    return true;
}

/* As the plan writes it: "store", or for the very port "store (console)". */
static struct pc_str planned_name(const struct pc_syncing *s, pc_id service, uint16_t port) {
    struct pc_claims owned = pc_view_of_service(s->in->view, service);
    struct pc_str name = s->reg->services[service].name;
    for (size_t i = owned.count; i-- > 0;) {
        const struct pc_claim *claim = &s->reg->claims[owned.items[i]];
        if (claim->role != PC_ROLE_PLANNED || claim->name.len == 0)
            continue;
        name = claim->name;
        if (claim->ports.lo == port && claim->qualifier.len > 0)
            return pc_str_fmt(s->arena, "%.*s (%.*s)", PC_ARG(name), PC_ARG(claim->qualifier));
    }
    return name;
}

/* The plan gives it a port of no host in particular: a row that names the host is in that host's list already. */
static bool is_planned_anywhere(const struct pc_syncing *s, pc_id service) {
    struct pc_claims owned = pc_view_of_service(s->in->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PLANNED && claim->host != PC_NONE)
            return false;
    }
    return true;
}

static bool is_list_of(const struct pc_syncing *s, pc_id section, pc_id host) {
    const struct pc_section *list = &s->reg->sections[section];
    return list->host == host && list->role == PC_ROLE_DOCUMENTED && !list->internal &&
           s->reg->files[list->file].kind == PC_FILE_KIND_REGISTRY;
}

/* Of several lists of a host the one whose range has the port; PC_NONE: there is not one. */
static pc_id list_for(const struct pc_syncing *s, pc_id first, uint16_t port) {
    const struct pc_section *like = &s->reg->sections[first];
    pc_id found = PC_NONE;
    size_t lists = 0, fitting = 0;
    for (pc_id i = 0; i < s->reg->section_count; i++) {
        const struct pc_section *list = &s->reg->sections[i];
        if (list->file != like->file || !is_list_of(s, i, like->host))
            continue;
        lists++;
        if (list->range != PC_NONE &&
            pc_ports_contain(s->reg->ranges[list->range].ports, (struct pc_ports){port, port})) {
            found = i;
            fitting++;
        }
    }
    return lists == 1 ? first : fitting == 1 ? found : PC_NONE;
}

static void add_to_list(struct pc_syncing *s, pc_id section, const struct pc_state *state) {
    if (!is_planned_anywhere(s, state->service))
        return;
    for (size_t i = 0; i < state->claims.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[state->claims.items[i]];
        struct pc_str why = PC_STR("it has a range of ports");
        bool first = true;
        for (size_t j = 0; j < i; j++)
            first = first && s->reg->claims[state->claims.items[j]].ports.lo != claim->ports.lo;
        struct pc_new_row row = {.service = planned_name(s, state->service, claim->ports.lo),
                                 .port = claim->ports.lo,
                                 .host = state->host,
                                 .section = list_for(s, section, claim->ports.lo),
                                 .file = s->reg->sections[section].file};
        if (!first)
            continue;
        if (row.section == PC_NONE)
            why = PC_STR("its host has several lists");
        enum pc_rows_result result = claim->ports.lo == claim->ports.hi && row.section != PC_NONE
                                         ? pc_rows_add(s->rows, &row, &why)
                                         : PC_ROWS_REFUSED;
        s->out->added += result == PC_ROWS_DONE;
        if (result == PC_ROWS_REFUSED)
            pc_sync_leave(s, state->service, state->host, claim->span, "it is missing in the list of real ports: %.*s",
                          PC_ARG(why));
    }
}

/* The first list of real ports of a host in a registry; PC_NONE: it has none. */
static pc_id list_of_host(const struct pc_syncing *s, pc_id host) {
    for (pc_id i = 0; i < s->reg->section_count; i++) {
        if (is_list_of(s, i, host))
            return i;
    }
    return PC_NONE;
}

static bool is_listed(const struct pc_syncing *s, pc_id service, pc_id host) {
    struct pc_claims owned = pc_view_of_service(s->in->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_DOCUMENTED && claim->host == host)
            return true;
    }
    return false;
}

/* What has a row of the plan now belongs into the list of its host as well. */
static void list_planned(struct pc_syncing *s, pc_id service, pc_id host) {
    pc_id section = list_of_host(s, host);
    struct pc_states states = pc_view_states_of_service(s->in->view, service);
    for (size_t i = 0; i < states.count && section != PC_NONE && !is_listed(s, service, host); i++)
        if (states.items[i].host == host && states.items[i].actual == PC_ACTUAL_DEPLOYED)
            add_to_list(s, section, &states.items[i]);
}

/* PC304: deployed, and in no registry. */
static void add_undocumented(struct pc_syncing *s, const struct pc_finding *f) {
    const struct pc_claim *added = NULL;
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id id = claim_at(s, f->labels[i].span, PC_ROLE_PUBLISHES);
        const struct pc_claim *claim = id != PC_NONE ? &s->reg->claims[id] : NULL;
        if (claim && claim->service != PC_NONE && is_selected(s, claim) && is_first(s, f, i, PC_ROLE_PUBLISHES) &&
            add_to_plan(s, claim, claim->ports.lo, s->reg->services[claim->service].name))
            added = claim;
    }
    if (added)
        list_planned(s, added->service, added->host);
}

/* Listed as real where it does not run. */
static bool is_absent(const struct pc_syncing *s, struct pc_span span) {
    for (size_t i = 0; i < s->in->finding_count; i++) {
        const struct pc_finding *f = s->in->findings[i];
        for (size_t j = 0; is_rule(f, "PC305") && j < f->label_count; j++)
            if (same_span(f->labels[j].span, span))
                return true;
    }
    return false;
}

/* PC113: documented as real, and without a row in the plan. */
static void add_unplanned(struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id id = claim_at(s, f->labels[i].span, PC_ROLE_DOCUMENTED);
        const struct pc_claim *claim = id != PC_NONE ? &s->reg->claims[id] : NULL;
        bool absent = claim && s->in->to == PC_SYNC_DEPLOYED && is_absent(s, claim->span);
        if (claim && claim->service != PC_NONE && !absent && is_selected(s, claim) &&
            is_first(s, f, i, PC_ROLE_DOCUMENTED) && !is_planned(s, claim->service, pc_sync_port(s, id)))
            add_to_plan(s, claim, pc_sync_port(s, id), claim->name);
    }
}

/* Services of a finding are sorted. */
static bool is_named(const struct pc_finding *f, struct pc_str name) {
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

/* PC310: planned and deployed, and missing in the host's list. */
static void add_missing(struct pc_syncing *s, const struct pc_finding *f) {
    pc_id section = 0;
    while (section < s->reg->section_count && !same_span(s->reg->sections[section].title_span, f->labels[0].span))
        section++;
    if (section == s->reg->section_count)
        return;
    struct pc_states states = pc_view_states(s->in->view);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        bool named = is_named(f, s->reg->services[state->service].name);
        if (named && state->host == s->reg->sections[section].host && state->actual == PC_ACTUAL_DEPLOYED &&
            pc_selects_service(s->in->selection, state->service) && pc_selects_host(s->in->selection, state->host))
            add_to_list(s, section, state);
    }
}

static void leave_absent(struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id id = claim_at(s, f->labels[i].span, PC_ROLE_DOCUMENTED);
        if (id != PC_NONE && is_selected(s, &s->reg->claims[id]))
            pc_sync_leave(s, s->reg->claims[id].service, s->reg->claims[id].host, f->labels[i].span,
                          "no deployment of its host has it: take it out, say that it does not run, or deploy it");
    }
}

static bool is_changed(const struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < s->out->moves.count; i++)
        if (is_named(f, s->reg->services[s->out->moves.items[i].service].name))
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
    pc_id id = f->label_count > 0 ? claim_at(s, f->labels[0].span, PC_ROLE_PLANNED) : PC_NONE;
    if (id != PC_NONE && is_selected(s, &s->reg->claims[id]) && !is_changed(s, f))
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
        id = claim_at(s, f->labels[i].span, PC_ROLE_PLANNED);
        id = id == PC_NONE ? claim_at(s, f->labels[i].span, PC_ROLE_DOCUMENTED) : id;
    }
    if (id != PC_NONE && is_selected(s, &s->reg->claims[id]) && !is_changed(s, f) && !is_left(s, f))
        pc_sync_leave(s, s->reg->claims[id].service, s->reg->claims[id].host, s->reg->claims[id].span, "%.*s",
                      PC_ARG(f->message));
}

/* A port that a row has given away: who is deployed on it, and whether any statement of a registry is left there. */
struct given_away {
    const struct pc_syncing *s;
    pc_id host; /* of the statement that went */
    pc_id deployed;
    bool covered;
};

static bool look_at(void *arg, pc_id id) {
    struct given_away *away = arg;
    const struct pc_registry *reg = away->s->reg;
    const struct pc_claim *claim = &reg->claims[id];
    bool here = away->host == PC_NONE || claim->host == PC_NONE || claim->host == away->host;
    bool states =
        claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_RESERVED;
    if (states && here && reg->files[claim->span.file].kind == PC_FILE_KIND_REGISTRY &&
        pc_sync_port(away->s, id) == claim->ports.lo)
        away->covered = true;
    if (claim->role == PC_ROLE_PUBLISHES && here && claim->host != PC_NONE && claim->service != PC_NONE &&
        reg->hosts[claim->host].spoken_for && !reg->services[claim->service].external)
        away->deployed = id;
    return !away->covered;
}

/* What was deployed on the old port of a row that is corrected has no row any more, which no rule could see. */
static void add_uncovered(struct pc_syncing *s) {
    bool *given = PC_NEW_ARRAY(s->arena, (size_t)UINT16_MAX + 1, bool);
    for (size_t i = 0; i < s->changes.count; i++)
        if (s->changes.items[i].why_not.len == 0)
            given[s->changes.items[i].port] = true;
    for (size_t i = 0; i < s->changes.count; i++) {
        const struct pc_sync_change *change = &s->changes.items[i];
        const struct pc_claim *old = &s->reg->claims[change->claim];
        struct given_away away = {s, old->host, PC_NONE, change->why_not.len > 0 || given[old->ports.lo]};
        if (!away.covered)
            pc_view_at_port(s->in->view, old->ports.lo, look_at, &away);
        const struct pc_claim *claim = away.deployed != PC_NONE ? &s->reg->claims[away.deployed] : NULL;
        if (claim && !away.covered && is_selected(s, claim) &&
            !coming_at(s, plan_for(s, claim->span.file), claim->ports.lo) &&
            add_to_plan(s, claim, claim->ports.lo, s->reg->services[claim->service].name))
            list_planned(s, claim->service, claim->host);
    }
}

void pc_sync_add_rows(struct pc_syncing *s) {
    bool deployed = s->in->to == PC_SYNC_DEPLOYED;
    for (size_t i = 0; i < s->in->finding_count; i++) {
        const struct pc_finding *f = s->in->findings[i];
        if (deployed && is_rule(f, "PC304"))
            add_undocumented(s, f);
        else if (s->in->to != PC_SYNC_PLANNED && is_rule(f, "PC113"))
            add_unplanned(s, f);
        else if (deployed && is_rule(f, "PC310") && f->label_count > 0)
            add_missing(s, f);
        else if (deployed && is_rule(f, "PC305"))
            leave_absent(s, f);
        else if (deployed && is_rule(f, "PC204"))
            leave_taken(s, f);
        else if (is_rule(f, "PC301") || is_rule(f, "PC302") || is_rule(f, "PC306") || is_rule(f, "PC307"))
            leave_open(s, f);
    }
    if (deployed)
        add_uncovered(s);
}
