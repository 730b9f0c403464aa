#include "tiny.h"

static void reservations_in_use(void **state) {
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"| 7301 | search |\n| 7305-7309 | (reserved) |\n", ""},
        {"| 7306 | search |\n| 7305-7309 | (reserved) |\n", "warning: 7306 is reserved, but in use by `search`"},
        {"| 7306 | search | doc |\n| 7305-7309 | (reserved) |\n", "warning: 7306 is reserved, but in use by `search`"},
        /* one finding a reservation, one use a service and port */
        {"| 7306 | a | doc |\n| 7306 | a |\n| 7307 | b |\n| 7305-7309 | (reserved) |\n",
         "warning: 7306 and 7307 are reserved, but in use by `a` and `b`"},
        {"| 7305-7309 | (reserved) |\n| 7300-7320 | pool |\n", "warning: 7305-7309 are reserved, but in use by `pool`"},
        {"| 7305, 7307 | (reserved) |\n| 7305 | a |\n| 7307 | b |\n",
         "warning: 7305 is reserved, but in use by `a`\nwarning: 7307 is reserved, but in use by `b`"},
        /* somebody's block is his */
        {"| 7306 | search |\n| 7305-7309 | (for growth) |\n", ""},
        /* hosts */
        {"| 7306 | search | doc host=alpha |\n| 7305-7309 | (reserved) |\n",
         "warning: 7306 is reserved, but in use by `search`"},
        {"| 7306 | search | doc host=faraway |\n| 7305-7309 | (reserved) |\n", ""},
        {"| 7306 | search | doc host=alpha |\n| 7305-7309 | (reserved) | host=beta |\n", ""},
        {"| 7306 | search |\n| 7305-7309 | (reserved) | host=beta |\n", ""},
        /* no host port, no certainty, another protocol or environment */
        {"| 7306 | search | internal |\n| 7305-7309 | (reserved) |\n", ""},
        {"| 7306 | search | guessed |\n| 7305-7309 | (reserved) |\n", ""},
        {"| 7306 | search | udp |\n| 7305-7309 | (reserved) | tcp |\n", ""},
        {"| 7306 | search | env=development |\n| 7305-7309 | (reserved) |\n", ""},
        {"| 7306 | search | env=production |\n| 7305-7309 | (reserved) |\n",
         "warning: 7306 is reserved, but in use by `search`"},
        {"| 7306 | search |\n| 7305-7309 | (reserved) | restated |\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tiny_expect(&pc_rule_reserved_in_use, cases[i].text, cases[i].found);
}

static void deployments_and_documents_of_the_tree(void **state) {
    (void)state;
    tiny_file("a/PORTS.md", "| 7305-7309 | (reserved) |\n");
    tiny_file("a/compose.yml", "| 7306 | search | pub host=alpha |\n");
    tiny_file("a/mailer/README.md", "| 7307 | mailer | doc |\n");
    tiny_file("b/compose.yml", "| 7308 | other | pub host=alpha |\n"); /* not this document's tree */
    const struct pc_findings *findings = tiny_run(&pc_rule_reserved_in_use, NULL);
    assert_string_equal(tiny_shown(findings),
                        "warning: 7306 and 7307 are reserved, but in use by `search` and `mailer`");
    const struct pc_finding *f = findings->list.items[0];
    assert_int_equal(f->label_count, 3);
    assert_true(pc_str_eq(f->labels[1].text, PC_STR("bound by `search` on `alpha`")));
    assert_int_equal(f->port_count, 2);
}

/* The stale number is another rule's finding. */
static void a_document_that_the_deployment_belies_is_no_use(void **state) {
    (void)state;
    tiny_file("PORTS.md", "| 7305-7309 | (reserved) |\n");
    tiny_file("compose.yml", "| 7400 | search | pub host=alpha |\n");
    tiny_file("search/README.md", "| 7306 | search | doc |\n");
    assert_string_equal(tiny_shown(tiny_run(&pc_rule_reserved_in_use, NULL)), "");
}

static void thousands_of_reservations_and_uses_end(void **state) {
    (void)state;
    struct pc_buf buf;
    pc_buf_init(&buf, &tiny_arena);
    for (unsigned i = 0; i < 3000; i++)
        pc_buf_addf(&buf, "| 1-%u | (reserved) |\n| %u | s%u |\n", 60000 + i, 1 + i, i);
    tiny_file("PORTS.md", buf.ptr);
    /* Places are shown in full for the first findings only; those of equal ports and services are one. */
    const struct pc_findings *findings = tiny_run(&pc_rule_reserved_in_use, NULL);
    assert_int_equal(findings->list.count, 2);
    assert_int_equal(findings->list.items[0]->service_count, 256);
    assert_int_equal(findings->list.items[1]->service_count, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(reservations_in_use),
        TINY_TEST(deployments_and_documents_of_the_tree),
        TINY_TEST(a_document_that_the_deployment_belies_is_no_use),
        TINY_TEST(thousands_of_reservations_and_uses_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
