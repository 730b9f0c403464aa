/* An arena around each test, and comparing slices. */
#ifndef PC_BASE_TEST_H
#define PC_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "str.h"

static struct pc_arena arena;
static struct pc_recovery recovery;

static int set_up(void **state) {
    (void)state;
    recovery = (struct pc_recovery){.why = PC_OOM_NONE};
    pc_arena_init(&arena, (size_t)64 << 20, &recovery);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    pc_arena_finish(&arena);
    return 0;
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
#define assert_str(s, expected)                                                                                        \
    do {                                                                                                               \
        struct pc_str str_ = (s);                                                                                      \
        assert_string_equal(pc_str_cstr(&arena, str_), (expected));                                                    \
        assert_int_equal(str_.len, strlen(expected));                                                                  \
    } while (0)

#endif
