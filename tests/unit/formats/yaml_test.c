/* YAML trees: what they hold, where it stands, and what hostile text costs. */
#include "tree_test.h"
#include "yaml_in.h"

#include <string.h>

#include "limits.h"

#define CHECK(samples) tree_check_samples(pc_yaml_parse, samples, sizeof(samples) / sizeof(samples)[0])

static void holds_what_is_written(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"", "", ""},
        {"# nothing\n", "", ""},
        {"a: 1\nb: 'it''s'\nc: \"\\t\"\n", "{a: 1, b: it's, c: \t}", ""},
        {"a: 08080\nb: 22:22\nc: yes\nd: 1_000\n", "{a: 08080, b: 22:22, c: yes, d: 1_000}", ""},
        {"a:\nb: ~\nc: null\nd: 'null'\ne: ''\n", "{a: ~, b: ~, c: ~, d: null, e: }", ""},
        {"- a\n- [b, {c: d}]\n-\n", "[a, [b, {c: d}], ~]", ""},
        {"[a: b, c]\n", "[{a: b}, c]", ""},
        {"--- 1\n--- {a: 2}\n...\n---\n- 3\n", "1 --- {a: 2} --- [3]", ""},
        {"a: !reset []\nb: !override\n  - 1\nc: !x 5\n", "{a: !reset [], b: !override [1], c: !x 5}", ""},
        {"a: |\n  x\n  y\nb: >-\n  x\n  y\nc: |+\n  x\n\n", "{a: x\\ny\\n, b: x y, c: x\\n\\n}", ""},
        {"? [k]\n: v\n", "{[k]: v}", ""},
        {"%YAML 1.1\n---\na: 1\n", "{a: 1}", ""},
        {"a: 1\rb: 2\r", "{a: 1, b: 2}", ""},
        {"a: 1\r\nb: 2\r\n", "{a: 1, b: 2}", ""},
        {"\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F: 1\n", "{gr\xC3\xBC\xC3\x9F: 1}", ""},
    };
    CHECK(samples);
}

static void follows_aliases_and_merge_keys(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"a: &x 1\nb: *x\n", "{a: 1, b: *1}", ""},
        {"a: &x {p: 1, q: 2}\nb: {<<: *x, p: 3}\n", "{a: {p: 1, q: 2}, b: {<<, p: 3 | q: *2}}", ""},
        /* of a list the first wins; merged maps' own merges come with them, before the next of the list */
        {"c: &c {r: c, s: c}\na: &a {<<: *c, p: a}\nb: &b {r: b, t: b}\nd: {<<: [*a, *b]}\n",
         "{c: {r: c, s: c}, a: {<<, p: a | r: *c, s: *c}, b: {r: b, t: b}, d: {<< | p: *a, r: *c, s: *c, t: *b}}", ""},
        {"a: &a {p: 1}\nb: {\"<<\": *a}\n", "{a: {p: 1}, b: {<<: *{p: 1}}}", ""},
        {"a: &a {p: 1}\nb: &b {p: 2, q: 2}\nc:\n  <<: *a\n  <<: *b\n",
         "{a: {p: 1}, b: {p: 2, q: 2}, c: {<<, << | p: *2, q: *2}}",
         "duplicate 46+2 of 37 the key `<<` is written twice in one mapping"},
        {"a: {<<: 5}\n", "{a: {<<}}", "error 4+2 `<<` needs a mapping or a list of mappings"},
        {"a: *x\nb: 2\n", "{a: ~, b: 2}", "error 3+2 the alias `*x` names nothing before it"},
        {"a: &x [*x, 1]\n", "{a: [~, 1]}", "error 7+2 the alias `*x` stands inside what it names"},
        {"a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: *2}", ""},
        {"a: &x 1\n---\nb: *x\n", "{a: 1} --- {b: ~}", "error 15+2 the alias `*x` names nothing before it"},
    };
    CHECK(samples);
}

static void notes_keys_written_twice(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"a: 1\nb: 2\na: 3\n", "{!a: 1, b: 2, a: 3}",
         "duplicate 10+1 of 0 the key `a` is written twice in one mapping"},
        {"a: 1\n'a': 2\n", "{!a: 1, a: 2}", "duplicate 5+3 of 0 the key `a` is written twice in one mapping"},
        {"x: {a: 1}\ny: {a: 1}\n", "{x: {a: 1}, y: {a: 1}}", ""},
    };
    CHECK(samples);
    struct tree_arena ta;
    tree_arena_init(&ta, 100);
    struct pc_tree tree = pc_yaml_parse(&ta.arena, PC_STR("a: 1\na: 2\na: 3\n"));
    assert_int_equal(tree.note_count, 2);
    assert_true(pc_str_eq(tree.notes[1].hidden->text, PC_STR("2")));
    assert_true(pc_str_eq(pc_map_get(tree.documents[0], "a")->text, PC_STR("3")));
    pc_arena_finish(&ta.arena);
}

