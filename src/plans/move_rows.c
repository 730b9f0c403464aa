/* Makes edits of the places: rows of the plan go to where their new port belongs, everything else changes where it
 * stands, and reservations give the port away. */
#include <stdlib.h>

#include "move_parts.h"
#include "sort.h"
#include "table_edit.h"

static bool edit_claim(struct pc_move *move, struct pc_rows *rows, const struct pc_move_place *place) {
    struct pc_str why = PC_EMPTY;
    switch (pc_rows_renumber(rows, place->claim, move->to, &why)) {
    case PC_ROWS_STAYS:
        if (!move->outside) /* said already */
            pc_move_warn(move, "%.*s (%.*s)", PC_ARG(why), PC_ARG(pc_move_where(move, place->span)));
        break;
    case PC_ROWS_REFUSED:
        return pc_move_refuse(move, PC_MOVE_REFUSED, "%.*s: %.*s", PC_ARG(pc_move_where(move, place->span)),
                              PC_ARG(why));
    case PC_ROWS_DONE:
        break;
    }
    return true;
}

static bool take(struct pc_move *move, struct pc_rows *rows, pc_id host) {
    struct pc_str why = PC_EMPTY;
    if (pc_rows_take(rows, move->to, host, &why) != PC_ROWS_REFUSED)
        return true;
    return pc_move_refuse(move, PC_MOVE_REFUSED, "%u is reserved: %.*s", move->to, PC_ARG(why));
}

/* Reservations give a port away only for a row. */
static bool take_all(struct pc_move *move, struct pc_rows *rows) {
    bool done = take(move, rows, move->host);
    for (pc_id host = 0; host < move->reg->host_count && done; host++)
        if (move->hosts[host] && host != move->host)
            done = take(move, rows, host);
    return done;
}

struct left_search {
    const struct pc_move *move;
    bool free;
};

static bool find_owner(void *arg, pc_id id) {
    struct left_search *search = arg;
    const struct pc_claim *claim = &search->move->reg->claims[id];
    search->free = search->move->moving[id] || claim->role == PC_ROLE_RESERVED || claim->place == PC_PLACE_NETWORK;
    return search->free;
}

/* A row's old port goes back to the reservation that it was taken out of, where nobody else speaks of it. */
static void give_back(struct pc_move *move, struct pc_rows *rows) {
    for (size_t i = 0; i < move->places.count; i++) {
        const struct pc_move_place *place = &move->places.items[i];
        if (place->kind != PC_MOVE_PLAN || place->claim == PC_NONE)
            continue;
        struct left_search search = {move, true};
        pc_view_at_port(move->view, move->reg->claims[place->claim].ports.lo, find_owner, &search);
        if (search.free)
            pc_rows_return(rows, place->claim);
    }
}

static int compare_spans(const void *left, const void *right) {
    const struct pc_span *a = left, *b = right;
    if (a->file != b->file)
        return pc_order(a->file, b->file);
    return pc_order(a->offset, b->offset);
}

/* What goes along with a number is not left. */
static void drop(struct pc_move_rests *rests, const struct pc_span *gone, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < rests->list.count; i++)
        if (!bsearch(&rests->list.items[i].span, gone, count, sizeof *gone, compare_spans))
            rests->list.items[kept++] = rests->list.items[i];
    rests->list.count = kept;
}

static void settle_addresses(struct pc_move *move, struct pc_rows *rows) {
    size_t count;
    const struct pc_span *spans = pc_rows_addresses(rows, &count);
    for (size_t i = 0; i < count; i++) {
        enum pc_move_kind kind =
            move->reg->files[spans[i].file].kind == PC_FILE_KIND_REGISTRY ? PC_MOVE_PLAN : PC_MOVE_DOCUMENT;
        bool again = i > 0 && compare_spans(&spans[i - 1], &spans[i]) == 0;
        if (!again)
            *PC_PUSH(&move->places, move->arena) = (struct pc_move_place){spans[i], kind, PC_NONE};
    }
    if (count == 0)
        return;
    drop(&move->mentions, spans, count);
    drop(&move->others, spans, count);
    drop(&move->stale, spans, count);
}

bool pc_move_edit_rows(struct pc_move *move) {
    struct pc_str digits = pc_str_fmt(move->arena, "%u", move->to);
    struct pc_rows *rows = pc_rows_new(&move->edits);
    bool planned = false;
    for (size_t i = 0; i < move->places.count; i++) {
        const struct pc_move_place *place = &move->places.items[i];
        planned = planned || place->kind == PC_MOVE_PLAN;
        if (place->claim == PC_NONE)
            pc_rows_replace(rows, place->span, digits);
        else if (!edit_claim(move, rows, place))
            return false;
    }
    if (planned && !take_all(move, rows))
        return false;
    give_back(move, rows);
    settle_addresses(move, rows);
    pc_rows_finish(rows);
    size_t one, two;
    if (pc_edits_sort(&move->edits, &one, &two))
        return true;
    return pc_move_refuse(move, PC_MOVE_REFUSED, "two changes meet at %.*s; change that line by hand first",
                          PC_ARG(pc_move_where(move, move->edits.list.items[two].span)));
}
