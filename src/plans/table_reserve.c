/* Reservations that give ports away. */
#include "sort.h"
#include "table_model.h"

/* No letters or digits: nothing but what separates two numbers. */
static bool is_separator(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (pc_is_alnum(text.ptr[i]) || text.ptr[i] == '|')
            return false;
    return true;
}

static bool is_separated(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row) {
    for (size_t i = 1; i < row->claims.count; i++) {
        struct pc_span a = rows->reg->claims[row->claims.items[i - 1]].span;
        struct pc_span b = rows->reg->claims[row->claims.items[i]].span;
        if (a.offset != b.offset &&
            (a.offset + a.length > b.offset || !is_separator(pc_row_text(rows, block, a.offset + a.length, b.offset))))
            return false;
    }
    return true;
}

static struct pc_str why_not(struct pc_rows *rows, pc_id id, uint16_t port) {
    const struct pc_claim *claim = &rows->reg->claims[id];
    struct pc_row_place place = pc_row_at(rows, claim->span.file, claim->span.offset);
    if (claim->name.len > 0)
        return pc_str_fmt(rows->arena, "%u is reserved for \"%.*s\"", (unsigned)port, PC_ARG(claim->name));
    if (!pc_row_holds(place, id) || (claim->flags & (PC_CLAIM_OPEN | PC_CLAIM_HEADING | PC_CLAIM_COMPOSED)) ||
        (!pc_row_is_single(rows, pc_row_of(place)) && !is_separated(rows, place.block, pc_row_of(place))))
        return pc_str_fmt(rows->arena, "the reservation of %u is not written so that a port could be taken out of it",
                          (unsigned)port);
    return PC_EMPTY;
}

void pc_rows_find_reserved(struct pc_rows *rows) {
    for (size_t i = 0; i < rows->reg->claim_count + rows->free_count && !rows->reserved_known; i++)
        if (rows->reg->claims[i].role == PC_ROLE_RESERVED)
            *PC_PUSH(&rows->reserved, rows->arena) = (pc_id)i;
    rows->reserved_known = true;
}

enum pc_rows_result pc_rows_take(struct pc_rows *rows, uint16_t port, pc_id host, struct pc_str *why) {
    struct PC_VEC(pc_id) found = {0};
    *why = PC_EMPTY;
    pc_rows_find_reserved(rows);
    for (size_t i = 0; i < rows->reserved.count; i++) {
        const struct pc_claim *claim = &rows->reg->claims[rows->reserved.items[i]];
        bool here = claim->host == PC_NONE || host == PC_NONE || claim->host == host;
        if (!here || !pc_ports_contain(claim->ports, (struct pc_ports){port, port}))
            continue;
        *why = why_not(rows, rows->reserved.items[i], port);
        if (why->len > 0 && pc_rows_is_free(rows, rows->reserved.items[i]))
            continue;
        if (why->len > 0)
            return PC_ROWS_REFUSED;
        *PC_PUSH(&found, rows->arena) = rows->reserved.items[i];
    }
    for (size_t i = 0; i < found.count; i++)
        *PC_PUSH(&rows->taken, rows->arena) = (struct pc_taken){found.items[i], port};
    return PC_ROWS_DONE;
}

static int by_claim(const void *left, const void *right) {
    const struct pc_taken *a = left, *b = right;
    if (a->claim != b->claim)
        return pc_order(a->claim, b->claim);
    return a->port < b->port ? -1 : a->port > b->port;
}

/* What is left of a claim's ports. */
struct rest {
    struct PC_VEC(struct pc_ports) parts;
    pc_id claim;
};

/* The ports of a reservation, with those that it gets back. */
static struct pc_ports ports_of(const struct pc_rows *rows, pc_id claim) {
    for (size_t i = 0; i < rows->stretched.count; i++)
        if (rows->stretched.items[i].claim == claim)
            return rows->stretched.items[i].ports;
    return rows->reg->claims[claim].ports;
}

