/* The "ports" of a service: what it publishes on the host, and where it listens for that. */
#include "compose_claims.h"
#include "compose_listens.h"
#include "compose_service.h"

/* One side of a mapping: a piece of an expanded text, and what it says. */
struct side {
    struct pc_compose_text *text;
    struct pc_piece piece;
    enum { SIDE_ABSENT, SIDE_KNOWN, SIDE_UNKNOWN, SIDE_INVALID } state;
    struct pc_ports ports;
};

struct entry {
    const struct pc_compose_source *source;
    const struct pc_node *node;
    struct side host, container;
    struct pc_str address;
    enum pc_protocol protocol;
};

struct publish {
    struct pc_compose_deployment *dep;
    const struct pc_compose_service *service;
    struct pc_compose_reading *reading;
    bool many_layers; /* several files or services say something about the ports */
    struct PC_VEC(struct entry) entries;
    struct PC_VEC(size_t) layer_of;
};

static void read_side(struct publish *p, const struct entry *entry, struct side *side, const char *what) {
    struct pc_str text = side->text ? pc_piece_text(side->text->text, side->piece) : PC_EMPTY;
    if (!side->text || (text.len == 0 && !side->text->unknown)) {
        side->state = SIDE_ABSENT;
        return;
    }
    if (side->text->unknown) {
        side->state = SIDE_UNKNOWN;
        pc_compose_unresolved(p->dep, side->text, what);
        return;
    }
    enum pc_port_result result = pc_compose_ports_parse(text, &side->ports);
    side->state = result == PC_PORT_OK ? SIDE_KNOWN : SIDE_INVALID;
    if (result != PC_PORT_OK) {
        struct pc_compose_spot spot = pc_compose_locate(side->text, side->piece.from, side->piece.len);
        pc_compose_invalid_port(p->dep, entry->source, spot.span, text, result, what);
    }
}

static struct pc_compose_text *expand(struct publish *p, const struct entry *entry, const struct pc_node *node,
                                      size_t from, size_t len) {
    struct pc_compose_text *text = PC_NEW(p->dep->ctx->scratch, struct pc_compose_text);
    *text = pc_compose_expand(&p->dep->vars, entry->source, node, from, len);
    return text;
}

static void read_protocol(struct publish *p, struct entry *entry, struct pc_str word, struct pc_span span) {
    if (!pc_compose_protocol_parse(word, &entry->protocol)) {
        entry->protocol = PC_PROTO_ANY;
        pc_compose_trouble(p->dep, entry->source, PC_TROUBLE_INVALID_PORT, PC_LEVEL_WARNING, span,
                           "the protocol of this mapping is none of tcp, udp and sctp");
    }
}

static struct pc_str keep_address(struct publish *p, struct pc_str address) {
    return address.len > 0 ? pc_str_dup(p->dep->ctx->arena, address) : PC_EMPTY;
}

/* A piece of a short mapping, as a text and a place of its own when the whole could not be expanded. */
static struct side side_of(struct publish *p, struct entry *entry, struct pc_compose_text *whole,
                           struct pc_piece piece) {
    if (!whole->unknown || piece.len == 0) {
        return (struct side){.text = piece.len > 0 ? whole : NULL, .piece = piece};
    }
    struct pc_compose_text *part = expand(p, entry, entry->node, piece.from, piece.len);
    return (struct side){.text = part, .piece = {0, part->text.len}};
}

/* "IP:HOST:CONTAINER/proto". With an unknown variable in it, the pieces are split as written and each is looked at
 * alone: the other side of the mapping is still known. */
static void read_short(struct publish *p, struct entry *entry) {
    struct pc_compose_text *whole = expand(p, entry, entry->node, 0, entry->node->text.len);
    struct pc_str text = whole->unknown ? entry->node->text : whole->text;
    struct pc_mapping mapping = pc_mapping_split(text);
    entry->host = side_of(p, entry, whole, mapping.host);
    entry->container = side_of(p, entry, whole, mapping.container);
    struct side protocol = side_of(p, entry, whole, mapping.protocol);
    struct side address = side_of(p, entry, whole, mapping.address);
    if (address.text && !address.text->unknown) {
        entry->address = keep_address(p, pc_piece_text(address.text->text, address.piece));
    }
    entry->protocol = PC_PROTO_TCP;
    if (protocol.text && !protocol.text->unknown) {
        struct pc_compose_spot spot = pc_compose_locate(protocol.text, protocol.piece.from, protocol.piece.len);
        read_protocol(p, entry, pc_piece_text(protocol.text->text, protocol.piece), spot.span);
    }
}

