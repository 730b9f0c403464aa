/* The tree that is checked: on the disk, or in git; and what to say when git cannot give it. */
#include <string.h>

#include "limits.h"
#include "run_impl.h"

#define NAMED_MAX 3 /* paths in conflict that the message names; the others are counted */

static bool refuse_git(struct pc_run *run, const char *what, enum pc_git_status status) {
    struct pc_str words = run->git->words;
    if (status == PC_GIT_BARE)
        return pc_run_refuse(run, PC_STATUS_USAGE,
                             "%s needs a work tree, and `%.*s` is a bare repository; run it in a clone of it", what,
                             PC_ARG(run->root));
    if (words.len > 0)
        return pc_run_refuse(run, PC_STATUS_USAGE, "%s needs the git repository of `%.*s`, but %.*s", what,
                             PC_ARG(run->root), PC_ARG(words));
    return pc_run_refuse(run, PC_STATUS_USAGE, "%s needs a git repository, and `%.*s` lies in none", what,
                         PC_ARG(run->root));
}

bool pc_run_open_git(struct pc_run *run, const char *what) {
    if (run->git)
        return true;
    enum pc_git_status status = pc_git_open(&run->arena, run->root_fd, run->root, &run->git);
    return status == PC_GIT_OK || refuse_git(run, what, status);
}

static bool refuse_unmerged(struct pc_run *run) {
    const struct pc_source_list *list = &run->tree.list;
    struct pc_buf names;
    pc_buf_init(&names, &run->arena);
    for (size_t i = 0; i < list->unmerged_count && i < NAMED_MAX; i++)
        pc_buf_addf(&names, "%s`%.*s`", i > 0 ? ", " : "", PC_ARG(list->unmerged[i]));
    if (list->unmerged_count > NAMED_MAX)
        pc_buf_addf(&names, " and %zu more", list->unmerged_count - NAMED_MAX);
    return pc_run_refuse(run, PC_STATUS_USAGE,
                         "nothing can be committed while files are in conflict: %.*s; resolve them and `git add` them, "
                         "or check the files on the disk, without --staged",
                         PC_ARG(pc_buf_str(&names)));
}

static bool refuse_listing(struct pc_run *run, const char *what) {
    return pc_run_refuse(run, PC_STATUS_GIT, "%s: %.*s", what, PC_ARG(run->tree.list.trouble));
}

bool pc_run_open_tree(struct pc_run *run) {
    static const enum pc_sources_which which[] = {[PC_WHICH_ALL] = PC_SOURCES_ALL,
                                                  [PC_WHICH_TRACKED] = PC_SOURCES_TRACKED,
                                                  [PC_WHICH_STAGED] = PC_SOURCES_STAGED};
    enum pc_which files = run->options.files;
    pc_timings_enter(&run->timings, PC_STAGE_LIST);
    const char *what = files == PC_WHICH_STAGED    ? "--staged"
                       : files == PC_WHICH_TRACKED ? "--files tracked"
                                                   : "--new-since";
    run->tree = (struct pc_source_tree){.arena = &run->arena, .root_fd = run->root_fd};
    if ((files != PC_WHICH_ALL || run->options.new_since) && !pc_run_open_git(run, what))
        return false;
    if (!run->options.only || run->git)
        pc_source_tree_init(&run->tree, &run->arena, run->root_fd, run->git, which[files]);
    if (run->tree.list.unmerged_count > 0)
        return refuse_unmerged(run);
    return files == PC_WHICH_ALL || run->tree.list.trouble.len == 0 || refuse_listing(run, what);
}

/* A branch's name without what git puts in front of it. */
static struct pc_str short_name(struct pc_str ref) {
    static const char *const fronts[] = {"refs/heads/", "refs/tags/", "refs/remotes/"};
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++)
        if (pc_str_starts(ref, pc_str_c(fronts[i])))
            return pc_str_sub(ref, pc_str_c(fronts[i]).len, ref.len);
    return ref;
}

/* The branch or tag that may have been meant: the same behind a remote's name, else the nearest. NULL: none. */
static const char *near_ref(struct pc_run *run, const struct PC_VEC_REFS *refs, struct pc_str word) {
    struct PC_VEC(const char *) names = {0};
    *PC_PUSH(&names, &run->arena) = "HEAD";
    struct pc_str ending = pc_str_fmt(&run->arena, "/%.*s", PC_ARG(word));
    for (size_t i = 0; i < refs->count; i++) {
        struct pc_str name = short_name(refs->items[i]);
        const char *text = pc_str_cstr(&run->arena, name);
        if (pc_str_ends(name, ending))
            return text;
        *PC_PUSH(&names, &run->arena) = text;
    }
    return pc_nearest(word, names.items, names.count);
}

