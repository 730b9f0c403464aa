/* The way down to the entries of a YAML or JSON registry: groups, hosts, environments, ranges, reservations, lists. */
#include "data_walk.h"

#include "data_entry.h"
#include "data_shape.h"
#include "path.h"

static void walk(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *node);

/* From here on entries stand in a section of their own, named by the key. */
static void open_section(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *key) {
    struct pc_data_section *section = PC_NEW(r->ctx->scratch, struct pc_data_section);
    section->id = PC_NONE;
    section->section = (struct pc_section){
        .file = r->ctx->file,
        .kind = PC_SECTION_DATA,
        .title = key ? pc_data_keep(r, key->text, key) : PC_EMPTY,
        .title_span = key ? pc_data_text_span(r, key) : pc_data_span(r, 0, 0),
        .host = scope->host_count == 1 ? scope->hosts[0] : PC_NONE,
        .range = scope->range,
        .role = scope->role,
        .environment = scope->environment,
        .internal = (scope->flags & PC_CLAIM_INTERNAL) != 0,
    };
    scope->section = section;
}

/* Whether a key's value says the ports of the service that the key names; then they are read. */
static bool read_named(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *value,
                       bool likely) {
    struct pc_ports port;
    const struct pc_node *first = value->child;
    if (value->kind == PC_NODE_NULL) {
        return true;
    }
    if (value->kind == PC_NODE_SCALAR) {
        pc_data_port(r, scope, value, likely ? PC_DATA_LIKELY : PC_DATA_MAYBE);
        return true;
    }
    if (value->kind == PC_NODE_LIST) {
        if (!first || !(pc_data_is_port(first, &port) || (pc_data_is_entry(first, true) && !pc_data_has_name(first)))) {
            return false;
        }
        pc_data_ports(r, scope, value, PC_DATA_LIKELY);
        return true;
    }
    if (pc_data_says_range(value, true)) {
        return false; /* a block with its services */
    }
    if (!pc_data_is_keyed(value) &&
        (pc_data_is_entry(value, true) || (scope->entries && pc_data_says_range(value, false)))) {
        pc_data_entry(r, *scope, value);
        return true;
    }
    if (pc_data_is_parts(value)) {
        pc_data_context(r, scope, value, false);
        pc_data_ports(r, scope, value, PC_DATA_LIKELY);
        return true;
    }
    return false;
}

/* key: value where the key is somebody's name, or a group's. */
static void walk_named(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value, bool flat) {
    const struct pc_node *key = value->key;
    struct pc_str word = pc_data_without_port(key->text);
    struct pc_data_scope group = scope;
    scope.extent = pc_data_extent(r, value);
    scope.name = scope.qualifier = PC_EMPTY;
    pc_data_name(r, &scope, key, word);
    if (!read_named(r, &scope, value, flat || word.len < key->text.len)) {
        group.entries = false;
        open_section(r, &group, key);
        walk(r, group, value);
    }
}

static void walk_children(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *map);
static void walk_ranges(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *node);

/* A range and what it is for; what stands below its entry belongs to it. */
static void walk_range(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value) {
    struct pc_data_range_parts parts = pc_data_range_parts_of(value);
    const struct pc_node *purpose = value->key ? value->key : parts.purpose;
    struct pc_ports ports;
    struct pc_span span;
    bool found = false;
    if (value->key && pc_data_is_port(value->key, &ports)) { /* "3000-3099: front ends" */
        span = pc_data_number_span(r, value->key);
        found = true;
        purpose = value->kind == PC_NODE_SCALAR ? value : parts.purpose;
    } else if (parts.bounds) {
        found = pc_data_range(r, parts.bounds, &ports, &span);
    } else if (parts.from && parts.to) {
        found = pc_data_bounds(r, parts.from, parts.to, &ports, &span);
    }
    scope.extent = pc_data_extent(r, value);
    if (!found) {
        if (!parts.bounds && !parts.from && !parts.to) {
            walk_ranges(r, scope, value); /* a group of ranges */
        }
        return;
    }
    struct pc_str text = purpose ? pc_data_keep(r, purpose->text, purpose) : PC_EMPTY;
    scope.range = pc_data_declare(r, &scope, ports, span, text, parts.nested);
    if (parts.nested) {
        open_section(r, &scope, value->key);
        walk_children(r, &scope, value);
    }
}

static void walk_reserved(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value);

static void walk_ranges(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *node) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, node); pc_map_iter_next(&it);) {
        enum pc_data_word word = pc_data_word_of(it.value->key->text);
        if (word == PC_DATA_RESERVED) {
            walk_reserved(r, scope, it.value);
        } else if (word != PC_DATA_META) {
            walk_range(r, scope, it.value);
        }
    }
    for (const struct pc_node *item = node->kind == PC_NODE_LIST ? node->child : NULL; item; item = item->next) {
        walk_range(r, scope, item);
    }
}

