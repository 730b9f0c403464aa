/* Who is who: directories, containers and names to services. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draft_helper.h"

static const struct pc_span nowhere = {.file = 0};

/* A container built from a service's directory is that service, whatever its key. */
static void test_build_directory(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "services/ledger/CLAUDE.md", "## Port: 4100\n");
    pc_builder_service_dir(d.b, PC_STR("services/ledger"), nowhere);
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "books", "acme-books", NULL, "services/ledger"), 4101);
    pc_id own = draft_claim(&d, doc, PC_ROLE_DOCUMENTED, NULL, 4100);
    pc_builder_claim_at(d.b, own)->flags = PC_CLAIM_SELF;
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 4101), "ledger");
    assert_str(draft_owner(reg, PC_ROLE_DOCUMENTED, 4100), "ledger");
    draft_finish(&d);
}

/* A foreign image is not the directory that its container is named after. */
static void test_foreign_container_name(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "services/acme-mail/CLAUDE.md", "## Port: 4200\n");
    pc_builder_service_dir(d.b, PC_STR("services/acme-mail"), nowhere);
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "postbox", "acme-mail", "vendor/postbox:3", NULL), 25);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "acme-mail", 4200);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 25), "postbox");
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 4200), "acme-mail");
    assert_true(reg->services[draft_find(reg, PC_ROLE_PUBLISHES, 25)->service].foreign);
    draft_finish(&d);
}

/* Nor does a row of that name mean it when no directory bears it. */
static void test_foreign_container_name_without_directory(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "postbox", "acme-mail", "vendor/postbox:3", NULL), 25);
    draft_publish(&d, 1, draft_container(&d, compose, "db", "acme-infra-postgres", "postgres:16", NULL), 5432);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "acme-mail", 4200);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "acme-infra-postgres", 5433);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 4200), "acme-mail");
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 5433), "db");
    draft_finish(&d);
}

/* Names are compared by letters and digits, and without words that say nothing. */
static void test_names(void **state) {
    (void)state;
    static const struct {
        const char *key, *row, *owner;
    } cases[] = {{"matrix-hub", "Matrix Hub", "matrix-hub"}, {"matrix_hub", "matrixhub", "matrix_hub"},
                 {"postgres", "PostgreSQL", "postgres"},     {"eureka-server", "Eureka", "eureka-server"},
                 {"redis", "Redis Cache", "redis"},          {"redis", "Redis Commander", "Redis Commander"},
                 {"iot-grafana", "Grafana", "Grafana"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct draft d;
        draft_init(&d, NULL);
        pc_id doc = draft_file(&d, "PORTS.md", "");
        pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
        draft_publish(&d, 1, draft_container(&d, compose, cases[i].key, NULL, "vendor/thing:1", NULL), 7000);
        draft_claim(&d, doc, PC_ROLE_PLANNED, cases[i].row, 7001);
        assert_str(draft_owner(draft_resolve(&d), PC_ROLE_PLANNED, 7001), cases[i].owner);
        draft_finish(&d);
    }
}

/* In the document of "shop", the cell "Server" means "shop-server". */
static void test_directory_prefix(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "apps/shop/CLAUDE.md", "");
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "shop-server", NULL, NULL, "apps/shop/server"), 7000);
    draft_publish(&d, 1, draft_container(&d, compose, "blog-server", NULL, NULL, "apps/blog/server"), 7002);
    draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "Server", 7001);
    assert_str(draft_owner(draft_resolve(&d), PC_ROLE_DOCUMENTED, 7001), "shop-server");
    draft_finish(&d);
}

/* A row whose name nothing bears goes to the container on its port, unless a foreign product is plainly something else.
 */
static void test_same_port(void **state) {
    (void)state;
    static const struct {
        const char *row, *key, *image, *build, *owner;
    } cases[] = {{"Back office", "api", NULL, "api", "api"},
                 {"Reverse proxy manager", "rpm", "vendor/reverse-proxy-manager:2", NULL, "rpm"},
                 {"Storefront (dev)", "grafana", "grafana/grafana:10", NULL, "Storefront (dev)"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct draft d;
        draft_init(&d, NULL);
        pc_id doc = draft_file(&d, "PORTS.md", "");
        pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
        draft_publish(&d, 1, draft_container(&d, compose, cases[i].key, NULL, cases[i].image, cases[i].build), 8080);
        draft_claim(&d, doc, PC_ROLE_PLANNED, cases[i].row, 8080);
        assert_str(draft_owner(draft_resolve(&d), PC_ROLE_PLANNED, 8080), cases[i].owner);
        draft_finish(&d);
    }
}

static void test_configuration(void **state) {
    (void)state;
    const struct pc_alias_hint aliases[] = {{PC_STR("gate"), PC_STR("acme-gateway")}};
    const struct pc_str pair[] = {PC_STR("mailer"), PC_STR("mailer-server")};
    const struct pc_distinct_hint distinct[] = {{pair, 2}};
    const struct pc_str external[] = {PC_STR("mirror")};
    struct pc_hints hints = {.aliases = aliases,
                             .alias_count = 1,
                             .distinct = distinct,
                             .distinct_count = 1,
                             .external = external,
                             .external_count = 1};
    struct draft d;
    draft_init(&d, &hints);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "acme-gateway", NULL, NULL, "gateway"), 8080);
    draft_publish(&d, 1, draft_container(&d, compose, "mailer-server", NULL, NULL, "mail"), 8081);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "gate", 9000);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "mailer", 9001);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "mirror", 9002);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 9000), "acme-gateway");
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 9001), "mailer");
    assert_true(reg->services[draft_find(reg, PC_ROLE_PLANNED, 9002)->service].external);
    draft_finish(&d);
}

