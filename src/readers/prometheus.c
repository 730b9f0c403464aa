/* Scrape targets: Prometheus, VictoriaMetrics, vmagent, and the lists of targets that they read from files. */
#include "config_path.h"
#include "config_tree.h"

/* Where the targets of a job are said to be. */
struct job {
    struct pc_str name;
    uint32_t flags;
};

static void dial(struct pc_read_context *ctx, const struct pc_node *scalar, const struct job *job) {
    struct pc_route_how how = {.qualifier = job->name, .flags = job->flags, .protocol = PC_PROTO_TCP};
    pc_route_dial(ctx, pc_route_scalar(scalar), &how);
}

static void read_targets(struct pc_read_context *ctx, const struct pc_node *targets, const struct job *job) {
    if (!pc_node_is(targets, PC_NODE_LIST)) {
        return;
    }
    for (const struct pc_node *target = targets->child; target; target = target->next) {
        dial(ctx, target, job);
    }
}

static const struct pc_node *items_of(const struct pc_node *map, const char *key) {
    const struct pc_node *list = pc_map_get(map, key);
    return pc_node_is(list, PC_NODE_LIST) ? list->child : NULL;
}

/* "$1:$2", "${1}:${2}": the port is one that a regular expression found, so each target keeps its own. */
static bool ends_in_group(struct pc_str text) {
    text = pc_str_trim(text);
    size_t dollar = pc_str_rfind_char(text, '$');
    struct pc_str group = dollar == PC_NPOS ? PC_EMPTY : pc_str_sub(text, dollar + 1, PC_NPOS);
    if (group.len > 2 && group.ptr[0] == '{' && group.ptr[group.len - 1] == '}') {
        group = pc_str_sub(group, 1, group.len - 2);
    }
    for (size_t i = 0; i < group.len; i++) {
        if (!pc_is_digit(group.ptr[i])) {
            return false;
        }
    }
    return group.len > 0;
}

/* "replacement: exporter:9115" onto __address__: the job asks the exporter, the targets are its parameters. */
static void read_relabelling(struct pc_read_context *ctx, const struct pc_node *owner, const char *key,
                             const struct job *job) {
    for (const struct pc_node *step = items_of(owner, key); step; step = step->next) {
        const struct pc_node *replacement = pc_map_get(step, "replacement");
        if (pc_str_eq(pc_node_text(pc_map_get(step, "target_label")), PC_STR("__address__")) &&
            !ends_in_group(pc_node_text(replacement))) {
            dial(ctx, replacement, job);
        }
    }
}

/* dns_sd_configs: names and one port for all of them. */
static void read_names(struct pc_read_context *ctx, const struct pc_node *entry, const struct job *job) {
    struct pc_route_word port = pc_route_scalar(pc_map_get(entry, "port"));
    struct pc_route_how how = {.extent = pc_route_node_span(ctx, entry),
                               .qualifier = job->name,
                               .flags = job->flags,
                               .protocol = PC_PROTO_TCP};
    for (const struct pc_node *name = items_of(entry, "names"); name; name = name->next) {
        pc_route_dial_split(ctx, pc_route_scalar(name), port, &how);
    }
}

/* static_configs and the discoveries that name a server; also of alertmanagers. */
static void read_discovery(struct pc_read_context *ctx, const struct pc_node *owner, const struct job *job) {
    static const struct {
        const char *list, *key;
    } servers[] = {{"http_sd_configs", "url"},     {"consul_sd_configs", "server"}, {"eureka_sd_configs", "server"},
                   {"nomad_sd_configs", "server"}, {"docker_sd_configs", "host"},   {"dockerswarm_sd_configs", "host"}};
    for (const struct pc_node *entry = items_of(owner, "static_configs"); entry; entry = entry->next) {
        read_targets(ctx, pc_map_get(entry, "targets"), job);
        const struct pc_node *labels = pc_map_get(entry, "labels");
        dial(ctx, pc_map_get(labels, "__address__"), job);
    }
    for (const struct pc_node *entry = items_of(owner, "dns_sd_configs"); entry; entry = entry->next) {
        read_names(ctx, entry, job);
    }
    struct job plain = {.name = job->name}; /* whom it asks for targets is no target */
    for (size_t i = 0; i < sizeof servers / sizeof servers[0]; i++) {
        for (const struct pc_node *entry = items_of(owner, servers[i].list); entry; entry = entry->next) {
            dial(ctx, pc_map_get(entry, servers[i].key), &plain);
        }
    }
    read_relabelling(ctx, owner, "relabel_configs", job);
}