/* One host and what stands below it. name: its key, or its field in a list. */
static void walk_host(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *name,
                      const struct pc_node *value) {
    static const char *const fields[] = {"ip", "address", "ip_address", "ipAddress"};
    pc_id host = name ? pc_data_host(r, &scope, name, PC_EMPTY) : PC_NONE;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && host != PC_NONE; i++) {
        const struct pc_node *address = pc_map_get(value, fields[i]);
        if (address && address->kind == PC_NODE_SCALAR) {
            host = pc_data_host(r, &scope, name, pc_data_keep(r, address->text, address));
            break;
        }
    }
    if (host != PC_NONE) {
        pc_data_on_host(r, &scope, host);
    }
    open_section(r, &scope, name);
    walk(r, scope, value);
}

/* What stands below is per host: by name, or a list of objects with a name. */
static void walk_hosts(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *node) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, node); pc_map_iter_next(&it);) {
        if (it.value->kind == PC_NODE_SCALAR || pc_data_is_entry(it.value, false)) {
            walk_named(r, scope, it.value, false); /* "servers: {web: {port: 80}}" are services */
        } else {
            walk_host(r, scope, it.value->key, it.value);
        }
    }
    for (const struct pc_node *item = node->kind == PC_NODE_LIST ? node->child : NULL; item; item = item->next) {
        const struct pc_node *name = pc_map_get(item, "name");
        walk_host(r, scope, name ? name : pc_map_get(item, "host"), item);
    }
}

static void walk_environments(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *node) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, node); pc_map_iter_next(&it);) {
        struct pc_data_scope in = scope;
        in.environment = pc_data_environment(it.value->key->text);
        open_section(r, &in, it.value->key);
        walk(r, in, it.value);
    }
}

static void walk_reserved(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value) {
    scope.role = PC_ROLE_RESERVED;
    scope.name = PC_EMPTY;
    scope.extent = pc_data_extent(r, value);
    scope.entries = true;
    open_section(r, &scope, value->key);
    if (value->kind == PC_NODE_SCALAR && pc_data_truth(value->text) < 0) {
        pc_data_port(r, &scope, value, PC_DATA_HERE);
    } else if (value->kind == PC_NODE_MAP && pc_data_says_range(value, false)) {
        pc_data_entry(r, scope, value);
    } else {
        walk(r, scope, value);
    }
}

/* Below a key that says something of all that stands below it. */
static void walk_group(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value,
                       bool entries) {
    scope.entries = entries;
    open_section(r, &scope, value->key);
    walk(r, scope, value);
}

/* A key that is no word of ours: a name, an environment or a status of all below it. */
static void walk_other(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value, bool flat) {
    enum pc_environment environment = pc_data_environment(value->key->text);
    enum pc_data_status status = pc_data_status_of(value->key->text);
    bool holds = value->kind == PC_NODE_MAP || value->kind == PC_NODE_LIST;
    if (holds && (environment != PC_ENV_UNKNOWN || status != PC_DATA_STATUS_NONE) && !pc_data_is_entry(value, false)) {
        scope.environment = environment != PC_ENV_UNKNOWN ? environment : scope.environment;
        pc_data_set_status(&scope, environment != PC_ENV_UNKNOWN ? PC_DATA_STATUS_NONE : status);
        walk_group(r, scope, value, scope.entries);
        return;
    }
    walk_named(r, scope, value, flat);
}

/* What the keys of a mapping are. */
enum keys {
    KEYS_ANY,   /* names, or words of ours */
    KEYS_FLAT,  /* names of services: most values are ports */
    KEYS_FIELDS /* fields of one thing that is no entry: only what holds more is looked into */
};

/* One key of a mapping that is no entry itself. */
static void walk_child(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *value,
                       enum keys keys) {
    struct pc_ports port;
    struct pc_str key = value->key->text;
    bool holds = value->kind == PC_NODE_MAP || value->kind == PC_NODE_LIST;
    bool flat = keys == KEYS_FLAT;
    enum pc_data_word word = pc_data_word_of(key);
    if (keys == KEYS_FIELDS && (word == PC_DATA_OTHER ? value->kind != PC_NODE_MAP : !holds)) {
        pc_data_mention(r, value, "no port field");
        return;
    }
    if (pc_str_starts(key, PC_STR("x-")) || pc_str_starts(key, PC_STR(".")) || pc_str_starts(key, PC_STR("$"))) {
        return; /* holds anchors; what uses them claims */
    }
    switch (word) {
    case PC_DATA_OTHER:
        walk_other(r, scope, value, flat);
        return;
    case PC_DATA_RESERVED:
        walk_reserved(r, scope, value);
        return;
    case PC_DATA_RANGES:
        walk_ranges(r, scope, value);
        return;
    case PC_DATA_RANGE:
    case PC_DATA_FROM:
    case PC_DATA_TO:
        return; /* the scope has it */
    case PC_DATA_META:
    case PC_DATA_FOREIGN:
    case PC_DATA_OLD_PORT:
    case PC_DATA_FREE:
    case PC_DATA_DEPRECATED:
        pc_data_mention(r, value, word == PC_DATA_META ? "no port field" : "claims nothing");
        return;
    default:
        break;
    }
    if ((!holds && pc_data_is_port(value, &port)) || (value->kind == PC_NODE_MAP && pc_data_is_entry(value, false))) {
        walk_named(r, scope, value, flat); /* a service called app, server or registry */
    } else if (word == PC_DATA_HOSTS || word == PC_DATA_HOST) {
        walk_hosts(r, scope, value);
    } else if (word == PC_DATA_ENVIRONMENTS || word == PC_DATA_ENVIRONMENT) {
        walk_environments(r, scope, value);
    } else if (holds) {
        scope.flags |= word == PC_DATA_INNER_PORT ? PC_CLAIM_INTERNAL : 0;
        pc_data_set_status(&scope, word == PC_DATA_ACTIVE ? PC_DATA_STATUS_ACTIVE : PC_DATA_STATUS_NONE);
        bool groups = pc_str_eq_nocase(key, PC_STR("groups")) || pc_str_eq_nocase(key, PC_STR("categories"));
        walk_group(r, scope, value, !groups);
    }
}

