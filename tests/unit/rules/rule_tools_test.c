#include "rule_tools.h"

#include <string.h>

#include "tiny.h"

static void names_that_are_one_thing_in_other_words(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool akin;
    } cases[] = {
        {"search", "Search dashboard", true},
        {"search-dashboard", "dashboard (search)", true},
        {"search", "search", true},
        {"search", "searcher", false},
        {"search api", "search web", false},
        {"", "search", false},
        {"--", "search", false},
        {"\xC3\xA4rger", "der \xC3\xA4rger", true},
        {"a b c d e f g h", "h g f e d c b a", true},
        {"a b c d e f g h i", "i h g f e d c b a", false}, /* no name has so many words */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(pc_names_akin(pc_str_c(cases[i].a), pc_str_c(cases[i].b)), cases[i].akin);
        assert_int_equal(pc_names_akin(pc_str_c(cases[i].b), pc_str_c(cases[i].a)), cases[i].akin);
    }
}

static void lists_read_like_sentences(void **state) {
    (void)state;
    const struct pc_str names[] = {PC_STR("a"), PC_STR("b"), PC_STR("a"), PC_STR("c"),
                                   PC_STR("d"), PC_STR("e"), PC_STR("f")};
    static const char *const shown[] = {"",
                                        "`a`",
                                        "`a` and `b`",
                                        "`a` and `b`",
                                        "`a`, `b` and `c`",
                                        "`a`, `b`, `c` and `d`",
                                        "`a`, `b`, `c`, `d` and 1 other",
                                        "`a`, `b`, `c`, `d` and 2 others"};
    for (size_t count = 0; count <= 7; count++)
        assert_string_equal(pc_str_cstr(&tiny_arena, pc_names_text(&tiny_arena, names, count)), shown[count]);
    const struct pc_ports ports[] = {{3000, 3000}, {3002, 3004}, {3009, 3009}};
    assert_true(pc_str_eq(pc_ports_list(&tiny_arena, ports, 1, 0), PC_STR("3000")));
    assert_true(pc_str_eq(pc_ports_list(&tiny_arena, ports, 2, 0), PC_STR("3000 and 3002-3004")));
    assert_true(pc_str_eq(pc_ports_list(&tiny_arena, ports, 3, 0), PC_STR("3000, 3002-3004 and 3009")));
    assert_true(pc_str_eq(pc_ports_list(&tiny_arena, ports, 2, 7), PC_STR("3000, 3002-3004 and 7 more")));
}

static void long_names_are_clipped_between_characters(void **state) {
    (void)state;
    char name[301];
    for (size_t i = 0; i < 300; i += 3)
        memcpy(name + i, "\xE4\xB8\xAD", 3);
    struct pc_str clipped = pc_clip(&tiny_arena, (struct pc_str){name, 300});
    assert_true(clipped.len < 100);
    assert_int_equal(pc_utf8_invalid(clipped), PC_NPOS);
    struct pc_str fits = PC_STR("search");
    assert_ptr_equal(pc_clip(&tiny_arena, fits).ptr, fits.ptr);
}

static void addresses_that_can_clash(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool meet;
    } cases[] = {
        {"", "10.0.0.1", true},           {"0.0.0.0", "10.0.0.1", true},
        {"::", "127.0.0.1", true},        {"10.0.0.1", "10.0.0.2", false},
        {"10.0.0.1", "10.0.0.1", true},   {"localhost", "127.0.0.1", true},
        {"127.0.0.1", "10.0.0.1", false}, {"*", "*", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_claim a = {.address = pc_str_c(cases[i].a)};
        struct pc_claim b = {.address = pc_str_c(cases[i].b)};
        assert_int_equal(pc_addresses_meet(&a, &b), cases[i].meet);
        assert_int_equal(pc_addresses_meet(&b, &a), cases[i].meet);
    }
    struct pc_claim loopback = {.flags = PC_CLAIM_LOOPBACK};
    struct pc_claim other = {.address = PC_STR("10.0.0.1")};
    assert_false(pc_addresses_meet(&loopback, &other));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(names_that_are_one_thing_in_other_words),
        TINY_TEST(lists_read_like_sentences),
        TINY_TEST(long_names_are_clipped_between_characters),
        TINY_TEST(addresses_that_can_clash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
