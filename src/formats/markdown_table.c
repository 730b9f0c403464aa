/* Tables inside paragraphs, by GFM's rule: a row, right below it a delimiter row with as many cells, then rows until
 * the paragraph ends or something else begins. One pass over the lines, one over the bytes of each row. */
#include <string.h>

#include "limits.h"
#include "markdown_impl.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static struct pc_str trim(struct pc_str s) {
    size_t blanks = 0;
    while (blanks < s.len && is_blank(s.ptr[blanks])) {
        blanks++;
    }
    s = pc_str_sub(s, blanks, s.len);
    while (s.len > 0 && is_blank(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

/* The end of the cell at `at`: an unescaped '|', or the end of the line. */
static size_t cell_end(struct pc_str s, size_t at) {
    for (size_t from = at; (at = pc_str_find_char(s, '|', at)) != PC_NPOS; at++) {
        if (at == from || s.ptr[at - 1] != '\\') {
            return at;
        }
    }
    return s.len;
}

/* The line without "<!-- ... -->" at its end, which GFM would count as one more cell. */
static struct pc_str without_comment(struct pc_str s) {
    s = trim(s);
    while (s.len > 0 && s.ptr[s.len - 1] == '>' && pc_str_ends(s, PC_STR("-->"))) {
        size_t at = s.len - 3;
        while (at > 0 && !pc_str_starts(pc_str_sub(s, at, 4), PC_STR("<!--"))) {
            at--;
        }
        if (!pc_str_starts(pc_str_sub(s, at, 4), PC_STR("<!--"))) {
            break;
        }
        struct pc_str before = trim(pc_str_sub(s, 0, at));
        s = before;
    }
    return s;
}

/* Calls nothing, allocates nothing: the number of cells, and the cells themselves when cells is not NULL. */
static unsigned scan_cells(struct pc_md_line line, struct pc_md_cell *cells) {
    struct pc_str s = line.text;
    size_t at = 0;
    unsigned count = 0;
    while (at < s.len && is_blank(s.ptr[at])) {
        at++;
    }
    if (at < s.len && s.ptr[at] == '|') {
        at++;
    }
    while (at < s.len) {
        size_t end = cell_end(s, at);
        struct pc_str text = trim(pc_str_sub(s, at, end - at));
        if (end == s.len && text.len == 0) {
            break; /* blanks behind the last '|' */
        }
        if (cells != NULL) {
            cells[count].text = text;
            cells[count].offset = line.offset + (uint32_t)(text.len > 0 ? (size_t)(text.ptr - line.text.ptr) : at);
        }
        count++;
        at = end + 1;
    }
    return count;
}

/* width: the line's cells, as scan_cells counts them. */
static void split_cells(struct pc_arena *arena, struct pc_md_line line, unsigned width, struct pc_md_row *row) {
    row->line = line;
    struct pc_md_line body = line;
    body.text = without_comment(line.text);
    body.offset = line.offset + (uint32_t)(body.text.len > 0 ? body.text.ptr - line.text.ptr : 0);
    struct pc_md_cell *cells = pc_arena_bytes(arena, width * sizeof *cells); /* a comment at its end may be one more */
    row->cell_count = scan_cells(body, cells);
    for (unsigned i = 0; i < row->cell_count; i++) {
        struct pc_str text = without_comment(cells[i].text);
        if (text.len > 0) {
            cells[i].offset += (uint32_t)(text.ptr - cells[i].text.ptr);
        }
        cells[i].text = text;
    }
    row->cells = cells;
}

bool pc_md_split_row(struct pc_arena *arena, struct pc_md_line line, struct pc_md_row *row) {
    if (cell_end(line.text, 0) == line.text.len) {
        return false;
    }
    split_cells(arena, line, scan_cells(line, NULL), row);
    return true;
}

/* The cells of a delimiter row, 0 when it is none. */
static unsigned delimiter_cells(struct pc_str line) {
    struct pc_str s = trim(line);
    unsigned count = 0;
    if (s.len > 0 && s.ptr[0] == '|') {
        s = pc_str_sub(s, 1, s.len);
    }
    while (s.len > 0) {
        size_t at = 0;
        while (at < s.len && is_blank(s.ptr[at])) {
            at++;
        }
        at += at < s.len && s.ptr[at] == ':' ? 1 : 0;
        size_t dashes = at;
        while (at < s.len && s.ptr[at] == '-') {
            at++;
        }
        if (at == dashes) {
            return 0;
        }
        at += at < s.len && s.ptr[at] == ':' ? 1 : 0;
        while (at < s.len && is_blank(s.ptr[at])) {
            at++;
        }
        if (at < s.len && s.ptr[at] != '|') {
            return 0;
        }
        count++;
        s = pc_str_sub(s, at + 1, s.len);
    }
    return count;
}

bool pc_md_is_delimiter_row(struct pc_str line) {
    return delimiter_cells(line) > 0;
}

/* What may not interrupt a paragraph, but does end a table: "2. x", "-", a line that is one HTML tag. */
static bool ends_table(struct pc_md_raw_line raw) {
    struct pc_str s = pc_md_trim_line(raw.line).text;
    if (s.len > 2 && s.ptr[0] == '<') {
        return (pc_is_alpha(s.ptr[1]) || s.ptr[1] == '/') && pc_str_find_char(s, '>', 0) == s.len - 1;
    }
    return s.len > 0 && s.ptr[0] != '>' && pc_md_marker(s) > 0;
}

/* Dashes only: a setext underline, or below a table a break. */
static bool is_dashes(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '-') {
            return false;
        }
    }
    return s.len > 0;
}

