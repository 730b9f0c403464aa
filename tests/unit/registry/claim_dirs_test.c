/* Claims of a directory: whose they are, and that they take no name from anybody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draft_helper.h"

static void claim_of_dir(struct draft *d, pc_id file, const char *dir, uint16_t port) {
    pc_id claim = draft_claim(d, file, PC_ROLE_DEFAULT, NULL, port);
    pc_builder_claim_at(d->b, claim)->flags = PC_CLAIM_SELF;
    pc_builder_claim_dir(d->b, claim, pc_str_c(dir));
}

/* The file lies deep in the directory of a known service. */
static void test_known_directory(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id source = draft_file(&d, "services/ledger/src/deep/main.ts", "");
    pc_builder_service_dir(d.b, PC_STR("services/ledger"), (struct pc_span){.file = source});
    claim_of_dir(&d, source, "services/ledger", 4100);
    claim_of_dir(&d, source, "", 4101);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_DEFAULT, 4100), "ledger");
    assert_str(draft_owner(reg, PC_ROLE_DEFAULT, 4101), "(nobody)");
    assert_int_equal(reg->service_count, 1);
    draft_finish(&d);
}

/* Nobody knows the directory: it becomes a service, and rows of its name are about it. */
static void test_new_service(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id source = draft_file(&d, "apps/shop/server/main.go", "");
    pc_id plan = draft_file(&d, "PORTS.md", "");
    claim_of_dir(&d, source, "apps/shop/server", 4100);
    claim_of_dir(&d, source, "apps/shop/server", 4102);
    draft_claim(&d, plan, PC_ROLE_PLANNED, "shop-server", 4101);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_DEFAULT, 4100), "shop-server");
    assert_str(draft_owner(reg, PC_ROLE_DEFAULT, 4102), "shop-server");
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 4101), "shop-server");
    assert_int_equal(reg->service_count, 1);
    assert_str(reg->services[0].dir, "apps/shop/server");
    draft_finish(&d);
}

/* A container of the directory's name is it, unless it is built somewhere else. */
static void test_namesake(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id source = draft_file(&d, "a/mailer/main.ts", "");
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "mailer", NULL, "registry.example/mailer", NULL), 4101);
    draft_publish(&d, 1, draft_container(&d, compose, "links", NULL, NULL, "b/links"), 4103);
    claim_of_dir(&d, source, "a/mailer", 4100);
    claim_of_dir(&d, source, "a/links", 4102);
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_claim *mailer = draft_find(reg, PC_ROLE_DEFAULT, 4100);
    const struct pc_claim *links = draft_find(reg, PC_ROLE_DEFAULT, 4102);
    assert_int_equal(mailer->service, draft_find(reg, PC_ROLE_PUBLISHES, 4101)->service);
    assert_int_not_equal(links->service, draft_find(reg, PC_ROLE_PUBLISHES, 4103)->service);
    draft_finish(&d);
}

/* Two directories of one name leave that name to those that are better known. */
static void test_names_stay(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id source = draft_file(&d, "a/portal/main.ts", "");
    pc_id plan = draft_file(&d, "PORTS.md", "");
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 2, draft_container(&d, compose, "stock", NULL, NULL, "b/stock"), 4103);
    claim_of_dir(&d, source, "a/portal", 4100);
    claim_of_dir(&d, source, "b/portal", 4101);
    claim_of_dir(&d, source, "a/stock", 4102);
    draft_claim(&d, plan, PC_ROLE_PLANNED, "portal", 4104);
    draft_claim(&d, plan, PC_ROLE_PLANNED, "stock", 4105);
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_claim *row = draft_find(reg, PC_ROLE_PLANNED, 4104);
    assert_int_not_equal(row->service, draft_find(reg, PC_ROLE_DEFAULT, 4100)->service);
    assert_int_not_equal(row->service, draft_find(reg, PC_ROLE_DEFAULT, 4101)->service);
    assert_int_equal(draft_find(reg, PC_ROLE_PLANNED, 4105)->service,
                     draft_find(reg, PC_ROLE_PUBLISHES, 4103)->service);
    draft_finish(&d);
}

/* A default that names nobody in the tree makes no service. */
static void test_name_of_variable(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id env = draft_file(&d, ".env", "");
    pc_builder_service_dir(d.b, PC_STR("services/ledger"), (struct pc_span){.file = env});
    draft_claim(&d, env, PC_ROLE_DEFAULT, "ledger", 4100);
    draft_claim(&d, env, PC_ROLE_DEFAULT, "somebody", 4101);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_DEFAULT, 4100), "ledger");
    assert_str(draft_owner(reg, PC_ROLE_DEFAULT, 4101), "(nobody)");
    assert_int_equal(reg->service_count, 1);
    draft_finish(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_directory),  cmocka_unit_test(test_new_service),
        cmocka_unit_test(test_namesake),         cmocka_unit_test(test_names_stay),
        cmocka_unit_test(test_name_of_variable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
