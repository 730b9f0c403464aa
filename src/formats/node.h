/* One tree for YAML, JSON and TOML: what the file says, with the bytes where it says it. Lives in the arena given to
 * the parser; the library's own objects are gone when the parser returns. */
#ifndef PC_NODE_H
#define PC_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

enum pc_node_kind { PC_NODE_NULL, PC_NODE_SCALAR, PC_NODE_MAP, PC_NODE_LIST };

enum pc_scalar_style { PC_SCALAR_PLAIN, PC_SCALAR_SINGLE, PC_SCALAR_DOUBLE, PC_SCALAR_LITERAL, PC_SCALAR_FOLDED };

struct pc_node {
    enum pc_node_kind kind;
    enum pc_scalar_style style;
    bool verbatim;      /* text is the very bytes at content: no escape, no folding, no indentation between */
    struct pc_str text; /* a scalar's decoded text */
    struct pc_str tag;  /* "!reset", "!override", or empty */
    uint32_t offset;    /* the whole node in the file, quotes included */
    uint32_t length;
    uint32_t content; /* offset of the scalar's first content byte (behind the quote or the block indicator line) */
    uint32_t content_length;
    const struct pc_node *key;   /* of a value in a map: its key node; NULL otherwise */
    const struct pc_node *child; /* first child (a map's values, a list's items), NULL when empty */
    const struct pc_node *next;  /* next sibling; a node reached through an alias is copied shallowly, so that siblings
                                    differ while children are shared; offsets stay those of the anchor */
    const struct pc_node
        *merged;     /* a map's values that << brings in and that are in effect: shallow copies, linked by next */
    uint32_t count;  /* children of a map or list, the merged ones not counted */
    bool aliased;    /* stands here through *alias or << */
    bool merge;      /* a map's value whose key is a plain << (see pc_map_get) */
    bool overridden; /* a map's value whose key is written once more in the same map */
};

/* One thing wrong with the syntax, or worth telling. */
struct pc_syntax_note {
    enum pc_syntax_kind {
        PC_SYNTAX_ERROR,     /* the library's message; what came before is still in the tree */
        PC_SYNTAX_DUPLICATE, /* a key written twice in one mapping; offset is the second, other the first */
        PC_SYNTAX_LIMIT,     /* over a limit of limits.h */
        PC_SYNTAX_ENCODING   /* NUL, invalid UTF-8: read around it; UTF-16: nothing was read */
    } kind;
    struct pc_str message; /* no full stop */
    uint32_t offset, length;
    uint32_t other; /* UINT32_MAX when there is none */
    const struct pc_node
        *hidden; /* DUPLICATE: the value that no longer counts (its key: hidden->key); NULL when none is lost */
};

struct pc_tree {
    const struct pc_node *const *documents; /* roots; a YAML stream may hold several */
    size_t document_count;
    const struct pc_syntax_note *notes;
    size_t note_count;
};

/* The value of key in map, NULL when absent or map is no map (NULL is fine). The last one written wins over earlier
 * ones, own keys over merged ones, and of "<<: [*a, *b]" a wins over b. */
const struct pc_node *pc_map_get(const struct pc_node *map, const char *key);
const struct pc_node *pc_map_find(const struct pc_node *map, struct pc_str key);

/* Every value of a map in effect, in order of writing, then the merged ones; << itself and overridden keys are skipped.
 *     struct pc_map_iter it;
 *     for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) ... it.value, it.value->key ...
 * Every item of a list: for (item = list->child; item; item = item->next). */
struct pc_map_iter {
    const struct pc_node *value; /* current */
    const struct pc_node *next;
    const struct pc_node *merged;
};
void pc_map_iter_init(struct pc_map_iter *it, const struct pc_node *map); /* NULL or no map: nothing to iterate */
bool pc_map_iter_next(struct pc_map_iter *it);

/* Where text[from, from + len) of a scalar lies in the file: true and its offset. Exact for verbatim scalars; for
 * others the digits are searched in the raw bytes, from *cursor on (a file offset, 0 at first; moved behind the hit),
 * and stand there as a whole run of digits. With *cursor 0 equal runs before from are counted, which costs the length
 * of the text. */
bool pc_node_place(const struct pc_node *scalar, struct pc_str file_text, size_t from, size_t len, uint32_t *cursor,
                   uint32_t *offset);

#endif
