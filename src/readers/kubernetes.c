/* Kubernetes manifests: where a workload's containers listen, what its Service maps, what binds a node, and whom pods
 * and Ingresses dial. Ports inside the cluster are no host's. */
#include "cluster_dial.h"
#include "command_line.h"
#include "compose_ports.h"
#include "compose_settings.h"
#include "config_path.h"
#include "config_tree.h"
#include "own_port.h"
#include "path.h"
#include "tree_troubles.h"
#include "yaml_in.h"

struct manifest {
    struct pc_read_context *ctx;
    struct pc_str name; /* metadata.name */
    enum pc_environment environment;
    bool in_unit;
    pc_id container; /* what it starts, or stands in front of */
};

static const struct pc_node *get(const struct pc_node *node, const char *a, const char *b) {
    node = pc_map_get(node, a);
    return b ? pc_map_get(node, b) : node;
}

static struct pc_str raw(const struct manifest *m, const struct pc_node *node) {
    bool plain = pc_node_is(node, PC_NODE_SCALAR) && node->verbatim;
    return plain ? pc_str_sub(m->ctx->text, node->content, node->content_length) : PC_EMPTY;
}

static void claim(const struct manifest *m, const struct pc_node *value, enum pc_role role, uint32_t flags,
                  const struct pc_node *protocol, struct pc_str qualifier) {
    struct pc_own_port own = {.role = role,
                              .environment = m->environment,
                              .protocol =
                                  pc_str_eq_nocase(pc_node_text(protocol), PC_STR("UDP")) ? PC_PROTO_UDP : PC_PROTO_TCP,
                              .flags = flags,
                              .qualifier = pc_str_dup(m->ctx->arena, qualifier),
                              .name = m->name,
                              .in_unit = m->in_unit,
                              .container = m->container,
                              .dir = m->ctx->dir};
    own.confidence = m->name.len > 0 ? PC_STATED : PC_DERIVED;
    struct pc_str digits = raw(m, value);
    if (digits.len > 0 && pc_is_digit(digits.ptr[0])) {
        pc_own_port_claim(m->ctx, digits, &own);
    }
}

static void read_addresses(const struct manifest *m, const struct pc_node *value, struct pc_str name) {
    struct pc_cluster_dialler from = {
        .ctx = m->ctx, .environment = m->environment, .container = m->in_unit ? m->container : PC_NONE};
    pc_cluster_dial_all(&from, raw(m, value), name);
}

/* The environment of a container: PORT and ports beside it, and what it dials. */
static void read_environment(const struct manifest *m, const struct pc_node *container) {
    const struct pc_node *list = get(container, "env", NULL);
    for (const struct pc_node *item = pc_node_is(list, PC_NODE_LIST) ? list->child : NULL; item; item = item->next) {
        struct pc_str name = pc_node_text(pc_map_get(item, "name"));
        if (pc_str_eq(name, PC_STR("PORT")) || pc_str_eq(name, PC_STR("SERVER_PORT")) ||
            pc_str_eq(name, PC_STR("HTTP_PORT"))) {
            claim(m, pc_map_get(item, "value"), PC_ROLE_LISTENS, PC_CLAIM_PORT_VAR, NULL, PC_EMPTY);
        } else {
            read_addresses(m, pc_map_get(item, "value"), name);
        }
    }
}

/* What containers take their environment from. Whose it is stands elsewhere, so its PORT claims nothing. */
static void read_settings(const struct manifest *m, const struct pc_node *data) {
    for (const struct pc_node *item = pc_node_is(data, PC_NODE_MAP) ? data->child : NULL; item; item = item->next) {
        read_addresses(m, item, pc_node_text(item->key));
    }
}

static void read_probe(const struct manifest *m, const struct pc_node *container, const char *probe) {
    static const char *const ways[] = {"httpGet", "tcpSocket", "grpc"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        const struct pc_node *way = get(pc_map_get(container, probe), ways[i], NULL);
        if (pc_map_get(way, "host") == NULL) {
            claim(m, pc_map_get(way, "port"), PC_ROLE_LISTENS, PC_CLAIM_HEALTHCHECK, NULL, PC_EMPTY);
        }
    }
}

