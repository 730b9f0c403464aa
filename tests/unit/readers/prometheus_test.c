/* Scrape targets, probes, exporters behind relabelling, and lists of targets in files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "route_dump.h"

static void targets_are_dialled(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"prometheus.yml",
         "global:\n  scrape_interval: 15s\n"
         "scrape_configs:\n"
         "  - job_name: hens\n"
         "    static_configs:\n"
         "      - targets: ['hens:4100', \"ducks:4101\", geese]\n"
         "        labels: {instance: 'barn:9999', release: '4102'}\n"
         "  - job_name: 'cows'\n"
         "    scrape_interval: 30s\n"
         "    static_configs:\n"
         "      - targets:\n"
         "          - 10.1.2.3:9100\n"
         "          - localhost:9090\n",
         "6 dials hens:4100 scrape \"hens\"\n"
         "6 dials ducks:4101 scrape \"hens\"\n"
         "12 dials 10.1.2.3:9100 scrape \"cows\"\n"
         "13 dials localhost:9090 scrape \"cows\"\n"},
        {"monitoring/blackbox-jobs.yaml",
         "scrape_configs:\n"
         "- job_name: probes\n"
         "  metrics_path: /probe\n"
         "  params: {module: [http_2xx]}\n"
         "  static_configs:\n"
         "  - targets: [https://farm.example.org, 'http://hens:4100/health', 'http://u:p@ducks:4101/']\n"
         "  relabel_configs:\n"
         "  - source_labels: [__address__]\n"
         "    target_label: __param_target\n"
         "  - target_label: instance\n"
         "    replacement: barn:7777\n"
         "  - target_label: __address__\n"
         "    replacement: prober:9115\n",
         "6 dials hens:4100 scrape \"probes\"\n"
         "6 dials ducks:4101 scrape \"probes\"\n"
         "13 dials prober:9115 scrape \"probes\"\n"},
        {"vmagent.yml",
         "scrape_configs:\n"
         "- job_name: found\n"
         "  dns_sd_configs:\n"
         "  - {names: [tasks.hens, tasks.ducks], type: A, port: 4100}\n"
         "  http_sd_configs: [{url: 'http://finder:8500/targets'}]\n"
         "  docker_sd_configs: [{host: 'unix:///var/run/docker.sock'}]\n"
         "  relabel_configs:\n"
         "  - {source_labels: [__meta_ip], target_label: __address__, replacement: '$1:9100'}\n"
         "  - {source_labels: [__address__], target_label: __address__, replacement: '$1:$2'}\n"
         "  - {source_labels: [__address__], target_label: __address__, replacement: '${1}:${2}'}\n"
         "remote_write:\n"
         "- url: http://store:8428/api/v1/write\n"
         "- url: https://metrics.example.org/write\n"
         "remote_read: [{url: 'http://store:8428/read'}]\n"
         "alerting:\n"
         "  alertmanagers:\n"
         "  - static_configs: [{targets: ['alarm:9093']}]\n",
         "4 dials tasks.hens:4100 scrape \"found\"\n"
         "4 dials tasks.ducks:4100 scrape \"found\"\n"
         "5 dials finder:8500 \"found\"\n"
         "17 dials alarm:9093\n"
         "12 dials store:8428\n"
         "14 dials store:8428\n"
         "8 ? 9100 the host is filled in later\n"},
    };
    ROUTE_CHECK(pc_reader_prometheus, samples);
}

static void lists_of_targets_are_read(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"prometheus/targets/farm.json",
         "[\n {\"targets\": [\"hens:4100\", \"ducks:4101\"], \"labels\": {\"job\": \"farm\", \"port\": \"1\"}},\n "
         "{\"targets\": [\"geese\"]}\n]\n",
         "2 dials hens:4100 scrape \"farm\"\n2 dials ducks:4101 scrape \"farm\"\n"},
        {"farm.yml", "- targets:\n  - hens:4100\n- labels: {job: x}\n  targets: ['10.0.0.1:9100']\n",
         "2 dials hens:4100 scrape\n4 dials 10.0.0.1:9100 scrape \"x\"\n"},
    };
    ROUTE_CHECK(pc_reader_prometheus, samples);
    /* A list of something else that has targets too. */
    assert_string_equal(route_dump(&pc_reader_prometheus, "build.yml", PC_STR("- name: x\n  targets: ['lib:4100']\n")),
                        "");
    assert_false(route_takes(&pc_reader_prometheus, "build.json", "[{\"targets\": [\"lib:4100\"]}]"));
    route_dump_finish();
}

static void impossible_and_open_ports_are_told(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"prometheus.yml",
         "scrape_configs:\n- job_name: x\n  static_configs:\n  - targets: ['a:0', 'b:68000', 'c:09100', 'd:%{PORT}', "
         "'${E}:9100']\n",
         "4 ? 9100 the host is filled in later\n"
         "4 ! PC106 0 is no port that can be dialled\n"
         "4 ! PC106 the port is too large: ports end at 65535\n"
         "4 ! PC106 the port is not a plain decimal number\n"
         "4 ! PC006 the port is filled in later, from a variable or template\n"},
        {"prometheus.example.yml", "scrape_configs:\n- static_configs:\n  - targets: [a:4100]\n",
         "3 dials a:4100 scrape guessed\n"},
        {"prometheus.yml",
         "scrape_configs:\n- &a\n  static_configs:\n  - targets: [\"a\\x3a4100\", \"b\\t\", \"c:41\\x30\\x30\"]\n",
         "4 dials a:4100 scrape\n4 dials c:4100 scrape composed\n"},
    };
    ROUTE_CHECK(pc_reader_prometheus, samples);
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_prometheus, "prometheus.yml",
              "scrape_configs:\n- job_name: a\n  static_configs: &s\n  - targets: ['x:1', \"y:\\u0032\", >-\n      "
              "z:3\n    ]\n"
              "- static_configs: *s\nremote_write: [{url: 'http://[::1]:80'}]\n");
    route_repeat(&pc_reader_prometheus, "prometheus.yml", "scrape_configs:\n- static_configs:\n  - targets:\n",
                 "    - 'host:9100'\n", 60000);
    route_repeat(&pc_reader_prometheus, "prometheus.yml", "scrape_configs:\n- static_configs:\n  - targets: [\"",
                 "host:9100,\\t", 100000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_dialled),
        cmocka_unit_test(lists_of_targets_are_read),
        cmocka_unit_test(impossible_and_open_ports_are_told),
        cmocka_unit_test(hostile_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
