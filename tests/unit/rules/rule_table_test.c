#include <string.h>

#include "limits.h"
#include "tiny.h"

static void codes_are_in_order_and_named(void **state) {
    (void)state;
    for (size_t i = 0; i < pc_rule_count; i++) {
        const struct pc_rule_info *info = &pc_rules[i]->info;
        assert_non_null(pc_rules[i]->check);
        assert_int_equal(strlen(info->code), 5);
        if (i > 0)
            assert_true(strcmp(pc_rules[i - 1]->info.code, info->code) < 0);
        for (const char *c = info->name; *c; c++)
            assert_true((*c >= 'a' && *c <= 'z') || *c == '-');
        assert_true(info->level >= PC_LEVEL_INFO && info->level <= PC_LEVEL_ERROR);
        assert_true(strlen(info->summary) > 20 && strlen(info->why) > 20 && strlen(info->fix) > 10 && info->family);
        assert_true(info->silent && strlen(info->silent) > 20);
        assert_true(info->bad && info->good);
    }
}

/* The line of rules.def and the descriptor must carry one code. */
static void lines_and_descriptors_agree(void **state) {
    (void)state;
    static const char *const codes[] = {
#define PC_RULE(code, symbol) #code,
#include "rules.def"
#undef PC_RULE
    };
    assert_int_equal(sizeof codes / sizeof codes[0], pc_rule_count);
    for (size_t i = 0; i < pc_rule_count; i++)
        assert_string_equal(pc_rules[i]->info.code, codes[i]);
}

static void finds_by_code_and_name(void **state) {
    (void)state;
    assert_ptr_equal(pc_rule_find(PC_STR("PC101")), &pc_rule_port_outside_range);
    assert_ptr_equal(pc_rule_find(PC_STR("pc101")), &pc_rule_port_outside_range);
    assert_ptr_equal(pc_rule_find(PC_STR("Port-Outside-Range")), &pc_rule_port_outside_range);
    assert_null(pc_rule_find(PC_STR("PC1")));
    assert_null(pc_rule_find(PC_EMPTY));
    for (size_t i = 0; i < pc_rule_count; i++) {
        assert_ptr_equal(pc_rule_find(pc_str_c(pc_rules[i]->info.code)), pc_rules[i]);
        assert_ptr_equal(pc_rule_find(pc_str_c(pc_rules[i]->info.name)), pc_rules[i]);
    }
}

static size_t count_of(const struct pc_findings *findings, const char *code) {
    size_t count = 0;
    for (size_t i = 0; i < findings->list.count; i++)
        count += strcmp(findings->list.items[i]->rule->code, code) == 0;
    return count;
}

static void the_configuration_has_the_last_word(void **state) {
    (void)state;
    tiny_file("PORTS.md", "## 7300-7399: Jobs\n| 7401 | mailer |\n");
    const struct pc_registry *reg = tiny_registry();
    static const struct {
        enum pc_level set;
        size_t count;
    } cases[] = {{PC_LEVEL_OFF, 0}, {PC_LEVEL_INFO, 1}, {PC_LEVEL_ERROR, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_config config;
        struct pc_rule_setting setting = {.rule = PC_STR("PC101"), .level = cases[i].set};
        pc_config_defaults(&config);
        config.rules = &setting;
        config.rule_count = 1;
        struct pc_findings findings = {.arena = &tiny_arena, .reg = reg};
        pc_rules_run(reg, reg, &config, &findings);
        assert_int_equal(count_of(&findings, "PC101"), cases[i].count);
        if (cases[i].count > 0)
            assert_int_equal(findings.list.items[0]->level, cases[i].set);
    }
}

/* The run has all the findings that it may hold: one more says so, unless its rule is turned off. */
static void a_full_run_says_so(void **state) {
    (void)state;
    static const enum pc_level levels[] = {PC_LEVEL_ERROR, PC_LEVEL_OFF};
    for (size_t i = 0; i < 2; i++) {
        struct pc_config config;
        struct pc_rule_setting setting = {.rule = PC_STR("PC004"), .level = levels[i]};
        pc_config_defaults(&config);
        config.rules = &setting;
        config.rule_count = 1;
        struct pc_findings findings = {.arena = &tiny_arena, .reg = tiny_registry()};
        findings.list.count = findings.list.capacity = PC_LIMIT_FINDINGS;
        findings.list.items = PC_NEW_ARRAY(&tiny_arena, PC_LIMIT_FINDINGS, struct pc_finding *);
        pc_rules_report_full(&config, &findings);
        assert_true(findings.full);
        assert_int_equal(findings.list.count, PC_LIMIT_FINDINGS + (levels[i] == PC_LEVEL_ERROR));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(codes_are_in_order_and_named), TINY_TEST(lines_and_descriptors_agree),
        TINY_TEST(finds_by_code_and_name),       TINY_TEST(the_configuration_has_the_last_word),
        TINY_TEST(a_full_run_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
