#include "data_entry.h"

struct pc_span pc_data_extent(const struct pc_data_reader *r, const struct pc_node *value) {
    uint32_t start = value->key && !value->aliased ? value->key->offset : value->offset;
    return pc_data_span(r, start, value->offset + value->length - start);
}

bool pc_data_is_entry(const struct pc_node *map, bool named) {
    struct pc_map_iter it;
    struct pc_ports port;
    bool weak = false;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        const struct pc_node *value = it.value;
        enum pc_data_word word = pc_data_word_of(value->key->text);
        bool scalar = value->kind == PC_NODE_SCALAR && pc_data_truth(value->text) < 0;
        if (word == PC_DATA_PORT && (scalar || (named && value->kind != PC_NODE_NULL))) {
            return true;
        }
        weak = weak || ((word == PC_DATA_HOST_PORT || word == PC_DATA_INNER_PORT) && scalar) ||
               (word == PC_DATA_CONTAINER && pc_data_is_port(value, &port));
    }
    return weak && (named || pc_data_has_name(map));
}

bool pc_data_is_keyed(const struct pc_node *map) {
    struct pc_map_iter it;
    struct pc_ports port;
    size_t ports = 0;
    size_t others = 0;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (pc_data_is_port(it.value->key, &port)) {
            ports++;
        } else if (pc_data_word_of(it.value->key->text) != PC_DATA_META) {
            others++;
        }
    }
    return ports > 0 && ports >= others;
}

bool pc_data_is_parts(const struct pc_node *map) {
    struct pc_map_iter it;
    struct pc_ports port;
    size_t ports = 0;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        struct pc_str key = it.value->key->text;
        if (pc_data_is_port(it.value, &port) && (pc_data_is_part(pc_data_without_port(key)) ||
                                                 pc_data_environment(pc_data_without_port(key)) != PC_ENV_UNKNOWN)) {
            ports++;
        } else if (pc_data_is_port(it.value, &port) && pc_data_word_of(key) == PC_DATA_OTHER) {
            return false;
        } else if (it.value->kind == PC_NODE_MAP || it.value->kind == PC_NODE_LIST) {
            return false;
        }
    }
    return ports > 0;
}

/* The scope of one of several ports: "metrics" is a part, "dev" an environment. */
static struct pc_data_scope part_scope(const struct pc_data_reader *r, const struct pc_data_scope *scope,
                                       const struct pc_node *key) {
    struct pc_data_scope part = *scope;
    struct pc_str word = pc_data_without_port(key->text);
    enum pc_environment environment = pc_data_environment(word);
    if (environment != PC_ENV_UNKNOWN) {
        part.environment = environment;
    } else {
        part.qualifier = pc_data_keep(r, word, key);
    }
    return part;
}

static void read_port_field(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                            enum pc_data_place place) {
    if (value->kind == PC_NODE_SCALAR && pc_data_truth(value->text) >= 0) {
        return; /* "internal: true" */
    }
    pc_data_ports(r, scope, value, place);
}

/* What a map of ports inside an entry says: {http: 80, metrics: 9100}, {host: 8080, container: 80}, {dev: 3000}. */
static void read_parts(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *map) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        const struct pc_node *value = it.value;
        struct pc_data_scope part = part_scope(r, scope, value->key);
        switch (pc_data_word_of(value->key->text)) {
        case PC_DATA_INNER_PORT:
        case PC_DATA_CONTAINER:
            read_port_field(r, scope, value, PC_DATA_INSIDE);
            break;
        case PC_DATA_PORT:
        case PC_DATA_HOST_PORT:
        case PC_DATA_HOST:
            read_port_field(r, scope, value, PC_DATA_HERE);
            break;
        case PC_DATA_OTHER:
            pc_data_ports(r, &part, value, PC_DATA_LIKELY);
            break;
        default:
            pc_data_mention(r, value, "no port field");
            break;
        }
    }
}

void pc_data_ports(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                   enum pc_data_place place) {
    if (value->kind == PC_NODE_NULL) {
        return;
    }
    if (value->kind == PC_NODE_SCALAR) {
        pc_data_port(r, scope, value, place);
    } else if (value->kind == PC_NODE_LIST) {
        for (const struct pc_node *item = value->child; item; item = item->next) {
            pc_data_ports(r, scope, item, place);
        }
    } else if (pc_data_is_keyed(value)) {
        pc_data_keyed(r, scope, value);
    } else if (pc_data_is_entry(value, true)) {
        struct pc_data_scope entry = *scope;
        const struct pc_node *part = pc_data_text_field(value, PC_DATA_NAME);
        if (part && scope->name.len > 0) {
            entry.qualifier = pc_data_keep(r, pc_str_trim(part->text), part);
        }
        pc_data_entry(r, entry, value);
    } else {
        read_parts(r, scope, value);
    }
}

/* Another key of an entry: "metrics_port: 9100" and "metrics: {port: 9100}" are the service's own, "redis_port" is not.
 */
