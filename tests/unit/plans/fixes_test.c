/* Fixes that go together, and changes one upon the other. */
#include "fixes.h"
#include "tiny_tree.h"

enum { MOST = 8 };

struct one {
    struct pc_fix fix;
    struct pc_edit edits[2];
};

static void set(struct one *one, struct pc_fix_choices *choices, struct pc_arena *arena, size_t count,
                const struct pc_edit *edits) {
    for (size_t i = 0; i < count; i++)
        one->edits[i] = edits[i];
    one->fix = (struct pc_fix){.edits = one->edits, .edit_count = count};
    *PC_PUSH(choices, arena) = (struct pc_fix_choice){NULL, &one->fix};
}

#define EDIT(file, offset, length, text)                                                                               \
    (struct pc_edit) {                                                                                                 \
        {file, offset, length}, PC_STR(text)                                                                           \
    }

/* Which of the fixes stay, as a word of their letters. */
static void the_first_wins_whole(void **state) {
    (void)state;
    struct tiny t;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "a", PC_FILE_KIND_ENV, "0123456789");
    const struct {
        size_t counts[4];
        struct pc_edit edits[4][2];
        const char *kept;
    } cases[] = {
        {{1, 1}, {{EDIT(0, 0, 3, "x")}, {EDIT(0, 2, 2, "y")}}, "a"},
        {{1, 1}, {{EDIT(0, 2, 2, "y")}, {EDIT(0, 0, 3, "x")}}, "a"}, /* whichever comes first */
        {{1, 1}, {{EDIT(0, 0, 3, "x")}, {EDIT(0, 3, 2, "y")}}, "ab"},
        {{1, 1}, {{EDIT(0, 0, 3, "x")}, {EDIT(0, 0, 3, "x")}}, "ab"}, /* the very same */
        {{1, 1}, {{EDIT(0, 4, 0, "x")}, {EDIT(0, 4, 0, "x")}}, "a"},  /* a line would come twice */
        {{2, 1}, {{EDIT(0, 0, 1, "x"), EDIT(0, 8, 1, "x")}, {EDIT(0, 8, 2, "y")}}, "a"},
        {{1, 2}, {{EDIT(0, 8, 2, "y")}, {EDIT(0, 0, 1, "x"), EDIT(0, 8, 1, "x")}}, "a"},
        /* the second is out by the first, so that nothing keeps the third out */
        {{1, 1, 1}, {{EDIT(0, 0, 3, "x")}, {EDIT(0, 2, 3, "y")}, {EDIT(0, 4, 1, "z")}}, "ac"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct one ones[4];
        struct pc_fix_choices choices = {0};
        char kept[5] = "";
        for (size_t k = 0; k < 4 && cases[i].counts[k] > 0; k++)
            set(&ones[k], &choices, &t.arena, cases[i].counts[k], cases[i].edits[k]);
        pc_fixes_part(&t.arena, &choices);
        for (size_t k = 0; k < choices.count; k++)
            kept[k] = (char)('a' + ((const struct one *)(const void *)choices.items[k].fix - ones));
        assert_string_equal(kept, cases[i].kept);
        assert_int_equal(pc_fixes_apply(&t.arena, &t.reg, &choices).list.count, 1);
    }
    assert_int_equal(file, 0);
    pc_arena_finish(&t.arena);
}

static uint32_t random_up_to(uint32_t *seed, uint32_t most) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % (most + 1);
}

/* Edits of a text at random places, sorted and apart. */
static struct pc_change change_at_random(struct pc_arena *arena, struct pc_str path, struct pc_str old,
                                         uint32_t *seed) {
    struct PC_VEC(struct pc_edit) edits = {0};
    struct pc_buf text;
    size_t at = 0;
    pc_buf_init(&text, arena);
    while (at <= old.len && edits.count < MOST) {
        size_t from = at + random_up_to(seed, 6);
        if (from > old.len)
            break;
        uint32_t most = old.len - from < 3 ? (uint32_t)(old.len - from) : 3, length = random_up_to(seed, most);
        struct pc_str put = pc_str_sub(PC_STR("ABCD"), 0, random_up_to(seed, 4));
        pc_buf_add(&text, pc_str_sub(old, at, from - at));
        pc_buf_add(&text, put);
        *PC_PUSH(&edits, arena) = (struct pc_edit){{0, (uint32_t)from, length}, put};
        at = from + length + (length == 0);
        if (length == 0)
            pc_buf_add(&text, pc_str_sub(old, from, 1));
    }
    pc_buf_add(&text, pc_str_sub(old, at, old.len));
    return (struct pc_change){
        .path = path, .old = old, .text = pc_buf_str(&text), .edits = edits.items, .edit_count = edits.count};
}