#define SHALLOW                                                                                                        \
    "this clone is shallow: fetch the history as well (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab, "   \
    "or "                                                                                                              \
    "`git fetch --unshallow`)"

static bool refuse_unknown(struct pc_run *run, struct pc_str revision) {
    struct PC_VEC_REFS refs = {0};
    struct pc_str head;
    if (pc_str_starts(revision, PC_STR("-")))
        return pc_run_refuse(run, PC_STATUS_USAGE, "--new-since needs a revision, and `%.*s` begins with a dash",
                             PC_ARG(revision));
    if (pc_git_refs(run->git, &refs) == PC_GIT_OK && refs.count == 0 &&
        pc_git_commit(run->git, PC_STR("HEAD"), &head) == PC_GIT_UNKNOWN)
        return pc_run_refuse(run, PC_STATUS_USAGE,
                             "--new-since: the repository has no commits yet, so there is nothing to compare with");
    size_t name = 0; /* without "~1", "^2", "@{upstream}", ":path" */
    while (name < revision.len && !strchr("~^@:", revision.ptr[name]))
        name++;
    struct pc_str steps = pc_str_sub(revision, name, revision.len);
    bool begins_well = name > 0 && steps.len > 0 && strchr("~^", steps.ptr[0]) &&
                       pc_str_find(steps, PC_STR(".."), 0) == PC_NPOS &&
                       pc_git_commit(run->git, pc_str_sub(revision, 0, name), &head) == PC_GIT_OK;
    if (begins_well && !pc_git_is_shallow(run->git))
        return pc_run_refuse(run, PC_STATUS_USAGE,
                             "--new-since: unknown revision `%.*s`: the history of `%.*s` does not reach that far",
                             PC_ARG(revision), PC_ARG(pc_str_sub(revision, 0, name)));
    const char *near = begins_well ? NULL : near_ref(run, &refs, pc_str_sub(revision, 0, name));
    if (near && !pc_str_is(pc_str_sub(revision, 0, name), near))
        return pc_run_refuse(run, PC_STATUS_USAGE, "--new-since: unknown revision `%.*s`; did you mean `%s%.*s`?",
                             PC_ARG(revision), near, PC_ARG(pc_str_sub(revision, name, revision.len)));
    if (pc_git_is_shallow(run->git))
        return pc_run_refuse(run, PC_STATUS_USAGE, "--new-since: `%.*s` is not here, and " SHALLOW, PC_ARG(revision));
    if (pc_str_find(revision, PC_STR(".."), 0) != PC_NPOS)
        return pc_run_refuse(run, PC_STATUS_USAGE,
                             "--new-since compares with one revision, and `%.*s` is a range; `auto` finds where a "
                             "branch left the one that it will go into",
                             PC_ARG(revision));
    return pc_run_refuse(run, PC_STATUS_USAGE, "--new-since: unknown revision `%.*s`; `git branch -a` lists branches",
                         PC_ARG(revision));
}

bool pc_run_refuse_revision(struct pc_run *run, struct pc_str revision, enum pc_git_status status) {
    struct pc_str words = run->git->words;
    switch (status) {
    case PC_GIT_NO_PROGRAM:
        return pc_run_refuse(run, PC_STATUS_USAGE,
                             "--new-since needs git, and PATH names none that may be run: it must lie in an absolute "
                             "folder outside of the tree");
    case PC_GIT_WRONG_KIND:
        return pc_run_refuse(run, PC_STATUS_USAGE, "--new-since needs a commit, and `%.*s` is the content of a file",
                             PC_ARG(revision));
    case PC_GIT_LATE:
        return pc_run_refuse(run, PC_STATUS_GIT, "--new-since: git was stopped, it took longer than %u seconds",
                             PC_LIMIT_GIT_MILLISECONDS / 1000);
    case PC_GIT_TOO_LARGE:
        return pc_run_refuse(run, PC_STATUS_GIT, "--new-since: `%.*s` has more than %u files", PC_ARG(revision),
                             PC_LIMIT_FILES);
    case PC_GIT_UNKNOWN:
        return refuse_unknown(run, revision);
    default:
        return pc_run_refuse(run, PC_STATUS_GIT, "--new-since: git cannot read `%.*s`%s%.*s", PC_ARG(revision),
                             words.len > 0 ? ": " : "", PC_ARG(words));
    }
}
