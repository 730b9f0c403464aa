/* Actual ports against the plan's extent: PC112 outside-all-ranges, PC113 unplanned-port. */
#include <stdlib.h>

#include "intervals.h"
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

static int compare_ranges(const void *left, const void *right) {
    const struct pc_ports *a = left, *b = right;
    return pc_ports_cmp(*a, *b);
}

/* Declared ranges merged into disjoint intervals, in order. Ranges of one host count for that host only. */
struct cover {
    const struct pc_ports *items;
    size_t count;
};

static struct cover cover_of(const struct pc_rule_context *ctx, pc_id host) {
    struct PC_VEC(struct pc_ports) list = {0};
    for (size_t i = 0; i < ctx->reg->range_count; i++) {
        const struct pc_range *range = &ctx->reg->ranges[i];
        if (range->host == PC_NONE || range->host == host) {
            *PC_PUSH(&list, ctx->arena) = range->ports;
        }
    }
    if (list.count == 0) {
        return (struct cover){NULL, 0};
    }
    pc_sort(list.items, list.count, sizeof list.items[0], compare_ranges);
    size_t used = 0;
    for (size_t i = 1; i < list.count; i++) {
        if (list.items[i].lo <= list.items[used].hi) {
            list.items[used].hi = list.items[i].hi > list.items[used].hi ? list.items[i].hi : list.items[used].hi;
        } else {
            list.items[++used] = list.items[i];
        }
    }
    return (struct cover){list.items, used + 1};
}

/* The gap that a port lies in; false when it lies in a range. A gap is outer unless ranges lie on both sides of it: a
 * single port ("80, 443") is declared too, but nothing lies between it and its neighbours. */
static bool gap_of(struct cover cover, uint16_t port, struct pc_ports *gap, bool *outer) {
    uint16_t before = 0;
    bool below = false, above = false;
    *gap = (struct pc_ports){0, UINT16_MAX};
    for (size_t i = 0; i < cover.count; i++) {
        struct pc_ports range = cover.items[i];
        bool wide = range.hi > range.lo;
        if (port < range.lo) {
            gap->hi = gap->hi == UINT16_MAX ? (uint16_t)(range.lo - 1) : gap->hi;
            above = above || wide;
        } else if (port <= range.hi) {
            return false;
        } else {
            before = range.hi;
            below = below || wide;
        }
    }
    gap->lo = before == UINT16_MAX ? before : (uint16_t)(before + 1);
    *outer = !below || !above;
    return true;
}

struct stray {
    pc_id host;
    bool outer;
    struct pc_ports gap;
    pc_id claim;
};

static int compare_strays(const void *left, const void *right) {
    const struct stray *a = left, *b = right;
    int order = pc_order(a->host, b->host);
    order = pc_then(order, pc_ports_cmp(a->gap, b->gap));
    return pc_then(order, pc_order(a->claim, b->claim));
}

/* A registry's row or list holds the port: what is in none of them is PC304's, what has a row outside its range
 * PC101's. */
struct row_search {
    const struct pc_rule_context *ctx;
    pc_id host;
    bool listed, planned;
};

static bool find_row(void *arg, pc_id id) {
    struct row_search *search = arg;
    const struct pc_claim *claim = &search->ctx->reg->claims[id];
    if (pc_in_registry(search->ctx, id) && (claim->host == PC_NONE || claim->host == search->host)) {
        search->listed = search->listed || claim->role == PC_ROLE_DOCUMENTED;
        search->planned = search->planned || claim->role == PC_ROLE_PLANNED || claim->range != PC_NONE;
    }
    return !search->planned;
}

static bool is_listed_only(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    struct row_search search = {ctx, claim->host, false, false};
    pc_view_at_port(ctx->view, claim->ports.lo, find_row, &search);
    return search.listed && !search.planned;
}

static bool in_reach(const struct pc_rule_context *ctx, const struct pc_state *state) {
    if (state->host == PC_NONE || ctx->reg->services[state->service].external) {
        return false;
    }
    return state->actual == PC_ACTUAL_DOCUMENTED || ctx->reg->hosts[state->host].spoken_for;
}

