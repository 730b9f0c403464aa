/* The cell of a row that names another row: "4010 shop-server", "shop-server (4010)". */
#include "registry_row.h"

/* "shop-server (4010)", "shop-server:4010": where the number begins behind a name of one word, and where the name ends;
 * false: it is no such cell. */
static bool number_behind(struct pc_flat flat, size_t from, size_t *name_end, size_t *at) {
    struct pc_str s = pc_str_sub(flat.text, from, flat.text.len);
    size_t digits = s.len;
    while (pc_is_any(pc_str_at(s, digits - 1), ") ")) {
        digits--;
    }
    while (pc_is_digit(pc_str_at(s, digits - 1))) {
        digits--;
    }
    size_t end = digits;
    while (pc_str_at(s, end - 1) == ' ') {
        end--;
    }
    if (!pc_is_any(pc_str_at(s, end - 1), "(:")) {
        return false;
    }
    while (pc_is_any(pc_str_at(s, end - 1), "(: ")) {
        end--;
    }
    *name_end = from + end;
    *at = from + digits;
    return end > 0 && pc_str_find_char(pc_str_sub(s, 0, end), ' ', 0) == PC_NPOS;
}

void pc_table_reference(struct pc_table *t, const struct pc_row *row, pc_id claim) {
    struct pc_flat flat = pc_table_cell(t, row->index, t->reference);
    struct pc_cell_port port;
    enum pc_port_result why;
    size_t from = pc_flat_skip(flat, 0);
    size_t name_from = from, name_end = flat.text.len, at = from;
    if (from >= flat.text.len || flat.text.ptr[from] == '(') {
        return;
    }
    struct pc_reference reference = {.claim = claim, .target = PC_NONE};
    bool has_port = pc_port_at(t->r->scratch, flat, from, &port, &name_from, &why) == PC_FOUND_PORT;
    if (!has_port) {
        name_from = from;
        size_t end;
        has_port = number_behind(flat, from, &name_end, &at) &&
                   pc_port_at(t->r->scratch, flat, at, &port, &end, &why) == PC_FOUND_PORT;
        name_end = has_port ? name_end : flat.text.len;
    }
    if (has_port && port.ports.lo == port.ports.hi) {
        reference.has_port = true;
        reference.port = port.ports.lo;
        reference.port_span = pc_flat_span(flat, t->r->ctx->file, port.from, port.to);
    }
    struct pc_name name = pc_name_of(t->r, flat, name_from, name_end);
    bool code = pc_flat_all(flat, from, flat.text.len, PC_MD_CODE_SPAN);
    reference.name = has_port || code ? name.name : PC_EMPTY;
    reference.span = pc_flat_span(flat, t->r->ctx->file, from, flat.text.len);
    if (reference.has_port || reference.name.len > 0) {
        pc_regmd_note(t->r, reference.port_span, NULL);
        pc_builder_reference(t->r->b, &reference);
    }
}
