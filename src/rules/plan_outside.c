/* PC101: a row stands under a range that does not hold its port. */
#include "intervals.h"
#include "limits.h"
#include "rule_tools.h"

#define PORTS_SHOWN 4 /* ports of a row in the message */

/* Whether the declared range over a claim's row does not hold its ports. A reservation may be wider than its section:
 * it restates a larger block. */
static bool is_outside(const struct pc_registry *reg, const struct pc_claim *claim) {
    if (claim->range == PC_NONE || !pc_is_registry_row(reg, claim) || (claim->flags & PC_CLAIM_RESTATED))
        return false;
    struct pc_ports range = reg->ranges[claim->range].ports;
    if (claim->role == PC_ROLE_RESERVED)
        return !pc_ports_overlap(range, claim->ports);
    return !pc_ports_contain(range, claim->ports);
}

/* The claims of one row: a run of neighbours with the same extent. */
struct row {
    size_t from;
    size_t to;
};

static bool same_row(const struct pc_claim *a, const struct pc_claim *b) {
    return pc_spans_eq(a->extent, b->extent) && a->range == b->range;
}

/* A port of another environment or host in the same row: the range speaks of the one that fits. */
static bool is_excused(const struct pc_registry *reg, struct row row, const struct pc_claim *outside) {
    for (size_t i = row.from; i < row.to; i++) {
        const struct pc_claim *other = &reg->claims[i];
        if (other->range != PC_NONE && pc_ports_contain(reg->ranges[other->range].ports, other->ports) &&
            (other->environment != outside->environment || other->host != outside->host))
            return true;
    }
    return false;
}

/* The range that holds ports, if the document declares another one that does. */
struct better_range {
    const struct pc_registry *reg;
    pc_id not_this;
    struct pc_ports ports;
    pc_id found;
    bool only_overlap; /* any range that overlaps will do */
};

static bool look_at_range(void *arg, pc_id id) {
    struct better_range *search = arg;
    const struct pc_range *range = &search->reg->ranges[id];
    if (id == search->not_this || pc_ports_eq(range->ports, search->reg->ranges[search->not_this].ports))
        return true;
    if (!search->only_overlap && (range->open || !pc_ports_contain(range->ports, search->ports)))
        return true;
    search->found = id;
    return false;
}

static pc_id other_range(const struct pc_registry *reg, const struct pc_intervals *ranges, pc_id not_this,
                         struct pc_ports ports, bool only_overlap) {
    struct better_range search = {reg, not_this, ports, PC_NONE, only_overlap};
    pc_intervals_each(ranges, reg->ranges[not_this].span.file, ports, look_at_range, &search);
    return search.found;
}

/* The range made wide enough for ports, in the steps that it is written in (4000-4099 and 4400 give 4000-4499). */
static struct pc_ports widened(struct pc_ports range, struct pc_ports ports) {
    unsigned step = range.lo % 100 == 0 && range.hi % 100 == 99 ? 100
                    : range.lo % 10 == 0 && range.hi % 10 == 9  ? 10
                                                                : 1;
    unsigned lo = ports.lo < range.lo ? ports.lo / step * step : range.lo;
    unsigned hi = ports.hi > range.hi ? ports.hi / step * step + step - 1 : range.hi;
    return (struct pc_ports){(uint16_t)(lo == 0 ? 1 : lo), (uint16_t)(hi > UINT16_MAX ? UINT16_MAX : hi)};
}

static void help(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_intervals *ranges,
                 pc_id range, const struct pc_claim *claim) {
    const struct pc_registry *reg = ctx->reg;
    struct pc_str inside = pc_ports_text(ctx->arena, reg->ranges[range].ports);
    struct pc_str owner = pc_claim_owner(ctx, claim);
    struct pc_str who = owner.len > 0 ? pc_str_fmt(ctx->arena, "`%.*s`", PC_ARG(owner)) : PC_STR("the row");
    pc_id home = other_range(reg, ranges, range, claim->ports, false);
    if (home != PC_NONE) {
        pc_finding_help(ctx->out, f, "move the row to %.*s, or give %.*s a port in %.*s",
                        PC_ARG(pc_ports_text(ctx->arena, reg->ranges[home].ports)), PC_ARG(who), PC_ARG(inside));
        return;
    }
    struct pc_ports wide = widened(reg->ranges[range].ports, claim->ports);
    if (reg->ranges[range].heading && other_range(reg, ranges, range, wide, true) == PC_NONE)
        pc_finding_help(ctx->out, f, "widen the heading to %.*s, or give %.*s a port in %.*s",
                        PC_ARG(pc_ports_text(ctx->arena, wide)), PC_ARG(who), PC_ARG(inside));
    else
        pc_finding_help(ctx->out, f, "give %.*s a port in %.*s, or move the row to a section of its own", PC_ARG(who),
                        PC_ARG(inside));
}

