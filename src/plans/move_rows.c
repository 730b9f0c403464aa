/* Makes edits of the places: rows of the plan go to where their new port belongs, everything else changes where it
 * stands, and reservations give the port away. */
#include "move_parts.h"
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
    pc_rows_finish(rows);
    size_t one, two;
    if (pc_edits_sort(&move->edits, &one, &two))
        return true;
    return pc_move_refuse(move, PC_MOVE_REFUSED, "two changes meet at %.*s; change that line by hand first",
                          PC_ARG(pc_move_where(move, move->edits.list.items[two].span)));
}
