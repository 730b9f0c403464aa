/* The block structure of a Markdown text, by cmark-gfm.
 *
 * cmark-gfm is fed a masked copy of the text, line by line: container marks and whatever can open or close a block are
 * kept, the rest of each line becomes one letter. Only the block structure (kinds and line numbers) is asked of it, so
 * inline parsing, reference definitions and the table extension, where its slow inputs are, have nothing to work on.
 * Its memory comes out of an arena of its own, within the budget of ours: nothing of it can leak when that unwinds, and
 * nothing in it can abort. */
#include "markdown.h"

#include <string.h>
#include <time.h>

#include <cmark-gfm.h>

#include "buf.h"
#include "limits.h"
#include "markdown_impl.h"

enum {
    MASK_CHUNK = 8192,  /* masked bytes handed over at a time, between two looks at the clock */
    CLOCK_EVERY = 2048, /* allocations between two looks at the clock inside the library */
    FEW_LINES = 16,     /* of a usual paragraph: they live on the stack until they are copied */
    SIZE_HEADER = 16,   /* bytes before a library's block that hold its size; keeps the alignment */
};

/* ---- memory of the library: its callbacks have no argument of their own */

static _Thread_local struct {
    struct pc_arena *arena;
    uint64_t deadline; /* CPU nanoseconds; 0: nobody looked at the clock yet */
    unsigned count;
} memory;

static uint64_t cpu_time(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) {
        return 0;
    }
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The time of a document runs from the first look at the clock: it is a system call, and most documents are done
 * before. */
static bool is_late(void) {
    uint64_t now = cpu_time();
    if (memory.deadline == 0) {
        memory.deadline = now + (uint64_t)PC_LIMIT_FILE_MILLISECONDS * 1000000u;
    }
    return now > memory.deadline;
}

static void *library_alloc(size_t size) {
    if (++memory.count % CLOCK_EVERY == 0 && is_late()) {
        pc_unwind(memory.arena->recovery, PC_OOM_TIME);
    }
    if (size > SIZE_MAX - SIZE_HEADER) {
        pc_unwind(memory.arena->recovery, PC_OOM_BUDGET);
    }
    char *block = pc_arena_alloc(memory.arena, size + SIZE_HEADER);
    memcpy(block, &size, sizeof size);
    return block + SIZE_HEADER;
}

static void *library_calloc(size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        pc_unwind(memory.arena->recovery, PC_OOM_BUDGET);
    }
    return library_alloc(count * size);
}

static void *library_realloc(void *old, size_t size) {
    size_t old_size = 0;
    if (old != NULL) {
        memcpy(&old_size, (char *)old - SIZE_HEADER, sizeof old_size);
        if (old_size >= size) {
            return old;
        }
    }
    void *block = library_alloc(size);
    if (old_size > 0) {
        memcpy(block, old, old_size);
    }
    return block;
}

static void library_free(void *block) {
    (void)block; /* the arena frees everything at once */
}

static cmark_mem library_memory = {library_calloc, library_realloc, library_free};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* ---- limits */

void pc_md_over(struct pc_md_builder *b, const char *what, uint32_t line) {
    if (b->limit == PC_MD_OK) {
        b->limit = PC_MD_TOO_COMPLEX;
        b->limit_what = what;
        b->limit_line = line;
    }
}

static bool out_of_time(struct pc_md_builder *b, uint32_t line) {
    if (!is_late()) {
        return false;
    }
    pc_md_over(b, "the document takes too long to parse", line);
    return true;
}

