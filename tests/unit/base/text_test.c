#include <string.h>

#include "base_test.h"
#include "text.h"

#define SLICE(literal) ((struct pc_str){(literal), sizeof(literal) - 1})

static void splits_lines_at_every_line_end(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t count;
        const char *lines[4];
    } cases[] = {
        {"", 1, {""}},
        {"a", 1, {"a"}},
        {"a\n", 2, {"a", ""}},
        {"a\r\nb\rc\nd", 4, {"a", "b", "c", "d"}},
        {"\n\r\n\r", 4, {"", "", "", ""}},
        {"a\n\rb", 3, {"a", "", "b"}},
        {"a\r\r\nb", 3, {"a", "", "b"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str text = pc_str_c(cases[i].text);
        struct pc_lines lines = pc_lines_of(&arena, text);
        assert_int_equal(lines.count, cases[i].count);
        assert_int_equal(lines.starts[0], 0);
        assert_int_equal(lines.size, text.len);
        for (uint32_t line = 0; line < lines.count; line++)
            assert_str(pc_line_text(&lines, text, line), cases[i].lines[line]);
        assert_str(pc_line_text(&lines, text, lines.count), "");
    }
}

static void places_offsets(void **state) {
    (void)state;
    /* BOM, a two-byte letter, an invalid byte, CRLF, a four-byte character */
    struct pc_str text = SLICE("\xEF\xBB\xBF\xC3\xA4\xFFx\r\n\xF0\x9F\x98\x80y");
    struct pc_lines lines = pc_lines_of(&arena, text);
    static const struct {
        uint32_t offset, line, column, byte_column;
    } cases[] = {
        {0, 1, 1, 1}, {3, 1, 1, 4},  {5, 1, 2, 6},  {6, 1, 3, 7},   {7, 1, 4, 8},
        {9, 2, 1, 1}, {13, 2, 2, 5}, {14, 2, 3, 6}, {99, 2, 3, 91},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_position at = pc_position_at(&lines, text, cases[i].offset);
        assert_int_equal(at.line, cases[i].line);
        assert_int_equal(at.column, cases[i].column);
        if (cases[i].offset <= text.len)
            assert_int_equal(at.byte_column, cases[i].byte_column);
    }
    assert_int_equal(pc_line_at(&lines, 8), 0);
    assert_int_equal(pc_line_at(&lines, 9), 1);
    assert_int_equal(pc_line_at(&lines, UINT32_MAX), 1);
}

static void decodes_strictly(void **state) {
    (void)state;
    static const struct {
        struct pc_str bytes;
        uint32_t c;
        size_t used;
    } cases[] = {
        {{"A", 1}, 'A', 1},
        {{"\0", 1}, 0, 1},
        {{"\xC2\x80", 2}, 0x80, 2},
        {{"\xE2\x82\xAC", 3}, 0x20AC, 3},
        {{"\xF4\x8F\xBF\xBF", 4}, 0x10FFFF, 4},
        {{"\x80", 1}, UINT32_MAX, 1},
        {{"\xC1\xBF", 2}, UINT32_MAX, 1},         /* overlong */
        {{"\xE0\x9F\xBF", 3}, UINT32_MAX, 1},     /* overlong */
        {{"\xF0\x8F\xBF\xBF", 4}, UINT32_MAX, 1}, /* overlong */
        {{"\xED\xA0\x80", 3}, UINT32_MAX, 1},     /* surrogate */
        {{"\xF4\x90\x80\x80", 4}, UINT32_MAX, 1}, /* beyond Unicode */
        {{"\xE2\x82", 2}, UINT32_MAX, 1},         /* cut off */
        {{"\xE2\x41\x42", 3}, UINT32_MAX, 1},
        {{"\xFF", 1}, UINT32_MAX, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t c = 1;
        assert_int_equal(pc_utf8_decode(cases[i].bytes, &c), cases[i].used);
        assert_int_equal(c, cases[i].c);
    }
}

static void encodes_what_it_decodes(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 37) {
        char bytes[4];
        size_t len = pc_utf8_encode(c, bytes);
        if (c >= 0xD800 && c <= 0xDFFF) {
            assert_int_equal(len, 0);
            continue;
        }
        uint32_t back;
        assert_int_equal(pc_utf8_decode((struct pc_str){bytes, len}, &back), len);
        assert_int_equal(back, c);
    }
    char bytes[4];
    assert_int_equal(pc_utf8_encode(0x110000, bytes), 0);
    assert_int_equal(pc_utf8_encode(UINT32_MAX, bytes), 0);
}

static void sees_where_ascii_ends(void **state) {
    (void)state;
    char text[20];
    memset(text, 'a', sizeof text);
    assert_int_equal(pc_ascii_end((struct pc_str){text, sizeof text}, 0), sizeof text);
    for (size_t at = 0; at < sizeof text; at++) {
        text[at] = '\x80';
        for (size_t from = 0; from <= sizeof text; from++)
            assert_int_equal(pc_ascii_end((struct pc_str){text, sizeof text}, from), from <= at ? at : sizeof text);
        text[at] = '\x7F';
    }
    assert_int_equal(pc_ascii_end(PC_EMPTY, 0), 0);
}

static void counts_and_measures(void **state) {
    (void)state;
    assert_int_equal(pc_utf8_invalid(SLICE("ab\xC3\xA4")), PC_NPOS);
    assert_int_equal(pc_utf8_invalid(SLICE("ab\xC3")), 2);
    assert_int_equal(pc_utf8_count(SLICE("a\xC3\xA4\xFF\xFF")), 4);
    assert_int_equal(pc_utf8_width(SLICE("a\xE4\xB8\xAD")), 3);        /* a CJK character is two cells */
    assert_int_equal(pc_utf8_width(SLICE("e\xCC\x81")), 1);            /* combining accent */
    assert_int_equal(pc_utf8_width(SLICE("\xF0\x9F\x98\x80")), 2);     /* emoji */
    assert_int_equal(pc_utf8_width(SLICE("\xE2\x80\x93\xC3\x9F")), 2); /* en dash, sharp s */
    assert_int_equal(pc_char_width(0x3000), 2);
    assert_int_equal(pc_char_width(0x200B), 0);
}

static void makes_everything_harmless(void **state) {
    (void)state;
    static const struct {
        struct pc_str raw;
        const char *shown;
    } cases[] = {
        {{"plain \xC3\xA4 \xE2\x9C\x93", 12}, "plain \xC3\xA4 \xE2\x9C\x93"},
        {{"\x1b[31mred", 8}, "\\x1b[31mred"},
        {{"a\tb\r\nc", 6}, "a b\\r\\nc"},
        {{"\0\x7f", 2}, "\\x00\\x7f"},
        {{"\xC2\x9B"
          "2J",
          4},
         "\\x9b2J"},
        {{"\x9b", 1}, "\xEF\xBF\xBD"},
        {{"a\xE2\x80\xAE"
          "b",
          5},
         "a\\u202eb"},
        {{"30\xE2\x80\x8B"
          "05",
          7},
         "30\\u200b05"},
        {{"\xE2\x80\xA8\xE2\x81\xA6", 6}, "\\u2028\\u2066"},
        {{"\xEF\xBB\xBF", 3}, "\\ufeff"},
        {{"\xF3\xA0\x81\x81", 4}, "\\U000e0041"},
        {{"\xE2\x9A\xA0\xEF\xB8\x8F", 6}, "\xE2\x9A\xA0\xEF\xB8\x8F"}, /* emoji with its variation selector */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(pc_printable(&arena, cases[i].raw), cases[i].shown);
    struct pc_str same = SLICE("nothing to do");
    assert_ptr_equal(pc_printable(&arena, same).ptr, same.ptr);
}

static void printable_text_holds_no_unsafe_character(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        size_t len = pc_utf8_encode(c, bytes);
        if (len == 0 || !pc_char_is_unsafe(c))
            continue;
        struct pc_str shown = pc_printable(&arena, (struct pc_str){bytes, len});
        for (size_t i = 0; i < shown.len; i++)
            assert_true(shown.ptr[i] >= 0x20 && shown.ptr[i] < 0x7f);
        pc_arena_reset(&arena);
    }
    for (uint32_t c = 0x20; c < 0x7f; c++)
        assert_false(pc_char_is_unsafe(c));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(splits_lines_at_every_line_end),
        TEST(places_offsets),
        TEST(decodes_strictly),
        TEST(encodes_what_it_decodes),
        TEST(sees_where_ascii_ends),
        TEST(counts_and_measures),
        TEST(makes_everything_harmless),
        TEST(printable_text_holds_no_unsafe_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
