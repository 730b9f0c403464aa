/* Tables of TOML, which may be written in pieces: found again by their keys, linked when all is read. */
#include "limits.h"
#include "toml_scan.h"

static size_t slot_of(const struct pc_toml_entry *slots, size_t capacity, uint32_t table, struct pc_str key) {
    uint64_t hash = pc_str_hash(key) ^ (table * UINT64_C(0x9E3779B97F4A7C15));
    size_t at = (size_t)(hash ^ (hash >> 32)) & (capacity - 1);
    while (slots[at].table != 0 && (slots[at].table != table || !pc_str_eq(slots[at].key, key))) {
        at = (at + 1) & (capacity - 1);
    }
    return at;
}

static void make_room(struct pc_toml *toml) {
    if (toml->used * 2 < toml->capacity) {
        return;
    }
    size_t capacity = toml->capacity ? toml->capacity * 2 : 64;
    struct pc_toml_entry *slots = PC_NEW_ARRAY(toml->build.arena, capacity, struct pc_toml_entry);
    for (size_t i = 0; i < toml->capacity; i++) {
        const struct pc_toml_entry *entry = &toml->slots[i];
        if (entry->table != 0) {
            slots[slot_of(slots, capacity, entry->table, entry->key)] = *entry;
        }
    }
    toml->slots = slots;
    toml->capacity = capacity;
}

const struct pc_toml_entry *pc_toml_find(const struct pc_toml *toml, const struct pc_toml_table *table,
                                         struct pc_str key) {
    if (toml->capacity == 0) {
        return NULL;
    }
    const struct pc_toml_entry *entry = &toml->slots[slot_of(toml->slots, toml->capacity, table->id, key)];
    return entry->table != 0 ? entry : NULL;
}

void pc_toml_put(struct pc_toml *toml, struct pc_toml_table *table, struct pc_node *key, struct pc_node *value,
                 struct pc_toml_table *value_table) {
    value->key = key;
    *PC_PUSH(&table->children, toml->build.arena) = value;
    make_room(toml);
    size_t at = slot_of(toml->slots, toml->capacity, table->id, key->text);
    toml->used += toml->slots[at].table == 0;
    toml->slots[at] = (struct pc_toml_entry){table->id, key->text, value_table};
}

struct pc_toml_table *pc_toml_table_new(struct pc_toml *toml, struct pc_toml_table *parent, enum pc_node_kind kind,
                                        size_t at) {
    struct pc_toml_table *table = PC_NEW(toml->build.arena, struct pc_toml_table);
    table->node = PC_NEW(toml->build.arena, struct pc_node);
    table->node->kind = kind;
    table->node->offset = table->node->content = (uint32_t)at;
    table->parent = parent;
    table->depth = parent ? parent->depth + 1 : 0;
    *PC_PUSH(&toml->tables, toml->build.arena) = table;
    table->id = (uint32_t)toml->tables.count;
    return table;
}

struct pc_toml_table *pc_toml_sub(struct pc_toml *toml, struct pc_toml_table *table, struct pc_node *key) {
    const struct pc_toml_entry *entry = pc_toml_find(toml, table, key->text);
    if (entry && entry->value) {
        return entry->value->last ? entry->value->last : entry->value;
    }
    if (entry) {
        pc_toml_error(toml, key->offset, key->length,
                      "this key has a value already, which is no table that can be added to");
        return NULL;
    }
    if (table->depth + 1 >= PC_LIMIT_DEPTH) {
        pc_toml_too_deep(toml, key->offset, key->length);
        return NULL;
    }
    struct pc_toml_table *sub = pc_toml_table_new(toml, table, PC_NODE_MAP, key->offset);
    pc_toml_put(toml, table, key, sub->node, sub);
    return sub;
}

static struct pc_node *read_key(struct pc_toml *toml) {
    size_t start = toml->at;
    char c = pc_toml_peek(toml);
    if (c == '"' || c == '\'') {
        return pc_toml_string(toml);
    }
    while (pc_is_alnum(c) || c == '_' || c == '-') {
        toml->at++;
        c = pc_toml_peek(toml);
    }
    if (toml->at == start) {
        pc_toml_error(toml, start, start < toml->clean.len, "a key was expected here");
        return NULL;
    }
    struct pc_node *key = PC_NEW(toml->build.arena, struct pc_node);
    key->kind = PC_NODE_SCALAR;
    key->offset = key->content = (uint32_t)start;
    key->length = key->content_length = (uint32_t)(toml->at - start);
    key->text = pc_str_sub(toml->text, start, key->length);
    key->verbatim = true;
    return key;
}

struct pc_node *pc_toml_key(struct pc_toml *toml, struct pc_toml_table **table) {
    for (;;) {
        pc_toml_skip_blanks(toml);
        struct pc_node *key = read_key(toml);
        if (!key) {
            return NULL;
        }
        size_t end = toml->at;
        pc_toml_skip_blanks(toml);
        if (pc_toml_peek(toml) != '.') {
            toml->at = end;
            return key;
        }
        toml->at++;
        *table = pc_toml_sub(toml, *table, key);
        if (!*table) {
            return NULL;
        }
    }
}

/* A parent reaches over all its children, wherever they stand. */
static void widen(struct pc_node *parent, uint32_t offset, uint32_t end) {
    uint32_t own_end = parent->offset + parent->length;
    parent->offset = parent->length == 0 || offset < parent->offset ? offset : parent->offset;
    parent->length = (end > own_end ? end : own_end) - parent->offset;
}

void pc_toml_close_tables(struct pc_toml *toml) {
    for (size_t i = toml->tables.count; i > 0; i--) {
        struct pc_toml_table *table = toml->tables.items[i - 1];
        for (size_t c = 0; c < table->children.count; c++) {
            const struct pc_node *child = table->children.items[c];
            uint32_t from = child->key ? child->key->offset : child->offset;
            widen(table->node, from < child->offset ? from : child->offset, child->offset + child->length);
        }
        pc_tree_close(&toml->build, table->node, table->children.items, table->children.count);
    }
}
