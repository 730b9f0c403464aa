/* Cells of a table on disk: how wide columns are, and how a cell changes so that they stay so. */
#include "table_model.h"

static struct pc_str raw_of(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *row,
                            unsigned cell) {
    return pc_row_text(rows, block, row->cells[cell].from, row->cells[cell].to);
}

static unsigned blanks_before(struct pc_str s) {
    unsigned count = 0;
    while (count < s.len && s.ptr[count] == ' ')
        count++;
    return count;
}

static unsigned blanks_behind(struct pc_str s) {
    unsigned count = 0;
    while (count < s.len && s.ptr[s.len - 1 - count] == ' ')
        count++;
    return count;
}

/* The lines of a table that are held against each other: header, delimiter row, rows. */
static const struct pc_line_row *line_at(const struct pc_row_block *block, size_t index) {
    size_t frame = block->has_header ? 2 : 0;
    return index < frame ? &block->frame[index] : &block->rows.items[index - frame];
}

static size_t line_count(const struct pc_row_block *block) {
    return block->rows.count + (block->has_header ? 2 : 0);
}

/* Most rows are as wide as the header. *text_varies: and their words are not, so that it is no accident. */
static bool is_even(const struct pc_rows *rows, const struct pc_row_block *block, unsigned column, unsigned *width,
                    bool *text_varies) {
    size_t even = 0, all = 0;
    size_t text_width = 0;
    *width = 0;
    for (size_t i = 0; i < line_count(block); i++) {
        const struct pc_line_row *row = line_at(block, i);
        if (column >= row->cell_count)
            continue;
        struct pc_str raw = raw_of(rows, block, row, column);
        size_t here = pc_utf8_width(raw), text = pc_utf8_width(pc_str_trim(raw));
        bool delimiter = block->has_header && i == 1;
        if (all == 0) {
            *width = (unsigned)here;
            text_width = text;
        }
        all++;
        even += here == *width;
        *text_varies = *text_varies || (!delimiter && text != text_width);
    }
    return all >= 2 && even * 10 >= all * 8;
}

static bool is_right(const struct pc_rows *rows, const struct pc_row_block *block, unsigned column) {
    if (!block->has_header || column >= block->frame[1].cell_count)
        return false;
    struct pc_str rule = pc_str_trim(raw_of(rows, block, &block->frame[1], column));
    return rule.len > 1 && rule.ptr[rule.len - 1] == ':' && rule.ptr[0] != ':';
}

struct pc_padding pc_block_padding(struct pc_rows *rows, const struct pc_row_block *block) {
    struct pc_padding padding = {.columns = block->has_header ? block->frame[0].cell_count : 0};
    if (block->kind != PC_BLOCK_TABLE)
        return padding;
    for (size_t i = 0; i < block->rows.count; i++)
        if (block->rows.items[i].cell_count > padding.columns && !block->has_header)
            padding.columns = block->rows.items[i].cell_count;
    padding.padded = PC_NEW_ARRAY(rows->arena, padding.columns, bool);
    padding.right = PC_NEW_ARRAY(rows->arena, padding.columns, bool);
    padding.width = PC_NEW_ARRAY(rows->arena, padding.columns, unsigned);
    padding.grown = PC_NEW_ARRAY(rows->arena, padding.columns, unsigned);
    size_t odd = 0, meant = 0;
    for (unsigned c = 0; c < padding.columns; c++) {
        bool varies = false;
        padding.padded[c] = is_even(rows, block, c, &padding.width[c], &varies);
        padding.right[c] = is_right(rows, block, c);
        padding.grown[c] = padding.width[c];
        odd += !padding.padded[c];
        meant += padding.padded[c] && varies;
    }
    /* Ports are of one width by themselves: a table is padded when a column of words is. The last column may hang. */
    for (unsigned c = 0; c < padding.columns && (meant == 0 || odd > 1); c++)
        padding.padded[c] = false;
    return padding;
}

static void add_blanks(struct pc_rows *rows, struct pc_edits *out, pc_id file, uint32_t at, size_t count, char blank) {
    struct pc_buf text;
    pc_buf_init(&text, rows->arena);
    pc_buf_fill(&text, blank, count);
    pc_edits_add(out, (struct pc_span){file, at, 0}, pc_buf_str(&text));
}

/* The blanks of one cell whose text becomes `more` wider (or narrower). */
static void pad_cell(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                     const struct pc_line_row *row, unsigned c, long more, struct pc_edits *out) {
    struct pc_str raw = raw_of(rows, block, row, c);
    if (c >= padding->columns || !padding->padded[c] || pc_utf8_width(raw) != padding->width[c])
        return;
    long wanted = (long)padding->grown[c] - (long)padding->width[c] - more;
    unsigned before = blanks_before(raw), behind = blanks_behind(raw);
    bool right = padding->right[c] || (before > 1 && behind <= 1);
    uint32_t at = right ? row->cells[c].from : row->cells[c].to;
    if (wanted > 0)
        add_blanks(rows, out, block->file, at, (size_t)wanted, ' ');
    long spare = (long)(right ? before : behind) - 1;
    long gone = wanted < 0 ? -wanted : 0;
    gone = gone > spare ? (spare > 0 ? spare : 0) : gone;
    if (gone > 0)
        pc_edits_add(out, (struct pc_span){block->file, right ? at : at - (uint32_t)gone, (uint32_t)gone}, PC_EMPTY);
}

