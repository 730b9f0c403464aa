/* Only what is new: another tree is read in the same way, and what it would report as well is known.
 *
 * Both trees are judged by the configuration of the one that is checked. Else the change that first brings a
 * configuration, or gives a host its name, would make every old finding a new one. That it differs is said. */
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "run_impl.h"
#include "sort.h"

bool pc_run_find_since(struct pc_run *run) {
    struct pc_since *since = &run->since;
    struct pc_str revision = pc_str_c(run->options.new_since);
    if (!run->options.new_since)
        return true;
    if (!pc_run_open_git(run, "--new-since"))
        return false;
    since->name = revision;
    if (pc_str_eq(revision, PC_STR("auto")) && !pc_run_auto_base(run, &revision, &since->name))
        return false;
    enum pc_git_status status = pc_source_tree_revision(&since->tree, &run->arena, run->root_fd, run->git, revision);
    return status == PC_GIT_OK || pc_run_refuse_revision(run, revision, status);
}

static int compare_known(const void *a, const void *b) {
    return strcmp(((const struct pc_known *)a)->fingerprint, ((const struct pc_known *)b)->fingerprint);
}

/* What the other tree would report: what something silences there is not among it. */
static void learn(struct pc_run *run, const struct pc_run *other) {
    struct pc_since *since = &run->since;
    const struct pc_findings *findings = &other->findings;
    since->known = PC_NEW_ARRAY(&run->arena, findings->list.count, struct pc_known);
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct pc_finding *f = findings->list.items[i];
        if (!f->suppressed && !f->baseline)
            since->known[since->known_count++] =
                (struct pc_known){pc_str_cstr(&run->arena, pc_str_c(f->fingerprint)), f->level, false};
    }
    pc_sort(since->known, since->known_count, sizeof *since->known, compare_known);
}

static bool same_bytes(const struct pc_run *run, struct pc_str path) {
    struct pc_str now, then;
    return pc_source_tree_read(&run->tree, path, PC_LIMIT_FILE_BYTES, run->git->arena, &now, NULL) == PC_FILE_OK &&
           pc_source_tree_read(&run->since.tree, path, PC_LIMIT_FILE_BYTES, run->git->arena, &then, NULL) ==
               PC_FILE_OK &&
           pc_str_eq(now, then);
}

static void remark_config(struct pc_run *run) {
    struct pc_str then = pc_source_tree_config(&run->since.tree);
    struct pc_str now = run->config_name;
    if (run->options.config || run->options.no_config || (now.len == 0 && then.len == 0))
        return;
    const struct pc_object_id *a = pc_source_tree_object(&run->tree, now);
    const struct pc_object_id *b = pc_source_tree_object(&run->since.tree, now);
    if (pc_str_eq(now, then) && ((a && b && pc_object_id_eq(a, b)) || same_bytes(run, now)))
        return;
    pc_run_remark(
        run,
        "%.*s is not the same in %.*s: both trees were judged by the present one, so what only this change of "
        "it brings up is not new; run without --new-since to see it",
        PC_ARG(now.len > 0 ? now : then), PC_ARG(run->since.name));
}

/* Findings that a lost file would have had count as new. */
static void remark_lost(struct pc_run *run, const struct pc_files *files) {
    if (files->lost == 0)
        return;
    run->incomplete = true;
    pc_run_remark(run, "of %.*s git does not give the content of %.*s", PC_ARG(run->since.name),
                  PC_ARG(files->first_lost));
    if (files->lost > 1)
        pc_buf_addf(&run->remark, " and %zu more files", files->lost - 1);
    pc_buf_addf(&run->remark,
                ", so what is reported may be old; a partial clone lacks contents until `git diff --stat %.*s` has "
                "fetched them",
                PC_ARG(run->since.name));
}

bool pc_run_compare(struct pc_run *run) {
    if (run->since.name.len == 0)
        return true;
    struct pc_run *other = pc_run_of_tree(run, &run->since.tree);
    if (other->status != PC_STATUS_OK)
        pc_run_refuse(run, other->status, "--new-since: %s", pc_run_message(other));
    learn(run, other);
    remark_lost(run, &other->files);
    pc_run_free(other);
    remark_config(run);
    return run->status == PC_STATUS_OK;
}

bool pc_run_knows(struct pc_run *run, const struct pc_finding *finding) {
    struct pc_since *since = &run->since;
    const struct pc_known wanted = {.fingerprint = finding->fingerprint};
    struct pc_known *known = since->known_count == 0 ? NULL
                                                     : bsearch(&wanted, since->known, since->known_count,
                                                               sizeof *since->known, compare_known);
    if (known)
        known->met = true;
    return known && known->level >= finding->level;
}

size_t pc_run_gone(const struct pc_run *run) {
    size_t gone = 0;
    for (size_t i = 0; i < run->since.known_count; i++)
        gone += !run->since.known[i].met;
    return gone;
}
