/* Plain lines that claim: "name : 5433", "3000: web", and rows in whitespace columns, "name path port". Also the
 * paragraph that says what is not deployed. */
#include "port_words.h"
#include "registry_group.h"

/* ---- the paragraph */

static void state_lines(struct pc_regmd *r, const struct pc_group_item *items, size_t count, bool heading) {
    struct pc_group group = {.r = r, .kind = PC_SECTION_LINES, .section = PC_NONE, .heading = heading};
    group.of_ranges = pc_group_holds_ranges(r, items, count);
    group.outlook = pc_regmd_outlook(r);
    for (size_t i = 0; i < count; i++) {
        pc_group_state(&group, &items[i]);
    }
}

/* A line that ties name and port by a sign needs no columns. */
static bool has_sign(struct pc_flat flat) {
    for (size_t i = 0; i < flat.text.len; i++) {
        char c = flat.text.ptr[i];
        if (pc_is_any(c, ":=") || c == PC_FLAT_ARROW || (flat.style[i] & PC_MD_CODE_SPAN) != 0) {
            return true;
        }
    }
    return false;
}

/* "**Deployment**: Port 4003 at https://ledger.example.org" of the service that the heading names. */
static struct pc_entries labelled_port(struct pc_regmd *r, struct pc_flat flat) {
    static const char *const labels[] = {"deployment", "deployed",    "runs on",     "running on", "listens",
                                         "listens on", "server",      "service",     "local",      "address",
                                         "production", "development", "environment", "access",     NULL};
    enum { LONGEST_LABEL = 48 };
    size_t from = pc_flat_skip(flat, 0);
    size_t colon = pc_str_find_char(pc_str_sub(flat.text, 0, LONGEST_LABEL), ':', from);
    struct pc_entries none = {NULL, 0};
    if (colon == PC_NPOS || colon == from || (flat.style[from] & PC_MD_STRONG) == 0 ||
        !pc_is_one_of(pc_fold(r->scratch, pc_str_sub(flat.text, from, colon - from)), labels)) {
        return none;
    }
    size_t at = pc_flat_skip(flat, colon + 1);
    if (!pc_str_starts_nocase(pc_str_sub(flat.text, at, flat.text.len), PC_STR("port "))) {
        return none;
    }
    struct pc_entry *entry = PC_NEW(r->scratch, struct pc_entry);
    struct pc_cell_port port;
    enum pc_port_result why;
    *entry = (struct pc_entry){.name_from = from, .name_to = from, .label_from = from, .label_to = colon, .from = from};
    if (pc_port_at(r->scratch, flat, pc_flat_skip(flat, at + 5), &port, &entry->to, &why) != PC_FOUND_PORT) {
        return none;
    }
    *PC_PUSH(&entry->ports, r->scratch) = port;
    return (struct pc_entries){entry, 1};
}

/* A heading names a service, and some lines below it say its port: "**Port**: 4001". Only those are kept. */
static bool is_about_heading(struct pc_group_item *items, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count && items[i].owner.len > 0; i++) {
        struct pc_group_item *item = &items[i];
        bool nameless = item->entries.count == 1 && item->entries.items[0].name_to == item->entries.items[0].name_from;
        item->entries.count = nameless ? 1 : 0;
        any = any || nameless;
    }
    return any;
}

/* The place behind "**Reserved:**" or "Port range:" and the words of the label; 0 when the line has no such label. */
static size_t label_end(struct pc_regmd *r, struct pc_flat flat, const char *const *labels, size_t *label_to) {
    enum { LONGEST = 40 };
    size_t from = pc_flat_skip(flat, 0);
    size_t colon = pc_str_find_char(pc_str_sub(flat.text, 0, LONGEST), ':', from);
    if (colon == PC_NPOS || !pc_is_one_of(pc_fold(r->scratch, pc_str_sub(flat.text, from, colon - from)), labels)) {
        return 0;
    }
    *label_to = colon;
    return pc_flat_skip(flat, colon + 1);
}

