#include "markdown_test.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

int markdown_setup(void **state) {
    struct markdown_test *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return -1;
    }
    pc_arena_init(&t->arena, (size_t)600 << 20, &t->recovery);
    *state = t;
    return 0;
}

int markdown_teardown(void **state) {
    struct markdown_test *t = *state;
    pc_arena_finish(&t->arena);
    free(t);
    return 0;
}

static void add_lines(struct pc_buf *out, const struct pc_md_block *block) {
    for (size_t i = 0; i < block->line_count; i++) {
        pc_buf_adds(out, i == 0 ? " " : " / ");
        pc_buf_add(out, block->lines[i].text);
    }
}

static void add_table(struct pc_buf *out, const struct pc_md_block *block) {
    pc_buf_addf(out, " %ux%zu", block->rows[0].cell_count, block->row_count - 1);
    for (size_t r = 0; r < block->row_count; r++) {
        pc_buf_adds(out, "\n ");
        for (unsigned c = 0; c < block->rows[r].cell_count; c++) {
            pc_buf_adds(out, c == 0 ? " " : " | ");
            pc_buf_add(out, block->rows[r].cells[c].text);
        }
    }
}

struct pc_str markdown_dump(struct pc_arena *arena, struct pc_md_document doc) {
    static const char letters[] = {[PC_MD_HEADING] = 'H', [PC_MD_PARAGRAPH] = 'P', [PC_MD_TABLE] = 'T',
                                   [PC_MD_CODE] = 'C',    [PC_MD_HTML] = 'M',      [PC_MD_BREAK] = 'B'};
    struct pc_buf out;
    pc_buf_init(&out, arena);
    if (doc.limit != PC_MD_OK) {
        pc_buf_addf(&out, "LIMIT %s at %u\n", doc.limit_what, doc.limit_line);
    }
    for (size_t i = 0; i < doc.block_count; i++) {
        const struct pc_md_block *block = &doc.blocks[i];
        pc_buf_fill(&out, 'q', block->quote_depth);
        pc_buf_fill(&out, 'l', block->list_depth);
        if (block->item_start) {
            pc_buf_addc(&out, '*');
        }
        pc_buf_addc(&out, letters[block->kind]);
        if (block->kind == PC_MD_HEADING) {
            pc_buf_addf(&out, "%u", block->level);
        }
        if (block->kind == PC_MD_TABLE) {
            add_table(&out, block);
        } else {
            if (block->info.len > 0) {
                pc_buf_addf(&out, " %.*s:", PC_ARG(block->info));
            }
            add_lines(&out, block);
        }
        pc_buf_addc(&out, '\n');
    }
    return pc_buf_str(&out);
}

static void check_slice(const struct pc_lines *lines, struct pc_str text, struct pc_str slice, uint32_t offset,
                        uint32_t line) {
    assert_true(offset + slice.len <= text.len);
    assert_true(line < lines->count);
    assert_true(offset >= lines->starts[line]);
    assert_true(offset + slice.len <= (line + 1 < lines->count ? lines->starts[line + 1] : text.len));
    if (slice.len > 0) {
        assert_ptr_equal(slice.ptr, text.ptr + offset);
    }
}

static void check_runs(const struct pc_lines *lines, struct pc_str text, const struct pc_md_run *runs, size_t count) {
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        check_slice(lines, text, runs[i].text, runs[i].offset, runs[i].line);
        assert_true(runs[i].offset >= end);
        end = runs[i].offset + (uint32_t)runs[i].text.len;
    }
}

void markdown_check_places(struct pc_arena *arena, struct pc_str text, struct pc_md_document doc) {
    struct pc_lines lines = pc_lines_of(arena, text);
    uint32_t before = 0;
    for (size_t i = 0; i < doc.block_count; i++) {
        const struct pc_md_block *block = &doc.blocks[i];
        const struct pc_md_run *runs = NULL;
        for (size_t l = 0; l < block->line_count; l++) {
            check_slice(&lines, text, block->lines[l].text, block->lines[l].offset, block->lines[l].line);
            assert_true(block->lines[l].offset >= before);
            before = block->lines[l].offset;
        }
        if (block->kind != PC_MD_TABLE && block->kind != PC_MD_CODE) {
            size_t count = pc_md_inline(arena, block->lines, block->line_count, &runs);
            check_runs(&lines, text, runs, count);
        }
        for (size_t r = 0; r < block->row_count; r++) {
            const struct pc_md_row *row = &block->rows[r];
            check_slice(&lines, text, row->line.text, row->line.offset, row->line.line);
            for (unsigned c = 0; c < row->cell_count; c++) {
                check_slice(&lines, text, row->cells[c].text, row->cells[c].offset, row->line.line);
                size_t count = pc_md_cell_inline(arena, row->cells[c], row->line.line, &runs);
                check_runs(&lines, text, runs, count);
            }
        }
    }
}
