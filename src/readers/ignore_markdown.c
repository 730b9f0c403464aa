/* Comments of Markdown: those of HTML, where cmark-gfm sees HTML or text; in code spans and code blocks there is none.
 */
#include "ignore_scan.h"

/* A block of HTML: the comments in its bytes. */
static void take_html(struct pc_ignore_scan *scan, const struct pc_md_block *block) {
    const struct pc_md_line *last = &block->lines[block->line_count - 1];
    size_t end = last->offset + last->text.len;
    struct pc_str text = pc_str_sub(scan->text, 0, end);
    size_t at = block->lines[0].offset;
    while ((at = pc_str_find(text, PC_STR("<!--"), at)) != PC_NPOS) {
        size_t close = pc_str_find(text, PC_STR("-->"), at + 4);
        bool closed = close != PC_NPOS;
        struct pc_comment comment = {.open = at,
                                     .from = at + 4,
                                     .to = closed ? close : end,
                                     .close = closed ? close + 3 : end,
                                     .unclosed = !closed};
        pc_ignore_comment(scan, &comment);
        at = comment.close;
    }
}

/* Text: the runs that are the inside of comments. A comment over several lines has a run a line. */
static void take_runs(struct pc_ignore_scan *scan, const struct pc_md_line *lines, size_t count) {
    const struct pc_md_run *runs;
    size_t run_count = pc_md_inline(scan->ctx->scratch, lines, count, &runs);
    for (size_t i = 0; i < run_count; i++) {
        const struct pc_md_run *run = &runs[i];
        if (!(run->style & PC_MD_COMMENT))
            continue;
        size_t end = run->offset + run->text.len;
        struct pc_comment comment = {.open = run->offset, .from = run->offset, .to = end, .close = end};
        if (run->offset >= 4 && pc_str_eq(pc_str_sub(scan->text, run->offset - 4, 4), PC_STR("<!--")))
            comment.open = run->offset - 4;
        if (pc_str_eq(pc_str_sub(scan->text, end, 3), PC_STR("-->")))
            comment.close = end + 3;
        pc_ignore_comment(scan, &comment);
    }
}

static bool any_in(const struct pc_ignore_scan *scan, const struct pc_md_line *line) {
    return pc_ignore_find(scan->text, line->offset, line->offset + line->text.len) != PC_NPOS;
}

static void take_block(struct pc_ignore_scan *scan, const struct pc_md_block *block) {
    bool any = false;
    for (size_t i = 0; i < block->line_count && !any; i++)
        any = any_in(scan, &block->lines[i]);
    if (!any || block->kind == PC_MD_CODE)
        return;
    if (block->kind == PC_MD_HTML) {
        take_html(scan, block);
    } else if (block->kind != PC_MD_TABLE) {
        take_runs(scan, block->lines, block->line_count);
    } else {
        for (size_t i = 0; i < block->line_count; i++)
            if (any_in(scan, &block->lines[i]))
                take_runs(scan, &block->lines[i], 1);
    }
}

void pc_ignore_markdown(struct pc_ignore_scan *scan) {
    struct pc_md_document document = pc_md_parse(scan->ctx->scratch, scan->text, NULL);
    for (size_t i = 0; i < document.block_count; i++)
        take_block(scan, &document.blocks[i]);
}
