/* Kubernetes manifests and Helm values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

#define OBJECT(kind) "apiVersion: v1\nkind: " kind "\nmetadata:\n  name: ledger\nspec:\n"

static void test_manifests(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"k8s/a.yml",
         OBJECT("Service") "  ports:\n  - port: 80\n    targetPort: 4100\n    nodePort: 30100\n    name: http\n",
         "7 listens ledger:80 front \"http\"\n8 listens ledger:4100 target \"http\"\n9 publishes ledger:30100 "
         "\"http\"\n",
         NULL},
        {"k8s/a.yml", OBJECT("Service") "  ports: [{port: 53, protocol: UDP, targetPort: dns}]\n",
         "6 listens ledger:53 udp front\n", NULL},
        {"k8s/prod/a.yaml",
         OBJECT(
             "Deployment") "  template:\n    spec:\n      containers:\n      - name: x\n        image: a:1.2\n"
                           "        args: [\"--port\", \"4101\"]\n        ports:\n        - containerPort: 4100\n"
                           "          hostPort: 4102\n        env:\n        - name: PORT\n          value: \"4100\"\n"
                           "        - {name: DB_PORT, value: \"5432\"}\n"
                           "        livenessProbe:\n          httpGet: {path: /, port: 4103}\n          periodSeconds: "
                           "3000\n"
                           "        readinessProbe:\n          tcpSocket: {port: http}\n",
         "13 listens ledger:4100 expose production\n14 publishes ledger:4102 production\n17 listens ledger:4100 main "
         "production\n20 listens ledger:4103 check production\n11 listens ledger:4101 flag production\n",
         NULL},
        {"k8s/a.yml",
         OBJECT(
             "DaemonSet") "  template:\n    spec:\n      hostNetwork: true\n      containers:\n      - ports: "
                          "[{containerPort: 4100}]\n        command:\n        - x\n        - --port\n        - 4101\n",
         "10 listens ledger:4100 expose\n10 publishes ledger:4100\n14 listens ledger:4101 flag\n", NULL},
        {"k8s/a.yml",
         "apiVersion: v1\nkind: List\nitems:\n- kind: Service\n  metadata: {name: shop}\n  spec: {ports: [{port: "
         "4100}]}\n",
         "6 listens shop:4100 front\n", NULL},
        {"k8s/a.yml",
         OBJECT("Ingress") "  rules:\n  - http:\n      paths:\n      - backend:\n          service:\n            "
                           "name: x\n            port:\n              number: 4100\n",
         "13 dials x:4100 route\n", NULL},
        {"k8s/a.yml", OBJECT("Service") "  clusterIP: None\n  ports: [{port: 4100}]\n",
         "7 listens ledger:4100 expose\n", NULL},
        {"k8s/a.yml",
         OBJECT("Pod") "  containers:\n  - env:\n    - {name: SHOP_URL, value: \"http://shop.mall.svc:4100/a\"}\n"
                       "    - {name: BANK, value: \"bank:4101\"}\n    - {name: RATE, value: \"4102\"}\n",
         "8 dials shop:4100 \"SHOP_URL\"\n9 dials bank:4101 \"BANK\"\n", NULL},
        {"k8s/a.yml",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ledger\nspec:\n  template:\n    metadata:\n"
         "      annotations: {prometheus.io/port: \"4100\"}\n    spec:\n      containers:\n"
         "      - ports: [{containerPort: 4100}]\n",
         "11 listens ledger:4100 expose\n8 listens ledger:4100 check\n", NULL},
        {"k8s/a.yml",
         "apiVersion: v1\nkind: Pod\nmetadata:\n  name: ledger\n  annotations:\n    prometheus.io/port: '9100'\n"
         "spec:\n  containers:\n  - ports: [{containerPort: 4100}]\n",
         "9 listens ledger:4100 expose\n6 ? 9100 scraped, by an annotation\n", NULL},
        {"chart/templates/a.yaml",
         "apiVersion: v1\nkind: Service\nspec:\n  {{- if .a }}\n  ports:\n  - port: {{ .Values.port }}\n",
         "4 ! PC006 a template: its ports are known only once it is filled in\n", NULL},
    };
    SOURCE_CHECK(pc_reader_kubernetes, samples);
}

static void test_values(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"charts/shop/values.yaml", "service:\n  type: ClusterIP\n  port: 80\n  targetPort: 4100\n",
         "3 listens shop:80 front derived \"port\"\n4 listens shop:4100 expose derived \"targetPort\"\n", NULL},
        {"charts/shop/values-prod.yaml", "ledger:\n  service:\n    httpPort: 4100\n    nodePort: 30100\n",
         "3 listens ledger:4100 front derived production \"httpPort\"\n4 publishes ledger:30100 derived production "
         "\"nodePort\"\n",
         NULL},
        {"shop/chart/values.yaml", "containerPort: 4100\n", "1 listens shop:4100 expose derived \"containerPort\"\n",
         NULL},
    };
    SOURCE_CHECK(pc_reader_helm, samples);
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence manifests[] = {
        {"a.yml", OBJECT("ConfigMap") "  port: 3000\n"},
        {"a.yml", OBJECT("Deployment") "  replicas: 3000\n  template: {spec: {terminationGracePeriodSeconds: 3000, "
                                       "containers: []}}\n"},
        {"a.yml", OBJECT("Service") "  clusterIP: None\n  ports: http\n"},
        {"a.yml", OBJECT("Pod") "  containers: [{readinessProbe: {httpGet: {host: other, port: 3000}}}]\n"},
    };
    static const struct source_silence values[] = {
        {"values.yaml", "replicas: 3000\nimage: {tag: \"3000\"}\nresources: {cpu: 3000m}\nsupport: 3000\n"},
        {"values.yaml", "externalDatabase:\n  port: 5432\nredis:\n  service: {port: 6379}\nprobe: {port: 3000}\n"},
        {"values.yaml", "service: {report: 3000, port: http, ports: []}\n"},
    };
    SOURCE_SILENT(pc_reader_kubernetes, manifests);
    SOURCE_SILENT(pc_reader_helm, values);
    assert_false(source_takes(&pc_reader_kubernetes, "a.yml", "services:\n  a:\n    ports: ['1:1']\n"));
    assert_false(source_takes(&pc_reader_kubernetes, "a.json", OBJECT("Service") "ports:\n"));
    assert_false(source_takes(&pc_reader_helm, "charts/valuesets.yaml", "port: 1"));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_kubernetes, "a.yml",
               OBJECT("Pod") "  containers: [{args: [--port, &a '1'], ports: [{containerPort: 2}, *a], env: [{name: "
                             "PORT, value: 3}]}]\n");
    source_cut(&pc_reader_helm, "values.yaml", "a: &a {service: {port: 1}}\nb: *a\n<<: *a\nports: [{nodePort: 2}]\n");
    source_repeat(&pc_reader_kubernetes, "a.yml", OBJECT("Service") "  ports:\n", "  - port: 1\n", 50000);
    source_repeat(&pc_reader_kubernetes, "a.yml", "a: ", "[", 50000);
    source_repeat(&pc_reader_helm, "values.yaml", "", "service: {port: 1}\n", 20000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_manifests),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