static void say_strays(const struct pc_rule_context *ctx, const struct stray *strays, size_t count) {
    struct pc_port_set ports = {0};
    for (size_t i = 0; i < count; i++) {
        pc_port_set_add(ctx->arena, &ports, ctx->reg->claims[strays[i].claim].ports);
    }
    struct pc_str text = pc_port_set_text(ctx->arena, &ports);
    const char *verb = ports.list.count == 1 ? "lies" : "lie";
    struct pc_str on = pc_say_on_host(ctx, strays[0].host);
    struct pc_finding *f;
    if (strays[0].outer) {
        f = pc_say(ctx, PC_LEVEL_INFO, "%.*s%.*s %s beyond all declared ranges", PC_ARG(text), PC_ARG(on), verb);
    } else {
        f = pc_say(ctx, PC_LEVEL_DEFAULT, "%.*s%.*s %s between the declared ranges, in none of them", PC_ARG(text),
                   PC_ARG(on), verb);
    }
    f->host = ctx->reg->hosts[strays[0].host].name;
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[strays[i].claim];
        pc_say_claim(ctx, f, strays[i].claim);
        pc_finding_port(ctx->out, f, claim->ports);
        pc_finding_service(ctx->out, f, pc_service_name(ctx, claim->service));
    }
    for (size_t i = 0; i < ctx->reg->range_count; i++) {
        const struct pc_range *range = &ctx->reg->ranges[i];
        if (range->ports.hi + 1 == strays[0].gap.lo || range->ports.lo == strays[0].gap.hi + 1) {
            pc_finding_context(ctx->out, f, range->span, "the nearest range");
        }
    }
    pc_finding_help(ctx->out, f, "declare a range for %s, or move %s into one", count == 1 ? "it" : "them",
                    count == 1 ? "it" : "them");
}

static bool find_any(void *arg, pc_id id) {
    bool *any = arg;
    (void)id;
    *any = true;
    return false; /* one is enough */
}

/* All declared ranges, by file. */
static struct pc_intervals ranges_of_files(const struct pc_rule_context *ctx) {
    struct pc_interval *items = PC_NEW_ARRAY(ctx->arena, ctx->reg->range_count, struct pc_interval);
    for (pc_id i = 0; i < ctx->reg->range_count; i++) {
        const struct pc_range *range = &ctx->reg->ranges[i];
        items[i] = (struct pc_interval){range->span.file, range->ports, i};
    }
    return pc_intervals_new(ctx->arena, items, ctx->reg->range_count);
}

/* "exceptions: [{port: 6333, service: qdrant}]": rows that are meant to lie outside. */
static bool is_excepted(struct pc_str title) {
    static const char *const words[] = {"exception",  "exceptions", "exempt",  "exempted",
                                        "exemptions", "outside",    "unranged"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_has_word_nocase(title, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

/* A registry in data declares its ranges beside its rows: a row in none of them. Rows that already have a place in
 * reality are looked at there. */
static bool is_stray_row(const struct pc_rule_context *ctx, const struct pc_intervals *ranges,
                         const struct pc_claim *claim) {
    const struct pc_registry *reg = ctx->reg;
    bool row = claim->role == PC_ROLE_PLANNED && claim->section != PC_NONE && claim->range == PC_NONE &&
               reg->sections[claim->section].kind == PC_SECTION_DATA && pc_claim_is_host_side(claim) &&
               !(claim->flags & PC_CLAIM_FUTURE) && !is_excepted(reg->sections[claim->section].title);
    if (!row) {
        return false;
    }
    bool declared = false, held = false;
    struct pc_ports all = {0, UINT16_MAX};
    pc_intervals_each(ranges, claim->span.file, all, find_any, &declared);
    pc_intervals_each(ranges, claim->span.file, claim->ports, find_any, &held);
    return declared && !held;
}

static void check_rows(const struct pc_rule_context *ctx) {
    struct pc_finding *f = NULL;
    struct pc_intervals ranges = ranges_of_files(ctx);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (!is_stray_row(ctx, &ranges, claim)) {
            continue;
        }
        struct pc_str path = ctx->reg->files[claim->span.file].path;
        if (!f || !pc_str_eq(f->path, path)) {
            f = pc_say(ctx, PC_LEVEL_DEFAULT, "%.*s for `%.*s` lies in none of the ranges that the registry declares",
                       PC_ARG(pc_ports_text(ctx->arena, claim->ports)), PC_ARG(pc_claim_owner(ctx, claim)));
            f->path = path;
            pc_finding_help(ctx->out, f, "move it into a range, or declare one for it");
        }
        pc_finding_port(ctx->out, f, claim->ports);
        pc_finding_service(ctx->out, f, pc_service_name(ctx, claim->service));
        pc_say_claim(ctx, f, (pc_id)i);
    }
}

static void check_reach(const struct pc_rule_context *ctx) {
    if (ctx->reg->range_count == 0) {
        return;
    }
    check_rows(ctx);
    struct PC_VEC(struct stray) strays = {0};
    struct cover *covers = PC_NEW_ARRAY(ctx->arena, ctx->reg->host_count, struct cover);
    for (pc_id host = 0; host < ctx->reg->host_count; host++) {
        covers[host] = cover_of(ctx, host);
    }
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        for (size_t j = 0; in_reach(ctx, &states.items[i]) && j < states.items[i].claims.count; j++) {
            struct stray stray = {.host = states.items[i].host, .claim = states.items[i].claims.items[j]};
            const struct pc_claim *claim = &ctx->reg->claims[stray.claim];
            if (covers[stray.host].count > 0 && gap_of(covers[stray.host], claim->ports.lo, &stray.gap, &stray.outer) &&
                is_listed_only(ctx, claim)) {
                *PC_PUSH(&strays, ctx->arena) = stray;
            }
        }
    }
    pc_sort(strays.items, strays.count, sizeof strays.items[0], compare_strays);
    for (size_t from = 0, to; from < strays.count; from = to) {
        for (to = from; to < strays.count && strays.items[to].host == strays.items[from].host &&
                        pc_ports_eq(strays.items[to].gap, strays.items[from].gap);) {
            to++;
        }
        say_strays(ctx, strays.items + from, to - from);
    }
}

/* A row of a plan that gives the service a port, or keeps one for it. */
static bool has_plan_row(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PLANNED || (claim->role == PC_ROLE_RESERVED && claim->name.len > 0)) {
            return true;
        }
    }
    return false;
}

