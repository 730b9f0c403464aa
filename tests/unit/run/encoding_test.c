/* Which bytes are text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "encoding.h"

#define BYTES(literal)                                                                                                 \
    { (literal), sizeof(literal) - 1 }

static void test_kinds(void **state) {
    (void)state;
    static const struct {
        struct pc_str bytes;
        enum pc_encoding_kind kind;
        size_t nuls, invalid, first_nul, first_invalid;
    } rows[] = {
        {BYTES(""), PC_ENCODING_UTF8, 0, 0, PC_NPOS, PC_NPOS},
        {BYTES("caf\xc3\xa9 \xf0\x9f\x9a\xa2\n"), PC_ENCODING_UTF8, 0, 0, PC_NPOS, PC_NPOS},
        {BYTES("\xef\xbb\xbf# x"), PC_ENCODING_UTF8, 0, 0, PC_NPOS, PC_NPOS},
        {BYTES("caf\xe9\n"), PC_ENCODING_BROKEN, 0, 1, PC_NPOS, 3},
        {BYTES("\xc3\xa9\xff\xfe\xc3"), PC_ENCODING_BROKEN, 0, 3, PC_NPOS, 2},
        {BYTES("a\0b"), PC_ENCODING_BROKEN, 1, 0, 1, PC_NPOS},
        {BYTES("\xff\xfe"
               "a\0"),
         PC_ENCODING_UTF16, 0, 0, PC_NPOS, PC_NPOS},
        {BYTES("\xfe\xff\0a"), PC_ENCODING_UTF16, 0, 0, PC_NPOS, PC_NPOS},
        {BYTES("\0\0\xfe\xff\0\0\0a"), PC_ENCODING_UTF16, 0, 0, PC_NPOS, PC_NPOS},
        {BYTES("p\0o\0r\0t\0s\0"), PC_ENCODING_UTF16, 5, 0, 1, PC_NPOS},
        {BYTES("\0p\0o\0r\0t\0s"), PC_ENCODING_UTF16, 5, 0, 0, PC_NPOS},
        {BYTES("\1\0\0\0\2\0\0\0\3\0\0\0\4"), PC_ENCODING_BINARY, 9, 0, 1, PC_NPOS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_encoding got = pc_encoding_of(rows[i].bytes);
        if (got.kind != rows[i].kind)
            fail_msg("row %zu: kind %d, wanted %d", i, (int)got.kind, (int)rows[i].kind);
        assert_int_equal(got.nuls, rows[i].nuls);
        assert_int_equal(got.invalid, rows[i].invalid);
        assert_int_equal(got.first_nul, rows[i].first_nul);
        assert_int_equal(got.first_invalid, rows[i].first_invalid);
    }
}

static void test_clean(void **state) {
    (void)state;
    static const struct pc_str dirty = BYTES("80\0"
                                             "80 caf\xe9 \xc3\xa9 \xff\xfe");
    struct pc_recovery recovery = {0};
    struct pc_arena arena;
    pc_arena_init(&arena, 1u << 20, &recovery);
    if (setjmp(recovery.env) != 0)
        fail_msg("memory is spent");
    struct pc_str clean = pc_encoding_clean(&arena, dirty);
    assert_int_equal(clean.len, dirty.len);
    assert_string_equal(clean.ptr, "80?80 caf? \xc3\xa9 ??");
    pc_arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds), cmocka_unit_test(test_clean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
