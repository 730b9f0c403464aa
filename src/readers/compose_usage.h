/* How documents and scripts start compose files: "docker compose --env-file X -f A -f B up". */
#ifndef PC_COMPOSE_USAGE_H
#define PC_COMPOSE_USAGE_H

#include "reader.h"
#include "vec.h"

/* One command line. Paths of the tree; what is not in it is left out. */
struct pc_compose_usage {
    const struct pc_str *files; /* of -f, in order */
    size_t file_count;
    const struct pc_str *env_files;
    size_t env_count;
    bool swarm; /* docker stack deploy */
};

struct pc_compose_usages {
    struct PC_VEC(struct pc_compose_usage) list;
};

/* Could the file tell how compose files are started: a Makefile, a script, package.json, a Markdown document? */
bool pc_compose_tells_usage(struct pc_str path);

/* Adds the command lines of a text; path is the file they stand in. exists says whether a path is in the tree. */
void pc_compose_usage_add(struct pc_arena *arena, const struct pc_tree_access *tree, struct pc_str path,
                          struct pc_str text, struct pc_compose_usages *usages);

#endif
