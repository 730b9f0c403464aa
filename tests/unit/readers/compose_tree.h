/* A small tree of files in memory, read by the compose reader, and what it said as text. */
#ifndef COMPOSE_TREE_H
#define COMPOSE_TREE_H

#include "buf.h"
#include "draft.h"
#include "reader.h"

enum { TREE_FILES = 512 };

struct tree_file {
    struct pc_str path, text;
    pc_id file; /* PC_NONE until it is read */
};

struct compose_tree {
    struct pc_recovery recovery;
    struct pc_arena arena, scratch;
    struct pc_builder *b;
    struct tree_file files[TREE_FILES];
    struct pc_str paths[TREE_FILES];
    size_t count;
    const void *memo;
    bool no_memo; /* the run keeps nothing from one file to the next */
    bool columns; /* places are said with columns */
    bool ran_out; /* a file's scratch budget was spent */
};

/* Frees what an earlier use took and starts an empty tree. */
void tree_start(struct compose_tree *tree);
void tree_finish(struct compose_tree *tree);
void tree_add(struct compose_tree *tree, struct pc_str path, struct pc_str text); /* both must outlive the tree */

/* Several files in one string: "== path\n" starts each. */
void tree_add_all(struct compose_tree *tree, const char *files);

/* Sorts the files and lets the compose reader read those that it matches. */
void tree_read(struct compose_tree *tree);

/* One line each: claims, mentions ("?"), troubles ("!"), containers ("="), deployments ("#"). In the order in which
 * they were said. */
struct pc_str tree_claims(struct compose_tree *tree);
struct pc_str tree_troubles(struct compose_tree *tree);
struct pc_str tree_containers(struct compose_tree *tree);

/* NULL when every claim's span spells its port (or is marked as composed) and lies within its extent; else what is
 * wrong. */
const char *tree_wrong_span(struct compose_tree *tree);

#endif
