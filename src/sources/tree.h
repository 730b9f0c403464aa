/* A tree of files, wherever it lies: on the disk, in git's index, in a revision. What reads files of it need not know
 * which. */
#ifndef PC_SOURCE_TREE_H
#define PC_SOURCE_TREE_H

#include "file.h"
#include "git.h"
#include "sources.h"

struct pc_source_tree {
    struct pc_arena *arena;
    enum pc_sources_which which;
    int root_fd;
    struct pc_git *git; /* NULL: only for ALL, and then no content's object is known */
    struct pc_source_list list;
    bool converts; /* STAGED: git may give out files that differ from what it stores */
};

/* Lists it. git: NULL, or open. */
void pc_source_tree_init(struct pc_source_tree *tree, struct pc_arena *arena, int root_fd, struct pc_git *git,
                         enum pc_sources_which which);
/* A revision's; anything but OK: the tree cannot be used. */
enum pc_git_status pc_source_tree_revision(struct pc_source_tree *tree, struct pc_arena *arena, int root_fd,
                                           struct pc_git *git, struct pc_str revision);

/* As pc_file_read. */
enum pc_file_status pc_source_tree_read(const struct pc_source_tree *tree, struct pc_str path, size_t cap,
                                        struct pc_arena *arena, struct pc_str *bytes, int *error);
/* As pc_file_link_target: the path may lead through links. */
bool pc_source_tree_target(const struct pc_source_tree *tree, struct pc_str path, struct pc_arena *arena,
                           struct pc_str *target);
bool pc_source_tree_has(const struct pc_source_tree *tree, struct pc_str path);
bool pc_source_tree_is_directory(const struct pc_source_tree *tree, struct pc_str path);

/* The object whose content a file has; NULL when that is not known without reading it. */
const struct pc_object_id *pc_source_tree_object(const struct pc_source_tree *tree, struct pc_str path);

/* The configuration file's name at the root, or empty. */
struct pc_str pc_source_tree_config(const struct pc_source_tree *tree);

#endif
