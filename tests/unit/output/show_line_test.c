/* Lines as they are shown: display columns of spans, long lines, odd characters and ends; and line and column of spans.
 */
#include "tiny_output.h"

#include "place.h"

static struct pc_shown_line show(struct tiny *t, struct pc_str text, uint32_t line, const struct pc_span *spans,
                                 size_t count, unsigned width) {
    t->reg.file_count = 0;
    tiny_file_n(t, "f", PC_FILE_KIND_REGISTRY, text);
    struct pc_output_options options = {.width = width};
    return pc_show_line(&t->arena, &t->reg, 0, line, spans, count, &options);
}

/* The cells of a span are those of the characters under it, whatever comes before. */
static void columns_are_display_cells(void **state) {
    static const struct {
        const char *text, *shown;
        uint32_t offset, length, from, to;
    } table[] = {
        {"abc 3000 x", "abc 3000 x", 4, 4, 4, 8},
        {"3000", "3000", 0, 4, 0, 4},
        {"\xE6\xB8\xAF\xE5\x8F\xA3 3000", "\xE6\xB8\xAF\xE5\x8F\xA3 3000", 7, 4, 5, 9}, /* two wide ones */
        {"\xE6\xB8\xAF 3000", "\xE6\xB8\xAF 3000", 0, 3, 0, 2},                         /* under a wide one */
        {"e\xCC\x81 3000", "e\xCC\x81 3000", 4, 4, 2, 6},                               /* a combining accent */
        {"\t3000", " 3000", 1, 4, 1, 5},
        {"a\x1b[31m3000", "a\\x1b[31m3000", 6, 4, 9, 13},
        {"\xFF 3000", "\xEF\xBF\xBD 3000", 2, 4, 2, 6},
        {"a\xE2\x80\xAE 3000", "a\\u202e 3000", 5, 4, 8, 12},
        {"##[error] 3000", "#\\x23[error] 3000", 10, 4, 13, 17},
        {"\xEF\xBB\xBF| 3000", "| 3000", 5, 4, 2, 6}, /* a BOM */
        {"\xEF\xBB\xBF| 3000", "| 3000", 0, 4, 0, 1},
        {"3000\r\nx", "3000", 0, 4, 0, 4}, /* line ends */
        {"3000\rx", "3000", 0, 4, 0, 4},
        {"3000\r", "3000", 0, 6, 0, 4},    /* longer than the line */
        {"3000  \nx", "3000", 6, 3, 6, 7}, /* at the line's end */
        {"3000", "3000", 4, 0, 4, 5},      /* at the file's end */
        {"30 00", "30 00", 3, 0, 3, 4},    /* nothing, inside */
        {"", "", 0, 0, 0, 1},
        {"x", "x", 4000000000u, 4000000000u, 1, 2}, /* nowhere */
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pc_span span = {0, table[i].offset, table[i].length};
        struct pc_shown_line line = show(&t, pc_str_c(table[i].text), 0, &span, 1, 0);
        assert_text(line.text, table[i].shown);
        assert_int_equal(line.cells[0].from, table[i].from);
        assert_int_equal(line.cells[0].to, table[i].to);
    }
    tiny_finish(&t);
}

static void spans_may_overlap(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_span spans[] = {{0, 2, 9}, {0, 2, 4}, {0, 7, 4}, {0, 4, 5}};
    struct pc_shown_line line = show(&t, PC_STR("| 3000-3009 |"), 0, spans, 4, 0);
    assert_text(line.text, "| 3000-3009 |");
    static const uint32_t cells[][2] = {{2, 11}, {2, 6}, {7, 11}, {4, 9}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(line.cells[i].from, cells[i][0]);
        assert_int_equal(line.cells[i].to, cells[i][1]);
    }
    tiny_finish(&t);
}

/* A line of filler words with numbers in it, len bytes. */
static struct pc_str long_line(struct tiny *t, size_t len) {
    char *text = PC_NEW_ARRAY(&t->arena, len, char);
    for (size_t i = 0; i < len; i++)
        text[i] = "| filler "[i % 9];
    return (struct pc_str){text, len};
}

static void put(struct pc_str line, size_t at, const char *word) {
    memcpy((void *)(uintptr_t)(line.ptr + at), word, strlen(word));
}

