/* Where a service listens: what expose and labels say, and the claims that settings, commands and healthchecks become.
 */
#include "compose_listens.h"

#include "compose_claims.h"
#include "compose_service.h"
#include "sort.h"

/* A value that is longer holds a certificate or a program, not an address. */
enum { VALUE_MAX = 65536 };

struct pc_compose_text *pc_compose_value(struct pc_compose_reading *r, const struct pc_compose_source *source,
                                         const struct pc_node *node, size_t from) {
    size_t len = node->text.len - from;
    if (len > VALUE_MAX) {
        pc_compose_trouble(r->dep, source, PC_TROUBLE_TOO_LARGE, PC_LEVEL_INFO, pc_compose_span(source, node),
                           "a value of more than %d bytes, in which no port was looked for", VALUE_MAX);
        return NULL;
    }
    struct pc_compose_text *text = PC_NEW(r->dep->ctx->scratch, struct pc_compose_text);
    *text = pc_compose_expand(&r->dep->vars, source, node, from, len);
    return text;
}

uint32_t pc_compose_setting_flags(enum pc_setting setting, uint32_t main) {
    return setting == PC_SETTING_MAIN ? main : PC_CLAIM_EXPOSE;
}

void pc_compose_listen(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_piece piece,
                       struct pc_ports ports, struct pc_span extent, uint32_t flags, enum pc_protocol protocol) {
    struct pc_compose_spot spot = pc_compose_locate(text, piece.from, piece.len);
    struct pc_claim claim = pc_compose_claim(r->dep, r->service, PC_ROLE_LISTENS, ports, &spot, extent);
    claim.flags |= flags;
    claim.protocol = protocol;
    pc_id id = pc_builder_claim(r->dep->ctx->builder, &claim);
    *PC_PUSH(&r->listens, r->dep->ctx->scratch) = id;
}

bool pc_compose_listen_text(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_piece piece,
                            struct pc_span extent, uint32_t flags) {
    struct pc_ports ports;
    struct pc_str digits = pc_piece_text(text->text, piece);
    if (pc_compose_touches_hole(text, piece.from, piece.len)) {
        pc_compose_unresolved(r->dep, text, "a port that the service listens on");
        return true;
    }
    enum pc_port_result result = pc_compose_ports_parse(digits, &ports);
    if (result == PC_PORT_LARGE) {
        struct pc_compose_spot spot = pc_compose_locate(text, piece.from, piece.len);
        pc_compose_invalid_port(r->dep, text->source, spot.span, digits, result,
                                "the port that the service listens on");
    } else if (result == PC_PORT_OK) {
        pc_compose_listen(r, text, piece, ports, extent, flags, PC_PROTO_TCP);
    }
    return result == PC_PORT_OK || result == PC_PORT_LARGE;
}

/* "3000", "3000/udp", "3000-3005". */
static void read_expose(struct pc_compose_reading *r, const struct pc_compose_source *source,
                        const struct pc_node *item) {
    if (item->kind != PC_NODE_SCALAR) {
        return;
    }
    struct pc_compose_text *text = pc_compose_value(r, source, item, 0);
    if (!text) {
        return;
    }
    struct pc_span extent = pc_compose_span(source, item);
    struct pc_mapping mapping = pc_mapping_split(text->text);
    struct pc_str piece = pc_piece_text(text->text, mapping.container);
    enum pc_protocol protocol;
    if (!pc_compose_protocol_parse(pc_piece_text(text->text, mapping.protocol), &protocol)) {
        protocol = PC_PROTO_ANY;
    }
    struct pc_ports ports;
    enum pc_port_result result = pc_compose_ports_parse(piece, &ports);
    if (text->unknown) {
        pc_compose_unresolved(r->dep, text, "an exposed port");
    } else if (result == PC_PORT_OK) {
        pc_compose_listen(r, text, mapping.container, ports, extent, PC_CLAIM_EXPOSE, protocol);
    } else {
        pc_compose_invalid_port(r->dep, source, extent, piece, result, "the exposed port");
    }
}

static void read_exposes(struct pc_compose_reading *r) {
    const struct pc_compose_service *service = r->service;
    for (size_t i = pc_compose_first_layer(service, "expose"); i < service->layer_count; i++) {
        const struct pc_node *list = pc_map_get(service->layers[i].node, "expose");
        const struct pc_node *item = list && list->kind == PC_NODE_LIST ? list->child : list;
        for (; item && pc_compose_work(r->dep, 1); item = item == list ? NULL : item->next) {
            read_expose(r, service->layers[i].source, item);
        }
    }
}

/* "traefik.http.services.x.loadbalancer.server.port": where a proxy finds this container. */
static bool is_port_label(struct pc_str name, enum pc_protocol *protocol) {
    *protocol = pc_str_find_nocase(name, PC_STR(".udp."), 0) == PC_NPOS ? PC_PROTO_TCP : PC_PROTO_UDP;
    const struct pc_str suffix = PC_STR(".loadbalancer.server.port");
    return (name.len > suffix.len && pc_str_eq_nocase(pc_str_sub(name, name.len - suffix.len, suffix.len), suffix)) ||
           pc_str_eq_nocase(name, PC_STR("traefik.port")) || pc_str_eq_nocase(name, PC_STR("prometheus.io/port"));
}

