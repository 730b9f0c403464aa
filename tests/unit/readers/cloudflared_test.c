/* Tunnels: which service of which host name is a port, and which is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "route_dump.h"

static void every_service_is_a_route(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"cloudflared-config.yml",
         "tunnel: 3f2a\n"
         "ingress:\n"
         "  - hostname: shop.example.org\n"
         "    service: http://localhost:4100\n"
         "  - hostname: api.example.org\n"
         "    path: /v2\n"
         "    service: https://127.0.0.1:4443\n"
         "    originRequest:\n"
         "      httpHostHeader: inner.example.org:9999\n"
         "  - hostname: shell.example.org\n"
         "    service: ssh://localhost:22\n"
         "  # - hostname: old.example.org\n"
         "  #   service: http://localhost:4999\n"
         "  - service: tcp://db.internal:5432\n"
         "  - service: http_status:404\n",
         "4 dials localhost:4100 host route \"shop.example.org\"\n"
         "7 dials 127.0.0.1:4443 host route \"api.example.org\"\n"
         "11 dials localhost:22 host route \"shell.example.org\"\n"
         "14 dials db.internal:5432 host route\n"},
        {"tunnel/.cloudflared/config.yml",
         "ingress:\n"
         "- {hostname: a.example.org, service: 'rdp://10.0.0.9:3389'}\n"
         "- {hostname: b.example.org, service: \"http://web\"}\n"
         "- {hostname: e.example.org, service: http://web:4100}\n"
         "- {hostname: f.example.org, service: 'http://[::1]:4200'}\n"
         "- {hostname: c.example.org, service: unix:/run/web.sock}\n"
         "- {hostname: d.example.org, service: hello_world}\n",
         "2 dials 10.0.0.9:3389 host route \"a.example.org\"\n"
         "4 dials web:4100 route \"e.example.org\"\n"
         "5 dials ::1:4200 host route \"f.example.org\"\n"},
        {"infra/tunnel.yaml", "ingress:\n  - service: http://localhost:0\n  - service: http://localhost:70000\n",
         "2 ! PC106 0 is no port that can be dialled\n3 ! PC106 the port is too large: ports end at 65535\n"},
        {"infra/tunnel.yml.j2",
         "ingress:\n  - service: http://localhost:{{ web_port }}\n  - service: http://{{ host }}:4100\n",
         "3 ? 4100 the host is filled in later\n2 ! PC006 the port is filled in later, from a variable or template\n"},
        {"templates/cloudflared.yml",
         "ingress:\n{% for s in services %}\n  - service: http://localhost:{{ s.port }}\n{% endfor %}\n",
         "2 ! PC006 a template: its ports are known only once it is filled in\n"},
    };
    ROUTE_CHECK(pc_reader_cloudflared, samples);
}

static void a_lost_service_is_told(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"tunnel.yml", "ingress:\n  - service: http://localhost:4100\n    service: http://localhost:4200\n",
         "3 dials localhost:4200 host route\n3 ! PC005 the key `service` is written twice in one mapping\n"},
        {"tunnel.yml", "ingress:\n  - service: http://localhost:4100\n  - service: [\n",
         "2 dials localhost:4100 host route\n4 ! PC003 the file is not valid YAML\n"},
    };
    ROUTE_CHECK(pc_reader_cloudflared, samples);
}

/* What merely looks like it: an ingress of Kubernetes or Helm, a compose file. */
static void other_files_are_left_alone(void **state) {
    (void)state;
    assert_false(route_takes(&pc_reader_cloudflared, "values.yaml", "ingress:\n  enabled: true\n  service: web\n"));
    assert_false(
        route_takes(&pc_reader_cloudflared, "cloudflared.yml", "services:\n  tunnel:\n    image: cloudflared\n"));
    assert_false(route_takes(&pc_reader_cloudflared, "cloudflared.md", "ingress:\n  - service: http://localhost:1\n"));
    assert_string_equal(
        route_dump(&pc_reader_cloudflared, "values.yaml", PC_STR("ingress:\n  hosts:\n    - service: http://web:80\n")),
        "");
    route_dump_finish();
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_cloudflared, "tunnel.yml",
              "ingress:\n  - hostname: \"a\\u0041:80\"\n    service: \"http://localhost:41\\\n      00\"\n  - service: "
              "tcp://[::1]:80\n");
    route_repeat(&pc_reader_cloudflared, "tunnel.yml", "ingress:\n", "  - service: http://localhost:4100\n", 60000);
    route_repeat(&pc_reader_cloudflared, "tunnel.yml", "ingress:\n  - service: http://", "a:1@", 200000);
    route_repeat(&pc_reader_cloudflared, "tunnel.yml", "ingress:\n  - service: 'http://", "{{", 200000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_service_is_a_route),
        cmocka_unit_test(a_lost_service_is_told),
        cmocka_unit_test(other_files_are_left_alone),
        cmocka_unit_test(hostile_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