static void long_lines_are_cut_around_spans(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_str text = long_line(&t, 1000000);
    put(text, 5000, "7001");
    put(text, 900000, "7002");
    struct pc_span spans[] = {{0, 5000, 4}, {0, 900000, 4}};
    struct pc_shown_line line = show(&t, text, 0, spans, 2, 0);
    assert_text(line.text,
                "| filler | filler | filler | filler | fi\xE2\x80\xA6"
                " filler | filler | filler | filler | fil7001| filler | filler | filler | filler | fi\xE2\x80\xA6"
                "ler | filler | filler | filler | filler 7002ller | filler | filler | filler | filler\xE2\x80\xA6");
    for (size_t i = 0; i < 2; i++) {
        struct pc_str under =
            pc_str_sub(line.text, line.cells[i].from + 2 * (i + 1), 4); /* "…" is three bytes, one cell */
        assert_text(under, i == 0 ? "7001" : "7002");
        assert_int_equal(line.cells[i].to - line.cells[i].from, 4);
    }
    tiny_finish(&t);
}

static void a_long_span_is_cut_too(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_str text = long_line(&t, 1000000);
    struct pc_span span = {0, 10, 900000};
    struct pc_shown_line line = show(&t, text, 0, &span, 1, 80);
    assert_true(pc_utf8_width(line.text) < 200);
    assert_int_equal(line.cells[0].from, 10);
    assert_int_equal(line.cells[0].to, 130); /* to where the line is cut */
    tiny_finish(&t);
}

static void cutting_does_not_divide_characters(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t shift = 0; shift < 4; shift++) {
        struct pc_buf text;
        pc_buf_init(&text, &t.arena);
        pc_buf_fill(&text, 'x', shift);
        for (unsigned i = 0; i < 200; i++)
            pc_buf_adds(&text, "\xE6\xB8\xAF");
        size_t at = text.len;
        pc_buf_adds(&text, "7001");
        for (unsigned i = 0; i < 200; i++)
            pc_buf_adds(&text, "\xF0\x9F\x9A\xA2");
        struct pc_span span = {0, (uint32_t)at, 4};
        struct pc_shown_line line = show(&t, pc_buf_str(&text), 0, &span, 1, 0);
        assert_int_equal(pc_utf8_invalid(line.text), PC_NPOS);
        assert_false(text_has(line.text, "\xEF\xBF\xBD"));
        assert_true(text_has(line.text, "7001"));
        assert_true(line.text.len < 400);
    }
    tiny_finish(&t);
}

/* A megabyte without a blank, and a URL that begins far before what is shown. */
static void endless_words_hide_what_cannot_be_known(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    char *text = PC_NEW_ARRAY(&t.arena, 1000000, char);
    memset(text, 's', 1000000);
    memcpy(text, "http://", 7);
    memcpy(text + 600000, "7001", 4);
    memcpy(text + 999998, "@h", 2);
    struct pc_span span = {0, 600000, 4};
    struct pc_shown_line line = show(&t, (struct pc_str){text, 1000000}, 0, &span, 1, 0);
    assert_text(line.text, "http://\xE2\x80\xA6"
                           "7001\xE2\x80\xA6");
    tiny_finish(&t);
}

static void ascii_has_three_dots(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    tiny_file(&t, "f", PC_FILE_KIND_COMPOSE, "      X: hunter2 3000");
    struct pc_span span = tiny_span(&t, 0, "3000", 0);
    struct pc_output_options options = {.ascii = true};
    struct pc_shown_line line = pc_show_line(&t.arena, &t.reg, 0, 0, &span, 1, &options);
    assert_text(line.text, "      X: ... 3000");
    assert_int_equal(line.cells[0].from, 13);
    tiny_finish(&t);
}

/* Whatever the bytes: the same line and column as pc_position_at, which reads the line from its start. */
static void places_agree_with_positions(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    static const char *const pieces[] = {"abc ",      "\xE6\xB8\xAF", "\xF0\x9F\x9A\xA2", "\xFF", "\xE6\xB8",
                                         "e\xCC\x81", "7001"};
    for (size_t bom = 0; bom < 2; bom++) {
        struct pc_buf text;
        pc_buf_init(&text, &t.arena);
        pc_buf_adds(&text, bom ? "\xEF\xBB\xBF" : "");
        uint32_t random = 12345;
        while (text.len < 40000) {
            random = random * 1664525u + 1013904223u;
            pc_buf_adds(&text, pieces[(random >> 16) % 7]);
            if (text.len > 20000 && text.len < 20010)
                pc_buf_adds(&text, "\r\n");
        }
        t.reg.file_count = 0;
        tiny_file_n(&t, "f", PC_FILE_KIND_REGISTRY, pc_buf_str(&text));
        struct pc_places places;
        pc_places_init(&places, &t.arena, &t.reg);
        for (uint32_t offset = 0; offset <= text.len; offset += offset < 4000 ? 1 : 7) {
            struct pc_position got = pc_place_of(&places, 0, offset);
            struct pc_position want = pc_position_at(&t.files[0].lines, t.files[0].text, offset);
            assert_int_equal(got.line, want.line);
            assert_int_equal(got.column, want.column);
            assert_int_equal(got.byte_column, want.byte_column);
        }
    }
    struct pc_places places;
    pc_places_init(&places, &t.arena, &t.reg);
    assert_int_equal(pc_place_of(&places, PC_NONE, 5).line, 1);
    tiny_finish(&t);
}

