/* Notes, keys written twice and merge keys of YAML and JSON trees, and a look at the encoding before the libraries'. */
#include "tree_build.h"

#include <stdarg.h>
#include <string.h>

#include "buf.h"
#include "limits.h"
#include "text.h"

struct pc_syntax_note *pc_tree_note(struct pc_tree_build *build, enum pc_syntax_kind kind, uint32_t offset,
                                    uint32_t length, const char *format, ...) {
    struct pc_buf message;
    pc_buf_init(&message, build->arena);
    va_list args;
    va_start(args, format);
    pc_buf_vaddf(&message, format, args);
    va_end(args);
    struct pc_syntax_note *note = PC_PUSH(&build->notes, build->arena);
    note->kind = kind;
    note->message = pc_buf_str(&message);
    note->offset = offset;
    note->length = length;
    note->other = PC_NO_OFFSET;
    return note;
}

struct pc_str pc_tree_word(struct pc_str word) {
    size_t length = word.len < 60 ? word.len : 60;
    while (length > 0 && length < word.len && ((unsigned char)word.ptr[length] & 0xC0) == 0x80) {
        length--;
    }
    return pc_str_sub(word, 0, length);
}

/* The keys of one map: open addressing, at most half full. */
struct key_set {
    struct pc_node **slots;
    size_t mask;
};

static void key_set_init(struct key_set *set, struct pc_arena *arena, size_t keys) {
    size_t size = 8;
    while (size < keys * 2) {
        size *= 2;
    }
    set->slots = PC_NEW_ARRAY(arena, size, struct pc_node *);
    set->mask = size - 1;
}

static bool has_plain_key(const struct pc_node *value) {
    return value->key && (value->key->kind == PC_NODE_SCALAR || value->key->kind == PC_NODE_NULL);
}

/* The slot of a value's key: empty, or holding the value that has this key already. */
static struct pc_node **key_slot(const struct key_set *set, const struct pc_node *value) {
    size_t at = (size_t)pc_str_hash(value->key->text) & set->mask;
    while (set->slots[at] && !pc_str_eq(set->slots[at]->key->text, value->key->text)) {
        at = (at + 1) & set->mask;
    }
    return &set->slots[at];
}

static void add_own(struct pc_tree_build *build, const struct key_set *set, struct pc_node *value) {
    struct pc_node **slot = key_slot(set, value);
    struct pc_node *first = *slot;
    *slot = value;
    if (first) {
        first->overridden = true;
        struct pc_syntax_note *note =
            pc_tree_note(build, PC_SYNTAX_DUPLICATE, value->key->offset, value->key->length,
                         "the key `%.*s` is written twice in one mapping", PC_ARG(pc_tree_word(value->key->text)));
        note->other = first->key->offset;
        note->hidden = first;
    }
}

/* What a map's merge keys bring in, appended at tail. */
struct merge {
    struct pc_tree_build *build;
    struct key_set set;
    const struct pc_node **tail;
    size_t room;
};

static bool merge_values(struct merge *merge, const struct pc_node *first) {
    for (const struct pc_node *value = first; value; value = value->next) {
        if (value->merge || value->overridden || !has_plain_key(value)) {
            continue;
        }
        if (merge->room == 0) {
            return false;
        }
        struct pc_node **slot = key_slot(&merge->set, value);
        if (*slot) {
            continue;
        }
        struct pc_node *copy = PC_NEW(merge->build->arena, struct pc_node);
        *copy = *value;
        copy->aliased = true;
        copy->next = NULL;
        *slot = copy;
        *merge->tail = copy;
        merge->tail = &copy->next;
        merge->room--;
    }
    return true;
}

static bool merge_from(struct merge *merge, const struct pc_node *source) {
    return merge_values(merge, source->child) && merge_values(merge, source->merged);
}

static void follow_merge_key(struct merge *merge, const struct pc_node *value) {
    bool room = true;
    bool shape = value->kind == PC_NODE_MAP || value->kind == PC_NODE_LIST;
    if (value->kind == PC_NODE_MAP) {
        room = merge_from(merge, value);
    } else if (value->kind == PC_NODE_LIST) {
        for (const struct pc_node *item = value->child; item && room; item = item->next) {
            shape = shape && item->kind == PC_NODE_MAP;
            room = item->kind != PC_NODE_MAP || merge_from(merge, item);
        }
    }
    if (!shape) {
        pc_tree_note(merge->build, PC_SYNTAX_ERROR, value->key->offset, value->key->length,
                     "`<<` needs a mapping or a list of mappings");
    }
    if (!room) {
        pc_tree_note(merge->build, PC_SYNTAX_LIMIT, value->key->offset, value->key->length,
                     "`<<` brings more than %u values into one mapping", PC_LIMIT_YAML_MERGED);
    }
}

static size_t values_of(const struct pc_node *map) {
    size_t values = map->count;
    for (const struct pc_node *value = map->merged; value; value = value->next) {
        values++;
    }
    return values;
}

