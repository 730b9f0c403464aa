#include "data_shape.h"

bool pc_data_is_flat(const struct pc_node *map) {
    struct pc_map_iter it;
    struct pc_ports port;
    size_t ports = 0;
    size_t others = 0;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (pc_data_is_port(it.value, &port)) {
            ports++;
        } else if (it.value->kind == PC_NODE_SCALAR && pc_data_word_of(it.value->key->text) == PC_DATA_OTHER &&
                   pc_ports_parse(it.value->text, &port) != PC_PORT_LARGE) {
            others++;
        }
    }
    return ports > 1 && ports >= others;
}

bool pc_data_says_range(const struct pc_node *map, bool nested) {
    struct pc_map_iter it;
    bool range = false;
    bool holds = false;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        enum pc_data_word word = pc_data_word_of(it.value->key->text);
        bool bound = word == PC_DATA_RANGE || word == PC_DATA_FROM || word == PC_DATA_TO;
        range = range || bound;
        holds = holds || (!bound && (it.value->kind == PC_NODE_MAP || (it.value->kind == PC_NODE_LIST && !nested)));
    }
    return range && holds == nested;
}

struct pc_data_range_parts pc_data_range_parts_of(const struct pc_node *value) {
    struct pc_data_range_parts parts = {.bounds = value->kind == PC_NODE_MAP ? NULL : value};
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, value); pc_map_iter_next(&it);) {
        const struct pc_node *field = it.value;
        enum pc_data_word word = pc_data_word_of(field->key->text);
        bool map = field->kind == PC_NODE_MAP || (field->kind == PC_NODE_LIST && word == PC_DATA_SERVICES);
        bool text = word == PC_DATA_NAME || word == PC_DATA_PURPOSE || word == PC_DATA_META;
        parts.from = word == PC_DATA_FROM ? field : parts.from;
        parts.to = word == PC_DATA_TO ? field : parts.to;
        parts.bounds = word == PC_DATA_RANGE || (word == PC_DATA_PORT && !map) ? field : parts.bounds;
        parts.nested = parts.nested || map;
        if (text && field->kind == PC_NODE_SCALAR && (!parts.purpose || word == PC_DATA_NAME)) {
            parts.purpose = field;
        }
    }
    return parts;
}

bool pc_data_is_keyed_by_blocks(const struct pc_node *map) {
    struct pc_map_iter it;
    struct pc_ports ports;
    bool blocks = false;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (pc_data_is_port(it.value->key, &ports)) {
            blocks = true;
            if (ports.hi - ports.lo < 9) {
                return false;
            }
        }
    }
    return blocks;
}
