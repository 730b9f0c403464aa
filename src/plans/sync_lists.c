/* Bullets and rows of a host's list of real ports that are missing, as PC310 found them, and those of what gets a row
 * of the plan. */
#include "sync_impl.h"

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

/* Which ports of a service come into the list: all that are deployed, or those that have a row. */
enum listed { LIST_ALL, LIST_PLANNED };

static void add_to_list(struct pc_syncing *s, pc_id section, const struct pc_state *state, enum listed which) {
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
        if (!first || (which == LIST_PLANNED && !pc_sync_has_row(s, state->service, claim->ports.lo)))
            continue;
        if (row.section == PC_NONE)
            why = PC_STR("its host has several lists");
        enum pc_rows_result result = claim->ports.lo == claim->ports.hi && row.section != PC_NONE
                                         ? pc_rows_add(s->rows, &row, &why)
                                         : PC_ROWS_REFUSED;
        s->out->added += result == PC_ROWS_DONE;
        if (result == PC_ROWS_DONE)
            pc_sync_touch(s, state->service);
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

/* What has a row of the plan now, and with the ports that have one, belongs into the list of its host as well. */
void pc_sync_list(struct pc_syncing *s, pc_id service, pc_id host) {
    pc_id section = list_of_host(s, host);
    struct pc_states states = pc_view_states_of_service(s->in->view, service);
    for (size_t i = 0; i < states.count && section != PC_NONE && !is_listed(s, service, host); i++)
        if (states.items[i].host == host && states.items[i].actual == PC_ACTUAL_DEPLOYED)
            add_to_list(s, section, &states.items[i], LIST_PLANNED);
}

/* PC310: planned and deployed, and missing in the host's list. */
void pc_sync_add_missing(struct pc_syncing *s, const struct pc_finding *f) {
    pc_id section = 0;
    while (section < s->reg->section_count && !pc_spans_eq(s->reg->sections[section].title_span, f->labels[0].span))
        section++;
    if (section == s->reg->section_count)
        return;
    struct pc_states states = pc_view_states(s->in->view);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        bool named = pc_sync_is_named(f, s->reg->services[state->service].name);
        if (named && state->host == s->reg->sections[section].host && state->actual == PC_ACTUAL_DEPLOYED &&
            pc_sync_may_change(s, state->service, state->host))
            add_to_list(s, section, state, LIST_ALL);
    }
}
