/* See compose_network.h. */
#include "compose_network.h"

#include "compose_service.h"
#include "sort.h"

struct reading {
    struct pc_compose_deployment *dep;
    const struct pc_compose_service *service;
    struct PC_VEC(struct pc_str) networks, aliases;
    struct PC_VEC(struct pc_known_host) hosts;
    bool unknown; /* a network's name hangs on a variable */
};

static struct pc_str keep(const struct reading *r, struct pc_str text) {
    return pc_str_dup(r->dep->ctx->arena, text);
}

/* Calls for each item of a list setting, of all layers that are in effect. */
static void each_item(struct reading *r, const char *setting,
                      void (*take)(struct reading *r, const struct pc_node *item,
                                   const struct pc_compose_source *source)) {
    for (size_t i = pc_compose_first_layer(r->service, setting); i < r->service->layer_count; i++) {
        const struct pc_compose_layer *layer = &r->service->layers[i];
        const struct pc_node *node = pc_map_get(layer->node, setting);
        bool many = node && node->kind != PC_NODE_SCALAR;
        for (const struct pc_node *item = many ? node->child : NULL; item && pc_compose_work(r->dep, 1);
             item = item->next) {
            take(r, item, layer->source);
        }
    }
}

static struct pc_str text_of(const struct reading *r, const struct pc_node *node,
                             const struct pc_compose_source *source) {
    return pc_str_trim(pc_compose_scalar(r->dep, (struct pc_compose_field){node, source}));
}

static const struct pc_node *name_of(const struct pc_node *network) {
    const struct pc_node *name = pc_map_get(network, "name");
    return name ? name : pc_map_get(pc_map_get(network, "external"), "name");
}

void pc_compose_index_networks(struct pc_compose_deployment *dep) {
    struct PC_VEC(struct pc_compose_key) keys = {0};
    for (size_t i = 0; i < dep->sources.count; i++) {
        const struct pc_compose_source *source = dep->sources.items[i];
        const struct pc_node *root = source->tree.document_count > 0 ? source->tree.documents[0] : NULL;
        struct pc_map_iter it;
        for (pc_map_iter_init(&it, pc_map_get(root, "networks")); pc_map_iter_next(&it) && pc_compose_work(dep, 1);) {
            uint32_t order = (uint32_t)keys.count;
            if (it.value->key && name_of(it.value)) {
                *PC_PUSH(&keys, dep->ctx->scratch) = (struct pc_compose_key){
                    .name = it.value->key->text, .order = order, .source = source, .node = it.value};
            }
        }
    }
    pc_compose_keys_sort(keys.items, keys.count);
    dep->networks = keys.items;
    dep->network_count = keys.count;
}

/* What the file calls a network need not be what it is called: two keys may mean one. Empty when it is not known. */
static struct pc_str network_name(const struct reading *r, struct pc_str key) {
    const struct pc_compose_key *found = pc_compose_keys_find(r->dep->networks, r->dep->network_count, key);
    return found ? text_of(r, name_of(found->node), found->source) : key;
}

static void take_network(struct reading *r, const struct pc_node *item, const struct pc_compose_source *source) {
    struct pc_str key = item->key ? item->key->text : text_of(r, item, source);
    struct pc_str name = network_name(r, key);
    r->unknown = r->unknown || name.len == 0;
    *PC_PUSH(&r->networks, r->dep->ctx->arena) = keep(r, name);
    const struct pc_node *aliases = pc_map_get(item, "aliases");
    for (const struct pc_node *alias = aliases && aliases->kind == PC_NODE_LIST ? aliases->child : NULL;
         alias && pc_compose_work(r->dep, 1); alias = alias->next) {
        struct pc_str text = text_of(r, alias, source);
        if (text.len > 0) {
            *PC_PUSH(&r->aliases, r->dep->ctx->arena) = keep(r, text);
        }
    }
}

/* "ledger:books": the linked service under a name that only this container knows. */
static void take_link(struct reading *r, const struct pc_node *item, const struct pc_compose_source *source) {
    struct pc_str text = text_of(r, item, source);
    size_t colon = pc_str_find_char(text, ':', 0);
    if (colon != PC_NPOS && colon + 1 < text.len) {
        *PC_PUSH(&r->hosts, r->dep->ctx->arena) = (struct pc_known_host){
            .name = keep(r, pc_str_sub(text, colon + 1, PC_NPOS)), .target = keep(r, pc_str_sub(text, 0, colon))};
    }
}

/* "birch:10.0.0.2", "birch=10.0.0.2", {birch: 10.0.0.2} */
static void take_extra_host(struct reading *r, const struct pc_node *item, const struct pc_compose_source *source) {
    struct pc_str text = text_of(r, item, source);
    struct pc_str name = item->key ? item->key->text : PC_EMPTY;
    if (name.len == 0) {
        size_t end = pc_str_find_char(text, '=', 0);
        end = end == PC_NPOS ? pc_str_find_char(text, ':', 0) : end;
        name = pc_str_sub(text, 0, end);
        text = end == PC_NPOS ? PC_EMPTY : pc_str_sub(text, end + 1, PC_NPOS);
    }
    if (name.len > 0) {
        *PC_PUSH(&r->hosts, r->dep->ctx->arena) =
            (struct pc_known_host){.name = keep(r, pc_str_trim(name)), .target = keep(r, pc_str_trim(text))};
    }
}

static int compare_texts(const void *left, const void *right) {
    return pc_str_cmp(*(const struct pc_str *)left, *(const struct pc_str *)right);
}

static int compare_hosts(const void *left, const void *right) {
    const struct pc_known_host *a = left, *b = right;
    int order = pc_str_cmp(a->name, b->name);
    return order != 0 ? order : pc_str_cmp(a->target, b->target);
}

void pc_compose_networks_of(struct pc_compose_deployment *dep, const struct pc_compose_service *service,
                            struct pc_container *container) {
    struct reading r = {.dep = dep, .service = service};
    each_item(&r, "networks", take_network);
    each_item(&r, "links", take_link);
    each_item(&r, "external_links", take_link);
    each_item(&r, "extra_hosts", take_extra_host);
    struct pc_str hostname = pc_str_trim(pc_compose_scalar(dep, pc_compose_get(service, "hostname")));
    if (hostname.len > 0) {
        *PC_PUSH(&r.aliases, dep->ctx->arena) = keep(&r, hostname);
    }
    if (r.networks.count == 0 && !service->other_network) {
        *PC_PUSH(&r.networks, dep->ctx->arena) = PC_STR("default");
    }
    pc_sort(r.networks.items, r.networks.count, sizeof r.networks.items[0], compare_texts);
    pc_sort(r.hosts.items, r.hosts.count, sizeof r.hosts.items[0], compare_hosts);
    container->networks = r.networks.items;
    container->network_count = r.unknown ? 0 : r.networks.count;
    container->aliases = r.aliases.items;
    container->alias_count = r.aliases.count;
    container->known_hosts = r.hosts.items;
    container->known_host_count = r.hosts.count;
}