/* How much wider patches make a cell. */
static long growth(const struct pc_rows *rows, const struct pc_line_row *row, unsigned cell,
                   const struct pc_edit *patches, size_t count) {
    long more = 0;
    for (size_t i = 0; i < count; i++)
        if (pc_row_cell_of(row, patches[i].span) == cell)
            more +=
                (long)pc_utf8_width(patches[i].text) - (long)pc_utf8_width(pc_span_text(rows->reg, patches[i].span));
    return more;
}

/* Columns of spaces behind a number in a line without bars keep their place. */
static void pad_line(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_edit *patch,
                     struct pc_edits *out) {
    long more = (long)patch->text.len - (long)patch->span.length;
    uint32_t end = patch->span.offset + patch->span.length;
    struct pc_str rest = pc_row_text(rows, block, end, rows->reg->files[block->file].lines.size);
    unsigned blanks = blanks_before(rest);
    bool column = blanks >= 2 && blanks < rest.len && rest.ptr[blanks] != '\n' && rest.ptr[blanks] != '\r';
    if (!column || more == 0)
        return;
    if (more < 0)
        add_blanks(rows, out, block->file, end, (size_t)-more, ' ');
    else
        pc_edits_add(out, (struct pc_span){block->file, end, more < (long)blanks ? (uint32_t)more : blanks - 1},
                     PC_EMPTY);
}

void pc_row_edits(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                  const struct pc_line_row *row, const struct pc_edit *patches, size_t patch_count,
                  struct pc_edits *out) {
    for (size_t i = 0; i < patch_count; i++) {
        pc_edits_add(out, patches[i].span, patches[i].text);
        if (block->kind != PC_BLOCK_TABLE)
            pad_line(rows, block, &patches[i], out);
    }
    for (unsigned c = 0; c < row->cell_count && block->kind == PC_BLOCK_TABLE; c++) {
        bool delimiter = row == &block->frame[1];
        bool grows = c < padding->columns && padding->padded[c] && padding->grown[c] > padding->width[c];
        if (!delimiter) {
            pad_cell(rows, block, padding, row, c, growth(rows, row, c, patches, patch_count), out);
        } else if (grows) {
            struct pc_str raw = raw_of(rows, block, row, c);
            size_t dash = pc_str_find_char(raw, '-', 0);
            add_blanks(rows, out, block->file, row->cells[c].from + (uint32_t)(dash == PC_NPOS ? 0 : dash),
                       padding->grown[c] - padding->width[c], '-');
        }
    }
}

/* Blanks between a bar and the words, as the neighbour has them at the least; a first cell without a bar before it has
 * them behind. */
static unsigned margin(const struct pc_rows *rows, const struct pc_row_block *block, const struct pc_line_row *like,
                       unsigned c, bool open) {
    unsigned cell = c < like->cell_count ? c : 0;
    if (like->cell_count == 0)
        return 1;
    struct pc_str raw = raw_of(rows, block, like, cell);
    if (pc_str_trim(raw).len == 0)
        return raw.len > 0;
    return (open ? blanks_behind(raw) : blanks_before(raw)) > 0;
}

struct pc_str pc_row_of_cells(struct pc_rows *rows, const struct pc_row_block *block, const struct pc_padding *padding,
                              const struct pc_line_row *like, const struct pc_str *cells, struct pc_str tail) {
    struct pc_buf line;
    pc_buf_init(&line, rows->arena);
    like = like && like != &block->frame[1] ? like : &block->frame[0];
    struct pc_str own = pc_row_text(rows, block, like->text, like->text_end);
    pc_buf_add(&line, pc_row_text(rows, block, like->from, like->text));
    bool open = own.len > 0 && own.ptr[0] != '|';
    bool closed = like->cell_count > 0 && like->cells[like->cell_count - 1].to < like->text_end;
    unsigned count = padding->columns;
    for (unsigned c = 0; c < count; c++) {
        unsigned side = margin(rows, block, like, c, c == 0 && open);
        size_t width = pc_utf8_width(cells[c]) + (c == 0 && open ? 1 : 2) * side, spare = 0;
        if (padding->padded[c] && padding->grown[c] > width)
            spare = padding->grown[c] - width;
        bool empty = cells[c].len == 0 && !padding->padded[c];
        if (c > 0 || !open)
            pc_buf_addc(&line, '|');
        pc_buf_fill(&line, ' ', (c == 0 && open ? 0 : side) + (padding->right[c] ? spare : 0));
        pc_buf_add(&line, cells[c]);
        bool last = c + 1 == count && !closed;
        pc_buf_fill(&line, ' ', empty || last ? 0 : side + (padding->right[c] ? 0 : spare));
    }
    if (closed)
        pc_buf_addc(&line, '|');
    if (tail.len > 0) {
        pc_buf_addc(&line, ' ');
        pc_buf_add(&line, tail);
    }
    return pc_buf_str(&line);
}
