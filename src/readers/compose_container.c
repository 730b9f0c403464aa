#include "compose_container.h"

#include "compose_network.h"
#include "compose_service.h"
#include "path.h"

enum { NETWORK_HOPS = 8, REPLICAS_MAX = 65535 };

static bool is_remote(struct pc_str context) {
    return pc_str_find(context, PC_STR("://"), 0) != PC_NPOS || pc_str_starts(context, PC_STR("git@")) ||
           pc_str_starts(context, PC_STR("github.com/")) || pc_str_ends(context, PC_STR(".git")) ||
           pc_str_find(context, PC_STR(".git#"), 0) != PC_NPOS;
}

/* Folders that hold Dockerfiles and say nothing about what is built. */
static bool is_docker_folder(struct pc_str name) {
    static const char *const folders[] = {"docker", ".docker", "dockerfiles", "build",  "deploy",  "deployment",
                                          "ops",    "infra",   "containers",  "images", "scripts", "config"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (pc_str_is_nocase(name, folders[i])) {
            return true;
        }
    }
    return false;
}

struct pc_str pc_compose_build_dir(struct pc_arena *arena, struct pc_str dir, struct pc_str context,
                                   struct pc_str dockerfile) {
    struct pc_str base;
    struct pc_str file;
    if (is_remote(context) || !pc_path_join(arena, dir, context, &base)) {
        return PC_EMPTY;
    }
    base = pc_str_dup(arena, base); /* never a NULL pointer: the root is a directory, too */
    if (dockerfile.len == 0 || !pc_path_join(arena, base, dockerfile, &file)) {
        return base;
    }
    struct pc_str deeper = pc_path_dir(file);
    while (deeper.len > base.len && is_docker_folder(pc_path_base(deeper))) {
        deeper = pc_path_dir(deeper);
    }
    return deeper.len > base.len && pc_path_is_under(deeper, base) ? deeper : base;
}

/* The Dockerfile that is named, from the root; empty when none is, or it lies elsewhere. */
static struct pc_str build_file(struct pc_arena *arena, struct pc_str dir, struct pc_str context,
                                struct pc_str dockerfile) {
    struct pc_str base, file;
    bool here = dockerfile.len > 0 && !is_remote(context) && pc_path_join(arena, dir, context, &base) &&
                pc_path_join(arena, base, dockerfile, &file);
    return here ? pc_str_dup(arena, file) : PC_EMPTY;
}

static struct pc_str keep(struct pc_compose_deployment *dep, struct pc_str s) {
    return s.len > 0 ? pc_str_dup(dep->ctx->arena, s) : PC_EMPTY;
}

/* "build: ./a" says the same as "build: {context: ./a}". */
static struct pc_compose_field build_context(const struct pc_compose_service *service) {
    for (size_t i = service->layer_count; i > pc_compose_first_layer(service, "build"); i--) {
        const struct pc_compose_layer *layer = &service->layers[i - 1];
        const struct pc_node *build = pc_map_get(layer->node, "build");
        const struct pc_node *context = build && build->kind == PC_NODE_MAP ? pc_map_get(build, "context") : build;
        if (context && context->kind == PC_NODE_SCALAR) {
            return (struct pc_compose_field){context, layer->source};
        }
    }
    return (struct pc_compose_field){NULL, NULL};
}

/* True when the service is built from something, in the tree or elsewhere. */
static bool read_build(struct pc_compose_deployment *dep, struct pc_compose_service *service) {
    struct pc_compose_field build = pc_compose_get(service, "build");
    if (!build.node) {
        return false;
    }
    struct pc_compose_field context = build_context(service);
    struct pc_str dockerfile = pc_compose_scalar(dep, pc_compose_get_in(service, "build", "dockerfile"));
    const struct pc_compose_source *source = context.node ? context.source : build.source;
    struct pc_str where = context.node ? pc_compose_scalar(dep, context) : PC_STR(".");
    if (where.len > 0) {
        service->build_dir = pc_compose_build_dir(dep->ctx->arena, source->dir, where, dockerfile);
        service->build_file = build_file(dep->ctx->arena, source->dir, where, dockerfile);
    }
    return true;
}