static void report(const struct pc_rule_context *ctx, const struct pc_intervals *ranges, struct row row,
                   const bool *outside, size_t count) {
    const struct pc_registry *reg = ctx->reg;
    enum pc_level level;
    if (!pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    size_t first = row.from;
    while (!outside[first - row.from])
        first++;
    const struct pc_claim *claim = &reg->claims[first];
    const struct pc_range *range = &reg->ranges[claim->range];
    struct pc_str inside = pc_ports_text(ctx->arena, range->ports);
    struct pc_ports ports[PORTS_SHOWN];
    size_t shown = 0;
    for (size_t i = first; i < row.to && shown < PORTS_SHOWN; i++) {
        if (outside[i - row.from])
            ports[shown++] = reg->claims[i].ports;
    }
    struct pc_str list = pc_ports_list(ctx->arena, ports, shown, count - shown);
    bool one = count == 1 && claim->ports.lo == claim->ports.hi;
    struct pc_finding *f =
        pc_finding_new(ctx->out, &ctx->rule->info, level, "%.*s lie%s outside the range of %s section, %.*s",
                       PC_ARG(list), one ? "s" : "", one ? "its" : "their", PC_ARG(inside));
    f->host = pc_host_shown(reg, claim->host);
    struct pc_str owner = pc_claim_owner(ctx, claim);
    if (owner.len > 0)
        pc_finding_service(ctx->out, f, owner);
    for (size_t i = first; i < row.to; i++) {
        if (!outside[i - row.from])
            continue;
        pc_finding_port(ctx->out, f, reg->claims[i].ports);
        pc_finding_label(ctx->out, f, reg->claims[i].span, "not in %.*s", PC_ARG(inside));
    }
    pc_finding_context(ctx->out, f, range->span, "range declared here");
    help(ctx, f, ranges, claim->range, claim);
}

static void check_row(const struct pc_rule_context *ctx, const struct pc_intervals *ranges, struct row row,
                      bool *outside) {
    const struct pc_registry *reg = ctx->reg;
    size_t count = 0;
    for (size_t i = row.from; i < row.to; i++) {
        bool is = is_outside(reg, &reg->claims[i]);
        outside[i - row.from] = is;
        count += is;
    }
    if (count == 0)
        return;
    size_t left = 0;
    for (size_t i = row.from; i < row.to; i++) {
        bool *is = &outside[i - row.from];
        *is = *is && (row.to - row.from > PC_LIMIT_MD_COLUMNS || !is_excused(reg, row, &reg->claims[i]));
        left += *is;
    }
    if (left > 0)
        report(ctx, ranges, row, outside, left);
}

static void check(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    struct pc_interval *items = PC_NEW_ARRAY(ctx->arena, reg->range_count, struct pc_interval);
    for (size_t i = 0; i < reg->range_count; i++)
        items[i] = (struct pc_interval){reg->ranges[i].span.file, reg->ranges[i].ports, (pc_id)i};
    struct pc_intervals ranges = pc_intervals_new(ctx->arena, items, reg->range_count);
    bool *outside = PC_NEW_ARRAY(ctx->arena, reg->claim_count, bool);
    for (size_t from = 0, to; from < reg->claim_count; from = to) {
        for (to = from + 1; to < reg->claim_count && same_row(&reg->claims[from], &reg->claims[to]);)
            to++;
        check_row(ctx, &ranges, (struct row){from, to}, outside);
    }
}

const struct pc_rule pc_rule_port_outside_range = {
    .info =
        {.code = "PC101",
         .name = "port-outside-range",
         .family = "Plan",
         .level = PC_LEVEL_WARNING,
         .summary = "a row stands under a heading with a range of ports, and its port lies outside of that range",
         .why = "Whoever looks for a free port trusts the heading. A row beyond it is overlooked, and its port is "
                "given away "
                "again.",
         .fix = "Widen the range in the heading, move the row under the heading where it belongs, or give the "
                "service a port "
                "of the range.",
         .silent =
             "Reservations that restate a larger block, rows below a heading that names no range, and a second port "
             "in a row that is one of another host or environment.",
         .bad = "## 6200-6299: Tools\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 6400 | wiki |\n",
         .good = "## 6200-6299: Tools\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 6240 | wiki |\n"},
    .check = check,
};
