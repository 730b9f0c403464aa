/* Which machine a statement or a deployment is on, and for which hosts a registry speaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draft_helper.h"

static struct pc_str host_name(const struct pc_registry *reg, pc_id host) {
    return host == PC_NONE ? PC_STR("(none)") : reg->hosts[host].name;
}

/* "Attic Box (10.0.0.7)" in a document and docker-compose.atticbox.yml are one host. */
static void test_infix(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_builder_document(d.b, doc);
    pc_id row = draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "shop", 4000);
    pc_builder_claim_at(d.b, row)->host = draft_host(&d, doc, "Attic Box", NULL, "10.0.0.7", false);
    pc_id compose = draft_compose(&d, "docker-compose.atticbox.yml", "atticbox", PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "shop", NULL, NULL, "shop"), 4001);
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_claim *published = draft_find(reg, PC_ROLE_PUBLISHES, 4001);
    assert_str(host_name(reg, published->host), "Attic Box");
    assert_int_equal(published->host, draft_find(reg, PC_ROLE_DOCUMENTED, 4000)->host);
    assert_true(reg->hosts[published->host].spoken_for);
    assert_true(reg->hosts[published->host].deployment_read);
    draft_finish(&d);
}

/* hosts/attic/... is a machine's folder, so that its files share a machine; "rack" below it is not the host "Rack". */
static void test_host_folder(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_id row = draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "shop", 4000);
    pc_builder_claim_at(d.b, row)->host = draft_host(&d, doc, "Rack", NULL, "10.0.0.7", false);
    static const char *const paths[] = {"hosts/attic/stacks/rack/compose.yml", "hosts/attic/web/compose.yml",
                                        "hosts/common/compose.yml"};
    for (size_t i = 0; i < 3; i++) {
        pc_id compose = draft_compose(&d, paths[i], "", PC_ENV_UNKNOWN);
        pc_id container = draft_container(&d, compose, "shop", NULL, NULL, "shop");
        draft_publish(&d, (pc_id)(i + 1), container, (uint16_t)(4001 + i));
    }
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(host_name(reg, draft_find(reg, PC_ROLE_PUBLISHES, 4001)->host), "attic");
    assert_str(host_name(reg, draft_find(reg, PC_ROLE_PUBLISHES, 4002)->host), "attic");
    assert_false(reg->hosts[draft_find(reg, PC_ROLE_PUBLISHES, 4001)->host].spoken_for);
    assert_str(host_name(reg, draft_find(reg, PC_ROLE_PUBLISHES, 4003)->host), "hosts/common/compose.yml");
    draft_finish(&d);
}

/* An infix that nothing else names makes no host; the deployment stays unnamed. */
static void test_unknown_infix(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id compose = draft_compose(&d, "docker-compose.extra.yml", "extra", PC_ENV_UNKNOWN);
    draft_publish(&d, 0, draft_container(&d, compose, "shop", NULL, NULL, "shop"), 4001);
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_host *host = &reg->hosts[draft_find(reg, PC_ROLE_PUBLISHES, 4001)->host];
    assert_false(host->named);
    assert_str(host->name, "docker-compose.extra.yml");
    assert_false(host->spoken_for);
    draft_finish(&d);
}

/* A bare label is a host once a compose file's name says the same; without that it is only a heading. */
static void test_label(void **state) {
    (void)state;
    for (int confirmed = 0; confirmed < 2; confirmed++) {
        struct draft d;
        draft_init(&d, NULL);
        pc_id doc = draft_file(&d, "PORTS.md", "");
        pc_id row = draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "shop", 4000);
        pc_builder_claim_at(d.b, row)->host = draft_host(&d, doc, "Rack", NULL, NULL, true);
        pc_id compose = draft_compose(&d, "docker-compose.x.yml", confirmed ? "rack" : "lib", PC_ENV_UNKNOWN);
        draft_publish(&d, 1, draft_container(&d, compose, "shop", NULL, NULL, "shop"), 4001);
        const struct pc_registry *reg = draft_resolve(&d);
        assert_str(host_name(reg, draft_find(reg, PC_ROLE_DOCUMENTED, 4000)->host), confirmed ? "Rack" : "(none)");
        draft_finish(&d);
    }
}

