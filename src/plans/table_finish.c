/* The edits of one table or list: rows that stay, go and come. */
#include "sort.h"
#include "table_model.h"

static uint16_t old_port(const struct pc_rows *rows, const struct pc_line_row *row) {
    return row->orders ? rows->reg->claims[row->first].ports.lo : 0;
}

/* Rows of services go up by their ports, but for a few. */
static bool is_sorted(const struct pc_rows *rows, const struct pc_row_block *block) {
    size_t pairs = 0, up = 0;
    const struct pc_line_row *before = NULL;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (!row->orders || row->reserved)
            continue;
        if (before) {
            pairs++;
            up += old_port(rows, before) <= old_port(rows, row);
        }
        before = row;
    }
    return up * 10 >= pairs * 8;
}

static bool is_fixed(const struct pc_line_row *row) {
    return row->orders && !row->wants_place && !row->leaves && !row->goes;
}

/* A row that did not stand in the order of ports has a place of its own, and keeps it. */
static bool was_misplaced(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row) {
    uint16_t port = old_port(rows, row);
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *other = &block->rows.items[i];
        bool up = other < row ? old_port(rows, other) <= port : port <= old_port(rows, other);
        if (other != row && other->orders && other->range == row->range && !up)
            return true;
    }
    return false;
}

/* Rows with new ports stay where they are while that keeps the order; the others leave and come again. */
static void send_movers(struct pc_rows *rows, struct pc_row_block *block) {
    size_t count = block->rows.count;
    unsigned *next = PC_NEW_ARRAY(rows->arena, count + 1, unsigned);
    next[count] = UINT16_MAX + 1u;
    for (size_t i = count; i-- > 0;)
        next[i] = is_fixed(&block->rows.items[i]) ? block->rows.items[i].port : next[i + 1];
    unsigned before = 0;
    for (size_t i = 0; i < count; i++) {
        struct pc_line_row *row = &block->rows.items[i];
        if (is_fixed(row))
            before = row->port;
        if (!row->wants_place || row->leaves || row->goes || was_misplaced(rows, block, row))
            continue;
        if (before <= row->port && row->port <= next[i + 1]) {
            before = row->port;
            continue;
        }
        row->leaves = true;
        struct pc_arrival *arrival = pc_block_arrival(rows, block, row->port, row->range);
        arrival->source = row;
        arrival->source_block = block;
    }
}

static int by_port(const void *left, const void *right) {
    const struct pc_arrival *a = left, *b = right;
    if (a->port != b->port)
        return pc_order(a->port, b->port);
    return pc_order(a->number, b->number);
}

/* The row behind which an arrival stands, or the one before which. */
struct anchor {
    const struct pc_line_row *behind, *before;
};

/* Of the last two neighbours that the port lies between, the one above; NULL. */
static const struct pc_line_row *gap_above(const struct pc_row_block *block, const struct pc_arrival *arrival,
                                           bool of_range) {
    const struct pc_line_row *above = NULL, *found = NULL;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (!row->orders || row->leaves || row->goes || (of_range && row->range != arrival->range))
            continue;
        if (above && above->port <= arrival->port && arrival->port < row->port)
            found = above;
        above = row;
    }
    return found;
}

static struct anchor anchor_of(const struct pc_row_block *block, const struct pc_arrival *arrival, bool sorted) {
    struct anchor anchor = {NULL, NULL};
    bool of_range = false;
    for (size_t i = 0; i < block->rows.count; i++)
        of_range = of_range || (block->rows.items[i].orders && block->rows.items[i].range == arrival->range);
    const struct pc_line_row *above = sorted || arrival->copy ? NULL : gap_above(block, arrival, of_range);
    if (above)
        return (struct anchor){.behind = above};
    size_t from = arrival->copy ? (size_t)(arrival->source - block->rows.items) : 0; /* a part stays behind its whole */
    for (size_t i = from; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (!row->orders || (of_range && row->range != arrival->range))
            continue;
        bool stays = !row->leaves && !row->goes;
        if (sorted && stays && row->port > arrival->port) {
            anchor.before = row;
            return anchor;
        }
        anchor.behind = row;
    }
    if (!anchor.behind && block->rows.count > 0)
        anchor.behind = &block->rows.items[block->rows.count - 1];
    if (!anchor.behind && block->has_header)
        anchor.behind = &block->frame[1];
    return anchor;
}

