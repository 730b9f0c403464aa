/* Traefik: entry points and services, in YAML and TOML, of all its versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "route_dump.h"

static void entry_points_listen(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"traefik/traefik.yml",
         "entryPoints:\n"
         "  web: {address: ':80', http: {redirections: {entryPoint: {to: secure}}}}\n"
         "  secure:\n    address: \"0.0.0.0:443\"\n    forwardedHeaders: {trustedIPs: ['127.0.0.1/32']}\n"
         "  dns: {address: ':53/udp'}\n"
         "  inner: {address: '127.0.0.1:8082/tcp'}\n"
         "  later: {address: ':{{ port }}'}\n"
         "providers:\n  docker: {endpoint: 'tcp://socket-proxy:2375', exposedByDefault: false}\n  file: {directory: "
         "/dynamic}\n"
         "metrics: {influxDB: {address: 'numbers:8089', protocol: udp}}\n"
         "api: {dashboard: true}\n",
         "10 dials socket-proxy:2375\n"
         "12 dials numbers:8089 any\n"
         "2 listens 80 expose \"web\"\n"
         "4 listens 0.0.0.0:443 expose \"secure\"\n"
         "6 listens 53 udp expose \"dns\"\n"
         "7 listens 127.0.0.1:8082 expose loopback \"inner\"\n"
         "8 ! PC006 the port is filled in later, from a variable or template\n"},
        {"traefik.toml",
         "# comment with :9999\n[entryPoints]\n  [entryPoints.web]\n    address = \":80\" # \":81\"\n"
         "  [entryPoints.web.http]\n  [entryPoints.secure]\n  address = ':4_43'\n[api]\n[providers.consul]\nendpoints "
         "= [\"consul:8500\"]\n",
         "10 dials consul:8500 any\n4 listens 80 expose \"web\"\n7 ! PC106 the port is not a plain decimal number\n"},
    };
    ROUTE_CHECK(pc_reader_traefik, samples);
}

static void services_are_dialled(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"dynamic/routes.yml",
         "http:\n"
         "  routers: {shop: {rule: 'Host(`shop.example.org:9999`)', service: shop}}\n"
         "  services:\n"
         "    shop:\n      loadBalancer:\n        servers:\n          - url: http://shop:4100\n          - url: "
         "\"http://10.0.0.7:4101/\"\n"
         "        healthCheck: {path: /health, interval: 10s}\n"
         "    far: {loadBalancer: {servers: [{url: 'https://example.org'}]}}\n"
         "  middlewares: {auth: {forwardAuth: {address: 'http://guard:9091/verify'}}, limit: {rateLimit: {average: "
         "4102}}}\n"
         "tcp: {services: {db: {loadBalancer: {servers: [{address: 'db:5432'}]}}}}\n"
         "udp: {services: {dns: {loadBalancer: {servers: [{address: 'dns:53'}]}}}}\n",
         "7 dials shop:4100 route \"shop\"\n"
         "8 dials 10.0.0.7:4101 route \"shop\"\n"
         "12 dials db:5432 route \"db\"\n"
         "13 dials dns:53 udp route \"dns\"\n"
         "11 dials guard:9091 route \"auth\"\n"},
        {"dynamic.toml",
         "[http.services.shop.loadBalancer]\n[[http.services.shop.loadBalancer.servers]]\nurl = \"http://shop:4100\"\n"
         "[[http.services.shop.loadBalancer.servers]]\nurl = 'http://shop-b:4100'\n"
         "[tcp.services]\ndb.loadBalancer.servers = [{address = \"db:5432\"}]\n",
         "3 dials shop:4100 route \"shop\"\n5 dials shop-b:4100 route \"shop\"\n7 dials db:5432 route \"db\"\n"},
        {"rules.toml", "[backends]\n  [backends.shop.servers.one]\n  url = \"http://shop:4100\"\n  weight = 10\n",
         "3 dials shop:4100 route \"shop\"\n"},
        {"conf/traefik.toml.tpl",
         "[entryPoints.web]\naddress = \":80\"\n[metrics.datadog]\naddress = \"{{ env \"IP\" }}:8125\"\n",
         "2 listens 80 expose \"web\"\n4 ! PC006 a template: its ports are known only once it is filled in\n"},
        {"dynamic.toml", "[http.services.a]\nloadBalancer.servers = [{url = \"http://a:4100\"}\n[tcp.services]\n",
         "3 ! PC003 the file is not valid TOML\n"},
    };
    ROUTE_CHECK(pc_reader_traefik, samples);
}

static void other_files_are_left_alone(void **state) {
    (void)state;
    assert_false(
        route_takes(&pc_reader_traefik, "compose/traefik.yml", "services:\n  traefik:\n    ports: ['80:80']\n"));
    assert_false(route_takes(&pc_reader_traefik, "Cargo.toml", "[package]\nname = 'x'\n[dependencies.http]\n"));
    assert_string_equal(
        route_dump(&pc_reader_traefik, "app.yml", PC_STR("http: {port: 4100}\nbackends: {a: {url: 'http://b:1'}}\n")),
        "");
    route_dump_finish();
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_traefik, "traefik.toml",
              "[entryPoints.web]\naddress = \":8\\u0030\"\n[[http.services.a.loadBalancer.servers]]\nurl = "
              "'''http://a:1'''\n");
    route_repeat(&pc_reader_traefik, "traefik.toml", "",
                 "[[http.services.a.loadBalancer.servers]]\nurl = 'http://a:4100'\n", 30000);
    route_repeat(&pc_reader_traefik, "traefik.yml", "entryPoints:\n", "  a: {address: ':80'}\n", 40000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entry_points_listen),
        cmocka_unit_test(services_are_dialled),
        cmocka_unit_test(other_files_are_left_alone),
        cmocka_unit_test(hostile_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
