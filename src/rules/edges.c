/* See edges.h. Four names for "here" mean four things: localhost inside a container, localhost on a host, the gateway
 * from a container to its host, and an address. A name means a container of the caller's own network. */
#include "edges.h"

#include <stdlib.h>

#include "edge_local.h"
#include "image_port.h"
#include "meeting.h"
#include "network.h"
#include "route_host.h"
#include "rule_tools.h"
#include "side_ports.h"
#include "sort.h"

enum { LISTENS_SHOWN = 16 }; /* ports of one container that an edge names */

/* A compose key or container name. */
struct network_name {
    struct pc_str name;
    bool side; /* of a development or test deployment: it shares no network with others */
};

struct resolver {
    const struct pc_rule_context *ctx;
    size_t *listens_first;      /* container_count + 1 entries into listens */
    pc_id *listens;             /* claims of role listens, by container */
    size_t *service_first;      /* service_count + 1 entries into containers */
    pc_id *containers;          /* by service */
    struct network_name *names; /* of all files, sorted */
    size_t name_count;
    pc_id *host_of_file; /* route files that say no host: where most of their targets are published */
};

static bool is_loopback(struct pc_str name) {
    return pc_str_eq_nocase(name, PC_STR("localhost")) || pc_str_starts(name, PC_STR("127.")) ||
           pc_str_eq(name, PC_STR("::1")) || pc_str_eq(name, PC_STR("[::1]")) || pc_str_eq(name, PC_STR("0.0.0.0"));
}

/* "10.0.0.5", "fd00::5" */
static bool is_address(struct pc_str name) {
    bool ip4 = name.len > 0 && pc_is_digit(name.ptr[0]);
    return ip4 || pc_str_find_char(name, ':', 0) != PC_NPOS;
}

static bool is_gateway(struct pc_str name) {
    static const char *const names[] = {"host.docker.internal",
                                        "gateway.docker.internal",
                                        "host.containers.internal",
                                        "docker.for.mac.localhost",
                                        "172.17.0.1",
                                        "host-gateway"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (pc_str_is_nocase(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* A host by its address, or by the name that the registry gives it: "birch", "birch.lan". */
static pc_id host_by_name(const struct pc_registry *reg, struct pc_str name) {
    struct pc_str label = pc_str_sub(name, 0, pc_str_find_char(name, '.', 0));
    for (pc_id i = 0; i < reg->host_count; i++) {
        for (size_t j = 0; j < reg->hosts[i].alias_count; j++) {
            const struct pc_alias *alias = &reg->hosts[i].aliases[j];
            bool address = alias->evidence == PC_EVIDENCE_ADDRESS;
            if (reg->hosts[i].named &&
                (address ? pc_str_eq(alias->name, name) : pc_str_eq_nocase(alias->name, label))) {
                return i;
            }
        }
    }
    return PC_NONE;
}

static void index_containers(struct resolver *r) {
    const struct pc_registry *reg = r->ctx->reg;
    struct pc_arena *arena = r->ctx->arena;
    size_t *listens = PC_NEW_ARRAY(arena, reg->container_count + 2, size_t);
    size_t *services = PC_NEW_ARRAY(arena, reg->service_count + 2, size_t);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].role == PC_ROLE_LISTENS && reg->claims[i].container != PC_NONE) {
            listens[reg->claims[i].container + 2]++;
        }
    }
    for (size_t i = 0; i < reg->container_count; i++) {
        services[reg->containers[i].service + 2]++;
    }
    for (size_t i = 2; i < reg->container_count + 2; i++) {
        listens[i] += listens[i - 1];
    }
    for (size_t i = 2; i < reg->service_count + 2; i++) {
        services[i] += services[i - 1];
    }
    r->listens = PC_NEW_ARRAY(arena, listens[reg->container_count + 1], pc_id);
    r->containers = PC_NEW_ARRAY(arena, reg->container_count, pc_id);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].role == PC_ROLE_LISTENS && reg->claims[i].container != PC_NONE) {
            r->listens[listens[reg->claims[i].container + 1]++] = (pc_id)i;
        }
    }
    for (size_t i = 0; i < reg->container_count; i++) {
        r->containers[services[reg->containers[i].service + 1]++] = (pc_id)i;
    }
    r->listens_first = listens;
    r->service_first = services;
}

