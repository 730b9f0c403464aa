/* Caddyfiles: what an address of a site is, and which words of a directive are upstreams. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "route_dump.h"

static void sites_listen(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"Caddyfile",
         "{\n\thttp_port 8880\n\thttps_port {$TLS:8443}\n\tadmin localhost:2019\n\tservers :9999 "
         "{\n\t\tmetrics\n\t}\n}\n"
         "(common) {\n\tencode gzip\n}\n"
         "# :9998 {\n"
         ":8080 {\n\timport common\n\trespond \"port 9997\" 200\n}\n"
         "http://localhost:2015, shop.example.org,\nhttps://[::1]:2016 {\n\troot * /srv\n}\n"
         "*.example.org:8444/path {\n}\n"
         "shop.example.org {\n\tredir https://other.example.org:9996{uri}\n}\n"
         ":{$PORT:8081} {\n}\n"
         "{$SITE:localhost:8082} {\n}\n"
         "{$DOMAIN} {\n}\n"
         ":{$OPEN} {\n}\n",
         "2 listens 8880 expose\n"
         "3 listens 8443 expose default\n"
         "4 listens localhost:2019 expose loopback\n"
         "13 listens 8080 expose\n"
         "17 listens 2015 expose \"localhost\"\n"
         "18 listens 2016 expose \"::1\"\n"
         "21 listens 8444 expose \"*.example.org\"\n"
         "26 listens 8081 expose default\n"
         "28 listens 8082 expose default \"localhost\"\n"
         "32 ! PC006 the port is filled in later, from a variable or template\n"},
        {"Caddyfile.dev", "localhost:2015\nreverse_proxy web:4100\n",
         "1 listens 2015 expose \"localhost\"\n2 dials web:4100 route \"localhost\"\n"},
        {"web/Caddyfile", ":0\n", ""},
        {"web/Caddyfile", ":99999 {\n}\n", "1 ! PC106 the port is too large: ports end at 65535\n"},
    };
    ROUTE_CHECK(pc_reader_caddy, samples);
}

static void upstreams_are_dialled(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"shop.caddy",
         "shop.example.org {\n"
         "\treverse_proxy shop-a:4100 http://shop-b:4101 h2c://10.0.0.7:4102\n"
         "\treverse_proxy /api/* api:4200\n"
         "\treverse_proxy @ws * {\n\t\tto ws-a:4300 ws-b:4301\n\t\theader_up Host "
         "{upstream_hostport}:9999\n\t\thealth_port 9998\n"
         "\t\tlb_try_duration 9997\n\t\ttransport http {\n\t\t\tdial_timeout 3s\n\t\t}\n\t}\n"
         "\thandle /php/* {\n\t\tphp_fastcgi php:9000\n\t}\n"
         "\tforward_auth guard:9091 {\n\t\turi /verify\n\t}\n"
         "\treverse_proxy :4400\n"
         "\treverse_proxy unix//run/x.sock\n"
         "\treverse_proxy web https://far.example.org\n"
         "\treverse_proxy web:8000-8003\n"
         "\treverse_proxy {\n\t\tdynamic a lake 4500\n\t}\n"
         "\tto nowhere:9996\n"
         "}\n",
         "2 dials shop-a:4100 route \"shop.example.org\"\n"
         "2 dials shop-b:4101 route \"shop.example.org\"\n"
         "2 dials 10.0.0.7:4102 route \"shop.example.org\"\n"
         "3 dials api:4200 route \"shop.example.org\"\n"
         "5 dials ws-a:4300 route \"shop.example.org\"\n"
         "5 dials ws-b:4301 route \"shop.example.org\"\n"
         "14 dials php:9000 route \"shop.example.org\"\n"
         "16 dials guard:9091 route \"shop.example.org\"\n"
         "19 dials localhost:4400 route \"shop.example.org\"\n"
         "22 dials web:8000-8003 route \"shop.example.org\"\n"
         "24 dials lake:4500 route \"shop.example.org\"\n"},
        {"Caddyfile",
         ":80 {\n"
         "\treverse_proxy {$UP:web:4100}\n"
         "\treverse_proxy web:{$WEB_PORT:4101}\n"
         "\treverse_proxy {$HOST:api}:4102\n"
         "\treverse_proxy {$HOST}:4103\n"
         "\treverse_proxy web:{$P}\n"
         "\treverse_proxy {args[0]}\n"
         "\treverse_proxy {{ host }}:4104\n"
         "\treverse_proxy web:0 web:65536\n"
         "}\n",
         "1 listens 80 expose\n"
         "2 dials web:4100 route default\n"
         "3 dials web:4101 route default\n"
         "4 dials api:4102 route default\n"
         "5 ? 4103 the host is filled in later\n"
         "8 ? 4104 the host is filled in later\n"
         "6 ! PC006 the port is filled in later, from a variable or template\n"
         "9 ! PC106 0 is no port that can be dialled\n"
         "9 ! PC106 the port is too large: ports end at 65535\n"},
        {"imports/proxy.caddy", "reverse_proxy web:4100\nheader X-Port 9999\n", "1 dials web:4100 route\n"},
        {"Caddyfile",
         "a:81 {\n\trespond <<HTML\n\t} :9999 {\n\treverse_proxy x:9998\n\tHTML 200\n\treverse_proxy `web:4100` "
         "\\\n\t\t\"web:4101\"\n}\nb:82{\n}\n",
         "1 listens 81 expose \"a\"\n6 dials web:4100 route \"a\"\n7 dials web:4101 route \"a\"\n9 listens 82 expose "
         "\"b\"\n"},
    };
    ROUTE_CHECK(pc_reader_caddy, samples);
    assert_false(route_takes(&pc_reader_caddy, "Caddyfile.md", ":80\n"));
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_caddy, "Caddyfile",
              "{\nadmin :1\n}\na:2, b:3,\n:{$X:4} {\nreverse_proxy @m {$Y:c:5} \"d:6\" {\nto "
              "`e:7`\n}\n}\n(s){\nrespond <<A\nA\n}\n");
    route_repeat(&pc_reader_caddy, "Caddyfile", "", ":80 {\nreverse_proxy a:4100\n}\n", 60000);
    route_repeat(&pc_reader_caddy, "Caddyfile", "", "a:80,", 300000);
    route_repeat(&pc_reader_caddy, "Caddyfile", "", "<<a\n", 300000);
    route_repeat(&pc_reader_caddy, "Caddyfile", "", "{{", 600000);
    route_repeat(&pc_reader_caddy, "Caddyfile", "", "a {\n", 300000);
    route_repeat(&pc_reader_caddy, "Caddyfile", "a {\nreverse_proxy ", "{$A:", 300000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sites_listen),
        cmocka_unit_test(upstreams_are_dialled),
        cmocka_unit_test(hostile_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
