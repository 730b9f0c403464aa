/* What is asked of rows, collected until pc_rows_finish. */
#include "table_edit.h"

#include <stdlib.h>
#include <string.h>

#include "lookup.h"
#include "sort.h"
#include "table_model.h"

struct pc_rows *pc_rows_new(struct pc_edits *edits) {
    struct pc_rows *rows = PC_NEW(edits->arena, struct pc_rows);
    *rows = (struct pc_rows){.edits = edits, .arena = edits->arena, .reg = edits->reg};
    rows->files = PC_NEW_ARRAY(rows->arena, rows->reg->file_count, struct pc_table_file *);
    pc_rows_find_free(rows);
    return rows;
}

struct pc_arrival *pc_block_arrival(struct pc_rows *rows, struct pc_row_block *block, uint16_t port, pc_id range) {
    struct pc_arrival *arrival = PC_PUSH(&block->arrivals, rows->arena);
    *arrival = (struct pc_arrival){.port = port, .range = range, .number = rows->arrivals++};
    return arrival;
}

void pc_rows_replace(struct pc_rows *rows, struct pc_span span, struct pc_str text) {
    struct pc_row_place place = pc_row_at(rows, span.file, span.offset);
    struct pc_line_row *row = place.block ? pc_row_of(place) : NULL;
    if (!row || span.offset + span.length > row->to) {
        pc_edits_add(rows->edits, span, text);
        return;
    }
    for (size_t i = 0; i < row->patches.count; i++)
        if (row->patches.items[i].span.offset == span.offset && row->patches.items[i].span.length == span.length) {
            row->patches.items[i].text = text;
            return;
        }
    *PC_PUSH(&row->patches, rows->arena) = (struct pc_edit){span, text};
}

bool pc_rows_replaces(struct pc_rows *rows, struct pc_span span) {
    struct pc_row_place place = pc_row_at(rows, span.file, span.offset);
    const struct pc_line_row *row = place.block ? pc_row_of(place) : NULL;
    for (size_t i = 0; row && i < row->patches.count; i++)
        if (row->patches.items[i].span.offset == span.offset)
            return true;
    for (size_t i = 0; i < rows->edits->list.count; i++) {
        const struct pc_span *edited = &rows->edits->list.items[i].span;
        if (edited->file == span.file && edited->offset == span.offset && edited->length == span.length)
            return true;
    }
    return false;
}

/* Why a claim's number cannot be written anew; empty: it can. */
static struct pc_str unfit(const struct pc_rows *rows, const struct pc_claim *claim) {
    uint16_t port;
    if (rows->reg->files[claim->span.file].origin.len > 0)
        return PC_STR("it is of another repository");
    if (claim->flags & PC_CLAIM_COMPOSED)
        return PC_STR("the number is put together of variables");
    if (claim->flags & PC_CLAIM_OPEN)
        return PC_STR("it is a pattern, not one port");
    if (claim->ports.lo != claim->ports.hi)
        return PC_STR("it is a range of ports");
    if (pc_port_parse(pc_span_text(rows->reg, claim->span), &port) != PC_PORT_OK || port != claim->ports.lo)
        return PC_STR("the number does not stand there as it is");
    return PC_EMPTY;
}