/* A registry on one line, with a finding for each of many numbers in it: a moment, not minutes. */
static void endless_lines_are_not_read_again_and_again(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_str text = long_line(&t, 4000000);
    for (size_t at = 100; at < text.len; at += 200)
        put(text, at, "7001");
    tiny_file_n(&t, "f", PC_FILE_KIND_REGISTRY, text);
    for (uint32_t i = 0; i < 20000; i++) {
        struct pc_finding *f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "m");
        pc_finding_service(&t.all, f, pc_str_fmt(&t.arena, "s%u", i));
        pc_finding_label(&t.all, f, (struct pc_span){0, 100 + 200 * i, 4}, "l");
    }
    struct pc_output_input in = tiny_input_of(&t);
    assert_true(tiny_write(&t, "full", &in).len > 20000 * 100);
    assert_true(tiny_write(&t, "concise", &in).len > 20000 * 20);
    assert_true(tiny_write(&t, "json", &in).len > 20000 * 100);
    tiny_finish(&t);
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Lines made of awkward pieces, spans anywhere: harmless text, every span somewhere in it. */
static void any_bytes_any_spans(void **state) {
    static const char *const pieces[] = {
        "3000",     ":",         "-",        " ",        "\"", "'",    "${",    "}",
        "://",      "@",         "/",        "KEY",      "=",  "[",    "]",     "{",
        ",",        "\t",        "#",        "##[",      "::", "\x1b", "\xFF",  "\xE6\xB8\xAF",
        "\xE6\xB8", "e\xCC\x81", "\xC2\x85", "http://h", "\r", "\n",   "${A:-", "$B",
        "/tcp",     "0.0.0.0",
    };
    static const enum pc_file_kind kinds[] = {PC_FILE_KIND_REGISTRY, PC_FILE_KIND_COMPOSE};
    uint32_t random = 7;
    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        struct tiny t;
        tiny_init(&t);
        struct pc_buf text;
        pc_buf_init(&text, &t.arena);
        for (uint32_t left = next_random(&random) % 120; left > 0; left--)
            pc_buf_adds(&text, pieces[next_random(&random) % (sizeof pieces / sizeof *pieces)]);
        pc_buf_addc(&text, 'x');
        tiny_file_n(&t, "f", kinds[round % 2], pc_buf_str(&text));
        uint32_t line = next_random(&random) % t.files[0].lines.count;
        struct pc_span spans[3];
        for (size_t i = 0; i < 3; i++)
            spans[i] = (struct pc_span){0, t.files[0].lines.starts[line] + next_random(&random) % 200,
                                        next_random(&random) % 40};
        struct pc_output_options options = {.ascii = round % 3 == 0, .width = round % 5 == 0 ? 80 : 0};
        struct pc_shown_line shown = pc_show_line(&t.arena, &t.reg, 0, line, spans, 3, &options);
        assert_true(pc_str_eq(pc_printable(&t.arena, shown.text), shown.text));
        assert_int_equal(pc_utf8_invalid(shown.text), PC_NPOS);
        assert_false(text_has(shown.text, "##["));
        for (size_t i = 0; i < 3; i++) {
            assert_true(shown.cells[i].from < shown.cells[i].to && shown.cells[i].to < 2000);
            pc_show_span(&t.arena, &t.reg, spans[i]);
        }
        tiny_finish(&t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_display_cells),
        cmocka_unit_test(spans_may_overlap),
        cmocka_unit_test(long_lines_are_cut_around_spans),
        cmocka_unit_test(a_long_span_is_cut_too),
        cmocka_unit_test(cutting_does_not_divide_characters),
        cmocka_unit_test(endless_words_hide_what_cannot_be_known),
        cmocka_unit_test(ascii_has_three_dots),
        cmocka_unit_test(places_agree_with_positions),
        cmocka_unit_test(any_bytes_any_spans),
        cmocka_unit_test(endless_lines_are_not_read_again_and_again),
    };
    return cmocka_run_group_tests_name("show_line", tests, NULL, NULL);
}
