/* sync, round by round in memory: what one round brings about may ask for another, a move may make room for the next
 * one. Afterwards it is one change, and a second sync has nothing to do. A service of which something new would be
 * found is held: nothing of it is changed, and that is said. */
#include "emit.h"
#include "run_impl.h"
#include "sort.h"
#include "sync_check.h"

enum {
    ROUNDS_MAX = 8, /* that change something */
    TRIES_MAX = 40  /* runs over the tree */
};

/* A service that nothing may be changed of, by name: numbers differ from run to run. */
struct held {
    struct pc_str name, why;
};

struct rounds {
    struct pc_run *run; /* as it is on the disk */
    struct pc_run *now; /* as it would be after the rounds before; run at first */
    struct pc_run *next;
    struct pc_cleanup ends; /* of now and next, when memory is spent */
    struct pc_arena *arena; /* of run */
    enum pc_sync_side to;
    struct pc_sync_outcome *out;
    struct PC_VEC(struct held) held;
    struct PC_VEC(struct pc_sync_told) first; /* what the first round left: its places are those of the disk */

    /* the round that is being made, in now's memory */
    struct pc_sync sync;
    struct pc_changes made;
    struct pc_span clash; /* file not PC_NONE: its edits overlap there, and there are none */
};

static void free_runs(void *arg) {
    struct rounds *rounds = arg;
    if (rounds->now != rounds->run)
        pc_run_free(rounds->now);
    pc_run_free(rounds->next);
}

static const struct pc_str *held_services(const struct rounds *rounds) {
    struct pc_run *now = rounds->now;
    struct pc_str *held = PC_NEW_ARRAY(&now->arena, now->own->service_count, struct pc_str);
    for (pc_id i = 0; i < now->own->service_count && rounds->held.count > 0; i++)
        for (size_t k = 0; k < rounds->held.count; k++)
            if (pc_str_eq(rounds->held.items[k].name, now->own->services[i].name))
                held[i] = rounds->held.items[k].why;
    return held;
}

/* What one round changes. Only now's memory is used. */
static void plan_round(struct pc_run *now, void *arg) {
    struct rounds *rounds = arg;
    struct pc_sync_input in = pc_run_sync_input(now);
    struct pc_edits edits;
    size_t one, two;
    in.to = rounds->to;
    in.held = held_services(rounds);
    rounds->made = (struct pc_changes){0};
    rounds->clash.file = PC_NONE;
    pc_edits_init(&edits, &now->arena, now->own);
    pc_sync_plan(&in, &edits, &rounds->sync);
    pc_run_sync_moves(now, &rounds->sync, &edits);
    if (pc_edits_sort(&edits, &one, &two)) {
        rounds->made = pc_edits_apply(&edits);
        return;
    }
    rounds->clash = edits.list.items[two].span;
}

/* --- what is told */

/* Where a byte of a file stood before changes. */
static uint32_t offset_before(const struct pc_change *change, uint32_t offset) {
    uint32_t from = 0; /* of the last edit's end, in both */
    uint32_t now = 0;
    for (size_t i = 0; i < change->edit_count; i++) {
        const struct pc_edit *edit = &change->edits[i];
        uint32_t start = now + (edit->span.offset - from);
        if (offset < start)
            break;
        if (offset < start + edit->text.len)
            return edit->span.offset;
        from = edit->span.offset + edit->span.length;
        now = start + (uint32_t)edit->text.len;
    }
    return from + (offset - now);
}

static struct pc_sync_told place_of(const struct rounds *rounds, struct pc_span span) {
    const struct pc_registry *now = rounds->now->own, *disk = rounds->run->own;
    struct pc_sync_told told = {.line = 0};
    if (span.file == PC_NONE)
        return told;
    told.path = pc_str_dup(rounds->arena, now->files[span.file].path);
    told.line = pc_span_position(now, span).line;
    for (size_t i = 0; i < rounds->out->changes.list.count; i++) {
        const struct pc_change *change = &rounds->out->changes.list.items[i];
        if (change->file != PC_NONE && pc_str_eq(change->path, told.path))
            told.line =
                pc_span_position(disk, (struct pc_span){change->file, offset_before(change, span.offset), 0}).line;
    }
    return told;
}