static bool is_listed_on_host(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    return claim->role == PC_ROLE_DOCUMENTED && pc_claim_is_host_side(claim) && claim->host != PC_NONE &&
           pc_in_registry(ctx, id);
}

/* By host: is what is listed there also planned, somewhere else? Tables a host whose rows say "running" or "pending"
 * are plan and list in one. */
static bool *planned_elsewhere(const struct pc_rule_context *ctx) {
    bool *planned = PC_NEW_ARRAY(ctx->arena, ctx->reg->host_count, bool);
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        struct pc_claims owned = pc_view_of_service(ctx->view, service);
        const struct pc_claim *plan = NULL;
        for (size_t i = 0; i < owned.count && !plan; i++) {
            const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
            plan = claim->role == PC_ROLE_PLANNED && !(claim->flags & PC_CLAIM_RESTATED) ? claim : NULL;
        }
        for (size_t i = 0; plan && i < owned.count; i++) {
            const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
            if (is_listed_on_host(ctx, owned.items[i]) && claim->section != plan->section) {
                planned[claim->host] = planned[claim->host] || plan->host == PC_NONE || plan->host == claim->host;
            }
        }
    }
    return planned;
}

static void check_unplanned(const struct pc_rule_context *ctx) {
    const bool *planned = planned_elsewhere(ctx);
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        if (has_plan_row(ctx, service) || ctx->reg->services[service].external) {
            continue;
        }
        struct pc_claims owned = pc_view_of_service(ctx->view, service);
        struct pc_finding *f = NULL;
        for (size_t i = 0; i < owned.count; i++) {
            const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
            if (!is_listed_on_host(ctx, owned.items[i]) || !planned[claim->host]) {
                continue;
            }
            if (!f) {
                f = pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` is documented as real on %u, but has no row in the plan",
                           PC_ARG(pc_service_name(ctx, service)), (unsigned)claim->ports.lo);
                pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
                pc_finding_help(ctx->out, f, "add a row, so that nobody is given its port");
            }
            pc_finding_port(ctx->out, f, claim->ports);
            pc_say_claim(ctx, f, owned.items[i]);
        }
    }
}

const struct pc_rule pc_rule_outside_all_ranges = {
    .info =
        {.code = "PC112",
         .name = "outside-all-ranges",
         .family = "Plan",
         .level = PC_LEVEL_WARNING,
         .varies = true,
         .summary = "a service is documented on a port that lies between the declared ranges but in none of them",
         .why =
             "A port outside the ranges belongs to nobody's part of the plan, so the next range may be laid over it.",
         .fix = "Declare a range for it, or move the service into one.",
         .silent =
             "Registries that declare no ranges, ports inside containers, rows of a registry in data that stand under "
             "`exceptions`, and services of services.external. A port beyond all ranges, and not between them, is only "
             "told as information.",
         .config = "services.external takes services out",
         .bad = "## 3000-3009: Core\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 3001 | shop |\n"
                "\n"
                "## 4000-4009: Tools\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 4001 | wiki |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- credits `3061`\n",
         .good = "## 3000-3099: Core\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 3001 | shop |\n"
                 "\n"
                 "## 4000-4009: Tools\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 4001 | wiki |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- credits `3061`\n"},
    .check = check_reach};

const struct pc_rule pc_rule_unplanned_port = {
    .info =
        {.code = "PC113",
         .name = "unplanned-port",
         .family = "Plan",
         .level = PC_LEVEL_INFO,
         .summary = "a service is documented as real, but has no row in the plan",
         .why =
             "Whoever looks for a free port looks at the plan, finds this one free, and gives it to the next service.",
         .fix = "Add a row for it, in the range where it belongs.",
         .silent =
             "Services whose port a row reserves, services of services.external, and documents that are plan and list "
             "of real ports in one.",
         .config = "services.external takes services out; services.aliases: other names of a planned service",
         .bad = "| Port | Service |\n"
                "|------|---------|\n"
                "| 3001 | shop |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- shop `3001`\n"
                "- mailer `3042`\n",
         .good = "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 3001 | shop |\n"
                 "| 3042 | mailer |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- shop `3001`\n"
                 "- mailer `3042`\n"},
    .check = check_unplanned};
