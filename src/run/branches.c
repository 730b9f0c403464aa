/* See branches.h. A branch is read as any other tree, through git's objects; nothing is checked out. */
#include "branches.h"

#include <stdlib.h>
#include <time.h>

#include "limits.h"
#include "sort.h"

#define NAMES_SHOWN 5 /* branches that a remark names; the others are counted */

struct tip {
    struct pc_str commit, branch;
};

struct looking {
    struct pc_run *run;
    struct pc_str host_name; /* empty: any host */
    struct pc_branches *out;
    struct PC_VEC(struct tip) tips; /* by commit, then by name */
    struct PC_VEC(struct pc_str) read, merged, late, lost;
    long long began;
};

static long long milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *why_not(enum pc_git_status status) {
    switch (status) {
    case PC_GIT_LATE:
        return "git took too long";
    case PC_GIT_TOO_LARGE:
        return "it has too many files";
    case PC_GIT_UNKNOWN:
    case PC_GIT_WRONG_KIND:
        return "its commit is not here";
    default:
        return "git cannot read it";
    }
}

static void lose(struct looking *l, struct pc_str branch, const char *why) {
    struct pc_arena *arena = &l->run->arena;
    *PC_PUSH(&l->lost, arena) = pc_str_fmt(arena, "%.*s (%s)", PC_ARG(branch), why);
}

/* "main" of refs/heads/main, "origin/main" of refs/remotes/origin/main; empty: no branch, or only another's name. */
static struct pc_str branch_of(struct pc_str ref) {
    static const char *const fronts[] = {"refs/heads/", "refs/remotes/"};
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++)
        if (pc_str_starts(ref, pc_str_c(fronts[i])) && !pc_str_ends(ref, PC_STR("/HEAD")))
            return pc_str_sub(ref, pc_str_c(fronts[i]).len, ref.len);
    return PC_EMPTY;
}

static int compare_tips(const void *left, const void *right) {
    const struct tip *a = left, *b = right;
    int order = pc_str_cmp(a->commit, b->commit);
    return order != 0 ? order : pc_str_cmp(a->branch, b->branch);
}

static int compare_branches(const void *left, const void *right) {
    return pc_str_cmp(((const struct tip *)left)->branch, ((const struct tip *)right)->branch);
}

static bool is_late(const struct looking *l) {
    return milliseconds() - l->began > PC_LIMIT_BRANCHES_MILLISECONDS;
}

/* Each tip once, by the name of its first branch. */
static void find_tips(struct looking *l, const struct PC_VEC_REFS *refs) {
    struct pc_arena *arena = &l->run->arena;
    size_t kept = 0;
    for (size_t i = 0; i < refs->count; i++) {
        struct pc_str branch = branch_of(refs->items[i]), commit;
        if (branch.len == 0)
            continue;
        if (is_late(l)) {
            *PC_PUSH(&l->late, arena) = branch;
            continue;
        }
        enum pc_git_status status = pc_git_commit(l->run->git, refs->items[i], &commit);
        if (status == PC_GIT_OK)
            *PC_PUSH(&l->tips, arena) = (struct tip){commit, branch};
        else
            lose(l, branch, why_not(status));
    }
    pc_sort(l->tips.items, l->tips.count, sizeof *l->tips.items, compare_tips);
    for (size_t i = 0; i < l->tips.count; i++)
        if (kept == 0 || !pc_str_eq(l->tips.items[kept - 1].commit, l->tips.items[i].commit))
            l->tips.items[kept++] = l->tips.items[i];
    l->tips.count = kept;
    pc_sort(l->tips.items, kept, sizeof *l->tips.items, compare_branches);
}

/* Who takes each port there that is free as far as was seen. */
static void learn(struct looking *l, struct pc_run *other, struct pc_str branch) {
    struct pc_arena *arena = &l->run->arena;
    const struct pc_registry *reg = other->own;
    struct pc_ids hosts = {NULL, 0};
    if (l->host_name.len > 0)
        hosts = pc_hosts_named(&other->arena, reg, l->host_name);
    /* A host that the branch does not know: only what is said of no host counts. */
    pc_id host = l->host_name.len == 0 ? PC_NONE : hosts.count > 0 ? hosts.items[0] : (pc_id)reg->host_count;
    const struct pc_taken *taken = pc_taken_new(&other->arena, reg, host, PC_NONE);
    const struct pc_next_elsewhere *last = NULL;
    for (uint32_t port = 1; port < PC_PORT_COUNT; port++) {
        pc_id by = taken->by[port];
        const struct pc_next_elsewhere *known = l->out->ports[port];
        if (by == PC_NONE || (known && (!known->growth || pc_claim_is_growth(reg, &reg->claims[by]))))
            continue;
        const struct pc_claim *claim = &reg->claims[by];
        if (!last || taken->by[port - 1] != by || l->out->ports[port - 1] != last) {
            struct pc_next_elsewhere *here = PC_NEW(arena, struct pc_next_elsewhere);
            struct pc_position at = pc_span_position(reg, claim->span);
            here->growth = pc_claim_is_growth(reg, claim);
            here->skip.kind = "branch";
            here->skip.span.file = PC_NONE;
            here->skip.why = pc_str_dup(arena, pc_taken_text(&other->arena, reg, claim));
            here->skip.branch = branch;
            here->skip.place =
                pc_str_fmt(arena, "%.*s:%u:%u", PC_ARG(reg->files[claim->span.file].path), at.line, at.column);
            last = here;
        }
        l->out->ports[port] = last;
    }
}

