/* What the YAML and JSON adapters share while they build a tree: notes, keys written twice, merge keys. Inside formats
 * only. */
#ifndef PC_TREE_BUILD_H
#define PC_TREE_BUILD_H

#include "node.h"
#include "vec.h"

#define PC_NO_OFFSET UINT32_MAX

struct pc_tree_build {
    struct pc_arena *arena;
    struct PC_VEC(const struct pc_node *) documents;
    struct PC_VEC(struct pc_syntax_note) notes;
};

/* Appends a note and returns it, to set other and hidden; valid until the next one. */
struct pc_syntax_note *pc_tree_note(struct pc_tree_build *build, enum pc_syntax_kind kind, uint32_t offset,
                                    uint32_t length, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* As much of a key or name as a message shows. */
struct pc_str pc_tree_word(struct pc_str word);

/* Links children under a map or list. Of a map, keys written twice are marked and noted, and merge keys followed. */
void pc_tree_close(struct pc_tree_build *build, struct pc_node *parent, struct pc_node *const *children, size_t count);

struct pc_tree pc_tree_of(const struct pc_tree_build *build);

/* Looks at the encoding before a library does. Notes UTF-16, else the first NUL or invalid byte, and with controls the
 * first control character that YAML forbids. False when nothing can be read; else *clean is text, or a copy of the same
 * length with '_' for each bad byte: it means nothing to YAML and JSON. */
bool pc_tree_clean(struct pc_tree_build *build, struct pc_str text, bool controls, struct pc_str *clean);

#endif
