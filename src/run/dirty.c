/* Whether files that are to be changed hold anything that git does not have yet: after a mistake `git checkout` brings
 * back only what was committed. */
#include <fcntl.h>
#include <sys/stat.h>

#include "emit.h"
#include "limits.h"
#include "run_impl.h"

struct tree_state {
    struct pc_git *git;
    struct pc_source_list head, index;
    bool has_head; /* there is a commit */
};

static const struct pc_source *find(const struct pc_source_list *list, struct pc_str path) {
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = pc_str_cmp(list->items[middle].path, path);
        if (order == 0)
            return &list->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool is_unmerged(const struct pc_source_list *list, struct pc_str path) {
    for (size_t i = 0; i < list->unmerged_count; i++)
        if (pc_str_eq(list->unmerged[i], path))
            return true;
    return false;
}

/* The same but for line ends, which git may store otherwise than they lie on the disk. */
static bool is_same_text(struct pc_str a, struct pc_str b) {
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        if (a.ptr[i] == b.ptr[j]) {
            i++;
            j++;
        } else if (a.ptr[i] == '\r' && i + 1 < a.len && a.ptr[i + 1] == '\n') {
            i++;
        } else if (b.ptr[j] == '\r' && j + 1 < b.len && b.ptr[j + 1] == '\n') {
            j++;
        } else {
            return false;
        }
    }
    return i == a.len && j == b.len;
}

/* The file on the disk is what the index holds. */
static bool is_unchanged(const struct pc_run *run, const struct tree_state *tree, const struct pc_source *staged,
                         const struct pc_change *change) {
    struct stat st;
    struct pc_str blob;
    if (fstatat(run->root_fd, staged->path.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        pc_index_state_holds(staged->state, &st, &tree->index.written))
        return true;
    return pc_git_blob(tree->git, &staged->state->id, PC_LIMIT_FILE_BYTES, tree->git->arena, &blob) == PC_GIT_OK &&
           is_same_text(blob, change->old);
}

/* A clause for the person; NULL: git has it as it is. */
static const char *why_dirty(const struct pc_run *run, const struct tree_state *tree, const struct pc_change *change) {
    const struct pc_source *staged = find(&tree->index, change->path);
    const struct pc_source *committed = tree->has_head ? find(&tree->head, change->path) : NULL;
    if (is_unmerged(&tree->index, change->path))
        return "it is in the middle of a merge";
    if (!staged || !staged->state)
        return "git does not track it, so there would be no way back";
    if (!committed || !committed->state)
        return "it was never committed, so there would be no way back";
    if (!is_unchanged(run, tree, staged, change))
        return "it has changes that are not committed";
    if (!pc_object_id_eq(&staged->state->id, &committed->state->id))
        return "it has changes that are staged, but not committed";
    return NULL;
}

/* Asks git for what it has. False: it did not answer. */
static bool ask(struct pc_run *run, struct tree_state *tree) {
    struct pc_str commit;
    enum pc_git_status status = pc_git_commit(tree->git, PC_STR("HEAD"), &commit);
    tree->has_head = status == PC_GIT_OK;
    if (status != PC_GIT_OK && status != PC_GIT_UNKNOWN)
        return false;
    tree->index = pc_sources_list_git(tree->git, run->root_fd, PC_SOURCES_STAGED);
    if (tree->index.trouble.len > 0)
        return false;
    if (tree->has_head)
        tree->head = pc_sources_list_revision(tree->git, commit, &status);
    return !tree->has_head || status == PC_GIT_OK;
}

static bool judge(struct pc_run *run, struct tree_state *tree, const struct pc_changes *changes, struct pc_buf *words) {
    bool clean = true;
    if (!ask(run, tree)) {
        pc_buf_addf(words, "git does not say what of the files is committed%s%.*s\n",
                    tree->git->words.len > 0 ? ": " : "", PC_ARG(pc_shown(&run->arena, tree->git->words)));
        return false;
    }
    for (size_t i = 0; i < changes->list.count; i++) {
        const struct pc_change *change = &changes->list.items[i];
        const char *why = why_dirty(run, tree, change);
        if (why)
            pc_buf_addf(words, "`%.*s`: %s\n", PC_ARG(pc_shown(&run->arena, change->path)), why);
        clean = clean && !why;
    }
    return clean;
}

bool pc_run_check_dirty(struct pc_run *run, const struct pc_changes *changes, struct pc_buf *words) {
    struct tree_state tree = {.git = NULL};
    enum pc_git_status status = pc_git_open(&run->arena, run->root_fd, run->root, &tree.git);
    bool clean = status != PC_GIT_OK && tree.git->words.len == 0; /* in no repository */
    if (status == PC_GIT_OK || !clean)
        clean = judge(run, &tree, changes, words);
    pc_git_close(tree.git);
    return clean;
}
