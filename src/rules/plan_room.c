/* PC108: a range has no room left, or less than the configuration asks for. A reservation without a name is room to
 * grow. */
#include "cover.h"
#include "intervals.h"
#include "rule_tools.h"

#define DESIGNED 10u /* ports: a narrower range is drawn around its rows and was never meant to have room */

static bool takes_room(const struct pc_registry *reg, const struct pc_claim *claim) {
    (void)reg;
    return claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED ||
           (claim->role == PC_ROLE_RESERVED && claim->name.len > 0);
}

static void check_range(const struct pc_rule_context *ctx, const struct pc_range *range, const struct pc_cover *cover) {
    uint32_t free_ports = pc_ports_width(range->ports) - pc_cover_within(cover, range->ports);
    unsigned wanted = ctx->config->min_free;
    enum pc_level level;
    if (free_ports >= wanted || !pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    struct pc_str ports = pc_ports_text(ctx->arena, range->ports);
    struct pc_finding *f =
        free_ports == 0
            ? pc_finding_new(ctx->out, &ctx->rule->info, level, "the range %.*s has no free port left", PC_ARG(ports))
            : pc_finding_new(ctx->out, &ctx->rule->info, level, "the range %.*s has %u free port%s left, fewer than %u",
                             PC_ARG(ports), (unsigned)free_ports, free_ports == 1 ? "" : "s", wanted);
    f->host = pc_host_shown(ctx->reg, range->host);
    f->path = ctx->reg->files[range->span.file].path;
    pc_finding_port(ctx->out, f, range->ports);
    pc_finding_label(ctx->out, f, range->span, "%u of %u ports assigned",
                     (unsigned)(pc_ports_width(range->ports) - free_ports), (unsigned)pc_ports_width(range->ports));
    pc_finding_help(ctx->out, f, "widen the range before the next service needs a port of it");
}

/* Which ranges have a row of their own: a heading without rows is full of nothing. */
static bool *ranges_with_rows(const struct pc_rule_context *ctx) {
    bool *has = PC_NEW_ARRAY(ctx->arena, ctx->reg->range_count, bool);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (claim->range != PC_NONE && takes_room(ctx->reg, claim))
            has[claim->range] = true;
    }
    return has;
}

static void check(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    const bool *has_rows = ranges_with_rows(ctx);
    struct PC_VEC(struct pc_interval) ranges = {0};
    for (size_t i = 0; i < reg->range_count; i++) {
        const struct pc_range *range = &reg->ranges[i];
        if (range->heading && !range->open && has_rows[i] && pc_ports_width(range->ports) >= DESIGNED)
            *PC_PUSH(&ranges, ctx->arena) = (struct pc_interval){range->span.file, range->ports, (pc_id)i};
    }
    pc_intervals_new(ctx->arena, ranges.items, ranges.count);
    struct pc_cover cover = {NULL, NULL, 0};
    for (size_t i = 0; i < ranges.count; i++) {
        if (i == 0 || ranges.items[i].group != ranges.items[i - 1].group)
            cover = pc_cover_of_file(ctx, ranges.items[i].group, takes_room);
        check_range(ctx, &reg->ranges[ranges.items[i].id], &cover);
    }
}

const struct pc_rule pc_rule_range_crowded = {
    .info = {.code = "PC108",
             .name = "range-crowded",
             .family = "Plan",
             .level = PC_LEVEL_INFO,
             .summary = "a range of ports has no room left, or less than ranges.min-free asks for",
             .why =
                 "The next service of that kind gets a port from somewhere else, and the order of the ranges is lost. "
                 "Reservations without a name count as room.",
             .fix = "Widen the range, or open another one for the same purpose.",
             .silent =
                 "Ranges of fewer than ten ports, which were drawn around their rows, ranges without a single row, and "
                 "ranges that are open to one side.",
             .bad = "## 7300-7309: Jobs\n"
                    "\n"
                    "| Port | Service |\n"
                    "|------|---------|\n"
                    "| 7300-7309 | workers |\n",
             .good = "## 7300-7319: Jobs\n"
                     "\n"
                     "| Port | Service |\n"
                     "|------|---------|\n"
                     "| 7300-7309 | workers |\n",
             .config = "ranges.min-free: how many ports must be free, 1 unless set; 0 turns it off"},
    .check = check,
};
