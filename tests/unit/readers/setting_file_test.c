/* Settings that are data: which key of which file is a port. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

static void test_settings(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"shop/src/main/resources/application.yml", "server:\n  port: 4100\nmanagement:\n  server:\n    port: 4101\n",
         "2 default 4100 self@shop\n5 default 4101 self@shop \"management.server.port\"\n", "shop/pom.xml"},
        {"shop/src/main/resources/application-dev.yaml", "server.port: ${PORT:4100}\n",
         "1 default 4100 self@shop env derived development\n", "shop/pom.xml"},
        {"shop/application.yml",
         "server: {port: 4100}\n---\nspring:\n  config:\n    activate:\n      on-profile: prod\nserver:\n  "
         "port: 4101\n",
         "1 default 4100 self@shop\n8 default 4101 self@shop production\n", "shop/pom.xml"},
        {"shop/application.properties",
         "# server.port=1\nserver.port = 4100\nspring.datasource.url=jdbc:postgresql://db:5433/x\n",
         "2 default 4100 self@shop\n3 dials db:5433 \"spring.datasource.url\"\n", "shop/pom.xml"},
        {"shop/application.yml", "eureka:\n  client:\n    zone: ${EUREKA:http://eureka:4100/x}\n",
         "3 dials eureka:4100 env derived \"eureka.client.zone\"\n", "shop/pom.xml"},
        {"shop/application.yml", "server:\n  port: ${PORT}\n",
         "2 ! PC006 the port is filled in later, from a variable\n", "shop/pom.xml"},
        {"shop/wrangler.toml", "name = \"shop\"\n[dev]\nport = 4100\n[vars]\nLEDGER_URL = \"http://ledger:4101\"\n",
         "3 default 4100 self@shop development\n5 dials ledger:4101 \"vars.LEDGER_URL\"\n", NULL},
        {"shop/wrangler.jsonc", "{ // local\n \"dev\": { \"port\": 4100, }, }",
         "2 default 4100 self@shop development\n", NULL},
        {"angular.json", "{\"projects\": {\"desk\": {\"architect\": {\"serve\": {\"options\": {\"port\": 4100}}}}}}",
         "1 default desk:4100 development\n", NULL},
        {"shop/Properties/launchSettings.json",
         "{\"profiles\": {\"x\": {\"applicationUrl\": \"https://localhost:4101;http://localhost:4100\"}}}",
         "1 default 4101 self@shop development \"https\"\n1 default 4100 self@shop development\n", NULL},
        {"shop/appsettings.json", "{\"Kestrel\": {\"Endpoints\": {\"Http\": {\"Url\": \"http://*:4100\"}}}}",
         "1 default 4100 self@shop\n", NULL},
        {"shop/fly.toml", "[http_service]\ninternal_port = 4100\n", "2 listens 4100 self@shop expose\n", NULL},
        {"fly.toml", "[[services]]\ninternal_port = 4100\n", "2 listens 4100 self@ expose\n", NULL},
        {".devcontainer/devcontainer.json", "{\"forwardPorts\": [4100, \"db:5432\"]}",
         "1 ? 4100 forwarded by a tool, not bound\n", NULL},
        {"firebase.json", "{\"emulators\": {\"auth\": {\"port\": 9099}}}",
         "1 default 9099 self@ development \"emulators.auth.port\"\n", NULL},
        {"shop/application.yml", "server:\n  port: 99999\n", "2 ! PC106 the port is too large: ports end at 65535\n",
         "shop/pom.xml"},
    };
    SOURCE_CHECK(pc_reader_settings, samples);
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"a/application.yml", "server:\n  timeout: 3000\n  support: 3000\nspring:\n  redis:\n    port: 6379\n"},
        {"a/application.yml", "cors:\n  allowed-origins: http://localhost:3000\n"},
        {"a/application.yml", "app:\n  image: registry.example:5000/x\n  date: 2026-01-01T12:30:00\n"},
        {"a/application.properties", "server.port=0\nserver.portal=3000\nspring.mail.port=587\n"},
        {"a/wrangler.toml", "compatibility_date = \"2024-01-01\"\n[limits]\ncpu_ms = 3000\n"},
        {"a/firebase.json", "{\"hosting\": {\"port\": \"x\"}}"},
    };
    SOURCE_SILENT(pc_reader_settings, samples);
    assert_false(source_takes(&pc_reader_settings, "tests/application.yml", "server: {port: 1}"));
    assert_false(source_takes(&pc_reader_settings, "a/settings.yml", "server: {port: 1}"));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_settings, "a/application.yml",
               "server:\n  port: ${A:1}\n&a x: *a\ny: [{b: 'http://c:2'}]\n---\ns.p: 3\n");
    source_cut(&pc_reader_settings, "a/application.properties", "server.port = ${A:1}\r\na:http://b:2\nx\n=\n!c\n");
    source_cut(&pc_reader_settings, "a/wrangler.toml", "[dev]\nport=1\n[vars]\nX='http://a:2'\n");
    source_repeat(&pc_reader_settings, "a/application.yml", "a: ", "[", 20000);
    source_repeat(&pc_reader_settings, "a/application.yml", "", "a.b.c.d: http://x:80\n", 20000);
    source_repeat(&pc_reader_settings, "a/application.properties", "", "a=http://x:80\n", 20000);
    source_repeat(&pc_reader_settings, "a/application.properties", "a=", "http://x:80,", 20000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