/* "args: [--port, '4100']": each list is one command line. */
static void read_command(const struct manifest *m, const struct pc_node *list) {
    struct pc_command_ports ports = {0};
    enum { COMMAND_MAX = 20000 };
    if (!list || list->kind != PC_NODE_LIST || list->length > COMMAND_MAX || list->aliased) {
        return;
    }
    struct pc_str text = pc_str_sub(m->ctx->text, list->offset, list->length);
    char *words = pc_arena_alloc(m->ctx->scratch, text.len);
    for (size_t i = 0; i < text.len; i++) { /* "- --port" over lines is a list as well */
        bool dash = text.ptr[i] == '-' && i + 1 < text.len && text.ptr[i + 1] == ' ';
        words[i] = pc_is_space(text.ptr[i]) || dash ? ' ' : text.ptr[i];
    }
    pc_command_ports_add(m->ctx->scratch, (struct pc_str){words, text.len}, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        const struct pc_command_port *port = &ports.list.items[i];
        struct pc_own_port own = {.role = PC_ROLE_LISTENS,
                                  .environment = m->environment,
                                  .protocol = PC_PROTO_TCP,
                                  .flags = port->side ? PC_CLAIM_EXPOSE : PC_CLAIM_FLAG,
                                  .name = m->name,
                                  .in_unit = m->in_unit,
                                  .container = m->container,
                                  .dir = m->ctx->dir};
        if (!port->open && !port->fallback) {
            size_t at = list->offset + (size_t)(port->digits.ptr - words);
            pc_own_port_claim(m->ctx, pc_str_sub(m->ctx->text, at, port->digits.len), &own);
        }
    }
}

static void read_container(const struct manifest *m, const struct pc_node *container, bool host_network) {
    const struct pc_node *ports = get(container, "ports", NULL);
    for (const struct pc_node *item = pc_node_is(ports, PC_NODE_LIST) ? ports->child : NULL; item; item = item->next) {
        const struct pc_node *protocol = pc_map_get(item, "protocol");
        struct pc_str qualifier = pc_node_text(pc_map_get(item, "name"));
        claim(m, pc_map_get(item, "containerPort"), PC_ROLE_LISTENS, PC_CLAIM_EXPOSE, protocol, qualifier);
        if (host_network) {
            claim(m, pc_map_get(item, "containerPort"), PC_ROLE_PUBLISHES, PC_CLAIM_HOSTNET, protocol, qualifier);
        } else {
            claim(m, pc_map_get(item, "hostPort"), PC_ROLE_PUBLISHES, 0, protocol, qualifier);
        }
    }
    read_environment(m, container);
    read_probe(m, container, "livenessProbe");
    read_probe(m, container, "readinessProbe");
    read_probe(m, container, "startupProbe");
    read_command(m, get(container, "command", NULL));
    read_command(m, get(container, "args", NULL));
}

/* The pod of a workload, wherever its kind keeps it. */
static const struct pc_node *pod_of(const struct pc_node *object) {
    const struct pc_node *spec = pc_map_get(object, "spec");
    const struct pc_node *job = get(spec, "jobTemplate", "spec");
    const struct pc_node *pod = get(job ? job : spec, "template", "spec");
    return pod ? pod : spec;
}

static const struct pc_node *annotations_of(const struct pc_node *object) {
    const struct pc_node *spec = pc_map_get(object, "spec");
    const struct pc_node *job = get(spec, "jobTemplate", "spec");
    const struct pc_node *template = get(get(job ? job : spec, "template", NULL), "metadata", "annotations");
    return template ? template : get(object, "metadata", "annotations");
}

static bool has_container_port(const struct manifest *m, const struct pc_node *pod, struct pc_str digits) {
    const struct pc_node *list = pc_map_get(pod, "containers");
    for (const struct pc_node *item = pc_node_is(list, PC_NODE_LIST) ? list->child : NULL; item; item = item->next) {
        const struct pc_node *ports = pc_map_get(item, "ports");
        for (const struct pc_node *port = pc_node_is(ports, PC_NODE_LIST) ? ports->child : NULL; port;
             port = port->next) {
            if (pc_str_eq(raw(m, pc_map_get(port, "containerPort")), digits)) {
                return true;
            }
        }
    }
    return false;
}

