/* The table of rules, and running it. */
#include "limits.h"
#include "rule.h"
#include "view.h"

/* A code that stands twice in rules.def does not compile. */
enum rule_number {
#define PC_RULE(code, symbol) RULE_##code,
#include "rules.def"
#undef PC_RULE
    RULE_COUNT
};

const struct pc_rule *const pc_rules[] = {
#define PC_RULE(code, symbol) [RULE_##code] = &symbol,
#include "rules.def"
#undef PC_RULE
};

const size_t pc_rule_count = RULE_COUNT;

const struct pc_rule *pc_rule_find(struct pc_str code_or_name) {
    for (size_t i = 0; i < pc_rule_count; i++) {
        if (pc_str_eq_nocase(code_or_name, pc_str_c(pc_rules[i]->info.code)) ||
            pc_str_eq_nocase(code_or_name, pc_str_c(pc_rules[i]->info.name)))
            return pc_rules[i];
    }
    return NULL;
}

bool pc_rule_level(const struct pc_rule_context *ctx, enum pc_level fallback, enum pc_level *level) {
    const struct pc_rule_info *info = &ctx->rule->info;
    if (fallback == PC_LEVEL_DEFAULT)
        fallback = info->level;
    *level = pc_config_level(ctx->config, info->code, info->name, fallback);
    return *level != PC_LEVEL_OFF;
}

static void run(struct pc_rule_context *ctx, bool last) {
    for (size_t i = 0; i < pc_rule_count; i++) {
        enum pc_level level;
        ctx->rule = pc_rules[i];
        if (ctx->rule->last == last && pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
            ctx->rule->check(ctx);
    }
}

void pc_rules_run(const struct pc_registry *reg, const struct pc_registry *all, const struct pc_config *config,
                  struct pc_findings *out) {
    struct pc_rule_memo memo = {.edges = NULL};
    struct pc_rule_context ctx = {.reg = reg,
                                  .memo = &memo,
                                  .config = config,
                                  .view = pc_view_new(out->arena, reg),
                                  .all = all,
                                  .out = out,
                                  .arena = out->arena};
    ctx.all_view = all == reg ? ctx.view : pc_view_new(out->arena, all);
    run(&ctx, false);
}

void pc_rules_report_full(const struct pc_config *config, struct pc_findings *out) {
    struct pc_rule_context ctx = {.config = config, .out = out, .rule = &pc_rule_input_too_large};
    enum pc_level level;
    out->full = true;
    if (!pc_rule_level(&ctx, PC_LEVEL_DEFAULT, &level))
        return;
    struct pc_finding *f = pc_finding_new(
        out, &ctx.rule->info, level, "there are more than %u findings; what the rules would find besides is missing",
        PC_LIMIT_FINDINGS);
    pc_finding_help(out, f,
                    "mend what the first ones have in common, run it in a smaller directory (-C), or exclude "
                    "what is generated");
}

void pc_rules_run_last(const struct pc_registry *reg, const struct pc_config *config,
                       const struct pc_silencers *silencers, const struct pc_baseline *stale, struct pc_findings *out) {
    struct pc_rule_context ctx = {
        .reg = reg, .config = config, .out = out, .arena = out->arena, .silencers = silencers, .stale = stale};
    run(&ctx, true);
}
