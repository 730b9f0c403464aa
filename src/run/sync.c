/* `sync`: the sides side by side, or the edits that bring the others to one of them. */
#include "sync.h"

#include <string.h>
#include <time.h>

#include "change.h"
#include "date.h"
#include "edges.h"
#include "emit.h"
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

struct pc_sync_input pc_run_sync_input(struct pc_run *run) {
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

static void write_counts(const struct pc_sync_outcome *sync, enum pc_sync_side to, struct pc_buf *out) {
    size_t files = sync->changes.list.count;
    if (files == 0) {
        pc_buf_addf(out, "nothing to change: what can be brought to the %s side says it\n", side_names[to]);
        return;
    }
    pc_buf_addf(out, "to what is %s: %zu number%s and %zu new row%s in %zu file%s\n", side_names[to], sync->changed,
                many(sync->changed), sync->added, many(sync->added), files, many(files));
}

static void write_told(struct pc_run *run, const struct pc_sync_told *items, size_t count, struct pc_buf *out) {
    for (size_t i = 0; i < count && i < PLACES_SHOWN; i++) {
        const struct pc_sync_told *told = &items[i];
        pc_buf_adds(out, "  ");
        if (told->path.len > 0)
            pc_buf_addf(out, "%.*s:%u: ", PC_ARG(pc_shown(&run->arena, told->path)), (unsigned)told->line);
        pc_buf_addf(out, "%.*s%s%.*s\n", PC_ARG(told->subject), told->subject.len > 0 ? ": " : "", PC_ARG(told->text));
    }
    if (count > PLACES_SHOWN)
        pc_buf_addf(out, "  and %zu more\n", count - PLACES_SHOWN);
}

static void write_notes(struct pc_run *run, const struct pc_sync_outcome *sync, enum pc_sync_side to,
                        struct pc_buf *out) {
    write_counts(sync, to, out);
    if (sync->left.count > 0)
        pc_buf_addf(out, "%zu left to a person:\n", sync->left.count);
    write_told(run, sync->left.items, sync->left.count, out);
    if (sync->prose.count > 0)
        pc_buf_addf(out, "%zu old number%s in running text, to be read by you:\n", sync->prose.count,
                    many(sync->prose.count));
    write_told(run, sync->prose.items, sync->prose.count, out);
    pc_buf_add(out, pc_buf_str(&sync->words));
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
    struct pc_sync_outcome sync;
    enum pc_sync_side to;
    if (!side_of(syncing->options->to, &to)) {
        pc_run_refuse(run, PC_STATUS_USAGE, "`%s` is no side: deployed, planned, documented", syncing->options->to);
        return;
    }
    pc_run_sync_rounds(run, to, &sync);
    if (sync.refusal.len > 0) {
        pc_run_refuse(run, PC_STATUS_USAGE, "%.*s", PC_ARG(sync.refusal));
        return;
    }
    struct pc_sync_check check = {.before = run, .changes = &sync.changes};
    struct pc_change_plan plan = {.changes = sync.changes, .check = pc_sync_holds, .arg = &check};
    pc_buf_init(&plan.notes, &run->arena);
    write_notes(run, &sync, to, &plan.notes);
    struct pc_change_options change = *syncing->change;
    if (!sync.holds)
        pc_buf_adds(&plan.notes, change.write ? "so no file was changed\n" : "so it cannot be written\n");
    change.write = change.write && sync.holds && !syncing->options->check;
    pc_run_change(run, &change, &plan, syncing->result);
    if ((syncing->options->check && syncing->result->files > 0) || !sync.holds)
        syncing->result->exit_code = PC_EXIT_FINDINGS;
}

bool pc_run_sync(struct pc_run *run, const struct pc_sync_options *options, const struct pc_change_options *change,
                 struct pc_change_result *result) {
    struct syncing syncing = {options, change, result};
    *result = (struct pc_change_result){.diff = "", .patch = "", .notes = ""};
    return pc_run_ask(run, work_sync, &syncing) && run->status == PC_STATUS_OK;
}

struct sides {
    struct pc_buf text;
};

static void work_sides(struct pc_run *run, void *arg) {
    struct sides *sides = arg;
    struct pc_sync_input in = pc_run_sync_input(run);
    pc_buf_init(&sides->text, &run->arena);
    pc_sync_show(&in, &sides->text);
}

const char *pc_run_sync_sides(struct pc_run *run, size_t *length) {
    struct sides sides = {{0}};
    *length = 0;
    if (!pc_run_ask(run, work_sides, &sides))
        return NULL;
    *length = sides.text.len;
    return sides.text.len > 0 ? sides.text.ptr : "";
}
