/* Rows that look like a table and are none to Markdown: they hang on a paragraph, list or tag for want of a blank line,
 * stand in a fence or comment that nothing closes, or lack the line of dashes. They are read all the same, and
 * reported. And files whose line breaks are lost: reported, for nothing can be read. */
#include "limits.h"
#include "port_words.h"
#include "registry_md.h"

enum { LONGEST_TITLE = 80, LOST_LINE = 200 };

static bool is_row(struct pc_str line) {
    struct pc_str s = pc_str_trim(line);
    return s.len > 2 && s.ptr[0] == '|' && pc_str_find_char(s, '|', 1) != PC_NPOS;
}

static bool has_bar(struct pc_str line) {
    return pc_str_find_char(line, '|', 0) != PC_NPOS;
}

/* A table in lines[at...]: its header, its delimiter row if it has one, its end. */
struct found {
    size_t header;
    size_t end;
    bool delimiter;
    bool headless; /* its first line is a row like the others */
};

/* The tables of one block, in its order. */
struct headers PC_VEC(struct found);

static bool find_rows(const struct pc_md_block *block, size_t at, struct found *found) {
    for (size_t i = at; i + 1 < block->line_count; i++) {
        struct pc_str line = block->lines[i].text;
        bool dashes = has_bar(line) && pc_md_is_delimiter_row(block->lines[i + 1].text) &&
                      !pc_md_is_delimiter_row(line) && has_bar(block->lines[i + 1].text);
        bool rows = is_row(line) && is_row(block->lines[i + 1].text) && !pc_md_is_delimiter_row(line);
        rows = rows && (block->kind != PC_MD_HTML || block->unclosed); /* pages and programs have bars as well */
        if (!dashes && !rows) {
            continue;
        }
        found->header = i;
        found->delimiter = dashes;
        found->headless = false;
        found->end = i + (dashes ? 2 : 1);
        while (found->end < block->line_count && has_bar(block->lines[found->end].text) &&
               !(found->end + 1 < block->line_count && pc_md_is_delimiter_row(block->lines[found->end + 1].text))) {
            found->end++;
        }
        return true;
    }
    return false;
}

/* "4000-4099: Shops", "# 4000-4099 Shops": a line that is the heading of rows below it. */
static bool is_title(struct pc_regmd *r, const struct pc_md_block *block, size_t line, struct pc_title *title) {
    struct pc_flat flat = pc_flat_of_lines(r->scratch, &block->lines[line], 1);
    *title = pc_title_of(r->keep, flat, r->ctx->text, r->ctx->file, false);
    return title->range_count > 0 && flat.text.len <= LONGEST_TITLE &&
           (pc_is_digit(flat.text.ptr[0]) || flat.text.ptr[0] == '#');
}

/* The line above the rows that is their heading: the last "N-M: text" since the rows before, else a short line right
 * above. */
static void enter_title(struct pc_regmd *r, const struct pc_md_block *block, size_t from, size_t header) {
    for (size_t i = header; i > from; i--) {
        struct pc_title title;
        if (is_title(r, block, i - 1, &title)) {
            pc_regmd_enter(r, &title, 2, block->quote_depth);
            return;
        }
    }
    if (header == from) {
        return;
    }
    struct pc_flat flat = pc_flat_of_lines(r->scratch, &block->lines[header - 1], 1);
    struct pc_str text = pc_str_trim(flat.text);
    if (text.len > 0 && text.len <= LONGEST_TITLE && text.ptr[text.len - 1] != '.') {
        struct pc_title title = pc_title_of(r->keep, flat, r->ctx->text, r->ctx->file, false);
        pc_regmd_enter(r, &title, 2, block->quote_depth);
    }
}

static size_t collect(struct pc_regmd *r, const struct pc_md_block *block, const struct found *found,
                      struct pc_md_row *rows) {
    size_t count = 0;
    size_t cells = 0;
    for (size_t i = found->header; i < found->end; i++) {
        struct pc_md_row row;
        if (pc_md_is_delimiter_row(block->lines[i].text) || !pc_md_split_row(r->scratch, block->lines[i], &row)) {
            continue;
        }
        cells += row.cell_count;
        if (row.cell_count <= PC_LIMIT_MD_COLUMNS && cells <= PC_LIMIT_MD_CELLS) {
            rows[count++] = row;
        }
    }
    return count;
}

/* Where the line of a table's header begins in the file, and the line break before it. False when it is the file's
 * first line, or stands in a quote, where a blank line needs a mark. */
static bool find_line(const struct pc_regmd *r, const struct pc_md_block *block, size_t header, uint32_t *start,
                      struct pc_str *line_break) {
    struct pc_str text = r->ctx->text;
    size_t at = block->lines[header].offset;
    while (pc_is_any(pc_str_at(text, at - 1), " \t")) {
        at--;
    }
    if (!pc_is_any(pc_str_at(text, at - 1), "\n\r")) {
        return false;
    }
    size_t length = at > 1 && text.ptr[at - 1] == '\n' && text.ptr[at - 2] == '\r' ? 2 : 1;
    *line_break = pc_str_sub(text, at - length, length);
    *start = (uint32_t)at;
    return true;
}

