/* Grafana, Loki and its family, Alertmanager, the OpenTelemetry collector. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "route_dump.h"

static void data_sources_are_dialled(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"grafana/provisioning/datasources/prometheus.yml",
         "apiVersion: 1\n"
         "datasources:\n"
         "  - name: Numbers\n    type: prometheus\n    access: proxy\n    url: http://numbers:9090\n"
         "  - name: Shop\n    type: postgres\n    url: db:5432\n    user: u:9999\n    secureJsonData: {password: "
         "'p:9998'}\n"
         "  - name: Clicks\n    type: clicks\n    jsonData: {server: clicks, port: 9000, timeout: 4102}\n"
         "  - name: Far\n    type: loki\n    url: https://logs.example.org\n"
         "  - name: Mine\n    type: tempo\n    access: direct\n    url: http://localhost:3200\n"
         "  - name: Open\n    type: loki\n    url: http://${LOKI}:3100\n"
         "  - name: Later\n    type: loki\n    url: http://loki:$PORT/x\n",
         "6 dials numbers:9090 \"Numbers\"\n"
         "9 dials db:5432 \"Shop\"\n"
         "14 dials clicks:9000 \"Clicks\"\n"
         "21 ? 3200 dialled by a browser\n"
         "24 ? 3100 the host is filled in later\n"
         "27 ! PC006 the port is filled in later, from a variable or template\n"},
        {"alerting/points.yaml",
         "contactPoints:\n- name: ops\n  receivers:\n  - uid: a\n    type: webhook\n    settings: {url: "
         "'http://bell:4100/ring'}\n",
         "6 dials bell:4100 \"ops\"\n"},
    };
    ROUTE_CHECK(pc_reader_grafana, samples);
    /* Helm values: a map of files, not a list of data sources. */
    assert_string_equal(route_dump(&pc_reader_grafana, "values.yaml",
                                   PC_STR("datasources:\n  datasources.yaml:\n    type: x\n    url: http://a:4100\n")),
                        "");
    route_dump_finish();
}

static void loki_and_its_family_listen(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"loki/config.yaml",
         "server:\n  http_listen_port: 3100\n  grpc_listen_port: 9095\n  log_level: warn\n"
         "common:\n  ring: {kvstore: {store: consul, consul: {host: 'consul:8500'}}}\n  replication_factor: 4100\n"
         "ruler:\n  alertmanager_url: http://alarm:9093\n  external_url: http://me:3100\n"
         "memberlist:\n  bind_port: 7946\n  join_members: [loki-a:7946, 'dns+loki-b:7946']\n"
         "storage_config:\n  aws: {s3: 's3://key:secret@store:9000/bucket'}\n"
         "schema_config: {configs: []}\n",
         "2 listens 3100 main\n"
         "3 listens 9095 any expose\n"
         "6 dials consul:8500 any\n"
         "9 dials alarm:9093\n"
         "12 listens 7946 any expose\n"
         "13 dials loki-a:7946 any\n"
         "13 dials loki-b:7946 any\n"
         "15 dials store:9000\n"},
        {"tempo.yaml",
         "server: {http_listen_port: 3200}\n"
         "distributor:\n  receivers:\n    otlp:\n      protocols:\n        http: {endpoint: \"0.0.0.0:4318\"}\n        "
         "grpc:\n"
         "    zipkin: {endpoint: ':9411'}\n"
         "metrics_generator: {storage: {remote_write: [{url: 'http://numbers:9090/write'}]}}\n",
         "1 listens 3200 main\n"
         "6 listens 0.0.0.0:4318 any expose\n"
         "8 listens 9411 any expose\n"
         "9 dials numbers:9090\n"},
        {"promtail.yml",
         "server: {http_listen_port: 9080, grpc_listen_port: 0}\n"
         "positions: {filename: /tmp/p}\n"
         "clients:\n- url: http://loki:3100/loki/api/v1/push\n"
         "scrape_configs:\n"
         "- job_name: syslog\n  syslog: {listen_address: '0.0.0.0:1514'}\n"
         "- job_name: files\n  static_configs: [{targets: [localhost], labels: {__path__: /var/log/x}}]\n",
         "1 listens 9080 main\n4 dials loki:3100\n7 listens 0.0.0.0:1514 any expose\n"},
        {"loki.yml.tpl", "server:\n  http_listen_port: {{ .Port }}\n  grpc_listen_port: 9095\n", NULL},
    };
    for (size_t i = 0; i + 1 < sizeof samples / sizeof samples[0]; i++) {
        route_check(&pc_reader_loki, &samples[i], 1);
    }
    const char *said = route_dump(&pc_reader_loki, samples[3].path, pc_str_c(samples[3].text));
    assert_non_null(strstr(said, "PC006"));
    assert_null(strstr(said, "PC003"));
    route_dump_finish();
}