static size_t read_count(struct pc_compose_deployment *dep, struct pc_compose_field field) {
    struct pc_str text = pc_str_trim(pc_compose_scalar(dep, field));
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!pc_is_digit(text.ptr[i]) || count > REPLICAS_MAX) {
            return 1;
        }
        count = count * 10 + (size_t)(text.ptr[i] - '0');
    }
    return text.len > 0 ? count : 1;
}

static bool speaks_of_swarm(const struct pc_compose_service *service) {
    static const char *const keys[] = {"placement", "update_config", "rollback_config", "endpoint_mode", "mode"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (pc_compose_get_in(service, "deploy", keys[i]).node) {
            return true;
        }
    }
    return false;
}

/* Services by their very key. */
struct exact_names {
    const struct pc_compose_key *keys;
    size_t count;
};

static struct exact_names exact_names(struct pc_compose_deployment *dep, bool containers) {
    struct pc_compose_key *keys = PC_NEW_ARRAY(dep->ctx->scratch, dep->services.count, struct pc_compose_key);
    for (size_t i = 0; i < dep->services.count; i++) {
        struct pc_str name = containers ? dep->services.items[i].container_name : dep->services.items[i].key;
        keys[i] = (struct pc_compose_key){.name = name, .order = (uint32_t)i, .index = i};
    }
    pc_compose_keys_sort(keys, dep->services.count);
    return (struct exact_names){keys, dep->services.count};
}

static void read_network(struct pc_compose_deployment *dep, size_t index, struct exact_names by_key,
                         struct exact_names by_container) {
    struct pc_compose_service *service = &dep->services.items[index];
    struct pc_compose_field field = pc_compose_get(service, "network_mode");
    if (!field.node) {
        field = pc_compose_get(service, "net"); /* compose's first version */
    }
    struct pc_str mode = pc_str_trim(pc_compose_scalar(dep, field));
    service->host_network = pc_str_eq(mode, PC_STR("host"));
    service->other_network = pc_str_eq(mode, PC_STR("none"));
    bool of_service = pc_str_starts(mode, PC_STR("service:"));
    if (!of_service && !pc_str_starts(mode, PC_STR("container:"))) {
        return;
    }
    struct pc_str name = pc_str_sub(mode, of_service ? 8 : 10, mode.len);
    struct exact_names names = of_service ? by_key : by_container;
    const struct pc_compose_key *found = pc_compose_keys_find(names.keys, names.count, name);
    service->other_network = !found;
    service->network = found ? found->index : index;
}

/* The end of a chain of "service:x"; a circle ends where it is given up. */
static void follow_networks(struct pc_compose_deployment *dep) {
    for (size_t i = 0; i < dep->services.count; i++) {
        size_t end = dep->services.items[i].network;
        for (int hop = 0; hop < NETWORK_HOPS && dep->services.items[end].network != end; hop++) {
            end = dep->services.items[end].network;
        }
        dep->services.items[i].network = end;
    }
    for (size_t i = 0; i < dep->services.count; i++) {
        struct pc_compose_service *service = &dep->services.items[i];
        service->host_network = dep->services.items[service->network].host_network;
    }
}

static const struct pc_str *read_profiles(struct pc_compose_deployment *dep, const struct pc_compose_service *service,
                                          size_t *count) {
    struct PC_VEC(struct pc_str) profiles = {0};
    for (size_t i = pc_compose_first_layer(service, "profiles"); i < service->layer_count; i++) {
        const struct pc_compose_layer *layer = &service->layers[i];
        const struct pc_node *list = pc_map_get(layer->node, "profiles");
        const struct pc_node *item = list && list->kind == PC_NODE_LIST ? list->child : list;
        for (; item && pc_compose_work(dep, 1); item = item == list ? NULL : item->next) {
            struct pc_str name = pc_compose_scalar(dep, (struct pc_compose_field){item, layer->source});
            if (name.len > 0) {
                *PC_PUSH(&profiles, dep->ctx->arena) = keep(dep, name);
            }
        }
    }
    *count = profiles.count;
    return profiles.items;
}

/* The tree's side of a bind mount: "./conf/x.yml:/etc/x.yml:ro", {type: bind, source: ./conf}. Named volumes have no
 * path. */
