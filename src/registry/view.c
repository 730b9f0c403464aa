/* Claims side by side: sorted copies of claim indices, and an implicit interval tree over the ports of a host. */
#include "view.h"

#include "sort.h"
#include "vec.h"

struct port_entry {
    uint16_t lo, hi;
    pc_id claim;
};

struct pc_view {
    const struct pc_registry *reg;
    pc_id *by_service;     /* claim indices by service, registry order */
    size_t *service_first; /* service_count + 1 entries into by_service */
    pc_id *bindings;       /* by host, lowest port */
    size_t binding_count;
    struct port_entry *ports; /* host-side statements by lo; read as a balanced tree (middle element is the root) */
    uint16_t *max_hi;         /* of the subtree whose middle is this element */
    size_t port_count;
    struct pc_state *states;
    size_t state_count;
    size_t *state_first; /* service_count + 1 entries into states */
};

bool pc_claim_is_host_side(const struct pc_claim *claim) {
    return claim->place == PC_PLACE_HOST && !(claim->flags & PC_CLAIM_INTERNAL);
}

/* Counting sort of claims by service. */
static void index_services(struct pc_view *view, struct pc_arena *arena) {
    const struct pc_registry *reg = view->reg;
    size_t *first = PC_NEW_ARRAY(arena, reg->service_count + 2, size_t);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].service != PC_NONE && reg->claims[i].role != PC_ROLE_DIALS) {
            first[reg->claims[i].service + 2]++;
        }
    }
    for (size_t i = 2; i < reg->service_count + 2; i++) {
        first[i] += first[i - 1];
    }
    view->by_service = PC_NEW_ARRAY(arena, first[reg->service_count + 1], pc_id);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].service != PC_NONE && reg->claims[i].role != PC_ROLE_DIALS) {
            view->by_service[first[reg->claims[i].service + 1]++] = (pc_id)i;
        }
    }
    view->service_first = first;
}

struct binding_key {
    pc_id host;
    uint16_t port;
    pc_id claim;
};

static int compare_bindings(const void *left, const void *right) {
    const struct binding_key *a = left, *b = right;
    if (a->host != b->host) {
        return pc_order(a->host, b->host);
    }
    if (a->port != b->port) {
        return pc_order(a->port, b->port);
    }
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static void index_bindings(struct pc_view *view, struct pc_arena *arena) {
    const struct pc_registry *reg = view->reg;
    struct PC_VEC(struct binding_key) keys = {0};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->role == PC_ROLE_PUBLISHES && claim->host != PC_NONE) {
            *PC_PUSH(&keys, arena) = (struct binding_key){claim->host, claim->ports.lo, (pc_id)i};
        }
    }
    pc_sort(keys.items, keys.count, sizeof keys.items[0], compare_bindings);
    view->bindings = PC_NEW_ARRAY(arena, keys.count, pc_id);
    view->binding_count = keys.count;
    for (size_t i = 0; i < keys.count; i++) {
        view->bindings[i] = keys.items[i].claim;
    }
}

static int compare_ports(const void *left, const void *right) {
    const struct port_entry *a = left, *b = right;
    if (a->lo != b->lo) {
        return pc_order(a->lo, b->lo);
    }
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

/* The tree is as deep as the logarithm of the number of claims. */
static uint16_t fill_max(struct pc_view *view, size_t low, size_t high) {
    if (low >= high) {
        return 0;
    }
    size_t middle = low + (high - low) / 2;
    uint16_t left = fill_max(view, low, middle), right = fill_max(view, middle + 1, high);
    uint16_t max = view->ports[middle].hi;
    max = left > max ? left : max;
    view->max_hi[middle] = right > max ? right : max;
    return view->max_hi[middle];
}

static void index_ports(struct pc_view *view, struct pc_arena *arena) {
    const struct pc_registry *reg = view->reg;
    struct PC_VEC(struct port_entry) entries = {0};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool states = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_RESERVED ||
                      claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_PUBLISHES ||
                      claim->role == PC_ROLE_DEFAULT;
        if (states && pc_claim_is_host_side(claim)) {
            *PC_PUSH(&entries, arena) = (struct port_entry){claim->ports.lo, claim->ports.hi, (pc_id)i};
        }
    }
    pc_sort(entries.items, entries.count, sizeof entries.items[0], compare_ports);
    view->ports = entries.items;
    view->port_count = entries.count;
    view->max_hi = PC_NEW_ARRAY(arena, entries.count, uint16_t);
    fill_max(view, 0, entries.count);
}

