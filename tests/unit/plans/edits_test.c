/* Edits: what they make of a file, and which are refused. */
#include "edits.h"
#include "tiny_tree.h"

static void add(struct pc_edits *edits, pc_id file, uint32_t offset, uint32_t length, const char *text) {
    pc_edits_add(edits, (struct pc_span){file, offset, length}, pc_str_c(text));
}

static void files_come_by_path_and_bytes_outside_stay(void **state) {
    (void)state;
    struct tiny t;
    tiny_init(&t);
    pc_id second = tiny_file(&t, "quay.env", PC_FILE_KIND_ENV, "PORT=7001\r\n");
    pc_id first = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7001 | quay |\n| 7002 | crane |\n");
    struct pc_edits edits;
    pc_edits_init(&edits, &t.arena, &t.reg);
    add(&edits, second, 5, 4, "7010");
    add(&edits, first, 16, 0, "| 7010 | quay |\n");
    add(&edits, first, 0, 16, "");
    add(&edits, second, 5, 4, "7010");
    size_t one, two;
    assert_true(pc_edits_sort(&edits, &one, &two));
    assert_int_equal(edits.list.count, 3);
    struct pc_changes changes = pc_edits_apply(&edits);
    assert_int_equal(changes.list.count, 2);
    assert_true(pc_str_is(changes.list.items[0].path, "PORTS.md"));
    assert_true(pc_str_is(changes.list.items[0].text, "| 7010 | quay |\n| 7002 | crane |\n"));
    assert_true(pc_str_is(changes.list.items[1].text, "PORT=7010\r\n"));
    pc_arena_finish(&t.arena);
}

static void insertions_keep_their_order_and_stand_before_what_begins_there(void **state) {
    (void)state;
    struct tiny t;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "a", PC_FILE_KIND_ENV, "abc");
    struct pc_edits edits;
    pc_edits_init(&edits, &t.arena, &t.reg);
    add(&edits, file, 1, 1, "B");
    add(&edits, file, 1, 0, "x");
    add(&edits, file, 1, 0, "y");
    add(&edits, file, 2, 0, "z");
    size_t one, two;
    assert_true(pc_edits_sort(&edits, &one, &two));
    assert_true(pc_str_is(pc_edits_apply(&edits).list.items[0].text, "axyBzc"));
    pc_arena_finish(&t.arena);
}

static void what_overlaps_is_refused(void **state) {
    (void)state;
    const struct {
        uint32_t a, a_length, b, b_length;
        bool fine;
    } cases[] = {
        {0, 2, 1, 2, false}, /* halves */
        {0, 3, 1, 1, false}, /* one inside the other */
        {0, 3, 1, 0, false}, /* an insertion inside */
        {1, 1, 1, 1, false}, /* two answers for the same bytes */
        {0, 1, 1, 1, true},  /* neighbours */
        {0, 2, 2, 0, true},  /* an insertion behind */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tiny t;
        tiny_init(&t);
        pc_id file = tiny_file(&t, "a", PC_FILE_KIND_ENV, "abc");
        struct pc_edits edits;
        pc_edits_init(&edits, &t.arena, &t.reg);
        add(&edits, file, cases[i].b, cases[i].b_length, "1");
        add(&edits, file, cases[i].a, cases[i].a_length, "2");
        size_t one = 9, two = 9;
        assert_int_equal(pc_edits_sort(&edits, &one, &two), cases[i].fine);
        if (!cases[i].fine)
            assert_int_equal(one + two, 1);
        pc_arena_finish(&t.arena);
    }
}

static void a_file_that_stays_as_it_is_is_no_change(void **state) {
    (void)state;
    struct tiny t;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "a", PC_FILE_KIND_ENV, "abc");
    struct pc_edits edits;
    pc_edits_init(&edits, &t.arena, &t.reg);
    add(&edits, file, 1, 1, "b");
    size_t one, two;
    assert_true(pc_edits_sort(&edits, &one, &two));
    assert_int_equal(pc_edits_apply(&edits).list.count, 0);
    pc_arena_finish(&t.arena);
}

/* The new text is the old one from edit to edit, with the edits' texts between; nothing else. */
static void every_byte_outside_an_edit_is_untouched(void **state) {
    (void)state;
    uint32_t seed = 7;
    for (unsigned round = 0; round < 300; round++) {
        struct tiny t;
        tiny_init(&t);
        char old[257] = "";
        for (size_t i = 0; i + 1 < sizeof old; i++)
            old[i] = (char)(1 + (seed = seed * 1664525u + 1013904223u) % 255);
        pc_id file = tiny_file(&t, "a", PC_FILE_KIND_ENV, old);
        struct pc_edits edits;
        pc_edits_init(&edits, &t.arena, &t.reg);
        for (uint32_t at = 0, i = 0; i < 6; i++) {
            seed = seed * 1664525u + 1013904223u;
            at += (seed >> 8) % 30;
            add(&edits, file, at, (seed >> 16) % 9, i % 3 == 0 ? "" : "new");
            at += (seed >> 16) % 9;
        }
        size_t one, two;
        assert_true(pc_edits_sort(&edits, &one, &two));
        struct pc_changes changes = pc_edits_apply(&edits);
        assert_int_equal(changes.list.count, 1);
        struct pc_str text = changes.list.items[0].text;
        size_t from = 0, now = 0;
        for (size_t i = 0; i < edits.list.count; i++) {
            const struct pc_edit *edit = &edits.list.items[i];
            assert_memory_equal(text.ptr + now, old + from, edit->span.offset - from);
            now += edit->span.offset - from;
            assert_true(pc_str_eq(pc_str_sub(text, now, edit->text.len), edit->text));
            now += edit->text.len;
            from = edit->span.offset + edit->span.length;
        }
        assert_true(pc_str_eq(pc_str_sub(text, now, text.len), pc_str_c(old + from)));
        pc_arena_finish(&t.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_by_path_and_bytes_outside_stay),
        cmocka_unit_test(insertions_keep_their_order_and_stand_before_what_begins_there),
        cmocka_unit_test(what_overlaps_is_refused),
        cmocka_unit_test(a_file_that_stays_as_it_is_is_no_change),
        cmocka_unit_test(every_byte_outside_an_edit_is_untouched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