static void walk_children(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *map) {
    /* "- anchor: 7001" is a service; an object of several keys in a list, or with a name, is one thing. */
    bool item = scope->in_list && map->count > 1;
    enum keys keys = item                    ? KEYS_FIELDS
                     : pc_data_is_flat(map)  ? KEYS_FLAT
                     : pc_data_has_name(map) ? KEYS_FIELDS
                                             : KEYS_ANY;
    struct pc_data_scope below = *scope;
    below.in_list = false;
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        walk_child(r, below, it.value, keys);
    }
}

/* "range: [3000, 3099]" beside the services in it. */
static void read_heading_range(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *map) {
    struct pc_data_range_parts parts = pc_data_range_parts_of(map);
    struct pc_ports ports;
    struct pc_span span;
    bool bounds = parts.bounds && pc_data_word_of(parts.bounds->key->text) == PC_DATA_RANGE;
    bool found = bounds ? pc_data_range(r, parts.bounds, &ports, &span)
                        : parts.from && parts.to && pc_data_bounds(r, parts.from, parts.to, &ports, &span);
    if (found) {
        const struct pc_node *purpose = map->key ? map->key : parts.purpose;
        struct pc_str text = purpose ? pc_data_keep(r, purpose->text, purpose) : PC_EMPTY;
        scope->range = pc_data_declare(r, scope, ports, span, text, true);
        open_section(r, scope, map->key);
    }
}

static void walk_list(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *list) {
    enum pc_data_place place = scope->role == PC_ROLE_RESERVED ? PC_DATA_HERE : PC_DATA_LIKELY;
    for (const struct pc_node *item = list->child; item; item = item->next) {
        struct pc_data_scope entry = *scope;
        entry.extent = pc_data_span(r, item->offset, item->length);
        entry.in_list = true;
        if (item->kind == PC_NODE_SCALAR) {
            pc_data_port(r, &entry, item, place);
        } else if (item->kind == PC_NODE_MAP && pc_data_has_name(item) && pc_data_is_parts(item)) {
            pc_data_context(r, &entry, item, true);
            pc_data_ports(r, &entry, item, PC_DATA_LIKELY);
        } else if (item->kind == PC_NODE_MAP &&
                   (pc_data_is_entry(item, true) || (scope->entries && pc_data_says_range(item, false)))) {
            pc_data_entry(r, entry, item);
        } else {
            walk(r, entry, item);
        }
    }
}

/* Recursion is bounded by the parsers: PC_LIMIT_DEPTH levels, aliases included. */
static void walk(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *node) {
    if (node->kind == PC_NODE_LIST) {
        walk_list(r, &scope, node);
    } else if (node->kind == PC_NODE_MAP && pc_data_is_keyed(node)) {
        if (pc_data_is_keyed_by_blocks(node) && scope.role != PC_ROLE_RESERVED) {
            walk_ranges(r, scope, node);
        } else {
            pc_data_keyed(r, &scope, node);
        }
    } else if (node->kind == PC_NODE_MAP && pc_data_is_entry(node, false)) {
        pc_data_entry(r, scope, node);
    } else if (node->kind == PC_NODE_MAP) {
        read_heading_range(r, &scope, node);
        pc_data_context(r, &scope, node, false);
        walk_children(r, &scope, node);
    }
}

void pc_data_walk(struct pc_data_reader *r, const struct pc_node *root) {
    struct pc_data_scope scope = {
        .role = PC_ROLE_PLANNED, .range = PC_NONE, .extent = pc_data_span(r, root->offset, root->length)};
    bool parts = pc_data_is_parts(root);
    bool nameless = root->kind == PC_NODE_MAP && !pc_data_has_name(root) && (parts || pc_data_is_entry(root, false));
    open_section(r, &scope, NULL);
    if (nameless && r->ctx->dir.len > 0 && !pc_data_is_keyed(root)) {
        scope.name = pc_path_base(r->ctx->dir);
        scope.name_span = pc_data_span(r, 0, 0);
        scope.flags |= PC_CLAIM_SELF;
        if (parts) {
            pc_data_ports(r, &scope, root, PC_DATA_LIKELY);
            return;
        }
    }
    walk(r, scope, root);
}
