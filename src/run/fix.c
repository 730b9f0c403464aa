/* --fix: which fixes are made, pass by pass, in memory; then all of it is shown or written as one change.
 *
 * What a pass comes to is a run over the tree as it would be. A fix after which there is something to report that was
 * not there before is not made: of a set of fixes that brings something new the halves are tried by themselves. */
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "emit.h"
#include "fixes.h"
#include "run_impl.h"
#include "sort.h"

enum {
    PASSES_MAX = 8, /* what fixes bring about can be fixable again */
    TRIES_MAX = 64  /* runs over the tree, of all passes together */
};

struct fixing {
    struct pc_run *run;     /* as it is on the disk */
    struct pc_run *now;     /* as it would be after the passes before; run at first */
    struct pc_run *next;    /* as it would be with what this pass has taken as well; NULL: as now */
    struct pc_cleanup ends; /* of now and next, when memory is spent */
    struct pc_arena *arena;
    bool unsafe;
    const char *verb;            /* of the notes */
    struct pc_changes changes;   /* what makes now of run */
    struct pc_fix_choices taken; /* of this pass */
    struct pc_buf *notes;
    size_t tries;
};

static void free_runs(void *arg) {
    struct fixing *fixing = arg;
    if (fixing->now != fixing->run)
        pc_run_free(fixing->now);
    pc_run_free(fixing->next);
}

/* --- which fixes there are */

static struct pc_fix_choices choices_of(const struct fixing *fixing) {
    struct pc_fix_choices choices = {0};
    const struct pc_run *now = fixing->now;
    for (size_t i = 0; i < now->shown.count; i++) {
        const struct pc_finding *f = now->shown.items[i];
        for (size_t k = 0; k < f->fix_count && !f->suppressed && !f->baseline; k++)
            if ((f->fixes[k].safe || fixing->unsafe) && pc_run_can_fix(now, &f->fixes[k]))
                *PC_PUSH(&choices, fixing->arena) = (struct pc_fix_choice){f, &f->fixes[k]};
    }
    pc_fixes_part(fixing->arena, &choices);
    return choices;
}

/* --- what they come to */

static bool counts(const struct pc_finding *f) {
    return f->level >= PC_LEVEL_WARNING && !f->suppressed && !f->baseline;
}

static bool has_name(const struct pc_finding *f, struct pc_str name) {
    bool has = false;
    for (size_t i = 0; i < f->service_count && !has; i++)
        has = pc_str_eq(f->services[i], name);
    return has;
}

static bool has_ports(const struct pc_finding *f, struct pc_ports ports) {
    bool has = false;
    for (size_t i = 0; i < f->port_count && !has; i++)
        has = pc_ports_eq(f->ports[i], ports);
    return has;
}

/* What is left of a finding of which one place was corrected. */
static bool is_rest_of(const struct pc_finding *f, const struct pc_finding *before) {
    bool rest = f->rule == before->rule && pc_str_eq(f->host, before->host) && pc_str_eq(f->path, before->path);
    for (size_t i = 0; i < f->service_count && rest; i++)
        rest = has_name(before, f->services[i]);
    for (size_t i = 0; i < f->port_count && rest; i++)
        rest = has_ports(before, f->ports[i]);
    return rest;
}

/* A suppression that is not needed any more goes in the next pass. */
static bool goes_next(const struct pc_finding *f) {
    return pc_str_is(pc_str_c(f->rule->code), "PC901") && f->fix_count > 0 && f->fixes[0].safe;
}

static int by_fingerprint(const void *left, const void *right) {
    const struct pc_finding *const *a = left, *const *b = right;
    return strcmp((*a)->fingerprint, (*b)->fingerprint);
}

static const struct pc_finding **sorted_findings(struct pc_arena *arena, const struct pc_run *run) {
    size_t count = run->findings.list.count;
    const struct pc_finding **sorted = PC_NEW_ARRAY(arena, count, const struct pc_finding *);
    for (size_t i = 0; i < count; i++)
        sorted[i] = run->findings.list.items[i];
    pc_sort(sorted, count, sizeof *sorted, by_fingerprint);
    return sorted;
}

/* What a tree reports that another one does not; NULL: nothing. */
static const struct pc_finding *find_new(struct pc_arena *arena, const struct pc_run *before,
                                         const struct pc_run *after) {
    struct pc_arena_mark mark = pc_arena_mark(arena);
    size_t count = before->findings.list.count;
    const struct pc_finding **known = sorted_findings(arena, before), *found = NULL;
    for (size_t i = 0; i < after->findings.list.count && !found; i++) {
        const struct pc_finding *f = after->findings.list.items[i];
        if (!counts(f) || goes_next(f))
            continue;
        const struct pc_finding *const *same =
            count > 0 ? bsearch(&f, known, count, sizeof *known, by_fingerprint) : NULL;
        bool worse = !same || (*same)->level < f->level;
        for (size_t k = 0; k < count && worse && !same; k++)
            worse = !counts(known[k]) || !is_rest_of(f, known[k]);
        found = worse ? f : NULL;
    }
    pc_arena_release(arena, mark);
    return found;
}

/* --- making them */

