#include "tiny.h"

static void references_that_lead_nowhere(void **state) {
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"| 7212 | shop-server |\n| 8212 | shop-web | ref=7212:shop-server |\n", ""},
        {"| 7212 | shop-server |\n| 8212 | shop-web | ref=7211:shop-server |\n",
         "error: the reference says that `shop-server` has 7211, but its row says 7212"},
        {"| 7212 | shop-server |\n| 7211 | mailer |\n| 8212 | shop-web | ref=7211:shop-server |\n",
         "error: the reference says that `shop-server` has 7211, but its row says 7212"},
        {"| 7211 | mailer |\n| 8212 | shop-web | ref=7211:basket |\n",
         "error: the reference says that `basket` has 7211, but that is `mailer`"},
        {"| 8212 | shop-web | ref=7211:basket |\n",
         "error: the reference says that `basket` has 7211, but no row has that port"},
        {"| 8212 | shop-web | ref=7211: |\n", "error: the reference names port 7211, but no row has that port"},
        {"| 7211 | mailer |\n| 8212 | shop-web | ref=7211: |\n", ""},
        /* nothing numeric is said */
        {"| 8212 | shop-web | ref=:basket |\n", ""},
        /* the same service in other words, a port of a range, a reservation for it */
        {"| 7212 | shop server |\n| 8212 | shop-web | ref=7212:shop |\n", ""},
        {"| 7210-7219 | pool |\n| 8212 | shop-web | ref=7212:pool |\n", ""},
        {"| 7212 | (for basket) |\n| 8212 | shop-web | ref=7212:basket |\n", ""},
        /* a service with two ports */
        {"| 7212 | shop |\n| 7213 | shop |\n| 8212 | shop-web | ref=7213:shop |\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tiny_expect(&pc_rule_broken_reference, cases[i].text, cases[i].found);
}

static void a_port_known_from_elsewhere_is_fine(void **state) {
    (void)state;
    tiny_file("PORTS.md", "| 8212 | shop-web | ref=7212:shop-server |\n");
    tiny_file("shop-server/README.md", "| 7212 | shop-server | doc |\n");
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_broken_reference, NULL)), "");
}

static void pairs_by_last_digits(void **state) {
    (void)state;
    static const struct pc_pair one = {{7200, 7299}, {8200, 8299}, 1};
    static const struct pc_pair two = {{7200, 7299}, {8200, 8299}, 2};
    static const struct {
        const struct pc_pair *pair;
        const char *text, *found;
    } cases[] = {
        {&one, "| 7212 | shop-server |\n| 8212 | shop-web |\n", ""},
        {&one, "| 7212 | shop-server |\n| 8222 | shop-web |\n", ""},
        {&two, "| 7212 | shop-server |\n| 8222 | shop-web |\n",
         "info: `shop-server` has 7212 and its partner `shop-web` 8222: the last digits differ"},
        {&one, "| 7212 | shop-server |\n| 8213 | shop-web |\n",
         "info: `shop-server` has 7212 and its partner `shop-web` 8213: the last digit differs"},
        {&one, "| 7212 | shop |\n| 8213 | shop |\n",
         "info: `shop` has 7212 and its partner `shop` 8213: the last digit differs"},
        /* the reference decides before the name */
        {&one, "| 7212 | basket |\n| 8213 | shop-web | ref=7212:basket |\n",
         "info: `basket` has 7212 and its partner `shop-web` 8213: the last digit differs"},
        {&one, "| 7212 | shop-server |\n| 7213 | basket |\n| 8213 | shop-web | ref=7213:basket |\n", ""},
        /* without a partner, with two, or elsewhere */
        {&one, "| 7212 | shop-server |\n| 8213 | blog-web |\n", ""},
        {&one, "| 7212 | shop-server |\n| 7214 | shop-api |\n| 8213 | shop-web |\n", ""},
        {&one, "| 7212 | shop-server |\n| 9213 | shop-web |\n", ""},
        {&one, "| 7212 | shop-server | internal |\n| 8213 | shop-web |\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_config config;
        tiny_set_up(NULL);
        pc_config_defaults(&config);
        config.pairs = cases[i].pair;
        config.pair_count = 1;
        tiny_file("PORTS.md", cases[i].text);
        assert_string_equal(tiny_shown(tiny_run(&pc_rule_pair_mismatch, &config)), cases[i].found);
        assert_string_equal(tiny_shown(tiny_run(&pc_rule_pair_mismatch, NULL)), "");
        tiny_tear_down(NULL);
    }
    tiny_set_up(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(references_that_lead_nowhere),
        TINY_TEST(a_port_known_from_elsewhere_is_fine),
        TINY_TEST(pairs_by_last_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
