/* What is silenced, and by what: the comments that readers found (pc_registry.ignores) and the `ignore` entries of the
 * configuration, tied to rules, then held against the findings.
 *
 * A comment covers the findings of the rules that it names when one of a finding's places lies where it says: on its
 * line, between a start and its end, in its file. A place that only explains (pc_label.context) does not count. Nothing
 * is covered in doubt: a start without an end, a rule that is not known or that is locked, a day that has passed
 * silence nothing, and suppressions.c says so. */
#ifndef PC_SILENCE_H
#define PC_SILENCE_H

#include "lookup.h"
#include "rule.h"

enum pc_silencer_state {
    PC_SILENCER_HOLDS,
    PC_SILENCER_CLOSES,  /* the end of a range that has a start */
    PC_SILENCER_UNKNOWN, /* no rule has that name */
    PC_SILENCER_BARRED,  /* nothing, or no comment, silences the rule */
    PC_SILENCER_LOCKED,  /* the configuration lets no comment silence the rule */
    PC_SILENCER_EXPIRED,
    PC_SILENCER_UNPAIRED, /* a start without an end, an end without a start */
    PC_SILENCER_NESTED,   /* a start inside a range of the same rule */
    PC_SILENCER_DOUBLED   /* another comment says the same of the same lines */
};

/* One rule that a comment or an entry of the configuration names. */
struct pc_silencer {
    const struct pc_ignore *comment;      /* NULL: an entry of the configuration */
    const struct pc_config_ignore *entry; /* NULL: a comment */
    struct pc_str word;                   /* the rule as written */
    const struct pc_rule *rule;           /* NULL: UNKNOWN */
    struct pc_ids services, hosts;        /* of an entry: what its names mean */
    enum pc_silencer_state state;
    uint32_t first, last; /* 0-based lines covered */
    bool used;
    bool met;   /* there is a finding that it covers, or covered until it expired */
    size_t end; /* START: 1 + the index of the CLOSES that ends it; 0: none */
    struct pc_silence silence;
};

struct pc_silencers {
    struct pc_silencer *items;
    size_t count;
    uint32_t today;
    bool partial; /* not everything was read: what covers nothing may be needed all the same */
};

/* Days are only compared when something has one (pc_silencers_need_today). */
bool pc_silencers_need_today(const struct pc_registry *reg, const struct pc_config *config);
struct pc_silencers *pc_silencers_new(struct pc_arena *arena, const struct pc_registry *reg,
                                      const struct pc_config *config, uint32_t today);

/* Sets finding->suppressed of all that is covered. After pc_findings_merge. */
void pc_silencers_apply(struct pc_silencers *silencers, const struct pc_registry *reg, struct pc_findings *findings);

#endif