static bool says_same(const struct pc_sync_told *a, const struct pc_sync_told *b) {
    return pc_str_eq(a->subject, b->subject) && pc_str_eq(a->text, b->text);
}

static int by_place(const void *left, const void *right) {
    const struct pc_sync_told *a = left, *b = right;
    if ((a->line == 0) != (b->line == 0))
        return a->line == 0 ? 1 : -1;
    int order = pc_str_cmp(a->path, b->path);
    if (order != 0)
        return order;
    if (a->line != b->line)
        return pc_order(a->line, b->line);
    order = pc_str_cmp(a->subject, b->subject);
    return order != 0 ? order : pc_str_cmp(a->text, b->text);
}

static struct pc_sync_told told_of(const struct rounds *rounds, const struct pc_sync_left *left) {
    const struct pc_registry *reg = rounds->now->own;
    struct pc_sync_told told = place_of(rounds, left->span);
    struct pc_buf subject, text;
    pc_buf_init(&subject, rounds->arena);
    pc_buf_init(&text, rounds->arena);
    if (left->service != PC_NONE)
        pc_buf_addf(&subject, "`%.*s`", PC_ARG(pc_shown(rounds->arena, reg->services[left->service].name)));
    if (left->service != PC_NONE && left->host != PC_NONE)
        pc_buf_addf(&subject, " %s `%.*s`", reg->hosts[left->host].named ? "on" : "in",
                    PC_ARG(pc_shown(rounds->arena, reg->hosts[left->host].name)));
    for (size_t j = 0; j < left->unplanned.count; j++)
        pc_buf_addf(&text, "%s%u%s", j == 0 ? "no row was added for " : ", ", (unsigned)left->unplanned.items[j],
                    j + 1 == left->unplanned.count ? ": " : "");
    pc_buf_add(&text, pc_shown(rounds->arena, left->why));
    told.subject = pc_buf_str(&subject);
    told.text = pc_buf_str(&text);
    for (size_t i = 0; i < rounds->first.count; i++)
        if (says_same(&told, &rounds->first.items[i]))
            return rounds->first.items[i];
    return told;
}

/* Of a round that changes something what holds of that, of the last one all that is left. */
static void tell_left(struct rounds *rounds, bool last) {
    for (size_t i = 0; i < rounds->sync.left.count; i++) {
        const struct pc_sync_left *left = &rounds->sync.left.items[i];
        struct pc_sync_told told = told_of(rounds, left);
        if (rounds->now == rounds->run)
            *PC_PUSH(&rounds->first, rounds->arena) = told;
        if (last || left->done)
            *PC_PUSH(&rounds->out->left, rounds->arena) = told;
    }
}

static void tell_prose(struct rounds *rounds) {
    for (size_t i = 0; i < rounds->sync.prose.count; i++) {
        struct pc_sync_told told = place_of(rounds, rounds->sync.prose.items[i]);
        told.text = pc_str_dup(rounds->arena, pc_span_text(rounds->now->own, rounds->sync.prose.items[i]));
        *PC_PUSH(&rounds->out->prose, rounds->arena) = told;
    }
}