/* A blank line above each table that hangs on the text above it, and below it where text follows, which would be rows
 * of it otherwise; nothing when one of them lacks something else. */
static void offer_blank_lines(struct pc_regmd *r, const struct pc_md_block *block, const struct headers *headers,
                              struct pc_trouble *trouble) {
    uint32_t *starts = PC_NEW_ARRAY(r->keep, 2 * headers->count, uint32_t);
    size_t count = 0;
    for (size_t i = 0; i < headers->count; i++) {
        const struct found *found = &headers->items[i];
        bool follows =
            found->end < block->line_count && (i + 1 == headers->count || headers->items[i + 1].header != found->end);
        if (found->header == 0 || !found->delimiter ||
            !find_line(r, block, found->header, &starts[count++], &trouble->insert) ||
            (follows && !find_line(r, block, found->end, &starts[count++], &trouble->insert))) {
            return;
        }
    }
    trouble->insert_at = starts;
    trouble->insert_count = count;
}

/* The line of dashes has as many cells as the header above it. */
static bool dashes_fit(struct pc_regmd *r, const struct pc_md_block *block, size_t header) {
    struct pc_md_row above = {0};
    struct pc_md_row dashes = {0};
    pc_md_split_row(r->scratch, block->lines[header], &above);
    pc_md_split_row(r->scratch, block->lines[header + 1], &dashes);
    return above.cell_count == dashes.cell_count;
}

static void report(struct pc_regmd *r, const struct pc_md_block *block, const struct headers *headers) {
    const struct found *first = &headers->items[0];
    size_t tables = headers->count;
    struct pc_trouble trouble =
        pc_regmd_trouble(PC_TROUBLE_UNRENDERED, pc_regmd_line_span(r, block->lines[first->header]));
    bool hidden = block->kind != PC_MD_PARAGRAPH;
    bool one = tables == 1;
    trouble.message = one ? pc_str_fmt(r->keep, "this table is not rendered as one")
                          : pc_str_fmt(r->keep, "%zu tables in one %s are not rendered as tables", tables,
                                       hidden ? "block" : "paragraph");
    if (block->kind == PC_MD_CODE) {
        trouble.label = block->unclosed ? PC_STR("it stands in a code fence that is never closed")
                                        : PC_STR("it is indented so far that it is code");
        trouble.help =
            block->unclosed ? PC_STR("close the fence above the table") : PC_STR("indent it by less than four");
    } else if (block->kind == PC_MD_HTML && block->unclosed) {
        trouble.label = PC_STR("it stands in a comment that is never closed");
        trouble.help = PC_STR("close the comment above the table with -->");
    } else if (block->kind == PC_MD_HTML) {
        trouble.label = PC_STR("it belongs to the HTML above for want of a blank line");
        trouble.help = PC_STR("put a blank line between HTML tags and the table");
    } else if (first->headless) {
        trouble.label = PC_STR("it has no header, and no line |---|---| below that");
        trouble.help = PC_STR("add both above it: | Port | Service |, and a line of dashes with as many cells");
    } else if (!first->delimiter) {
        trouble.label = PC_STR("the line |---|---| below the header is missing");
        trouble.help = PC_STR("add it, with as many cells as the header has");
    } else if (!dashes_fit(r, block, first->header)) {
        trouble.label = PC_STR("its header and the line of dashes do not have the same number of cells");
        trouble.help = PC_STR("give both as many cells as the table has columns");
    } else {
        trouble.label = PC_STR("it belongs to the text above for want of a blank line");
        trouble.help = PC_STR("put a blank line above each table and heading");
        offer_blank_lines(r, block, headers, &trouble);
    }
    trouble.note = PC_STR("its rows were read all the same");
    pc_builder_trouble(r->b, &trouble);
}

/* The rows of a table that states ports; 0: it does not. */
static size_t port_rows_of(struct pc_regmd *r, const struct pc_md_block *block, struct found *found,
                           struct pc_md_row **rows) {
    *rows = PC_NEW_ARRAY(r->scratch, found->end - found->header, struct pc_md_row);
    size_t count = collect(r, block, found, *rows), port_rows = 0;
    found->headless = !found->delimiter && pc_regmd_begins_with_data(*rows, count);
    bool fits = count >= 2 && pc_regmd_is_port_table(r->scratch, r->ctx->config, *rows, count, &port_rows);
    return fits && port_rows > 0 ? count : 0;
}

