/* `sync`: the sides side by side, or the edits that bring the others to one of them. */
#include "sync.h"

#include <string.h>
#include <time.h>

#include "change.h"
#include "date.h"
#include "edges.h"
#include "rule_tools.h"
#include "run_impl.h"
#include "standings.h"
#include "sync_check.h"
#include "view.h"

enum { PLACES_SHOWN = 40 }; /* of a list in the notes */

static const char *const side_names[] = {
    [PC_SYNC_DEPLOYED] = "deployed", [PC_SYNC_PLANNED] = "planned", [PC_SYNC_DOCUMENTED] = "documented"};

const char *pc_sync_side_name(size_t index) {
    return index < sizeof side_names / sizeof side_names[0] ? side_names[index] : NULL;
}

/* Dials of ports of hosts, with whom they mean. */
static const struct pc_sync_dial *dials_of(struct pc_run *run, const struct pc_rule_context *ctx, size_t *count) {
    struct pc_edges edges = pc_edges_of(ctx);
    struct pc_sync_dial *dials = PC_NEW_ARRAY(&run->arena, edges.count, struct pc_sync_dial);
    *count = 0;
    for (size_t i = 0; i < edges.count; i++)
        if (edges.items[i].host != PC_NONE || edges.items[i].local ||
            pc_str_is(run->own->claims[edges.items[i].dial].name, "localhost"))
            dials[(*count)++] = (struct pc_sync_dial){edges.items[i].dial, edges.items[i].callee};
    return dials;
}

static struct pc_sync_input input_of(struct pc_run *run) {
    const struct pc_view *view = pc_view_new(&run->arena, run->own);
    struct pc_rule_context ctx = {
        .reg = run->own, .config = &run->config, .view = view, .all = run->own, .all_view = view, .arena = &run->arena};
    struct pc_standings *standings = PC_NEW(&run->arena, struct pc_standings);
    *standings = pc_standings_of(&ctx);
    size_t dial_count;
    const struct pc_sync_dial *dials = dials_of(run, &ctx, &dial_count);
    return (struct pc_sync_input){.reg = run->own,
                                  .dials = dials,
                                  .dial_count = dial_count,
                                  .view = view,
                                  .standings = standings,
                                  .findings = run->findings.list.items,
                                  .finding_count = run->findings.list.count,
                                  .selection = &run->selection,
                                  .is_nobodys_choice = pc_is_framework_port,
                                  .today = run->today != 0 ? run->today : pc_date_of_epoch((int64_t)time(NULL))};
}

static const char *many(size_t count) {
    return count == 1 ? "" : "s";
}

static void write_counts(const struct pc_sync *sync, enum pc_sync_side to, size_t files, struct pc_buf *out) {
    if (files == 0) {
        pc_buf_addf(out, "nothing to change: what can be brought to the %s side says it\n", side_names[to]);
        return;
    }
    pc_buf_addf(out, "to what is %s: %zu number%s and %zu new row%s in %zu file%s\n", side_names[to], sync->changed,
                many(sync->changed), sync->added, many(sync->added), files, many(files));
}

static void write_left(struct pc_run *run, const struct pc_sync *sync, struct pc_buf *out) {
    if (sync->left.count > 0)
        pc_buf_addf(out, "%zu left to a person:\n", sync->left.count);
    for (size_t i = 0; i < sync->left.count && i < PLACES_SHOWN; i++) {
        const struct pc_sync_left *left = &sync->left.items[i];
        const struct pc_registry *reg = run->own;
        pc_buf_adds(out, "  ");
        if (left->span.file != PC_NONE)
            pc_buf_addf(out, "%.*s:%u: ", PC_ARG(pc_printable(&run->arena, reg->files[left->span.file].path)),
                        (unsigned)pc_span_position(reg, left->span).line);
        if (left->service != PC_NONE)
            pc_buf_addf(out, "`%.*s`", PC_ARG(pc_printable(&run->arena, reg->services[left->service].name)));
        if (left->service != PC_NONE && left->host != PC_NONE)
            pc_buf_addf(out, " %s `%.*s`", reg->hosts[left->host].named ? "on" : "in",
                        PC_ARG(pc_printable(&run->arena, reg->hosts[left->host].name)));
        pc_buf_adds(out, left->service != PC_NONE ? ": " : "");
        for (size_t j = 0; j < left->unplanned.count; j++)
            pc_buf_addf(out, "%s%u%s", j == 0 ? "no row was added for " : ", ", (unsigned)left->unplanned.items[j],
                        j + 1 == left->unplanned.count ? ": " : "");
        pc_buf_addf(out, "%.*s\n", PC_ARG(pc_printable(&run->arena, left->why)));
    }
    if (sync->left.count > PLACES_SHOWN)
        pc_buf_addf(out, "  and %zu more\n", sync->left.count - PLACES_SHOWN);
}