/* Feeds the masked text. False when a limit was met. */
static bool feed(struct pc_md_builder *b, cmark_parser *parser) {
    struct pc_buf chunk;
    pc_buf_init(&chunk, b->arena);
    size_t bom = pc_str_starts(b->text, PC_STR("\xEF\xBB\xBF")) ? 3 : 0;
    uint32_t count = b->lines.starts[b->lines.count - 1] == b->lines.size ? b->lines.count - 1 : b->lines.count;
    for (uint32_t i = 0; i < count; i++) { /* what follows the last line end is no line */
        struct pc_str line = pc_line_text(&b->lines, b->text, i);
        if (i == 0) {
            line = pc_str_sub(line, bom, line.len);
        }
        if (line.len > PC_LIMIT_MD_LINE) {
            pc_md_over(b, "a line is too long", i);
            return false;
        }
        if (!pc_md_mask_line(&chunk, line)) {
            pc_md_over(b, "a line opens too many lists and quotes", i);
            return false;
        }
        pc_buf_addc(&chunk, '\n');
        if (chunk.len >= MASK_CHUNK || i + 1 == count) {
            cmark_parser_feed(parser, chunk.ptr, chunk.len);
            chunk.len = 0;
            if (i + 1 < count && out_of_time(b, i)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- the tree */

static uint32_t start_line(cmark_node *node) {
    int line = cmark_node_get_start_line(node);
    return line > 0 ? (uint32_t)line - 1 : 0;
}

static size_t count_line_ends(const char *literal) {
    size_t n = 0;
    for (; literal != NULL && *literal != '\0'; literal++) {
        n += *literal == '\n';
    }
    return n;
}

static void push_line(struct pc_md_builder *b, struct pc_md_block *block, struct pc_md_line line) {
    struct pc_md_line *lines = PC_NEW(b->arena, struct pc_md_line);
    *lines = line;
    block->lines = lines;
    block->line_count = 1;
}

static struct pc_md_line sub_line(struct pc_md_line line, size_t from, size_t len) {
    struct pc_md_line out = line;
    out.text = pc_str_sub(line.text, from, len);
    out.offset = line.offset + (uint32_t)(from < line.text.len ? from : line.text.len);
    return out;
}

struct pc_md_line pc_md_trim_line(struct pc_md_line line) {
    size_t from = 0;
    while (from < line.text.len && pc_is_space(line.text.ptr[from])) {
        from++;
    }
    size_t end = line.text.len;
    while (end > from && pc_is_space(line.text.ptr[end - 1])) {
        end--;
    }
    return sub_line(line, from, end - from);
}

static void add_atx_heading(struct pc_md_builder *b, cmark_node *node) {
    struct pc_md_line line = pc_md_trim_line(pc_md_strip(b, start_line(node)).line);
    size_t from = 0;
    while (from < line.text.len && line.text.ptr[from] == '#') {
        from++;
    }
    line = pc_md_trim_line(sub_line(line, from, line.text.len - from));
    size_t end = line.text.len;
    while (end > 0 && line.text.ptr[end - 1] == '#') {
        end--;
    }
    if (end == 0 || is_blank(line.text.ptr[end - 1])) { /* a closing "##" stands alone */
        line = pc_md_trim_line(sub_line(line, 0, end));
    }
    struct pc_md_block *block = pc_md_add_block(b, PC_MD_HEADING, (unsigned)b->stack.count);
    block->level = (unsigned)cmark_node_get_heading_level(node);
    push_line(b, block, line);
}

/* A paragraph or setext heading: its lines go to the table finder. */
static void add_paragraph(struct pc_md_builder *b, cmark_node *node, unsigned level) {
    uint32_t first = start_line(node);
    int end = cmark_node_get_end_line(node);
    uint32_t last = end > 0 ? (uint32_t)end - 1 : first;
    struct pc_md_raw_line few[FEW_LINES];
    struct PC_VEC(struct pc_md_raw_line) lines = {few, 0, FEW_LINES};
    for (uint32_t i = first; i < b->lines.count && (i <= last || level > 0); i++) {
        if (lines.count >= PC_LIMIT_MD_PARAGRAPH_LINES) {
            pc_md_over(b, "a paragraph or table has too many lines", first);
            return;
        }
        struct pc_md_raw_line raw = pc_md_strip(b, i);
        if (pc_str_trim(raw.line.text).len == 0) {
            break;
        }
        *PC_PUSH(&lines, b->arena) = raw;
        struct pc_str rest = pc_str_trim(raw.line.text);
        /* the underline's own line is not told: it is the first that is one */
        if (level > 0 && i > first && raw.indent < 4 && raw.matched == b->stack.count &&
            rest.ptr[0] == (level == 1 ? '=' : '-') && pc_md_is_rule(rest)) {
            break;
        }
    }
    pc_md_add_paragraph(b, lines.items, lines.count, level);
}

/* The line is a closing fence to an opening line. */
static bool closes_fence(struct pc_md_builder *b, struct pc_str opening, uint32_t line) {
    if (line >= b->lines.count) {
        return false;
    }
    struct pc_md_raw_line raw = pc_md_strip(b, line);
    struct pc_str s = pc_str_trim(raw.line.text);
    size_t run = 0;
    while (run < opening.len && opening.ptr[run] == opening.ptr[0]) {
        run++;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != opening.ptr[0]) {
            return false;
        }
    }
    return s.len >= run && raw.indent < 4 && raw.matched == b->stack.count;
}

static bool ends_comment(const struct pc_md_line *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_find(lines[i].text, PC_STR("-->"), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

static void add_code_or_html(struct pc_md_builder *b, cmark_node *node, bool code) {
    uint32_t first = start_line(node);
    size_t count = count_line_ends(cmark_node_get_literal(node));
    struct pc_md_block *block = pc_md_add_block(b, code ? PC_MD_CODE : PC_MD_HTML, (unsigned)b->stack.count);
    struct pc_md_line *lines = PC_NEW_ARRAY(b->arena, count, struct pc_md_line);
    unsigned indent = code ? 4 : 0;
    struct pc_md_raw_line opening = pc_md_strip(b, first);
    struct pc_str fence = pc_str_trim(opening.line.text);
    bool fenced = code && opening.indent < 4;
    if (fenced) {
        size_t run = 0;
        while (run < fence.len && fence.ptr[run] == fence.ptr[0]) {
            run++;
        }
        block->info = pc_str_trim(pc_str_sub(fence, run, fence.len - run));
        indent = opening.indent;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t line = first + (uint32_t)i + (fenced ? 1 : 0);
        if (line >= b->lines.count) {
            count = i;
            break;
        }
        struct pc_md_line stripped = pc_md_strip(b, line).line;
        size_t from = 0;
        while (from < indent && from < stripped.text.len && stripped.text.ptr[from] == ' ') {
            from++;
        }
        if (from < indent && !fenced && from < stripped.text.len && stripped.text.ptr[from] == '\t') {
            from++;
        }
        lines[i] = sub_line(stripped, from, stripped.text.len);
    }
    block->lines = lines;
    block->line_count = count;
    block->fenced = fenced;
    block->unclosed = code ? fenced && !closes_fence(b, fence, first + (uint32_t)count + 1)
                           : pc_str_starts(fence, PC_STR("<!--")) && !ends_comment(lines, count);
}

static void enter(struct pc_md_builder *b, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_ITEM: {
        bool quote = cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
        uint32_t item = quote ? 0 : ++b->items;
        *PC_PUSH(&b->stack, b->arena) =
            (struct pc_md_container){.quote = quote, .start_line = start_line(node), .item = item};
        pc_md_strip(b, start_line(node)); /* learns the item's indentation */
        break;
    }
    case CMARK_NODE_HEADING: {
        struct pc_str text = pc_str_trim(pc_md_strip(b, start_line(node)).line.text);
        if (cmark_node_get_start_line(node) == cmark_node_get_end_line(node) || pc_str_starts(text, PC_STR("#"))) {
            add_atx_heading(b, node);
        } else {
            add_paragraph(b, node, (unsigned)cmark_node_get_heading_level(node));
        }
        break;
    }
    case CMARK_NODE_PARAGRAPH:
        add_paragraph(b, node, 0);
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_code_or_html(b, node, true);
        break;
    case CMARK_NODE_HTML_BLOCK:
        add_code_or_html(b, node, false);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        push_line(b, pc_md_add_block(b, PC_MD_BREAK, (unsigned)b->stack.count),
                  pc_md_trim_line(pc_md_strip(b, start_line(node)).line));
        break;
    default:
        break;
    }
}

static void walk(struct pc_md_builder *b, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    unsigned steps = 0;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && b->limit == PC_MD_OK;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER) {
            enter(b, node);
        } else if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE ||
                   cmark_node_get_type(node) == CMARK_NODE_ITEM) {
            b->stack.count--;
        }
        if (++steps % 256 == 0) {
            out_of_time(b, start_line(node));
        }
    }
    cmark_iter_free(iter);
}

static void finish_arena(void *arg) {
    pc_arena_finish(arg);
}

struct pc_md_document pc_md_parse(struct pc_arena *arena, struct pc_str text, const struct pc_lines *lines) {
    struct pc_md_builder b = {.arena = arena, .text = text, .lines = lines ? *lines : pc_lines_of(arena, text)};
    struct pc_arena library;
    struct pc_cleanup cleanup;
    pc_arena_init(&library, arena->budget > arena->used ? arena->budget - arena->used : 0, arena->recovery);
    pc_defer(arena->recovery, &cleanup, finish_arena, &library);
    memory.arena = &library;
    memory.deadline = 0;
    memory.count = 0;
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, &library_memory);
    if (feed(&b, parser)) {
        walk(&b, cmark_parser_finish(parser));
    }
    pc_undefer(arena->recovery, &cleanup);
    pc_arena_finish(&library);
    if (b.limit != PC_MD_OK) {
        return (struct pc_md_document){.limit = b.limit, .limit_what = b.limit_what, .limit_line = b.limit_line};
    }
    return (struct pc_md_document){.blocks = b.blocks.items, .block_count = b.blocks.count};
}

const char *pc_cmark_version(void) {
    return cmark_version_string();
}
