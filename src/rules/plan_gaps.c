/* PC105: ports of a range that are neither assigned nor reserved, where the range is kept so that each port is one or
 * the other. All by intervals; no port is counted one by one. */
#include "cover.h"
#include "intervals.h"
#include "rule_tools.h"

#define GAPS_SHOWN 8
#define NARROW 100u    /* ports: a range that its author can keep complete by hand */
#define KEPT_SHARE 50u /* percent of a narrow range that has a row, for it to count as kept */
#define KEPT_SHARE_WIDE 90u

static bool accounts(const struct pc_registry *reg, const struct pc_claim *claim) {
    (void)reg;
    return claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_RESERVED || claim->role == PC_ROLE_DOCUMENTED;
}

/* The gaps of a range, at most GAPS_SHOWN of them; returns how many. */
static size_t gaps_of(const struct pc_cover *cover, struct pc_ports range, struct pc_ports gaps[GAPS_SHOWN]) {
    size_t count = 0;
    uint32_t next = range.lo; /* the first port that is not yet known to be covered */
    for (size_t i = pc_cover_reaching(cover, range.lo); next <= range.hi && count < GAPS_SHOWN; i++) {
        bool ends = i == cover->count || cover->items[i].lo > range.hi;
        uint32_t until = ends ? range.hi + 1u : cover->items[i].lo;
        if (until > next)
            gaps[count++] = (struct pc_ports){(uint16_t)next, (uint16_t)(until - 1)};
        if (ends)
            break;
        next = cover->items[i].hi + 1u;
    }
    return count;
}

static bool is_kept(struct pc_ports range, uint32_t covered) {
    uint32_t share = covered * 100u / pc_ports_width(range);
    return share >= (pc_ports_width(range) <= NARROW ? KEPT_SHARE : KEPT_SHARE_WIDE);
}

static void report(const struct pc_rule_context *ctx, const struct pc_range *range, const struct pc_cover *cover,
                   uint32_t missing) {
    struct pc_ports gaps[GAPS_SHOWN];
    enum pc_level level;
    if (!pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    size_t count = gaps_of(cover, range->ports, gaps);
    struct pc_str whole = pc_ports_text(ctx->arena, range->ports);
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "%s", "");
    uint32_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        pc_finding_port(ctx->out, f, gaps[i]);
        shown += pc_ports_width(gaps[i]);
    }
    struct pc_str list = pc_ports_list(ctx->arena, gaps, count, missing - shown);
    f->message = pc_str_fmt(ctx->arena, "%.*s of %.*s %s neither assigned nor reserved", PC_ARG(list), PC_ARG(whole),
                            missing == 1 ? "is" : "are");
    f->host = pc_host_shown(ctx->reg, range->host);
    f->path = ctx->reg->files[range->span.file].path;
    pc_finding_label(ctx->out, f, range->span, "no row for %.*s", PC_ARG(list));
    pc_finding_help(ctx->out, f, "add a row for %s, or reserve %s", missing == 1 ? "it" : "them",
                    missing == 1 ? "it" : "them");
}

/* Whether a range has a row of its own that reserves something: its author accounts for what is not assigned. */
static bool *ranges_with_reservation(const struct pc_rule_context *ctx) {
    bool *has = PC_NEW_ARRAY(ctx->arena, ctx->reg->range_count, bool);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (claim->role == PC_ROLE_RESERVED && claim->range != PC_NONE &&
            pc_ports_overlap(ctx->reg->ranges[claim->range].ports, claim->ports))
            has[claim->range] = true;
    }
    return has;
}

/* The ranges of one file in sorted order. A range inside one that has been looked at is part of it. */
static void check_file(const struct pc_rule_context *ctx, const struct pc_interval *ranges, size_t count) {
    struct pc_cover cover = pc_cover_of_file(ctx, ranges[0].group, accounts);
    uint32_t looked_at = 0; /* the highest port of a range that was looked at */
    for (size_t i = 0; i < count; i++) {
        const struct pc_range *range = &ctx->reg->ranges[ranges[i].id];
        struct pc_ports ports = range->ports;
        uint32_t covered = pc_cover_within(&cover, ports);
        if (ports.hi <= looked_at || !is_kept(ports, covered))
            continue;
        looked_at = ports.hi;
        if (covered < pc_ports_width(ports))
            report(ctx, range, &cover, pc_ports_width(ports) - covered);
    }
}

static void check(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    const bool *reserves = ranges_with_reservation(ctx);
    struct PC_VEC(struct pc_interval) ranges = {0};
    for (size_t i = 0; i < reg->range_count; i++) {
        if (reg->ranges[i].heading && !reg->ranges[i].open && reserves[i])
            *PC_PUSH(&ranges, ctx->arena) =
                (struct pc_interval){reg->ranges[i].span.file, reg->ranges[i].ports, (pc_id)i};
    }
    pc_intervals_new(ctx->arena, ranges.items, ranges.count);
    for (size_t from = 0, to; from < ranges.count; from = to) {
        uint32_t file = ranges.items[from].group;
        for (to = from + 1; to < ranges.count && ranges.items[to].group == file;)
            to++;
        check_file(ctx, ranges.items + from, to - from);
    }
}

const struct pc_rule pc_rule_port_unaccounted = {
    .info =
        {.code = "PC105",
         .name = "port-unaccounted",
         .family = "Plan",
         .level = PC_LEVEL_INFO,
         .summary = "in a range that is kept complete, some ports are neither assigned nor reserved",
         .why =
             "Where every other port of the range has a row, a missing one is mostly an oversight: a service that was "
             "removed, or one that runs there and was never entered. Ranges that reserve nothing are left alone.",
         .fix = "Enter the service that uses the port, or reserve the port.",
         .silent =
             "Ranges that reserve nothing, wide ranges, and ranges of which less than half has rows: nobody keeps "
             "those complete.",
         .bad = "## 7310-7314: Jobs\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 7310 | mailer |\n"
                "| 7312-7314 | *(reserved)* |\n",
         .good = "## 7310-7314: Jobs\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7310 | mailer |\n"
                 "| 7311-7314 | *(reserved)* |\n"},
    .check = check,
};