static void write_prose(struct pc_run *run, const struct pc_sync *sync, struct pc_buf *out) {
    if (sync->prose.count > 0)
        pc_buf_addf(out, "%zu old number%s in running text, to be read by you:\n", sync->prose.count,
                    many(sync->prose.count));
    for (size_t i = 0; i < sync->prose.count && i < PLACES_SHOWN; i++) {
        struct pc_span span = sync->prose.items[i];
        pc_buf_addf(out, "  %.*s:%u: %.*s\n", PC_ARG(pc_printable(&run->arena, run->own->files[span.file].path)),
                    (unsigned)pc_span_position(run->own, span).line, PC_ARG(pc_span_text(run->own, span)));
    }
    if (sync->prose.count > PLACES_SHOWN)
        pc_buf_addf(out, "  and %zu more\n", sync->prose.count - PLACES_SHOWN);
}

struct syncing {
    const struct pc_sync_options *options;
    const struct pc_change_options *change;
    struct pc_change_result *result;
};

static bool side_of(const char *name, enum pc_sync_side *side) {
    for (size_t i = 0; i < sizeof side_names / sizeof side_names[0]; i++) {
        if (strcmp(side_names[i], name) == 0) {
            *side = (enum pc_sync_side)i;
            return true;
        }
    }
    return false;
}

static void work_sync(struct pc_run *run, void *arg) {
    struct syncing *syncing = arg;
    struct pc_sync_input in = input_of(run);
    struct pc_sync sync;
    struct pc_edits edits;
    size_t one, two;
    if (!side_of(syncing->options->to, &in.to)) {
        pc_run_refuse(run, PC_STATUS_USAGE, "`%s` is no side: deployed, planned, documented", syncing->options->to);
        return;
    }
    pc_edits_init(&edits, &run->arena, run->own);
    pc_sync_plan(&in, &edits, &sync);
    pc_run_sync_moves(run, &sync, &edits);
    struct pc_sync_check check = {.before = run};
    struct pc_change_plan plan = {.check = pc_sync_holds, .arg = &check};
    pc_buf_init(&plan.notes, &run->arena);
    if (!pc_edits_sort(&edits, &one, &two)) {
        struct pc_span span = edits.list.items[two].span;
        pc_run_refuse(run, PC_STATUS_USAGE, "%.*s:%u would have to become two things at once; sync services one by one",
                      PC_ARG(run->own->files[span.file].path), (unsigned)pc_span_position(run->own, span).line);
        return;
    }
    plan.changes = pc_edits_apply(&edits);
    check.changes = &plan.changes;
    write_counts(&sync, in.to, plan.changes.list.count, &plan.notes);
    write_left(run, &sync, &plan.notes);
    write_prose(run, &sync, &plan.notes);
    struct pc_change_options change = *syncing->change;
    change.write = change.write && !syncing->options->check;
    pc_run_change(run, &change, &plan, syncing->result);
    if (syncing->options->check && syncing->result->files > 0)
        syncing->result->exit_code = PC_EXIT_FINDINGS;
}

bool pc_run_sync(struct pc_run *run, const struct pc_sync_options *options, const struct pc_change_options *change,
                 struct pc_change_result *result) {
    struct syncing syncing = {options, change, result};
    *result = (struct pc_change_result){.diff = "", .patch = "", .notes = ""};
    return run && run->status == PC_STATUS_OK && pc_run_protect(run, work_sync, &syncing) &&
           run->status == PC_STATUS_OK;
}

struct sides {
    struct pc_buf text;
};

static void work_sides(struct pc_run *run, void *arg) {
    struct sides *sides = arg;
    struct pc_sync_input in = input_of(run);
    pc_buf_init(&sides->text, &run->arena);
    pc_sync_show(&in, &sides->text);
}

const char *pc_run_sync_sides(struct pc_run *run, size_t *length) {
    struct sides sides = {{0}};
    *length = 0;
    if (!run || run->status != PC_STATUS_OK || !pc_run_protect(run, work_sides, &sides))
        return NULL;
    *length = sides.text.len;
    return sides.text.len > 0 ? sides.text.ptr : "";
}
