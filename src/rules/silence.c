/* Ties suppressions to rules: which hold, and where. */
#include "silence.h"

struct maker {
    struct pc_arena *arena;
    const struct pc_registry *reg;
    const struct pc_config *config;
    uint32_t today;
    struct pc_lines lines; /* of the configuration */
    struct PC_VEC(struct pc_silencer) list;
    size_t *open; /* by rule: 1 + the index of the start that is open in this file; 0: none */
};

bool pc_silencers_need_today(const struct pc_registry *reg, const struct pc_config *config) {
    bool any = false;
    for (size_t i = 0; i < reg->ignore_count && !any; i++)
        any = reg->ignores[i].until != 0;
    for (size_t i = 0; i < config->ignore_count && !any; i++)
        any = config->ignores[i].until != 0;
    return any;
}

static size_t number_of(const struct pc_rule *rule) {
    size_t i = 0;
    while (pc_rules[i] != rule)
        i++;
    return i;
}

/* What bars a suppression whatever else there is. */
static enum pc_silencer_state state_of(const struct maker *m, const struct pc_silencer *s, uint32_t until) {
    if (!s->rule)
        return PC_SILENCER_UNKNOWN;
    const struct pc_rule_info *info = &s->rule->info;
    if (info->silenced_by == PC_SILENCED_BY_NOTHING || (s->comment && info->silenced_by != PC_SILENCED_BY_ALL))
        return PC_SILENCER_BARRED;
    if (s->comment && pc_config_locked(m->config, info->code, info->name))
        return PC_SILENCER_LOCKED;
    return until != 0 && m->today > until ? PC_SILENCER_EXPIRED : PC_SILENCER_HOLDS;
}

static void add_comment(struct maker *m, const struct pc_ignore *comment, struct pc_str word) {
    struct pc_silencer *s = PC_PUSH(&m->list, m->arena);
    const struct pc_file *file = &m->reg->files[comment->span.file];
    s->comment = comment;
    s->word = word;
    s->rule = pc_rule_find(word);
    s->first = s->last = comment->line;
    s->silence = (struct pc_silence){
        .path = file->path, .line = pc_line_at(&file->lines, comment->span.offset) + 1, .reason = comment->reason};
    s->state = state_of(m, s, comment->until);
    if (!s->rule || (comment->kind != PC_IGNORE_START && comment->kind != PC_IGNORE_END))
        return;
    size_t *open = &m->open[number_of(s->rule)];
    if (comment->kind == PC_IGNORE_START) {
        bool nested = *open != 0;
        *open = nested ? *open : m->list.count;
        if (s->state == PC_SILENCER_HOLDS)
            s->state = nested ? PC_SILENCER_NESTED : PC_SILENCER_UNPAIRED; /* until its end is found */
        return;
    }
    struct pc_silencer *start = *open != 0 ? &m->list.items[*open - 1] : NULL;
    s->state = start ? PC_SILENCER_CLOSES : PC_SILENCER_UNPAIRED;
    *open = 0;
    if (start) {
        start->last = comment->line;
        start->end = m->list.count;
    }
    if (start && start->state == PC_SILENCER_UNPAIRED)
        start->state = PC_SILENCER_HOLDS;
}

static void add_entry(struct maker *m, const struct pc_config_ignore *entry) {
    struct pc_silencer *s = PC_PUSH(&m->list, m->arena);
    s->entry = entry;
    s->word = entry->rule;
    s->rule = pc_rule_find(entry->rule);
    s->silence = (struct pc_silence){
        .path = m->config->path, .line = pc_line_at(&m->lines, entry->offset) + 1, .reason = entry->reason};
    s->state = state_of(m, s, entry->until);
    if (entry->service.len > 0)
        s->services = pc_services_named(m->arena, m->reg, entry->service);
    if (entry->host.len > 0)
        s->hosts = pc_hosts_named(m->arena, m->reg, entry->host);
}

struct pc_silencers *pc_silencers_new(struct pc_arena *arena, const struct pc_registry *reg,
                                      const struct pc_config *config, uint32_t today) {
    struct maker m = {.arena = arena, .reg = reg, .config = config, .today = today};
    for (size_t i = 0; i < reg->ignore_count; i++) {
        const struct pc_ignore *comment = &reg->ignores[i];
        if (i == 0 || reg->ignores[i - 1].span.file != comment->span.file)
            m.open = PC_NEW_ARRAY(arena, pc_rule_count, size_t);
        for (size_t r = 0; r < comment->rule_count && comment->kind != PC_IGNORE_BROKEN; r++)
            add_comment(&m, comment, comment->rules[r]);
    }
    if (config->ignore_count > 0)
        m.lines = pc_lines_of(arena, config->text);
    for (size_t i = 0; i < config->ignore_count; i++)
        add_entry(&m, &config->ignores[i]);
    struct pc_silencers *all = PC_NEW(arena, struct pc_silencers);
    *all = (struct pc_silencers){.items = m.list.items, .count = m.list.count, .today = today};
    return all;
}