/* "**Range:** 3001-3099 for web apps": a block of ports. */
static bool state_range_line(struct pc_regmd *r, struct pc_flat flat) {
    static const char *const labels[] = {"range", "port range", "ports range", "block", "port block", NULL};
    struct pc_cell_port port;
    enum pc_port_result why;
    size_t label;
    size_t end;
    size_t at = label_end(r, flat, labels, &label);
    if (at == 0 || pc_port_at(r->scratch, flat, at, &port, &end, &why) != PC_FOUND_PORT ||
        port.ports.hi == port.ports.lo) {
        return false;
    }
    struct pc_outlook outlook = pc_regmd_outlook(r);
    size_t from = end;
    size_t to = flat.text.len;
    pc_flat_trim(flat, &from, &to);
    if (pc_str_starts_nocase(pc_str_sub(flat.text, from, to - from), PC_STR("for "))) {
        from += 4;
    }
    bool stated = outlook.dead == NULL && pc_regmd_range_over(r, port.ports, outlook.environment) == PC_NONE;
    if (stated) {
        struct pc_range range = {.ports = port.ports,
                                 .span = pc_flat_span(flat, r->ctx->file, port.from, port.to),
                                 .purpose = pc_flat_str(r->keep, flat, r->ctx->text, from, to),
                                 .section = PC_NONE,
                                 .host = outlook.host,
                                 .open = port.open};
        pc_regmd_emit_range(r, &range);
    }
    return stated;
}

/* "**Reserved:** 3000, 3005-3009 (never assign)": ports kept free. */
static bool state_reserved_line(struct pc_regmd *r, struct pc_flat flat) {
    static const char *const labels[] = {"reserved", "reserved port", "reserved ports", "do not use", NULL};
    struct pc_entry *entry = PC_NEW(r->scratch, struct pc_entry);
    struct pc_cell_port port;
    enum pc_port_result why;
    size_t label;
    size_t end;
    size_t at = label_end(r, flat, labels, &label);
    *entry = (struct pc_entry){.name_from = label, .name_to = label, .from = pc_flat_skip(flat, 0)};
    while (at > 0 && pc_port_at(r->scratch, flat, at, &port, &end, &why) == PC_FOUND_PORT) {
        *PC_PUSH(&entry->ports, r->scratch) = port;
        entry->to = end;
        at = pc_flat_skip(flat, end);
        if (at >= flat.text.len || !pc_is_any(flat.text.ptr[at], ",/")) {
            break;
        }
        at = pc_flat_skip(flat, at + 1);
    }
    if (entry->ports.count == 0) {
        return false;
    }
    struct pc_group group = {.r = r, .kind = PC_SECTION_LINES, .section = PC_NONE, .outlook = pc_regmd_outlook(r)};
    struct pc_group_item item = {.flat = flat, .entries = {entry, 1}};
    group.outlook.reserved = true;
    pc_group_state(&group, &item);
    return true;
}

bool pc_regmd_lines(struct pc_regmd *r, const struct pc_md_block *block) {
    size_t count = block->line_count;
    struct pc_group_item *items = PC_NEW_ARRAY(r->scratch, count, struct pc_group_item);
    bool signs = false;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct pc_flat flat = pc_flat_of_lines(r->scratch, &block->lines[i], 1);
        if (state_range_line(r, flat) || state_reserved_line(r, flat)) {
            continue;
        }
        items[kept++].flat = flat;
        signs = signs || has_sign(flat);
    }
    bool stated = kept < count;
    count = kept;
    if (count == 0) {
        return stated;
    }
    bool fence = block->kind == PC_MD_CODE;
    if (signs || !pc_regmd_columns(r, items, count, fence)) {
        size_t understood = 0;
        struct pc_str owner = pc_regmd_owner_of_heading(r);
        for (size_t i = 0; i < count; i++) {
            struct pc_flat flat = items[i].flat;
            items[i].owner = owner; /* of "Port: 4001" */
            items[i].entries = owner.len > 0 ? labelled_port(r, flat) : (struct pc_entries){NULL, 0};
            if (items[i].entries.count == 0) {
                items[i].entries = pc_entries_parse(r->scratch, flat, true);
            }
            understood += items[i].entries.count > 0 ? 1 : 0;
        }
        bool list = understood > 0 && understood * 10 >= count * 6;
        bool columns = !list && fence && pc_regmd_columns(r, items, count, fence);
        if (!list && !columns && !is_about_heading(items, count)) {
            return stated;
        }
    }
    state_lines(r, items, count, false);
    return true;
}

