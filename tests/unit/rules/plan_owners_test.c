#include <string.h>

#include "tiny.h"

static void one_port_two_services(void **state) {
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"| 7301 | search |\n| 7301 | mailer |\n", "error: the plan gives port 7301 to `search` and `mailer`"},
        {"| 7301 | search |\n| 7302 | mailer |\n", ""},
        {"| 7301 | a |\n| 7301 | b |\n| 7301 | c |\n", "error: the plan gives port 7301 to `a`, `b` and `c`"},
        {"| 7301 | search | host=alpha |\n| 7301 | mailer | host=alpha |\n",
         "error: the plan gives port 7301 of `alpha` to `search` and `mailer`"},
        {"| 7301 | search | doc |\n| 7301 | mailer | doc |\n",
         "error: the plan gives port 7301 to `search` and `mailer`"},
        {"| 7301 | search | future |\n| 7301 | mailer |\n", "error: the plan gives port 7301 to `search` and `mailer`"},
        /* ranges */
        {"| 7300-7309 | relay |\n| 7305 | mailer |\n", "error: the plan gives port 7305 to `relay` and `mailer`"},
        {"| 7300-7309 | relay |\n| 7305-7320 | pool |\n", "error: the plan gives port 7305-7309 to `relay` and `pool`"},
        {"| 7300-7309 | relay |\n| 7303 | a |\n| 7305 | b |\n",
         "error: the plan gives port 7303-7305 to `relay`, `a` and `b`"},
        {"| 7300-7309 | relay |\n| 7305 | relay |\n", ""},
        /* one service, said more than once */
        {"| 7301 | search |\n| 7301 | Search |\n", ""},
        {"| 7301 | search-api | svc=s |\n| 7301 | finder | svc=s |\n", ""},
        {"## A\n| 7301 | search |\n## B\n| 7301 | search dashboard |\n", ""},
        {"| 7301 | search |\n| 7301 | search-dashboard |\n",
         "error: the plan gives port 7301 to `search` and `search-dashboard`"},
        {"## A\n| 7301 | search |\n## B\n| 7301 | finder | restated |\n",
         "info: the plan gives port 7301 to `search` and `finder`"},
        /* other places, protocols, addresses, environments */
        {"| 7301 | search | host=alpha |\n| 7301 | mailer | host=beta |\n", ""},
        {"| 7301 | search | host=alpha |\n| 7301 | mailer |\n", ""},
        {"| 7301 | search | tcp |\n| 7301 | mailer | udp |\n", ""},
        {"| 7301 | search | tcp |\n| 7301 | mailer |\n", "error: the plan gives port 7301 to `search` and `mailer`"},
        {"| 7301 | search | at=10.0.0.1 |\n| 7301 | mailer | at=10.0.0.2 |\n", ""},
        {"| 7301 | search | at=127.0.0.1 |\n| 7301 | mailer | at=localhost |\n",
         "error: the plan gives port 7301 to `search` and `mailer`"},
        {"| 7301 | search | at=127.0.0.1 |\n| 7301 | mailer | at=0.0.0.0 |\n",
         "error: the plan gives port 7301 to `search` and `mailer`"},
        {"| 7301 | search | env=production |\n| 7301 | mailer | env=test |\n", ""},
        {"| 7301 | search | env=production |\n| 7301 | mailer |\n",
         "warning: the plan gives port 7301 to `search` and `mailer`"},
        /* no host ports */
        {"| 5432 | a-db | internal |\n| 5432 | b-db | internal |\n", ""},
        {"## Inside (internal)\n| 5432 | a-db |\n| 5432 | b-db |\n", ""},
        {"| 7301 | search | guessed |\n| 7301 | mailer |\n", ""},
        {"| 7300+ | search |\n| 7301 | mailer |\n", ""},
        /* reservations */
        {"| 7301 | search |\n| 7301 | (reserved) |\n", ""},
        {"| 7301 | search |\n| 7301 | (for mailer) |\n", "warning: the plan gives port 7301 to `search` and `mailer`"},
        {"| 7301 | search |\n| 7300-7309 | (for search) |\n", ""},
        /* a wish and a fact */
        {"## Plan\n| 7301 | search |\n## Today\n| 7301 | mailer | doc |\n",
         "warning: the plan gives port 7301 to `search` and `mailer`"},
        /* many names behind one web port */
        {"| 443 | blog | at=* |\n| 443 | shop | at=* |\n", "error: the plan gives port 443 to `blog` and `shop`"},
        {"| 443 | blog.example.org |\n| 443 | shop.example.org |\n", ""},
        {"| 443 | blog | | https://blog.example.org |\n| 443 | shop | | https://shop.example.org |\n", ""},
        {"| 7443 | blog.example.org |\n| 7443 | shop.example.org |\n",
         "error: the plan gives port 7443 to `blog.example.org` and `shop.example.org`"},
        {"| 443 | blog | | see web.yml |\n| 443 | shop | | v1.2 |\n",
         "error: the plan gives port 443 to `blog` and `shop`"},
        /* a pool of thousands of ports is not taken port by port */
        {"| 49152-65535 | relay |\n| 51820 | tunnel |\n", "info: the plan gives port 51820 to `relay` and `tunnel`"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tiny_expect(&pc_rule_planned_twice, cases[i].text, cases[i].found);
}