/* A heading's second name is the directory of that machine's compose files. */
static void test_directory(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_builder_document(d.b, doc);
    pc_id row = draft_claim(&d, doc, PC_ROLE_PLANNED, "shop", 4000);
    pc_builder_claim_at(d.b, row)->host = draft_host(&d, doc, "Node #2", "Lighthouse", NULL, false);
    pc_id compose = draft_compose(&d, "lighthouse/web/docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "shop", NULL, NULL, "shop"), 4001);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(host_name(reg, draft_find(reg, PC_ROLE_PUBLISHES, 4001)->host), "Node #2");
    draft_finish(&d);
}

/* Two mentions are one host by their address. */
static void test_address(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_id one = draft_claim(&d, doc, PC_ROLE_PLANNED, "a", 1);
    pc_builder_claim_at(d.b, one)->host = draft_host(&d, doc, "Rack", NULL, "10.1.1.1", false);
    pc_id two = draft_claim(&d, doc, PC_ROLE_PLANNED, "b", 2);
    pc_builder_claim_at(d.b, two)->host = draft_host(&d, doc, "Other name", NULL, "10.1.1.1", false);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_int_equal(reg->host_count, 1);
    assert_int_equal(reg->hosts[0].alias_count, 3);
    draft_finish(&d);
}

/* Two compose files are two machines, unless they are joined or the configuration says that they run together. */
static void test_two_deployments(void **state) {
    (void)state;
    const struct pc_str together[] = {PC_STR("*.yml")};
    struct pc_hints hints = {.together = together, .together_count = 1};
    for (int joint = 0; joint < 2; joint++) {
        struct draft d;
        draft_init(&d, joint ? &hints : NULL);
        pc_id one = draft_compose(&d, "a.yml", NULL, PC_ENV_UNKNOWN);
        pc_id two = draft_compose(&d, "b.yml", NULL, PC_ENV_UNKNOWN);
        draft_publish(&d, 0, draft_container(&d, one, "x", NULL, "x:1", NULL), 3000);
        draft_publish(&d, 1, draft_container(&d, two, "y", NULL, "y:1", NULL), 3001);
        const struct pc_registry *reg = draft_resolve(&d);
        bool same = draft_find(reg, PC_ROLE_PUBLISHES, 3000)->host == draft_find(reg, PC_ROLE_PUBLISHES, 3001)->host;
        assert_int_equal(same, joint);
        draft_finish(&d);
    }
}

/* A registry without hosts speaks for the deployments of its tree; beside a main file not for the development one. */
static void test_reach(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "shop/docs/PORTS.md", "");
    pc_builder_document(d.b, doc);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "web", 4000);
    const char *paths[] = {"other/docker-compose.yml", "shop/docker-compose.dev.yml", "shop/docker-compose.yml"};
    for (int i = 0; i < 3; i++) {
        pc_id compose = draft_compose(&d, paths[i], NULL, i == 1 ? PC_ENV_DEVELOPMENT : PC_ENV_UNKNOWN);
        draft_publish(&d, (pc_id)(i + 1), draft_container(&d, compose, "web", NULL, "web:1", NULL),
                      (uint16_t)(4001 + i));
    }
    const struct pc_registry *reg = draft_resolve(&d);
    assert_false(reg->hosts[draft_find(reg, PC_ROLE_PUBLISHES, 4001)->host].spoken_for);
    assert_false(reg->hosts[draft_find(reg, PC_ROLE_PUBLISHES, 4002)->host].spoken_for);
    assert_true(reg->hosts[draft_find(reg, PC_ROLE_PUBLISHES, 4003)->host].spoken_for);
    draft_finish(&d);
}

static void test_completeness(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool complete;
    } cases[] = {{"Every port that is bound here is in the table.\n", true},
                 {"All host ports published by our stacks:\n", true},
                 {"Anything not listed here is free.\n", true},
                 {"No conflicts: every port assigned exactly once\n", false},
                 {"Check all ports used before you add one.\n", false},
                 {"| all ports used | x |\n", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct draft d;
        draft_init(&d, NULL);
        pc_builder_document(d.b, draft_file(&d, "PORTS.md", cases[i].text));
        const struct pc_registry *reg = draft_resolve(&d);
        assert_int_equal(reg->documents[0].complete.length > 0, cases[i].complete);
        draft_finish(&d);
    }
}

/* A registry speaks for the deployments of its folder; where there are none, for those of the nearest folder above. */
static void test_tree(void **state) {
    (void)state;
    static const struct {
        const char *document, *compose, *other, *tree;
    } cases[] = {
        {"config/ports.yml", "compose.yml", "apps/shop/compose.yml", ""},
        {"apps/config/ports.yml", "compose.yml", "apps/shop/compose.yml", "apps"},
        {"docs/ports.md", "compose.yml", "docs/example/compose.yml", ""},
        {"apps/PORTS.md", "compose.yml", "apps/shop/compose.yml", "apps"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct draft d;
        draft_init(&d, NULL);
        pc_builder_document(d.b, draft_file(&d, cases[i].document, ""));
        draft_compose(&d, cases[i].compose, "", PC_ENV_UNKNOWN);
        draft_compose(&d, cases[i].other, "", PC_ENV_UNKNOWN);
        const struct pc_registry *reg = draft_resolve(&d);
        assert_str(reg->documents[0].tree, cases[i].tree);
        draft_finish(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_infix),           cmocka_unit_test(test_host_folder),
        cmocka_unit_test(test_label),           cmocka_unit_test(test_unknown_infix),
        cmocka_unit_test(test_directory),       cmocka_unit_test(test_address),
        cmocka_unit_test(test_two_deployments), cmocka_unit_test(test_reach),
        cmocka_unit_test(test_completeness),    cmocka_unit_test(test_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
