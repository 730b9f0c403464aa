#include "tiny.h"

static void rows_outside_their_range(void **state) {
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"## 6200-6299: Tools\n| 6200 | wiki |\n| 6299 | chat |\n", ""},
        {"## 6200-6299: Tools\n| 6400 | wiki |\n", "warning: 6400 lies outside the range of its section, 6200-6299"},
        {"## 6200-6299: Tools\n| 6400 | wiki | doc |\n",
         "warning: 6400 lies outside the range of its section, 6200-6299"},
        /* a row is one finding, however many ports it has */
        {"## 6200-6299: Tools\n| 6250, 6400, 6401 | wiki |\n",
         "warning: 6400 and 6401 lie outside the range of their section, 6200-6299"},
        {"## 6200-6299: Tools\n| 1, 2, 3, 4, 5, 6 | wiki |\n",
         "warning: 1, 2, 3, 4 and 2 more lie outside the range of their section, 6200-6299"},
        {"## 6200-6299: Tools\n| 6290-6310 | pool |\n",
         "warning: 6290-6310 lie outside the range of their section, 6200-6299"},
        /* two rows are two findings */
        {"## 6200-6299: Tools\n| 6400 | wiki |\n| 6401 | chat |\n",
         "warning: 6400 lies outside the range of its section, 6200-6299\n"
         "warning: 6401 lies outside the range of its section, 6200-6299"},
        /* the innermost heading counts */
        {"## 6000-6999: All\n### 6200-6299: Tools\n| 6400 | wiki |\n",
         "warning: 6400 lies outside the range of its section, 6200-6299"},
        {"## 6000-6999: All\n### Others\n| 6400 | wiki |\n", ""},
        /* a heading without a range ends the one before */
        {"## 6200-6299: Tools\n## Others\n| 6400 | wiki |\n", ""},
        /* reservations may be wider than their section, but not elsewhere */
        {"## 6200-6299: Tools\n| 6250-6350 | (reserved) |\n", ""},
        {"## 6200-6299: Tools\n| 6300-6350 | (reserved) |\n",
         "warning: 6300-6350 lie outside the range of their section, 6200-6299"},
        /* no host port, or said elsewhere */
        {"## 6200-6299: Tools\n| 80 | wiki | internal |\n", ""},
        {"## 6200-6299: Tools (internal)\n| 80 | wiki |\n", ""},
        {"## 6200-6299: Tools\n| 6400 | wiki | restated |\n", ""},
        {"## 6200+: Tools\n| 64000 | wiki |\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tiny_expect(&pc_rule_port_outside_range, cases[i].text, cases[i].found);
}

static const struct pc_finding *only(const struct pc_findings *findings) {
    assert_int_equal(findings->list.count, 1);
    return findings->list.items[0];
}

static void outside_tells_where_the_row_could_go(void **state) {
    (void)state;
    static const struct {
        const char *text, *help;
    } cases[] = {
        {"## 6200-6299: Tools\n| 6440 | wiki |\n",
         "widen the heading to 6200-6499, or give `wiki` a port in 6200-6299"},
        {"## 6200-6209: Tools\n| 6214 | wiki |\n",
         "widen the heading to 6200-6219, or give `wiki` a port in 6200-6209"},
        {"## 6200-6299: Tools\n| 6440 | wiki |\n## 6300-6399: Chat\n",
         "give `wiki` a port in 6200-6299, or move the row to a section of its own"},
        {"## 6200-6299: Tools\n| 6340 | wiki |\n## 6300-6399: Chat\n",
         "move the row to 6300-6399, or give `wiki` a port in 6200-6299"},
        {"## 6200-6299: Tools\n| 65535 | wiki |\n",
         "widen the heading to 6200-65535, or give `wiki` a port in 6200-6299"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tiny_set_up(NULL);
        tiny_file("PORTS.md", cases[i].text);
        const struct pc_finding *f = only(tiny_run(&pc_rule_port_outside_range, NULL));
        assert_string_equal(pc_str_cstr(&tiny_arena, f->helps[0]), cases[i].help);
        assert_int_equal(f->label_count, 2);
        assert_true(f->labels[1].context);
        tiny_tear_down(NULL);
    }
    tiny_set_up(NULL);
}

static void a_column_of_another_environment_is_excused(void **state) {
    (void)state;
    pc_id file = tiny_file("PORTS.md", "## 6200-6299: Tools\n| 6210, 16210 | wiki | env=production |\n");
    struct pc_claim *claims = PC_NEW_ARRAY(&tiny_arena, 2, struct pc_claim);
    struct pc_registry *reg = PC_NEW(&tiny_arena, struct pc_registry);
    *reg = *tiny_registry();
    claims[0] = reg->claims[0];
    claims[1] = reg->claims[1];
    (void)file;
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_port_outside_range, NULL)),
                        "warning: 16210 lies outside the range of its section, 6200-6299");
    claims[1].environment = PC_ENV_DEVELOPMENT;
    reg->claims = claims;
    struct pc_findings findings = {.arena = &tiny_arena, .reg = reg};
    struct pc_config config;
    pc_config_defaults(&config);
    struct pc_rule_context ctx = {.reg = reg, .config = &config, .out = &findings, .arena = &tiny_arena};
    ctx.rule = &pc_rule_port_outside_range;
    ctx.rule->check(&ctx);
    assert_int_equal(findings.list.count, 0);
}

