#include "image_port.h"

#include "path.h"
#include "sort.h"

uint16_t pc_image_port(struct pc_str image) {
    /* Products with one port for clients. Of mysql the second one (33060) is hardly ever on, and told by a flag. */
    static const struct {
        const char *name;
        uint16_t port;
    } known[] = {{"postgres", 5432},  {"postgresql", 5432}, {"postgis", 5432}, {"timescaledb", 5432},
                 {"pgvector", 5432},  {"redis", 6379},      {"valkey", 6379},  {"keydb", 6379},
                 {"mysql", 3306},     {"mariadb", 3306},    {"mongo", 27017},  {"mongodb", 27017},
                 {"memcached", 11211}};
    size_t slash = pc_str_rfind_char(image, '/');
    struct pc_str name = slash == PC_NPOS ? image : pc_str_sub(image, slash + 1, image.len);
    size_t end = 0;
    while (end < name.len && name.ptr[end] != ':' && name.ptr[end] != '@') {
        end++;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (pc_str_is(pc_str_sub(name, 0, end), known[i].name)) {
            return known[i].port;
        }
    }
    return 0;
}

/* A dial from inside a deployment to one of its services. */
struct call {
    pc_id callee, deployment;
    uint16_t port;
    pc_id caller; /* container */
    size_t edge;
};

static int compare_calls(const void *left, const void *right) {
    const struct call *a = left, *b = right;
    int order = pc_order(a->callee, b->callee);
    order = pc_then(order, pc_order(a->deployment, b->deployment));
    order = pc_then(order, pc_order(a->port, b->port));
    order = pc_then(order, pc_order(a->caller, b->caller));
    return pc_then(order, pc_order(a->edge, b->edge));
}

/* The container of a service in a deployment; PC_NONE when there are several. */
static pc_id only_container(const struct pc_registry *reg, pc_id service, pc_id deployment) {
    pc_id found = PC_NONE;
    for (pc_id i = 0; i < reg->container_count; i++) {
        if (reg->containers[i].service == service && reg->containers[i].deployment == deployment) {
            if (found != PC_NONE) {
                return PC_NONE;
            }
            found = i;
        }
    }
    return found;
}

/* Calls of one port, sorted by caller: does a second container make it as well? */
static bool has_two_callers(const struct call *calls, size_t count) {
    return calls[0].caller != calls[count - 1].caller;
}

static bool leads_to(const struct pc_registry *reg, const struct pc_edge *edge, uint16_t port) {
    for (size_t i = 0; i < edge->truth.count; i++) {
        const struct pc_claim *claim = &reg->claims[edge->truth.items[i]];
        if (claim->ports.lo <= port && port <= claim->ports.hi) {
            return true;
        }
    }
    return false;
}

/* calls: all of one callee in one deployment, by port. */
static void judge(const struct pc_rule_context *ctx, struct pc_edge *edges, const struct call *calls, size_t count) {
    const struct pc_registry *reg = ctx->reg;
    pc_id container = only_container(reg, calls[0].callee, calls[0].deployment);
    if (container == PC_NONE || !reg->containers[container].foreign || reg->containers[container].shared) {
        return;
    }
    uint16_t own = pc_image_port(reg->containers[container].image);
    bool used = false;
    for (size_t i = 0; i < count; i++) {
        used = used || calls[i].port == own;
    }
    for (size_t from = 0, to; own != 0 && from < count; from = to) {
        for (to = from + 1; to < count && calls[to].port == calls[from].port;) {
            to++;
        }
        if (calls[from].port == own || has_two_callers(calls + from, to - from)) {
            continue;
        }
        for (size_t i = from; i < to; i++) {
            struct pc_edge *edge = &edges[calls[i].edge];
            bool lonely = edge->verdict == PC_EDGE_UNKNOWN && !edge->stated;
            if (lonely && (used || leads_to(reg, edge, own)) && (edge->truth.count == 0 || leads_to(reg, edge, own))) {
                edge->verdict = PC_EDGE_WRONG;
                edge->by_image = own;
            }
        }
    }
}

void pc_edges_judge_images(const struct pc_rule_context *ctx, struct pc_edge *edges, size_t count) {
    struct PC_VEC(struct call) calls = {0};
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *dial = &ctx->reg->claims[edges[i].dial];
        bool named = edges[i].callee != PC_NONE && edges[i].host == PC_NONE && dial->container != PC_NONE &&
                     dial->ports.lo == dial->ports.hi && !(dial->flags & PC_CLAIM_SCRAPE);
        if (named) {
            *PC_PUSH(&calls, ctx->arena) = (struct call){
                edges[i].callee, ctx->reg->containers[dial->container].deployment, dial->ports.lo, dial->container, i};
        }
    }
    pc_sort(calls.items, calls.count, sizeof calls.items[0], compare_calls);
    for (size_t from = 0, to; from < calls.count; from = to) {
        for (to = from + 1; to < calls.count && calls.items[to].callee == calls.items[from].callee &&
                            calls.items[to].deployment == calls.items[from].deployment;) {
            to++;
        }
        judge(ctx, edges, calls.items + from, to - from);
    }
}