static int compare_names(const void *left, const void *right) {
    const struct network_name *a = left, *b = right;
    int order = pc_str_cmp(a->name, b->name);
    return pc_then(order, pc_order(a->side, b->side));
}

static bool is_side_deployment(const struct pc_registry *reg, pc_id deployment) {
    return pc_environment_is_side(reg->deployments[deployment].environment);
}

static void index_names(struct resolver *r) {
    const struct pc_registry *reg = r->ctx->reg;
    size_t most = reg->container_count * 2;
    for (size_t i = 0; i < reg->container_count; i++) {
        most += reg->containers[i].alias_count;
    }
    r->names = PC_NEW_ARRAY(r->ctx->arena, most, struct network_name);
    for (size_t i = 0; i < reg->container_count; i++) {
        const struct pc_container *container = &reg->containers[i];
        bool side = is_side_deployment(reg, container->deployment);
        r->names[r->name_count++] = (struct network_name){container->key, side};
        r->names[r->name_count++] = (struct network_name){container->container_name, side};
        for (size_t j = 0; j < container->alias_count; j++) {
            r->names[r->name_count++] = (struct network_name){container->aliases[j], side};
        }
    }
    pc_sort(r->names, r->name_count, sizeof r->names[0], compare_names);
}

/* Does some compose file have it that may be of this deployment's network? Files share networks, or lie over each
 * other, in ways that none of them tells. */
static bool is_known_name(const struct resolver *r, pc_id deployment, struct pc_str name) {
    size_t count = r->name_count;
    int sides = is_side_deployment(r->ctx->reg, deployment) ? 2 : 1;
    bool known = false;
    for (int side = 0; side < sides && count > 0 && !known; side++) {
        struct network_name key = {name, side == 1};
        known = bsearch(&key, r->names, count, sizeof r->names[0], compare_names) != NULL;
    }
    return known;
}

/* --- what binds a port of a host --- */

struct bind_search {
    const struct pc_registry *reg;
    pc_id host;
    pc_id found;
    bool on_unnamed; /* some deployment that nothing names binds it: it may be the same machine */
};

static bool find_binding(void *arg, pc_id id) {
    struct bind_search *search = arg;
    const struct pc_claim *claim = &search->reg->claims[id];
    if (claim->role == PC_ROLE_PUBLISHES && claim->host == search->host) {
        search->found = id;
    }
    search->on_unnamed = search->on_unnamed || (claim->role == PC_ROLE_PUBLISHES && claim->host != PC_NONE &&
                                                !search->reg->hosts[claim->host].named);
    return search->found == PC_NONE;
}

/* *elsewhere: nothing binds it on this host, which nothing names, but something does on another such. */
static pc_id binding_at(const struct resolver *r, pc_id host, uint16_t port, bool *elsewhere) {
    struct bind_search search = {r->ctx->reg, host, PC_NONE, false};
    pc_view_at_port(r->ctx->view, port, find_binding, &search);
    *elsewhere = search.found == PC_NONE && search.on_unnamed && !r->ctx->reg->hosts[host].named;
    return search.found;
}

/* --- a container's own listening --- */

enum listening { LISTEN_UNKNOWN, LISTEN_YES, LISTEN_NO };

/* Does a setting or flag state the port, and does every mapping lead elsewhere? Then the mappings lead nowhere, and say
 * nothing about where it listens. */
static bool mappings_are_wrong(const struct resolver *r, pc_id container) {
    const struct pc_registry *reg = r->ctx->reg;
    bool stated = false;
    for (size_t i = r->listens_first[container]; i < r->listens_first[container + 1]; i++) {
        const struct pc_claim *setting = &reg->claims[r->listens[i]];
        if (!(setting->flags & (PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG))) {
            continue;
        }
        stated = true;
        for (size_t j = r->listens_first[container]; j < r->listens_first[container + 1]; j++) {
            const struct pc_claim *target = &reg->claims[r->listens[j]];
            if ((target->flags & PC_CLAIM_TARGET) && pc_ports_overlap(target->ports, setting->ports)) {
                return false;
            }
        }
    }
    return stated;
}