static void free_arena(void *arg) {
    pc_arena_finish(arg);
}

static void read_tip(struct looking *l, const struct tip *tip) {
    struct pc_run *run = l->run;
    struct pc_arena arena; /* of the tree, which goes with the branch */
    struct pc_cleanup cleanup;
    struct pc_source_tree tree;
    pc_arena_init(&arena, PC_LIMIT_RUN_BYTES, &run->recovery);
    pc_defer(&run->recovery, &cleanup, free_arena, &arena);
    enum pc_git_status status = pc_source_tree_revision(&tree, &arena, run->root_fd, run->git, tip->commit);
    if (status == PC_GIT_OK) {
        struct pc_run *other = pc_run_of_tree(run, &tree);
        if (other->status == PC_STATUS_OK && other->files.lost == 0)
            *PC_PUSH(&l->read, &run->arena) = tip->branch;
        else
            lose(l, tip->branch, other->files.lost > 0 ? "some of its files are not here" : "it cannot be read");
        if (other->status == PC_STATUS_OK)
            learn(l, other, tip->branch);
        pc_run_free(other);
    } else {
        lose(l, tip->branch, why_not(status));
    }
    pc_undefer(&run->recovery, &cleanup);
    pc_arena_finish(&arena);
}

static int compare_names(const void *left, const void *right) {
    return pc_str_cmp(*(const struct pc_str *)left, *(const struct pc_str *)right);
}

/* By name: commits, in whose order they were looked at, have none that anybody knows. */
static struct pc_str names_text(struct pc_run *run, struct pc_str *names, size_t count) {
    struct pc_buf text;
    pc_buf_init(&text, &run->arena);
    pc_sort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
        pc_buf_addf(&text, "%s%.*s", i > 0 ? ", " : "", PC_ARG(names[i]));
    if (count > NAMES_SHOWN)
        pc_buf_addf(&text, " and %zu more", count - NAMES_SHOWN);
    return pc_buf_str(&text);
}

static void remark(struct looking *l, struct pc_str *names, size_t count, const char *before, const char *after) {
    struct pc_arena *arena = &l->run->arena;
    if (count == 0)
        return;
    struct pc_str text = names_text(l->run, names, count);
    *PC_PUSH(&l->out->remarks, arena) =
        pc_str_fmt(arena, "%s %zu %s%s: %.*s", before, count, count == 1 ? "branch" : "branches", after, PC_ARG(text));
}

static void say(struct looking *l) {
    remark(l, l->read.items, l->read.count, "looked at", "");
    remark(l, l->merged.items, l->merged.count, "left out", " that this one's history holds");
    remark(l, l->lost.items, l->lost.count, "could not read", "");
    if (l->late.count > 0)
        remark(l, l->late.items, l->late.count, "did not get to",
               pc_str_cstr(&l->run->arena,
                           pc_str_fmt(&l->run->arena, " within %u seconds", PC_LIMIT_BRANCHES_MILLISECONDS / 1000)));
    if (l->out->remarks.count == 0)
        *PC_PUSH(&l->out->remarks, &l->run->arena) = PC_STR("there is no other branch");
    if (l->lost.count > 0 || l->late.count > 0)
        l->run->summary.exit_code = PC_EXIT_INCOMPLETE;
}

bool pc_run_branches(struct pc_run *run, pc_id host, struct pc_branches *branches) {
    struct looking l = {.run = run, .out = branches, .began = milliseconds()};
    struct PC_VEC_REFS refs = {0};
    struct pc_str head = PC_EMPTY, base;
    branches->ports = PC_NEW_ARRAY(&run->arena, PC_PORT_COUNT, const struct pc_next_elsewhere *);
    l.host_name = host == PC_NONE ? PC_EMPTY : run->reg->hosts[host].name;
    if (!pc_run_open_git(run, "--branches"))
        return false;
    enum pc_git_status status = pc_git_refs(run->git, &refs);
    if (status != PC_GIT_OK)
        return pc_run_refuse(run, status == PC_GIT_NO_PROGRAM ? PC_STATUS_USAGE : PC_STATUS_GIT, "--branches: %s",
                             status == PC_GIT_NO_PROGRAM
                                 ? "PATH names no git that may be run: it must lie in an absolute "
                                   "folder outside of the tree"
                             : status == PC_GIT_LATE ? "git was stopped, it took too long to list the branches"
                                                     : "git cannot list the branches");
    bool born = pc_git_commit(run->git, PC_STR("HEAD"), &head) == PC_GIT_OK;
    find_tips(&l, &refs);
    for (size_t i = 0; i < l.tips.count; i++) {
        const struct tip *tip = &l.tips.items[i];
        if (born && pc_str_eq(tip->commit, head))
            continue;
        if (is_late(&l))
            *PC_PUSH(&l.late, &run->arena) = tip->branch;
        else if (born && pc_git_merge_base(run->git, head, tip->commit, &base) == PC_GIT_OK &&
                 pc_str_eq(base, tip->commit))
            *PC_PUSH(&l.merged, &run->arena) = tip->branch;
        else
            read_tip(&l, tip);
    }
    say(&l);
    return true;
}
