/* What of the tree the person asks about: --host, --service, --range. */
#include "run_impl.h"

bool pc_run_select_ranges(struct pc_run *run) {
    const struct pc_options *o = &run->options;
    struct pc_ports *ports = PC_NEW_ARRAY(&run->arena, o->range_count, struct pc_ports);
    for (size_t i = 0; i < o->range_count; i++)
        if (pc_ports_parse(pc_str_trim(pc_str_c(o->ranges[i])), &ports[i]) != PC_PORT_OK)
            return pc_run_refuse(run, PC_STATUS_USAGE, "`%s` is no range of ports like 3000-3099", o->ranges[i]);
    run->selection.by_ports = o->range_count > 0;
    run->selection.ports = ports;
    run->selection.port_count = o->range_count;
    return true;
}

struct PC_VEC_WORDS PC_VEC(const char *);

static void add_words(struct pc_run *run, struct PC_VEC_WORDS *words, struct pc_str name,
                      const struct pc_alias *aliases, size_t count) {
    *PC_PUSH(words, &run->arena) = pc_str_cstr(&run->arena, name);
    for (size_t i = 0; i < count; i++)
        *PC_PUSH(words, &run->arena) = pc_str_cstr(&run->arena, aliases[i].name);
}

const char *pc_run_nearest_name(struct pc_run *run, struct pc_str word, bool services, bool hosts) {
    struct PC_VEC_WORDS words = {0};
    const struct pc_registry *reg = run->reg;
    for (size_t i = 0; services && i < reg->service_count; i++)
        add_words(run, &words, reg->services[i].name, reg->services[i].aliases, reg->services[i].alias_count);
    for (size_t i = 0; hosts && i < reg->host_count; i++)
        add_words(run, &words, reg->hosts[i].name, reg->hosts[i].aliases, reg->hosts[i].alias_count);
    return words.count > 0 ? pc_nearest(word, words.items, words.count) : NULL;
}

struct PC_VEC_SELECTED PC_VEC(pc_id);

static bool add_named(struct pc_run *run, struct PC_VEC_SELECTED *ids, const char *name, bool service) {
    struct pc_str word = pc_str_c(name);
    struct pc_ids found =
        service ? pc_services_named(&run->arena, run->reg, word) : pc_hosts_named(&run->arena, run->reg, word);
    for (size_t i = 0; i < found.count; i++)
        *PC_PUSH(ids, &run->arena) = found.items[i];
    if (found.count > 0)
        return true;
    const char *kind = service ? "service" : "host";
    const char *near = pc_run_nearest_name(run, word, service, !service);
    if (near)
        return pc_run_refuse(run, PC_STATUS_USAGE, "unknown %s `%s`; did you mean `%s`?", kind, name, near);
    return pc_run_refuse(run, PC_STATUS_USAGE, "unknown %s `%s`; `portcheck list %ss` lists them", kind, name, kind);
}

bool pc_run_select_names(struct pc_run *run) {
    const struct pc_options *o = &run->options;
    struct PC_VEC_SELECTED hosts = {0};
    struct PC_VEC_SELECTED services = {0};
    for (size_t i = 0; i < o->host_count; i++)
        if (!add_named(run, &hosts, o->hosts[i], false))
            return false;
    for (size_t i = 0; i < o->service_count; i++)
        if (!add_named(run, &services, o->services[i], true))
            return false;
    run->selection.by_host = o->host_count > 0;
    run->selection.hosts = (struct pc_ids){hosts.items, hosts.count};
    run->selection.by_service = o->service_count > 0;
    run->selection.services = (struct pc_ids){services.items, services.count};
    return true;
}

static bool has_service(const struct pc_run *run, const struct pc_finding *finding) {
    const struct pc_selection *s = &run->selection;
    bool any = !s->by_service;
    for (size_t i = 0; i < s->services.count && !any; i++)
        for (size_t j = 0; j < finding->service_count && !any; j++)
            any = pc_str_eq(run->reg->services[s->services.items[i]].name, finding->services[j]);
    return any;
}

static bool has_ports(const struct pc_run *run, const struct pc_finding *finding) {
    bool any = !run->selection.by_ports;
    for (size_t i = 0; i < finding->port_count && !any; i++)
        any = pc_selects_ports(&run->selection, finding->ports[i]);
    return any;
}

static bool begins_at(const struct pc_claim *claim, struct pc_span span) {
    return claim->span.file == span.file && claim->span.offset == span.offset;
}

/* A finding that names no host is about those of the claims that it shows. */
static bool shows_host(const struct pc_run *run, const struct pc_finding *finding) {
    const struct pc_registry *reg = run->reg;
    for (size_t i = 0; i < finding->label_count; i++) {
        struct pc_span span = finding->labels[i].span;
        for (pc_id c = pc_first_claim_at(reg, span); c < reg->claim_count && begins_at(&reg->claims[c], span); c++)
            if (!finding->labels[i].context && pc_selects_host(&run->selection, reg->claims[c].host))
                return true;
    }
    return false;
}

static bool has_host(const struct pc_run *run, const struct pc_finding *finding) {
    const struct pc_selection *s = &run->selection;
    if (!s->by_host || (finding->host.len == 0 && shows_host(run, finding)))
        return true;
    bool any = false;
    for (size_t i = 0; i < s->hosts.count && !any; i++)
        any = pc_str_eq(run->reg->hosts[s->hosts.items[i]].name, finding->host);
    return any;
}

bool pc_run_selects(const struct pc_run *run, const struct pc_finding *finding) {
    return has_service(run, finding) && has_ports(run, finding) && has_host(run, finding);
}
