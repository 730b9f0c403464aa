/* The format adapters: places lie in the file, and say what the tree says. */
#include "dotenv.h"
#include "fuzz.h"
#include "json_in.h"
#include "limits.h"
#include "markdown.h"
#include "text.h"
#include "toml.h"
#include "yaml_in.h"

#define NODES 20000 /* nodes looked at; aliases may make a tree a million large */

struct walk {
    struct fuzz *f;
    struct pc_str text;
    size_t left;
    bool sound; /* valid UTF-8 without control bytes: then verbatim text is the file's */
};

static bool is_sound(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' && !pc_is_space(text.ptr[i]))
            return false;
    return pc_utf8_invalid(text) == PC_NPOS;
}

static void check_inside(uint32_t offset, uint32_t length, struct pc_str text, const char *what) {
    FUZZ_CHECK(offset <= text.len && length <= text.len - offset, "%s: %u+%u of %zu bytes", what, offset, length,
               text.len);
}

/* Each run of digits of a scalar is found where it stands. */
static void check_digits(struct walk *w, const struct pc_node *node) {
    uint32_t cursor = 0, offset;
    for (size_t from = 0, end; (from = pc_str_find_digit(node->text, from)) != PC_NPOS; from = end) {
        for (end = from; end < node->text.len && pc_is_digit(node->text.ptr[end]);)
            end++;
        if (end - from > 16 || node->text.len > 4096)
            break;
        if (pc_node_place(node, w->text, from, end - from, &cursor, &offset)) {
            check_inside(offset, (uint32_t)(end - from), w->text, "place");
            FUZZ_CHECK(pc_str_eq(pc_str_sub(w->text, offset, end - from), pc_str_sub(node->text, from, end - from)),
                       "digits are placed where others stand");
        }
    }
}

static void check_node(struct walk *w, const struct pc_node *node, unsigned depth) {
    struct pc_map_iter it;
    if (!node || w->left == 0)
        return;
    w->left--;
    FUZZ_CHECK(depth <= PC_LIMIT_DEPTH + 2, "deeper than the limit");
    check_inside(node->offset, node->length, w->text, "node");
    if (node->kind == PC_NODE_SCALAR) {
        check_inside(node->content, node->content_length, w->text, "content");
        if (node->verbatim && w->sound)
            FUZZ_CHECK(pc_str_eq(pc_str_sub(w->text, node->content, node->text.len), node->text),
                       "verbatim text is not the file's: `%.*s`", PC_ARG(node->text));
        check_digits(w, node);
        return;
    }
    uint32_t count = 0;
    for (const struct pc_node *child = node->child; child; child = child->next, count++)
        check_node(w, child, depth + 1);
    FUZZ_CHECK(w->left == 0 || count == node->count, "%u children counted, %u there", node->count, count);
    for (pc_map_iter_init(&it, node); pc_map_iter_next(&it) && w->left > 0; w->left--)
        FUZZ_CHECK(it.value->key && (it.value->key->kind != PC_NODE_SCALAR || pc_map_find(node, it.value->key->text)),
                   "a key that is in effect is not found");
}

static void check_tree(struct fuzz *f, const struct pc_tree *tree, struct pc_str text) {
    struct walk w = {f, text, NODES, is_sound(text)};
    for (size_t i = 0; i < tree->document_count; i++)
        check_node(&w, tree->documents[i], 0);
    for (size_t i = 0; i < tree->note_count; i++) {
        const struct pc_syntax_note *note = &tree->notes[i];
        check_inside(note->offset, note->length, text, "note");
        FUZZ_CHECK(note->message.len > 0, "a note without words");
        if (note->other != UINT32_MAX)
            check_inside(note->other, 0, text, "note's other place");
    }
    /* What could not be read whole is never passed over. */
    FUZZ_CHECK(tree->document_count > 0 || tree->note_count > 0 || !w.sound || w.left == NODES, "silence");
}

void fuzz_format_yaml(struct fuzz *f, struct pc_str input, const void *a) {
    (void)a;
    struct pc_tree tree = pc_yaml_parse(&f->scratch, input);
    check_tree(f, &tree, input);
}

void fuzz_format_json(struct fuzz *f, struct pc_str input, const void *a) {
    (void)a;
    for (int comments = 0; comments < 2; comments++) {
        struct pc_tree tree = pc_json_parse(&f->scratch, input, comments > 0);
        check_tree(f, &tree, input);
    }
}

void fuzz_format_toml(struct fuzz *f, struct pc_str input, const void *a) {
    (void)a;
    struct pc_tree tree = pc_toml_parse(&f->scratch, input);
    check_tree(f, &tree, input);
}

