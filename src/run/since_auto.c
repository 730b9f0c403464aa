/* --new-since auto: which branch this one will go into, as the pipeline's environment tells it, else as origin does;
 * and where it left that one. */
#include <stdlib.h>

#include "json_in.h"
#include "limits.h"
#include "run_impl.h"

#define GUESSES_MAX 8
#define SHORT_NAME 10

/* What the base may be, surest first. */
struct guesses {
    struct guess {
        struct pc_str revision;
        struct pc_str shown; /* as a person knows it */
    } items[GUESSES_MAX];
    size_t count;
};

static struct pc_str variable(const char *name) {
    return pc_str_c(getenv(name));
}

static void add_guess(struct guesses *all, struct pc_str revision, struct pc_str shown) {
    if (revision.len > 0 && all->count < GUESSES_MAX)
        all->items[all->count++] = (struct guess){revision, shown};
}

/* A commit's full name; zeros stand for "there was none". */
static void add_commit(struct guesses *all, struct pc_str name, struct pc_str shown) {
    struct pc_object_id id;
    bool any = false;
    if (!pc_object_id_parse(name, &id))
        return;
    for (size_t i = 0; i < id.len; i++)
        any = any || id.bytes[i] != 0;
    if (any)
        add_guess(all, name, shown);
}

static void add_origin(struct pc_run *run, struct guesses *all, struct pc_str branch) {
    if (branch.len > 0)
        add_guess(all, pc_str_fmt(&run->arena, "refs/remotes/origin/%.*s", PC_ARG(branch)),
                  pc_str_fmt(&run->arena, "origin/%.*s", PC_ARG(branch)));
}

/* The file in which GitHub describes what started the run; NULL when there is none. */
static const struct pc_node *read_event(struct pc_run *run) {
    const char *path = getenv("GITHUB_EVENT_PATH");
    struct pc_str text;
    int error;
    if (!path || path[0] != '/' || pc_run_read_outside(run, path, PC_LIMIT_FILE_BYTES, &text, &error) != PC_FILE_OK)
        return NULL;
    struct pc_tree tree = pc_json_parse(&run->arena, text, false);
    return tree.document_count > 0 ? tree.documents[0] : NULL;
}

static struct pc_str text_in(const struct pc_node *map, const char *key) {
    const struct pc_node *value = pc_map_get(map, key);
    return value && value->kind == PC_NODE_SCALAR ? value->text : PC_EMPTY;
}

/* GitHub checks out a merge of the request into its base: then the base is the first parent, newer than the event. */
static bool is_merge_of(struct pc_run *run, struct pc_str head) {
    struct pc_str merged;
    return head.len > 0 && pc_git_commit(run->git, PC_STR("HEAD^2"), &merged) == PC_GIT_OK && pc_str_eq(merged, head);
}

static void guess_github(struct pc_run *run, struct guesses *all) {
    const struct pc_node *event = read_event(run);
    const struct pc_node *request = pc_map_get(event, "pull_request");
    const struct pc_node *base = pc_map_get(request, "base");
    struct pc_str branch = variable("GITHUB_BASE_REF");
    struct pc_str shown = branch.len > 0 ? branch : text_in(base, "ref");
    if (shown.len == 0)
        shown = PC_STR("the base");
    if (request && is_merge_of(run, text_in(pc_map_get(request, "head"), "sha")))
        add_guess(all, PC_STR("HEAD^1"), shown);
    add_commit(all, text_in(base, "sha"), shown);
    add_origin(run, all, branch);
    add_commit(all, text_in(pc_map_get(event, "merge_group"), "base_sha"), PC_STR("the merge queue's base"));
    if (!request)
        add_commit(all, text_in(event, "before"), PC_STR("what was there before the push"));
}

static void guess_gitlab(struct pc_run *run, struct guesses *all) {
    struct pc_str branch = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
    struct pc_str shown = branch.len > 0 ? branch : PC_STR("the target branch");
    add_commit(all, variable("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"), shown);
    add_commit(all, variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"), shown);
    add_origin(run, all, branch);
    add_commit(all, variable("CI_COMMIT_BEFORE_SHA"), PC_STR("what was there before the push"));
    add_origin(run, all, variable("CI_DEFAULT_BRANCH"));
}

/* A pipeline that knows its base, and a clone that does not have it: nothing else will do. */
static bool refuse_missing(struct pc_run *run, const struct guesses *all) {
    struct pc_str shown = all->items[0].shown;
    if (pc_git_is_shallow(run->git))
        return pc_run_refuse(run, PC_STATUS_USAGE,
                             "--new-since auto: %.*s, or where the branch left it, is not in this clone, which is "
                             "shallow: fetch the history as well (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in "
                             "GitLab, or `git fetch --unshallow`)",
                             PC_ARG(shown));
    return pc_run_refuse(run, PC_STATUS_USAGE,
                         "--new-since auto: %.*s is not in this clone, or has no history in common with it; fetch it, "
                         "or name a revision",
                         PC_ARG(shown));
}

/* The first guess that is here and has a commit in common with HEAD. */
static enum pc_git_status try_guesses(struct pc_run *run, struct pc_str head, const struct guesses *all,
                                      struct pc_str *revision, struct pc_str *name) {
    struct pc_str commit;
    enum pc_git_status status = PC_GIT_UNKNOWN;
    for (size_t i = 0; i < all->count && status == PC_GIT_UNKNOWN; i++) {
        status = pc_git_commit(run->git, all->items[i].revision, &commit);
        if (status == PC_GIT_OK)
            status = pc_git_merge_base(run->git, head, commit, revision);
        if (status == PC_GIT_OK)
            *name = pc_str_fmt(&run->arena, "%.*s (%.*s)", PC_ARG(all->items[i].shown),
                               (int)(revision->len < SHORT_NAME ? revision->len : SHORT_NAME), revision->ptr);
    }
    return status;
}

bool pc_run_auto_base(struct pc_run *run, struct pc_str *revision, struct pc_str *name) {
    struct guesses pipeline = {.count = 0}, origin = {.count = 0};
    struct pc_str head;
    enum pc_git_status status = pc_git_commit(run->git, PC_STR("HEAD"), &head);
    if (status != PC_GIT_OK)
        return pc_run_refuse_revision(run, PC_STR("HEAD"), status);
    guess_github(run, &pipeline);
    guess_gitlab(run, &pipeline);
    add_origin(run, &origin, PC_STR("HEAD"));
    add_origin(run, &origin, PC_STR("main"));
    add_origin(run, &origin, PC_STR("master"));
    const struct guesses *all = pipeline.count > 0 ? &pipeline : &origin;
    status = try_guesses(run, head, all, revision, name);
    if (status == PC_GIT_OK)
        return true;
    if (status != PC_GIT_UNKNOWN)
        return pc_run_refuse_revision(run, PC_STR("HEAD"), status);
    if (all == &pipeline || pc_git_is_shallow(run->git))
        return refuse_missing(run, all);
    return pc_run_refuse(run, PC_STATUS_USAGE,
                         "--new-since auto: neither a pipeline of GitHub or GitLab nor a branch of origin says what to "
                         "compare with; name a revision");
}
