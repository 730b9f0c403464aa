/* Inputs made to be slow or large: each of a megabyte ends within time and memory, in a document, a limit or an
 * unwinding; cmark-gfm never takes memory of its own, so nothing leaks whichever way it ends. */
#include "markdown_test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmark-gfm.h>

#include "limits.h"

#define SIZE ((size_t)1 << 20)

enum { MAX_SECONDS = 8, MAX_MEGABYTES = 160 }; /* seconds: sanitizers and a busy machine included */

/* first once, then units of `unit` `times` times and `end`, until the text is full. */
struct attack {
    const char *name;
    const char *first;
    const char *unit;
    size_t times;
    const char *end;
};

static const struct attack attacks[] = {
    {"blank lines", "", "\n", 1, ""},
    {"tiny paragraphs", "", "x\n\n", 1, ""},
    {"one paragraph", "", "a\n", 1, ""},
    {"table below a long paragraph", "", "text text\n", 19000, "|a|b|\n|-|-|\n|1|2|\n\n"},
    {"delimiter rows", "", "|-|-|-|\n", 1, ""},
    {"many columns", "", "|a", 30000, "|\n"},
    {"many delimiter columns", "", "|-", 30000, "|\n|-|\n\n"},
    {"cells to fill in", "|a|b|c|d|e|f|g|h|i|j|k|l\n|-|-|-|-|-|-|-|-|-|-|-|-\n", "|1\n", 1, ""},
    {"lazy quotes", "", "> a\nb\n", 1, ""},
    {"lazy lines below deep quotes", "", "> ", 99, "a\nb\nc\nd\ne\nf\n"},
    {"deep quotes", "", ">", 99, "x\n"},
    {"too deep quotes", "", ">", 1000, "x\n"},
    {"reference definitions", "", "[a]: /b\n", 1, ""},
    {"reference paragraphs", "[a]: /bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n\n", "[a]\n\n", 1, ""},
    {"list markers", "", "- ", 99, "x\n"},
    {"list markers and blanks", "", "* ", 99, "x\n\n\n\n\n\n"},
    {"mixed list markers", "", "- + 1. * ", 24, "x\n"},
    {"blank lines in deep lists", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - x\n", "\n", 1, ""},
    {"open comments", "x\n", "    <!-- x\n", 1, ""},
    {"open instructions", "x\n", "    <?x\n", 1, ""},
    {"tags", "", "<a><b>\n", 1, ""},
    {"fences", "", "```\n\n~~~\n", 1, ""},
    {"headings", "", "# a\n", 1, ""},
    {"underlines", "", "a\n---\n", 1, ""},
    {"one line", "", "a", SIZE, ""},
    {"stars", "", "*a_ ", 15000, "\n"},
    {"stars and lines", "", "*_", 30000, "\n"},
    {"brackets", "", "[", 60000, "\n"},
    {"open links", "", "[a](b", 12000, "\n"},
    {"backticks", "", "\\``", 20000, "\n"},
    {"angles", "", "<a<", 20000, ">\n"},
    {"inline comments", "", "a <!-- ", 9000, "\n"},
    {"comment ends in cells", "|a|\n|-|\n|", "--> ", 15000, "|\n"},
    {"escaped pipes", "|a|\n|-|\n|", "\\|", 30000, "|\n"},
};

static struct pc_str build(struct pc_arena *arena, const struct attack *attack) {
    struct pc_buf text;
    pc_buf_init(&text, arena);
    pc_buf_adds(&text, attack->first);
    while (text.len < SIZE) {
        for (size_t i = 0; i < attack->times && text.len < SIZE; i++) {
            pc_buf_adds(&text, attack->unit);
        }
        pc_buf_adds(&text, attack->end);
    }
    return pc_buf_str(&text);
}

/* Every block's inline runs as well: what a reader would do. */
static void read_all(struct pc_arena *arena, struct pc_str text) {
    struct pc_md_document doc = pc_md_parse(arena, text, NULL);
    for (size_t i = 0; i < doc.block_count; i++) {
        const struct pc_md_block *block = &doc.blocks[i];
        const struct pc_md_run *runs = NULL;
        if (block->kind != PC_MD_TABLE) {
            pc_md_inline(arena, block->lines, block->line_count, &runs);
        }
        for (size_t r = 0; r < block->row_count; r++) {
            for (unsigned c = 0; c < block->rows[r].cell_count; c++) {
                pc_md_cell_inline(arena, block->rows[r].cells[c], block->rows[r].line.line, &runs);
            }
        }
    }
}

static void test_attacks(void **state) {
    struct markdown_test *t = *state;
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        struct pc_str text = build(&t->arena, &attacks[i]);
        struct pc_arena scratch;
        struct pc_recovery recovery = {.why = PC_OOM_NONE};
        pc_arena_init(&scratch, PC_LIMIT_SCRATCH_BASE + (size_t)PC_LIMIT_SCRATCH_FACTOR * text.len, &recovery);
        clock_t before = clock();
        if (setjmp(recovery.env) == 0) {
            read_all(&scratch, text);
        } else {
            assert_int_not_equal(recovery.why, PC_OOM_SYSTEM);
        }
        double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
        if (seconds > MAX_SECONDS || scratch.used > (size_t)MAX_MEGABYTES << 20) {
            fail_msg("%s: %.1f s, %zu bytes", attacks[i].name, seconds, scratch.used);
        }
        pc_arena_finish(&scratch);
        pc_arena_finish(&t->arena);
        pc_arena_init(&t->arena, (size_t)600 << 20, &t->recovery);
    }
}

