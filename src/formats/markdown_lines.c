/* A raw line without the marks of the quotes and list items around it, by CommonMark's rules: tabs stop at every fourth
 * column, a line may leave out marks (a lazy continuation). */
#include "limits.h"
#include "markdown_impl.h"

struct cursor {
    struct pc_str s;
    size_t at;
    unsigned column;
    unsigned tab_left; /* columns of the tab at `at` that are still to come; 0: none was begun */
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Columns of white space from here, counted no further than enough: a line that is stripped of one list item after the
 * other must not be counted to its end for each. *end (optional) is the first byte that was not counted. */
static unsigned indent_to(const struct cursor *c, unsigned enough, size_t *end) {
    unsigned column = c->column;
    unsigned tab_left = c->tab_left;
    size_t at = c->at;
    for (; at < c->s.len && column - c->column < enough && is_blank(c->s.ptr[at]); at++) {
        if (c->s.ptr[at] == '\t') {
            column += tab_left > 0 ? tab_left : 4 - column % 4;
            tab_left = 0;
        } else {
            column++;
        }
    }
    if (end != NULL) {
        *end = at;
    }
    return column - c->column;
}

static unsigned indent_of(const struct cursor *c, size_t *end) {
    return indent_to(c, ~0u, end);
}

static void advance(struct cursor *c, unsigned columns) {
    while (columns > 0 && c->at < c->s.len && is_blank(c->s.ptr[c->at])) {
        unsigned width = 1;
        if (c->s.ptr[c->at] == '\t') {
            width = c->tab_left > 0 ? c->tab_left : 4 - c->column % 4;
        }
        if (width > columns) {
            c->tab_left = width - columns;
            c->column += columns;
            return;
        }
        c->at++;
        c->column += width;
        c->tab_left = 0;
        columns -= width;
    }
}

static bool match_quote(struct cursor *c) {
    size_t at;
    unsigned indent = indent_to(c, 4, &at);
    if (indent > 3 || at >= c->s.len || c->s.ptr[at] != '>') {
        return false;
    }
    advance(c, indent);
    c->at++;
    c->column++;
    advance(c, 1);
    return true;
}

/* The line that an item starts on: steps over its marker and learns its indentation. */
static bool match_item_start(struct cursor *c, struct pc_md_container *item) {
    size_t at;
    unsigned offset = indent_of(c, &at);
    size_t marker = pc_md_marker(pc_str_sub(c->s, at, c->s.len - at));
    if (marker == 0) {
        return false;
    }
    advance(c, offset);
    c->at += marker;
    c->column += (unsigned)marker;
    unsigned blanks = indent_of(c, &at);
    bool empty = at == c->s.len;
    unsigned padding = empty || blanks < 1 || blanks >= 5 ? 1 : blanks;
    advance(c, padding);
    item->indent = offset + (unsigned)marker + padding;
    return true;
}

static bool match_item(struct cursor *c, const struct pc_md_container *item) {
    size_t at;
    unsigned indent = indent_to(c, item->indent, &at);
    if (indent >= item->indent) {
        advance(c, item->indent);
        return true;
    }
    if (at == c->s.len) {
        advance(c, indent);
        return true;
    }
    return false;
}

struct pc_md_raw_line pc_md_strip(struct pc_md_builder *b, uint32_t line) {
    struct cursor c = {.s = pc_line_text(&b->lines, b->text, line)};
    if (line == 0 && pc_str_starts(c.s, PC_STR("\xEF\xBB\xBF"))) {
        c.at = 3;
    }
    unsigned matched = 0;
    while (matched < b->stack.count && c.at < c.s.len) {
        struct pc_md_container *container = &b->stack.items[matched];
        bool ok = container->quote                ? match_quote(&c)
                  : container->start_line == line ? match_item_start(&c, container)
                                                  : match_item(&c, container);
        if (!ok) {
            break;
        }
        matched++;
    }
    struct pc_md_raw_line raw = {.matched = c.at == c.s.len ? (unsigned)b->stack.count : matched,
                                 .indent = indent_of(&c, NULL)};
    raw.line.text = pc_str_sub(c.s, c.at, c.s.len - c.at);
    raw.line.offset = b->lines.starts[line] + (uint32_t)c.at;
    raw.line.line = line;
    return raw;
}

struct pc_md_block *pc_md_add_block(struct pc_md_builder *b, enum pc_md_kind kind, unsigned matched) {
    struct pc_md_block *block = PC_PUSH(&b->blocks, b->arena);
    block->kind = kind;
    struct pc_md_container *innermost = NULL;
    for (unsigned i = 0; i < matched && i < b->stack.count; i++) {
        struct pc_md_container *container = &b->stack.items[i];
        if (container->quote) {
            block->quote_depth++;
            continue;
        }
        block->list_depth++;
        block->parent_item = innermost == NULL ? 0 : innermost->item;
        innermost = container;
    }
    if (innermost != NULL) {
        block->item = innermost->item;
        block->item_start = !innermost->has_block;
        innermost->has_block = true;
    }
    return block;
}