/* The joined edits make of the old text what the two make one after the other, and lie apart in order. */
static void edits_of_edits_are_edits(void **state) {
    (void)state;
    struct tiny t;
    tiny_init(&t);
    tiny_file(&t, "a", PC_FILE_KIND_ENV, "0123456789abcdefghij");
    uint32_t seed = 7;
    for (size_t round = 0; round < 3000; round++) {
        struct pc_arena_mark mark = pc_arena_mark(&t.arena);
        struct pc_changes first = {0}, second = {0};
        *PC_PUSH(&first.list, &t.arena) = change_at_random(&t.arena, PC_STR("a"), t.reg.files[0].text, &seed);
        *PC_PUSH(&second.list, &t.arena) = change_at_random(&t.arena, PC_STR("a"), first.list.items[0].text, &seed);
        struct pc_changes joined = pc_changes_join(&t.arena, &t.reg, &first, &second);
        if (joined.list.count == 1) {
            const struct pc_change *change = &joined.list.items[0];
            struct pc_edits edits;
            size_t one, two;
            pc_edits_init(&edits, &t.arena, &t.reg);
            for (size_t i = 0; i < change->edit_count; i++)
                pc_edits_add(&edits, change->edits[i].span, change->edits[i].text);
            assert_true(pc_edits_sort(&edits, &one, &two));
            struct pc_changes made = pc_edits_apply(&edits);
            assert_int_equal(made.list.count, 1);
            assert_true(pc_str_eq(made.list.items[0].text, second.list.items[0].text));
            assert_true(pc_str_eq(change->text, second.list.items[0].text));
        } else {
            assert_true(pc_str_eq(second.list.items[0].text, t.reg.files[0].text));
        }
        pc_arena_release(&t.arena, mark);
    }
    pc_arena_finish(&t.arena);
}

static void files_of_either_are_changed(void **state) {
    (void)state;
    struct tiny t;
    tiny_init(&t);
    tiny_file(&t, "a", PC_FILE_KIND_ENV, "one");
    pc_id other = tiny_file(&t, "b", PC_FILE_KIND_ENV, "two");
    struct pc_edit a = EDIT(0, 0, 3, "1"), b = EDIT(9, 0, 3, "2"), back = EDIT(0, 0, 1, "one");
    struct pc_changes first = {0}, second = {0}, third = {0};
    *PC_PUSH(&first.list, &t.arena) = (struct pc_change){0, PC_STR("a"), PC_STR("one"), PC_STR("1"), &a, 1};
    *PC_PUSH(&second.list, &t.arena) = (struct pc_change){9, PC_STR("b"), PC_STR("two"), PC_STR("2"), &b, 1};
    *PC_PUSH(&third.list, &t.arena) = (struct pc_change){0, PC_STR("a"), PC_STR("1"), PC_STR("one"), &back, 1};
    struct pc_changes joined = pc_changes_join(&t.arena, &t.reg, &first, &second);
    assert_int_equal(joined.list.count, 2);
    assert_int_equal(joined.list.items[1].file, other);
    assert_int_equal(joined.list.items[1].edits[0].span.file, other);
    joined = pc_changes_join(&t.arena, &t.reg, &joined, &third);
    assert_int_equal(joined.list.count, 1); /* the first file is as it was */
    assert_true(pc_str_is(joined.list.items[0].path, "b"));
    pc_arena_finish(&t.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_wins_whole),
        cmocka_unit_test(edits_of_edits_are_edits),
        cmocka_unit_test(files_of_either_are_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
