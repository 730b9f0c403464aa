/* Ports that rows give up, and the reservations around them: two parts of one that a service stood between become one
 * again, and one that begins or ends beside the port takes it, where nothing but the port lay between it and the next
 * row, or the end of the range. Ports beside each other that are given up together are taken together. */
#include "sort.h"
#include "table_model.h"

/* A reservation for nobody in the document that the port is given up in. */
static bool may_take(const struct pc_returned *port, const struct pc_claim *claim) {
    bool here = claim->host == PC_NONE || port->host == PC_NONE || claim->host == port->host;
    uint32_t unfit = PC_CLAIM_OPEN | PC_CLAIM_HEADING | PC_CLAIM_COMPOSED;
    return here && claim->span.file == port->block->file && claim->name.len == 0 && !(claim->flags & unfit);
}

static const struct pc_claim *claim_at(const struct pc_rows *rows, pc_id id) {
    return &rows->reg->claims[id];
}

static struct pc_row_place place_of(struct pc_rows *rows, pc_id id) {
    return pc_row_at(rows, claim_at(rows, id)->span.file, claim_at(rows, id)->span.offset);
}

static bool is_stretched(const struct pc_rows *rows, pc_id claim) {
    for (size_t i = 0; i < rows->stretched.count; i++)
        if (rows->stretched.items[i].claim == claim || rows->stretched.items[i].merged == claim)
            return true;
    return false;
}

/* Does the range of a reservation have the ports? */
static bool may_hold(const struct pc_rows *rows, const struct pc_claim *claim, struct pc_ports ports) {
    return claim->range == PC_NONE || pc_ports_contain(rows->reg->ranges[claim->range].ports, ports);
}

/* The reservation that ends right below the ports (below), or begins right above them, in their own block before
 * others; PC_NONE. */
static pc_id neighbour(struct pc_rows *rows, const struct pc_returned *port, bool below) {
    pc_id found = PC_NONE;
    for (size_t i = 0; i < rows->reserved.count; i++) {
        pc_id id = rows->reserved.items[i];
        const struct pc_claim *claim = claim_at(rows, id);
        bool beside = below ? claim->ports.hi + 1u == port->ports.lo : claim->ports.lo == port->ports.hi + 1u;
        if (!beside || !may_take(port, claim) || !may_hold(rows, claim, port->ports) || is_stretched(rows, id) ||
            !pc_row_holds(place_of(rows, id), id))
            continue;
        if (place_of(rows, id).block == port->block)
            return id;
        found = found == PC_NONE ? id : found;
    }
    return found;
}

/* What rows say but for the number, the blanks and the order of nothing else. */
static bool says_the_same(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *a,
                          struct pc_span a_number, const struct pc_line_row *b, struct pc_span b_number) {
    struct pc_str text_a = pc_row_text(rows, block, a->from, a->to), text_b = pc_row_text(rows, block, b->from, b->to);
    size_t i = 0, j = 0;
    for (;;) {
        while (i < text_a.len && (pc_is_space(text_a.ptr[i]) || a->from + i == a_number.offset))
            i += a->from + i == a_number.offset ? a_number.length : 1;
        while (j < text_b.len && (pc_is_space(text_b.ptr[j]) || b->from + j == b_number.offset))
            j += b->from + j == b_number.offset ? b_number.length : 1;
        if (i >= text_a.len || j >= text_b.len)
            return i >= text_a.len && j >= text_b.len;
        if (text_a.ptr[i++] != text_b.ptr[j++])
            return false;
    }
}

/* A row of its own that gives a port away becomes two rows, one with more numbers gets one number more: so two numbers
 * in one row were two from the start. */
static bool are_parts(struct pc_rows *rows, pc_id below, pc_id above) {
    const struct pc_claim *a = claim_at(rows, below), *b = claim_at(rows, above);
    struct pc_row_place row_a = place_of(rows, below), row_b = place_of(rows, above);
    if (row_a.block == row_b.block && row_a.row == row_b.row)
        return pc_row_of(row_a)->claims.count > 2;
    if (row_a.block != row_b.block || a->range != b->range)
        return false;
    return pc_row_is_single(rows, pc_row_of(row_a)) && pc_row_is_single(rows, pc_row_of(row_b)) &&
           says_the_same(rows, row_a.block, pc_row_of(row_a), a->span, pc_row_of(row_b), b->span);
}

/* A range of the document begins or ends with the port. */
static bool bounds_range(const struct pc_rows *rows, pc_id file, unsigned port) {
    for (size_t i = 0; i < rows->reg->range_count; i++) {
        const struct pc_range *range = &rows->reg->ranges[i];
        if (range->heading && range->span.file == file && (range->ports.lo == port || range->ports.hi == port))
            return true;
    }
    return false;
}

/* Right beside the port its range ends, or another one does, or a row that stays has the next one, as seen from a
 * reservation. */
