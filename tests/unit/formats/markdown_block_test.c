/* Blocks: kinds, containers, lines; and that every slice lies where it says. */
#include "markdown_test.h"

#include <string.h>

static const struct {
    const char *text;
    const char *dump;
} cases[] = {
    {"", ""},
    {"\n\n", ""},
    {"# Title #\n## A ## b\n#\n#nothing\n", "H1 Title\nH2 A ## b\nH1 \nP #nothing\n"},
    {"Two\nlines\n=====\nthree\n---\n", "H1 Two / lines\nH2 three\n"},
    {"one\ntwo\n\nthree", "P one / two\nP three\n"},
    {"a  \r\nb\r\n\r\nc\r\n", "P a / b\nP c\n"},
    {"a\rb\r\rc", "P a / b\nP c\n"},
    {"\xEF\xBB\xBF# Title\n", "H1 Title\n"},
    {"\xEF\xBB\xBF| a |\n|---|\n", "T 1x0\n  a\n"},
    {"> quote\nlazy\n> > deep\n", "qP quote / lazy\nqqP deep\n"},
    {"- one\n- two\n  more\n\n  para\n- three", "l*P one\nl*P two / more\nlP para\nl*P three\n"},
    {"1. one\n   - sub\n     text\n2. two", "l*P one\nll*P sub / text\nl*P two\n"},
    {"> - item\n>   more\n>\n>   | a | b |\n>   |---|---|\n>   | 1 | 2 |\n",
     "ql*P item / more\nqlT 2x1\n  a | b\n  1 | 2\n"},
    {"- > | a | b |\n  > |---|---|\n  > | 1 | 2 |\n", "ql*T 2x1\n  a | b\n  1 | 2\n"},
    {"text above\n| a | b |\n|---|---|\n| 1 | 2 |\n", "P text above\nT 2x1\n  a | b\n  1 | 2\n"},
    {"- item\n| a | b |\n|---|---|\n| 1 | 2 |\n", "l*P item / | a | b | / |---|---| / | 1 | 2 |\n"},
    {"```yaml\na: 1\n\n  b\n```\nafter\n", "C yaml: a: 1 /  /   b\nP after\n"},
    {"~~~\nnever closed\n| a |\n|---|\n", "C never closed / | a | / |---|\n"},
    {"```\nempty then end", "C empty then end\n"},
    {"```\n```\n", "C\n"},
    {"- x\n  ```sh\n  run\n    deep\n  ```\n", "l*P x\nlC sh: run /   deep\n"},
    {"> ```\n> in\nout\n", "qC in\nP out\n"},
    {"    indented\n      more\n\n    code\n\ntext", "C indented /   more /  / code\nP text\n"},
    {"-     code in item\n", "l*C code in item\n"},
    {"-\tone\n\n\ttwo\n", "l*P one\nlP two\n"},
    {"<!-- one line -->\ntext\n", "M <!-- one line -->\nP text\n"},
    {"<!--\n| a | b |\n|---|---|\n-->\ntext", "M <!-- / | a | b | / |---|---| / -->\nP text\n"},
    {"<details>\n<summary>x</summary>\n\ntext\n</details>\n",
     "M <details> / <summary>x</summary>\nP text\nM </details>\n"},
    {"<script>\nvar a = '<b>';\n\n</script>\ntext", "M <script> / var a = '<b>'; /  / </script>\nP text\n"},
    {"<b>bold</b> text\n", "P <b>bold</b> text\n"},
    {"a\n\n***\n- - -\n", "P a\nB ***\nB - - -\n"},
    {"| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n", "T 2x2\n  a | b\n  1\n  1 | 2 | 3\n"},
    {"| a \\| b | c |\n|---|---|\n| x\\|y | `p|q` |\n", "T 2x1\n  a \\| b | c\n  x\\|y | `p | q`\n"},
    {"| a | b |\n|---|---|\n| 1 | 2 | <!-- note: x -->\n| 3 | 4 <!-- y --> |\n", "T 2x2\n  a | b\n  1 | 2\n  3 | 4\n"},
    {"| a | b |\n|---|---|\n| 1 | 2 |\n---\nmore\n", "T 2x1\n  a | b\n  1 | 2\nB ---\nP more\n"},
    {"| a | b |\n|---|---|\n| 1 | 2 |\n    | 3 | 4 |\n", "T 2x1\n  a | b\n  1 | 2\nP | 3 | 4 |\n"},
    {"> | a | b |\n> |---|---|\n| 1 | 2 |\n", "qT 2x0\n  a | b\nP | 1 | 2 |\n"},
    {"[ref]: http://x/\n\n[ref]\n", "P [ref]: http://x/\nP [ref]\n"},
    {"*\n  late\n", "l*P late\n"},
    {"1) a\n2) b\n", "l*P a\nl*P b\n"},
    {"3000. no list\n\n123456789. list\n1234567890. none\n", "l*P no list\nl*P list / 1234567890. none\n"},
};