static struct pc_str line_end_of(const struct pc_rows *rows, const struct pc_row_block *block) {
    struct pc_str text = rows->reg->files[block->file].text;
    for (size_t i = block->from; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            return PC_STR("\n");
        if (text.ptr[i] == '\r')
            return i + 1 < text.len && text.ptr[i + 1] == '\n' ? PC_STR("\r\n") : PC_STR("\r");
    }
    return PC_STR("\n");
}

static bool ends_line(struct pc_str text) {
    return text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r');
}

static struct pc_str without_end(struct pc_str text) {
    while (ends_line(text))
        text.len--;
    return text;
}

/* A row's lines as they will be, without the last line's end. */
static struct pc_str row_text(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                              const struct pc_line_row *row, const struct pc_edit *patches, size_t count) {
    struct pc_edits own;
    struct pc_buf out;
    size_t one, two;
    pc_edits_init(&own, rows->arena, rows->reg);
    pc_row_edits(rows, block, padding, row, patches, count, &own);
    pc_edits_sort(&own, &one, &two);
    pc_buf_init(&out, rows->arena);
    uint32_t at = row->from;
    for (size_t i = 0; i < own.list.count; i++) {
        pc_buf_add(&out, pc_row_text(rows, block, at, own.list.items[i].span.offset));
        pc_buf_add(&out, own.list.items[i].text);
        at = own.list.items[i].span.offset + own.list.items[i].span.length;
    }
    pc_buf_add(&out, pc_row_text(rows, block, at, row->to));
    return without_end(pc_buf_str(&out));
}

static struct pc_str tail_of(const struct pc_rows *rows, const struct pc_row_block *block,
                             const struct pc_line_row *row) {
    if (row->cell_count == 0 || row->cells[row->cell_count - 1].to >= row->text_end)
        return PC_EMPTY;
    return pc_str_trim(pc_row_text(rows, block, row->cells[row->cell_count - 1].to + 1, row->text_end));
}

/* "2. " of an ordered list, which no port is written as: 0 where there is none. */
static size_t ordinal_at(struct pc_str line, size_t at) {
    size_t end = at;
    while (end < line.len && end - at < 3 && pc_is_digit(line.ptr[end]))
        end++;
    struct pc_str rest = pc_str_sub(line, end, line.len);
    return end > at && (pc_str_starts(rest, PC_STR(". ")) || pc_str_starts(rest, PC_STR(") "))) ? end + 2 - at : 0;
}

/* Marks at the start of a line: quote, indentation, bullet, number of an item. */
static struct pc_str marks_of(struct pc_str line) {
    size_t end = 0;
    while (end < line.len && (pc_str_find_char(PC_STR(" \t>-+"), line.ptr[end], 0) != PC_NPOS ||
                              pc_str_starts(pc_str_sub(line, end, line.len), PC_STR("* "))))
        end++;
    return pc_str_sub(line, 0, end + ordinal_at(line, end));
}

/* A row that comes from a table with the same columns, and that stood there otherwise than its neighbours, or in a
 * table that is as little aligned as this one, comes as it is. */
static bool comes_as_it_is(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                           const struct pc_arrival *arrival) {
    const struct pc_row_block *from = arrival->source_block;
    const struct pc_line_row *row = arrival->source;
    struct pc_padding there = pc_block_padding(rows, from);
    if (!block->has_header || !from->has_header || padding->columns != there.columns ||
        row->cell_count != there.columns ||
        !pc_str_eq(marks_of(pc_row_text(rows, block, block->frame[0].from, block->frame[0].to)),
                   marks_of(pc_row_text(rows, from, row->from, row->to))))
        return false;
    bool odd = false, loose = true;
    for (unsigned c = 0; c < there.columns; c++) {
        if (!pc_str_eq_nocase(pc_row_cell_text(rows, block, &block->frame[0], c),
                              pc_row_cell_text(rows, from, &from->frame[0], c)))
            return false;
        struct pc_str raw = pc_row_text(rows, from, row->cells[c].from, row->cells[c].to);
        odd = odd || (there.padded[c] && pc_utf8_width(raw) != there.width[c]);
        loose = loose && !there.padded[c] && !padding->padded[c];
    }
    return odd || loose;
}