static void keeps_what_came_before_an_error(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"a: 1\nb: [2, 3\nc: 4\n", "{a: 1, b: [2, 3 c]}",
         "error 15+1 did not find expected ',' or ']' while parsing a flow sequence"},
        {"a: 1\nb:\n\tc: 2\n", "{a: 1, b: ~}",
         "error 8+0 found character that cannot start any token while scanning for the next token"},
        {"a: 1\n---\nb: 'x\n", "{a: 1} --- {b: ~}",
         "error 15+0 found unexpected end of stream while scanning a quoted scalar"},
        {"a: b: c\n", "{a: b}", "error 4+1 mapping values are not allowed in this context"},
        {"a: 1\nb: x\x01y\nc: 3\n", "{a: 1, b: x\x01y, c: 3}", "error 9+1 control characters are not allowed"},
        {"a: 1\nb: x\xFFy # \xFE\nc: 3\n", "{a: 1, b: x\xFFy, c: 3}", "encoding 9+1 bytes that are not UTF-8"},
    };
    CHECK(samples);
}

static void reads_around_nul_and_refuses_utf16(void **state) {
    (void)state;
    struct tree_arena ta;
    tree_arena_init(&ta, 100);
    struct pc_tree tree = pc_yaml_parse(&ta.arena, PC_STR("a: 1\n\0b: 2\nc: 3\n"));
    assert_string_equal(tree_notes(&ta.arena, tree), "encoding 5+1 a NUL byte in a text file");
    assert_true(pc_str_eq(pc_map_get(tree.documents[0], "c")->text, PC_STR("3")));
    tree = pc_yaml_parse(&ta.arena, PC_STR("\xFF\xFE"
                                           "a\0:\0"));
    assert_int_equal(tree.document_count, 0);
    assert_string_equal(tree_notes(&ta.arena, tree), "encoding 0+0 the file is UTF-16, not UTF-8, and was not read");
    pc_arena_finish(&ta.arena);
}

/* The number 4100 of the value stands where it stands, in every style and behind every kind of character. */
static void places_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool verbatim;
    } samples[] = {
        {"v: 4100\n", true},
        {"v: '4100'\n", true},
        {"v: \"4100\"\n", true},
        {"\xEF\xBB\xBFk: 1\nv: 4100\n", true},
        {"# \xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80\r\nk: \"\xC3\xBC\"\r\nv: \"\xC3\xA4:4100\"\r\n", true},
        {"k: a\xC2\x85v: 4100\n", true},         /* a line end to YAML, none to an editor */
        {"# \xE2\x80\xA8k: 1\nv: 4100\n", true}, /* the same */
        {"k: 1\rv: 4100\r", true},
        {"v: &name !t  # why\n  4100\n", true},
        {"v: |\n  x:4100\n", true},
        {"v: |  # why\n\n   x\n   y 4100 z\n", false},
        {"v: |2\n    x 4100\n", true},
        {"v: >\r\n  x\r\n  4100\r\n", false},
        {"v: \"\\u00e4 4100\"\n", false},
        {"v: 'it''s 4100'\n", false},
        {"v: a\n  b 4100\n", false},
        {"v: \"14100 \\t 4100\"\n", false},
        {"v: \"41000 \\t 4100\"\n", false},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena ta;
        struct pc_str text = pc_str_c(samples[i].text);
        tree_arena_init(&ta, text.len);
        struct pc_tree tree = pc_yaml_parse(&ta.arena, text);
        const struct pc_node *v = tree_at(tree, "v");
        uint32_t cursor = 0;
        uint32_t offset = 0;
        size_t from = v->text.len;
        while (from > 0 && !pc_str_starts(pc_str_sub(v->text, from, 4), PC_STR("4100"))) {
            from--;
        }
        assert_int_equal(v->verbatim, samples[i].verbatim);
        assert_true(pc_node_place(v, text, from, 4, &cursor, &offset));
        assert_memory_equal(text.ptr + offset, "4100", 4);
        assert_int_equal(cursor, offset + 4);
        assert_false(pc_is_digit(text.ptr[offset - 1]));
        tree_check_places(tree, text);
        pc_arena_finish(&ta.arena);
    }
}