/* "prometheus.io/port": one of the pod's ports, said once more. Exporters have ports that nothing else says: of such a
 * one nothing can be judged. */
static void read_scraping(const struct manifest *m, const struct pc_node *object) {
    const struct pc_node *port = pc_map_get(annotations_of(object), "prometheus.io/port");
    struct pc_str digits = raw(m, port);
    if (digits.len > 0 && has_container_port(m, pod_of(object), digits)) {
        claim(m, port, PC_ROLE_LISTENS, PC_CLAIM_HEALTHCHECK, NULL, PC_EMPTY);
    } else if (digits.len > 0) {
        pc_builder_mention(m->ctx->builder, pc_slice_span(m->ctx, digits), "scraped, by an annotation");
    }
}

static void read_workload(const struct manifest *m, const struct pc_node *object) {
    const struct pc_node *pod = pod_of(object);
    const struct pc_node *list = pc_map_get(pod, "containers");
    bool host_network = pc_str_eq(pc_node_text(pc_map_get(pod, "hostNetwork")), PC_STR("true"));
    for (const struct pc_node *item = pc_node_is(list, PC_NODE_LIST) ? list->child : NULL; item; item = item->next) {
        read_container(m, item, host_network);
    }
    read_scraping(m, object);
}

static struct pc_str image_of(const struct pc_node *object) {
    const struct pc_node *list = pc_map_get(pod_of(object), "containers");
    return pc_node_text(pc_node_is(list, PC_NODE_LIST) ? pc_map_get(list->child, "image") : NULL);
}

static void read_service(const struct manifest *m, const struct pc_node *object) {
    const struct pc_node *list = get(object, "spec", "ports");
    /* Without an address of its own the name leads straight to the pods. */
    bool headless = pc_str_eq(pc_node_text(get(object, "spec", "clusterIP")), PC_STR("None"));
    for (const struct pc_node *item = pc_node_is(list, PC_NODE_LIST) ? list->child : NULL; item; item = item->next) {
        const struct pc_node *protocol = pc_map_get(item, "protocol");
        struct pc_str qualifier = pc_node_text(pc_map_get(item, "name"));
        claim(m, pc_map_get(item, "port"), PC_ROLE_LISTENS, headless ? PC_CLAIM_EXPOSE : PC_CLAIM_FRONT, protocol,
              qualifier);
        claim(m, pc_map_get(item, "targetPort"), PC_ROLE_LISTENS, PC_CLAIM_TARGET, protocol, qualifier);
        claim(m, pc_map_get(item, "nodePort"), PC_ROLE_PUBLISHES, 0, protocol, qualifier);
    }
}

/* "backend: {service: {name, port: {number}}}" and its older form: a port of a Service. */
static void read_backend(const struct manifest *m, const struct pc_node *backend, struct pc_str host) {
    const struct pc_node *port = get(get(backend, "service", "port"), "number", NULL);
    port = port ? port : pc_map_get(backend, "servicePort");
    struct pc_str digits = raw(m, port);
    const struct pc_node *service = pc_map_get(backend, "service");
    const struct pc_node *name =
        service && service->kind != PC_NODE_SCALAR ? pc_map_get(service, "name") : pc_map_get(backend, "serviceName");
    if (digits.len > 0) { /* else the port has a name */
        struct pc_cluster_dialler from = {
            .ctx = m->ctx, .environment = m->environment, .flags = PC_CLAIM_ROUTE, .container = PC_NONE};
        pc_cluster_dial(&from, raw(m, name), digits, host);
    }
}