static void documents_without_a_host(void **state) {
    (void)state;
    tiny_file("a/PORTS.md", "| 7301 | search |\n");
    tiny_file("b/PORTS.md", "| 7301 | mailer |\n"); /* another tree: two unknown hosts */
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_planned_twice, NULL)), "");
    tiny_file("b/PORTS2.md", "| 7301 | finder |\n"); /* the same tree: perhaps one plan, perhaps an old copy */
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_planned_twice, NULL)),
                        "info: the plan gives port 7301 to `mailer` and `finder`");
}

static void documents_about_one_host(void **state) {
    (void)state;
    tiny_file("a/PORTS.md", "| 7301 | search | host=alpha |\n");
    tiny_file("b/PORTS.md", "| 7301 | mailer | host=alpha |\n");
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_planned_twice, NULL)),
                        "error: the plan gives port 7301 of `alpha` to `search` and `mailer`");
}

static void a_service_document_is_no_plan(void **state) {
    (void)state;
    tiny_file("PORTS.md", "| 7301 | search |\n");
    tiny_file("mailer/README.md", "| 7301 | mailer | doc |\n");
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_planned_twice, NULL)), "");
}

static void all_places_are_labelled_the_second_first(void **state) {
    (void)state;
    tiny_file("PORTS.md",
              "| 7301 | search | udp |\n| 7301 | search | udp |\n| 7301 | mailer | udp |\n| 7301 | other | tcp |\n");
    const struct pc_findings *findings = tiny_run(&pc_rule_planned_twice, NULL);
    assert_string_equal(tiny_shown(findings), "error: the plan gives port 7301 to `search` and `mailer`\n"
                                              "info: the row of port 7301 stands twice in its table");
    const struct pc_finding *f = findings->list.items[0];
    assert_int_equal(f->label_count, 3);
    assert_int_equal(f->service_count, 2);
    assert_int_equal(f->protocol, PC_PROTO_UDP);
    assert_true(pc_str_eq(f->labels[0].text, PC_STR("given to `search` as well")));
    assert_true(f->labels[0].span.offset > f->labels[1].span.offset);
}

/* One finding, and no quadratic work: the test's time limit is part of the assertion. */
static void thousands_of_services_on_one_port(void **state) {
    (void)state;
    struct pc_buf buf;
    pc_buf_init(&buf, &tiny_arena);
    for (unsigned i = 0; i < 3000; i++)
        pc_buf_addf(&buf, "| 7301 | s%u |\n| %u-%u | r%u |\n", i, 10000 + i, 20000 + i, i);
    tiny_file("PORTS.md", buf.ptr);
    const struct pc_findings *findings = tiny_run(&pc_rule_planned_twice, NULL);
    const struct pc_finding *f = NULL;
    for (size_t i = 0; i < findings->list.count; i++) {
        if (findings->list.items[i]->ports[0].lo == 7301) {
            assert_null(f);
            f = findings->list.items[i];
        }
    }
    assert_non_null(f);
    assert_int_equal(f->service_count, 3000);
    assert_true(f->label_count <= 64 && f->label_left > 2900);
    assert_non_null(strstr(pc_str_cstr(&tiny_arena, f->message), "and 2996 others"));
}

/* "search" and "search-worker" are one thing in other words, unless both are known to be there. */
static void akin_names_of_known_services(void **state) {
    (void)state;
    tiny_file("PORTS.md", "## A\n| 7301 | search |\n## B\n| 7301 | search-worker |\n");
    struct pc_registry reg = *tiny_registry();
    struct pc_service services[2] = {reg.services[0], reg.services[1]};
    reg.services = services;
    struct pc_findings findings = {.arena = &tiny_arena, .reg = &reg};
    struct pc_rule_context ctx = {.reg = &reg, .out = &findings, .arena = &tiny_arena};
    struct pc_config config;
    pc_config_defaults(&config);
    ctx.config = &config;
    ctx.rule = &pc_rule_planned_twice;
    ctx.rule->check(&ctx);
    assert_int_equal(findings.list.count, 0);
    services[0].dir = PC_STR("services/search");
    services[1].dir = PC_STR("services/search-worker");
    ctx.rule->check(&ctx);
    assert_int_equal(findings.list.count, 1);
    assert_int_equal(findings.list.items[0]->level, PC_LEVEL_ERROR);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(one_port_two_services),
        TINY_TEST(documents_without_a_host),
        TINY_TEST(documents_about_one_host),
        TINY_TEST(a_service_document_is_no_plan),
        TINY_TEST(akin_names_of_known_services),
        TINY_TEST(all_places_are_labelled_the_second_first),
        TINY_TEST(thousands_of_services_on_one_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