static bool has_front(const struct resolver *r, pc_id container) {
    for (size_t i = r->listens_first[container]; i < r->listens_first[container + 1]; i++) {
        if (r->ctx->reg->claims[r->listens[i]].flags & PC_CLAIM_FRONT) {
            return true;
        }
    }
    return false;
}

/* Scrapers find the pods behind a Service, whatever ports it has.
 * What is known of a container's listening is only enough to say no when something states it: a setting, a flag, or the
 * mapping of something that is built here. A foreign image may listen on ports that nobody had to write down. */
static enum listening container_listens(const struct resolver *r, pc_id container, uint16_t port, bool scraped) {
    const struct pc_registry *reg = r->ctx->reg;
    bool stated = false, mapped = false, host_side = false, fronted = !scraped && has_front(r, container);
    bool ignore_mappings = mappings_are_wrong(r, container);
    for (size_t i = r->listens_first[container]; i < r->listens_first[container + 1]; i++) {
        const struct pc_claim *claim = &reg->claims[r->listens[i]];
        if (fronted && !(claim->flags & PC_CLAIM_FRONT)) {
            continue; /* a Service's name has only the Service's ports */
        }
        bool counts = !(ignore_mappings && (claim->flags & (PC_CLAIM_TARGET | PC_CLAIM_HEALTHCHECK)));
        if (counts && claim->ports.lo <= port && port <= claim->ports.hi) {
            return LISTEN_YES;
        }
        stated = stated || (claim->flags & (PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG));
        mapped = mapped || (claim->flags & PC_CLAIM_TARGET);
        if (claim->partner != PC_NONE) {
            struct pc_ports outside = reg->claims[claim->partner].ports;
            host_side = host_side || (outside.lo <= port && port <= outside.hi);
        }
    }
    bool known = fronted || (scraped && reg->containers[container].unit) || stated ||
                 (mapped && !reg->containers[container].foreign) || host_side;
    known = known && !reg->containers[container].shared; /* another container of its network may listen there */
    known = known && !pc_has_side_port(r->ctx, reg->containers[container].service, port);
    return known ? LISTEN_NO : LISTEN_UNKNOWN;
}

/* Where a container listens, each port once: at the mapping, which shows the host's side as well, unless it is the
 * mapping that is wrong. */
static void add_listens(const struct resolver *r, struct pc_edge *edge, pc_id container) {
    bool scraped = r->ctx->reg->claims[edge->dial].flags & PC_CLAIM_SCRAPE;
    static const uint32_t sides[] = {PC_CLAIM_TARGET, PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG}, front[] = {PC_CLAIM_FRONT, 0},
                          pods[] = {PC_CLAIM_EXPOSE, PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG};
    bool unit = r->ctx->reg->containers[container].unit;
    const uint32_t *kinds = !unit ? sides : scraped ? pods : has_front(r, container) ? front : sides;
    const struct pc_registry *reg = r->ctx->reg;
    size_t first = edge->truth.count;
    for (size_t kind = !unit && mappings_are_wrong(r, container); kind < 2; kind++) {
        for (size_t i = r->listens_first[container]; i < r->listens_first[container + 1]; i++) {
            const struct pc_claim *claim = &reg->claims[r->listens[i]];
            bool known = !(claim->flags & kinds[kind]) || edge->truth.count - first >= LISTENS_SHOWN;
            for (size_t j = first; j < edge->truth.count && !known; j++) {
                known = pc_ports_eq(reg->claims[edge->truth.items[j]].ports, claim->ports);
            }
            if (!known) {
                *PC_PUSH(&edge->truth, r->ctx->arena) = r->listens[i];
            }
        }
    }
}