/* The header's index of the first table at or behind from; PC_NPOS when there is none. A delimiter row
 * that is a lazy continuation line, without the marks of all `full` containers, makes no table. */
static size_t find_table(const struct pc_md_raw_line *lines, size_t from, size_t count, unsigned full) {
    for (size_t i = from; i + 1 < count; i++) {
        const struct pc_md_raw_line *header = &lines[i];
        const struct pc_md_raw_line *delimiter = &lines[i + 1];
        if (delimiter->indent > 3 || delimiter->matched != full) {
            continue;
        }
        unsigned cells = delimiter_cells(delimiter->line.text);
        if (cells > 0 && cells == scan_cells(header->line, NULL)) {
            return i;
        }
    }
    return PC_NPOS;
}

static void copy_lines(struct pc_md_builder *b, struct pc_md_block *block, const struct pc_md_raw_line *lines,
                       size_t count) {
    struct pc_md_line *copy = PC_NEW_ARRAY(b->arena, count, struct pc_md_line);
    for (size_t i = 0; i < count; i++) {
        copy[i] = pc_md_trim_line(lines[i].line);
    }
    block->lines = copy;
    block->line_count = count;
}

static void add_text(struct pc_md_builder *b, const struct pc_md_raw_line *lines, size_t count, unsigned level,
                     unsigned full) {
    if (count == 0) {
        return;
    }
    struct pc_md_block *block = pc_md_add_block(b, level > 0 ? PC_MD_HEADING : PC_MD_PARAGRAPH, full);
    block->level = level;
    copy_lines(b, block, lines, count);
}

/* The table whose header is lines[0]; returns the lines that it takes. */
static size_t add_table(struct pc_md_builder *b, const struct pc_md_raw_line *lines, size_t count, unsigned full) {
    size_t end = 2;
    while (end < count && lines[end].matched == full && lines[end].indent < 4 && !ends_table(lines[end]) &&
           !is_dashes(pc_md_trim_line(lines[end].line).text)) {
        end++;
    }
    struct pc_md_row *rows = PC_NEW_ARRAY(b->arena, end - 1, struct pc_md_row);
    size_t cells = 0;
    size_t row_count = 0;
    for (size_t i = 0; i < end; i++) {
        if (i == 1) {
            continue;
        }
        struct pc_md_line line = pc_md_trim_line(lines[i].line);
        unsigned width = scan_cells(line, NULL);
        cells += width;
        if (width > PC_LIMIT_MD_COLUMNS || cells > PC_LIMIT_MD_CELLS) {
            pc_md_over(b, width > PC_LIMIT_MD_COLUMNS ? "a table has too many columns" : "a table has too many cells",
                       line.line);
            return end;
        }
        split_cells(b->arena, line, width, &rows[row_count++]);
    }
    struct pc_md_block *block = pc_md_add_block(b, PC_MD_TABLE, full);
    block->rows = rows;
    block->row_count = row_count;
    copy_lines(b, block, lines, end);
    return end;
}

void pc_md_add_paragraph(struct pc_md_builder *b, const struct pc_md_raw_line *lines, size_t count, unsigned level) {
    unsigned full = (unsigned)b->stack.count;
    size_t at = 0;
    while (at < count && b->limit == PC_MD_OK) {
        /* an underline delimits nothing */
        size_t header = find_table(lines, at, level > 0 ? count - 1 : count, full);
        if (header != PC_NPOS) {
            add_text(b, lines + at, header - at, 0, full);
            at = header + add_table(b, lines + header, count - header, full);
            full = at < count ? lines[at].matched : full;
        } else if (level > 0 && at == 0) {
            add_text(b, lines, count - 1, level, full); /* without its underline */
            at = count;
        } else if (is_dashes(pc_md_trim_line(lines[at].line).text)) {
            copy_lines(b, pc_md_add_block(b, PC_MD_BREAK, full), lines + at, 1);
            at++;
        } else {
            add_text(b, lines + at, count - at, 0, full);
            at = count;
        }
    }
}
