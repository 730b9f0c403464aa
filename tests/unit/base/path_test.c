#include <string.h>

#include "base_test.h"
#include "path.h"

static void takes_paths_apart(void **state) {
    (void)state;
    assert_str(pc_path_dir(pc_str_c("a/b/c.md")), "a/b");
    assert_str(pc_path_dir(pc_str_c("c.md")), "");
    assert_str(pc_path_base(pc_str_c("a/b/c.md")), "c.md");
    assert_str(pc_path_base(PC_EMPTY), "");
    assert_str(pc_path_stem(pc_str_c("a.d/b.tar.gz")), "b.tar");
    assert_str(pc_path_stem(pc_str_c("a.d/.env")), ".env");
    assert_str(pc_path_stem(pc_str_c("a.d/plain")), "plain");
    assert_true(pc_path_is_under(pc_str_c("a/b"), pc_str_c("a")));
    assert_true(pc_path_is_under(pc_str_c("a"), pc_str_c("a")));
    assert_true(pc_path_is_under(pc_str_c("a"), PC_EMPTY));
    assert_false(pc_path_is_under(pc_str_c("ab/c"), pc_str_c("a")));
}

static void joins_inside_the_root_only(void **state) {
    (void)state;
    static const struct {
        const char *dir, *rel, *joined; /* NULL: refused */
    } cases[] = {
        {"", "a", "a"},
        {"", "", ""},
        {"", ".", ""},
        {"a", "", "a"},
        {"a/b", "../c", "a/c"},
        {"a/b", "./c//d/", "a/b/c/d"},
        {"a/b", "../..", ""},
        {"a/b", "../../c", "c"},
        {"a/b", "../../..", NULL},
        {"a", "../../a/b", NULL},
        {"", "..", NULL},
        {"a", "/etc/x", NULL},
        {"a", "...", "a/..."},
        {"a", "..b", "a/..b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str out;
        bool joined = pc_path_join(&arena, pc_str_c(cases[i].dir), pc_str_c(cases[i].rel), &out);
        assert_int_equal(joined, cases[i].joined != NULL);
        if (joined)
            assert_str(out, cases[i].joined);
    }
    struct pc_str out;
    assert_false(pc_path_join(&arena, PC_EMPTY, (struct pc_str){"a\0b", 3}, &out));
}

static void matches_patterns(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool match;
    } cases[] = {
        {"*.md", "a.md", true},
        {"*.md", "x/y/a.md", true},
        {"*.md", "a.mdx", false},
        {"a*c", "a/c", false},
        {"a?c", "abc", true},
        {"a?c", "a/c", false},
        {"a?c",
         "a\xC3\xA4"
         "c",
         true}, /* one character, two bytes */
        {"docs", "docs/a/b.md", true},
        {"docs", "x/docs/b.md", true},
        {"docs", "docs", true},
        {"docs", "mydocs/b.md", false},
        {"docs/", "docs/b.md", true},
        {"docs/", "x/docs/b.md", true},
        {"docs/", "docs", false},
        {"/docs", "docs/b.md", true},
        {"/docs", "x/docs/b.md", false},
        {"/docs/", "docs", false},
        {"./docs", "docs", true},
        {"docs/*.md", "docs/a.md", true},
        {"docs/*.md", "docs/x/a.md", false},
        {"docs/*.md", "y/docs/a.md", false},
        {"docs/api", "docs/api/x.md", true},
        {"docs/**", "docs/x/a.md", true},
        {"docs/**", "docs", false},
        {"docs/**/a.md", "docs/a.md", true},
        {"docs/**/a.md", "docs/x/y/a.md", true},
        {"docs/**/a.md", "docs/xa.md", false},
        {"**/a.md", "a.md", true},
        {"**/a.md", "x/a.md", true},
        {"**/a.md", "xa.md", false},
        {"**", "any/thing", true},
        {"*", "thing", true},
        {"a**b", "a/x/b", false}, /* without a slash a pattern sees one component only */
        {"x/a**b", "x/a/y/b", true},
        {"[a-c]x", "bx", true},
        {"[a-c]x", "dx", false},
        {"[!a-c]x", "dx", true},
        {"[^a-c]x", "ax", false},
        {"[]]x", "]x", true},
        {"a[-z]", "a-", true},
        {"a[/]b", "a/b", false},
        {"a[b", "a[b", true}, /* not closed: a plain character */
        {"\\*.md", "*.md", true},
        {"\\*.md", "a.md", false},
        {"a\\", "a\\", true},
        {"", "a", false},
        {"/", "a", false},
        {"a", "", false},
        {"A.md", "a.md", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (pc_glob_match(pc_str_c(cases[i].pattern), pc_str_c(cases[i].path)) != cases[i].match)
            fail_msg("pattern %s, path %s", cases[i].pattern, cases[i].path);
    }
}

/* Patterns on which naive matchers take exponential time; the test's time limit is the assertion. */
static void hostile_patterns_end(void **state) {
    (void)state;
    static char pattern[4200];
    static char path[4200];
    memset(path, 'a', 4000);
    for (size_t i = 0; i < 4000; i++)
        pattern[i] = i % 2 ? '*' : 'a';
    pattern[4000] = 'b';
    struct pc_str long_path = {path, 4000};
    assert_false(pc_glob_match((struct pc_str){pattern, 4001}, long_path));
    assert_true(pc_glob_match((struct pc_str){pattern, 4000}, long_path));
    for (size_t i = 0; i + 2 < 4000; i += 3)
        memcpy(pattern + i, "**/", 3);
    pattern[3999] = 'b';
    assert_false(pc_glob_match((struct pc_str){pattern, 4000}, long_path));
    memset(path, '/', 4000);
    assert_false(pc_glob_match((struct pc_str){pattern, 4000}, long_path));
    memset(pattern, '[', 4000);
    assert_false(pc_glob_match((struct pc_str){pattern, 4000}, long_path));
    memset(pattern, '*', 4200);
    assert_false(pc_glob_match((struct pc_str){pattern, 4200}, long_path)); /* longer than any path */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(takes_paths_apart),
        TEST(joins_inside_the_root_only),
        TEST(matches_patterns),
        TEST(hostile_patterns_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