static bool stab(const struct pc_view *view, size_t low, size_t high, uint16_t port, bool (*fn)(void *arg, pc_id claim),
                 void *arg) {
    if (low >= high) {
        return true;
    }
    size_t middle = low + (high - low) / 2;
    if (view->max_hi[middle] < port) {
        return true;
    }
    if (!stab(view, low, middle, port, fn, arg)) {
        return false;
    }
    const struct port_entry *entry = &view->ports[middle];
    if (entry->lo > port) {
        return true;
    }
    if (entry->hi >= port && !fn(arg, entry->claim)) {
        return false;
    }
    return stab(view, middle + 1, high, port, fn, arg);
}

void pc_view_at_port(const struct pc_view *view, uint16_t port, bool (*fn)(void *arg, pc_id claim), void *arg) {
    stab(view, 0, view->port_count, port, fn, arg);
}

struct taken_search {
    const struct pc_registry *reg;
    pc_id host;
    bool taken;
};

static bool find_taken(void *arg, pc_id id) {
    struct taken_search *search = arg;
    pc_id host = search->reg->claims[id].host;
    search->taken = host == PC_NONE || search->host == PC_NONE || host == search->host;
    return !search->taken;
}

bool pc_view_next_free(const struct pc_view *view, struct pc_ports block, pc_id host, uint16_t *port) {
    for (unsigned candidate = block.lo; candidate <= block.hi; candidate++) {
        struct taken_search search = {view->reg, host, false};
        pc_view_at_port(view, (uint16_t)candidate, find_taken, &search);
        if (!search.taken) {
            *port = (uint16_t)candidate;
            return true;
        }
    }
    return false;
}

/* A service's claim that may say where it is on a host. */
struct state_key {
    pc_id host;
    enum pc_actual_kind kind;
    bool inside;
    pc_id claim;
};

