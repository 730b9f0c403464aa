/* To which table or list of a file a port belongs. */
#include "table_model.h"

static const struct pc_range *range_at(const struct pc_rows *rows, pc_id range) {
    return &rows->reg->ranges[range];
}

static bool range_fits(const struct pc_rows *rows, pc_id id, pc_id file, pc_id host) {
    const struct pc_range *range = range_at(rows, id);
    return range->heading && range->span.file == file &&
           (range->host == PC_NONE || host == PC_NONE || range->host == host);
}

/* The narrowest heading's range with the port; own where that has it. */
static pc_id range_of_port(const struct pc_rows *rows, pc_id file, pc_id host, uint16_t port, pc_id own) {
    struct pc_ports ports = {port, port};
    pc_id best = PC_NONE;
    if (own != PC_NONE && pc_ports_contain(range_at(rows, own)->ports, ports))
        return own;
    for (pc_id i = 0; i < rows->reg->range_count; i++) {
        const struct pc_range *range = range_at(rows, i);
        if (!range_fits(rows, i, file, host) || !pc_ports_contain(range->ports, ports))
            continue;
        if (best == PC_NONE ||
            range->ports.hi - range->ports.lo < range_at(rows, best)->ports.hi - range_at(rows, best)->ports.lo)
            best = i;
    }
    return best;
}

static bool has_headings(const struct pc_rows *rows, pc_id file, pc_id host) {
    for (pc_id i = 0; i < rows->reg->range_count; i++)
        if (range_fits(rows, i, file, host))
            return true;
    return false;
}

static unsigned distance(uint16_t a, uint16_t b) {
    return a > b ? (unsigned)(a - b) : (unsigned)(b - a);
}

/* The block with the row of a range that is nearest to the port. */
static struct pc_row_block *block_of_range(struct pc_rows *rows, const struct pc_table_file *model, pc_id range,
                                           pc_id host, uint16_t port) {
    struct pc_row_block *best = NULL;
    unsigned least = 0;
    for (size_t i = 0; i < model->blocks.count; i++) {
        struct pc_row_block *block = model->blocks.items[i];
        for (size_t j = 0; j < block->rows.count; j++) {
            const struct pc_line_row *row = &block->rows.items[j];
            if (!row->orders || row->range != range)
                continue;
            pc_id here = rows->reg->claims[row->claims.items[0]].host;
            bool fits = here == host || here == PC_NONE;
            if (fits && (!best || distance(row->port, port) < least)) {
                best = block;
                least = distance(row->port, port);
            }
        }
    }
    return best;
}

/* The empty table right below a range's heading. */
static struct pc_row_block *block_below(const struct pc_table_file *model, struct pc_span heading) {
    uint32_t end = UINT32_MAX;
    for (size_t i = 0; i < model->doc.block_count; i++) {
        const struct pc_md_block *md = &model->doc.blocks[i];
        if (md->kind == PC_MD_HEADING && md->line_count > 0 && md->lines[0].offset > heading.offset &&
            md->lines[0].offset < end)
            end = md->lines[0].offset;
    }
    struct pc_row_block *found = NULL;
    for (size_t i = 0; i < model->blocks.count; i++) {
        struct pc_row_block *block = model->blocks.items[i];
        bool below = block->kind == PC_BLOCK_TABLE && block->from > heading.offset && block->from < end;
        if (below && (!found || block->from < found->from))
            found = block;
    }
    return found;
}

/* Without ranges: the only block of planned rows; of several the one whose ports lie around this one. */
static struct pc_row_block *block_around(struct pc_rows *rows, const struct pc_table_file *model, pc_id host,
                                         uint16_t port) {
    struct pc_row_block *only = NULL, *around = NULL;
    size_t blocks = 0, arounds = 0;
    for (size_t i = 0; i < model->blocks.count; i++) {
        struct pc_row_block *block = model->blocks.items[i];
        uint16_t low = UINT16_MAX, high = 0;
        for (size_t j = 0; j < block->rows.count; j++) {
            const struct pc_line_row *row = &block->rows.items[j];
            const struct pc_claim *claim = row->orders ? &rows->reg->claims[row->claims.items[0]] : NULL;
            if (!claim || claim->role != PC_ROLE_PLANNED || (claim->host != host && claim->host != PC_NONE))
                continue;
            low = row->port < low ? row->port : low;
            high = row->port > high ? row->port : high;
        }
        if (high == 0)
            continue;
        only = block;
        blocks++;
        if (low <= port && port <= high) {
            around = block;
            arounds++;
        }
    }
    return blocks == 1 ? only : arounds == 1 ? around : NULL;
}

struct pc_row_block *pc_block_for_port(struct pc_rows *rows, pc_id file, pc_id host, uint16_t port,
                                       struct pc_row_block *own, pc_id own_range, pc_id *range, struct pc_str *why) {
    struct pc_table_file *model = pc_table_file_of(rows, file);
    struct pc_str path = rows->reg->files[file].path;
    *why = PC_EMPTY;
    *range = own_range;
    if (!model) {
        *why = pc_str_fmt(rows->arena, "%.*s is data: rows of it are added and moved by hand", PC_ARG(path));
        return own;
    }
    if (!has_headings(rows, file, host) || (own && own_range == PC_NONE)) {
        struct pc_row_block *block = own ? own : block_around(rows, model, host, port);
        if (!block)
            *why = pc_str_fmt(rows->arena, "nothing tells which table of %.*s should have it", PC_ARG(path));
        return block;
    }
    *range = range_of_port(rows, file, host, port, own_range);
    if (*range == PC_NONE) {
        *range = own_range;
        *why = pc_str_fmt(rows->arena, "no range that %.*s declares has its port", PC_ARG(path));
        return own;
    }
    if (own && *range == own_range)
        return own;
    struct pc_row_block *block = block_of_range(rows, model, *range, host, port);
    if (!block)
        block = block_below(model, range_at(rows, *range)->span);
    if (!block) {
        struct pc_ports ports = range_at(rows, *range)->ports;
        *range = own_range;
        *why = pc_str_fmt(rows->arena, "the section %u-%u has no table", (unsigned)ports.lo, (unsigned)ports.hi);
        return own;
    }
    return block;
}
