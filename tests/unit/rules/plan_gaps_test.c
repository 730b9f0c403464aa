#include "tiny.h"

static void gaps_of_ranges_that_are_kept(void **state) {
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"## 7300-7304: Jobs\n| 7300-7302 | a |\n| 7303-7304 | (reserved) |\n", ""},
        {"## 7300-7304: Jobs\n| 7301-7302 | a |\n| 7303-7304 | (reserved) |\n",
         "info: 7300 of 7300-7304 is neither assigned nor reserved"},
        {"## 7300-7309: Jobs\n| 7300 | a |\n| 7302 | b |\n| 7305-7307 | (reserved) |\n",
         "info: 7301, 7303-7304 and 7308-7309 of 7300-7309 are neither assigned nor reserved"},
        {"## 7300-7319: Jobs\n| 7300, 7302, 7304, 7306, 7308, 7310, 7312, 7314, 7316 | a |\n| 7318 | (reserved) |\n",
         "info: 7301, 7303, 7305, 7307, 7309, 7311, 7313, 7315 and 2 more of 7300-7319 are neither assigned nor "
         "reserved"},
        /* nobody keeps these complete */
        {"## 7300-7399: Jobs\n| 7300 | a |\n| 7301 | b |\n", ""},
        {"## 7300-7309: Jobs\n| 7300-7308 | a |\n", ""},
        {"## 7300-7399: Jobs\n| 7300 | a |\n| 7301 | (reserved) |\n", ""},
        {"## 7000-7999: Jobs\n| 7001 | a |\n| 7100-7799 | (reserved) |\n", ""},
        {"## 7000-7999: Jobs\n| 7001-7899 | a |\n| 7900-7999 | (reserved) |\n",
         "info: 7000 of 7000-7999 is neither assigned nor reserved"},
        {"## 7300+: Jobs\n| 7300-65535 | (reserved) |\n", ""},
        {"- 7300-7304: Jobs\n| 7301-7304 | (reserved) |\n", ""},
        /* a section inside counts with the one around it, once */
        {"## 7300-7319: Jobs\n| 7300-7306 | a |\n| 7307-7309 | (reserved) |\n## 7310-7319: Tools\n| 7310 | b |\n",
         "info: 7311-7319 of 7300-7319 are neither assigned nor reserved"},
        {"## 7300-7319: Jobs\n| 7300-7306 | a |\n| 7307-7308 | (reserved) |\n"
         "## 7310-7319: Tools\n| 7310-7315 | b |\n| 7319 | (reserved) |\n",
         "info: 7309 and 7316-7318 of 7300-7319 are neither assigned nor reserved"},
        {"## 65530-65535: Top\n| 65531-65534 | (reserved) |\n",
         "info: 65530 and 65535 of 65530-65535 are neither assigned nor reserved"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tiny_expect(&pc_rule_port_unaccounted, cases[i].text, cases[i].found);
}

static void the_place_is_the_heading(void **state) {
    (void)state;
    tiny_file("PORTS.md", "## 7300-7304: Jobs\n| 7301-7302 | a |\n| 7303-7304 | (reserved) |\n");
    const struct pc_findings *findings = tiny_run(&pc_rule_port_unaccounted, NULL);
    assert_int_equal(findings->list.count, 1);
    assert_int_equal(findings->list.items[0]->labels[0].span.offset, 3);
    assert_int_equal(findings->list.items[0]->ports[0].lo, 7300);
}

static void rows_of_another_document_do_not_count(void **state) {
    (void)state;
    tiny_file("A.md", "## 7300-7304: Jobs\n| 7301-7302 | a |\n| 7303-7304 | (reserved) |\n");
    tiny_file("B.md", "| 7300 | b |\n");
    assert_int_equal(tiny_run(&pc_rule_port_unaccounted, NULL)->list.count, 1);
}

static void ranges_without_room(void **state) {
    (void)state;
    static const struct {
        unsigned wanted;
        const char *text, *found;
    } cases[] = {
        {1, "## 7300-7309: Jobs\n| 7300-7308 | a |\n", ""},
        {1, "## 7300-7309: Jobs\n| 7300-7308 | a |\n| 7309 | b |\n", "info: the range 7300-7309 has no free port left"},
        {0, "## 7300-7309: Jobs\n| 7300-7309 | a |\n", ""},
        {3, "## 7300-7309: Jobs\n| 7300-7308 | a |\n", "info: the range 7300-7309 has 1 free port left, fewer than 3"},
        {3, "## 7300-7309: Jobs\n| 7300-7306 | a |\n", ""},
        /* an unnamed reservation is room, a named one is not */
        {1, "## 7300-7309: Jobs\n| 7300-7308 | a |\n| 7309 | (reserved) |\n", ""},
        {1, "## 7300-7309: Jobs\n| 7300-7308 | a |\n| 7309 | (for b) |\n",
         "info: the range 7300-7309 has no free port left"},
        /* drawn around its rows; open; without rows of its own; a list of ranges */
        {1, "## 7300-7302: Nodes\n| 7300-7302 | a |\n", ""},
        {1, "## 7300+: Jobs\n| 7300-65535 | a |\n", ""},
        {1, "## 7300-7309: Jobs\n## Other\n| 7300-7309 | a |\n", ""},
        {1, "- 7300-7309: Jobs\n| 7300-7309 | a |\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_config config;
        tiny_set_up(NULL);
        pc_config_defaults(&config);
        config.min_free = cases[i].wanted;
        tiny_file("PORTS.md", cases[i].text);
        assert_string_equal(tiny_shown(tiny_run(&pc_rule_range_crowded, &config)), cases[i].found);
        tiny_tear_down(NULL);
    }
    tiny_set_up(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(gaps_of_ranges_that_are_kept),
        TINY_TEST(the_place_is_the_heading),
        TINY_TEST(rows_of_another_document_do_not_count),
        TINY_TEST(ranges_without_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