static int compare_states(const void *left, const void *right) {
    const struct state_key *a = left, *b = right;
    if (a->host != b->host) {
        return pc_order(a->host, b->host);
    }
    if (a->kind != b->kind) {
        return pc_order(a->kind, b->kind);
    }
    if (a->inside != b->inside) {
        return a->inside ? 1 : -1;
    }
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static bool state_key_of(const struct pc_claim *claim, struct state_key *key) {
    key->host = claim->host;
    key->inside = false;
    switch (claim->role) {
    case PC_ROLE_PUBLISHES:
        key->kind = PC_ACTUAL_DEPLOYED;
        return claim->host != PC_NONE;
    case PC_ROLE_LISTENS:
        key->kind = PC_ACTUAL_DEPLOYED;
        key->inside = true;
        return claim->host != PC_NONE;
    case PC_ROLE_OBSERVED:
        key->kind = PC_ACTUAL_OBSERVED;
        return claim->host != PC_NONE;
    case PC_ROLE_DOCUMENTED:
        key->kind = PC_ACTUAL_DOCUMENTED;
        return claim->host != PC_NONE && pc_claim_is_host_side(claim);
    case PC_ROLE_DEFAULT:
        key->kind = PC_ACTUAL_DEFAULT;
        key->host = PC_NONE;
        return true;
    case PC_ROLE_PLANNED:
    case PC_ROLE_RESERVED:
    case PC_ROLE_DIALS:
    case PC_ROLE_COUNT:
        break;
    }
    return false;
}

/* One state: the keys of one host, deployed ones first. */
static struct pc_state state_of(struct pc_arena *arena, pc_id service, const struct state_key *keys, size_t count) {
    struct pc_state state = {.service = service, .host = keys[0].host, .actual = keys[0].kind};
    pc_id *claims = PC_NEW_ARRAY(arena, count, pc_id);
    size_t used = 0, inside = 0;
    while (used < count && keys[used].kind == keys[0].kind && !keys[used].inside) {
        claims[used] = keys[used].claim;
        used++;
    }
    for (size_t i = used; i < count; i++) {
        if (keys[i].inside && keys[i].claim != PC_NONE) { /* PC_NONE: a container that says nothing of ports */
            claims[used + inside++] = keys[i].claim;
        }
    }
    state.claims = (struct pc_claims){claims, used};
    state.inside = (struct pc_claims){claims + used, inside};
    return state;
}

/* The containers of each service: a chain from first[service] through link. */
struct container_chains {
    pc_id *first, *link;
};

static struct container_chains chain_containers(const struct pc_registry *reg, struct pc_arena *arena) {
    struct container_chains chains = {PC_NEW_ARRAY(arena, reg->service_count, pc_id),
                                      PC_NEW_ARRAY(arena, reg->container_count, pc_id)};
    for (size_t i = 0; i < reg->service_count; i++) {
        chains.first[i] = PC_NONE;
    }
    for (size_t i = reg->container_count; i-- > 0;) {
        pc_id service = reg->containers[i].service;
        chains.link[i] = chains.first[service];
        chains.first[service] = (pc_id)i;
    }
    return chains;
}

static void index_states(struct pc_view *view, struct pc_arena *arena) {
    const struct pc_registry *reg = view->reg;
    struct container_chains chains = chain_containers(reg, arena);
    struct PC_VEC(struct pc_state) states = {0};
    view->state_first = PC_NEW_ARRAY(arena, reg->service_count + 1, size_t);
    for (pc_id service = 0; service < reg->service_count; service++) {
        view->state_first[service] = states.count;
        struct pc_claims owned = pc_view_of_service(view, service);
        struct PC_VEC(struct state_key) keys = {0};
        for (size_t i = 0; i < owned.count; i++) {
            struct state_key key = {.claim = owned.items[i]};
            if (state_key_of(&reg->claims[owned.items[i]], &key)) {
                *PC_PUSH(&keys, arena) = key;
            }
        }
        for (pc_id i = chains.first[service]; i != PC_NONE; i = chains.link[i]) {
            pc_id host = reg->deployments[reg->containers[i].deployment].host;
            *PC_PUSH(&keys, arena) = (struct state_key){host, PC_ACTUAL_DEPLOYED, true, PC_NONE};
        }
        pc_sort(keys.items, keys.count, sizeof keys.items[0], compare_states);
        for (size_t from = 0, to; from < keys.count; from = to) {
            for (to = from; to < keys.count && keys.items[to].host == keys.items[from].host;) {
                to++;
            }
            *PC_PUSH(&states, arena) = state_of(arena, service, keys.items + from, to - from);
        }
    }
    view->state_first[reg->service_count] = states.count;
    view->states = states.items;
    view->state_count = states.count;
}

const struct pc_view *pc_view_new(struct pc_arena *arena, const struct pc_registry *reg) {
    struct pc_view *view = PC_NEW(arena, struct pc_view);
    view->reg = reg;
    index_services(view, arena);
    index_bindings(view, arena);
    index_ports(view, arena);
    index_states(view, arena);
    return view;
}

struct pc_claims pc_view_of_service(const struct pc_view *view, pc_id service) {
    size_t first = view->service_first[service], end = view->service_first[service + 1];
    return (struct pc_claims){view->by_service + first, end - first};
}

struct pc_claims pc_view_bindings(const struct pc_view *view) {
    return (struct pc_claims){view->bindings, view->binding_count};
}

struct pc_claims pc_view_bindings_of_host(const struct pc_view *view, pc_id host) {
    size_t low = 0, high = view->binding_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view->reg->claims[view->bindings[middle]].host < host) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t end = low;
    while (end < view->binding_count && view->reg->claims[view->bindings[end]].host == host) {
        end++;
    }
    return (struct pc_claims){view->bindings + low, end - low};
}

struct pc_states pc_view_states(const struct pc_view *view) {
    return (struct pc_states){view->states, view->state_count};
}

struct pc_states pc_view_states_of_service(const struct pc_view *view, pc_id service) {
    size_t first = view->state_first[service];
    return (struct pc_states){view->states ? view->states + first : NULL, view->state_first[service + 1] - first};
}

struct pc_states pc_view_states_on_host(const struct pc_view *view, pc_id service, pc_id host) {
    struct pc_states states = pc_view_states_of_service(view, service);
    size_t low = 0, high = states.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (states.items[middle].host < host) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < states.count && states.items[low].host == host;
    return (struct pc_states){found ? states.items + low : NULL, found};
}
