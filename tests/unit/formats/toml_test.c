/* TOML trees: what they hold, where it stands, what is noted and read around, and what hostile text costs. */
#include "toml.h"
#include "tree_test.h"

#define CHECK(samples) tree_check_samples(pc_toml_parse, samples, sizeof(samples) / sizeof(samples)[0])

static void tables_are_put_together(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"a = 1\nb = 'two'\n", "{a: 1, b: two}", ""},
        {"\xEF\xBB\xBF# top\r\n[a.b]\r\nc = 1 # one\r\n[d]\r\n", "{a: {b: {c: 1}}, d: {}}", ""},
        {"[a.b]\nx = 1\n[c]\n[a]\ny = 2\n[a.d]\n", "{a: {b: {x: 1}, y: 2, d: {}}, c: {}}", ""},
        {"[ a . \"b.c\" . 'd' ]\nx=1", "{a: {b.c: {d: {x: 1}}}}", ""},
        {"a.b.c = 1\na.b.d = 2\na.e = 3\n", "{a: {b: {c: 1, d: 2}, e: 3}}", ""},
        {"[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3\n[[a.c]]\n[[a.c]]\nz = 4",
         "{a: [{x: 1}, {x: 2, b: {y: 3}, c: [{}, {z: 4}]}]}", ""},
        {"p = { x = 1, y.z = 'q', l = [1, {k = 2}] }", "{p: {x: 1, y: {z: q}, l: [1, {k: 2}]}}", ""},
        {"a = [\n 1, # one\n [2, 'three'],\n]\nb = []\nc = {}", "{a: [1, [2, three]], b: [], c: {}}", ""},
        {"\"<<\" = {a = 1}\n3.14 = 'pi'\n'' = 0", "{<<: {a: 1}, 3: {14: pi}, : 0}", ""},
        {"", "", ""},
        {"# nothing\n", "{}", ""},
    };
    CHECK(samples);
}

static void scalars_are_decoded(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"a = \"q\\\"\\t\\u00fc\\U0001F600\\\\\"", "{a: q\"\t\xC3\xBC\xF0\x9F\x98\x80\\}", ""},
        {"a = 'c:\\raw\\'", "{a: c:\\raw\\}", ""},
        {"a = \"\"\"\nfirst\nsecond \\\n   third\"\"\"", "{a: first\\nsecond third}", ""},
        {"a = \"\"\"two \"\" quotes, and at the end\"\"\"\"\"", "{a: two \"\" quotes, and at the end\"\"}", ""},
        {"a = '''\r\nno \\n escape'''", "{a: no \\n escape}", ""},
        {"a = \"\"\nb = ''\nc = ''''''", "{a: , b: , c: }", ""},
        {"a = 8_080\nb = 0x1F90\nc = 0o17620\nd = 0b11\ne = +9\nf = -7\ng = 0",
         "{a: 8080, b: 8080, c: 8080, d: 3, e: 9, f: -7, g: 0}", ""},
        {"a = 1.5\nb = 1e6\nc = -inf\nd = 6.6_2e-3\ne = true", "{a: 1.5, b: 1e6, c: -inf, d: 6.6_2e-3, e: true}", ""},
        {"a = 2024-02-30\nb = 1979-05-27 07:32:00Z\nc = 07:32:00.5\nd = 1979-05-27T00:32:00-07:00",
         "{a: 2024-02-30, b: 1979-05-27 07:32:00Z, c: 07:32:00.5, d: 1979-05-27T00:32:00-07:00}", ""},
        {"a = 99999999999999999999999", "{a: 99999999999999999999999}", ""},
        {"a = 0xFFFFFFFFFFFFFFFFFFFF", "{a: 0xFFFFFFFFFFFFFFFFFFFF}", ""},
    };
    CHECK(samples);
}