static void test_blocks(void **state) {
    struct markdown_test *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str text = pc_str_c(cases[i].text);
        struct pc_md_document doc = pc_md_parse(&t->arena, text, NULL);
        assert_string_equal(pc_str_cstr(&t->arena, markdown_dump(&t->arena, doc)), cases[i].dump);
        markdown_check_places(&t->arena, text, doc);
    }
}

/* Cut anywhere, spoiled anywhere: it is read, and the places hold. */
static void test_broken_anywhere(void **state) {
    struct markdown_test *t = *state;
    static const char spoil[] = {'\0', '\r', '\n', '\xFF', '`', '|', '<', '>', '\t', '\xE7'};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str text = pc_str_c(cases[i].text);
        for (size_t at = 0; at < text.len; at++) {
            struct pc_str cut = pc_str_sub(text, 0, at);
            markdown_check_places(&t->arena, cut, pc_md_parse(&t->arena, cut, NULL));
            char *copy = pc_arena_alloc(&t->arena, text.len + 1);
            memcpy(copy, text.ptr, text.len);
            for (size_t s = 0; s < sizeof spoil; s++) {
                copy[at] = spoil[s];
                struct pc_str spoiled = {copy, text.len};
                markdown_check_places(&t->arena, spoiled, pc_md_parse(&t->arena, spoiled, NULL));
            }
        }
    }
}

static void test_nul_keeps_lines(void **state) {
    struct markdown_test *t = *state;
    static const char text[] = "a\0b\n\n| x\0 | y |\n|---|---|\n| 1 | \0 |\n";
    struct pc_str s = {text, sizeof text - 1};
    struct pc_md_document doc = pc_md_parse(&t->arena, s, NULL);
    assert_int_equal(doc.block_count, 2);
    assert_int_equal(doc.blocks[1].kind, PC_MD_TABLE);
    assert_int_equal(doc.blocks[1].rows[1].cells[0].offset, 28);
    markdown_check_places(&t->arena, s, doc);
}

static void test_items(void **state) {
    struct markdown_test *t = *state;
    struct pc_md_document doc = pc_md_parse(&t->arena, PC_STR("- a\n  - b\n\n    c\n- d\n\ne\n"), NULL);
    assert_int_equal(doc.block_count, 5);
    assert_int_equal(doc.blocks[0].item, 1);
    assert_int_equal(doc.blocks[0].parent_item, 0);
    assert_int_equal(doc.blocks[1].item, 2);
    assert_int_equal(doc.blocks[1].parent_item, 1);
    assert_int_equal(doc.blocks[2].item, 2);
    assert_false(doc.blocks[2].item_start);
    assert_int_equal(doc.blocks[3].item, 3);
    assert_int_equal(doc.blocks[4].item, 0);
}

static void test_unclosed(void **state) {
    struct markdown_test *t = *state;
    static const struct {
        const char *text;
        bool unclosed;
    } codes[] = {{"```\na\n```\n", false},  {"```\na\n", true},   {"```\na\n~~~\n", true}, {"~~~~\na\n~~~\n", true},
                 {"> ```\n> a\nb\n", true}, {"```\n```", false},  {"<!-- a -->\n", false}, {"<!-- a\n", true},
                 {"    a\n", false},        {"<div>\na\n", false}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct pc_md_document doc = pc_md_parse(&t->arena, pc_str_c(codes[i].text), NULL);
        assert_int_equal(doc.blocks[0].unclosed, codes[i].unclosed);
        assert_int_equal(doc.blocks[0].fenced, codes[i].text[0] == '`' || codes[i].text[0] == '~' || i == 4);
    }
}

static void test_split_row(void **state) {
    struct markdown_test *t = *state;
    struct pc_md_row row;
    struct pc_md_line line = {.text = PC_STR("| a | b \\| c |"), .offset = 100, .line = 3};
    assert_true(pc_md_split_row(&t->arena, line, &row));
    assert_int_equal(row.cell_count, 2);
    assert_int_equal(row.cells[1].offset, 106);
    line.text = PC_STR("no row \\| here");
    assert_false(pc_md_split_row(&t->arena, line, &row));
    static const struct {
        const char *text;
        bool is;
    } rows[] = {{"|---|:--:|", true}, {"--- | ---", true}, {":-:", true},   {"|---|", true},
                {"| - |", true},      {"---", true},       {"", false},     {"|", false},
                {"| a |", false},     {"|---|x|", false},  {"|::|", false}, {"| - - |", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pc_md_is_delimiter_row(pc_str_c(rows[i].text)), rows[i].is);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_blocks, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_broken_anywhere, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_nul_keeps_lines, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_items, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_unclosed, markdown_setup, markdown_teardown),
        cmocka_unit_test_setup_teardown(test_split_row, markdown_setup, markdown_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