static struct rest rest_of(struct pc_rows *rows, pc_id claim, const struct pc_taken *taken, size_t count) {
    struct rest rest = {.claim = claim};
    struct pc_ports ports = ports_of(rows, claim);
    unsigned from = ports.lo;
    for (size_t i = 0; i < count; i++) {
        if (taken[i].port > from)
            *PC_PUSH(&rest.parts, rows->arena) = (struct pc_ports){(uint16_t)from, (uint16_t)(taken[i].port - 1)};
        from = taken[i].port + 1u;
    }
    if (from <= ports.hi)
        *PC_PUSH(&rest.parts, rows->arena) = (struct pc_ports){(uint16_t)from, ports.hi};
    return rest;
}

/* Between the two numbers of a range; empty where there is one number. */
static struct pc_str dash_in(struct pc_str text) {
    size_t from = 0;
    while (from < text.len && pc_is_digit(text.ptr[from]))
        from++;
    size_t to = from;
    while (to < text.len && !pc_is_digit(text.ptr[to]))
        to++;
    return to > from && to < text.len ? pc_str_sub(text, from, to - from) : PC_EMPTY;
}

/* As it is written there, or in the part that it takes in, else as in the nearest reservation of the file. */
static struct pc_str dash_of(const struct pc_rows *rows, const struct pc_claim *claim) {
    struct pc_str dash = dash_in(pc_span_text(rows->reg, claim->span));
    for (size_t i = 0; i < rows->stretched.count && dash.len == 0; i++) {
        const struct pc_stretch *stretch = &rows->stretched.items[i];
        if (&rows->reg->claims[stretch->claim] == claim && stretch->merged != PC_NONE)
            dash = dash_in(pc_span_text(rows->reg, rows->reg->claims[stretch->merged].span));
    }
    uint32_t least = UINT32_MAX, at = claim->span.offset;
    bool own = dash.len > 0;
    for (size_t i = 0; i < rows->reserved.count && !own; i++) {
        struct pc_span other = rows->reg->claims[rows->reserved.items[i]].span;
        uint32_t far = other.offset > at ? other.offset - at : at - other.offset;
        struct pc_str found = other.file == claim->span.file ? dash_in(pc_span_text(rows->reg, other)) : PC_EMPTY;
        if (found.len > 0 && far < least) {
            dash = found;
            least = far;
        }
    }
    return dash.len > 0 ? dash : PC_STR("-");
}

static struct pc_str part_text(struct pc_rows *rows, const struct pc_claim *claim, struct pc_ports part) {
    struct pc_str dash = dash_of(rows, claim);
    if (part.lo == part.hi)
        return pc_str_fmt(rows->arena, "%u", (unsigned)part.lo);
    return pc_str_fmt(rows->arena, "%u%.*s%u", (unsigned)part.lo, PC_ARG(dash), (unsigned)part.hi);
}

/* A row of its own: it shrinks, becomes several, or goes. */
static void settle_row(struct pc_rows *rows, struct pc_row_place place, const struct rest *rest) {
    const struct pc_claim *claim = &rows->reg->claims[rest->claim];
    struct pc_line_row *row = pc_row_of(place);
    if (rest->parts.count == 0) {
        row->goes = true;
        return;
    }
    pc_rows_replace(rows, claim->span, part_text(rows, claim, rest->parts.items[0]));
    row->port = rest->parts.items[0].lo;
    for (size_t i = 1; i < rest->parts.count; i++) {
        struct pc_arrival *copy = pc_block_arrival(rows, place.block, rest->parts.items[i].lo, claim->range);
        copy->source = row;
        copy->source_block = place.block;
        copy->copy = true;
        copy->patch = (struct pc_edit){claim->span, part_text(rows, claim, rest->parts.items[i])};
    }
}