void pc_regmd_heading_port(struct pc_regmd *r, struct pc_flat flat) {
    enum { LEAST = 1024, YEAR_FIRST = 1990, YEAR_LAST = 2040 };
    struct pc_group_item item = {.flat = flat, .entries = pc_entries_parse(r->scratch, flat, true)};
    if (item.entries.count != 1 || item.entries.items[0].ports.count != 1) {
        return;
    }
    const struct pc_entry *entry = &item.entries.items[0];
    struct pc_ports ports = entry->ports.items[0].ports;
    bool year = ports.lo >= YEAR_FIRST && ports.lo <= YEAR_LAST;
    bool named = pc_says_port(pc_fold(r->scratch, flat.text));
    if (ports.lo == ports.hi && (named || (ports.lo >= LEAST && !year)) && entry->name_to > entry->name_from) {
        state_lines(r, &item, 1, true);
    }
}

/* ---- what is not deployed */

static void add_absence(struct pc_regmd *r, struct pc_flat flat, size_t from, size_t to) {
    struct pc_name name = pc_name_of(r, flat, from, to);
    if (name.name.len == 0 || !pc_is_name_like(r->scratch, flat, from, to)) {
        return;
    }
    struct pc_absence absence = {
        .name = name.name, .span = name.span, .service = PC_NONE, .host = pc_regmd_outlook(r).host};
    pc_builder_absence(r->b, &absence);
}

/* Pieces between commas outside brackets; of a piece with a code span only that. */
static void add_absences(struct pc_regmd *r, struct pc_flat flat, size_t at) {
    size_t from = at;
    for (size_t i = at; i <= flat.text.len; i++) {
        char c = i < flat.text.len ? flat.text.ptr[i] : ',';
        size_t close = c == '(' ? pc_flat_close(flat, i) : 0;
        bool stop = c == '.' && (i + 1 >= flat.text.len || pc_is_space(flat.text.ptr[i + 1]));
        if (pc_is_any(c, ",;(") || stop) {
            size_t a = from;
            size_t b = i;
            while (a < b && (flat.style[a] & PC_MD_CODE_SPAN) == 0) {
                a++;
            }
            size_t end = a;
            while (end < b && (flat.style[end] & PC_MD_CODE_SPAN) != 0) {
                end++;
            }
            add_absence(r, flat, a < b ? a : from, a < b ? end : b);
            from = i + 1;
        }
        if (close > 0) {
            i = close - 1;
            from = close;
        }
        if (stop) {
            return;
        }
    }
}

/* "(default port `4104`)": of something that is not there. */
static void note_numbers(struct pc_regmd *r, struct pc_flat flat, size_t at) {
    for (size_t from = at; from < flat.text.len; from = at) {
        at = from;
        while (at < flat.text.len && pc_is_digit(flat.text.ptr[at])) {
            at++;
        }
        bool joined = from > 0 && (pc_is_alnum(flat.text.ptr[from - 1]) || flat.text.ptr[from - 1] == '-');
        if (at - from >= 2 && at - from <= 5 && !joined) {
            pc_regmd_note(r, pc_flat_span(flat, r->ctx->file, from, at), "not deployed");
        }
        at = at > from ? at : from + 1;
    }
}

bool pc_regmd_absence(struct pc_regmd *r, struct pc_flat flat) {
    size_t colon = pc_str_find_char(flat.text, ':', 0);
    if (colon == PC_NPOS || colon > 60 || pc_flat_skip(flat, colon + 1) >= flat.text.len) {
        return false;
    }
    struct pc_str lead = pc_fold(r->scratch, pc_str_sub(flat.text, 0, colon));
    if (!pc_says_not_deployed(lead)) {
        return false;
    }
    add_absences(r, flat, colon + 1);
    note_numbers(r, flat, colon + 1);
    return true;
}
