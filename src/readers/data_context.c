/* What a mapping says of everything in it. */
#include "data_context.h"

void pc_data_set_status(struct pc_data_scope *scope, enum pc_data_status status) {
    switch (status) {
    case PC_DATA_STATUS_ACTIVE:
        scope->role = scope->role == PC_ROLE_RESERVED ? scope->role : PC_ROLE_DOCUMENTED;
        break;
    case PC_DATA_STATUS_FUTURE:
        scope->flags |= PC_CLAIM_FUTURE;
        break;
    case PC_DATA_STATUS_RESERVED:
        scope->role = PC_ROLE_RESERVED;
        break;
    case PC_DATA_STATUS_DEAD:
        scope->dead = true;
        break;
    case PC_DATA_STATUS_PLANNED:
    case PC_DATA_STATUS_NONE:
        break;
    }
}

void pc_data_name(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *node,
                  struct pc_str text) {
    text = pc_str_trim(text);
    enum pc_data_status status = pc_data_status_of(text);
    if (status == PC_DATA_STATUS_RESERVED || status == PC_DATA_STATUS_DEAD) {
        pc_data_set_status(scope, status);
        return;
    }
    size_t open = pc_str_find(text, PC_STR(" ("), 0);
    if (open != PC_NPOS && pc_str_ends(text, PC_STR(")"))) {
        scope->qualifier = pc_data_keep(r, pc_str_sub(text, open + 2, text.len - open - 3), node);
        text = pc_str_trim(pc_str_sub(text, 0, open));
    }
    size_t dash = pc_str_find(text, PC_STR(" - "), 0);
    text = dash == PC_NPOS ? text : pc_str_trim(pc_str_sub(text, 0, dash));
    if (text.len == 0 || pc_data_is_filler(text)) {
        return;
    }
    scope->name = pc_data_keep(r, text, node);
    scope->name_span = pc_data_text_span(r, node);
    if (node->verbatim) {
        scope->name_span = pc_data_span(r, node->content + (uint32_t)(text.ptr - node->text.ptr), (uint32_t)text.len);
    }
}

bool pc_data_is_growth(struct pc_str text) {
    static const char *const words[] = {"future",   "growth", "expansion", "reserve",
                                        "reserved", "spare",  "buffer",    "later"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_has_word_nocase(text, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_address(struct pc_str s) {
    unsigned dots = 0;
    bool colons = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = pc_lower(s.ptr[i]);
        dots += c == '.';
        colons = colons || c == ':';
        if (!pc_is_digit(c) && c != '.' && c != ':' && !(colons && c >= 'a' && c <= 'f')) {
            return false;
        }
    }
    return dots == 3 || (colons && s.len > 2);
}

/* api.example.org says nothing about a machine; nas.local does. */
static bool is_public_domain(struct pc_str s) {
    static const char *const inside[] = {"local", "lan", "internal", "home", "localdomain", "intranet", "arpa"};
    size_t dot = pc_str_rfind_char(s, '.');
    if (dot == PC_NPOS) {
        return false;
    }
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
        if (pc_str_is_nocase(pc_str_sub(s, dot + 1, s.len), inside[i])) {
            return false;
        }
    }
    return true;
}

pc_id pc_data_host(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                   struct pc_str also) {
    static const char *const nowhere[] = {"localhost", "0.0.0.0", "::", "::1", "*", "any", "all", "local", "host"};
    struct pc_str text = pc_str_trim(value->text);
    struct pc_ports port;
    if (value->kind != PC_NODE_SCALAR || text.len == 0 || pc_data_is_port(value, &port) || pc_data_is_filler(text) ||
        pc_str_starts(text, PC_STR("127.")) || pc_str_find(text, PC_STR("{{"), 0) != PC_NPOS ||
        pc_str_find_char(text, '$', 0) != PC_NPOS || pc_str_find_char(text, '/', 0) != PC_NPOS) {
        return PC_NONE;
    }
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        if (pc_str_is_nocase(text, nowhere[i])) {
            return PC_NONE;
        }
    }
    bool address = is_address(text);
    if (!address && (is_public_domain(text) ||
                     pc_str_eq(pc_name_key(r->ctx->scratch, text), pc_name_key(r->ctx->scratch, scope->name)))) {
        return PC_NONE;
    }
    struct pc_host_mention mention = {
        .environment = scope->environment,
        .evidence = address ? PC_EVIDENCE_ADDRESS : PC_EVIDENCE_LABEL,
        .span = pc_data_text_span(r, value),
        .address = is_address(also) ? also : PC_EMPTY,
    };
    *(address ? &mention.address : &mention.name) = pc_data_keep(r, text, value);
    return pc_builder_host(r->ctx->builder, &mention);
}

void pc_data_on_host(struct pc_data_reader *r, struct pc_data_scope *scope, pc_id host) {
    pc_id *hosts = PC_NEW(r->ctx->scratch, pc_id);
    *hosts = host;
    scope->hosts = hosts;
    scope->host_count = 1;
}