static void read_other(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value) {
    struct pc_str key = value->key->text;
    struct pc_str word = pc_data_without_port(key);
    bool own = pc_data_is_part(word) || pc_data_environment(word) != PC_ENV_UNKNOWN;
    struct pc_data_scope part = part_scope(r, scope, value->key);
    if (own && word.len < key.len) {
        pc_data_ports(r, &part, value, PC_DATA_HERE);
    } else if (own && value->kind == PC_NODE_MAP && pc_data_is_entry(value, true)) {
        pc_data_entry(r, part, value);
    } else {
        pc_data_mention(r, value, word.len < key.len ? "another service's port" : "no port field");
    }
}

static void read_bounds(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *map) {
    const struct pc_node *range = NULL;
    const struct pc_node *from = NULL;
    const struct pc_node *to = NULL;
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        enum pc_data_word word = pc_data_word_of(it.value->key->text);
        range = word == PC_DATA_RANGE ? it.value : range;
        from = word == PC_DATA_FROM ? it.value : from;
        to = word == PC_DATA_TO ? it.value : to;
    }
    struct pc_ports ports;
    struct pc_span span;
    bool pair = !range && from && to;
    if ((range && pc_data_range(r, range, &ports, &span)) || (pair && pc_data_bounds(r, from, to, &ports, &span))) {
        pc_data_claim(r, scope, ports, span, false, 0);
    }
}

void pc_data_entry(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *map) {
    struct pc_map_iter it;
    pc_data_context(r, &scope, map, true);
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        const struct pc_node *value = it.value;
        struct pc_ports port;
        switch (pc_data_word_of(value->key->text)) {
        case PC_DATA_PORT:
        case PC_DATA_HOST_PORT:
            read_port_field(r, &scope, value, PC_DATA_HERE);
            break;
        case PC_DATA_INNER_PORT:
            read_port_field(r, &scope, value, PC_DATA_INSIDE);
            break;
        case PC_DATA_CONTAINER:
            if (pc_data_is_port(value, &port)) {
                read_port_field(r, &scope, value, PC_DATA_INSIDE);
            }
            break;
        case PC_DATA_HOST: /* "{host: 8080, container: 80}" */
            if (pc_data_is_port(value, &port)) {
                read_port_field(r, &scope, value, PC_DATA_HERE);
            }
            break;
        case PC_DATA_OTHER:
            read_other(r, &scope, value);
            break;
        default:
            pc_data_mention(r, value, "no port field");
            break;
        }
    }
    read_bounds(r, &scope, map);
}

/* The owner of a port that is a key. */
static void read_owner(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                       struct pc_ports ports, struct pc_span span) {
    struct pc_data_scope owner = *scope;
    if (value->kind == PC_NODE_MAP) {
        pc_data_context(r, &owner, value, true);
    } else if (value->kind == PC_NODE_SCALAR && owner.name.len > 0) {
        owner.qualifier = pc_data_keep(r, pc_str_trim(value->text), value);
    } else if (value->kind == PC_NODE_SCALAR && !(owner.role == PC_ROLE_RESERVED && pc_data_is_growth(value->text))) {
        pc_data_name(r, &owner, value, value->text);
    }
    pc_data_claim(r, &owner, ports, span, false, 0);
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, value); pc_map_iter_next(&it);) {
        enum pc_data_word word = pc_data_word_of(it.value->key->text);
        struct pc_ports port;
        if (word == PC_DATA_INNER_PORT || (word == PC_DATA_CONTAINER && pc_data_is_port(it.value, &port))) {
            read_port_field(r, &owner, it.value, PC_DATA_INSIDE);
        } else {
            pc_data_mention(r, it.value, "no port field");
        }
    }
}

void pc_data_keyed(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *map) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        const struct pc_node *value = it.value;
        struct pc_data_scope entry = *scope;
        struct pc_ports ports;
        struct pc_ports inner;
        entry.extent = pc_data_extent(r, value);
        if (!pc_data_is_port(value->key, &ports)) {
            enum pc_port_result result = pc_ports_parse(pc_str_trim(value->key->text), &ports);
            if (result == PC_PORT_LARGE || result == PC_PORT_ZERO || result == PC_PORT_REVERSED ||
                result == PC_PORT_ODD) {
                pc_data_invalid(r, value->key, pc_data_text_span(r, value->key), result);
            }
            continue;
        }
        struct pc_span span = pc_data_number_span(r, value->key);
        if (value->kind == PC_NODE_NULL) {
            pc_builder_mention(r->ctx->builder, span, "no service is named");
        } else if (pc_data_is_port(value, &inner)) {
            pc_data_claim(r, &entry, ports, span, false, 0);
            pc_data_port(r, &entry, value, PC_DATA_INSIDE);
        } else if (value->kind == PC_NODE_LIST) {
            for (const struct pc_node *item = value->child; item; item = item->next) {
                read_owner(r, &entry, item, ports, span);
            }
        } else {
            read_owner(r, &entry, value, ports, span);
        }
    }
}
