/* PC109: two rows that belong together by configuration do not end in the same digits. */
#include "rule_tools.h"
#include "sort.h"
#include "view.h"
#include "words.h"

/* A row of one side of a pair. */
struct side {
    const struct pc_claim *claim;
    struct pc_str core; /* pc_name_core of the name */
    bool second;        /* of the pair's "with" range */
    bool referring;     /* its reference cell names its partner: names are not asked */
};

static int compare_sides(const void *left, const void *right) {
    const struct side *a = left;
    const struct side *b = right;
    int order = pc_str_cmp(a->core, b->core);
    order = pc_then(order, pc_order(a->second, b->second));
    return pc_then(order, pc_order((uintptr_t)a->claim, (uintptr_t)b->claim));
}

static unsigned modulus(const struct pc_pair *pair) {
    unsigned m = 1;
    for (unsigned i = 0; i < pair->digits && i < 5; i++)
        m *= 10;
    return m;
}

static bool is_paired_row(const struct pc_registry *reg, const struct pc_claim *claim) {
    return claim->role == PC_ROLE_PLANNED && claim->ports.lo == claim->ports.hi && pc_is_registry_row(reg, claim) &&
           !(claim->flags & PC_CLAIM_RESTATED);
}

static void compare(const struct pc_rule_context *ctx, const struct pc_pair *pair, const struct pc_claim *a,
                    const struct pc_claim *b) {
    enum pc_level level;
    if (a->ports.lo % modulus(pair) == b->ports.lo % modulus(pair) || !pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    struct pc_str first = pc_claim_owner(ctx, a);
    struct pc_str second = pc_claim_owner(ctx, b);
    struct pc_finding *f =
        pc_finding_new(ctx->out, &ctx->rule->info, level, "`%.*s` has %u and its partner `%.*s` %u: the last %s",
                       PC_ARG(first), (unsigned)a->ports.lo, PC_ARG(second), (unsigned)b->ports.lo,
                       pair->digits == 1 ? "digit differs" : "digits differ");
    pc_finding_port(ctx->out, f, a->ports);
    pc_finding_port(ctx->out, f, b->ports);
    pc_finding_service(ctx->out, f, first);
    pc_finding_service(ctx->out, f, second);
    pc_finding_label(ctx->out, f, a->span, "`%.*s`", PC_ARG(first));
    pc_finding_label(ctx->out, f, b->span, "`%.*s`", PC_ARG(second));
}

/* The only planned port of a service in a range; NULL when there is none or more than one. */
static const struct pc_claim *port_in(const struct pc_rule_context *ctx, pc_id service, struct pc_ports range) {
    struct pc_claims claims = pc_view_of_service(ctx->view, service);
    const struct pc_claim *found = NULL;
    for (size_t i = 0; i < claims.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[claims.items[i]];
        if (!is_paired_row(ctx->reg, claim) || !pc_ports_contain(range, claim->ports))
            continue;
        if (found && !pc_ports_eq(found->ports, claim->ports))
            return NULL;
        found = found ? found : claim;
    }
    return found;
}

/* Rows whose reference cell names the partner. Marks them, so that their names are not asked as well. */
static void check_references(const struct pc_rule_context *ctx, const struct pc_pair *pair, bool *referring) {
    const struct pc_registry *reg = ctx->reg;
    pc_id last = PC_NONE; /* a service whose partner was sought, with what was found: cells mostly differ */
    const struct pc_claim *last_found[2] = {NULL, NULL};
    for (size_t i = 0; i < reg->reference_count; i++) {
        const struct pc_reference *reference = &reg->references[i];
        if (reference->claim == PC_NONE || reference->target == PC_NONE)
            continue;
        const struct pc_claim *row = &reg->claims[reference->claim];
        referring[reference->claim] = true;
        if (!is_paired_row(reg, row))
            continue;
        if (reference->target != last) {
            last = reference->target;
            last_found[0] = port_in(ctx, last, pair->with);
            last_found[1] = port_in(ctx, last, pair->range);
        }
        if (pc_ports_contain(pair->range, row->ports) && last_found[0])
            compare(ctx, pair, row, last_found[0]);
        else if (pc_ports_contain(pair->with, row->ports) && last_found[1])
            compare(ctx, pair, last_found[1], row);
    }
}

/* Rows with one name but for "-web" and "-server": exactly one on each side. */
static void check_names(const struct pc_rule_context *ctx, const struct pc_pair *pair, const bool *referring) {
    const struct pc_registry *reg = ctx->reg;
    struct PC_VEC(struct side) sides = {0};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool first = pc_ports_contain(pair->range, claim->ports);
        if (claim->name.len > 0 && is_paired_row(reg, claim) && (first || pc_ports_contain(pair->with, claim->ports)))
            *PC_PUSH(&sides, ctx->arena) = (struct side){.claim = claim,
                                                         .core = pc_name_core(ctx->arena, claim->name, NULL),
                                                         .second = !first,
                                                         .referring = referring[i]};
    }
    pc_sort(sides.items, sides.count, sizeof *sides.items, compare_sides);
    for (size_t from = 0, to; from < sides.count; from = to) {
        for (to = from + 1; to < sides.count && pc_str_eq(sides.items[to].core, sides.items[from].core);)
            to++;
        const struct side *a = &sides.items[from];
        const struct side *b = a + 1;
        if (to - from == 2 && !a->second && b->second && !a->referring && !b->referring && a->core.len > 0)
            compare(ctx, pair, a->claim, b->claim);
    }
}

static void check(const struct pc_rule_context *ctx) {
    for (size_t i = 0; i < ctx->config->pair_count; i++) {
        bool *referring = PC_NEW_ARRAY(ctx->arena, ctx->reg->claim_count, bool);
        check_references(ctx, &ctx->config->pairs[i], referring);
        check_names(ctx, &ctx->config->pairs[i], referring);
    }
}

const struct pc_rule pc_rule_pair_mismatch = {
    .info =
        {.code = "PC109",
         .name = "pair-mismatch",
         .family = "Plan",
         .level = PC_LEVEL_INFO,
         .summary = "two rows of a configured pair of ranges belong together, and their ports do not end alike",
         .why = "Where front end and server share their last digits, one port tells the other. A pair that breaks "
                "the rule "
                "misleads whoever relies on it.",
         .fix = "Move one of the two, or drop the pair from the configuration.",
         .silent =
             "Rows without a partner, and ranges that no pair of the configuration names. A partner is the row that a "
             "reference cell names, else the one of the same name without -web or -server.",
         .bad = "--- portcheck.yml\n"
                "pairs:\n"
                "  - { range: 7200-7299, with: 8200-8299 }\n"
                "--- PORTS.md\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 7212 | shop-server |\n"
                "| 8213 | shop-web |\n",
         .good = "--- portcheck.yml\n"
                 "pairs:\n"
                 "  - { range: 7200-7299, with: 8200-8299 }\n"
                 "--- PORTS.md\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7212 | shop-server |\n"
                 "| 8212 | shop-web |\n",
         .config = "pairs: which ranges go together, and by how many last digits; without it the rule is silent"},
    .check = check,
};