static bool is_stated(const struct resolver *r, pc_id container) {
    bool unit = r->ctx->reg->containers[container].unit; /* a manifest lists what is there to be dialled */
    uint32_t stating = PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG | PC_CLAIM_FRONT | (unit ? PC_CLAIM_EXPOSE : 0u);
    for (size_t i = r->listens_first[container]; i < r->listens_first[container + 1]; i++) {
        if (r->ctx->reg->claims[r->listens[i]].flags & stating) {
            return true;
        }
    }
    return false;
}

static bool publishes(const struct resolver *r, pc_id container, uint16_t port) {
    const struct pc_registry *reg = r->ctx->reg;
    for (size_t i = r->listens_first[container]; i < r->listens_first[container + 1]; i++) {
        pc_id outside = reg->claims[r->listens[i]].partner;
        if (outside != PC_NONE && reg->claims[outside].ports.lo <= port && port <= reg->claims[outside].ports.hi) {
            return true;
        }
    }
    return false;
}

/* Manifests of two directories may well run in one cluster. */
static bool is_one_cluster(const struct pc_registry *reg, pc_id a, pc_id b) {
    enum pc_file_kind kind = PC_FILE_KIND_COMPOSE;
    return reg->files[reg->deployments[a].file].kind != kind && reg->files[reg->deployments[b].file].kind != kind &&
           pc_environments_agree(reg->deployments[a].environment, reg->deployments[b].environment);
}

/* --- the four places --- */

static bool bears_name(const struct pc_container *container, struct pc_str name) {
    bool bears = pc_str_eq(container->key, name) || pc_str_eq(container->container_name, name);
    for (size_t i = 0; i < container->alias_count && !bears; i++) {
        bears = pc_str_eq(container->aliases[i], name);
    }
    return bears;
}

/* One alias may be several containers', each on a network of its own: does one answer to it on a network of the
 * caller's? Of a very large project only the caller's neighbours in the file are asked. */
static bool is_reached_by_name(const struct pc_registry *reg, const struct pc_claim *dial) {
    enum { NEIGHBOURS_MAX = 500 };
    pc_id self = dial->container, deployment = reg->containers[self].deployment, from = self;
    while (from > 0 && self - from < NEIGHBOURS_MAX && reg->containers[from - 1].deployment == deployment) {
        from--;
    }
    for (pc_id i = from; i < reg->container_count && i <= self + NEIGHBOURS_MAX; i++) {
        if (reg->containers[i].deployment == deployment && bears_name(&reg->containers[i], dial->name) &&
            !pc_containers_are_apart(reg, self, i)) {
            return true;
        }
    }
    return false;
}

/* A manifest that starts nothing (an Ingress, a ConfigMap) dials in a cluster: where the name has a Service there, that
 * one is meant, and not a container of a compose file that is called alike. */
static bool is_of_cluster(const struct resolver *r, const struct pc_claim *dial) {
    bool found = false;
    if (dial->container == PC_NONE && dial->place == PC_PLACE_NETWORK) {
        for (size_t i = r->service_first[dial->service]; i < r->service_first[dial->service + 1] && !found; i++) {
            found = r->ctx->reg->containers[r->containers[i]].unit && has_front(r, r->containers[i]);
        }
    }
    return found;
}

/* A named container of the caller's network; from a document, which is in no network, of any, seen from inside or
 * outside. */
