#include <string.h>

#include "base_test.h"

static struct pc_str s(const char *text) {
    return pc_str_c(text);
}

static void compares(void **state) {
    (void)state;
    assert_true(pc_str_eq(PC_EMPTY, s("")));
    assert_true(pc_str_eq(pc_str_c(NULL), PC_EMPTY));
    assert_false(pc_str_eq(s("a"), s("ab")));
    assert_true(pc_str_is(s("ab"), "ab") && pc_str_is(PC_EMPTY, ""));
    assert_false(pc_str_is(s("ab"), "abc") || pc_str_is(s("ab"), "a") || pc_str_is((struct pc_str){"\0", 1}, ""));
    assert_true(pc_str_is_nocase(s("aB"), "Ab") && !pc_str_is_nocase(s("aB"), "Abc"));
    assert_false(pc_str_is_nocase(s("aB"), "a") || pc_str_is_nocase(s("@"), "`"));
    assert_true(pc_str_eq_nocase(s("Mail-API"), s("mAIL-api")));
    assert_false(pc_str_eq_nocase(s("@"), s("`"))); /* differ by the case bit only */
    assert_int_equal(pc_str_cmp(s("a"), s("b")), -1);
    assert_int_equal(pc_str_cmp(s("b"), s("a")), 1);
    assert_int_equal(pc_str_cmp(s("ab"), s("a")), 1);
    assert_int_equal(pc_str_cmp(PC_EMPTY, s("a")), -1);
    assert_int_equal(pc_str_cmp(PC_EMPTY, PC_EMPTY), 0);
    assert_int_equal(pc_str_cmp(s("\xff"), s("a")), 1); /* bytes are unsigned */
    assert_true(pc_str_starts(s("abc"), s("ab")) && !pc_str_starts(s("a"), s("ab")));
    assert_true(pc_str_ends(s("abc"), s("bc")) && !pc_str_ends(s("c"), s("bc")));
    assert_true(pc_str_starts(PC_EMPTY, PC_EMPTY));
    assert_true(pc_str_starts_nocase(s("HTTPS://x"), s("https:")));
}

static void cuts(void **state) {
    (void)state;
    assert_str(pc_str_sub(s("abcdef"), 2, 3), "cde");
    assert_str(pc_str_sub(s("abc"), 2, PC_NPOS), "c");
    assert_str(pc_str_sub(s("abc"), 9, 4), "");
    assert_int_equal(pc_str_sub(PC_EMPTY, 3, 3).len, 0);
    assert_str(pc_str_trim(s(" \t\r\n a b \n")), "a b");
    assert_str(pc_str_trim(s(" \t ")), "");
    assert_int_equal(pc_str_trim(PC_EMPTY).len, 0);
}

static void finds(void **state) {
    (void)state;
    assert_int_equal(pc_str_find(s("aabaab"), s("ab"), 0), 1);
    assert_int_equal(pc_str_find(s("aabaab"), s("ab"), 2), 4);
    assert_int_equal(pc_str_find(s("aab"), s("abc"), 0), PC_NPOS);
    assert_int_equal(pc_str_find(s("ab"), s(""), 2), 2);
    assert_int_equal(pc_str_find(s("ab"), s(""), 3), PC_NPOS);
    assert_int_equal(pc_str_find(PC_EMPTY, s("a"), 0), PC_NPOS);
    assert_int_equal(pc_str_find(s("ab"), s("b"), 7), PC_NPOS);
    assert_int_equal(pc_str_find_nocase(s("Old PORT"), s("port"), 0), 4);
    assert_int_equal(pc_str_find_nocase(s("por"), s("port"), 0), PC_NPOS);
    assert_int_equal(pc_str_find_char(s("a/b/c"), '/', 2), 3);
    assert_int_equal(pc_str_find_char(s("a/b/c"), '/', 9), PC_NPOS);
    assert_int_equal(pc_str_rfind_char(s("a/b/c"), '/'), 3);
    assert_int_equal(pc_str_rfind_char(PC_EMPTY, '/'), PC_NPOS);
}

