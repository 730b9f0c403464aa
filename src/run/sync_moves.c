/* sync --to planned and --to documented: what is deployed moves, as `move` plans it. */
#include "move_check.h"
#include "run_impl.h"
#include "sync_check.h"

struct moving {
    struct pc_run *run;
    struct pc_sync *sync;
    struct pc_edits *edits;
    const struct pc_move_dial *dials;
    size_t dial_count;
};

static void leave(struct moving *m, const struct pc_sync_move *move, struct pc_str why) {
    struct pc_str name = m->run->own->services[move->service].name;
    pc_id host = move->host;
    bool named = host != PC_NONE && m->run->own->hosts[host].named;
    struct pc_str where =
        named ? pc_str_fmt(&m->run->arena, " --host \"%.*s\"", PC_ARG(m->run->own->hosts[host].name)) : PC_EMPTY;
    *PC_PUSH(&m->sync->left, &m->run->arena) = (struct pc_sync_left){
        .service = move->service,
        .host = host,
        .span = {.file = PC_NONE},
        .why = pc_str_fmt(&m->run->arena, "what runs has to move (portcheck move %.*s %u --from %u%.*s): %.*s",
                          PC_ARG(name), (unsigned)move->to, (unsigned)move->from, PC_ARG(where), PC_ARG(why))};
}

static bool same_edit(const struct pc_edit *a, const struct pc_edit *b) {
    return a->span.file == b->span.file && a->span.offset == b->span.offset && a->span.length == b->span.length &&
           a->span.length > 0 && pc_str_eq(a->text, b->text);
}

/* One number for another, and nothing around it. */
static bool is_plain(const struct pc_edit *edit) {
    return edit->span.length > 0 && edit->text.len > 0 && pc_str_find_char(edit->text, '\n', 0) == PC_NPOS;
}

/* Both change one line, and not in the same way: two plans that know nothing of each other. */
static bool clash(const struct pc_registry *reg, const struct pc_edit *a, const struct pc_edit *b) {
    if (a->span.file != b->span.file || same_edit(a, b))
        return false;
    uint32_t a_end = a->span.offset + a->span.length, b_end = b->span.offset + b->span.length;
    const struct pc_lines *lines = &reg->files[a->span.file].lines;
    uint32_t a_first = pc_line_at(lines, a->span.offset),
             a_last = pc_line_at(lines, a_end > a->span.offset ? a_end - 1 : a_end);
    uint32_t b_first = pc_line_at(lines, b->span.offset),
             b_last = pc_line_at(lines, b_end > b->span.offset ? b_end - 1 : b_end);
    bool plain = is_plain(a) && is_plain(b) && a_first == a_last && b_first == b_last;
    if (plain)
        return a->span.offset < b_end && b->span.offset < a_end;
    return a_first <= b_last && b_first <= a_last;
}

static bool fits(const struct moving *m, const struct pc_edits *more) {
    for (size_t i = 0; i < m->edits->list.count; i++)
        for (size_t j = 0; j < more->list.count; j++)
            if (clash(m->run->own, &m->edits->list.items[i], &more->list.items[j]))
                return false;
    return true;
}

static void add_move(struct moving *m, const struct pc_sync_move *wanted) {
    const struct pc_registry *reg = m->run->own;
    struct pc_move *move = PC_NEW(&m->run->arena, struct pc_move);
    struct pc_move_ask ask = {.service = reg->services[wanted->service].name,
                              .to = wanted->to,
                              .host = wanted->host != PC_NONE ? reg->hosts[wanted->host].name : PC_EMPTY,
                              .from = wanted->from};
    pc_move_plan(move, &m->run->arena, reg, m->run->reg, m->dials, m->dial_count, &ask);
    if (move->refusal == PC_MOVE_NOTHING)
        return;
    if (move->refusal != PC_MOVE_FINE)
        leave(m, wanted, move->message);
    else if (move->by_hand.list.count > 0)
        leave(m, wanted, PC_STR("not all of its places can be edited"));
    else if (move->needs_force)
        leave(m, wanted, move->warnings.count > 0 ? move->warnings.items[0] : PC_STR("it warns of something"));
    else if (!fits(m, &move->edits))
        leave(m, wanted, PC_STR("it changes lines that change for another reason as well; once this is written"));
    else
        for (size_t i = 0; i < move->edits.list.count; i++)
            pc_edits_add(m->edits, move->edits.list.items[i].span, move->edits.list.items[i].text);
    m->sync->changed += move->refusal == PC_MOVE_FINE ? move->places.count : 0;
}

void pc_run_sync_moves(struct pc_run *run, struct pc_sync *sync, struct pc_edits *edits) {
    struct moving m = {.run = run, .sync = sync, .edits = edits};
    if (sync->moves.count == 0)
        return;
    m.dials = pc_run_move_dials(run, &m.dial_count);
    for (size_t i = 0; i < sync->moves.count; i++)
        add_move(&m, &sync->moves.items[i]);
}
