/* Inline runs and plain text. */
#include "markdown_test.h"

#include "text.h"
#include "vec.h"

static size_t runs_of(struct pc_arena *arena, struct pc_str text, const struct pc_md_run **runs) {
    struct pc_lines lines = pc_lines_of(arena, text);
    struct PC_VEC(struct pc_md_line) out = {0};
    for (uint32_t i = 0; i < lines.count; i++) {
        *PC_PUSH(&out, arena) = (struct pc_md_line){pc_line_text(&lines, text, i), lines.starts[i], i};
    }
    size_t count = pc_md_inline(arena, out.items, out.count, runs);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal((*runs)[i].text.ptr, text.ptr + (*runs)[i].offset);
        assert_true((*runs)[i].offset >= lines.starts[(*runs)[i].line]);
    }
    return count;
}

/* "c(code) s1(strong, first) e(emph) x(struck) l(link text) u(url) m(comment) t(tag)" */
static const char *dump(struct pc_arena *arena, struct pc_str text) {
    static const struct {
        uint16_t bit;
        char letter;
    } letters[] = {{PC_MD_CODE_SPAN, 'c'}, {PC_MD_STRONG, 's'},   {PC_MD_EMPH, 'e'},    {PC_MD_STRIKE, 'x'},
                   {PC_MD_LINK_TEXT, 'l'}, {PC_MD_LINK_URL, 'u'}, {PC_MD_COMMENT, 'm'}, {PC_MD_HTML_TAG, 't'}};
    const struct pc_md_run *runs = NULL;
    size_t count = runs_of(arena, text, &runs);
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_adds(&out, "");
    for (size_t i = 0; i < count; i++) {
        pc_buf_adds(&out, i > 0 ? " " : "");
        for (size_t l = 0; l < sizeof letters / sizeof letters[0]; l++) {
            if ((runs[i].style & letters[l].bit) != 0) {
                pc_buf_addc(&out, letters[l].letter);
            }
        }
        if (runs[i].strong_id > 0) {
            pc_buf_addf(&out, "%u", runs[i].strong_id);
        }
        pc_buf_addf(&out, "(%.*s)", PC_ARG(runs[i].text));
    }
    return pc_str_cstr(arena, pc_buf_str(&out));
}

static void test_runs(void **state) {
    static const struct {
        const char *text;
        const char *runs;
    } cases[] = {
        {"plain", "(plain)"},
        {"a `b` c", "(a ) c(b) ( c)"},
        {"`` `a` ``", "c(`a`)"},
        {"`a``b`", "c(a``b)"},
        {"`never", "(`never)"},
        {"\\`a `b`", "(\\`a ) c(b)"},
        {"``a` b``", "c(a` b)"},
        {"`a\nb` c", "c(a) c(b) ( c)"},
        {"`**a**`", "c(**a**)"},
        {"**`a`**", "cs1(a)"},
        {"**a** and **b**", "s1(a) ( and ) s2(b)"},
        {"**a\nb**", "s1(a) s1(b)"},
        {"__a__ *b* _c_ ***d***", "s1(a) ( ) e(b) ( ) e(c) ( ) se2(d)"},
        {"snake_case_name", "(snake_case_name)"},
        {"a * b * c", "(a * b * c)"},
        {"**open", "(**open)"},
        {"*a **b* c**", "e(a **b) ( c**)"},
        {"~~8080~~ x", "x(8080) ( x)"},
        {"~8080~ x", "x(8080) ( x)"},
        {"4100~4199 / 4300~4399", "(4100~4199 / 4300~4399)"},
        {"~4100~4199~", "x(4100~4199)"},
        {"**Web**: `3001`", "s1(Web) (: ) c(3001)"},
        {"[text](http://x/y) z", "l(text) u(http://x/y) ( z)"},
        {"[a [b](c)", "([a ) l(b) u(c)"},
        {"[a](b(c)d)", "l(a) u(b(c)d)"},
        {"[a](b", "([a](b)"},
        {"[a] (b)", "([a] (b))"},
        {"<http://x:80/> y", "u(http://x:80/) ( y)"},
        {"a <!-- b --> c", "(a ) m( b ) ( c)"},
        {"a <!-- b\nc --> d", "(a ) m( b) m(c ) ( d)"},
        {"a <!-- b", "(a <!-- b)"},
        {"a<br>b", "(a) t(<br>) (b)"},
        {"<del>x</del>", "xt(<del>) x(x) t(</del>)"},
        {"a < b > c", "(a < b > c)"},
        {"<s>never", "t(<s>) (never)"},
        {"**\xE7\xAB\xAF\xE5\x8F\xA3**\xEF\xBC\x9A", "s1(\xE7\xAB\xAF\xE5\x8F\xA3) (\xEF\xBC\x9A)"},
    };
    struct markdown_test *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(dump(&t->arena, pc_str_c(cases[i].text)), cases[i].runs);
    }
}

static void test_cell(void **state) {
    struct markdown_test *t = *state;
    struct pc_md_row row;
    struct pc_str text = PC_STR("| **a** | `30|` |");
    assert_true(pc_md_split_row(&t->arena, (struct pc_md_line){text, 0, 5}, &row));
    const struct pc_md_run *runs = NULL;
    assert_int_equal(pc_md_cell_inline(&t->arena, row.cells[0], 5, &runs), 1);
    assert_int_equal(runs[0].offset, 4);
    assert_int_equal(runs[0].line, 5);
    assert_int_equal(runs[0].style, PC_MD_STRONG);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_runs, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_cell, markdown_setup, markdown_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