static void read_label(struct pc_compose_reading *r, const struct pc_compose_source *source, const struct pc_node *node,
                       struct pc_str name, size_t from) {
    enum pc_protocol protocol;
    struct pc_ports ports;
    if (!is_port_label(pc_str_trim(name), &protocol)) {
        return;
    }
    struct pc_compose_text *text = pc_compose_value(r, source, node, from);
    struct pc_str value = text ? pc_str_trim(text->text) : PC_EMPTY;
    if (text && text->unknown) {
        pc_compose_unresolved(r->dep, text, "the port of a label");
    } else if (value.len > 0 && pc_compose_ports_parse(value, &ports) == PC_PORT_OK) {
        struct pc_piece piece = {(size_t)(value.ptr - text->text.ptr), value.len};
        bool proxy = pc_str_starts_nocase(pc_str_trim(name), PC_STR("traefik."));
        uint32_t flags = PC_CLAIM_EXPOSE | (proxy ? PC_CLAIM_LABEL : 0u);
        pc_compose_listen(r, text, piece, ports, pc_compose_extent(source, node), flags, protocol);
    }
}

static void read_labels(struct pc_compose_reading *r, const struct pc_compose_source *source,
                        const struct pc_node *labels) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, labels); pc_map_iter_next(&it) && pc_compose_work(r->dep, 1);) {
        if (it.value->kind == PC_NODE_SCALAR && it.value->key) {
            read_label(r, source, it.value, it.value->key->text, 0);
        }
    }
    const struct pc_node *item = labels && labels->kind == PC_NODE_LIST ? labels->child : NULL;
    for (; item && pc_compose_work(r->dep, 1); item = item->next) {
        size_t equals = item->kind == PC_NODE_SCALAR ? pc_str_find_char(item->text, '=', 0) : PC_NPOS;
        if (equals != PC_NPOS) {
            read_label(r, source, item, pc_str_sub(item->text, 0, equals), equals + 1);
        }
    }
}

/* Labels of the container, and of the service in a swarm. A later file's label of one name is not told from an earlier
 * one's: both are where somebody looks for the container. */
static void read_all_labels(struct pc_compose_reading *r) {
    const struct pc_compose_service *service = r->service;
    for (size_t i = pc_compose_first_layer(service, "labels"); i < service->layer_count; i++) {
        read_labels(r, service->layers[i].source, pc_map_get(service->layers[i].node, "labels"));
    }
    struct pc_compose_field deploy = pc_compose_get_in(service, "deploy", "labels");
    read_labels(r, deploy.source, deploy.node);
}

/* How well a claim says that the port is bound. A healthcheck, and a mapping that has no effect here, only where
 * nothing else does. */
enum { RANK_WEAK = 3 };
static unsigned rank(uint32_t flags) {
    bool weak = (flags & (PC_CLAIM_HEALTHCHECK | PC_CLAIM_TARGET)) != 0;
    return flags & PC_CLAIM_PORT_VAR ? 0 : flags & PC_CLAIM_FLAG ? 1 : weak ? RANK_WEAK : 2;
}

struct binding {
    struct pc_ports ports;
    enum pc_protocol protocol;
    unsigned rank;
    pc_id claim;
};

static int by_ports(const void *a, const void *b) {
    const struct binding *x = a;
    const struct binding *y = b;
    int order = pc_ports_cmp(x->ports, y->ports);
    if (order == 0) {
        order = pc_order(x->protocol, y->protocol);
    }
    if (order == 0) {
        order = pc_order(x->rank, y->rank);
    }
    return order != 0 ? order : pc_order(x->claim, y->claim);
}

/* On the host's own network, listening is binding the host's port: one claim for each port. */
static void bind_on_host(struct pc_compose_reading *r) {
    struct pc_builder *builder = r->dep->ctx->builder;
    struct binding *bindings = PC_NEW_ARRAY(r->dep->ctx->scratch, r->listens.count, struct binding);
    bool stated = false;
    for (size_t i = 0; i < r->listens.count; i++) {
        const struct pc_claim *claim = pc_builder_claim_at(builder, r->listens.items[i]);
        bindings[i] = (struct binding){claim->ports, claim->protocol, rank(claim->flags), r->listens.items[i]};
        stated = stated || bindings[i].rank < RANK_WEAK;
    }
    pc_sort(bindings, r->listens.count, sizeof bindings[0], by_ports);
    for (size_t i = 0; i < r->listens.count; i++) {
        bool again = i > 0 && pc_ports_eq(bindings[i].ports, bindings[i - 1].ports) &&
                     bindings[i].protocol == bindings[i - 1].protocol;
        if (again || (stated && bindings[i].rank == RANK_WEAK)) {
            continue;
        }
        struct pc_claim claim = *pc_builder_claim_at(builder, bindings[i].claim);
        claim.role = PC_ROLE_PUBLISHES;
        claim.place = PC_PLACE_HOST;
        claim.flags = (claim.flags & (PC_CLAIM_FROM_ENV | PC_CLAIM_COMPOSED)) | PC_CLAIM_HOSTNET;
        claim.container = r->service->container;
        claim.partner = bindings[i].claim;
        pc_id id = pc_builder_claim(builder, &claim);
        pc_builder_claim_at(builder, bindings[i].claim)->partner = id;
    }
}

void pc_compose_read_service(struct pc_compose_deployment *dep, const struct pc_compose_service *service) {
    struct pc_compose_reading r = {.dep = dep, .service = service};
    pc_compose_publish(&r);
    pc_compose_environment_of(&r);
    pc_compose_commands(&r);
    pc_compose_healthcheck(&r);
    read_exposes(&r);
    read_all_labels(&r);
    if (service->host_network && r.listens.count > 0) {
        bind_on_host(&r);
    }
}