/* The first claim at or behind an offset of a file. */
static size_t claim_from(const struct pc_registry *reg, pc_id file, uint32_t offset) {
    size_t low = 0, high = reg->claim_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pc_span *span = &reg->claims[middle].span;
        if (span->file < file || (span->file == file && span->offset < offset))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Says a claim that this number is somebody else's? */
static bool is_of_other(const struct pc_rows *rows, const struct pc_claim *claim, uint32_t offset) {
    const struct pc_registry *reg = rows->reg;
    for (size_t i = claim_from(reg, claim->span.file, offset); i < reg->claim_count; i++) {
        const struct pc_claim *other = &reg->claims[i];
        if (other->span.file != claim->span.file || other->span.offset != offset)
            return false;
        if (other->service != claim->service || (other->role != PC_ROLE_DIALS && other->host != claim->host))
            return true;
    }
    return false;
}

static bool is_alias(const struct pc_alias *aliases, size_t count, struct pc_str name) {
    for (size_t i = 0; i < count; i++)
        if (pc_str_eq_nocase(name, aliases[i].name))
            return true;
    return false;
}

/* Somebody else is called so: another service or host. */
static bool is_known(const struct pc_rows *rows, struct pc_str name) {
    return pc_services_named(rows->arena, rows->reg, name).count > 0 ||
           pc_hosts_named(rows->arena, rows->reg, name).count > 0;
}

/* Some place has the service on a host of that name. */
static bool is_host_of(const struct pc_rows *rows, pc_id service, struct pc_str name) {
    struct pc_ids hosts = pc_hosts_named(rows->arena, rows->reg, name);
    for (size_t i = 0; i < rows->reg->claim_count && hosts.count == 1; i++)
        if (rows->reg->claims[i].service == service && rows->reg->claims[i].host == hosts.items[0] &&
            rows->reg->claims[i].role != PC_ROLE_DIALS)
            return true;
    return false;
}

/* The service as its own line or entry dials it: by this machine, by its host, by one of its names. Where the line says
 * nothing else (alone), a URL of nobody known is its public one. */
static bool is_own_address(const struct pc_rows *rows, const struct pc_claim *claim, struct pc_str host, bool alone) {
    static const char *const local[] = {"localhost", "127.0.0.1", "0.0.0.0"};
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        if (pc_str_is_nocase(host, local[i]))
            return true;
    if (host.len == 0 || claim->service == PC_NONE)
        return false;
    const struct pc_service *service = &rows->reg->services[claim->service];
    const struct pc_host *on = claim->host == PC_NONE ? NULL : &rows->reg->hosts[claim->host];
    if (pc_str_eq_nocase(host, service->name) || is_alias(service->aliases, service->alias_count, host) ||
        (on && (pc_str_eq_nocase(host, on->name) || is_alias(on->aliases, on->alias_count, host))))
        return true;
    return alone && (!is_known(rows, host) || (!on && is_host_of(rows, claim->service, host)));
}

/* "localhost:" before text[at]: its host; empty when there is none. */
static struct pc_str host_before(struct pc_str text, size_t at) {
    if (at == 0 || text.ptr[at - 1] != ':')
        return PC_EMPTY;
    size_t end = at - 1, from = end;
    while (from > 0 && (pc_is_alnum(text.ptr[from - 1]) || strchr("._-", text.ptr[from - 1])))
        from--;
    return pc_str_sub(text, from, end - from);
}

static bool is_markdown(const struct pc_file *file) {
    return pc_str_ends(file->path, PC_STR(".md"));
}

/* Where the service's own addresses may stand beside its number: the line of a document, the entry of a registry that
 * is data. */
static struct pc_span surroundings(const struct pc_rows *rows, const struct pc_claim *claim) {
    const struct pc_file *file = &rows->reg->files[claim->span.file];
    struct pc_str text = file->text;
    size_t from = claim->span.offset, end = from;
    if (!is_markdown(file))
        return file->kind == PC_FILE_KIND_REGISTRY && claim->role != PC_ROLE_DIALS ? claim->extent : claim->span;
    while (from > 0 && text.ptr[from - 1] != '\n')
        from--;
    while (end < text.len && text.ptr[end] != '\n')
        end++;
    return (struct pc_span){claim->span.file, (uint32_t)from, (uint32_t)(end - from)};
}

/* What is a claim in data is changed, or left, for what it claims. */
static bool is_claimed(const struct pc_rows *rows, const struct pc_claim *claim, uint32_t offset) {
    size_t i = claim_from(rows->reg, claim->span.file, offset);
    return i < rows->reg->claim_count && rows->reg->claims[i].span.file == claim->span.file &&
           rows->reg->claims[i].span.offset == offset;
}

/* A row or bullet that speaks of one service, whatever else it says of it. */
static bool is_of_one_service(struct pc_row_place place, const struct pc_rows *rows) {
    const struct pc_line_row *row = place.block ? pc_row_of(place) : NULL;
    for (size_t i = 1; row && i < row->claims.count; i++)
        if (rows->reg->claims[row->claims.items[i]].service != rows->reg->claims[row->claims.items[0]].service)
            return false;
    return row && !row->has_inner;
}

/* "| 3101 | http://localhost:3101 |": a row or line of a document would contradict itself if only one of the two
 * changed; and so would an entry with its port and its URL. */
static void set_addresses(struct pc_rows *rows, const struct pc_claim *claim, struct pc_str number) {
    const struct pc_file *file = &rows->reg->files[claim->span.file];
    struct pc_str old = pc_span_text(rows->reg, claim->span), text = file->text;
    struct pc_row_place place = pc_row_at(rows, claim->span.file, claim->span.offset);
    struct pc_span around = surroundings(rows, claim);
    bool data = !is_markdown(file);
    if (claim->role == PC_ROLE_DIALS)
        return;
    for (size_t at = around.offset, end = at + around.length;
         (at = pc_str_find(pc_str_sub(text, 0, end), old, at)) != PC_NPOS; at += old.len) {
        bool whole = at + old.len == text.len || !pc_is_alnum(text.ptr[at + old.len]);
        struct pc_str host = host_before(text, at);
        bool url = host.len > 0 && pc_str_ends(pc_str_sub(text, 0, (size_t)(host.ptr - text.ptr)), PC_STR("://"));
        bool alone = url && (data || is_of_one_service(place, rows));
        if (!whole || !is_own_address(rows, claim, host, alone) ||
            (data ? is_claimed(rows, claim, (uint32_t)at) : is_of_other(rows, claim, (uint32_t)at)))
            continue;
        struct pc_span span = {claim->span.file, (uint32_t)at, (uint32_t)old.len};
        pc_rows_replace(rows, span, number);
        *PC_PUSH(&rows->addresses, rows->arena) = span;
    }
}

static int compare_addresses(const void *left, const void *right) {
    const struct pc_span *a = left, *b = right;
    if (a->file != b->file)
        return pc_order(a->file, b->file);
    return pc_order(a->offset, b->offset);
}

const struct pc_span *pc_rows_addresses(struct pc_rows *rows, size_t *count) {
    *count = rows->addresses.count;
    pc_sort(rows->addresses.items, *count, sizeof *rows->addresses.items, compare_addresses);
    return rows->addresses.items;
}

static void set_port(struct pc_rows *rows, const struct pc_claim *claim, uint16_t port) {
    struct pc_str number = pc_str_fmt(rows->arena, "%u", (unsigned)port);
    pc_rows_replace(rows, claim->span, number);
    set_addresses(rows, claim, number);
    struct pc_row_place place = pc_row_at(rows, claim->span.file, claim->span.offset);
    if (place.block && pc_row_of(place)->port == claim->ports.lo)
        pc_row_of(place)->port = port;
}

enum pc_rows_result pc_rows_renumber_here(struct pc_rows *rows, pc_id id, uint16_t port, struct pc_str *why) {
    const struct pc_claim *claim = &rows->reg->claims[id];
    *why = unfit(rows, claim);
    if (why->len > 0)
        return PC_ROWS_REFUSED;
    set_port(rows, claim, port);
    return PC_ROWS_DONE;
}

/* A row of a table that gives services their ports, or a bullet of the plan. */
static bool has_place(const struct pc_rows *rows, const struct pc_claim *claim, struct pc_row_place place) {
    if (!place.block || (claim->flags & (PC_CLAIM_SELF | PC_CLAIM_RESTATED)) || claim->place == PC_PLACE_NETWORK ||
        rows->reg->files[claim->span.file].kind != PC_FILE_KIND_REGISTRY)
        return false;
    return claim->role == PC_ROLE_PLANNED || place.block->kind == PC_BLOCK_TABLE;
}

static enum pc_rows_result to_other_block(struct pc_rows *rows, struct pc_row_place place, struct pc_row_block *target,
                                          pc_id range, struct pc_str *why) {
    struct pc_line_row *row = pc_row_of(place);
    bool tables = place.block->kind == PC_BLOCK_TABLE && target->kind == PC_BLOCK_TABLE;
    if (place.block->kind != target->kind) {
        *why = PC_STR("its range is written in another form, a table or a list");
        return PC_ROWS_STAYS;
    }
    if (tables && !pc_row_mapped(rows, place.block, row, target, why))
        return PC_ROWS_STAYS;
    row->leaves = true;
    struct pc_arrival *arrival = pc_block_arrival(rows, target, row->port, range);
    arrival->source = row;
    arrival->source_block = place.block;
    return PC_ROWS_DONE;
}

enum pc_rows_result pc_rows_renumber(struct pc_rows *rows, pc_id id, uint16_t port, struct pc_str *why) {
    const struct pc_claim *claim = &rows->reg->claims[id];
    struct pc_row_place place = pc_row_at(rows, claim->span.file, claim->span.offset);
    if (pc_rows_renumber_here(rows, id, port, why) == PC_ROWS_REFUSED)
        return PC_ROWS_REFUSED;
    if (!has_place(rows, claim, place))
        return PC_ROWS_DONE;
    struct pc_line_row *row = pc_row_of(place);
    pc_id range;
    struct pc_row_block *target =
        pc_block_for_port(rows, claim->span.file, claim->host, port, place.block, claim->range, &range, why);
    if (!pc_row_is_single(rows, row)) {
        if (target != place.block)
            *why = PC_STR("its row holds more than this port");
        return why->len > 0 ? PC_ROWS_STAYS : PC_ROWS_DONE;
    }
    if (target != place.block) {
        enum pc_rows_result result = to_other_block(rows, place, target, range, why);
        row->wants_place = result == PC_ROWS_STAYS;
        return result;
    }
    row->wants_place = true;
    row->range = range;
    return why->len > 0 ? PC_ROWS_STAYS : PC_ROWS_DONE;
}

static struct pc_row_block *block_of_section(struct pc_rows *rows, pc_id section, pc_id *file) {
    *file = rows->reg->sections[section].file;
    if (!rows->first_of_section) {
        rows->first_of_section = PC_NEW_ARRAY(rows->arena, rows->reg->section_count, pc_id);
        for (size_t i = 0; i < rows->reg->section_count; i++)
            rows->first_of_section[i] = PC_NONE;
        for (size_t i = rows->reg->claim_count; i-- > 0;)
            if (rows->reg->claims[i].section != PC_NONE)
                rows->first_of_section[rows->reg->claims[i].section] = (pc_id)i;
    }
    pc_id first = rows->first_of_section[section];
    if (first == PC_NONE)
        return NULL;
    return pc_row_at(rows, rows->reg->claims[first].span.file, rows->reg->claims[first].span.offset).block;
}

/* A line of the block has the number, though no claim was made of it: "8080 | - | free". */
static bool is_mentioned(const struct pc_rows *rows, const struct pc_row_block *block, struct pc_str number) {
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (row->claims.count == 0 && pc_str_has_word_nocase(pc_row_text(rows, block, row->from, row->to), number))
            return true;
    }
    return false;
}

