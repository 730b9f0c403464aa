/* JSON trees: what they hold, where it stands, what cJSON would have let through, and what hostile text costs. */
#include "json_in.h"
#include "tree_test.h"

#include <string.h>

struct sample {
    bool comments;
    const char *text;
    const char *tree;
    const char *notes;
};

static void check_samples(const struct sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct tree_arena ta;
        struct pc_str text = pc_str_c(samples[i].text);
        tree_arena_init(&ta, text.len);
        struct pc_tree tree = pc_json_parse(&ta.arena, text, samples[i].comments);
        assert_string_equal(tree_dump(&ta.arena, tree), samples[i].tree);
        assert_string_equal(tree_notes(&ta.arena, tree), samples[i].notes);
        tree_check_places(tree, text);
        pc_arena_finish(&ta.arena);
    }
}
#define CHECK(samples) check_samples(samples, sizeof(samples) / sizeof(samples)[0])

static void holds_what_is_written(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {false, "{\"a\": 1, \"b\": [true, null, -2.5e3], \"c\": {}}", "{a: 1, b: [true, ~, -2.5e3], c: {}}", ""},
        {false, " 7 ", "7", ""},
        {false, "\xEF\xBB\xBF{\"gr\xC3\xBC\xC3\x9F\": \"\\u00e4\\ud83d\\ude00\\n\"}\r\n",
         "{gr\xC3\xBC\xC3\x9F: \xC3\xA4\xF0\x9F\x98\x80\\n}", ""},
        {false, "{\"a\": {\"A\": 1}, \"A\": 2}", "{a: {A: 1}, A: 2}", ""},
        {false, "{\"<<\": {\"a\": 1}}", "{<<: {a: 1}}", ""},
        {true, "{ // c, \"x\"\n \"a\": 1, /* } */ \"b\": \"// no\", }", "{a: 1, b: // no}", ""},
        {true, "[1, 2, /* c */ ]", "[1, 2]", ""},
        {false, "", "", ""},
    };
    CHECK(samples);
}

static void says_what_is_wrong_and_keeps_the_rest(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {false, "[01, 2]", "[01, 2]", "error 1+2 a number with a leading zero"},
        {false, "[1.]", "[]", "error 1+2 this is no number of JSON"},
        {false, "[1, +2]", "[1]", "error 4+1 a value of JSON was expected here"},
        {false, "[1, 0x1F90]", "[1]", "error 4+1 this is no number of JSON"},
        {false, "[1, NaN]", "[1]", "error 4+3 a value of JSON was expected here"},
        {false, "{\"a\nb\": 1}", "{a\\nb: 1}", "error 3+0 a line break or control character inside a string"},
        {false, "{\"a\": 1} x", "{a: 1}", "error 9+1 text behind the end of the JSON value"},
        {false, "{\"a\": 1}{\"a\": 2}", "{a: 1}", "error 8+1 text behind the end of the JSON value"},
        {false, "{\"a\": 1, \"a\": 2}", "{!a: 1, a: 2}",
         "duplicate 9+3 of 1 the key `a` is written twice in one mapping"},
        {false, "{\"a\\u0000b\": 1, \"a\": 2}", "{a\\u0000b: 1, a: 2}", "error 3+6 `\\u0000` in a string"},
        {false, "[\"\\ud800\"]", "[\\ud800]", "error 2+6 half of a surrogate pair"},
        {false, "[\"\\q\", \"\\u12\"]", "[\\q, \\u12]",
         "error 2+1 a backslash that starts no escape of JSON; error 8+2 `\\u` without four hexadecimal digits"},
        {false, "[1, 2,]", "[1, 2]", "error 5+1 a comma behind the last value"},
        {false, "[1 /* c */]", "[1]", "error 3+2 a comment, which JSON does not have"},
        {false, "[\"\xFF\"]", "[\xFF]", "encoding 2+1 bytes that are not UTF-8"},
        {false, "{\"a\": {\"b\": [1, {\"c\": 2", "{a: {b: [1, {c: 2}]}}", "error 23+0 the text ends too early"},
        {false, "{\"a\": [1, \"b", "{a: [1]}", "error 10+1 a string without its closing quote"},
        {false, "{\"a\" 1}", "{}", "error 5+1 `:` behind the key was expected here"},
        {false, "{\"a\": 1 \"b\": 2}", "{a: 1}", "error 8+1 `,` or the closing bracket was expected here"},
        {false, "{\"a\": 1]", "{a: 1}", "error 7+1 `,` or the closing bracket was expected here"},
        {false, "{a: 1}", "{}", "error 1+1 a key in double quotes or `}` was expected here"},
        {false, "{\"a\":}", "{}", "error 5+1 a value was expected here"},
        {false, "[,]", "[]", "error 1+1 a value or `]` was expected here"},
        {false, "  ", "", "error 2+0 the text ends too early"},
        {true, "{\"a\": 1, /* x", "{a: 1}", "error 13+0 the text ends too early"},
    };
    CHECK(samples);
}

