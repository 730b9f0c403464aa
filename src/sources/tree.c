#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "limits.h"
#include "path.h"

#define LINKS_MAX 40
#define LINK_BYTES 4096u
#define ATTRIBUTES PC_STR(".gitattributes")

static size_t lower_bound(const struct pc_source_tree *tree, struct pc_str path) {
    size_t lo = 0, hi = tree->list.count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (pc_str_cmp(tree->list.items[middle].path, path) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

static const struct pc_source *find(const struct pc_source_tree *tree, struct pc_str path) {
    size_t at = lower_bound(tree, path);
    return at < tree->list.count && pc_str_eq(tree->list.items[at].path, path) ? &tree->list.items[at] : NULL;
}

/* What is read lies on the disk, not in objects. */
static bool is_on_disk(const struct pc_source_tree *tree) {
    return tree->which == PC_SOURCES_ALL || tree->which == PC_SOURCES_TRACKED;
}

/* Attributes by which git stores something else than what lies on the disk; line ends are seen by themselves. */
static bool names_conversion(struct pc_str attributes) {
    return pc_str_find(attributes, PC_STR("filter"), 0) != PC_NPOS ||
           pc_str_find(attributes, PC_STR("ident"), 0) != PC_NPOS ||
           pc_str_find(attributes, PC_STR("working-tree-encoding"), 0) != PC_NPOS;
}

static bool find_conversions(const struct pc_source_tree *tree) {
    struct pc_str text;
    if (pc_file_read(tree->git->dir.common_fd, PC_STR("info/attributes"), PC_LIMIT_FILE_BYTES, tree->arena, &text,
                     NULL) == PC_FILE_OK &&
        names_conversion(text))
        return true;
    if (tree->git->dir.prefix.len > 0) /* there may be more above the root */
        return true;
    for (size_t i = 0; i < tree->list.count; i++) {
        struct pc_str path = tree->list.items[i].path;
        if (pc_str_ends(path, ATTRIBUTES) && pc_str_eq(pc_path_base(path), ATTRIBUTES) &&
            (pc_file_read(tree->root_fd, path, PC_LIMIT_FILE_BYTES, tree->arena, &text, NULL) != PC_FILE_OK ||
             names_conversion(text)))
            return true;
    }
    return false;
}

void pc_source_tree_init(struct pc_source_tree *tree, struct pc_arena *arena, int root_fd, struct pc_git *git,
                         enum pc_sources_which which) {
    *tree = (struct pc_source_tree){.arena = arena, .which = which, .root_fd = root_fd, .git = git};
    tree->list = git ? pc_sources_list_git(git, root_fd, which) : pc_sources_list(arena, root_fd);
    tree->converts = which == PC_SOURCES_STAGED && find_conversions(tree);
}

enum pc_git_status pc_source_tree_revision(struct pc_source_tree *tree, struct pc_arena *arena, int root_fd,
                                           struct pc_git *git, struct pc_str revision) {
    enum pc_git_status status;
    *tree = (struct pc_source_tree){.arena = arena, .which = PC_SOURCES_REVISION, .root_fd = root_fd, .git = git};
    tree->list = pc_sources_list_revision(git, revision, &status);
    return status;
}

/* The file on the disk is still as the index saw it. */
static bool is_unchanged(const struct pc_source_tree *tree, const struct pc_source *source) {
    struct stat st;
    return source->state && !source->link && fstatat(tree->root_fd, source->path.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           pc_index_state_holds(source->state, &st, &tree->list.written);
}

/* Reads the file on the disk where that has the very bytes of the object. Looked at behind the reading, so that a
 * change in between shows. */
static bool read_unchanged(const struct pc_source_tree *tree, const struct pc_source *source, size_t cap,
                           struct pc_arena *arena, struct pc_str *bytes) {
    return tree->which == PC_SOURCES_STAGED && !tree->converts &&
           pc_file_read(tree->root_fd, source->path, cap, arena, bytes, NULL) == PC_FILE_OK &&
           is_unchanged(tree, source) && pc_str_find_char(*bytes, '\r', 0) == PC_NPOS;
}

static enum pc_file_status read_object(const struct pc_source_tree *tree, const struct pc_source *source, size_t cap,
                                       struct pc_arena *arena, struct pc_str *bytes) {
    switch (pc_git_blob(tree->git, &source->state->id, cap, arena, bytes)) {
    case PC_GIT_OK:
        return PC_FILE_OK;
    case PC_GIT_TOO_LARGE:
        return PC_FILE_TOO_LARGE;
    default:
        return PC_FILE_NO_OBJECT;
    }
}

enum pc_file_status pc_source_tree_read(const struct pc_source_tree *tree, struct pc_str path, size_t cap,
                                        struct pc_arena *arena, struct pc_str *bytes, int *error) {
    if (is_on_disk(tree))
        return pc_file_read(tree->root_fd, path, cap, arena, bytes, error);
    const struct pc_source *source = find(tree, path);
    if (error)
        *error = 0;
    if (!source || !source->state)
        return PC_FILE_MISSING;
    if (source->link)
        return PC_FILE_LINK;
    return read_unchanged(tree, source, cap, arena, bytes) ? PC_FILE_OK : read_object(tree, source, cap, arena, bytes);
}

/* As pc_file_link_target does it on the disk: component by component, each link's text put in its place. */
bool pc_source_tree_target(const struct pc_source_tree *tree, struct pc_str path, struct pc_arena *arena,
                           struct pc_str *target) {
    struct pc_str done = PC_EMPTY, rest = path;
    int links = 0;
    if (is_on_disk(tree))
        return pc_file_link_target(tree->root_fd, path, arena, target);
    while (rest.len > 0) {
        size_t slash = pc_str_find_char(rest, '/', 0);
        struct pc_str next, text;
        struct pc_str name = pc_str_sub(rest, 0, slash);
        rest = slash == PC_NPOS ? PC_EMPTY : pc_str_sub(rest, slash + 1, rest.len);
        if (!pc_path_join(arena, done, name, &next))
            return false;
        const struct pc_source *source = find(tree, next);
        done = next;
        if (!source && next.len > 0 && !pc_source_tree_is_directory(tree, next))
            return false;
        if (!source || !source->link)
            continue;
        enum pc_file_status status = read_object(tree, source, LINK_BYTES, arena, &text);
        errno = status == PC_FILE_OK ? 0 : EIO;
        if (status != PC_FILE_OK || ++links > LINKS_MAX || pc_str_starts(text, PC_STR("/")))
            return false;
        done = pc_path_dir(next);
        rest = pc_str_fmt(arena, "%.*s/%.*s", PC_ARG(text), PC_ARG(rest));
    }
    *target = done;
    return true;
}

bool pc_source_tree_has(const struct pc_source_tree *tree, struct pc_str path) {
    const struct pc_source *source = find(tree, path);
    struct stat st;
    /* What git tracks may be gone; all else was just seen on the disk. */
    return source && (!is_on_disk(tree) || !source->tracked ||
                      fstatat(tree->root_fd, source->path.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

bool pc_source_tree_is_directory(const struct pc_source_tree *tree, struct pc_str path) {
    struct stat st;
    if (path.len == 0)
        return true;
    if (is_on_disk(tree))
        return fstatat(tree->root_fd, path.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
    struct pc_str below = pc_str_fmt(tree->arena, "%.*s/", PC_ARG(path));
    size_t at = lower_bound(tree, below);
    return at < tree->list.count && pc_str_starts(tree->list.items[at].path, below);
}

const struct pc_object_id *pc_source_tree_object(const struct pc_source_tree *tree, struct pc_str path) {
    const struct pc_source *source = find(tree, path);
    if (!source || !source->state)
        return NULL;
    return !is_on_disk(tree) || is_unchanged(tree, source) ? &source->state->id : NULL;
}

struct pc_str pc_source_tree_config(const struct pc_source_tree *tree) {
    if (is_on_disk(tree))
        return pc_sources_config_in(tree->root_fd);
    for (size_t i = 0; pc_sources_config_name(i); i++)
        if (find(tree, pc_str_c(pc_sources_config_name(i))))
            return pc_str_c(pc_sources_config_name(i));
    return PC_EMPTY;
}
