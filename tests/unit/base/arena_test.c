#include <stdio.h>
#include <string.h>

#include "base_test.h"
#include "buf.h"
#include "sort.h"
#include "vec.h"

static int by_key(const void *left, const void *right) {
    return pc_order(*(const unsigned *)left, *(const unsigned *)right);
}

static void hands_out_zeroed_aligned_memory(void **state) {
    (void)state;
    for (size_t size = 0; size < 300; size++) {
        unsigned char *piece = pc_arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 0);
        memset(piece, 0xAA, size);
    }
}

static void reset_keeps_one_block_and_zeroes_again(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++)
        memset(pc_arena_alloc(&arena, 10000), 0xAA, 10000);
    size_t before = arena.used;
    pc_arena_reset(&arena);
    assert_true(arena.used > 0 && arena.used < before);
    size_t kept = arena.used;
    const unsigned char *piece = pc_arena_alloc(&arena, 10000);
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(piece[i], 0);
    assert_int_equal(arena.used, kept);
}

static void a_large_piece_leaves_the_rest_of_the_block_in_use(void **state) {
    (void)state;
    pc_arena_alloc(&arena, 16);
    pc_arena_alloc(&arena, (size_t)8 << 20);
    size_t used = arena.used;
    for (int i = 0; i < 100; i++)
        pc_arena_alloc(&arena, 64);
    assert_int_equal(arena.used, used);
}

/* What is expected is taken once, within the budget, and serves whatever comes. */
static void much_that_is_expected_lies_in_one_block(void **state) {
    (void)state;
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena small;
    pc_arena_init(&small, (size_t)1 << 20, &here);
    pc_arena_expect(&small);
    assert_int_equal(small.used, 0);
    pc_arena_finish(&small);

    pc_arena_alloc(&arena, 16);
    size_t before = arena.used;
    pc_arena_expect(&arena);
    assert_int_equal(arena.used, before + ((size_t)2 << 20));
    size_t used = arena.used;
    const char *first = pc_arena_alloc(&arena, 100);
    for (int i = 0; i < 100; i++)
        memset(pc_arena_alloc(&arena, 10000), 0xAA, 10000);
    assert_int_equal(arena.used, used);
    pc_arena_reset(&arena);
    assert_ptr_equal(pc_arena_alloc(&arena, 100), first);
}

static void sorts_few_and_many_stably(void **state) {
    (void)state;
    struct item {
        unsigned key, at;
    } items[40];
    pc_sort(NULL, 0, sizeof items[0], by_key);
    for (unsigned count = 0; count <= 40; count++) {
        for (unsigned i = 0; i < count; i++)
            items[i] = (struct item){(i * 7 + count) % 5, i};
        pc_sort(items, count, sizeof items[0], by_key);
        for (unsigned i = 1; i < count; i++) {
            assert_true(items[i - 1].key <= items[i].key);
            assert_true(items[i - 1].key != items[i].key || items[i - 1].at < items[i].at);
        }
    }
}

static enum pc_oom try_array(size_t budget, size_t count, size_t size) {
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena small;
    pc_arena_init(&small, budget, &here);
    if (setjmp(here.env) == 0)
        pc_arena_array(&small, count, size);
    pc_arena_finish(&small);
    return here.why;
}

/* Whatever is made and released in between: what was there stays as it was, and the arena does not grow by it. */
static void release_goes_back_to_the_mark(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 100, 70000, 16, 5u << 20, 40, 300000, 9u << 20, 3};
    for (size_t from = 0; from < sizeof sizes / sizeof sizes[0]; from++) {
        char *before = pc_arena_alloc(&arena, sizes[from]);
        memset(before, 'b', sizes[from]);
        size_t used = 0;
        for (unsigned round = 0; round < 50; round++) {
            struct pc_arena_mark mark = pc_arena_mark(&arena);
            for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
                struct pc_arena_mark inner = pc_arena_mark(&arena);
                char *piece = pc_arena_alloc(&arena, sizes[i]);
                assert_int_equal(piece[0] | piece[sizes[i] - 1], 0);
                memset(piece, 'p', sizes[i]);
                if (i % 2 == 0)
                    pc_arena_release(&arena, inner);
            }
            pc_arena_release(&arena, mark);
            if (round == 0)
                used = arena.used;
            assert_true(arena.used <= used);
        }
        assert_int_equal(before[0], 'b');
        assert_int_equal(before[sizes[from] - 1], 'b');
    }
    struct pc_arena empty;
    pc_arena_init(&empty, 1000, &recovery);
    struct pc_arena_mark mark = pc_arena_mark(&empty);
    pc_arena_release(&empty, mark);
    pc_arena_alloc(&empty, 10);
    pc_arena_release(&empty, mark);
    pc_arena_finish(&empty);
}

