/* Lists that lost their marks when they were copied: each code span became a line of its own, and bullets run together:
 *   - mailer
 *   4040(Task Mailer)- search
 *   4021- credits
 *   4061, users4062Next box (production):
 * Read only when several ports stand at the start of a line like that. */
#include "port_words.h"
#include "registry_group.h"

enum { FEWEST = 3 };

struct reading {
    struct pc_regmd *r;
    struct pc_flat flat;
    struct pc_group group;
};

static size_t digits_end(struct pc_str s, size_t at) {
    while (at < s.len && pc_is_digit(s.ptr[at])) {
        at++;
    }
    return at;
}

/* A port at the start of a line, with its bracket, the next bullet's dash, a comma, or nothing behind it. */
static bool starts_line(struct pc_str s, size_t at) {
    size_t end = digits_end(s, at);
    char c = end < s.len ? s.ptr[end] : '\n';
    return pc_str_at(s, at - 1) == '\n' && end - at >= 2 && end - at <= 5 &&
           (pc_is_any(c, "(,\n") || (c == '-' && pc_str_at(s, end + 1) == ' '));
}

static size_t count_starts(struct pc_str s) {
    size_t count = 0;
    for (size_t i = 1; i < s.len; i++) {
        count += starts_line(s, i) ? 1 : 0;
    }
    return count;
}

/* States one name with the port at [from, to). */
static bool state(struct reading *x, size_t name_from, size_t name_to, size_t from) {
    struct pc_cell_port port;
    enum pc_port_result why;
    size_t end = digits_end(x->flat.text, from);
    size_t comma = pc_str_rfind_char(pc_str_sub(x->flat.text, 0, name_to), ',');
    name_from = comma != PC_NPOS && comma >= name_from ? comma + 1 : name_from;
    pc_flat_trim(x->flat, &name_from, &name_to);
    if (!pc_is_name_like(x->r->scratch, x->flat, name_from, name_to) ||
        pc_port_at(x->r->scratch, pc_flat_sub(x->flat, 0, end), from, &port, &end, &why) != PC_FOUND_PORT) {
        return false;
    }
    struct pc_entry entry = {.name_from = name_from, .name_to = name_to, .from = name_from, .to = end};
    *PC_PUSH(&entry.ports, x->r->scratch) = port;
    struct pc_group_item item = {.flat = x->flat, .entries = {&entry, 1}};
    pc_group_state(&x->group, &item);
    return true;
}

/* "users4062": the digits at the end of a word; 0 when there are none. */
static size_t glued_digits(struct pc_str s, size_t from, size_t to) {
    for (size_t i = from + 1; i < to; i++) {
        size_t end = digits_end(s, i);
        if (pc_is_alpha(s.ptr[i - 1]) && end - i >= 4 && end - i <= 5) {
            return i;
        }
    }
    return 0;
}

/* Names glued to their ports, up to `to`: ", users4062, shop4063". Returns the place behind the last. */
static size_t state_glued(struct reading *x, size_t from, size_t to) {
    struct pc_str s = x->flat.text;
    size_t at = from;
    while (at < to && pc_is_any(s.ptr[at], ", ")) {
        at++;
    }
    size_t digits = at > from ? glued_digits(s, at, to) : 0;
    while (digits > 0 && state(x, at, digits, digits)) {
        from = at = digits_end(s, digits);
        while (at < to && pc_is_any(s.ptr[at], ", ")) {
            at++;
        }
        digits = at > from ? glued_digits(s, at, to) : 0;
    }
    return from;
}

/* What is left at the end: the label of the next list. */
static void enter_next_label(struct reading *x, size_t from, unsigned quote_depth) {
    struct pc_flat rest = pc_flat_sub(x->flat, from, x->flat.text.len);
    struct pc_str text = pc_str_trim(rest.text);
    pc_regmd_leave(x->r, PC_LEVEL_LABEL, quote_depth);
    if (text.len > 1 && text.len <= 80 && text.ptr[text.len - 1] == ':') {
        struct pc_title title = pc_title_of(x->r->keep, rest, x->r->ctx->text, x->r->ctx->file, true);
        if (title.has_host) {
            pc_regmd_enter(x->r, &title, PC_LEVEL_LABEL, quote_depth);
        }
    }
}

bool pc_regmd_lost_marks(struct pc_regmd *r, const struct pc_md_block *block) {
    struct reading x = {.r = r, .flat = pc_flat_of_lines(r->scratch, block->lines, block->line_count)};
    struct pc_str s = x.flat.text;
    if (count_starts(s) < FEWEST) {
        return false;
    }
    x.group = (struct pc_group){
        .r = r, .kind = PC_SECTION_LIST, .section = PC_NONE, .no_dates = true, .outlook = pc_regmd_outlook(r)};
    size_t name = 0;
    for (size_t i = 1; i < s.len; i++) {
        if (!starts_line(s, i)) {
            continue;
        }
        if (!state(&x, name, i - 1, i)) {
            break;
        }
        size_t end = digits_end(s, i);
        size_t close = pc_str_at(s, end) == '(' ? pc_flat_close(x.flat, end) : 0;
        size_t next = end;
        while (next < s.len && s.ptr[next] != '\n') {
            next++;
        }
        name = state_glued(&x, close > 0 ? close : end, next);
        name += name + 1 < s.len && s.ptr[name] == '-' ? 1 : 0;
        i = name > i ? name - 1 : i;
    }
    enter_next_label(&x, name, block->quote_depth);
    return true;
}