static void read_jobs(struct pc_read_context *ctx, const struct pc_node *root) {
    for (const struct pc_node *entry = items_of(root, "scrape_configs"); entry; entry = entry->next) {
        struct job job = {pc_node_text(pc_map_get(entry, "job_name")), PC_CLAIM_SCRAPE};
        read_discovery(ctx, entry, &job);
        struct job proxy = {.name = job.name};
        dial(ctx, pc_map_get(entry, "proxy_url"), &proxy);
    }
}

static void read_urls(struct pc_read_context *ctx, const struct pc_node *root, const char *key) {
    for (const struct pc_node *entry = items_of(root, key); entry; entry = entry->next) {
        struct job job = {.name = pc_node_text(pc_map_get(entry, "name"))};
        dial(ctx, pc_map_get(entry, "url"), &job);
    }
}

static void read_root(struct pc_read_context *ctx, const struct pc_node *root) {
    read_jobs(ctx, root);
    const struct pc_node *alerting = pc_map_get(root, "alerting");
    for (const struct pc_node *entry = items_of(alerting, "alertmanagers"); entry; entry = entry->next) {
        struct job alerts = {.flags = PC_CLAIM_ALERT};
        read_discovery(ctx, entry, &alerts);
    }
    read_urls(ctx, root, "remote_write");
    read_urls(ctx, root, "remote_read");
    struct job tracing = {.flags = 0};
    dial(ctx, pc_map_get(pc_map_get(root, "tracing"), "endpoint"), &tracing);
}

static bool fits(const struct pc_node *root) {
    return pc_node_is(pc_map_get(root, "scrape_configs"), PC_NODE_LIST) || pc_map_get(root, "alerting") ||
           pc_node_is(pc_map_get(root, "remote_write"), PC_NODE_LIST);
}

const struct pc_config_shape pc_shape_prometheus = {fits, read_root};

/* [{targets: [...], labels: {...}}] and nothing else. */
static bool is_group(const struct pc_node *item) {
    struct pc_map_iter it;
    bool targets = false;
    for (pc_map_iter_init(&it, item); pc_map_iter_next(&it);) {
        struct pc_str key = pc_node_text(it.value->key);
        if (pc_str_eq(key, PC_STR("targets"))) {
            targets = it.value->kind == PC_NODE_LIST;
        } else if (!pc_str_eq(key, PC_STR("labels"))) {
            return false;
        }
    }
    return targets;
}

static bool is_target_list(const struct pc_node *root) {
    if (!pc_node_is(root, PC_NODE_LIST) || !root->child) {
        return false;
    }
    for (const struct pc_node *item = root->child; item; item = item->next) {
        if (!is_group(item)) {
            return false;
        }
    }
    return true;
}

static void read_target_list(struct pc_read_context *ctx, const struct pc_node *root) {
    for (const struct pc_node *item = root->child; item; item = item->next) {
        struct job job = {pc_node_text(pc_map_get(pc_map_get(item, "labels"), "job")), PC_CLAIM_SCRAPE};
        read_targets(ctx, pc_map_get(item, "targets"), &job);
    }
}

const struct pc_config_shape pc_shape_prometheus_files = {is_target_list, read_target_list};

static enum pc_match match(const struct pc_path_look *look) {
    static const char *const words[] = {"prometheus", "vmagent", "victoria", "blackbox",
                                        "targets",    "file_sd", "scrape"};
    bool json = pc_config_has_suffix(look, ".json");
    for (size_t i = 0; i < sizeof words / sizeof words[0] && json; i++) {
        if (pc_config_named(look, words[i]) || pc_config_in_dir(look, words[i])) {
            return PC_MATCH_MAYBE;
        }
    }
    return pc_config_is_yaml(look) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    if (pc_text_has_top_key(text, "scrape_configs") || pc_text_has_top_key(text, "alerting") ||
        pc_text_has_top_key(text, "remote_write")) {
        return true;
    }
    bool list = pc_str_starts(pc_str_trim(text), PC_STR("[")) ||
                pc_str_find(text, PC_STR("- targets:"), 0) != PC_NPOS ||
                pc_str_find(text, PC_STR("- labels:"), 0) != PC_NPOS;
    (void)path;
    return list && pc_text_has_key(text, "targets");
}

const struct pc_reader pc_reader_prometheus = {
    .name = "prometheus",
    .summary = "scrape and probe targets of Prometheus, VictoriaMetrics and vmagent",
    .kind = PC_FILE_KIND_CONFIG,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = pc_config_tree_read,
};