static bool is_end(struct pc_rows *rows, pc_id reservation, unsigned beside) {
    const struct pc_row_block *block = place_of(rows, reservation).block;
    pc_id id = claim_at(rows, reservation)->range;
    const struct pc_range *range = id == PC_NONE ? NULL : &rows->reg->ranges[id];
    struct pc_ports ports = {(uint16_t)beside, (uint16_t)beside};
    if (range &&
        (!pc_ports_contain(range->ports, ports) || (range->heading && bounds_range(rows, range->span.file, beside) &&
                                                    beside != range->ports.lo && beside != range->ports.hi)))
        return true;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (row->leaves || row->goes || row->range != id)
            continue;
        if (row->orders && row->port == beside)
            return true;
        for (size_t j = 0; j < row->claims.count && row->reserved; j++)
            if (pc_ports_contain(claim_at(rows, row->claims.items[j])->ports, ports))
                return true;
    }
    return false;
}

/* Ports that are taken meanwhile are taken out of what comes of both. */
static void merge(struct pc_rows *rows, pc_id below, pc_id above) {
    const struct pc_claim *b = claim_at(rows, above);
    struct pc_row_place place = place_of(rows, above);
    for (size_t i = 0; i < rows->taken.count; i++)
        if (rows->taken.items[i].claim == above)
            rows->taken.items[i].claim = below;
    if (pc_row_is_single(rows, pc_row_of(place)))
        pc_row_of(place)->goes = true;
    else
        *PC_PUSH(&pc_row_of(place)->gone, rows->arena) = b->span;
    *PC_PUSH(&rows->stretched, rows->arena) =
        (struct pc_stretch){below, above, {claim_at(rows, below)->ports.lo, b->ports.hi}};
}

static bool is_taken(const struct pc_rows *rows, unsigned port) {
    for (size_t i = 0; i < rows->taken.count; i++)
        if (rows->taken.items[i].port == port)
            return true;
    return false;
}

static void settle_one(struct pc_rows *rows, const struct pc_returned *port) {
    pc_id below = neighbour(rows, port, true), above = neighbour(rows, port, false);
    unsigned before = port->ports.lo - 1u, behind = port->ports.hi + 1u;
    if (below != PC_NONE && above != PC_NONE) {
        if (are_parts(rows, below, above))
            merge(rows, below, above);
        return;
    }
    /* A port that would stand alone, for its neighbour is taken, goes to nobody. */
    if (above != PC_NONE && !is_taken(rows, behind) && is_end(rows, above, before))
        *PC_PUSH(&rows->stretched, rows->arena) =
            (struct pc_stretch){above, PC_NONE, {port->ports.lo, claim_at(rows, above)->ports.hi}};
    else if (below != PC_NONE && !is_taken(rows, before) && is_end(rows, below, behind))
        *PC_PUSH(&rows->stretched, rows->arena) =
            (struct pc_stretch){below, PC_NONE, {claim_at(rows, below)->ports.lo, port->ports.hi}};
}

static int by_block_and_port(const void *left, const void *right) {
    const struct pc_returned *a = left, *b = right;
    if (a->block->file != b->block->file)
        return pc_order(a->block->file, b->block->file);
    if (a->block->from != b->block->from)
        return pc_order(a->block->from, b->block->from);
    if (a->host != b->host)
        return pc_order(a->host, b->host);
    return a->ports.lo < b->ports.lo ? -1 : a->ports.lo > b->ports.lo;
}

static bool follows(const struct pc_returned *a, const struct pc_returned *b) {
    return a->block == b->block && a->host == b->host && b->ports.lo <= a->ports.hi + 1u;
}

static void join_neighbours(struct pc_rows *rows) {
    size_t kept = 0;
    pc_sort(rows->returned.items, rows->returned.count, sizeof rows->returned.items[0], by_block_and_port);
    for (size_t i = 0; i < rows->returned.count; i++) {
        struct pc_returned *last = kept > 0 ? &rows->returned.items[kept - 1] : NULL;
        if (last && follows(last, &rows->returned.items[i]))
            last->ports.hi = rows->returned.items[i].ports.hi;
        else
            rows->returned.items[kept++] = rows->returned.items[i];
    }
    rows->returned.count = kept;
}

void pc_rows_settle_returned(struct pc_rows *rows) {
    pc_rows_find_reserved(rows);
    join_neighbours(rows);
    for (size_t i = 0; i < rows->returned.count; i++)
        settle_one(rows, &rows->returned.items[i]);
}

void pc_rows_return(struct pc_rows *rows, pc_id id) {
    const struct pc_claim *claim = claim_at(rows, id);
    struct pc_row_block *block = place_of(rows, id).block;
    if (block && claim->role == PC_ROLE_PLANNED && claim->ports.lo == claim->ports.hi)
        *PC_PUSH(&rows->returned, rows->arena) = (struct pc_returned){block, claim->ports, claim->host};
}
