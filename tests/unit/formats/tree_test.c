#include "tree_test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

void tree_arena_init(struct tree_arena *ta, size_t file_bytes) {
    ta->recovery = (struct pc_recovery){.cleanups = NULL};
    pc_arena_init(&ta->arena, ((size_t)16 << 20) + 128 * file_bytes, &ta->recovery);
}

static void dump_node(struct pc_buf *out, const struct pc_node *node);

static void dump_text(struct pc_buf *out, struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            pc_buf_adds(out, "\\n");
        } else {
            pc_buf_addc(out, text.ptr[i]);
        }
    }
}

static void dump_children(struct pc_buf *out, const struct pc_node *first) {
    for (const struct pc_node *child = first; child; child = child->next) {
        pc_buf_adds(out, child == first ? "" : ", ");
        if (child->key) {
            pc_buf_adds(out, child->overridden ? "!" : "");
            dump_node(out, child->key);
            if (child->merge) {
                continue;
            }
            pc_buf_adds(out, ": ");
        }
        dump_node(out, child);
    }
}

static void dump_node(struct pc_buf *out, const struct pc_node *node) {
    pc_buf_adds(out, node->aliased ? "*" : "");
    if (node->tag.len > 0) {
        pc_buf_add(out, node->tag);
        pc_buf_addc(out, ' ');
    }
    if (node->kind == PC_NODE_NULL) {
        pc_buf_addc(out, '~');
    } else if (node->kind == PC_NODE_SCALAR) {
        dump_text(out, node->text);
    } else {
        pc_buf_addc(out, node->kind == PC_NODE_MAP ? '{' : '[');
        dump_children(out, node->child);
        if (node->merged) {
            pc_buf_adds(out, " | ");
            dump_children(out, node->merged);
        }
        pc_buf_addc(out, node->kind == PC_NODE_MAP ? '}' : ']');
    }
}

const char *tree_dump(struct pc_arena *arena, struct pc_tree tree) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t i = 0; i < tree.document_count; i++) {
        pc_buf_adds(&out, i > 0 ? " --- " : "");
        dump_node(&out, tree.documents[i]);
    }
    return pc_str_cstr(arena, pc_buf_str(&out));
}

const char *tree_notes(struct pc_arena *arena, struct pc_tree tree) {
    static const char *const kinds[] = {"error", "duplicate", "limit", "encoding"};
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t i = 0; i < tree.note_count; i++) {
        const struct pc_syntax_note *note = &tree.notes[i];
        pc_buf_addf(&out, "%s%s %u+%u", i > 0 ? "; " : "", kinds[note->kind], note->offset, note->length);
        if (note->other != UINT32_MAX) {
            pc_buf_addf(&out, " of %u", note->other);
        }
        pc_buf_addf(&out, " %.*s", PC_ARG(note->message));
    }
    return pc_str_cstr(arena, pc_buf_str(&out));
}

static void check_node(const struct pc_node *node, struct pc_str text) {
    assert_true(node->offset <= text.len && node->length <= text.len - node->offset);
    if (node->kind == PC_NODE_SCALAR) {
        assert_true(node->content >= node->offset &&
                    node->content + node->content_length <= node->offset + node->length);
        if (node->verbatim && node->text.len > 0) {
            assert_true(node->text.len <= text.len - node->content);
            assert_memory_equal(text.ptr + node->content, node->text.ptr, node->text.len);
        }
    }
    for (const struct pc_node *child = node->child; child; child = child->next) {
        if (!child->aliased) {
            assert_true(child->offset >= node->offset && child->offset + child->length <= node->offset + node->length);
            check_node(child, text);
        }
        if (child->key) {
            check_node(child->key, text);
        }
    }
}

void tree_check_places(struct pc_tree tree, struct pc_str text) {
    for (size_t i = 0; i < tree.document_count; i++) {
        check_node(tree.documents[i], text);
    }
    for (size_t i = 0; i < tree.note_count; i++) {
        assert_true(tree.notes[i].offset <= text.len && tree.notes[i].length <= text.len - tree.notes[i].offset);
    }
}

const struct pc_node *tree_at(struct pc_tree tree, const char *path) {
    assert_true(tree.document_count > 0);
    const struct pc_node *node = tree.documents[0];
    struct pc_str rest = pc_str_c(path);
    struct pc_str part;
    for (bool done = false; pc_str_split(&rest, '.', &part, &done);) {
        if (node->kind == PC_NODE_LIST) {
            node = node->child;
            for (int i = atoi(part.ptr); i > 0 && node; i--) {
                node = node->next;
            }
        } else {
            node = pc_map_find(node, part);
        }
        assert_non_null(node);
        if (node == NULL) {
            return NULL; /* unreachable, which an analyser does not know */
        }
    }
    return node;
}

double tree_clock(void) {
    return 1000.0 * (double)clock() / (double)CLOCKS_PER_SEC;
}

struct pc_str tree_repeat(struct pc_arena *arena, const char *head, const char *piece, size_t count, const char *tail) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_adds(&out, head);
    for (size_t i = 0; i < count; i++) {
        pc_buf_adds(&out, piece);
    }
    pc_buf_adds(&out, tail);
    return pc_buf_str(&out);
}

void tree_check_samples(struct pc_tree (*parse)(struct pc_arena *arena, struct pc_str text),
                        const struct tree_sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct tree_arena ta;
        struct pc_str text = pc_str_c(samples[i].text);
        tree_arena_init(&ta, text.len);
        struct pc_tree tree = parse(&ta.arena, text);
        assert_string_equal(tree_dump(&ta.arena, tree), samples[i].tree);
        assert_string_equal(tree_notes(&ta.arena, tree), samples[i].notes);
        tree_check_places(tree, text);
        pc_arena_finish(&ta.arena);
    }
}