static void read_hosts(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *value) {
    if (value->kind == PC_NODE_SCALAR) {
        pc_id host = pc_data_host(r, scope, value, PC_EMPTY);
        if (host != PC_NONE) {
            pc_data_on_host(r, scope, host);
        }
    } else if (value->kind == PC_NODE_LIST) {
        pc_id *hosts = PC_NEW_ARRAY(r->ctx->scratch, value->count, pc_id);
        size_t count = 0;
        for (const struct pc_node *item = value->child; item; item = item->next) {
            pc_id host = pc_data_host(r, scope, item, PC_EMPTY);
            if (host != PC_NONE) {
                hosts[count++] = host;
            }
        }
        scope->hosts = count > 0 ? hosts : scope->hosts;
        scope->host_count = count > 0 ? count : scope->host_count;
    }
}

static void read_protocol(struct pc_data_scope *scope, const struct pc_node *value) {
    enum pc_protocol first;
    enum pc_protocol second;
    if (value->kind == PC_NODE_SCALAR && pc_protocol_parse(value->text, &first, &second)) {
        scope->protocols[0] = first;
        scope->protocols[1] = second;
    } else if (value->kind == PC_NODE_LIST && value->count == 2) {
        enum pc_protocol other;
        if (pc_protocol_parse(value->child->text, &first, &other) &&
            pc_protocol_parse(value->child->next->text, &second, &other)) {
            scope->protocols[0] = first;
            scope->protocols[1] = first == second ? PC_PROTO_ANY : second;
        }
    }
}

static void read_truth(struct pc_data_scope *scope, enum pc_data_word word, int truth) {
    if (truth < 0) {
        return;
    }
    if ((word == PC_DATA_INNER_PORT && truth == 1) || (word == PC_DATA_HOST_PORT && truth == 0)) {
        scope->flags |= PC_CLAIM_INTERNAL | PC_CLAIM_UNEXPOSED;
    } else if (word == PC_DATA_ACTIVE) {
        pc_data_set_status(scope, truth ? PC_DATA_STATUS_NONE : PC_DATA_STATUS_FUTURE);
    } else if ((word == PC_DATA_DEPRECATED || word == PC_DATA_FREE) && truth == 1) {
        pc_data_set_status(scope, PC_DATA_STATUS_DEAD);
    } else if (word == PC_DATA_RESERVED && truth == 1) {
        pc_data_set_status(scope, PC_DATA_STATUS_RESERVED);
    }
}

static void read_field(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *value) {
    enum pc_data_word word = pc_data_word_of(value->key->text);
    struct pc_ports port;
    switch (word) {
    case PC_DATA_ADDRESS:
        if (value->kind == PC_NODE_SCALAR &&
            (is_address(value->text) || pc_str_eq_nocase(value->text, PC_STR("localhost")))) {
            scope->address = pc_data_keep(r, value->text, value);
        }
        break;
    case PC_DATA_CONTAINER:
        if (value->kind == PC_NODE_SCALAR && !pc_data_is_port(value, &port)) {
            scope->container = pc_data_keep(r, pc_str_trim(value->text), value);
            scope->container_span = pc_data_text_span(r, value);
        }
        break;
    case PC_DATA_PROTOCOL:
        read_protocol(scope, value);
        break;
    case PC_DATA_ENVIRONMENT:
        if (value->kind == PC_NODE_SCALAR && pc_data_environment(value->text) != PC_ENV_UNKNOWN) {
            scope->environment = pc_data_environment(value->text);
        }
        break;
    case PC_DATA_STATUS:
        if (value->kind == PC_NODE_SCALAR) {
            pc_data_set_status(scope, pc_data_status_of(value->text));
        }
        break;
    default:
        if (value->kind == PC_NODE_SCALAR) {
            read_truth(scope, word, pc_data_truth(value->text));
        }
        break;
    }
}

const struct pc_node *pc_data_text_field(const struct pc_node *map, enum pc_data_word word) {
    struct pc_map_iter it;
    struct pc_ports port;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (pc_data_word_of(it.value->key->text) == word && it.value->kind == PC_NODE_SCALAR &&
            !pc_data_is_port(it.value, &port) && pc_data_truth(it.value->text) < 0) {
            return it.value;
        }
    }
    return NULL;
}

bool pc_data_has_name(const struct pc_node *map) {
    return pc_data_text_field(map, PC_DATA_NAME) != NULL;
}

static void read_name(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *map) {
    const struct pc_node *name = scope->name.len == 0 ? pc_data_text_field(map, PC_DATA_NAME) : NULL;
    if (name) {
        pc_data_name(r, scope, name, name->text);
    }
    bool ownerless = scope->name.len == 0 && scope->role == PC_ROLE_RESERVED;
    const struct pc_node *purpose = ownerless ? pc_data_text_field(map, PC_DATA_PURPOSE) : NULL;
    if (purpose && !pc_data_is_growth(purpose->text)) {
        pc_data_name(r, scope, purpose, purpose->text);
    }
    if (scope->name.len == 0 && scope->container.len > 0) {
        scope->name = scope->container;
        scope->name_span = scope->container_span;
    }
}

void pc_data_context(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *map, bool entry) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        read_field(r, scope, it.value);
    }
    if (entry) {
        read_name(r, scope, map);
    }
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) { /* needs the name and the environment */
        struct pc_ports port;
        if (pc_data_word_of(it.value->key->text) == PC_DATA_HOST && !pc_data_is_port(it.value, &port)) {
            read_hosts(r, scope, it.value);
        }
    }
}