static void add_mount(struct pc_compose_deployment *dep, const struct pc_compose_service *service,
                      const struct pc_node *item, const struct pc_compose_source *source) {
    const struct pc_node *node = item->kind == PC_NODE_MAP ? pc_map_get(item, "source") : item;
    struct pc_str text = node && node->kind == PC_NODE_SCALAR
                             ? pc_compose_scalar(dep, (struct pc_compose_field){node, source})
                             : PC_EMPTY;
    struct pc_str from = item->kind == PC_NODE_MAP ? text : pc_str_sub(text, 0, pc_str_find_char(text, ':', 0));
    struct pc_str path;
    if (from.len > 0 && from.ptr[0] == '.' && pc_path_join(dep->ctx->arena, source->dir, from, &path)) {
        pc_builder_mount(dep->ctx->builder, service->container, path);
    }
}

static void add_mounts(struct pc_compose_deployment *dep, const struct pc_compose_service *service) {
    for (size_t i = pc_compose_first_layer(service, "volumes"); i < service->layer_count; i++) {
        const struct pc_node *list = pc_map_get(service->layers[i].node, "volumes");
        const struct pc_node *item = list && list->kind == PC_NODE_LIST ? list->child : NULL;
        for (; item && pc_compose_work(dep, 1); item = item->next) {
            add_mount(dep, service, item, service->layers[i].source);
        }
    }
}

static void add_container(struct pc_compose_deployment *dep, struct pc_compose_service *service, bool built) {
    struct pc_container container = {.deployment = dep->id,
                                     .service = PC_NONE,
                                     .key = service->key,
                                     .key_span = service->key_span,
                                     .container_name = service->container_name,
                                     .image = service->image,
                                     .build_dir = service->build_dir,
                                     .build_file = service->build_file,
                                     .host_network = service->host_network,
                                     .foreign = service->image.len > 0 && !built};
    container.profiles = read_profiles(dep, service, &container.profile_count);
    pc_compose_networks_of(dep, service, &container);
    service->container = pc_builder_container(dep->ctx->builder, &container);
    add_mounts(dep, service);
}

static void collect_names(struct pc_compose_deployment *dep) {
    struct pc_compose_key *names = PC_NEW_ARRAY(dep->ctx->scratch, dep->services.count * 2, struct pc_compose_key);
    size_t count = 0;
    for (size_t i = 0; i < dep->services.count; i++) {
        const struct pc_compose_service *service = &dep->services.items[i];
        names[count] = (struct pc_compose_key){
            .name = pc_compose_plain_name(dep, service->key), .order = (uint32_t)count, .index = i};
        count++;
        if (service->container_name.len > 0) {
            names[count] = (struct pc_compose_key){
                .name = pc_compose_plain_name(dep, service->container_name), .order = (uint32_t)count, .index = i};
            count++;
        }
    }
    pc_compose_keys_sort(names, count);
    dep->names = names;
    dep->name_count = count;
}

void pc_compose_containers(struct pc_compose_deployment *dep) {
    bool *built = PC_NEW_ARRAY(dep->ctx->scratch, dep->services.count, bool);
    for (size_t i = 0; i < dep->services.count; i++) {
        struct pc_compose_service *service = &dep->services.items[i];
        service->image = keep(dep, pc_compose_scalar(dep, pc_compose_get(service, "image")));
        service->container_name = keep(dep, pc_compose_scalar(dep, pc_compose_get(service, "container_name")));
        built[i] = read_build(dep, service);
        size_t replicas = read_count(dep, pc_compose_get_in(service, "deploy", "replicas"));
        size_t scale = read_count(dep, pc_compose_get(service, "scale"));
        service->replicas = replicas > scale ? replicas : scale;
        dep->swarm = dep->swarm || speaks_of_swarm(service);
    }
    struct exact_names by_key = exact_names(dep, false);
    struct exact_names by_container = exact_names(dep, true);
    for (size_t i = 0; i < dep->services.count; i++) {
        read_network(dep, i, by_key, by_container);
    }
    follow_networks(dep);
    pc_compose_index_networks(dep);
    for (size_t i = 0; i < dep->services.count; i++) {
        add_container(dep, &dep->services.items[i], built[i]);
    }
    for (size_t i = 0; i < dep->services.count; i++) {
        const struct pc_compose_service *service = &dep->services.items[i];
        pc_builder_container_network(dep->ctx->builder, service->container,
                                     dep->services.items[service->network].container);
    }
    collect_names(dep);
}
