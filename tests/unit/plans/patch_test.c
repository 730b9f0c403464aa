/* The printed diff: patch programs make of it what writing makes; what people get shows no secret and no control byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../temp_tree.h"
#include "patch.h"
#include "tiny_tree.h"

static struct temp_tree tree;

/* The same numbers in every run. */
static uint32_t seed = 1;
static uint32_t any(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

/* Lines of few different words, so that many are the same; some files begin with a BOM, some end in no line end. */
static struct pc_str some_text(struct pc_arena *arena, uint32_t lines) {
    static const char *const words[] = {"quay",          "crane 7001", "",         "ferry\tPORT=7002",
                                        "- tide",        "+ ebb",      "-- /quay", "@@ -1 @@",
                                        "\\ No newline", "\xff\xfe",   "##[group]"};
    struct pc_buf out;
    const char *end = any(3) == 0 ? "\r\n" : "\n";
    pc_buf_init(&out, arena);
    if (any(4) == 0)
        pc_buf_adds(&out, "\xEF\xBB\xBF");
    for (uint32_t i = 0; i < lines; i++) {
        pc_buf_adds(&out, words[any(sizeof words / sizeof words[0])]);
        pc_buf_adds(&out, i + 1 == lines && any(3) == 0 ? "" : any(20) == 0 ? "\n" : end);
    }
    return pc_buf_str(&out);
}

static const char *some_replacement(void) {
    static const char *const texts[] = {"", "9", "7010", "a\n", "\n", "b\r\nc\r\n", "one\ntwo\nthree\n", "tail"};
    return texts[any(sizeof texts / sizeof texts[0])];
}

/* Edits in order that do not overlap. */
static void add_some_edits(struct pc_edits *edits, pc_id file, struct pc_str text) {
    uint32_t at = 0;
    for (uint32_t i = 0, count = 1 + any(5); i < count && at <= text.len; i++) {
        uint32_t left = (uint32_t)text.len - at;
        uint32_t from = at + any(left + 1), length = any(4) == 0 ? any((uint32_t)text.len - from + 1) : any(3);
        if (length > text.len - from)
            length = (uint32_t)text.len - from;
        pc_edits_add(edits, (struct pc_span){file, from, length}, pc_str_c(some_replacement()));
        at = from + length + 1;
    }
}

static void write_file(const char *dir, struct pc_str path, struct pc_str text) {
    char name[300];
    snprintf(name, sizeof name, "%s/%.*s", dir, PC_ARG(path));
    temp_tree_write_bytes(&tree, name, text.len > 0 ? text.ptr : "", text.len);
}

static void programs_make_of_it_what_writing_makes(void **state) {
    (void)state;
    for (unsigned round = 0; round < 12; round++) {
        struct tiny t;
        tiny_init(&t);
        temp_tree_new(&tree);
        struct pc_edits edits;
        pc_edits_init(&edits, &t.arena, &t.reg);
        for (unsigned i = 0; i < TINY_FILES; i++) {
            static const char *const names[] = {"f", "a dir/with blanks ", "q\"uo\\te", "t\303\244g", "tab\t"};
            struct pc_str path = pc_str_fmt(&t.arena, "%s%u", names[any(5)], i);
            struct pc_str text = some_text(&t.arena, i == 0 ? 0 : any(40));
            pc_id file = tiny_file_n(&t, path.ptr, PC_FILE_KIND_OTHER, text);
            add_some_edits(&edits, file, text);
        }
        size_t one, two;
        assert_true(pc_edits_sort(&edits, &one, &two));
        struct pc_changes changes = pc_edits_apply(&edits);
        assert_true(changes.list.count > 10);
        for (size_t i = 0; i < changes.list.count; i++) {
            write_file("git", changes.list.items[i].path, changes.list.items[i].old);
            write_file("patch", changes.list.items[i].path, changes.list.items[i].old);
            write_file("right", changes.list.items[i].path, changes.list.items[i].text);
        }
        struct pc_buf out;
        pc_buf_init(&out, &t.arena);
        pc_patch_exact(&changes, &out);
        temp_tree_write_bytes(&tree, "diff", out.ptr, out.len);
        temp_tree_sh(&tree, "cd git; git init -q .; git apply --whitespace=nowarn ../diff; cd ..; rm -rf git/.git; "
                            "diff -r git right");
        if (round < 3)
            temp_tree_sh(&tree, "if command -v patch >/dev/null; then cd patch; patch -s --binary -p1 <../diff; "
                                "find . -name '*.orig' -delete; cd ..; diff -r patch right; fi");
        temp_tree_free(&tree);
        tiny_finish(&t);
    }
}

/* One change, shown for people. */
static struct pc_str shown(struct tiny *t, pc_id file, uint32_t offset, uint32_t length, const char *text,
                           struct pc_patch_shown *counts) {
    struct pc_edits edits;
    struct pc_buf out;
    struct pc_output_options options = {.color = false};
    size_t one, two;
    pc_edits_init(&edits, &t->arena, &t->reg);
    pc_edits_add(&edits, (struct pc_span){file, offset, length}, pc_str_c(text));
    assert_true(pc_edits_sort(&edits, &one, &two));
    struct pc_changes changes = pc_edits_apply(&edits);
    pc_buf_init(&out, &t->arena);
    *counts = pc_patch_show(&t->reg, &changes, &options, &out);
    return pc_buf_str(&out);
}

static void people_see_ports_and_no_secrets(void **state) {
    (void)state;
    static const char env[] = "SALT=pepper\nQUAY_PORT=7001\nDSN=pg://ann:hush@sea:7001/tide\n";
    struct tiny t;
    struct pc_patch_shown counts;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "quay.env", PC_FILE_KIND_ENV, env);
    struct pc_str diff = shown(&t, file, 22, 4, "7010", &counts);
    assert_string_equal(diff.ptr, "--- a/quay.env\n+++ b/quay.env\n@@ -1,3 +1,3 @@\n SALT=\xE2\x80\xA6\n"
                                  "-QUAY_PORT=7001\n+QUAY_PORT=7010\n DSN=pg://\xE2\x80\xA6@sea:7001\xE2\x80\xA6\n");
    assert_int_equal(counts.hidden, 2);
    tiny_finish(&t);
}

