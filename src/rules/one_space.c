/* See one_space.h. */
#include "one_space.h"

#include <stdlib.h>

#include "meeting.h"
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

/* A deployment's published port that a row of a document gives to the very service that publishes it. */
struct listed {
    pc_id host;
    pc_id file; /* the document */
    uint16_t port;
};

struct space {
    const struct pc_rule_context *ctx;
    struct PC_VEC(struct listed) rows;
    struct PC_VEC(struct listed) members; /* port 0: that document gives out the ports of that host */
};

struct at_port {
    const struct pc_rule_context *ctx;
    struct PC_VEC(pc_id) services; /* sorted */
    struct PC_VEC(pc_id) files;    /* documents whose rows give the port to one of the services */
    bool given;                    /* some row gives it to somebody */
};

static bool is_row(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_PLANNED && claim->host == PC_NONE && claim->service != PC_NONE;
}

static int compare_ids(const void *left, const void *right) {
    return pc_order(*(const pc_id *)left, *(const pc_id *)right);
}

static bool visit(void *arg, pc_id id) {
    struct at_port *at = arg;
    const struct pc_claim *claim = &at->ctx->reg->claims[id];
    at->given = at->given || claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_RESERVED;
    if (is_row(claim) && at->services.count > 0 &&
        bsearch(&claim->service, at->services.items, at->services.count, sizeof(pc_id), compare_ids)) {
        *PC_PUSH(&at->files, at->ctx->arena) = claim->span.file;
    }
    return true;
}

/* A deployment that nothing places, of production as far as anybody says: variants for development and tests take
 * turns with what they are variants of. */
static bool may_share(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    if (claim->container == PC_NONE || ctx->reg->hosts[claim->host].named) {
        return false;
    }
    return !pc_environment_is_side(ctx->reg->hosts[claim->host].environment);
}

static int compare_listed(const void *left, const void *right) {
    const struct listed *a = left, *b = right;
    int order = pc_order(a->host, b->host);
    order = pc_then(order, pc_order(a->file, b->file));
    return pc_then(order, pc_order(a->port, b->port));
}

static void collect_rows(struct space *space) {
    const struct pc_rule_context *ctx = space->ctx;
    struct pc_claims all = pc_view_bindings(ctx->view);
    for (size_t from = 0, to; from < all.count; from = to) {
        const struct pc_claim *first = &ctx->reg->claims[all.items[from]];
        struct at_port at = {.ctx = ctx};
        for (to = from; to < all.count; to++) {
            const struct pc_claim *claim = &ctx->reg->claims[all.items[to]];
            if (claim->host != first->host || claim->ports.lo != first->ports.lo) {
                break;
            }
            if (may_share(ctx, claim)) {
                *PC_PUSH(&at.services, ctx->arena) = claim->service;
            }
        }
        if (at.services.count == 0) {
            continue;
        }
        pc_sort(at.services.items, at.services.count, sizeof at.services.items[0], compare_ids);
        pc_view_at_port(ctx->view, first->ports.lo, visit, &at);
        for (size_t j = 0; j < at.files.count; j++) {
            *PC_PUSH(&space->rows, ctx->arena) = (struct listed){first->host, at.files.items[j], first->ports.lo};
        }
    }
    pc_sort(space->rows.items, space->rows.count, sizeof space->rows.items[0], compare_listed);
}

/* One row may be chance: the document gives out a deployment's ports when it lists two of them. */
static void collect_members(struct space *space) {
    for (size_t from = 0, to; from < space->rows.count; from = to) {
        const struct listed *first = &space->rows.items[from];
        size_t ports = 1;
        for (to = from + 1; to < space->rows.count; to++) {
            const struct listed *row = &space->rows.items[to];
            if (row->host != first->host || row->file != first->file) {
                break;
            }
            ports += row->port != space->rows.items[to - 1].port;
        }
        if (ports > 1) {
            *PC_PUSH(&space->members, space->ctx->arena) = (struct listed){first->host, first->file, 0};
        }
    }
}

static bool is_member(const struct space *space, pc_id host, pc_id file) {
    struct listed key = {host, file, 0};
    return space->members.count > 0 && bsearch(&key, space->members.items, space->members.count,
                                               sizeof space->members.items[0], compare_listed) != NULL;
}