static void equal_numbers_have_their_own_places(void **state) {
    (void)state;
    struct tree_arena ta;
    struct pc_str text = PC_STR("v: |\n  80 x\n  80 y\n  80 z\n");
    tree_arena_init(&ta, text.len);
    const struct pc_node *v = tree_at(pc_yaml_parse(&ta.arena, text), "v");
    uint32_t cursor = 0;
    uint32_t offset = 0;
    assert_true(pc_node_place(v, text, 5, 2, &cursor, &offset)); /* the second, though nobody asked for the first */
    assert_int_equal(offset, 14);
    assert_true(pc_node_place(v, text, 10, 2, &cursor, &offset));
    assert_int_equal(offset, 21);
    assert_false(pc_node_place(v, text, 10, 2, &cursor, &offset)); /* the cursor is behind the last */
    assert_false(pc_node_place(v, text, 14, 9, &cursor, &offset));
    pc_arena_finish(&ta.arena);
}

static void spans_of_collections(void **state) {
    (void)state;
    static const struct {
        const char *path, *bytes;
    } samples[] = {
        {"a", "{x: 1,\n   y: 2}"}, {"b", "- 1\n  - 2"}, {"b.1", "2"},  {"c", "[]"},
        {"d", "p:\n    q: 3"},     {"e.0", "k: v"},     {"f", "m: 1"},
    };
    struct tree_arena ta;
    struct pc_str text = PC_STR(
        "a: {x: 1,\n   y: 2} # c\nb:\n  - 1\n  - 2\n\n# c\nc: []\nd:\n  p:\n    q: 3\n\ne: [k: v, 2]\nf: &x\n  m: 1\n");
    tree_arena_init(&ta, text.len);
    struct pc_tree tree = pc_yaml_parse(&ta.arena, text);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const struct pc_node *node = tree_at(tree, samples[i].path);
        assert_true(pc_str_eq(pc_str_sub(text, node->offset, node->length), pc_str_c(samples[i].bytes)));
    }
    pc_arena_finish(&ta.arena);
}

static void iterates_what_is_in_effect(void **state) {
    (void)state;
    struct tree_arena ta;
    struct pc_str text = PC_STR("a: &a {p: 1, q: 2, r: 3}\nb:\n  p: 7\n  <<: *a\n  r: 8\n  p: 9\n");
    tree_arena_init(&ta, text.len);
    struct pc_tree tree = pc_yaml_parse(&ta.arena, text);
    struct pc_buf out;
    pc_buf_init(&out, &ta.arena);
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, tree_at(tree, "b")); pc_map_iter_next(&it);) {
        pc_buf_addf(&out, "%.*s=%.*s ", PC_ARG(it.value->key->text), PC_ARG(it.value->text));
    }
    assert_string_equal(pc_str_cstr(&ta.arena, pc_buf_str(&out)), "r=8 p=9 q=2 ");
    assert_null(pc_map_get(tree_at(tree, "b"), "none"));
    assert_null(pc_map_get(NULL, "p"));
    assert_null(pc_map_get(tree_at(tree, "b.p"), "p"));
    pc_map_iter_init(&it, NULL);
    assert_false(pc_map_iter_next(&it));
    pc_arena_finish(&ta.arena);
}

/* Within two seconds even under a sanitizer, with the memory of a run's file, each of these ends with the note or with
 * PC_OOM_BUDGET. */