static void read_ingress(const struct manifest *m, const struct pc_node *object) {
    const struct pc_node *spec = pc_map_get(object, "spec"), *rules = pc_map_get(spec, "rules");
    read_backend(m, pc_map_get(spec, "defaultBackend"), PC_EMPTY);
    for (const struct pc_node *rule = pc_node_is(rules, PC_NODE_LIST) ? rules->child : NULL; rule; rule = rule->next) {
        const struct pc_node *paths = get(rule, "http", "paths");
        for (const struct pc_node *path = pc_node_is(paths, PC_NODE_LIST) ? paths->child : NULL; path;
             path = path->next) {
            read_backend(m, pc_map_get(path, "backend"), pc_node_text(pc_map_get(rule, "host")));
        }
    }
}

static bool is_one(struct pc_str kind, const char *const *kinds, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq(kind, pc_str_c(kinds[i]))) {
            return true;
        }
    }
    return false;
}

static void read_object(struct pc_read_context *ctx, const struct pc_node *object) {
    static const char *const workloads[] = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet",
                                            "Pod",        "Job",         "CronJob",   "ReplicationController"};
    struct pc_str kind = pc_node_text(pc_map_get(object, "kind"));
    const struct pc_node *name = get(object, "metadata", "name");
    struct manifest m = {.ctx = ctx, .environment = pc_environment_of_path(ctx->path)};
    struct pc_str text = raw(&m, name);
    if (text.len > 0 && pc_str_find_char(text, '{', 0) == PC_NPOS && pc_str_find_char(text, '$', 0) == PC_NPOS) {
        m.name = text;
    }
    bool workload = is_one(kind, workloads, sizeof workloads / sizeof workloads[0]);
    if (m.name.len > 0 && (workload || pc_str_eq(kind, PC_STR("Service")))) {
        struct pc_unit_draft unit = {.file = ctx->file,
                                     .environment = m.environment,
                                     .name = pc_str_dup(ctx->arena, m.name),
                                     .name_span = pc_slice_span(ctx, text),
                                     .image = workload ? image_of(object) : PC_EMPTY};
        unit.image = pc_str_dup(ctx->arena, unit.image);
        m.name = unit.name;
        m.in_unit = true;
        m.container = pc_builder_unit(ctx->builder, &unit);
    }
    if (workload) {
        read_workload(&m, object);
    } else if (pc_str_eq(kind, PC_STR("Service"))) {
        read_service(&m, object);
    } else if (pc_str_eq(kind, PC_STR("Ingress"))) {
        read_ingress(&m, object);
    } else if (pc_str_eq(kind, PC_STR("ConfigMap"))) {
        read_settings(&m, pc_map_get(object, "data"));
    } else if (pc_str_eq(kind, PC_STR("Secret"))) {
        read_settings(&m, pc_map_get(object, "stringData"));
    }
}

static bool loses_port(const struct pc_node *hidden) {
    static const char *const keys[] = {"port", "containerPort", "targetPort", "nodePort", "hostPort", "ports"};
    return is_one(hidden->key->text, keys, sizeof keys / sizeof keys[0]);
}

static void read_kubernetes(struct pc_read_context *ctx) {
    struct pc_tree tree = pc_yaml_parse(ctx->scratch, ctx->text);
    pc_tree_troubles(ctx, &tree, loses_port);
    for (size_t i = 0; i < tree.document_count; i++) {
        const struct pc_node *root = tree.documents[i], *items = pc_map_get(root, "items");
        read_object(ctx, root);
        for (const struct pc_node *item = pc_node_is(items, PC_NODE_LIST) ? items->child : NULL; item;
             item = item->next) {
            read_object(ctx, item);
        }
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    return pc_config_is_yaml(look) && !pc_path_is_aside(look->path) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_text_has_top_key(text, "apiVersion") && pc_text_has_top_key(text, "kind") &&
           (pc_text_has_key(text, "ports") || pc_text_has_key(text, "backend") || pc_text_has_key(text, "port") ||
            pc_text_has_key(text, "env") || pc_text_has_key(text, "data") || pc_text_has_key(text, "stringData"));
}

const struct pc_reader pc_reader_kubernetes = {
    .name = "kubernetes",
    .summary = "Kubernetes manifests: containers, Services, node and host ports",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_kubernetes,
};
