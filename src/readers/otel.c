/* The OpenTelemetry collector: receivers and extensions listen, exporters dial, and some do it the other way round. */
#include "config_path.h"
#include "config_walk.h"

/* What an endpoint of a component means. */
static bool is_one_of(struct pc_str name, const char *const *words, size_t count) {
    name = pc_str_sub(name, 0, pc_str_find_char(name, '/', 0)); /* "otlp/second" */
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is(name, words[i])) {
            return true;
        }
    }
    return false;
}

/* Receivers to which others send. All the rest fetch what they receive. */
static bool receiver_listens(struct pc_str name) {
    static const char *const words[] = {"otlp",          "jaeger",
                                        "zipkin",        "opencensus",
                                        "fluentforward", "statsd",
                                        "syslog",        "tcplog",
                                        "udplog",        "carbon",
                                        "loki",          "collectd",
                                        "influxdb",      "signalfx",
                                        "splunk_hec",    "skywalking",
                                        "awsfirehose",   "awsxray",
                                        "datadog",       "faro",
                                        "webhookevent",  "prometheusremotewrite",
                                        "sapm",          "otelarrow",
                                        "wavefront"};
    return is_one_of(name, words, sizeof words / sizeof words[0]);
}

static bool extension_listens(struct pc_str name) {
    static const char *const words[] = {"health_check",         "healthcheckv2", "pprof",    "zpages",
                                        "jaegerremotesampling", "jaeger_query",  "remotetap"};
    return is_one_of(name, words, sizeof words / sizeof words[0]);
}

static bool exporter_listens(struct pc_str name) {
    static const char *const words[] = {"prometheus"};
    return is_one_of(name, words, sizeof words / sizeof words[0]);
}

static void read_component(struct pc_read_context *ctx, const struct pc_node *component, bool listens) {
    const struct pc_walk_key keys[] = {
        {"endpoint", listens ? PC_WALK_LISTEN : PC_WALK_EITHER},
        {"listen_address", PC_WALK_LISTEN},
        {"*_endpoint", PC_WALK_DIAL},
        {"endpoints", PC_WALK_DIAL},
        {"brokers", PC_WALK_DIAL},
        {"hostnames", PC_WALK_DIAL},
        {"targets", PC_WALK_DIAL},
        {"url", PC_WALK_DIAL},
        {"*_url", PC_WALK_DIAL},
        {"config", PC_WALK_SKIP}, /* Prometheus' own, read as such */
        {"headers", PC_WALK_SKIP},
    };
    struct pc_walk walk = {ctx, keys, sizeof keys / sizeof keys[0], pc_node_text(component->key)};
    pc_config_walk(&walk, component);
    const struct pc_node *config = pc_map_get(component, "config");
    if (config && pc_shape_prometheus.fits(config)) {
        pc_shape_prometheus.read(ctx, config);
    }
}

static void read_group(struct pc_read_context *ctx, const struct pc_node *group, bool (*listens)(struct pc_str name)) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, group); pc_map_iter_next(&it);) {
        read_component(ctx, it.value, listens(pc_node_text(it.value->key)));
    }
}

/* service.telemetry.metrics: its own metrics, as "address: host:port" or as a reader with host and port apart. */
static void read_telemetry(struct pc_read_context *ctx, const struct pc_node *root) {
    static const struct pc_walk_key keys[] = {
        {"address", PC_WALK_LISTEN}, {"port", PC_WALK_LISTEN}, {"endpoint", PC_WALK_DIAL}};
    struct pc_walk walk = {ctx, keys, sizeof keys / sizeof keys[0], PC_STR("telemetry")};
    pc_config_walk(&walk, pc_map_get(pc_map_get(root, "service"), "telemetry"));
}

static bool fits(const struct pc_node *root) {
    return pc_node_is(pc_map_get(root, "receivers"), PC_NODE_MAP) &&
           (pc_node_is(pc_map_get(root, "exporters"), PC_NODE_MAP) ||
            pc_map_get(pc_map_get(root, "service"), "pipelines"));
}

static void read_root(struct pc_read_context *ctx, const struct pc_node *root) {
    read_group(ctx, pc_map_get(root, "receivers"), receiver_listens);
    read_group(ctx, pc_map_get(root, "exporters"), exporter_listens);
    read_group(ctx, pc_map_get(root, "extensions"), extension_listens);
    read_telemetry(ctx, root);
}

const struct pc_config_shape pc_shape_otel = {fits, read_root};

static enum pc_match match(const struct pc_path_look *look) {
    return pc_config_is_yaml(look) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_text_has_top_key(text, "receivers") &&
           (pc_text_has_top_key(text, "exporters") || pc_text_has_key(text, "pipelines"));
}

const struct pc_reader pc_reader_otel = {
    .name = "otel-collector",
    .summary = "the OpenTelemetry collector: receivers, exporters and extensions",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