static void budget_and_overflow_unwind(void **state) {
    (void)state;
    assert_int_equal(try_array(100000, 1, 90000), PC_OOM_NONE);
    assert_int_equal(try_array(100000, 1, 100000), PC_OOM_BUDGET);
    assert_int_equal(try_array(0, 1, 0), PC_OOM_BUDGET);
    assert_int_equal(try_array(SIZE_MAX, SIZE_MAX / 2, 3), PC_OOM_BUDGET);
    assert_int_equal(try_array(SIZE_MAX, 1, SIZE_MAX), PC_OOM_BUDGET);
    assert_int_equal(try_array(SIZE_MAX, 1, SIZE_MAX - 8), PC_OOM_BUDGET);
    assert_int_equal(try_array(SIZE_MAX, SIZE_MAX, 0), PC_OOM_NONE);
}

static void a_small_budget_is_used_up_to_the_end(void **state) {
    (void)state;
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena small;
    volatile size_t pieces = 0;
    pc_arena_init(&small, 200000, &here);
    if (setjmp(here.env) == 0) {
        for (;;) {
            pc_arena_alloc(&small, 1000);
            pieces++;
        }
    }
    assert_int_equal(here.why, PC_OOM_BUDGET);
    assert_true(small.used <= 200000);
    assert_true(pieces > 180);
    pc_arena_finish(&small);
}

static char trace[8];
static bool watched(void) {
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#else
    return false;
#endif
#else
    return false;
#endif
}

/* Never under AddressSanitizer, always without it: vectors and buffers hold their items either way. */
static void only_the_last_piece_grows_where_it_lies(void **state) {
    (void)state;
    char *first = pc_arena_bytes(&arena, 10);
    memcpy(first, "0123456789", 10);
    if (watched()) {
        assert_false(pc_arena_extend(&arena, first, 10, 100));
        return;
    }
    assert_true(pc_arena_extend(&arena, first, 10, 100));
    assert_memory_equal(first, "0123456789", 10);
    assert_true(pc_arena_bytes(&arena, 1) >= (void *)(first + 100));
    assert_false(pc_arena_extend(&arena, first, 100, 200)); /* something lies behind it by now */
    char *last = pc_arena_bytes(&arena, 10);
    assert_false(pc_arena_extend(&arena, last, 10, (size_t)8 << 20)); /* beyond the block */
    assert_true(pc_arena_extend(&arena, last, 10, 10));
}

/* A buffer of megabytes is held once while it grows, keeps its bytes, and stops at the budget. */
static void a_large_piece_gives_its_old_place_back(void **state) {
    (void)state;
    enum { FIRST = 8 << 20, THEN = 13 << 20, BUDGET = 16 << 20 };
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena large;
    pc_arena_init(&large, BUDGET, &here);
    if (setjmp(here.env) == 0) {
        pc_arena_bytes(&large, 10);
        unsigned char *piece = pc_arena_bytes(&large, FIRST);
        memset(piece, 7, FIRST);
        assert_null(pc_arena_regrow(&large, piece + 16, FIRST, THEN)); /* the start of no block */
        piece = pc_arena_regrow(&large, piece, FIRST, THEN);
        assert_non_null(piece);
        assert_true(large.used < BUDGET);
        for (size_t i = 0; i < FIRST; i++)
            assert_int_equal(piece[i], 7);
        memset(piece, 8, THEN);
        assert_null(pc_arena_regrow(&large, pc_arena_bytes(&large, 100), 100, 200)); /* small */
        pc_arena_regrow(&large, piece, THEN, BUDGET);
        fail_msg("more than the budget was given");
    }
    assert_int_equal(here.why, PC_OOM_BUDGET);
    pc_arena_finish(&large);
}

static void note(void *arg) {
    strcat(trace, arg);
}

static void unwinding_cleans_up_newest_first(void **state) {
    (void)state;
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_cleanup a;
    struct pc_cleanup b;
    struct pc_cleanup c;
    char names[3][2] = {"a", "b", "c"};
    trace[0] = '\0';
    pc_defer(&here, &a, note, names[0]);
    pc_defer(&here, &b, note, names[1]);
    pc_defer(&here, &c, note, names[2]);
    pc_undefer(&here, &b);
    if (setjmp(here.env) == 0)
        pc_unwind(&here, PC_OOM_TIME);
    assert_string_equal(trace, "ca");
    assert_int_equal(here.why, PC_OOM_TIME);
    assert_null(here.cleanups);
}