static struct pc_str arrival_text(struct pc_rows *rows, const struct pc_row_block *block,
                                  const struct pc_padding *padding, const struct pc_arrival *arrival,
                                  const struct pc_line_row *like) {
    const struct pc_line_row *source = arrival->source;
    struct pc_str why;
    if (!source && block->kind != PC_BLOCK_TABLE)
        return arrival->line;
    if (!source)
        return pc_row_of_cells(rows, block, padding, like, arrival->cells, PC_EMPTY);
    if (arrival->copy)
        return row_text(rows, block, padding, source, &arrival->patch, 1);
    if (arrival->source_block == block)
        return row_text(rows, block, padding, source, source->patches.items, source->patches.count);
    struct pc_padding none = {0};
    if (block->kind == PC_BLOCK_TABLE && comes_as_it_is(rows, block, padding, arrival))
        return row_text(rows, arrival->source_block, &none, source, source->patches.items, source->patches.count);
    if (block->kind == PC_BLOCK_TABLE)
        return pc_row_of_cells(rows, block, padding, like,
                               pc_row_mapped(rows, arrival->source_block, source, block, &why),
                               tail_of(rows, arrival->source_block, source));
    struct pc_str text =
        row_text(rows, arrival->source_block, &none, source, source->patches.items, source->patches.count);
    struct pc_str marks = marks_of(text), wanted = marks_of(pc_row_text(rows, block, like->from, like->to));
    return pc_str_fmt(rows->arena, "%.*s%.*s", PC_ARG(wanted), PC_ARG(pc_str_sub(text, marks.len, text.len)));
}

/* An empty line lies between the items of a list. */
static bool is_loose(const struct pc_rows *rows, const struct pc_row_block *block) {
    for (size_t i = 0; block->kind == PC_BLOCK_LIST && i + 1 < block->rows.count; i++)
        if (block->rows.items[i].to >= block->rows.items[i + 1].from)
            return false;
    (void)rows;
    return block->kind == PC_BLOCK_LIST && block->rows.count > 1;
}

static void place_arrival(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                          const struct pc_arrival *arrival, bool sorted) {
    struct anchor anchor = anchor_of(block, arrival, sorted);
    const struct pc_line_row *like = anchor.behind ? anchor.behind : anchor.before;
    if (!like)
        return;
    struct pc_str text = arrival_text(rows, block, padding, arrival, like);
    struct pc_str end = line_end_of(rows, block);
    struct pc_str gap = is_loose(rows, block) ? end : PC_EMPTY;
    if (anchor.behind && gap.len > 0 && (like->leaves || like->goes)) { /* which takes the empty line along */
        anchor.behind = NULL;
    }
    if (anchor.behind && !ends_line(pc_row_text(rows, block, like->from, like->to)))
        text = pc_str_fmt(rows->arena, "%.*s%.*s%.*s", PC_ARG(end), PC_ARG(gap), PC_ARG(text));
    else if (anchor.behind)
        text = pc_str_fmt(rows->arena, "%.*s%.*s%.*s", PC_ARG(gap), PC_ARG(text), PC_ARG(end));
    else
        text = pc_str_fmt(rows->arena, "%.*s%.*s%.*s", PC_ARG(text), PC_ARG(end), PC_ARG(gap));
    pc_edits_add(rows->edits, (struct pc_span){block->file, anchor.behind ? like->to : like->from, 0}, text);
}

static void widen(struct pc_padding *padding, unsigned c, size_t width) {
    if (c < padding->columns && padding->padded[c] && width > padding->grown[c])
        padding->grown[c] = (unsigned)width;
}

/* Blanks beside the words of a cell at the least: none where no bar stands. */
static size_t margins_of(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_raw_cell *cell,
                         struct pc_str raw) {
    bool opened = pc_str_is(pc_row_text(rows, block, cell->from - 1, cell->from), "|");
    bool closed = pc_str_is(pc_row_text(rows, block, cell->to, cell->to + 1), "|");
    bool blanks = opened ? pc_str_starts(raw, PC_STR(" ")) : pc_str_ends(raw, PC_STR(" "));
    return blanks ? (size_t)opened + closed : 0;
}

