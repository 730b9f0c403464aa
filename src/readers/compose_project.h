/* What the compose files of a tree are to each other: which include, override or overlay which, and how documents start
 * them. */
#ifndef PC_COMPOSE_PROJECT_H
#define PC_COMPOSE_PROJECT_H

#include "compose_env.h"
#include "compose_usage.h"
#include "reader.h"
#include "vec.h"

struct pc_compose_info {
    struct pc_str path;
    const struct pc_str *includes; /* paths in the tree */
    size_t include_count;
    const struct pc_str *joined; /* its override file and overlays that are started with it, in order of merging */
    size_t joined_count;
    struct pc_str base; /* of an override or overlay: the file it belongs to; empty */
    unsigned mains;     /* how many deployments it is part of without being their main file */
    bool overlay;       /* services with neither image nor build */
    bool partly;        /* an overlay because of some such services, beside whole ones */
    bool named;         /* a compose file by its name */
};

struct pc_compose_project {
    struct pc_compose_info *infos; /* by path */
    size_t count;
    struct pc_compose_usages usages;
    bool *told; /* for each info: its troubles were told by a deployment that it is a part of */
};

/* Made once a run when there is a memo. Lives in ctx->arena. */
const struct pc_compose_project *pc_compose_project(struct pc_read_context *ctx);

/* NULL when the project does not know the file. */
const struct pc_compose_info *pc_compose_info_of(const struct pc_compose_project *project, struct pc_str path);

/* True the first time it is asked for a file, and for one that the project does not know. */
bool pc_compose_tell_once(const struct pc_compose_project *project, const struct pc_compose_info *info);

/* The files of the deployment that path starts, in order of merging (included ones before those that include them,
 * overrides last). Over the limit of 256 files *truncated is set. In scratch. */
struct pc_compose_members {
    struct PC_VEC(struct pc_str) list;
    bool truncated;
};
struct pc_compose_members pc_compose_members(struct pc_read_context *ctx, const struct pc_compose_project *project);

/* The paths under the top-level "include" of a compose file; what is no file of the tree is left out. In arena. */
size_t pc_compose_includes(struct pc_arena *arena, struct pc_arena *scratch, const struct pc_tree_access *tree,
                           struct pc_str path, struct pc_str text, const struct pc_str **includes);

/* Calls fn for each path that a document includes, as it is written. */
void pc_compose_each_include(const struct pc_node *document, void (*fn)(void *arg, const struct pc_node *path),
                             void *arg);

/* The file of the tree that such a path means, in arena; false when there is none. dir: of the including file. */
bool pc_compose_include_path(struct pc_arena *arena, const struct pc_tree_access *tree, struct pc_str dir,
                             const struct pc_node *node, struct pc_str *path);

/* Has the text services, and do they have neither image nor build? A look at the lines, no parser. */
bool pc_compose_is_overlay(struct pc_str text);

/* Is there a service with neither image nor build? Such a file cannot be started alone. A look at the lines. With base:
 * one that base has as well, so that the file may lie over base. */
bool pc_compose_has_bare_service(struct pc_str text, const struct pc_str *base);

#endif
