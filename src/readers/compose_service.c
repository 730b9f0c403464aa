/* Which mappings make up a service. The facts of its container stand in compose_container.c. */
#include "compose_service.h"

#include "compose_container.h"
#include "path.h"
#include "sort.h"

/* A service of more settings is no service; merging it again and again would take for ever. */
enum { SETTINGS_MAX = 512, EXTENDS_MAX = 16 };

bool pc_compose_is_reset(const struct pc_node *node) {
    return pc_str_eq(node->tag, PC_STR("!reset"));
}

struct pc_compose_field pc_compose_get(const struct pc_compose_service *service, const char *key) {
    for (size_t i = service->layer_count; i > 0; i--) {
        const struct pc_compose_layer *layer = &service->layers[i - 1];
        const struct pc_node *node = pc_map_get(layer->node, key);
        if (node && pc_compose_is_reset(node)) {
            break;
        }
        if (node && node->kind != PC_NODE_NULL) {
            return (struct pc_compose_field){node, layer->source};
        }
    }
    return (struct pc_compose_field){NULL, NULL};
}

struct pc_compose_field pc_compose_get_in(const struct pc_compose_service *service, const char *key,
                                          const char *below) {
    for (size_t i = service->layer_count; i > 0; i--) {
        const struct pc_compose_layer *layer = &service->layers[i - 1];
        const struct pc_node *outer = pc_map_get(layer->node, key);
        if (outer && pc_compose_is_reset(outer)) {
            break;
        }
        const struct pc_node *node = pc_map_get(outer, below);
        if (node && pc_compose_is_reset(node)) {
            break;
        }
        if (node && node->kind != PC_NODE_NULL) {
            return (struct pc_compose_field){node, layer->source};
        }
        if (outer && pc_str_eq(outer->tag, PC_STR("!override"))) {
            break;
        }
    }
    return (struct pc_compose_field){NULL, NULL};
}

size_t pc_compose_first_layer(const struct pc_compose_service *service, const char *key) {
    for (size_t i = service->layer_count; i > 0; i--) {
        const struct pc_node *node = pc_map_get(service->layers[i - 1].node, key);
        if (node && pc_compose_is_reset(node)) {
            return i;
        }
        if (node && pc_str_eq(node->tag, PC_STR("!override"))) {
            return i - 1;
        }
    }
    return 0;
}

struct pc_str pc_compose_scalar(struct pc_compose_deployment *dep, struct pc_compose_field field) {
    if (!field.node || field.node->kind != PC_NODE_SCALAR) {
        return PC_EMPTY;
    }
    struct pc_compose_text text = pc_compose_expand(&dep->vars, field.source, field.node, 0, field.node->text.len);
    return text.unknown ? PC_EMPTY : text.text;
}

static bool looks_like_service(const struct pc_node *node) {
    return node->kind == PC_NODE_MAP && (pc_map_get(node, "image") || pc_map_get(node, "build"));
}

const struct pc_node *pc_compose_services_of(const struct pc_node *document) {
    const struct pc_node *services = pc_map_get(document, "services");
    if (services) {
        return services->kind == PC_NODE_MAP ? services : NULL;
    }
    if (pc_map_get(document, "version") || pc_map_get(document, "include") || !document) {
        return NULL;
    }
    struct pc_map_iter it;
    bool first_version = false;
    for (pc_map_iter_init(&it, document); pc_map_iter_next(&it);) {
        if (!looks_like_service(it.value)) {
            return NULL;
        }
        first_version = true;
    }
    return first_version ? document : NULL;
}

void pc_compose_index_services(struct pc_compose_deployment *dep, struct pc_compose_source *source) {
    struct PC_VEC(struct pc_compose_key) keys = {0};
    for (size_t i = source->tree.document_count; i > 0; i--) {
        struct pc_map_iter it;
        for (pc_map_iter_init(&it, pc_compose_services_of(source->tree.documents[i - 1])); pc_map_iter_next(&it);) {
            if (it.value->key && it.value->key->kind == PC_NODE_SCALAR) {
                *PC_PUSH(&keys, dep->ctx->scratch) =
                    (struct pc_compose_key){it.value->key->text, (uint32_t)keys.count, source, it.value, PC_NPOS};
            }
        }
    }
    pc_compose_keys_sort(keys.items, keys.count);
    source->services = keys.items;
    source->service_count = keys.count;
}

/* What a mapping extends; node NULL when nothing, or when that cannot be found. */
static struct pc_compose_layer extended(struct pc_compose_deployment *dep, struct pc_compose_layer layer) {
    struct pc_compose_layer none = {NULL, NULL};
    const struct pc_node *extends = pc_map_get(layer.node, "extends");
    if (!extends || pc_compose_is_reset(extends)) {
        return none;
    }
    const struct pc_node *name = extends->kind == PC_NODE_MAP ? pc_map_get(extends, "service") : extends;
    const struct pc_node *file = extends->kind == PC_NODE_MAP ? pc_map_get(extends, "file") : NULL;
    const struct pc_compose_source *source = layer.source;
    if (!name || name->kind != PC_NODE_SCALAR) {
        return none;
    }
    if (file && file->kind == PC_NODE_SCALAR) {
        struct pc_str path;
        struct pc_str written = pc_compose_scalar(dep, (struct pc_compose_field){file, layer.source});
        source = written.len > 0 && pc_path_join(dep->ctx->scratch, layer.source->dir, written, &path)
                     ? pc_compose_borrow(dep, path)
                     : NULL;
    }
    const struct pc_compose_key *key =
        source ? pc_compose_keys_find(source->services, source->service_count, name->text) : NULL;
    if (!key) {
        pc_compose_trouble(dep, layer.source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT,
                           pc_compose_span(layer.source, file ? file : name),
                           "what this service extends is not in this repository, so ports of it may be missing");
        return none;
    }
    return (struct pc_compose_layer){source, key->node};
}

