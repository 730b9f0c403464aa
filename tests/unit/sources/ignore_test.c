/* Patterns of .gitignore: a table, and random ones held against git. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "git_ignore.h"
#include "listing.h"

static void test_wildmatch(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool matches;
    } rows[] = {
        {"a", "a", true},
        {"a", "b", false},
        {"a*", "abc", true},
        {"*c", "abc", true},
        {"a*c", "abbc", true},
        {"a*c", "a/c", false},
        {"*", "", true},
        {"?", "/", false},
        {"?", "x", true},
        {"**", "a/b", true},
        {"**/b", "b", true},
        {"**/b", "a/b", true},
        {"**/b", "a/c/b", true},
        {"**/b", "ab", false},
        {"a/**", "a/b/c", true},
        {"a/**", "a", false},
        {"a/**/b", "a/b", true},
        {"a/**/b", "a/x/b", true},
        {"a/**/b", "a/x/y/b", true},
        {"a/**/b", "a/xb", false},
        {"a**b", "axxb", true},
        {"a**b", "a/b", false},
        {"a/**b", "a/xb", true},
        {"a/**b", "a/x/b", false},
        {"*/b", "a/b", true},
        {"*/b", "a/c/b", false},
        {"[ab]", "a", true},
        {"[!ab]", "a", false},
        {"[^ab]", "c", true},
        {"[a-c]x", "bx", true},
        {"[]]", "]", true},
        {"[]-]", "-", true},
        {"[!]]", "]", false},
        {"[a", "a", false},
        {"[[:digit:]]", "7", true},
        {"[[:digit:]]", "x", false},
        {"[[:nope:]]", "n", false},
        {"[\\]]", "]", true},
        {"[/]", "/", false},
        {"\\*", "*", true},
        {"\\*", "x", false},
        {"\\", "\\", false},
        {"\\a", "a", true},
        {"*a*b*c", "xaybzc", true},
        {"*a*b*c", "xaybz", false},
        {"**/a/**/b", "x/a/y/a/b", true},
        {"**/a*/b", "aq/a/c/ax/b", true},
        {"**/a*c/d", "abcc/abc/d", true},
        {"a/**/**/b", "a/b", true},
        {"***", "a/b", true},
        {"", "", true},
        {"", "a", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (pc_wildmatch(pc_str_c(rows[i].pattern), pc_str_c(rows[i].text)) != rows[i].matches)
            fail_msg("\"%s\" against \"%s\" should be %d", rows[i].pattern, rows[i].text, rows[i].matches);
}

/* Whether a .gitignore with this text at the top ignores the path. */
static bool is_ignored(const char *text, const char *path, bool directory, uint32_t *work) {
    struct pc_recovery recovery = {0};
    struct pc_arena arena;
    pc_arena_init(&arena, 1u << 20, &recovery);
    if (setjmp(recovery.env) != 0)
        fail_msg("memory is spent");
    const struct pc_ignore_scope *scope = pc_ignore_scope_new(&arena, NULL, pc_str_c(""), pc_str_c(text));
    bool ignored = pc_ignore_match(scope, pc_str_c(path), directory, work);
    pc_arena_finish(&arena);
    return ignored;
}

static void test_files(void **state) {
    (void)state;
    static const struct {
        const char *text, *path;
        bool directory, ignored;
    } rows[] = {
        {"*.log\n", "a/b/x.log", false, true},
        {"/x\n", "x", false, true},
        {"/x\n", "a/x", false, false},
        {"a/x\n", "a/x", false, true},
        {"a/x\n", "b/a/x", false, false},
        {"out/\n", "out", true, true},
        {"out/\n", "out", false, false},
        {"*\n!keep\n", "keep", false, false},
        {"!keep\n*\n", "keep", false, true},
        {"# x\n", "# x", false, false},
        {"\\#x\n", "#x", false, true},
        {"\\!x\n", "!x", false, true},
        {"x  \n", "x", false, true},
        {"x\\ \n", "x ", false, true},
        {"x\t\n", "x\t", false, true},
        {"x\r\n", "x", false, true},
        {"x", "x", false, true},
        {"x\r", "x", false, true},
        {"\xef\xbb\xbfx\n", "x", false, true},
        {"\n\n/\n!\n", "x", false, false},
        {"**\n", "a/b", false, true},
        {"a/**\n", "a/b/c", false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t work = PC_IGNORE_WORK;
        if (is_ignored(rows[i].text, rows[i].path, rows[i].directory, &work) != rows[i].ignored)
            fail_msg("%s in \"%s\" should be %d", rows[i].path, rows[i].text, rows[i].ignored);
    }
}

/* Patterns that make a matcher with naive backtracking hang. */
static void test_no_blow_up(void **state) {
    (void)state;
    char pattern[400] = "", text[2000];
    for (int i = 0; i < 90; i++)
        strcat(pattern, "a*");
    strcat(pattern, "b");
    memset(text, 'a', sizeof text);
    assert_false(pc_wildmatch(pc_str_c(pattern), (struct pc_str){text, sizeof text}));
    pattern[0] = '\0';
    for (int i = 0; i < 60; i++)
        strcat(pattern, "**/a*");
    for (size_t i = 1; i < sizeof text; i += 2)
        text[i] = '/';
    assert_false(pc_wildmatch(pc_str_c(strcat(pattern, "b")), (struct pc_str){text, sizeof text - 1}));
}

/* More patterns than anybody writes: from some point on nothing is ignored any more, which lists too much and never too
 * little. */
static void test_work_is_bounded(void **state) {
    (void)state;
    uint32_t work = 5;
    assert_true(is_ignored("a\nb\n*\n", "x", false, &work));
    assert_false(is_ignored("a\nb\n*\n", "x", false, &work));
}

static unsigned seed = 12345;

static unsigned roll(unsigned sides) {
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % sides;
}

static void random_pattern(char *out, size_t size) {
    static const char *const pieces[] = {"a",   "b",    "c",    "*",  "?",   "/",  "**", "**/",
                                         "/**", "[ab]", "[!a]", "ab", "\\a", "*/", "a.", "!"};
    out[0] = '\0';
    if (roll(4) == 0)
        strcat(out, "!");
    for (unsigned i = 1 + roll(5); i > 0 && strlen(out) + 8 < size; i--)
        strcat(out, pieces[roll(sizeof pieces / sizeof pieces[0])]);
}

static void test_random_patterns_as_git(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_sh(
        &tree,
        "git init -q . && for x in a b c ab a.b; do for y in a b abc c.a; do mkdir -p $x/$y/d && echo >$x/$y/a && "
        "echo >$x/$y/b.c && echo >$x/$y/d/ab && echo >$x/$y/d/c; done; echo >$x/f; done; echo >f; echo >ac");
    for (int round = 0; round < 60; round++) {
        char text[300], line[64];
        static const char *const where[] = {".gitignore", "a/.gitignore", "b/.gitignore", "ab/abc/.gitignore"};
        for (size_t w = 0; w < sizeof where / sizeof where[0]; w++) {
            text[0] = '\0';
            for (unsigned i = roll(w == 0 ? 5 : 3); i > 0; i--) {
                random_pattern(line, sizeof line);
                strcat(strcat(text, line), "\n");
            }
            temp_tree_write(&tree, where[w], text);
            if (w == 0)
                print_message("round %d:\n%s", round, text);
        }
        listing_is_gits(&tree, ".");
        listing_is_gits(&tree, "a");
    }
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wildmatch),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_no_blow_up),
        cmocka_unit_test(test_work_is_bounded),
        cmocka_unit_test(test_random_patterns_as_git),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
