#include "tiny.h"

/* Each kind of trouble is one rule's, with that rule's level unless the reader knows better. */
static void each_kind_has_its_rule(void **state) {
    (void)state;
    static const struct {
        enum pc_trouble_kind kind;
        const struct pc_rule *rule;
        const char *shown;
    } cases[] = {
        {PC_TROUBLE_UNREADABLE, &pc_rule_unreadable_input, "error: trouble 0"},
        {PC_TROUBLE_ENCODING, &pc_rule_invalid_encoding, "error: trouble 1"},
        {PC_TROUBLE_SYNTAX, &pc_rule_syntax_error, "error: trouble 2"},
        {PC_TROUBLE_TOO_LARGE, &pc_rule_input_too_large, "error: trouble 3"},
        {PC_TROUBLE_DUPLICATE_KEY, &pc_rule_duplicate_key, "error: trouble 4"},
        {PC_TROUBLE_UNRESOLVED, &pc_rule_unresolved_port, "info: trouble 5"},
        {PC_TROUBLE_CELL, &pc_rule_unreadable_cell, "warning: trouble 6"},
        {PC_TROUBLE_UNRENDERED, &pc_rule_unrendered_table, "warning: trouble 7"},
        {PC_TROUBLE_INVALID_PORT, &pc_rule_invalid_port, "error: trouble 8"},
        {PC_TROUBLE_ROW_SHAPE, &pc_rule_row_shape, "warning: trouble 9"},
    };
    pc_id file = tiny_file("PORTS.md", "some text\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tiny_trouble(&(struct pc_trouble){.kind = cases[i].kind,
                                          .span = tiny_span(file, "some"),
                                          .other = {.file = PC_NONE},
                                          .message = pc_str_fmt(&tiny_arena, "trouble %zu", i),
                                          .service = PC_NONE});
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(tiny_shown(tiny_run(cases[i].rule, NULL)), cases[i].shown);
}

static void words_and_places_come_from_the_reader(void **state) {
    (void)state;
    pc_id file = tiny_file("PORTS.md", "web twice, web again\n");
    tiny_trouble(&(struct pc_trouble){.kind = PC_TROUBLE_DUPLICATE_KEY,
                                      .level = PC_LEVEL_INFO,
                                      .span = tiny_span(file, "again"),
                                      .other = tiny_span(file, "twice"),
                                      .message = PC_STR("`web` stands twice"),
                                      .label = PC_STR("once more"),
                                      .note = PC_STR("the first one is lost"),
                                      .help = PC_STR("rename one"),
                                      .service = PC_NONE});
    const struct pc_findings *findings = tiny_run(&pc_rule_duplicate_key, NULL);
    assert_string_equal(tiny_shown(findings), "info: `web` stands twice");
    const struct pc_finding *f = findings->list.items[0];
    assert_true(pc_str_eq(f->path, PC_STR("PORTS.md")));
    assert_int_equal(f->label_count, 2);
    assert_true(pc_str_eq(f->labels[0].text, PC_STR("once more")));
    assert_int_equal(f->labels[1].span.offset, 4);
    assert_true(pc_str_eq(f->notes[0], PC_STR("the first one is lost")));
    assert_true(pc_str_eq(f->helps[0], PC_STR("rename one")));
}

static void a_percent_sign_is_text(void **state) {
    (void)state;
    pc_id file = tiny_file("PORTS.md", "100%s of it\n");
    tiny_trouble(&(struct pc_trouble){.kind = PC_TROUBLE_CELL,
                                      .span = tiny_span(file, "100%s"),
                                      .other = {.file = PC_NONE},
                                      .message = PC_STR("`100%s%n` is no port"),
                                      .label = PC_STR("%s%n"),
                                      .service = PC_NONE});
    const struct pc_findings *findings = tiny_run(&pc_rule_unreadable_cell, NULL);
    assert_string_equal(tiny_shown(findings), "warning: `100%s%n` is no port");
    assert_true(pc_str_eq(findings->list.items[0]->labels[0].text, PC_STR("%s%n")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(each_kind_has_its_rule),
        TINY_TEST(words_and_places_come_from_the_reader),
        TINY_TEST(a_percent_sign_is_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