static void widen_for_row(const struct pc_rows *rows, const struct pc_row_block *block, struct pc_padding *padding,
                          const struct pc_line_row *row, const struct pc_edit *patches, size_t count) {
    for (unsigned c = 0; c < row->cell_count && c < padding->columns; c++) {
        struct pc_str raw = pc_row_text(rows, block, row->cells[c].from, row->cells[c].to);
        size_t width = pc_utf8_width(pc_str_trim(raw)) + margins_of(rows, block, &row->cells[c], raw);
        bool touched = false;
        for (size_t i = 0; i < count; i++)
            if (pc_row_cell_of(row, patches[i].span) == c) {
                width += pc_utf8_width(patches[i].text);
                width -= pc_utf8_width(pc_span_text(rows->reg, patches[i].span));
                touched = true;
            }
        if (touched && pc_utf8_width(raw) == padding->width[c])
            widen(padding, c, width);
    }
}

static void widen_for_arrival(struct pc_rows *rows, const struct pc_row_block *block, struct pc_padding *padding,
                              const struct pc_arrival *arrival) {
    struct pc_str why;
    const struct pc_line_row *source = arrival->source;
    if (source && arrival->copy) {
        widen_for_row(rows, block, padding, source, &arrival->patch, 1);
    } else if (source && arrival->source_block == block) {
        widen_for_row(rows, block, padding, source, source->patches.items, source->patches.count);
    } else if (!source || !comes_as_it_is(rows, block, padding, arrival)) {
        const struct pc_str *cells =
            source ? pc_row_mapped(rows, arrival->source_block, source, block, &why) : arrival->cells;
        for (unsigned c = 0; c < padding->columns; c++) {
            const struct pc_raw_cell *title = block->has_header ? &block->frame[0].cells[c] : NULL;
            size_t blanks =
                title ? margins_of(rows, block, title, pc_row_text(rows, block, title->from, title->to)) : 2;
            widen(padding, c, pc_utf8_width(cells[c]) + blanks);
        }
    }
}

/* Lines of a row that goes, and one of the two empty ones around it. */
static struct pc_span lines_of(const struct pc_rows *rows, const struct pc_row_block *block,
                               const struct pc_line_row *row) {
    const struct pc_file *file = &rows->reg->files[block->file];
    uint32_t line = pc_line_at(&file->lines, row->from), next = pc_line_at(&file->lines, row->to);
    uint32_t to = row->to;
    bool loose = is_loose(rows, block) && row->to < file->lines.size && line > 0 &&
                 pc_str_trim(pc_line_text(&file->lines, file->text, line - 1)).len == 0 &&
                 pc_str_trim(pc_line_text(&file->lines, file->text, next)).len == 0;
    if (loose)
        to = next + 1 < file->lines.count ? file->lines.starts[next + 1] : file->lines.size;
    return (struct pc_span){block->file, row->from, to - row->from};
}

static bool grows(const struct pc_padding *padding) {
    for (unsigned c = 0; c < padding->columns; c++)
        if (padding->grown[c] > padding->width[c])
            return true;
    return false;
}

static bool is_touched(const struct pc_row_block *block) {
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (row->patches.count > 0 || row->leaves || row->goes)
            return true;
    }
    return block->arrivals.count > 0;
}

static void finish_rows(struct pc_rows *rows, struct pc_row_block *block, const struct pc_padding *padding) {
    for (size_t i = 0; i < 2 && block->has_header && grows(padding); i++)
        pc_row_edits(rows, block, padding, &block->frame[i], NULL, 0, rows->edits);
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (row->leaves || row->goes)
            pc_edits_add(rows->edits, lines_of(rows, block, row), PC_EMPTY);
        else if (row->patches.count > 0 || grows(padding))
            pc_row_edits(rows, block, padding, row, row->patches.items, row->patches.count, rows->edits);
    }
}

void pc_block_finish(struct pc_rows *rows, struct pc_row_block *block) {
    if (!is_touched(block))
        return;
    bool sorted = is_sorted(rows, block);
    if (sorted)
        send_movers(rows, block);
    struct pc_padding padding = pc_block_padding(rows, block);
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct pc_line_row *row = &block->rows.items[i];
        if (!row->leaves && !row->goes)
            widen_for_row(rows, block, &padding, row, row->patches.items, row->patches.count);
    }
    for (size_t i = 0; i < block->arrivals.count; i++)
        if (block->kind == PC_BLOCK_TABLE)
            widen_for_arrival(rows, block, &padding, &block->arrivals.items[i]);
    finish_rows(rows, block, &padding);
    pc_sort(block->arrivals.items, block->arrivals.count, sizeof block->arrivals.items[0], by_port);
    for (size_t i = 0; i < block->arrivals.count; i++)
        place_arrival(rows, block, &padding, &block->arrivals.items[i], sorted);
}
