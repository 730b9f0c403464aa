/* The parts of the TOML reader. Inside formats only. */
#ifndef PC_TOML_SCAN_H
#define PC_TOML_SCAN_H

#include "tree_build.h"

/* A map or array of tables while it may still grow. */
struct pc_toml_table {
    struct pc_node *node;
    struct pc_toml_table *parent; /* NULL: the root, or not part of the document */
    struct pc_toml_table *last;   /* of an array of tables: the item that counts now */
    struct PC_VEC(struct pc_node *) children;
    uint32_t id;     /* of keys in the index */
    unsigned depth;  /* levels down to here */
    bool has_header; /* [name] was written */
};

/* What a key of a table stands for. */
struct pc_toml_entry {
    uint32_t table; /* 0: an empty slot */
    struct pc_str key;
    struct pc_toml_table *value; /* NULL: a scalar, an array or an inline table, to which nothing can be added */
};

struct pc_toml {
    struct pc_tree_build build;
    struct pc_str text;  /* the file */
    struct pc_str clean; /* the same length, without bad bytes */
    size_t at;
    unsigned notes;
    struct PC_VEC(struct pc_toml_table *) tables; /* in order of creation: parents before children */
    struct pc_toml_entry *slots;                  /* open addressing, at most half full */
    size_t capacity, used;
};

/* Notes what is wrong; false. */
bool pc_toml_error(struct pc_toml *toml, size_t at, size_t length, const char *message);

void pc_toml_too_deep(struct pc_toml *toml, size_t at, size_t length); /* notes it */

char pc_toml_peek(const struct pc_toml *toml);  /* '\0' at the end */
void pc_toml_skip_blanks(struct pc_toml *toml); /* spaces and tabs */
bool pc_toml_skip_lines(struct pc_toml *toml);  /* blanks, comments and line ends */

/* toml_string.c: a string of any kind at the cursor. NULL after a note. */
struct pc_node *pc_toml_string(struct pc_toml *toml);

/* toml_value.c: any value at the cursor, depth levels down. NULL after a note. */
struct pc_node *pc_toml_value(struct pc_toml *toml, unsigned depth);

/* toml_table.c */
struct pc_toml_table *pc_toml_table_new(struct pc_toml *toml, struct pc_toml_table *parent, enum pc_node_kind kind,
                                        size_t at);
void pc_toml_put(struct pc_toml *toml, struct pc_toml_table *table, struct pc_node *key, struct pc_node *value,
                 struct pc_toml_table *value_table);
/* The table of a key, made when there is none; of an array of tables its last item. NULL after a note. */
struct pc_toml_table *pc_toml_sub(struct pc_toml *toml, struct pc_toml_table *table, struct pc_node *key);
const struct pc_toml_entry *pc_toml_find(const struct pc_toml *toml, const struct pc_toml_table *table,
                                         struct pc_str key);
void pc_toml_close_tables(struct pc_toml *toml);

/* "a.b.c" at the cursor, the tables of all parts but the last entered or made. The last key, and *table set to where it
 * belongs; NULL after a note. */
struct pc_node *pc_toml_key(struct pc_toml *toml, struct pc_toml_table **table);

#endif
