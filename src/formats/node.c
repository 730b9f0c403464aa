/* Questions to a tree: values by key, and where a number of a scalar lies in the file. */
#include "node.h"

#include <string.h>

static bool key_is(const struct pc_node *value, struct pc_str key) {
    if (!value->key || (value->key->kind != PC_NODE_SCALAR && value->key->kind != PC_NODE_NULL)) {
        return false;
    }
    return pc_str_eq(value->key->text, key);
}

const struct pc_node *pc_map_find(const struct pc_node *map, struct pc_str key) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (key_is(it.value, key)) {
            return it.value;
        }
    }
    return NULL;
}

const struct pc_node *pc_map_get(const struct pc_node *map, const char *key) {
    return pc_map_find(map, pc_str_c(key));
}

void pc_map_iter_init(struct pc_map_iter *it, const struct pc_node *map) {
    bool is_map = map && map->kind == PC_NODE_MAP;
    it->value = NULL;
    it->next = is_map ? map->child : NULL;
    it->merged = is_map ? map->merged : NULL;
}

bool pc_map_iter_next(struct pc_map_iter *it) {
    for (;;) {
        if (!it->next) {
            it->next = it->merged;
            it->merged = NULL;
        }
        it->value = it->next;
        if (!it->value) {
            return false;
        }
        it->next = it->value->next;
        if (!it->value->merge && !it->value->overridden) {
            return true;
        }
    }
}

/* The next place from from on where needle stands and no digit adjoins it; PC_NPOS when there is none. */
static size_t find_run(struct pc_str hay, struct pc_str needle, size_t from) {
    for (;;) {
        size_t at = pc_str_find(hay, needle, from);
        if (at == PC_NPOS) {
            return PC_NPOS;
        }
        bool left = at > 0 && pc_is_digit(hay.ptr[at - 1]) && pc_is_digit(needle.ptr[0]);
        size_t end = at + needle.len;
        bool right = end < hay.len && pc_is_digit(hay.ptr[end]) && pc_is_digit(needle.ptr[needle.len - 1]);
        if (!left && !right) {
            return at;
        }
        from = at + 1;
    }
}

bool pc_node_place(const struct pc_node *scalar, struct pc_str file_text, size_t from, size_t len, uint32_t *cursor,
                   uint32_t *offset) {
    if (!scalar || len == 0 || from > scalar->text.len || len > scalar->text.len - from) {
        return false;
    }
    if (scalar->verbatim) {
        *offset = scalar->content + (uint32_t)from;
        *cursor = *offset + (uint32_t)len;
        return true;
    }
    struct pc_str needle = pc_str_sub(scalar->text, from, len);
    struct pc_str raw = pc_str_sub(file_text, scalar->content, scalar->content_length);
    size_t at = 0;
    if (*cursor > scalar->content) {
        at = find_run(raw, needle, *cursor - scalar->content);
    } else {
        /* The n-th of the text is the n-th of the file: escapes and folding neither add nor take away runs of digits,
         * but for numeric escapes, whose digits the caller's own look at the bytes would refuse. */
        size_t seen = 0;
        for (size_t hit = find_run(scalar->text, needle, 0); hit != PC_NPOS && hit < from;
             hit = find_run(scalar->text, needle, hit + 1)) {
            seen++;
        }
        at = find_run(raw, needle, 0);
        for (; seen > 0 && at != PC_NPOS; seen--) {
            at = find_run(raw, needle, at + 1);
        }
    }
    if (at == PC_NPOS) {
        return false;
    }
    *offset = scalar->content + (uint32_t)at;
    *cursor = *offset + (uint32_t)needle.len;
    return true;
}