static void people_see_no_control_bytes(void **state) {
    (void)state;
    struct tiny t;
    struct pc_patch_shown counts;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "a\x1b[2Jb.md", PC_FILE_KIND_OTHER, "\tone\x1b[31m\n::error::7001\n##[group]\nx\r\n");
    struct pc_str diff = shown(&t, file, 22, 4, "7010", &counts);
    for (size_t i = 0; i < diff.len; i++)
        assert_true((unsigned char)diff.ptr[i] >= ' ' || diff.ptr[i] == '\n' || diff.ptr[i] == '\t');
    assert_true(pc_str_find(diff, PC_STR("--- \"a/a\\033[2Jb.md\"\n"), 0) == 0);
    assert_int_not_equal(pc_str_find(diff, PC_STR("\n \tone\\x1b[31m\n"), 0), PC_NPOS);
    assert_int_equal(pc_str_find(diff, PC_STR("##["), 0), PC_NPOS);
    assert_int_equal(counts.escaped, 5);
    tiny_finish(&t);
}

/* Where nothing is hidden it is the exact one. */
static void what_is_not_hidden_applies_as_it_is(void **state) {
    (void)state;
    struct tiny t;
    struct pc_patch_shown counts;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7001 | quay |\n| 7002 | ferry |\n");
    struct pc_str diff = shown(&t, file, 2, 4, "7010", &counts);
    assert_string_equal(diff.ptr, "--- a/PORTS.md\n+++ b/PORTS.md\n@@ -1,2 +1,2 @@\n-| 7001 | quay |\n"
                                  "+| 7010 | quay |\n | 7002 | ferry |\n");
    assert_int_equal(counts.hidden + counts.escaped, 0);
    tiny_finish(&t);
}

/* Line ends of a file that has no others are no news. */
static void crlf_is_left_out_where_every_line_has_it(void **state) {
    (void)state;
    struct tiny t;
    struct pc_patch_shown counts;
    tiny_init(&t);
    pc_id all = tiny_file(&t, "all.md", PC_FILE_KIND_REGISTRY, "| 7001 |\r\n| 7002 |\r\n");
    pc_id some = tiny_file(&t, "some.md", PC_FILE_KIND_REGISTRY, "| 7001 |\r\n| 7002 |\n");
    assert_int_equal(pc_str_find_char(shown(&t, all, 2, 4, "7010", &counts), '\\', 0), PC_NPOS);
    assert_int_equal(counts.escaped, 3);
    assert_int_not_equal(pc_str_find(shown(&t, some, 2, 4, "7010", &counts), PC_STR("+| 7010 |\\r\n"), 0), PC_NPOS);
    assert_int_equal(counts.escaped, 2);
    tiny_finish(&t);
}

/* A row that goes up by one line takes nothing else with it. */
static void lines_that_stay_are_context(void **state) {
    (void)state;
    struct tiny t;
    struct pc_edits edits;
    struct pc_buf out;
    size_t one, two;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "a", PC_FILE_KIND_OTHER, "one\ntwo\nthree\n");
    pc_edits_init(&edits, &t.arena, &t.reg);
    pc_edits_add(&edits, (struct pc_span){file, 4, 4}, PC_EMPTY);
    pc_edits_add(&edits, (struct pc_span){file, 0, 0}, PC_STR("two\n"));
    assert_true(pc_edits_sort(&edits, &one, &two));
    struct pc_changes changes = pc_edits_apply(&edits);
    pc_buf_init(&out, &t.arena);
    pc_patch_exact(&changes, &out);
    assert_string_equal(out.ptr, "--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n-one\n two\n+one\n three\n");
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_make_of_it_what_writing_makes),
        cmocka_unit_test(people_see_ports_and_no_secrets),
        cmocka_unit_test(people_see_no_control_bytes),
        cmocka_unit_test(what_is_not_hidden_applies_as_it_is),
        cmocka_unit_test(crlf_is_left_out_where_every_line_has_it),
        cmocka_unit_test(lines_that_stay_are_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