/* Every byte value at every place of two machine words, the rest filled with what is next to a digit. */
static void finds_digits_wherever_they_stand(void **state) {
    (void)state;
    for (int fill = 0; fill < 4; fill++) {
        char text[17];
        memset(text, "/:\xB0\xFF"[fill], sizeof text);
        assert_int_equal(pc_str_find_digit((struct pc_str){text, sizeof text}, 0), PC_NPOS);
        for (size_t at = 0; at < sizeof text; at++) {
            for (int byte = 0; byte < 256; byte++) {
                char kept = text[at];
                text[at] = (char)byte;
                size_t expected = byte >= '0' && byte <= '9' ? at : PC_NPOS;
                assert_int_equal(pc_str_find_digit((struct pc_str){text, sizeof text}, 0), expected);
                assert_int_equal(pc_str_find_digit((struct pc_str){text, sizeof text}, at + 1), PC_NPOS);
                text[at] = kept;
            }
        }
    }
    assert_int_equal(pc_str_find_digit(PC_EMPTY, 0), PC_NPOS);
    assert_int_equal(pc_str_find_digit(s("1"), 5), PC_NPOS);
}

static void finds_whole_words(void **state) {
    (void)state;
    assert_true(pc_str_has_word_nocase(s("not for production."), s("Production")));
    assert_false(pc_str_has_word_nocase(s("reproduction"), s("production")));
    assert_false(pc_str_has_word_nocase(s("prod_a"), s("prod")));
    assert_false(pc_str_has_word_nocase(s("prod2"), s("prod")));
    assert_true(pc_str_has_word_nocase(s("prods prod"), s("prod")));
    assert_false(pc_str_has_word_nocase(s("abc"), s("")));
}

static void splits(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *pieces[4];
        size_t count;
    } cases[] = {{"", {""}, 1}, {"a", {"a"}, 1}, {"a,,b,", {"a", "", "b", ""}, 4}, {",", {"", ""}, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str rest = s(cases[i].text);
        struct pc_str piece;
        size_t count = 0;
        for (bool done = false; pc_str_split(&rest, ',', &piece, &done); count++)
            assert_str(piece, cases[i].pieces[count]);
        assert_int_equal(count, cases[i].count);
    }
}

static void copies(void **state) {
    (void)state;
    struct pc_str with_nul = {"a\0b", 3};
    struct pc_str copy = pc_str_dup(&arena, with_nul);
    assert_int_equal(copy.len, 3);
    assert_memory_equal(copy.ptr, "a\0b", 4);
    assert_string_equal(pc_str_cstr(&arena, PC_EMPTY), "");
    assert_str(pc_str_fmt(&arena, "%.*s:%u", PC_ARG(s("web")), 80u), "web:80");
    assert_str(pc_str_fmt(&arena, "%s", ""), "");
    assert_str(pc_str_lower(&arena, s("A-Z \xC3\x84 0")), "a-z \xC3\x84 0");
}

static void hashes_alike_everywhere(void **state) {
    (void)state;
    assert_true(pc_str_hash(PC_EMPTY) == UINT64_C(0xcbf29ce484222325));
    assert_true(pc_str_hash(s("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(pc_str_hash(s("foobar")) == UINT64_C(0x85944171f73967e8));
    assert_true(pc_str_hash(s("\xff")) == ((UINT64_C(0xcbf29ce484222325) ^ 0xff) * UINT64_C(0x100000001b3)));
}

static void classifies_ascii_only(void **state) {
    (void)state;
    assert_true(pc_is_digit('0') && pc_is_digit('9') && !pc_is_digit('a') && !pc_is_digit('\xB2'));
    assert_true(pc_is_alpha('a') && pc_is_alpha('Z') && !pc_is_alpha('_') && !pc_is_alpha('\xE4'));
    assert_true(pc_is_alnum('7') && !pc_is_alnum('-'));
    assert_true(pc_is_space(' ') && pc_is_space('\f') && pc_is_space('\v') && !pc_is_space('\0') &&
                !pc_is_space('\xA0'));
    assert_int_equal(pc_lower('Q'), 'q');
    assert_int_equal(pc_lower('['), '[');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(compares),
        TEST(cuts),
        TEST(finds),
        TEST(finds_digits_wherever_they_stand),
        TEST(finds_whole_words),
        TEST(splits),
        TEST(copies),
        TEST(hashes_alike_everywhere),
        TEST(classifies_ascii_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