size_t pc_regmd_text_lines(struct pc_regmd *r, const struct pc_md_block *block) {
    struct found found;
    struct pc_md_row *rows;
    struct pc_title title;
    for (size_t at = 0; find_rows(block, at, &found); at = found.end) {
        if (port_rows_of(r, block, &found, &rows) > 0) {
            size_t lines = 0;
            while (lines < found.header && !is_title(r, block, lines, &title)) {
                lines++;
            }
            return lines;
        }
    }
    return block->line_count;
}

bool pc_regmd_rescue(struct pc_regmd *r, const struct pc_md_block *block) {
    struct found found;
    struct headers headers = {0};
    size_t from = 0;
    for (size_t at = 0; find_rows(block, at, &found); at = found.end) {
        struct pc_md_row *rows;
        size_t count = port_rows_of(r, block, &found, &rows);
        if (count == 0) {
            from = found.end;
            continue;
        }
        *PC_PUSH(&headers, r->scratch) = found;
        enter_title(r, block, from, found.header);
        pc_regmd_table(r, rows, count, block->quote_depth, true);
        from = found.end;
    }
    if (headers.count > 0) {
        report(r, block, &headers);
    }
    return headers.count > 0;
}

/* ---- lost line breaks */

static size_t count_of(struct pc_str s, struct pc_str needle) {
    size_t count = 0;
    for (size_t at = pc_str_find(s, needle, 0); at != PC_NPOS; at = pc_str_find(s, needle, at + needle.len)) {
        count++;
    }
    return count;
}

static size_t count_numbers(struct pc_str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.len;) {
        size_t start = i;
        while (pc_is_digit(pc_str_at(s, i))) {
            i++;
        }
        count += i - start >= 2 && i - start <= 5 ? 1 : 0;
        i = i == start ? i + 1 : i;
    }
    return count;
}

/* A delimiter cell at `at`, right behind a bar: the place of the next bar, or 0. */
static size_t delimiter_cell(struct pc_str line, size_t at) {
    while (at < line.len && pc_is_any(line.ptr[at], " :")) {
        at++;
    }
    size_t dashes = at;
    while (at < line.len && line.ptr[at] == '-') {
        at++;
    }
    bool enough = at - dashes >= 3;
    while (at < line.len && pc_is_any(line.ptr[at], " :")) {
        at++;
    }
    return enough && pc_str_at(line, at) == '|' ? at : 0;
}

/* A line that was a table's: a header, the row of dashes and further rows, all in one. */
static bool holds_table(struct pc_str line) {
    enum { SHORTEST_HEADER = 8, FEWEST_BARS = 8 };
    size_t first = 0;
    while (first < line.len && !pc_is_alpha(line.ptr[first]) && (unsigned char)line.ptr[first] < 0x80) {
        first++; /* a row of dashes alone holds no letter */
    }
    for (size_t at = pc_str_find_char(line, '|', first); at != PC_NPOS; at = pc_str_find_char(line, '|', at + 1)) {
        size_t second = delimiter_cell(line, at + 1);
        if (at > SHORTEST_HEADER && second > 0 && delimiter_cell(line, second + 1) > 0) {
            return count_of(line, PC_STR("|")) >= FEWEST_BARS;
        }
    }
    return false;
}

/* A line that was a document's: headings, bullets and numbers in one. */
static bool holds_document(struct pc_str line) {
    size_t marks = count_of(line, PC_STR(" ## ")) + count_of(line, PC_STR(" ### ")) + count_of(line, PC_STR(" - ")) +
                   count_of(line, PC_STR(" * "));
    return line.len >= LOST_LINE && marks >= 4 && count_numbers(line) >= 4;
}

bool pc_regmd_lost_lines(struct pc_regmd *r) {
    struct pc_lines lines = pc_lines_of(r->scratch, r->ctx->text);
    bool fenced = false;
    for (uint32_t i = 0; i < lines.count; i++) {
        struct pc_str line = pc_line_text(&lines, r->ctx->text, i);
        bool fence = pc_str_starts(pc_str_trim(line), PC_STR("```")) || pc_str_starts(pc_str_trim(line), PC_STR("~~~"));
        fenced = fence ? !fenced : fenced;
        if (fenced && lines.count > 3) {
            continue; /* diagrams and samples */
        }
        bool most = line.len * 2 > r->ctx->text.len;
        if (!holds_table(line) && !(most && lines.count <= 3 && holds_document(line))) {
            continue;
        }
        struct pc_span span = {.file = r->ctx->file,
                               .offset = lines.starts[i],
                               .length = (uint32_t)(line.len < LONGEST_TITLE ? line.len : LONGEST_TITLE)};
        struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_UNRENDERED, span);
        trouble.level = PC_LEVEL_ERROR;
        trouble.message = PC_STR("line breaks are lost");
        trouble.label = PC_STR("what were many lines is one");
        trouble.note =
            most ? PC_STR("nothing can be read from this file") : PC_STR("nothing can be read from this line");
        trouble.help = PC_STR("restore the file with its line breaks, for instance from git");
        pc_builder_trouble(r->b, &trouble);
        return most;
    }
    return false;
}