/* Two processes of one product are two services, and so are two containers of one build. */
static void test_parts(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_builder_file_at(d.b, doc)->kind = PC_FILE_KIND_REGISTRY;
    draft_claim(&d, doc, PC_ROLE_PLANNED, "chat-server", 3030);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "chat-web", 5010);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "search", 3040);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "search dashboard", 3041);
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    pc_builder_service_dir(d.b, PC_STR("backend"), nowhere);
    draft_publish(&d, 1, draft_container(&d, compose, "worker", NULL, NULL, "backend"), 7000);
    draft_publish(&d, 1, draft_container(&d, compose, "backend", NULL, NULL, "backend"), 7001);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 3030), "chat-server");
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 5010), "chat-web");
    assert_str(draft_owner(reg, PC_ROLE_PLANNED, 3041), "search dashboard");
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 7000), "worker");
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 7001), "backend");
    draft_finish(&d);
}

/* The same name in two products' own documents is two services, unless a registry bears it. */
static void test_local_names(void **state) {
    (void)state;
    for (int listed = 0; listed < 2; listed++) {
        struct draft d;
        draft_init(&d, NULL);
        pc_id doc = draft_file(&d, "PORTS.md", "");
        pc_builder_file_at(d.b, doc)->kind = PC_FILE_KIND_REGISTRY;
        if (listed) {
            draft_claim(&d, doc, PC_ROLE_PLANNED, "Tenant Admin", 4000);
        }
        draft_claim(&d, draft_file(&d, "a/README.md", ""), PC_ROLE_DOCUMENTED, "Tenant Admin", 4001);
        draft_claim(&d, draft_file(&d, "b/README.md", ""), PC_ROLE_DOCUMENTED, "Tenant Admin", 4002);
        const struct pc_registry *reg = draft_resolve(&d);
        bool same =
            draft_find(reg, PC_ROLE_DOCUMENTED, 4001)->service == draft_find(reg, PC_ROLE_DOCUMENTED, 4002)->service;
        assert_int_equal(same, listed);
        draft_finish(&d);
    }
}

/* A configuration file is its container's that mounts it: names in it are names of that network. */
static void test_mounts(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id compose = draft_compose(&d, "docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    pc_id scraper = draft_container(&d, compose, "scraper", NULL, "vendor/scraper:1", NULL);
    draft_container(&d, compose, "store", NULL, NULL, "store");
    pc_id file = draft_file(&d, "conf/scraper/targets.yml", "");
    pc_builder_file_at(d.b, file)->kind = PC_FILE_KIND_CONFIG;
    pc_builder_mount(d.b, scraper, PC_STR("conf/scraper"));
    draft_claim(&d, file, PC_ROLE_DIALS, "store", 6000);
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_claim *claim = draft_find(reg, PC_ROLE_DIALS, 6000);
    assert_int_equal(claim->container, scraper);
    assert_str(reg->services[claim->service].name, "store");
    draft_finish(&d);
}

/* A container dials names of its own network, not the service of that name elsewhere. */
static void test_dials(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id one = draft_compose(&d, "a/docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    pc_id two = draft_compose(&d, "b/docker-compose.yml", NULL, PC_ENV_UNKNOWN);
    draft_container(&d, one, "store", NULL, NULL, "a/store");
    pc_id caller = draft_container(&d, two, "front", NULL, NULL, "b/front");
    draft_container(&d, two, "store", NULL, NULL, "b/store");
    pc_id dial = draft_claim(&d, 1, PC_ROLE_DIALS, "store", 6000);
    pc_builder_claim_at(d.b, dial)->container = caller;
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_claim *claim = draft_find(reg, PC_ROLE_DIALS, 6000);
    assert_str(reg->services[claim->service].dir, "b/store");
    draft_finish(&d);
}

/* A VPN container maps the ports of those behind it: the registry says which mapping is whose. */
static void test_shared_network(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    draft_claim(&d, doc, PC_ROLE_PLANNED, "reader", 4001);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "elsewhere", 4002);
    pc_id compose = draft_compose(&d, "compose.yml", "", PC_ENV_UNKNOWN);
    pc_id tunnel = draft_container(&d, compose, "tunnel", NULL, "example/tunnel", NULL);
    pc_id reader = draft_container(&d, compose, "reader", NULL, "example/reader", NULL);
    draft_container(&d, compose, "elsewhere", NULL, "example/elsewhere", NULL);
    pc_builder_container_network(d.b, reader, tunnel);
    draft_publish(&d, 1, tunnel, 4001);
    draft_publish(&d, 1, tunnel, 4002);
    draft_publish(&d, 1, tunnel, 4003);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 4001), "reader");
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 4002), "tunnel");
    assert_str(draft_owner(reg, PC_ROLE_PUBLISHES, 4003), "tunnel");
    assert_true(reg->containers[tunnel].shared);
    assert_false(reg->containers[reader].shared);
    draft_finish(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_build_directory),
        cmocka_unit_test(test_foreign_container_name),
        cmocka_unit_test(test_foreign_container_name_without_directory),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_directory_prefix),
        cmocka_unit_test(test_same_port),
        cmocka_unit_test(test_configuration),
        cmocka_unit_test(test_dials),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_local_names),
        cmocka_unit_test(test_mounts),
        cmocka_unit_test(test_shared_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