static struct pc_str dir_of(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    const struct pc_deployment *deployment = &ctx->reg->deployments[ctx->reg->containers[claim->container].deployment];
    struct pc_str path = ctx->reg->files[deployment->file].path;
    size_t slash = pc_str_rfind_char(path, '/');
    return slash == PC_NPOS ? PC_EMPTY : pc_str_sub(path, 0, slash);
}

/* Compose files of one folder are variants of one another as often as not. */
static bool collide(const struct pc_rule_context *ctx, const struct pc_claim *a, const struct pc_claim *b) {
    return a->host != b->host && !pc_str_eq(dir_of(ctx, a), dir_of(ctx, b)) &&
           pc_bindings_meet(ctx->reg, a, b) == PC_MEET_SURELY;
}

static void report(const struct pc_rule_context *ctx, pc_id file, const pc_id *claims, size_t count) {
    const struct pc_claim *first = &ctx->reg->claims[claims[0]];
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_WARNING, "port %.*s is published by %zu deployments whose ports `%.*s` gives out together",
               PC_ARG(pc_say_ports(ctx->arena, &first->ports, 1)), count, PC_ARG(ctx->reg->files[file].path));
    f->protocol = first->protocol;
    pc_finding_port(ctx->out, f, first->ports);
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[claims[i]];
        struct pc_str name = pc_service_name(ctx, claim->service);
        pc_finding_service(ctx->out, f, name);
        pc_finding_label(ctx->out, f, claim->span, "`%.*s` %s", PC_ARG(name),
                         i == 0 ? "publishes it here" : "publishes it again");
    }
    pc_finding_note(ctx->out, f,
                    "the registry names no machine and lists ports of each of them, so they seem to share "
                    "one; there whichever starts second fails with \"address already in use\"");
    pc_finding_help(ctx->out, f, "publish one of them on a free port, and give the registry a row for each");
    pc_finding_help(ctx->out, f,
                    "if they run on machines of their own, say so in portcheck.yml: hosts: { NAME: { sources: "
                    "[COMPOSE FILE] } }");
    pc_say_free_port(ctx, f, PC_NONE, first->ports.lo);
}

struct binding {
    uint16_t port;
    pc_id file;
    pc_id claim;
};

static int compare_bindings(const void *left, const void *right) {
    const struct binding *a = left, *b = right;
    int order = pc_order(a->file, b->file);
    order = pc_then(order, pc_order(a->port, b->port));
    return pc_then(order, pc_order(a->claim, b->claim));
}

/* Those of one document and port: the first, and all that collide with it. */
static void check_group(const struct pc_rule_context *ctx, const struct binding *items, size_t count) {
    struct PC_VEC(pc_id) met = {0};
    struct at_port at = {.ctx = ctx};
    pc_view_at_port(ctx->view, items[0].port, visit, &at);
    if (at.given) {
        return;
    }
    *PC_PUSH(&met, ctx->arena) = items[0].claim;
    for (size_t i = 1; i < count; i++) {
        if (collide(ctx, &ctx->reg->claims[items[0].claim], &ctx->reg->claims[items[i].claim])) {
            *PC_PUSH(&met, ctx->arena) = items[i].claim;
        }
    }
    if (met.count > 1) {
        report(ctx, items[0].file, met.items, met.count);
    }
}

void pc_check_one_space(const struct pc_rule_context *ctx) {
    struct space space = {.ctx = ctx};
    struct PC_VEC(struct binding) bindings = {0};
    collect_rows(&space);
    collect_members(&space);
    struct pc_claims all = pc_view_bindings(ctx->view);
    for (size_t i = 0; space.members.count > 1 && i < all.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[all.items[i]];
        for (size_t j = 0; may_share(ctx, claim) && j < ctx->reg->document_count; j++) {
            if (is_member(&space, claim->host, ctx->reg->documents[j].file)) {
                *PC_PUSH(&bindings, ctx->arena) =
                    (struct binding){claim->ports.lo, ctx->reg->documents[j].file, all.items[i]};
            }
        }
    }
    pc_sort(bindings.items, bindings.count, sizeof bindings.items[0], compare_bindings);
    for (size_t from = 0, to; from < bindings.count; from = to) {
        for (to = from + 1; to < bindings.count && bindings.items[to].file == bindings.items[from].file &&
                            bindings.items[to].port == bindings.items[from].port;) {
            to++;
        }
        if (to - from > 1) {
            check_group(ctx, bindings.items + from, to - from);
        }
    }
}