static void places_are_exact(void **state) {
    (void)state;
    static const struct {
        bool comments;
        const char *text;
        size_t from, offset;
    } samples[] = {
        {false, "{\"v\": 4100}", 0, 6},
        {false, "{\"v\": \"4100\"}", 0, 7},
        {false, "\xEF\xBB\xBF{\"\xC3\xBC\": 1, \"v\": 4100}", 0, 18},
        {true, "/* \xC3\xBC */ {\"k\": 1, // 4100\r\n \"v\": \"x:4100\"}", 2, 36},
        {false, "{\"v\": \"\\u00e4 4100\"}", 3, 14},
        {false, "{\"k\": [{\"v\": 4100}, []], \"v\": 4100}", 0, 30},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena ta;
        struct pc_str text = pc_str_c(samples[i].text);
        tree_arena_init(&ta, text.len);
        struct pc_tree tree = pc_json_parse(&ta.arena, text, samples[i].comments);
        uint32_t cursor = 0;
        uint32_t offset = 0;
        assert_true(pc_node_place(tree_at(tree, "v"), text, samples[i].from, 4, &cursor, &offset));
        assert_int_equal(offset, samples[i].offset);
        assert_memory_equal(text.ptr + offset, "4100", 4);
        pc_arena_finish(&ta.arena);
    }
}

static void hostile_text_is_bounded(void **state) {
    (void)state;
    static const struct {
        const char *head, *piece;
        size_t count;
        const char *tail, *note;
    } samples[] = {
        {"", "[", 1000000, "", "limit 64+1 nested more than 64 levels deep"},
        {"", "{\"a\":", 200000, "", "limit 320+1 nested more than 64 levels deep"},
        {"\"", "x", 1000000, "\"", ""},
        {"[", "1", 100, "]", "error 1+100 a number of too many digits"},
        {"[", "1,", 200000, "1]", ""},
        {"/*", "* ", 500000, "",
         "error 0+2 a comment, which JSON does not have; error 1000002+0 the text ends too early"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena input;
        tree_arena_init(&input, (size_t)1 << 20);
        struct pc_str text =
            tree_repeat(&input.arena, samples[i].head, samples[i].piece, samples[i].count, samples[i].tail);
        struct tree_arena ta;
        tree_arena_init(&ta, text.len);
        const double start = tree_clock();
        struct pc_tree tree = pc_json_parse(&ta.arena, text, false);
        assert_true(tree_clock() - start < 2000);
        assert_string_equal(tree_notes(&ta.arena, tree), samples[i].note);
        pc_arena_finish(&ta.arena);
        pc_arena_finish(&input.arena);
    }
}

static void notes_do_not_flood(void **state) {
    (void)state;
    struct tree_arena ta;
    tree_arena_init(&ta, (size_t)1 << 20);
    struct pc_str text = tree_repeat(&ta.arena, "[", "01,", 100000, "1");
    struct pc_tree tree = pc_json_parse(&ta.arena, text, false);
    assert_int_equal(tree.note_count, 21); /* the one that ended the reading is always there */
    assert_true(pc_str_eq(tree.notes[20].message, PC_STR("the text ends too early")));
    pc_arena_finish(&ta.arena);
}

static void unwinding_leaks_nothing(void **state) {
    (void)state;
    struct tree_arena input;
    tree_arena_init(&input, (size_t)1 << 20);
    struct pc_str text = tree_repeat(&input.arena, "[", "{\"key\": [1, 2, \"three\"]},", 20000, "0]");
    struct tree_arena ta;
    tree_arena_init(&ta, 0);
    pc_arena_init(&ta.arena, (size_t)2 << 20, &ta.recovery);
    volatile bool unwound = false;
    if (setjmp(ta.recovery.env) == 0) {
        pc_json_parse(&ta.arena, text, false);
    } else {
        unwound = true;
        assert_null(ta.recovery.cleanups);
    }
    assert_true(unwound);
    pc_arena_finish(&ta.arena);
    pc_arena_finish(&input.arena);
}

static void names_its_library(void **state) {
    (void)state;
    assert_true(strchr(pc_cjson_version(), '.') != NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_is_written), cmocka_unit_test(says_what_is_wrong_and_keeps_the_rest),
        cmocka_unit_test(places_are_exact),      cmocka_unit_test(hostile_text_is_bounded),
        cmocka_unit_test(notes_do_not_flood),    cmocka_unit_test(unwinding_leaks_nothing),
        cmocka_unit_test(names_its_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