static void resolve_name(const struct resolver *r, struct pc_edge *edge, const struct pc_claim *dial) {
    const struct pc_registry *reg = r->ctx->reg;
    pc_id deployment = dial->container == PC_NONE ? PC_NONE : reg->containers[dial->container].deployment;
    bool any = false, unknown = false, apart = false, cluster = is_of_cluster(r, dial);
    edge->callee = dial->service;
    for (size_t i = r->service_first[dial->service]; i < r->service_first[dial->service + 1]; i++) {
        pc_id container = r->containers[i];
        if (deployment != PC_NONE && reg->containers[container].deployment != deployment &&
            !is_one_cluster(reg, deployment, reg->containers[container].deployment)) {
            continue;
        }
        if (cluster && !reg->containers[container].unit) {
            continue;
        }
        enum listening listening = container_listens(r, container, dial->ports.lo, dial->flags & PC_CLAIM_SCRAPE);
        bool answers = listening == LISTEN_YES || (deployment == PC_NONE && publishes(r, container, dial->ports.lo));
        if (listening != LISTEN_NO && deployment != PC_NONE &&
            pc_containers_are_apart(reg, dial->container, container)) {
            apart = true;
            edge->apart = container;
            continue;
        }
        if (answers) {
            edge->verdict = PC_EDGE_FINE;
            return;
        }
        any = true;
        unknown = unknown || listening == LISTEN_UNKNOWN;
        edge->stated = edge->stated || is_stated(r, container);
        add_listens(r, edge, container);
    }
    apart = apart && !any && !is_reached_by_name(reg, dial);
    edge->verdict = any && !unknown ? PC_EDGE_WRONG : apart ? PC_EDGE_APART : PC_EDGE_UNKNOWN;
}

struct other_search {
    const struct pc_registry *all;
    pc_id host;
    bool found;
};

static bool find_other(void *arg, pc_id id) {
    struct other_search *search = arg;
    const struct pc_claim *claim = &search->all->claims[id];
    search->found =
        claim->role == PC_ROLE_PUBLISHES && claim->host == search->host && pc_is_of_other(search->all, claim);
    return !search->found;
}

/* Does a service of another repository answer there (--with)? */
static bool other_binds(const struct pc_rule_context *ctx, pc_id host, uint16_t port) {
    struct other_search search = {ctx->all, host, false};
    if (ctx->all && ctx->all->foreign_count > 0) {
        pc_view_at_port(ctx->all_view, port, find_other, &search);
    }
    return search.found;
}

/* A port of a host. */
static void resolve_host(const struct resolver *r, struct pc_edge *edge, const struct pc_claim *dial, pc_id host) {
    const struct pc_registry *reg = r->ctx->reg;
    edge->host = host;
    if (host == PC_NONE || !reg->hosts[host].deployment_read) {
        return;
    }
    bool elsewhere;
    pc_id binding = binding_at(r, host, dial->ports.lo, &elsewhere);
    if (elsewhere) {
        return;
    }
    if (binding == PC_NONE && other_binds(r->ctx, host, dial->ports.lo)) {
        return;
    }
    if (binding == PC_NONE) {
        edge->verdict = PC_EDGE_NOBODY;
        edge->callee = dial->service;
        return;
    }
    *PC_PUSH(&edge->truth, r->ctx->arena) = binding;
    bool expected = dial->service == PC_NONE || reg->claims[binding].service == dial->service;
    edge->verdict = expected ? PC_EDGE_FINE : PC_EDGE_WRONG;
    edge->callee = dial->service;
}

/* Another container of its deployment that runs the service which a dial's variable names; PC_NONE: there is none. */
static pc_id named_neighbour(const struct pc_registry *reg, const struct pc_claim *dial) {
    const struct pc_container *self = &reg->containers[dial->container];
    for (pc_id i = 0; dial->service != PC_NONE && dial->service != self->service && i < reg->container_count; i++) {
        if (reg->containers[i].deployment == self->deployment && reg->containers[i].service == dial->service) {
            return i;
        }
    }
    return PC_NONE;
}

/* localhost inside a container is the container itself. */
static void resolve_self(const struct resolver *r, struct pc_edge *edge, const struct pc_claim *dial) {
    const struct pc_registry *reg = r->ctx->reg;
    const struct pc_container *self = &reg->containers[dial->container];
    if (container_listens(r, dial->container, dial->ports.lo, false) != LISTEN_NO) {
        edge->verdict = PC_EDGE_UNKNOWN;
        return;
    }
    for (pc_id i = 0; i < reg->container_count; i++) {
        if (i != dial->container && reg->containers[i].deployment == self->deployment &&
            container_listens(r, i, dial->ports.lo, false) == LISTEN_YES) {
            edge->verdict = PC_EDGE_LOOPBACK;
            edge->callee = reg->containers[i].service;
            add_listens(r, edge, i);
            return;
        }
    }
    pc_id meant = named_neighbour(reg, dial);
    if (meant != PC_NONE) {
        edge->verdict = PC_EDGE_LOOPBACK;
        edge->callee = dial->service;
        edge->elsewhere = true;
        add_listens(r, edge, meant);
    }
}