static bool is_coming(const struct pc_row_block *block, const struct pc_new_row *row) {
    for (size_t i = 0; i < block->arrivals.count; i++)
        if (!block->arrivals.items[i].source && block->arrivals.items[i].port == row->port &&
            pc_str_eq(block->arrivals.items[i].service, row->service))
            return true;
    return false;
}

enum pc_rows_result pc_rows_add(struct pc_rows *rows, const struct pc_new_row *row, struct pc_str *why) {
    struct pc_arrival made = {.port = row->port};
    struct pc_row_block *block;
    pc_id file, range = PC_NONE;
    *why = PC_EMPTY;
    if (row->section != PC_NONE)
        block = block_of_section(rows, row->section, &file);
    else
        block = pc_block_for_port(rows, row->file, row->host, row->port, NULL, PC_NONE, &range, why);
    if (!block && why->len == 0)
        *why = PC_STR("it is data or text: the entry is added by hand");
    if (block && is_coming(block, row))
        return PC_ROWS_STAYS;
    if (block && is_mentioned(rows, block, pc_str_fmt(rows->arena, "%u", (unsigned)row->port))) {
        *why = PC_STR("a line there has the number, and says something else");
        block = NULL;
    }
    if (!block || !pc_row_new(rows, block, row, &made, why))
        return PC_ROWS_REFUSED;
    struct pc_arrival *arrival = pc_block_arrival(rows, block, row->port, range);
    arrival->service = row->service;
    arrival->cells = made.cells;
    arrival->line = made.line;
    return PC_ROWS_DONE;
}

void pc_rows_finish(struct pc_rows *rows) {
    pc_rows_settle_taken(rows);
    for (size_t i = 0; i < rows->reg->file_count; i++)
        for (size_t j = 0; rows->files[i] && j < rows->files[i]->blocks.count; j++)
            pc_block_finish(rows, rows->files[i]->blocks.items[j]);
}