static void vectors_keep_their_items_and_zero_new_ones(void **state) {
    (void)state;
    struct PC_VEC(uint64_t) v = {0};
    for (uint64_t i = 0; i < 10000; i++) {
        uint64_t *item = PC_PUSH(&v, &arena);
        assert_int_equal(*item, 0);
        *item = i;
    }
    assert_int_equal(v.count, 10000);
    for (uint64_t i = 0; i < 10000; i++)
        assert_int_equal(v.items[i], i);
}

/* Of a large array there is one copy while it grows: with two the budget would not do. */
static void a_large_vector_is_held_once(void **state) {
    (void)state;
    enum { ITEMS = (40 << 20) / sizeof(uint64_t), BUDGET = 80 << 20 };
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena large;
    struct PC_VEC(uint64_t) v = {0};
    pc_arena_init(&large, BUDGET, &here);
    if (setjmp(here.env) == 0) {
        for (uint64_t i = 0; i < ITEMS; i++) {
            if (v.count == v.capacity)
                v.items = pc_vec_regrow(&large, v.items, v.count, &v.capacity, sizeof *v.items);
            *PC_PUSH(&v, &large) = i;
        }
        for (uint64_t i = 0; i < ITEMS; i++)
            assert_int_equal(v.items[i], i);
    }
    assert_int_equal(here.why, PC_OOM_NONE);
    pc_arena_finish(&large);
}

__attribute__((format(printf, 3, 4))) static int printed(char *to, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int length = pc_print(to, size, format, args);
    va_end(args);
    return length;
}

#define assert_printed(size, ...)                                                                                      \
    do {                                                                                                               \
        char ours_[64] = {0}, theirs_[64] = {0};                                                                       \
        assert_int_equal(printed(ours_, (size), __VA_ARGS__), snprintf(theirs_, (size), __VA_ARGS__));                 \
        assert_string_equal(ours_, theirs_);                                                                           \
    } while (0)

/* The short way prints what vsnprintf prints, also where the room ends and where the long way has to take over. */
static void prints_like_printf(void **state) {
    (void)state;
    volatile size_t fits = 4, one = 1, none = 0, all = 64;
    assert_printed(all, "%s", "");
    assert_printed(all, "plain");
    assert_printed(all, "%u %u %zu %zu", 0u, UINT32_MAX, (size_t)10, SIZE_MAX);
    assert_printed(all, "%.*s|%.*s|%.*s", 3, "abcdef", 0, "x", 9, "short");
    assert_printed(all, "%.*s", -1, "negative: all of it");
    assert_printed(all, "%s 100%% %c %d %05u %-4s| %x", "a", 'c', -7, 42u, "b", 255u);
    assert_printed(all, "%u%d%s", 1u, -2, "three"); /* the long way begins at the first argument again */
    assert_printed(fits, "%s", "abc");
    assert_printed(fits, "%s", "abcd");
    assert_printed(fits, "ab%u", 345u);
    assert_printed(one, "%u", 1u);
    assert_printed(none, "%u", 1u);
}

static void buffers_grow_and_stay_terminated(void **state) {
    (void)state;
    struct pc_buf buf;
    pc_buf_init(&buf, &arena);
    assert_int_equal(pc_buf_str(&buf).len, 0);
    pc_buf_add(&buf, PC_EMPTY);
    pc_buf_addf(&buf, "%s", "");
    pc_buf_adds(&buf, "ab");
    pc_buf_addc(&buf, 'c');
    pc_buf_fill(&buf, '-', 3);
    pc_buf_addf(&buf, "%d/%.*s", 42, PC_ARG(PC_STR("xyz")));
    assert_string_equal(buf.ptr, "abc---42/xyz");
    assert_int_equal(buf.len, 12);
    pc_buf_fill(&buf, 'x', 5000);
    pc_buf_addf(&buf, "%01000d", 7);
    assert_int_equal(buf.len, 6012);
    assert_int_equal(strlen(buf.ptr), 6012);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(hands_out_zeroed_aligned_memory),
        TEST(reset_keeps_one_block_and_zeroes_again),
        TEST(a_large_piece_leaves_the_rest_of_the_block_in_use),
        TEST(much_that_is_expected_lies_in_one_block),
        TEST(sorts_few_and_many_stably),
        TEST(release_goes_back_to_the_mark),
        TEST(budget_and_overflow_unwind),
        TEST(a_small_budget_is_used_up_to_the_end),
        TEST(only_the_last_piece_grows_where_it_lies),
        TEST(a_large_piece_gives_its_old_place_back),
        TEST(unwinding_cleans_up_newest_first),
        TEST(vectors_keep_their_items_and_zero_new_ones),
        TEST(a_large_vector_is_held_once),
        TEST(buffers_grow_and_stay_terminated),
        TEST(prints_like_printf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
