/* Rows of the plan that are missing, as PC113 and PC304 found them. */
#include "sync_impl.h"

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

bool pc_sync_has_row(const struct pc_syncing *s, pc_id service, uint16_t port) {
    for (size_t i = 0; i < s->coming.count; i++)
        if (s->coming.items[i].service == service && s->coming.items[i].port == port)
            return true;
    return is_planned(s, service, port);
}

struct rival_search {
    const struct pc_syncing *s;
    const struct pc_claim *claim;
    pc_id found;
};

static bool is_machine(const struct pc_registry *reg, pc_id host) {
    return host != PC_NONE && reg->hosts[host].named;
}

static bool find_rival(void *arg, pc_id id) {
    struct rival_search *search = arg;
    const struct pc_claim *other = &search->s->reg->claims[id], *claim = search->claim;
    bool apart = is_machine(search->s->reg, other->host) && is_machine(search->s->reg, claim->host) &&
                 other->host != claim->host;
    bool fits = !apart && other->role == PC_ROLE_PUBLISHES && other->service != PC_NONE &&
                other->service != claim->service && other->protocol == claim->protocol &&
                other->environment == claim->environment;
    if (fits && !pc_sync_has_row(search->s, other->service, claim->ports.lo))
        search->found = id;
    return search->found == PC_NONE;
}

/* Another service that is deployed on the port, and has no row for it either; PC_NONE. */
static pc_id rival_of(const struct pc_syncing *s, const struct pc_claim *claim) {
    struct rival_search search = {s, claim, PC_NONE};
    if (claim->role == PC_ROLE_PUBLISHES)
        pc_view_at_port(s->in->view, claim->ports.lo, find_rival, &search);
    return search.found;
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
    pc_id other_claim = rival_of(s, claim);
    if (other_claim != PC_NONE) {
        pc_sync_leave(s, claim->service, claim->host, claim->span,
                      "no row was added, for `%.*s` has %u too: decide who keeps it",
                      PC_ARG(s->reg->services[s->reg->claims[other_claim].service].name), (unsigned)port);
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
    pc_sync_touch(s, claim->service);
    *PC_PUSH(&s->coming, s->arena) = (struct pc_sync_coming){claim->service, file, port};
    if (pc_rows_take(s->rows, port, host, &why) == PC_ROWS_REFUSED)
        pc_sync_leave(s, claim->service, claim->host, claim->span, "%.*s", PC_ARG(why));
    return true;
}

/* PC304: deployed, and in no registry. */
static void add_undocumented(struct pc_syncing *s, const struct pc_finding *f) {
    const struct pc_claim *added = NULL;
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id id = pc_sync_claim_at(s, f->labels[i].span, PC_ROLE_PUBLISHES);
        const struct pc_claim *claim = id != PC_NONE ? &s->reg->claims[id] : NULL;
        if (claim && claim->service != PC_NONE && pc_sync_selects(s, claim) &&
            pc_sync_is_first(s, f, i, PC_ROLE_PUBLISHES) &&
            add_to_plan(s, claim, claim->ports.lo, s->reg->services[claim->service].name))
            added = claim;
    }
    if (added)
        pc_sync_list(s, added->service, added->host);
}

/* PC113: documented as real, and without a row in the plan. */
static void add_unplanned(struct pc_syncing *s, const struct pc_finding *f) {
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id id = pc_sync_claim_at(s, f->labels[i].span, PC_ROLE_DOCUMENTED);
        const struct pc_claim *claim = id != PC_NONE ? &s->reg->claims[id] : NULL;
        bool absent = claim && s->in->to == PC_SYNC_DEPLOYED && pc_sync_is_absent(s, claim->span);
        if (claim && claim->service != PC_NONE && !absent && pc_sync_selects(s, claim) &&
            pc_sync_is_first(s, f, i, PC_ROLE_DOCUMENTED) && !is_planned(s, claim->service, pc_sync_port(s, id)))
            add_to_plan(s, claim, pc_sync_port(s, id), claim->name);
    }
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

/* The ports that some statement gets. */
static const bool *given_ports(const struct pc_syncing *s) {
    bool *given = PC_NEW_ARRAY(s->arena, (size_t)UINT16_MAX + 1, bool);
    for (size_t i = 0; i < s->changes.count; i++)
        if (s->changes.items[i].why_not.len == 0)
            given[s->changes.items[i].port] = true;
    return given;
}

/* What was deployed on the old port of a row that is corrected has no row any more, which no rule could see. */
static void add_uncovered(struct pc_syncing *s, const bool *given) {
    for (size_t i = 0; i < s->changes.count; i++) {
        const struct pc_sync_change *change = &s->changes.items[i];
        const struct pc_claim *old = &s->reg->claims[change->claim];
        struct given_away away = {s, old->host, PC_NONE, change->why_not.len > 0 || given[old->ports.lo]};
        if (!away.covered)
            pc_view_at_port(s->in->view, old->ports.lo, look_at, &away);
        const struct pc_claim *claim = away.deployed != PC_NONE ? &s->reg->claims[away.deployed] : NULL;
        if (claim && !away.covered && pc_sync_selects(s, claim) &&
            !coming_at(s, plan_for(s, claim->span.file), claim->ports.lo) &&
            add_to_plan(s, claim, claim->ports.lo, s->reg->services[claim->service].name))
            pc_sync_list(s, claim->service, claim->host);
    }
}

struct owner_search {
    const struct pc_syncing *s;
    bool owned;
};

static bool find_owner(void *arg, pc_id id) {
    struct owner_search *search = arg;
    const struct pc_claim *claim = &search->s->reg->claims[id];
    bool counts =
        claim->role != PC_ROLE_RESERVED && claim->place != PC_PLACE_NETWORK && !(claim->flags & PC_CLAIM_INTERNAL);
    search->owned = search->owned || (counts && pc_sync_port(search->s, id) == claim->ports.lo);
    return !search->owned;
}

/* A row's old port that nobody has any more goes back to the reservation beside it. */
static void give_back(struct pc_syncing *s, const bool *given) {
    for (size_t i = 0; i < s->changes.count; i++) {
        const struct pc_sync_change *change = &s->changes.items[i];
        const struct pc_claim *claim = &s->reg->claims[change->claim];
        struct owner_search search = {s, given[claim->ports.lo]};
        bool moves = claim->role == PC_ROLE_PLANNED && change->why_not.len == 0;
        for (size_t j = 0; j < s->coming.count && moves; j++)
            search.owned = search.owned || s->coming.items[j].port == claim->ports.lo;
        if (moves && !search.owned)
            pc_view_at_port(s->in->view, claim->ports.lo, find_owner, &search);
        if (moves && !search.owned)
            pc_rows_return(s->rows, change->claim);
    }
}

void pc_sync_add_rows(struct pc_syncing *s) {
    bool deployed = s->in->to == PC_SYNC_DEPLOYED;
    for (size_t i = 0; i < s->in->finding_count; i++) {
        const struct pc_finding *f = s->in->findings[i];
        if (deployed && pc_sync_is_rule(f, "PC304"))
            add_undocumented(s, f);
        else if (s->in->to != PC_SYNC_PLANNED && pc_sync_is_rule(f, "PC113"))
            add_unplanned(s, f);
        else if (deployed && pc_sync_is_rule(f, "PC310") && f->label_count > 0)
            pc_sync_add_missing(s, f);
        else
            pc_sync_leave_finding(s, f);
    }
    const bool *given = given_ports(s);
    if (deployed)
        add_uncovered(s, given);
    give_back(s, given);
}