struct layers {
    struct PC_VEC(struct pc_compose_layer) list;
};

/* Adds a mapping of a service, behind what it extends. */
static void add_layers(struct pc_compose_deployment *dep, struct layers *layers, struct pc_compose_layer layer) {
    struct pc_compose_layer chain[EXTENDS_MAX];
    size_t count = 0;
    while (layer.node && layer.node->kind == PC_NODE_MAP && count < EXTENDS_MAX && pc_compose_work(dep, 1)) {
        if (layer.node->count > SETTINGS_MAX) {
            pc_compose_trouble(dep, layer.source, PC_TROUBLE_TOO_LARGE, PC_LEVEL_DEFAULT,
                               pc_compose_span(layer.source, layer.node), "a service with more than %d settings",
                               SETTINGS_MAX);
            break;
        }
        chain[count++] = layer;
        layer = extended(dep, layer);
    }
    if (count == EXTENDS_MAX) {
        pc_compose_trouble(dep, chain[0].source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT,
                           pc_compose_span(chain[0].source, pc_map_get(chain[0].node, "extends")),
                           "`extends` leads through more than %d services, or in a circle", EXTENDS_MAX);
    }
    while (count > 0) {
        *PC_PUSH(&layers->list, dep->ctx->scratch) = chain[--count];
    }
}

/* All services of all files, a file's own order kept, then sorted by name. */
static struct pc_compose_key *all_services(struct pc_compose_deployment *dep, size_t *count) {
    struct PC_VEC(struct pc_compose_key) keys = {0};
    for (size_t i = 0; i < dep->sources.count; i++) {
        struct pc_compose_source *source = dep->sources.items[i];
        pc_compose_index_services(dep, source);
        for (size_t j = 0; j < source->tree.document_count; j++) {
            struct pc_map_iter it;
            for (pc_map_iter_init(&it, pc_compose_services_of(source->tree.documents[j])); pc_map_iter_next(&it);) {
                if (it.value->key && it.value->key->kind == PC_NODE_SCALAR) {
                    *PC_PUSH(&keys, dep->ctx->scratch) =
                        (struct pc_compose_key){it.value->key->text, (uint32_t)keys.count, source, it.value, PC_NPOS};
                }
            }
        }
    }
    pc_compose_keys_sort(keys.items, keys.count);
    *count = keys.count;
    return keys.items;
}

/* A group of mappings of one name: one service. */
struct group {
    uint32_t order; /* of its first mapping */
    size_t first, count;
};

static int by_order(const void *a, const void *b) {
    const struct group *x = a;
    const struct group *y = b;
    return pc_order(x->order, y->order);
}

static void add_service(struct pc_compose_deployment *dep, const struct pc_compose_key *keys, size_t count) {
    struct layers layers = {.list = {NULL, 0, 0}};
    for (size_t i = 0; i < count; i++) {
        if (pc_compose_is_reset(keys[i].node)) {
            layers.list.count = 0;
            if (i + 1 == count) {
                return; /* taken out of the deployment */
            }
            continue;
        }
        if (pc_str_eq(keys[i].node->tag, PC_STR("!override"))) {
            layers.list.count = 0;
        }
        add_layers(dep, &layers, (struct pc_compose_layer){keys[i].source, keys[i].node});
    }
    struct pc_compose_service *service = PC_PUSH(&dep->services, dep->ctx->scratch);
    service->key = pc_str_dup(dep->ctx->arena, keys[0].name);
    service->key_span = pc_compose_span(keys[0].source, keys[0].node->key);
    service->layers = layers.list.items;
    service->layer_count = layers.list.count;
    service->network = dep->services.count - 1;
}

void pc_compose_services(struct pc_compose_deployment *dep) {
    size_t count;
    struct pc_compose_key *keys = all_services(dep, &count);
    struct PC_VEC(struct group) groups = {0};
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !pc_str_eq(keys[i].name, keys[i - 1].name)) {
            *PC_PUSH(&groups, dep->ctx->scratch) = (struct group){keys[i].order, i, 0};
        }
        groups.items[groups.count - 1].count++;
    }
    pc_sort(groups.items, groups.count, sizeof groups.items[0], by_order);
    for (size_t i = 0; i < groups.count && pc_compose_work(dep, 1); i++) {
        add_service(dep, keys + groups.items[i].first, groups.items[i].count);
    }
    pc_compose_containers(dep);
}