static struct side side_of_key(struct publish *p, struct entry *entry, const char *key) {
    const struct pc_node *node = pc_map_get(entry->node, key);
    if (!node || node->kind != PC_NODE_SCALAR) {
        return (struct side){.text = NULL};
    }
    struct pc_compose_text *text = expand(p, entry, node, 0, node->text.len);
    struct pc_str trimmed = pc_str_trim(text->text);
    size_t from = trimmed.len > 0 ? (size_t)(trimmed.ptr - text->text.ptr) : 0;
    return (struct side){.text = text, .piece = {from, trimmed.len}};
}

static void read_long(struct publish *p, struct entry *entry) {
    entry->host = side_of_key(p, entry, "published");
    entry->container = side_of_key(p, entry, "target");
    entry->protocol = PC_PROTO_TCP;
    const struct pc_node *protocol = pc_map_get(entry->node, "protocol");
    struct pc_compose_field field = {protocol, entry->source};
    if (protocol && protocol->kind == PC_NODE_SCALAR) {
        read_protocol(p, entry, pc_compose_scalar(p->dep, field), pc_compose_span(entry->source, protocol));
    }
    field.node = pc_map_get(entry->node, "host_ip");
    entry->address = keep_address(p, pc_compose_scalar(p->dep, field));
}

static size_t width(struct pc_ports ports) {
    return (size_t)(ports.hi - ports.lo) + 1;
}

/* The two sides' ranges must be as wide; many host ports for one container port mean one free port of them. */
static bool widths_fit(struct publish *p, struct entry *entry, bool *one_of) {
    size_t host = width(entry->host.ports);
    size_t container = width(entry->container.ports);
    *one_of = host > 1 && container == 1;
    if (host == container || *one_of) {
        return true;
    }
    pc_compose_trouble(p->dep, entry->source, PC_TROUBLE_INVALID_PORT, PC_LEVEL_DEFAULT,
                       pc_compose_span(entry->source, entry->node),
                       "%zu host port%s for %zu container ports: the ranges must be equally long", host,
                       host == 1 ? "" : "s", container);
    return false;
}

static pc_id claim_side(struct publish *p, struct entry *entry, struct side *side, enum pc_role role, uint32_t flags) {
    struct pc_compose_spot spot = pc_compose_locate(side->text, side->piece.from, side->piece.len);
    struct pc_claim claim =
        pc_compose_claim(p->dep, p->service, role, side->ports, &spot, pc_compose_span(entry->source, entry->node));
    claim.flags |= flags;
    claim.protocol = entry->protocol;
    if (role == PC_ROLE_PUBLISHES) {
        claim.address = entry->address;
        claim.flags |= pc_address_is_loopback(entry->address) ? PC_CLAIM_LOOPBACK : 0u;
    }
    return pc_builder_claim(p->dep->ctx->builder, &claim);
}

/* The host side of a container that is not on the host's own network. */
static void claim_host_side(struct publish *p, struct entry *entry, pc_id listens, bool one_of) {
    struct pc_builder *builder = p->dep->ctx->builder;
    pc_id publishes = claim_side(p, entry, &entry->host, PC_ROLE_PUBLISHES, one_of ? PC_CLAIM_OPEN : 0u);
    pc_builder_claim_at(builder, publishes)->partner = listens;
    if (listens != PC_NONE) {
        pc_builder_claim_at(builder, listens)->partner = publishes;
    }
    size_t room = one_of ? width(entry->host.ports) : 1;
    if (p->service->replicas > room && !p->dep->swarm) {
        pc_id again = claim_side(p, entry, &entry->host, PC_ROLE_PUBLISHES, PC_CLAIM_REPLICA);
        pc_builder_claim_at(builder, again)->partner = listens;
    }
}