static void says_what_is_wrong_and_reads_on(void **state) {
    (void)state;
    static const struct tree_sample samples[] = {
        {"a = 08080\nb = 1", "{b: 1}", "error 4+5 this is no value of TOML"},
        {"a = 1__0\nb = _1\nc = 1_\nd = 1.\ne = .5\nf = 0x\ng = yes\nh = 1", "{h: 1}",
         "error 4+4 this is no value of TOML; error 13+2 this is no value of TOML; error 20+2 this is no value of "
         "TOML; "
         "error 27+2 this is no value of TOML; error 34+2 this is no value of TOML; error 41+2 this is no value of "
         "TOML; "
         "error 48+3 this is no value of TOML"},
        {"a = \nb = 1", "{b: 1}", "error 4+0 a value was expected here"},
        {"a = \"open\nb = 1", "{b: 1}", "error 4+1 a string without its closing quote"},
        {"b = 1\na = \"\"\"open\nc = 2", "{b: 1}", "error 10+3 a string without its closing quote"},
        {"a = 'x' y\nb = 1", "{a: x, b: 1}", "error 8+1 text behind the end of the value"},
        {"a b = 1\nc = 2", "{c: 2}", "error 2+1 `=` behind the key was expected here"},
        {"= 1\n[a\nb = 1\n[c]\nd = 2", "{c: {d: 2}}", NULL},
        {"a = [1, 2\nb = 3", "{b: 3}", NULL},
        {"a = [1 2]\nb = 3", "{b: 3}", "error 7+1 `,` or `]` was expected here"},
        {"a = {x = 1\nb = 3", "{b: 3}", NULL},
        {"a = \"\\q\\u12\\ud800\"", "{a: ?q?u12?}",
         "error 5+2 a backslash that starts no escape of TOML; error 7+2 a backslash that starts no escape of TOML; "
         "error 11+2 a backslash that starts no escape of TOML"},
        {"a = 1\na = 2", "{!a: 1, a: 2}", "duplicate 6+1 of 0 the key `a` is written twice in one mapping"},
        {"[a]\nx = 1\n[b]\n[a]\ny = 2", "{a: {x: 1, y: 2}, b: {}}",
         "duplicate 15+1 of 0 the table `a` is written twice"},
        {"[[a]]\nx = 1\n[a]\ny = 2", "{a: [{x: 1, y: 2}]}", "duplicate 13+1 of 2 the table `a` is written twice"},
        {"a = 1\n[a.b]\nx = 1\n[c]\ny = 2", "{a: 1, c: {y: 2}}",
         "error 7+1 this key has a value already, which is no table that can be added to"},
        {"a = [1]\n[[a]]\nx = 1", "{a: [1]}", "error 10+1 this key has a value already, which is no array of tables"},
        {"a = {b = 1}\na.c = 2", "{a: {b: 1}}",
         "error 12+1 this key has a value already, which is no table that can be added to"},
        {"a = 'x\xFFy'\nb = 1", "{a: x\xFFy, b: 1}", "encoding 6+1 bytes that are not UTF-8"},
        {"{{ if .On }}\na = 1\n{{ end }}", "{a: 1}", NULL},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena ta;
        struct pc_str text = pc_str_c(samples[i].text);
        tree_arena_init(&ta, text.len);
        struct pc_tree tree = pc_toml_parse(&ta.arena, text);
        const char *dump = tree_dump(&ta.arena, tree);
        if (samples[i].notes) {
            assert_string_equal(dump, samples[i].tree);
            assert_string_equal(tree_notes(&ta.arena, tree), samples[i].notes);
        } else {
            /* Which words stand in the notes does not matter: that there are some, and what was still read, does. */
            assert_true(tree.note_count > 0);
            assert_string_equal(dump, samples[i].tree);
        }
        tree_check_places(tree, text);
        pc_arena_finish(&ta.arena);
    }
}

