/* A rule compares claims and reports. Const registry in, findings out; no input, no output. */
#ifndef PC_RULE_H
#define PC_RULE_H

#include "baseline.h"
#include "config.h"
#include "finding.h"
#include "registry.h"

struct pc_silencers;
struct pc_edges;
struct pc_drift;

struct pc_rule_memo {
    const struct pc_edges *edges;   /* edges.h; NULL: not made yet */
    const struct pc_drift **drifts; /* drift_subject.h, by service; likewise, each and all */
};

struct pc_rule_context {
    const struct pc_registry *reg;
    const struct pc_config *config;
    const struct pc_view *view; /* services and hosts side by side (view.h) */
    /* The same with the claims of other repositories behind those of this one (join.h); equal to reg and view where
     * there are none. For rules that ask who else has a port of a host; a finding is only one when a claim of this
     * repository takes part in it. */
    const struct pc_registry *all;
    const struct pc_view *all_view;
    struct pc_findings *out;
    struct pc_arena *arena;
    const struct pc_rule *rule; /* the one that runs */
    struct pc_rule_memo *memo;  /* what several rules need and one of them made; NULL: each makes its own */
    /* Only for rules that run last: */
    const struct pc_silencers *silencers;
    const struct pc_baseline *stale; /* entries of it that are not used are findings; NULL: they are not */
};

struct pc_rule {
    struct pc_rule_info info;
    void (*check)(const struct pc_rule_context *ctx);
    bool last; /* it judges what silences other findings: it runs when that is known */
};

#define PC_RULE(code, symbol) extern const struct pc_rule symbol;
#include "rules.def"
#undef PC_RULE

extern const struct pc_rule *const pc_rules[]; /* by code */
extern const size_t pc_rule_count;

/* The level of a finding of the running rule: fallback (PC_LEVEL_DEFAULT: the rule's own) unless configured. False when
 * off. */
bool pc_rule_level(const struct pc_rule_context *ctx, enum pc_level fallback, enum pc_level *level);

/* "PC201", "pc201", "port-collision"; NULL when unknown. */
const struct pc_rule *pc_rule_find(struct pc_str code_or_name);

/* Runs every rule that the configuration does not turn off, but for the last ones. all: reg with other repositories'
 * claims, or reg. */
void pc_rules_run(const struct pc_registry *reg, const struct pc_registry *all, const struct pc_config *config,
                  struct pc_findings *out);

/* The rules were stopped by PC_OOM_COUNT: the finding that says so (PC004), which silences nothing and is silenced by
 * nothing. */
void pc_rules_report_full(const struct pc_config *config, struct pc_findings *out);

/* Runs the last ones. stale may be NULL. */
void pc_rules_run_last(const struct pc_registry *reg, const struct pc_config *config,
                       const struct pc_silencers *silencers, const struct pc_baseline *stale, struct pc_findings *out);

#endif