static size_t in_order(struct pc_sync_told *items, size_t count) {
    size_t kept = 0;
    pc_sort(items, count, sizeof *items, by_place);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_place(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    return kept;
}

/* --- what it comes to */

static bool is_held(const struct rounds *rounds, struct pc_str name) {
    bool held = false;
    for (size_t i = 0; i < rounds->held.count && !held; i++)
        held = pc_str_eq(rounds->held.items[i].name, name);
    return held;
}

static bool names(const struct pc_finding *f, struct pc_str service) {
    bool found = false;
    for (size_t i = 0; i < f->service_count && !found; i++)
        found = pc_str_eq(f->services[i], service);
    return found;
}

static size_t hold(struct rounds *rounds, pc_id service, const struct pc_finding *f) {
    struct pc_str name = service == PC_NONE ? PC_EMPTY : rounds->now->own->services[service].name;
    if (name.len == 0 || !names(f, name) || is_held(rounds, name))
        return 0;
    *PC_PUSH(&rounds->held, rounds->arena) = (struct held){
        pc_str_dup(rounds->arena, name), pc_str_fmt(rounds->arena, "not changed, for then %s would be found: %.*s",
                                                    f->rule->code, PC_ARG(pc_shown(rounds->arena, f->message)))};
    return 1;
}

/* Holds those that this round changes and the new finding names, what moves before what is only written. False: none.
 */
static bool hold_culprits(struct rounds *rounds, const struct pc_finding *f) {
    const struct pc_sync *sync = &rounds->sync;
    size_t count = 0;
    for (size_t i = 0; i < sync->moves.count; i++)
        count += hold(rounds, sync->moves.items[i].service, f);
    for (size_t i = 0; i < sync->touched.count && count == 0; i++)
        count += hold(rounds, sync->touched.items[i], f);
    return count > 0;
}

struct look {
    const struct rounds *rounds;
    const struct pc_changes *changes;
    const struct pc_finding *found;
};

static void look_for_new(struct pc_run *again, void *arg) {
    struct look *look = arg;
    struct pc_sync_check check = {look->rounds->run, look->changes, look->rounds->to != PC_SYNC_DEPLOYED};
    look->found = pc_sync_first_new(again, &check);
}

/* Takes the round; false when it brings something new, and somebody was held for it: then it is to be made again. */
static bool take_round(struct rounds *rounds, bool may_hold) {
    struct pc_sync_outcome *out = rounds->out;
    struct pc_changes all = pc_changes_join(rounds->arena, rounds->run->reg, &out->changes, &rounds->made);
    struct look look = {rounds, &all, NULL};
    rounds->next = pc_run_as_if(rounds->run, &all);
    bool read = pc_run_ask(rounds->next, look_for_new, &look);
    if (read && look.found && may_hold && hold_culprits(rounds, look.found)) {
        pc_run_free(rounds->next);
        rounds->next = NULL;
        return false;
    }
    tell_left(rounds, false);
    tell_prose(rounds);
    out->changed += rounds->sync.changed;
    out->added += rounds->sync.added;
    out->changes = all;
    if (rounds->now != rounds->run)
        pc_run_free(rounds->now);
    rounds->now = rounds->next;
    rounds->next = NULL;
    return true;
}

/* Makes a round of now; false: it could not be. */
static bool make_round(struct rounds *rounds) {
    if (rounds->now == rounds->run) {
        plan_round(rounds->run, rounds);
        return true;
    }
    return pc_run_ask(rounds->now, plan_round, rounds);
}

static void tell_new(struct pc_run *again, void *arg) {
    struct rounds *rounds = arg;
    struct pc_sync_check check = {rounds->run, &rounds->out->changes, false};
    rounds->out->holds = pc_sync_tell(again, &check, &rounds->out->words);
}

static void refuse_clash(struct rounds *rounds) {
    const struct pc_registry *reg = rounds->run->own;
    rounds->out->refusal =
        pc_str_fmt(rounds->arena, "%.*s:%u would have to become two things at once; sync services one by one",
                   PC_ARG(reg->files[rounds->clash.file].path), (unsigned)pc_span_position(reg, rounds->clash).line);
}

void pc_run_sync_rounds(struct pc_run *run, enum pc_sync_side to, struct pc_sync_outcome *out) {
    struct rounds rounds = {.run = run, .now = run, .arena = &run->arena, .to = to, .out = out};
    size_t taken = 0;
    *out = (struct pc_sync_outcome){.holds = true};
    pc_buf_init(&out->words, &run->arena);
    pc_defer(&run->recovery, &rounds.ends, free_runs, &rounds);
    for (size_t tries = 0; make_round(&rounds); tries++) {
        bool last = rounds.made.list.count == 0 || taken == ROUNDS_MAX;
        if (rounds.clash.file != PC_NONE && taken == 0)
            refuse_clash(&rounds);
        if (last) {
            tell_left(&rounds, true);
            break;
        }
        taken += take_round(&rounds, tries < TRIES_MAX);
    }
    if (rounds.now != run && rounds.now->status == PC_STATUS_OK)
        pc_run_protect(rounds.now, tell_new, &rounds);
    out->left.count = in_order(out->left.items, out->left.count);
    out->prose.count = in_order(out->prose.items, out->prose.count);
    pc_undefer(&run->recovery, &rounds.ends);
    free_runs(&rounds);
}