static void resolve_in_container(const struct resolver *r, struct pc_edge *edge, const struct pc_claim *dial) {
    const struct pc_registry *reg = r->ctx->reg;
    const struct pc_container *self = &reg->containers[dial->container];
    pc_id host = reg->deployments[self->deployment].host;
    const struct pc_known_host *known = pc_known_host_of(self, dial->name);
    if (known && dial->service == PC_NONE) { /* of extra_hosts */
        resolve_host(r, edge, dial, is_gateway(known->target) ? host : host_by_name(reg, known->target));
    } else if (is_gateway(dial->name) || (is_loopback(dial->name) && self->host_network)) {
        resolve_host(r, edge, dial, host);
    } else if (is_loopback(dial->name)) {
        resolve_self(r, edge, dial);
    } else if (dial->service != PC_NONE && !is_address(dial->name)) {
        resolve_name(r, edge, dial);
    } else if (host_by_name(reg, dial->name) != PC_NONE) {
        resolve_host(r, edge, dial, host_by_name(reg, dial->name));
    } else if (pc_str_find_char(dial->name, '.', 0) == PC_NPOS && pc_str_find_char(dial->name, ':', 0) == PC_NPOS &&
               !is_known_name(r, self->deployment, dial->name)) {
        edge->verdict = PC_EDGE_NO_NAME;
    }
}

static void resolve(const struct resolver *r, struct pc_edge *edge) {
    const struct pc_claim *dial = &r->ctx->reg->claims[edge->dial];
    if (pc_is_external(r->ctx, dial->service, dial->ports)) {
        return;
    }
    for (size_t i = 0; i < r->ctx->config->external_count; i++) {
        if (pc_str_eq_nocase(r->ctx->config->external[i], dial->name)) {
            return;
        }
    }
    if (dial->container != PC_NONE) {
        resolve_in_container(r, edge, dial);
    } else if (is_loopback(dial->name)) {
        pc_id host = dial->host != PC_NONE ? dial->host : r->host_of_file[dial->span.file];
        bool read = host != PC_NONE && r->ctx->reg->hosts[host].deployment_read;
        if (!read && dial->service != PC_NONE) {
            pc_edge_resolve_local(r->ctx, edge);
        } else {
            resolve_host(r, edge, dial, host);
        }
    } else if (dial->service != PC_NONE && !is_address(dial->name)) {
        resolve_name(r, edge, dial);
    } else if (host_by_name(r->ctx->reg, dial->name) != PC_NONE) {
        resolve_host(r, edge, dial, host_by_name(r->ctx->reg, dial->name));
    }
}

static struct pc_edges resolve_all(const struct pc_rule_context *ctx) {
    struct resolver r = {.ctx = ctx};
    index_containers(&r);
    index_names(&r);
    r.host_of_file = pc_route_hosts(ctx);
    struct PC_VEC(struct pc_edge) edges = {0};
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        if (ctx->reg->claims[i].role == PC_ROLE_DIALS) {
            struct pc_edge *edge = PC_PUSH(&edges, ctx->arena);
            *edge = (struct pc_edge){.dial = (pc_id)i, .callee = PC_NONE, .host = PC_NONE, .apart = PC_NONE};
            resolve(&r, edge);
        }
    }
    pc_edges_judge_images(ctx, edges.items, edges.count);
    return (struct pc_edges){edges.items, edges.count};
}

struct pc_edges pc_edges_of(const struct pc_rule_context *ctx) {
    if (ctx->memo && ctx->memo->edges) {
        return *ctx->memo->edges;
    }
    struct pc_edges *edges = PC_NEW(ctx->arena, struct pc_edges);
    *edges = resolve_all(ctx);
    if (ctx->memo) {
        ctx->memo->edges = edges;
    }
    return *edges;
}
