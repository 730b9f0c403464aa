/* What is set in a configuration and where, key by key. */
#include <string.h>

#include "config_reader.h"
#include "config_text.h"
#include "text.h"
#include "vec.h"
#include "yaml_in.h"

struct listing {
    struct pc_arena *arena;
    struct pc_lines lines;
    struct PC_VEC(struct pc_config_setting) settings;
};

static void list_map(struct listing *l, const struct pc_node *map, const char *prefix, struct pc_str shown);

/* Whether a text can stand between brackets and commas as it is. */
static bool is_plain(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < ' ' || c == 0x7f || strchr(",[]{}\"'#&|>%@`\\", c) ||
            (c == ':' && (i + 1 == text.len || text.ptr[i + 1] == ' '))) {
            return false;
        }
    }
    return text.len > 0 && text.ptr[0] != ' ' && text.ptr[text.len - 1] != ' ' && !strchr("*!-?", text.ptr[0]);
}

static void write_scalar(struct pc_buf *out, struct pc_str text) {
    if (is_plain(text)) {
        pc_buf_add(out, text);
        return;
    }
    pc_buf_addc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\') {
            pc_buf_addc(out, '\\');
            pc_buf_addc(out, (char)c);
        } else if (c < ' ' || c == 0x7f) {
            pc_buf_addf(out, "\\x%02x", c);
        } else {
            pc_buf_addc(out, (char)c);
        }
    }
    pc_buf_addc(out, '"');
}

/* A value in flow style. Recursion ends with the parser's limit of depth. */
static void write_value(struct pc_buf *out, const struct pc_node *value) {
    struct pc_map_iter it;
    bool first = true;
    switch (value->kind) {
    case PC_NODE_NULL:
        pc_buf_adds(out, "null");
        break;
    case PC_NODE_SCALAR:
        write_scalar(out, value->text);
        break;
    case PC_NODE_LIST:
        pc_buf_addc(out, '[');
        for (const struct pc_node *item = value->child; item; item = item->next) {
            pc_buf_adds(out, item == value->child ? "" : ", ");
            write_value(out, item);
        }
        pc_buf_addc(out, ']');
        break;
    case PC_NODE_MAP:
        pc_buf_addc(out, '{');
        for (pc_map_iter_init(&it, value); pc_map_iter_next(&it); first = false) {
            pc_buf_adds(out, first ? "" : ", ");
            write_scalar(out, it.value->key->text);
            pc_buf_adds(out, ": ");
            write_value(out, it.value);
        }
        pc_buf_addc(out, '}');
        break;
    }
}

static void add_set(struct listing *l, struct pc_str key, const struct pc_node *value) {
    struct pc_buf out;
    pc_buf_init(&out, l->arena);
    write_value(&out, value);
    *PC_PUSH(&l->settings, l->arena) =
        (struct pc_config_setting){.key = key,
                                   .value = pc_buf_str(&out),
                                   .line = pc_line_at(&l->lines, value->key ? value->key->offset : value->offset) + 1};
}

static void add_fallback(struct listing *l, struct pc_str key, const char *fallback) {
    *PC_PUSH(&l->settings, l->arena) =
        (struct pc_config_setting){.key = key, .value = fallback ? pc_str_c(fallback) : PC_EMPTY};
}

/* A mapping whose keys are the user's, a key each. */
static void list_names(struct listing *l, const struct pc_node *map, const char *pattern, struct pc_str shown) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        struct pc_str name = pc_str_fmt(l->arena, "%.*s.%.*s", PC_ARG(shown), PC_ARG(it.value->key->text));
        if (it.value->kind == PC_NODE_MAP && it.value->count > 0) {
            list_map(l, it.value, pattern, name);
        } else {
            add_set(l, name, it.value);
        }
    }
}

static void list_items(struct listing *l, const struct pc_node *list, const char *pattern, struct pc_str shown) {
    size_t number = 0;
    for (const struct pc_node *item = list->child; item; item = item->next) {
        list_map(l, item, pattern, pc_str_fmt(l->arena, "%.*s[%zu]", PC_ARG(shown), ++number));
    }
}

static const struct pc_node *value_of(const struct pc_node *map, const char *name) {
    struct pc_map_iter it;
    if (!map) {
        return NULL;
    }
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (pc_str_eq(it.value->key->text, pc_str_c(name))) {
            return it.value;
        }
    }
    return NULL;
}

static void list_key(struct listing *l, const struct pc_config_key *key, const struct pc_node *value,
                     struct pc_str shown) {
    const char *pattern = pc_str_fmt(l->arena, "%s.*", key->path).ptr;
    bool filled = value && value->kind != PC_NODE_NULL && value->count > 0;
    if (key->type == PC_KEY_GROUP) {
        list_map(l, value, key->path, shown);
    } else if (filled && (key->type == PC_KEY_NAMES || key->type == PC_KEY_RULES)) {
        list_names(l, value, pattern, shown);
    } else if (filled && key->type == PC_KEY_ITEMS) {
        list_items(l, value, pattern, shown);
    } else if (value && value->kind != PC_NODE_NULL) {
        add_set(l, shown, value);
    } else {
        add_fallback(l, shown, key->fallback);
    }
}

/* The keys of one level; map may be NULL. Recursion follows the table. */
static void list_map(struct listing *l, const struct pc_node *map, const char *prefix, struct pc_str shown) {
    for (size_t i = 0; i < pc_config_key_count; i++) {
        const char *name = pc_config_key_below(pc_config_keys[i].path, prefix);
        if (name) {
            struct pc_str key = shown.len > 0 ? pc_str_fmt(l->arena, "%.*s.%s", PC_ARG(shown), name) : pc_str_c(name);
            list_key(l, &pc_config_keys[i], value_of(map, name), key);
        }
    }
}

struct pc_config_setting *pc_config_settings(struct pc_arena *arena, struct pc_str text, size_t *count) {
    struct pc_tree tree = pc_yaml_parse(arena, text);
    struct listing l = {.arena = arena, .lines = pc_lines_of(arena, text)};
    list_map(&l, tree.document_count > 0 ? tree.documents[0] : NULL, "", PC_EMPTY);
    *count = l.settings.count;
    return l.settings.items;
}