static void ranges_that_overlap(void **state) {
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"## 7000-7079: Front\n## 7080-7099: Tools\n", ""},
        {"## 7000-7099: Front\n## 7090-7199: Tools\n", "warning: the range 7090-7199 overlaps the range 7000-7099"},
        {"## 7000-7099: Front\n## 7080-7099: Tools\n", "warning: the range 7080-7099 lies inside the range 7000-7099"},
        {"# Ports\n## 7000-7099: Front\n## Notes\n## 7080-7099: Tools\n",
         "warning: the range 7080-7099 lies inside the range 7000-7099"},
        /* a heading below the other divides it */
        {"## 7000-7099: Front\n### 7080-7099: Tools\n", ""},
        {"## 7000-7099: Front\n### 7080-7109: Tools\n", "warning: the range 7080-7109 overlaps the range 7000-7099"},
        /* a list of the blocks and the sections about them */
        {"- 7000-7999: web\n- 8000-8999: jobs\n## 7000-7999: Web\n## 8100-8199: Jobs\n", ""},
        {"- 7000-7999: web\n## 7900-8099: Other\n", "warning: the range 7900-8099 overlaps the range 7000-7999"},
        {"- 7000-7999: web\n- 7500-7599: jobs\n", "warning: the range 7500-7599 lies inside the range 7000-7999"},
        {"- 7000-7999: web\n  - 7500-7599: jobs\n", ""},
        {"- 7000-7999: web\n- 7000-7999: jobs\n",
         "warning: the range 7000-7999 is declared twice, for different purposes"},
        {"- 7000-7999: web\n- 7000-7999: Web front ends\n", ""},
        {"- 7000-7999: media over udp\n- 7000-7999: signals over tcp\n", ""},
        {"## 7000-7099: Front\n## 7000-7099: Front\n", ""},
        /* other machines, other parts */
        {"## 7000-7099: Front @alpha\n## 7050-7149: Front @beta\n", ""},
        {"## 7000-7099: Front @alpha\n## 7050-7149: Tools\n", "info: the range 7050-7149 overlaps the range 7000-7099"},
        {"## One\n### 7000-7099: Front\n## Two\n### 7000-7049: Front\n", ""},
        {"## One\n### 7000-7099: Front\n## Two\n### 7050-7149: Front\n",
         "info: the range 7050-7149 overlaps the range 7000-7099"},
        /* open ends */
        {"- 7000+: all\n- 8000-8999: jobs\n", "info: the range 8000-8999 lies inside the range 7000-65535"},
        /* a fence is no heading */
        {"## 7000-7099: Front\n```\n# not a heading\n```\n## 7080-7099: Tools\n",
         "warning: the range 7080-7099 lies inside the range 7000-7099"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tiny_expect(&pc_rule_ranges_overlap, cases[i].text, cases[i].found);
}

static void environments_keep_ranges_apart(void **state) {
    (void)state;
    tiny_file("PORTS.md", "## 7000-7099: Front\n| 7001 | a |\n## 7050-7149: Front\n| 7101 | b |\n");
    struct pc_registry reg = *tiny_registry();
    struct pc_section *sections = PC_NEW_ARRAY(&tiny_arena, 2, struct pc_section);
    sections[0] = reg.sections[0];
    sections[1] = reg.sections[1];
    sections[0].environment = PC_ENV_PRODUCTION;
    sections[1].environment = PC_ENV_TEST;
    reg.sections = sections;
    struct pc_findings findings = {.arena = &tiny_arena, .reg = &reg};
    struct pc_config config;
    pc_config_defaults(&config);
    struct pc_rule_context ctx = {.reg = &reg, .config = &config, .out = &findings, .arena = &tiny_arena};
    ctx.rule = &pc_rule_ranges_overlap;
    ctx.rule->check(&ctx);
    assert_int_equal(findings.list.count, 0);
    sections[1].environment = PC_ENV_UNKNOWN;
    ctx.rule->check(&ctx);
    assert_int_equal(findings.list.count, 1);
}

static void two_documents_are_not_compared(void **state) {
    (void)state;
    tiny_file("a/PORTS.md", "## 7000-7099: Front\n");
    tiny_file("b/PORTS.md", "## 7050-7149: Front\n");
    assert_int_equal(tiny_run(&pc_rule_ranges_overlap, NULL)->list.count, 0);
}

/* Quadratic work would run into the test's time limit. */
static void thousands_of_overlapping_ranges_end(void **state) {
    (void)state;
    struct pc_buf buf;
    pc_buf_init(&buf, &tiny_arena);
    for (unsigned i = 0; i < 30000; i++)
        pc_buf_addf(&buf, "## %u-%u: x\n| %u | y |\n", 1 + i, 32000 + i, 64000u);
    pc_id file = tiny_file("PORTS.md", buf.ptr);
    assert_int_equal(file, 0);
    assert_int_equal(tiny_run(&pc_rule_ranges_overlap, NULL)->list.count, 29999);
    assert_true(tiny_run(&pc_rule_port_outside_range, NULL)->list.count > 0);
}

static void widths(void **state) {
    (void)state;
    struct pc_config config;
    pc_config_defaults(&config);
    tiny_file("PORTS.md",
              "- 7000-7999: all\n## 7000-7099: Front\n## 7100-7149: Tools\n## 7200-7200: One\n## 7300+: Rest\n");
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_range_width, &config)), "");
    config.range_width = 100;
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_range_width, &config)),
                        "info: the range 7100-7149 has 50 ports, not 100\ninfo: the range 7200 has 1 port, not 100");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(rows_outside_their_range),
        TINY_TEST(outside_tells_where_the_row_could_go),
        TINY_TEST(a_column_of_another_environment_is_excused),
        TINY_TEST(ranges_that_overlap),
        TINY_TEST(environments_keep_ranges_apart),
        TINY_TEST(two_documents_are_not_compared),
        TINY_TEST(thousands_of_overlapping_ranges_end),
        TINY_TEST(widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