static void hostile_text_is_bounded(void **state) {
    (void)state;
    static const struct {
        const char *head, *piece;
        size_t count;
        const char *tail, *note;
    } samples[] = {
        {"", "[", 40000, "", "limit 64+0 nested more than 64 levels deep"},
        {"", "[", 4000000, "", "limit 64+0 nested more than 64 levels deep"},
        {"", "{a: ", 1000000, "", "limit 256+0 nested more than 64 levels deep"},
        {"", "- ", 10000, "", "limit 128+0 nested more than 64 levels deep"},
        {"", "? ", 10000, "", "limit 128+0 nested more than 64 levels deep"},
        {"", "[\n", 10000, "", "limit 128+0 nested more than 64 levels deep"},
        {"a: ", "x", 1000000, "\n", ""},
        {"a: '", "''", 500000, "\n", "error 1000005+0 found unexpected end of stream while scanning a quoted scalar"},
        {"", "%TAG !a! tag:x,2000:a\n", 50000, "--- 1\n", "limit 352+1 more than 16 directives"},
        {"a: &a 1\nb:\n", "- *a\n", 20000, "", "limit 50013+2 more aliases than are followed"},
        {"", "# c\n", 250000, "", ""},
        {"", "\n", 1000000, "", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena input;
        tree_arena_init(&input, (size_t)1 << 20);
        struct pc_str text =
            tree_repeat(&input.arena, samples[i].head, samples[i].piece, samples[i].count, samples[i].tail);
        struct tree_arena ta;
        tree_arena_init(&ta, text.len);
        const double start = tree_clock();
        struct pc_tree tree = pc_yaml_parse(&ta.arena, text);
        assert_true(tree_clock() - start < 2000);
        assert_string_equal(tree_notes(&ta.arena, tree), samples[i].note);
        pc_arena_finish(&ta.arena);
        pc_arena_finish(&input.arena);
    }
}

static void alias_bombs_do_not_expand(void **state) {
    (void)state;
    struct tree_arena ta;
    tree_arena_init(&ta, 4096);
    struct pc_buf text;
    pc_buf_init(&text, &ta.arena);
    pc_buf_adds(&text, "l0: &l0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
        pc_buf_addf(&text, "l%d: &l%d [*l%d, *l%d, *l%d, *l%d, *l%d, *l%d, *l%d, *l%d, *l%d]\n", i, i, i - 1, i - 1,
                    i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    struct pc_tree tree = pc_yaml_parse(&ta.arena, pc_buf_str(&text));
    assert_int_equal(tree.note_count, 1);
    assert_int_equal(tree.notes[0].kind, PC_SYNTAX_LIMIT);
    /* A list of a list of a list... by aliases only is as deep as one by brackets. */
    pc_buf_init(&text, &ta.arena);
    pc_buf_adds(&text, "- &d0 [x]\n");
    for (int i = 1; i < 100; i++) {
        pc_buf_addf(&text, "- &d%d [*d%d]\n", i, i - 1);
    }
    tree = pc_yaml_parse(&ta.arena, pc_buf_str(&text));
    assert_int_equal(tree.note_count, 1);
    assert_true(pc_str_eq(tree.notes[0].message, PC_STR("aliases nested deeper than is read")));
    pc_arena_finish(&ta.arena);
}

static void merges_are_bounded(void **state) {
    (void)state;
    struct tree_arena ta;
    tree_arena_init(&ta, 1 << 20);
    struct pc_buf text;
    pc_buf_init(&text, &ta.arena);
    pc_buf_adds(&text, "a: &a\n");
    for (unsigned i = 0; i <= PC_LIMIT_YAML_MERGED; i++) {
        pc_buf_addf(&text, "  k%u: 1\n", i);
    }
    pc_buf_adds(&text, "b:\n  <<: *a\n");
    struct pc_tree tree = pc_yaml_parse(&ta.arena, pc_buf_str(&text));
    assert_int_equal(tree.note_count, 1);
    assert_true(pc_str_eq(tree.notes[0].message, PC_STR("`<<` brings more than 1000 values into one mapping")));
    assert_non_null(pc_map_get(tree_at(tree, "b"), "k999"));
    pc_arena_finish(&ta.arena);
}

/* When the arena is spent in the middle, libyaml's memory is given back (the leak checker of the sanitized build sees
 * to it). */
static void unwinding_leaks_nothing(void **state) {
    (void)state;
    struct tree_arena input;
    tree_arena_init(&input, (size_t)1 << 20);
    struct pc_str text = tree_repeat(&input.arena, "", "\"key\": [1, 2, \"three\"]\n", 20000, "");
    struct tree_arena ta;
    tree_arena_init(&ta, 0);
    pc_arena_init(&ta.arena, (size_t)1 << 20, &ta.recovery);
    volatile bool unwound = false;
    if (setjmp(ta.recovery.env) == 0) {
        pc_yaml_parse(&ta.arena, text);
    } else {
        unwound = true;
        assert_int_equal(ta.recovery.why, PC_OOM_BUDGET);
        assert_null(ta.recovery.cleanups);
    }
    assert_true(unwound);
    pc_arena_finish(&ta.arena);
    pc_arena_finish(&input.arena);
}

static void names_its_library(void **state) {
    (void)state;
    assert_true(strchr(pc_yaml_version(), '.') != NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_is_written),
        cmocka_unit_test(follows_aliases_and_merge_keys),
        cmocka_unit_test(notes_keys_written_twice),
        cmocka_unit_test(keeps_what_came_before_an_error),
        cmocka_unit_test(reads_around_nul_and_refuses_utf16),
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(equal_numbers_have_their_own_places),
        cmocka_unit_test(spans_of_collections),
        cmocka_unit_test(iterates_what_is_in_effect),
        cmocka_unit_test(hostile_text_is_bounded),
        cmocka_unit_test(alias_bombs_do_not_expand),
        cmocka_unit_test(merges_are_bounded),
        cmocka_unit_test(unwinding_leaks_nothing),
        cmocka_unit_test(names_its_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
