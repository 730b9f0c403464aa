#include "uses.h"

#include "free_ports.h"
#include "sort.h"
#include "vec.h"

/* The surest first. */
static const enum pc_role by_weight[] = {PC_ROLE_PUBLISHES, PC_ROLE_OBSERVED, PC_ROLE_DOCUMENTED, PC_ROLE_PLANNED,
                                         PC_ROLE_DEFAULT,   PC_ROLE_RESERVED, PC_ROLE_LISTENS,    PC_ROLE_DIALS};
#define WEIGHTS (sizeof by_weight / sizeof by_weight[0])

const char *pc_role_state(enum pc_role role) {
    return role == PC_ROLE_LISTENS     ? "inside"
           : role == PC_ROLE_PUBLISHES ? "deployed"
           : role == PC_ROLE_DIALS     ? "dialled"
                                       : pc_role_name(role);
}

void pc_add_states(struct pc_buf *out, unsigned roles) {
    const char *comma = "";
    for (size_t i = 0; i < WEIGHTS; i++) {
        if (roles & (1u << by_weight[i])) {
            pc_buf_addf(out, "%s%s", comma, pc_role_state(by_weight[i]));
            comma = ", ";
        }
    }
}

static size_t weight_of(enum pc_role role) {
    size_t i = 0;
    while (i < WEIGHTS && by_weight[i] != role)
        i++;
    return i;
}

static int compare_numbers(uint32_t a, uint32_t b) {
    return pc_order(a, b);
}

/* Whom and what a use is about: uses that are equal here are one. */
static int compare_subjects(const struct pc_use *a, const struct pc_use *b) {
    int order = pc_ports_cmp(a->ports, b->ports);
    if (order == 0)
        order = compare_numbers(a->host + 1u, b->host + 1u); /* PC_NONE goes first */
    if (order == 0)
        order = compare_numbers(a->service, b->service);
    return order != 0 ? order : pc_str_cmp(a->name, b->name);
}

static int compare_uses(const void *left, const void *right) {
    const struct pc_use *a = left;
    const struct pc_use *b = right;
    int order = compare_subjects(a, b);
    return order != 0 ? order : compare_numbers(a->claim, b->claim);
}

static void join(const struct pc_registry *reg, struct pc_use *into, const struct pc_use *use) {
    if (weight_of(reg->claims[use->claim].role) < weight_of(reg->claims[into->claim].role))
        into->claim = use->claim;
    into->roles |= use->roles;
    into->claims += use->claims;
}

struct pc_uses pc_uses_of(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_selection *selection) {
    struct PC_VEC(struct pc_use) uses = {0};
    for (pc_id i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *c = &reg->claims[i];
        if (c->role == PC_ROLE_DIALS || !pc_claim_takes_port(c) || !pc_selects_claim(selection, c))
            continue;
        *PC_PUSH(&uses, arena) =
            (struct pc_use){.ports = c->ports,
                            .host = c->host,
                            .service = c->service,
                            .name = c->service == PC_NONE ? c->name : reg->services[c->service].name,
                            .roles = 1u << c->role,
                            .claim = i,
                            .claims = 1};
    }
    pc_sort(uses.items, uses.count, sizeof *uses.items, compare_uses);
    size_t kept = 0;
    for (size_t i = 0; i < uses.count; i++) {
        if (kept > 0 && compare_subjects(&uses.items[kept - 1], &uses.items[i]) == 0)
            join(reg, &uses.items[kept - 1], &uses.items[i]);
        else
            uses.items[kept++] = uses.items[i];
    }
    return (struct pc_uses){uses.items, kept};
}