/* The tree as it would be with some fixes; NULL: it would be worse, and *why says how. */
static struct pc_run *try_choices(struct fixing *fixing, const struct pc_fix_choices *choices, struct pc_str *why) {
    struct pc_changes made = pc_fixes_apply(fixing->arena, fixing->now->reg, choices);
    struct pc_changes all = pc_changes_join(fixing->arena, fixing->run->reg, &fixing->changes, &made);
    struct pc_run *again = pc_run_as_if(fixing->run, &all);
    bool read = again->status == PC_STATUS_OK && again->incomplete == fixing->now->incomplete;
    const struct pc_finding *f = read ? find_new(fixing->arena, fixing->now, again) : NULL;
    fixing->tries++;
    if (read && !f)
        return again;
    *why = f ? pc_str_fmt(fixing->arena, "then %s would be found: %.*s", f->rule->code,
                          PC_ARG(pc_shown(fixing->arena, f->message)))
             : PC_STR("then not everything could be read");
    pc_run_free(again);
    return NULL;
}

static void note(struct fixing *fixing, const struct pc_fix_choice *choice, const char *what, struct pc_str why) {
    const struct pc_registry *reg = fixing->now->reg;
    struct pc_span span = choice->fix->edits[0].span;
    struct pc_position at = pc_span_position(reg, span);
    struct pc_str title = pc_shown(fixing->arena, choice->fix->title);
    struct pc_str path = pc_shown(fixing->arena, reg->files[span.file].path);
    pc_buf_addf(fixing->notes, "%s %.*s:%u:%u: %s %s: %.*s%s%.*s\n", what, PC_ARG(path), (unsigned)at.line,
                (unsigned)at.column, choice->finding->rule->code, choice->finding->rule->name, PC_ARG(title),
                why.len > 0 ? "; " : "", PC_ARG(why));
}

/* Takes [from, to) of the choices besides what this pass has taken already, all of them or, by halves, those that can
 * be; whys says of each why not. The depth is the logarithm of their number. */
static void take(struct fixing *fixing, const struct pc_fix_choices *choices, size_t from, size_t to,
                 struct pc_str *whys) {
    struct pc_fix_choices together = {0};
    if (from == to)
        return;
    for (size_t i = 0; i < fixing->taken.count; i++)
        *PC_PUSH(&together, fixing->arena) = fixing->taken.items[i];
    for (size_t i = from; i < to; i++)
        *PC_PUSH(&together, fixing->arena) = choices->items[i];
    whys[from] = PC_STR("too many fixes bring something new; correct some of them by hand");
    struct pc_run *again = fixing->tries < TRIES_MAX ? try_choices(fixing, &together, &whys[from]) : NULL;
    if (again) {
        pc_run_free(fixing->next);
        fixing->next = again;
        fixing->taken = together;
    } else if (to - from > 1) {
        take(fixing, choices, from, from + (to - from) / 2, whys);
        take(fixing, choices, from + (to - from) / 2, to, whys);
    }
}

/* False: nothing was left to do, or nothing could be. */
static bool do_pass(struct fixing *fixing) {
    struct pc_fix_choices choices = choices_of(fixing);
    struct pc_str *whys = PC_NEW_ARRAY(fixing->arena, choices.count, struct pc_str);
    fixing->taken = (struct pc_fix_choices){0};
    take(fixing, &choices, 0, choices.count, whys);
    if (fixing->taken.count == 0) {
        for (size_t i = 0; i < choices.count; i++)
            note(fixing, &choices.items[i], "not fixed:", whys[i]);
        return false;
    }
    for (size_t i = 0; i < fixing->taken.count; i++)
        note(fixing, &fixing->taken.items[i], fixing->verb, PC_EMPTY);
    struct pc_changes made = pc_fixes_apply(fixing->arena, fixing->now->reg, &fixing->taken);
    fixing->changes = pc_changes_join(fixing->arena, fixing->run->reg, &fixing->changes, &made);
    if (fixing->now != fixing->run)
        pc_run_free(fixing->now);
    fixing->now = fixing->next;
    fixing->next = NULL;
    return true;
}

static void plan(struct pc_run *run, const struct pc_fix_options *options, bool write, struct pc_change_plan *plan,
                 struct pc_buf *words) {
    struct fixing fixing = {.run = run,
                            .now = run,
                            .arena = &run->arena,
                            .unsafe = options->unsafe,
                            .verb = write ? "fixed" : "would fix",
                            .notes = words};
    pc_defer(&run->recovery, &fixing.ends, free_runs, &fixing);
    for (size_t pass = 0; pass < PASSES_MAX && do_pass(&fixing); pass++)
        continue;
    pc_undefer(&run->recovery, &fixing.ends);
    free_runs(&fixing);
    plan->changes = fixing.changes;
}

struct request {
    const struct pc_fix_options *options;
    const struct pc_change_options *change;
    struct pc_change_result *result;
    bool done;
};

static void fix(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_change_plan planned = {.check = NULL};
    if (run->options.files == PC_WHICH_STAGED) {
        run->message = PC_STR("--fix changes files on the disk, not what is staged: run it without --staged, then `git "
                              "add` them");
        return;
    }
    struct pc_buf words;
    pc_buf_init(&words, &run->arena);
    pc_buf_init(&planned.notes, &run->arena);
    plan(run, request->options, request->change->write, &planned, &words);
    pc_run_change_told(run, request->change, &planned, pc_buf_str(&words), request->result);
    request->done = true;
}

bool pc_run_fix(struct pc_run *run, const struct pc_fix_options *options, const struct pc_change_options *change,
                struct pc_change_result *result) {
    struct request request = {.options = options, .change = change, .result = result};
    return pc_run_ask(run, fix, &request) && request.done;
}