static void places_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *text, *path;
        size_t from, offset;
        bool verbatim;
    } samples[] = {
        {"v = 4100", "v", 0, 4, true},
        {"[x]\n\"\xC3\xBC\" = 1\nv = \"a:4100\"", "x.v", 2, 20, true},
        {"v = \"\"\"\r\na:4100\"\"\"", "v", 2, 11, true},
        {"v = \"\\t4100\"", "v", 1, 7, false},
        {"k = [{ v = '4100' }]", "k.0.v", 0, 12, true},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena ta;
        struct pc_str text = pc_str_c(samples[i].text);
        tree_arena_init(&ta, text.len);
        const struct pc_node *node = tree_at(pc_toml_parse(&ta.arena, text), samples[i].path);
        uint32_t cursor = 0;
        uint32_t offset = 0;
        assert_int_equal(node->verbatim, samples[i].verbatim);
        assert_true(pc_node_place(node, text, samples[i].from, 4, &cursor, &offset));
        assert_int_equal(offset, samples[i].offset);
        assert_memory_equal(text.ptr + offset, "4100", 4);
        pc_arena_finish(&ta.arena);
    }
}

static void other_bases_are_not_verbatim(void **state) {
    (void)state;
    struct tree_arena ta;
    tree_arena_init(&ta, 100);
    struct pc_tree tree = pc_toml_parse(&ta.arena, PC_STR("a = 0x1F90\nb = 8080"));
    assert_false(tree_at(tree, "a")->verbatim);
    assert_true(tree_at(tree, "b")->verbatim);
    pc_arena_finish(&ta.arena);
}

static void hostile_text_is_bounded(void **state) {
    (void)state;
    static const struct {
        const char *head, *piece;
        size_t count;
        const char *tail;
        bool noted;
    } samples[] = {
        {"a = ", "[", 1000000, "", true},
        {"a = ", "{a=", 300000, "", true},
        {"", "a.", 500000, "a = 1", true},
        {"[", "a.", 500000, "a]", true},
        {"", "[a.b.c]\n", 100000, "", true},
        {"", "[[a]]\n", 200000, "", false},
        {"", "a = 1\n", 200000, "", true},
        {"", "x\n", 500000, "", true},
        {"", "[\n", 500000, "", true},
        {"a = \"\"\"", "\\\n ", 300000, "\"\"\"", false},
        {"a = \"\"\"", "\"\" ", 300000, "", true},
        {"a = [", "1,", 500000, "]", false},
        {"a = \"", "\\", 1000000, "", true},
        {"# ", "=", 1000000, "", false},
        {"a = ", "1_", 500000, "1", false},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tree_arena input;
        tree_arena_init(&input, (size_t)1 << 20);
        struct pc_str text =
            tree_repeat(&input.arena, samples[i].head, samples[i].piece, samples[i].count, samples[i].tail);
        struct tree_arena ta;
        tree_arena_init(&ta, text.len);
        const double start = tree_clock();
        volatile bool spent = false;
        if (setjmp(ta.recovery.env) == 0) {
            struct pc_tree tree = pc_toml_parse(&ta.arena, text);
            assert_int_equal(tree.note_count > 0, samples[i].noted);
        } else {
            spent = true; /* too large is an answer too */
        }
        assert_false(spent);
        assert_true(tree_clock() - start < 2000);
        pc_arena_finish(&ta.arena);
        pc_arena_finish(&input.arena);
    }
}

/* Every cut of a text is read without a word outside it. */
static void every_prefix_is_read(void **state) {
    (void)state;
    static const char whole[] =
        "\xEF\xBB\xBF[a.\"b\\n\".'c']\nx = [1, {k.l = \"\"\"\\\n y\"\"\"}, 'z'] # c\n[[t]]\nd = 1979-05-27 07:32:00\n"
        "n = 0x_1\n[t.u]\ns = '''\r\nq'''\n";
    for (size_t length = 0; length < sizeof whole; length++) {
        struct tree_arena ta;
        tree_arena_init(&ta, length);
        char *copy = test_malloc(length + 1);
        for (size_t i = 0; i < length; i++) {
            copy[i] = whole[i];
        }
        struct pc_str text = {copy, length};
        tree_check_places(pc_toml_parse(&ta.arena, text), text);
        test_free(copy);
        pc_arena_finish(&ta.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_put_together),
        cmocka_unit_test(scalars_are_decoded),
        cmocka_unit_test(says_what_is_wrong_and_reads_on),
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(other_bases_are_not_verbatim),
        cmocka_unit_test(hostile_text_is_bounded),
        cmocka_unit_test(every_prefix_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