/* One of several in a row: it shrinks, or goes with what separated it. */
static void settle_one(struct pc_rows *rows, struct pc_row_place place, const struct rest *rest) {
    const struct pc_claim *claim = &rows->reg->claims[rest->claim];
    struct pc_line_row *row = pc_row_of(place);
    struct pc_buf text;
    if (rest->parts.count > 0) {
        pc_buf_init(&text, rows->arena);
        for (size_t i = 0; i < rest->parts.count; i++) {
            pc_buf_adds(&text, i > 0 ? ", " : "");
            pc_buf_add(&text, part_text(rows, claim, rest->parts.items[i]));
        }
        pc_rows_replace(rows, claim->span, pc_buf_str(&text));
        return;
    }
    *PC_PUSH(&row->gone, rows->arena) = claim->span;
}

static bool is_gone(const struct pc_line_row *row, uint32_t offset) {
    for (size_t i = 0; i < row->gone.count; i++)
        if (row->gone.items[i].offset == offset)
            return true;
    return false;
}

/* Numbers that go take what stands between them and the next number along; the last ones what stands before them. */
static void settle_gone(struct pc_rows *rows, struct pc_line_row *row) {
    struct PC_VEC(struct pc_span) all = {0};
    for (size_t i = 0; i < row->claims.count; i++) {
        struct pc_span span = rows->reg->claims[row->claims.items[i]].span;
        if (all.count == 0 || all.items[all.count - 1].offset != span.offset)
            *PC_PUSH(&all, rows->arena) = span;
    }
    size_t end = all.count;
    while (end > 0 && is_gone(row, all.items[end - 1].offset))
        end--;
    if (end == 0) {
        row->goes = true;
        return;
    }
    for (size_t i = 0; i + 1 < end; i++)
        if (is_gone(row, all.items[i].offset))
            pc_rows_replace(
                rows,
                (struct pc_span){all.items[i].file, all.items[i].offset, all.items[i + 1].offset - all.items[i].offset},
                PC_EMPTY);
    if (end < all.count) {
        uint32_t from = all.items[end - 1].offset + all.items[end - 1].length;
        struct pc_span last = all.items[all.count - 1];
        pc_rows_replace(rows, (struct pc_span){last.file, from, last.offset + last.length - from}, PC_EMPTY);
    }
}

static void settle(struct pc_rows *rows, const struct rest *rest) {
    const struct pc_claim *claim = &rows->reg->claims[rest->claim];
    struct pc_row_place place = pc_row_at(rows, claim->span.file, claim->span.offset);
    if (pc_row_is_single(rows, pc_row_of(place)))
        settle_row(rows, place, rest);
    else
        settle_one(rows, place, rest);
}

static bool has_taken(const struct pc_rows *rows, pc_id claim) {
    for (size_t i = 0; i < rows->taken.count; i++)
        if (rows->taken.items[i].claim == claim)
            return true;
    return false;
}

/* Rows of which numbers go, each once. */
static void settle_all_gone(struct pc_rows *rows) {
    for (size_t i = 0; i < rows->reserved.count; i++) {
        const struct pc_claim *claim = &rows->reg->claims[rows->reserved.items[i]];
        struct pc_row_place place = pc_row_at(rows, claim->span.file, claim->span.offset);
        struct pc_line_row *row = place.block ? pc_row_of(place) : NULL;
        if (row && row->gone.count > 0 && row->gone.items[0].offset == claim->span.offset)
            settle_gone(rows, row);
    }
}

void pc_rows_settle_taken(struct pc_rows *rows) {
    pc_rows_settle_returned(rows);
    pc_sort(rows->taken.items, rows->taken.count, sizeof rows->taken.items[0], by_claim);
    for (size_t from = 0, to; from < rows->taken.count; from = to) {
        pc_id claim = rows->taken.items[from].claim;
        for (to = from; to < rows->taken.count && rows->taken.items[to].claim == claim;)
            to++;
        struct rest rest = rest_of(rows, claim, rows->taken.items + from, to - from);
        settle(rows, &rest);
    }
    for (size_t i = 0; i < rows->stretched.count; i++) {
        struct rest rest = rest_of(rows, rows->stretched.items[i].claim, NULL, 0);
        if (!has_taken(rows, rest.claim))
            settle(rows, &rest);
    }
    settle_all_gone(rows);
}