static void alertmanager_dials(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"alertmanager.yml",
         "global:\n  smtp_smarthost: 'mail.example.org:587'\n  smtp_auth_password: 'x:4105'\n  slack_api_url: "
         "https://hooks.example.org/a\n"
         "route: {receiver: bell, group_wait: 30s}\n"
         "receivers:\n- name: bell\n  webhook_configs:\n  - url: 'http://u:4106@bell:4100/ring'\n    max_alerts: 10\n"
         "- name: mail\n  email_configs: [{smarthost: 'relay:25', to: 'a@b:4107'}]\n",
         "2 dials mail.example.org:587 any\n9 dials bell:4100 \"bell\"\n12 dials relay:25 any \"mail\"\n"},
    };
    ROUTE_CHECK(pc_reader_alertmanager, samples);
}

static void the_collector_does_both(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"otel-collector.yaml",
         "receivers:\n"
         "  otlp: {protocols: {grpc: {endpoint: '0.0.0.0:4317'}, http: {endpoint: 'localhost:4318'}}}\n"
         "  otlp/more: {protocols: {grpc: {endpoint: '${env:IP}:4319'}, http: }}\n"
         "  redis: {endpoint: 'cache:6379', collection_interval: 10s}\n"
         "  kafka: {brokers: ['queue:9092']}\n"
         "  httpcheck: {targets: [{endpoint: 'http://web:4100/health'}]}\n"
         "  prometheus: {config: {scrape_configs: [{job_name: self, static_configs: [{targets: ['hens:8888']}]}]}}\n"
         "exporters:\n"
         "  otlp: {endpoint: 'tempo:4317', tls: {insecure: true}}\n"
         "  otlphttp: {endpoint: 'http://loki:3100/otlp', headers: {x: 'http://y:1'}}\n"
         "  prometheus: {endpoint: '0.0.0.0:8889'}\n"
         "  debug:\n"
         "extensions:\n"
         "  health_check: {endpoint: 'localhost:13133'}\n"
         "  pprof:\n"
         "service:\n"
         "  pipelines: {traces: {receivers: [otlp], exporters: [otlp]}}\n"
         "  telemetry: {metrics: {address: ':8887', readers: [{pull: {exporter: {prometheus: {host: 0.0.0.0, port: "
         "8886}}}}]}}\n",
         "2 listens 0.0.0.0:4317 any expose \"otlp\"\n"
         "2 listens localhost:4318 any expose loopback \"otlp\"\n"
         "3 listens 4319 any expose \"otlp/more\"\n"
         "4 dials cache:6379 any \"redis\"\n"
         "5 dials queue:9092 any \"kafka\"\n"
         "6 dials web:4100 \"httpcheck\"\n"
         "7 dials hens:8888 scrape \"self\"\n"
         "9 dials tempo:4317 any \"otlp\"\n"
         "10 dials loki:3100 \"otlphttp\"\n"
         "11 listens 0.0.0.0:8889 any expose \"prometheus\"\n"
         "14 listens localhost:13133 any expose loopback \"health_check\"\n"
         "18 listens 8887 any expose \"telemetry\"\n"
         "18 listens 8886 any expose \"telemetry\"\n"},
    };
    ROUTE_CHECK(pc_reader_otel, samples);
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_otel, "otel.yml",
              "receivers: &r\n  otlp: {endpoint: \"0.0.0.0:43\\u0031\\u0037,[::1]:1\"}\nexporters: *r\nservice: "
              "{pipelines: {}}\n");
    route_cut(&pc_reader_loki, "loki.yml",
              "server:\n  http_listen_port: 3100\nmemberlist:\n  join_members: [a:1, \"b:2\\n\"]\n");
    route_repeat(&pc_reader_loki, "loki.yml", "server: {http_listen_port: 3100}\nx:\n", "- url: http://a:4100\n",
                 60000);
    route_repeat(&pc_reader_loki, "loki.yml", "server: {http_listen_port: 3100}\nx: {join_members: '", "a:1,", 200000);
    route_repeat(&pc_reader_alertmanager, "a.yml", "route: {}\nreceivers:\n- ", "a: {", 50000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_sources_are_dialled), cmocka_unit_test(loki_and_its_family_listen),
        cmocka_unit_test(alertmanager_dials),       cmocka_unit_test(the_collector_does_both),
        cmocka_unit_test(hostile_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