/* --- Markdown --- */

static void check_slice(struct pc_str slice, size_t offset, struct pc_str text, const char *what) {
    FUZZ_CHECK(offset <= text.len && slice.len <= text.len - offset, "%s: %zu+%zu of %zu bytes", what, offset,
               slice.len, text.len);
    FUZZ_CHECK(slice.len == 0 || slice.ptr == text.ptr + offset, "%s: not the file's own bytes", what);
}

static void check_runs(struct pc_str text, const struct pc_md_run *runs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        check_slice(runs[i].text, runs[i].offset, text, "run");
        FUZZ_CHECK(i == 0 || runs[i].offset >= runs[i - 1].offset, "runs out of order");
        FUZZ_CHECK(pc_str_find_char(runs[i].text, '\n', 0) == PC_NPOS, "a run crosses a line");
    }
}

static void check_row(struct fuzz *f, struct pc_str text, const struct pc_md_row *row) {
    const struct pc_md_run *runs;
    check_slice(row->line.text, row->line.offset, text, "row");
    for (unsigned i = 0; i < row->cell_count; i++) {
        const struct pc_md_cell *cell = &row->cells[i];
        check_slice(cell->text, cell->offset, text, "cell");
        FUZZ_CHECK(cell->offset >= row->line.offset &&
                       cell->offset + cell->text.len <= row->line.offset + row->line.text.len,
                   "a cell outside of its row");
        FUZZ_CHECK(i == 0 || cell->offset >= row->cells[i - 1].offset + row->cells[i - 1].text.len, "cells overlap");
        size_t count = pc_md_cell_inline(&f->scratch, *cell, row->line.line, &runs);
        check_runs(text, runs, count);
    }
}

void fuzz_format_markdown(struct fuzz *f, struct pc_str input, const void *a) {
    const struct pc_md_run *runs;
    struct pc_md_document document = pc_md_parse(&f->scratch, input, NULL);
    struct pc_lines lines = pc_lines_of(&f->keep, input);
    (void)a;
    FUZZ_CHECK(document.limit == PC_MD_OK || (document.block_count == 0 && document.limit_what), "a limit unsaid");
    for (size_t b = 0; b < document.block_count; b++) {
        const struct pc_md_block *block = &document.blocks[b];
        for (size_t i = 0; i < block->line_count; i++) {
            const struct pc_md_line *line = &block->lines[i];
            check_slice(line->text, line->offset, input, "line");
            FUZZ_CHECK(line->line < lines.count && pc_line_at(&lines, line->offset) == line->line, "a wrong line");
            FUZZ_CHECK(i == 0 || line->line > block->lines[i - 1].line, "lines out of order");
        }
        if (block->kind != PC_MD_CODE && block->kind != PC_MD_HTML) {
            size_t count = pc_md_inline(&f->scratch, block->lines, block->line_count, &runs);
            check_runs(input, runs, count);
        }
        for (size_t i = 0; i < block->row_count; i++)
            check_row(f, input, &block->rows[i]);
    }
}

/* --- env files --- */

static bool find_variable(void *arg, struct pc_str name, struct pc_str *value, bool *guessed) {
    (void)arg;
    *value = PC_STR("${OTHER:-8117}");
    *guessed = name.len % 2 == 0;
    return name.len % 3 != 0;
}

static void check_expansion(struct fuzz *f, struct pc_str in) {
    const struct pc_env_lookup lookup = {find_variable, NULL};
    for (int known = 0; known < 2; known++) {
        struct pc_expansion out = pc_env_expand(&f->scratch, in, known > 0 ? &lookup : NULL);
        for (size_t i = 0; out.origin && i < out.text.len; i++)
            FUZZ_CHECK(out.origin[i] == UINT32_MAX ||
                           (out.origin[i] < in.len && in.ptr[out.origin[i]] == out.text.ptr[i]),
                       "a byte of an expansion that is not where it is said to be");
    }
}

void fuzz_format_dotenv(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_env_entry entry;
    size_t cursor = 0, before = 0;
    (void)a;
    while (pc_env_next(input, &cursor, &entry)) {
        FUZZ_CHECK(cursor > before && cursor <= input.len, "no progress");
        before = cursor;
        check_slice(entry.value, entry.offset, input, "value");
        check_inside(entry.line_offset, entry.line_length, input, "line");
        check_expansion(f, entry.value);
    }
    if (input.len < 4096)
        check_expansion(f, input);
}