static void claim_entry(struct publish *p, struct entry *entry) {
    read_side(p, entry, &entry->container, "the container port");
    if (entry->container.state == SIDE_ABSENT) {
        bool template = entry->source->is_template;
        pc_compose_trouble(p->dep, entry->source, template ? PC_TROUBLE_UNRESOLVED : PC_TROUBLE_INVALID_PORT,
                           PC_LEVEL_DEFAULT, pc_compose_span(entry->source, entry->node),
                           "this mapping has no container port");
    }
    pc_id listens = PC_NONE;
    if (entry->container.state == SIDE_KNOWN) {
        listens = claim_side(p, entry, &entry->container, PC_ROLE_LISTENS, PC_CLAIM_TARGET);
        *PC_PUSH(&p->reading->listens, p->dep->ctx->scratch) = listens;
    }
    if (p->service->host_network || p->service->other_network) {
        if (entry->host.text && entry->host.piece.len > 0) {
            struct pc_compose_spot spot =
                pc_compose_locate(entry->host.text, entry->host.piece.from, entry->host.piece.len);
            pc_builder_mention(p->dep->ctx->builder, spot.span,
                               "host port of a mapping, without effect in this network mode");
        }
        return;
    }
    read_side(p, entry, &entry->host, "the host port");
    bool one_of = false;
    bool both = entry->host.state == SIDE_KNOWN && entry->container.state == SIDE_KNOWN;
    if (listens != PC_NONE && entry->host.state == SIDE_UNKNOWN) {
        pc_builder_claim_at(p->dep->ctx->builder, listens)->flags |= PC_CLAIM_HOST_OPEN;
    }
    if (entry->host.state == SIDE_KNOWN && (!both || widths_fit(p, entry, &one_of))) {
        claim_host_side(p, entry, listens, one_of);
    }
}

/* A mapping as one string, to know it again in an override file; empty when it holds something unknown. */
static struct pc_str identity(struct publish *p, const struct entry *entry) {
    const struct side *sides[] = {&entry->host, &entry->container};
    struct pc_str texts[2] = {PC_EMPTY, PC_EMPTY};
    for (size_t i = 0; i < 2; i++) {
        if (sides[i]->text && sides[i]->text->unknown) {
            return PC_EMPTY;
        }
        texts[i] = sides[i]->text ? pc_piece_text(sides[i]->text->text, sides[i]->piece) : PC_EMPTY;
    }
    return pc_str_fmt(p->dep->ctx->scratch, "%.*s %.*s %.*s %d", PC_ARG(entry->address), PC_ARG(texts[0]),
                      PC_ARG(texts[1]), (int)entry->protocol);
}

/* Drops mappings that an earlier layer has already: an override that says the same again changes nothing. */
static void claim_new_entries(struct publish *p) {
    struct pc_compose_key *keys = PC_NEW_ARRAY(p->dep->ctx->scratch, p->entries.count, struct pc_compose_key);
    size_t count = 0;
    for (size_t i = 0; p->many_layers && i < p->entries.count; i++) {
        struct pc_str name = identity(p, &p->entries.items[i]);
        if (name.len > 0) {
            keys[count++] = (struct pc_compose_key){.name = name, .order = (uint32_t)i, .index = p->layer_of.items[i]};
        }
    }
    pc_compose_keys_sort(keys, count);
    bool *again = PC_NEW_ARRAY(p->dep->ctx->scratch, p->entries.count, bool);
    for (size_t i = 1; i < count; i++) {
        bool same = pc_str_eq(keys[i].name, keys[i - 1].name);
        again[keys[i].order] = same && (keys[i].index != keys[i - 1].index || again[keys[i - 1].order]);
    }
    for (size_t i = 0; i < p->entries.count; i++) {
        if (!again[i]) {
            claim_entry(p, &p->entries.items[i]);
        }
    }
}

static void read_item(struct publish *p, const struct pc_compose_source *source, const struct pc_node *item,
                      size_t layer) {
    struct entry *entry = PC_PUSH(&p->entries, p->dep->ctx->scratch);
    *PC_PUSH(&p->layer_of, p->dep->ctx->scratch) = layer;
    entry->source = source;
    entry->node = item;
    if (item->kind == PC_NODE_SCALAR) {
        read_short(p, entry);
    } else if (item->kind == PC_NODE_MAP) {
        read_long(p, entry);
    }
}

void pc_compose_publish(struct pc_compose_reading *r) {
    const struct pc_compose_service *service = r->service;
    struct publish p = {.dep = r->dep, .service = service, .reading = r};
    size_t lists = 0;
    for (size_t i = pc_compose_first_layer(service, "ports"); i < service->layer_count; i++) {
        const struct pc_compose_layer *layer = &service->layers[i];
        const struct pc_node *ports = pc_map_get(layer->node, "ports");
        if (!ports) {
            continue;
        }
        lists++;
        const struct pc_node *item = ports->kind == PC_NODE_LIST ? ports->child : ports;
        for (; item && pc_compose_work(r->dep, 1); item = item == ports ? NULL : item->next) {
            read_item(&p, layer->source, item, i);
        }
    }
    p.many_layers = lists > 1;
    claim_new_entries(&p);
}
