#include "lookup.h"

#include "vec.h"

struct PC_VEC_IDS PC_VEC(pc_id);

/* How well a name fits, the best first. */
enum fit { FIT_EXACT, FIT_KEY, FIT_ALIAS, FIT_ALIAS_KEY, FIT_DIRECTORY, FIT_ELSEWHERE, FIT_COUNT };

struct search {
    struct pc_arena *arena;
    struct pc_str name, key;
    struct PC_VEC_IDS found[FIT_COUNT];
};

static bool same_key(const struct search *s, struct pc_str name) {
    return s->key.len > 0 && pc_str_eq(s->key, pc_name_key(s->arena, name));
}

static enum fit fit_of(const struct search *s, struct pc_str name, const struct pc_alias *aliases, size_t count) {
    if (pc_str_eq(s->name, name))
        return FIT_EXACT;
    if (same_key(s, name))
        return FIT_KEY;
    enum fit best = FIT_COUNT;
    for (size_t i = 0; i < count && best != FIT_ALIAS; i++) {
        if (pc_str_eq(s->name, aliases[i].name))
            best = FIT_ALIAS;
        else if (same_key(s, aliases[i].name))
            best = FIT_ALIAS_KEY;
    }
    return best;
}

static void note(struct search *s, enum fit fit, pc_id id) {
    if (fit != FIT_COUNT)
        *PC_PUSH(&s->found[fit], s->arena) = id;
}

static struct pc_ids best_of(const struct search *s) {
    for (size_t i = 0; i < FIT_COUNT; i++) {
        if (s->found[i].count > 0)
            return (struct pc_ids){s->found[i].items, s->found[i].count};
    }
    return (struct pc_ids){NULL, 0};
}

struct pc_ids pc_services_named(struct pc_arena *arena, const struct pc_registry *reg, struct pc_str name) {
    struct search s = {.arena = arena, .name = name, .key = pc_name_key(arena, name)};
    for (pc_id i = 0; i < reg->service_count; i++) {
        const struct pc_service *service = &reg->services[i];
        enum fit fit = fit_of(&s, service->name, service->aliases, service->alias_count);
        bool directory = fit == FIT_COUNT && service->dir.len > 0 && pc_str_eq(service->dir, name);
        bool elsewhere = fit == FIT_COUNT && service->origin.len > 0 &&
                         same_key(&s, pc_str_sub(service->name, service->origin.len + 1, service->name.len));
        note(&s, directory ? FIT_DIRECTORY : elsewhere ? FIT_ELSEWHERE : fit, i);
    }
    return best_of(&s);
}

struct pc_ids pc_hosts_named(struct pc_arena *arena, const struct pc_registry *reg, struct pc_str name) {
    struct search s = {.arena = arena, .name = name, .key = pc_name_key(arena, name)};
    for (pc_id i = 0; i < reg->host_count; i++)
        note(&s, fit_of(&s, reg->hosts[i].name, reg->hosts[i].aliases, reg->hosts[i].alias_count), i);
    return best_of(&s);
}

pc_id pc_first_claim_at(const struct pc_registry *reg, struct pc_span span) {
    size_t lo = 0;
    size_t hi = reg->claim_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        struct pc_span at = reg->claims[mid].span;
        if (at.file < span.file || (at.file == span.file && at.offset < span.offset))
            lo = mid + 1;
        else
            hi = mid;
    }
    return (pc_id)lo;
}

static bool has(struct pc_ids ids, pc_id id) {
    for (size_t i = 0; i < ids.count; i++) {
        if (ids.items[i] == id)
            return true;
    }
    return false;
}

bool pc_selects_all(const struct pc_selection *selection) {
    return !selection->by_service && !selection->by_host && !selection->by_ports;
}

bool pc_selects_service(const struct pc_selection *selection, pc_id service) {
    return !selection->by_service || has(selection->services, service);
}

bool pc_selects_host(const struct pc_selection *selection, pc_id host) {
    return !selection->by_host || has(selection->hosts, host);
}

bool pc_selects_ports(const struct pc_selection *selection, struct pc_ports ports) {
    bool any = !selection->by_ports;
    for (size_t i = 0; i < selection->port_count && !any; i++)
        any = pc_ports_overlap(selection->ports[i], ports);
    return any;
}

bool pc_selects_claim(const struct pc_selection *selection, const struct pc_claim *claim) {
    return pc_selects_service(selection, claim->service) && pc_selects_host(selection, claim->host) &&
           pc_selects_ports(selection, claim->ports);
}