/* How many values the merge keys may bring in, at most; 0 only without such a key. */
static size_t merge_keys(struct pc_tree_build *build, struct pc_node *const *children, size_t count) {
    size_t values = 0;
    const struct pc_node *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!children[i]->merge) {
            continue;
        }
        values += values_of(children[i]);
        for (const struct pc_node *item = children[i]->kind == PC_NODE_LIST ? children[i]->child : NULL; item;
             item = item->next) {
            values += values_of(item);
        }
        if (last) { /* both are followed, so nothing is hidden */
            pc_tree_note(build, PC_SYNTAX_DUPLICATE, children[i]->key->offset, children[i]->key->length,
                         "the key `<<` is written twice in one mapping")
                ->other = last->key->offset;
        }
        last = children[i];
    }
    return !last ? 0 : values < PC_LIMIT_YAML_MERGED ? values + 1 : PC_LIMIT_YAML_MERGED;
}

static void close_map(struct pc_tree_build *build, struct pc_node *map, struct pc_node *const *children, size_t count) {
    size_t merges = merge_keys(build, children, count);
    struct merge merge = {.build = build, .tail = &map->merged, .room = PC_LIMIT_YAML_MERGED};
    key_set_init(&merge.set, build->arena, count + merges);
    for (size_t i = 0; i < count; i++) {
        if (!children[i]->merge && has_plain_key(children[i])) {
            add_own(build, &merge.set, children[i]);
        }
    }
    for (size_t i = count; i > 0 && merges > 0; i--) { /* of two << the later one wins, as of any key */
        if (children[i - 1]->merge) {
            follow_merge_key(&merge, children[i - 1]);
        }
    }
}

void pc_tree_close(struct pc_tree_build *build, struct pc_node *parent, struct pc_node *const *children, size_t count) {
    parent->count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        children[i]->next = i + 1 < count ? children[i + 1] : NULL;
    }
    parent->child = count > 0 ? children[0] : NULL;
    if (parent->kind == PC_NODE_MAP && count > 0) {
        close_map(build, parent, children, count);
    }
}

struct pc_tree pc_tree_of(const struct pc_tree_build *build) {
    return (struct pc_tree){build->documents.items, build->documents.count, build->notes.items, build->notes.count};
}

static bool is_utf16(struct pc_str text) {
    if (text.len < 2) {
        return false;
    }
    unsigned char a = (unsigned char)text.ptr[0];
    unsigned char b = (unsigned char)text.ptr[1];
    return (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF) || (a == 0 && b != 0) || (a != 0 && b == 0);
}

/* Characters that YAML does not allow anywhere; libyaml refuses a whole block of the file for one of them. */
static bool is_forbidden(uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F || (c >= 0x80 && c < 0xA0 && c != 0x85) ||
           c == 0xFFFE || c == 0xFFFF;
}

/* A byte that pc_tree_clean has to look at. */
static bool is_special(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c >= 0x7F;
}

enum { CHUNK = 16 };

/* gcc and clang make vector instructions of it where the machine has them, else loops. */
typedef unsigned char chunk __attribute__((vector_size(CHUNK)));

static bool are_plain(const char *text) {
    chunk c;
    memcpy(&c, text, CHUNK);
    chunk special = (chunk)(((c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r')) | (c >= 0x7F));
    uint64_t halves[CHUNK / sizeof(uint64_t)];
    memcpy(halves, &special, CHUNK);
    return (halves[0] | halves[1]) == 0;
}

/* The offset of the first special byte at or behind from; the text's length when there is none. */
static size_t plain_end(struct pc_str s, size_t from) {
    while (from < s.len && !is_special((unsigned char)s.ptr[from])) {
        from += s.len - from >= CHUNK && are_plain(s.ptr + from) ? CHUNK : 1;
    }
    return from;
}

bool pc_tree_clean(struct pc_tree_build *build, struct pc_str text, bool controls, struct pc_str *clean) {
    *clean = text;
    if (is_utf16(text)) {
        pc_tree_note(build, PC_SYNTAX_ENCODING, 0, 0, "the file is UTF-16, not UTF-8, and was not read");
        return false;
    }
    char *copy = NULL;
    bool noted[2] = {false, false};
    for (size_t i = plain_end(text, 0); i < text.len; i = plain_end(text, i)) {
        uint32_t c = (unsigned char)text.ptr[i];
        size_t used = 1;
        if (c >= 0x80) {
            used = pc_utf8_decode(pc_str_sub(text, i, text.len - i), &c);
        }
        bool encoding = c == 0 || c == UINT32_MAX;
        if (encoding || (controls && is_forbidden(c))) {
            if (!noted[encoding]) {
                noted[encoding] = true;
                pc_tree_note(build, encoding ? PC_SYNTAX_ENCODING : PC_SYNTAX_ERROR, (uint32_t)i, (uint32_t)used, "%s",
                             c == 0     ? "a NUL byte in a text file"
                             : encoding ? "bytes that are not UTF-8"
                                        : "control characters are not allowed");
            }
            if (!copy) {
                copy = PC_NEW_ARRAY(build->arena, text.len + 1, char);
                memcpy(copy, text.ptr, text.len);
                *clean = (struct pc_str){copy, text.len};
            }
            memset(copy + i, '_', used);
        }
        i += used;
    }
    return true;
}