static bool unwinds(size_t budget, struct pc_str text) {
    struct pc_arena scratch;
    struct pc_recovery recovery = {.why = PC_OOM_NONE};
    pc_arena_init(&scratch, budget, &recovery);
    if (setjmp(recovery.env) == 0)
        read_all(&scratch, text);
    else
        assert_int_equal(recovery.why, PC_OOM_BUDGET);
    pc_arena_finish(&scratch);
    return recovery.why != PC_OOM_NONE;
}

/* Whatever the budget, it ends by unwinding or with a document. */
static void test_small_budgets(void **state) {
    (void)state;
    static const char text[] = "# a\n\n> - b\n>   | c | d |\n>   |---|---|\n>   | 1 | 2 |\n\n```\nx\n```\n<!-- y -->\n";
    unsigned unwound = 0;
    for (size_t budget = 0; budget < 300000; budget += 4001)
        unwound += unwinds(budget, pc_str_c(text));
    assert_true(unwound > 0);
}

static void test_limits(void **state) {
    static const struct {
        struct attack attack;
        const char *what;
    } cases[] = {
        {{"", "", "a", PC_LIMIT_MD_LINE + 1, "\n"}, "a line is too long"},
        {{"", "", "> ", PC_LIMIT_MD_CONTAINERS + 1, "a\n"}, "a line opens too many lists and quotes"},
        {{"", "", "a\n", PC_LIMIT_MD_PARAGRAPH_LINES + 1, ""}, "a paragraph or table has too many lines"},
    };
    struct markdown_test *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_md_document doc = pc_md_parse(&t->arena, build(&t->arena, &cases[i].attack), NULL);
        assert_int_equal(doc.limit, PC_MD_TOO_COMPLEX);
        assert_string_equal(doc.limit_what, cases[i].what);
        assert_int_equal(doc.block_count, 0);
    }
    struct pc_buf wide;
    pc_buf_init(&wide, &t->arena);
    for (unsigned row = 0; row < 2; row++) {
        for (unsigned c = 0; c <= PC_LIMIT_MD_COLUMNS; c++) {
            pc_buf_adds(&wide, row == 0 ? "|a" : "|-");
        }
        pc_buf_adds(&wide, "|\n");
    }
    assert_string_equal(pc_md_parse(&t->arena, pc_buf_str(&wide), NULL).limit_what, "a table has too many columns");
}

static void *no_calloc(size_t count, size_t size) {
    (void)count;
    (void)size;
    abort();
}

static void *no_realloc(void *old, size_t size) {
    (void)old;
    (void)size;
    abort();
}

int main(void) {
    cmark_mem *library = cmark_get_default_mem_allocator();
    library->calloc = no_calloc; /* the library's own allocator must not be asked at all */
    library->realloc = no_realloc;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_attacks, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_small_budgets, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_limits, markdown_setup, markdown_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
