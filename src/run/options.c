/* Which rules are on, which findings are shown, and what the exit code is. */
#include "path.h"
#include "run_impl.h"

#define RULES_MAX 256 /* more than the catalogue will ever have */

const char *pc_run_nearest_rule(struct pc_str word) {
    const char *words[2 * RULES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < pc_rule_count && i < RULES_MAX; i++) {
        words[count++] = pc_rules[i]->info.name;
        words[count++] = pc_rules[i]->info.code;
    }
    return pc_nearest(word, words, count);
}

/* A code, a name, "all", or the start of a code: a family. */
static bool word_matches(struct pc_str word, const struct pc_rule_info *rule) {
    return pc_str_eq_nocase(word, PC_STR("all")) || pc_str_eq_nocase(word, pc_str_c(rule->name)) ||
           (word.len >= 2 && pc_str_starts_nocase(pc_str_c(rule->code), word));
}

static bool any_matches(const char *const *words, size_t count, const struct pc_rule_info *rule) {
    for (size_t i = 0; i < count; i++)
        if (word_matches(pc_str_c(words[i]), rule))
            return true;
    return false;
}

static bool check_words(struct pc_run *run, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t r = 0; r < pc_rule_count && !known; r++)
            known = word_matches(pc_str_c(words[i]), &pc_rules[r]->info);
        if (known)
            continue;
        const char *nearest = pc_run_nearest_rule(pc_str_c(words[i]));
        if (nearest)
            return pc_run_refuse(run, PC_STATUS_USAGE, "unknown rule `%s`; did you mean `%s`?", words[i], nearest);
        return pc_run_refuse(run, PC_STATUS_USAGE, "unknown rule `%s`; `portcheck rules` lists them", words[i]);
    }
    return true;
}

bool pc_run_check_options(struct pc_run *run) {
    const struct pc_options *o = &run->options;
    return check_words(run, o->select, o->select_count) && check_words(run, o->extend_select, o->extend_select_count) &&
           check_words(run, o->ignore, o->ignore_count);
}

void pc_run_extend_rules(struct pc_run *run) {
    const struct pc_options *o = &run->options;
    struct PC_VEC(struct pc_rule_setting) settings = {0};
    for (size_t i = 0; i < run->config.rule_count; i++)
        *PC_PUSH(&settings, &run->arena) = run->config.rules[i];
    for (size_t i = 0; i < pc_rule_count; i++) {
        const struct pc_rule_info *rule = &pc_rules[i]->info;
        if (!any_matches(o->extend_select, o->extend_select_count, rule) ||
            pc_config_level(&run->config, rule->code, rule->name, PC_LEVEL_DEFAULT) != PC_LEVEL_OFF)
            continue;
        *PC_PUSH(&settings, &run->arena) = (struct pc_rule_setting){.rule = pc_str_c(rule->code), .level = rule->level};
    }
    run->config.rules = settings.items;
    run->config.rule_count = settings.count;
}

static bool is_selected(const struct pc_run *run, const struct pc_rule_info *rule) {
    const struct pc_options *o = &run->options;
    if (any_matches(o->ignore, o->ignore_count, rule))
        return false;
    return o->select_count == 0 || any_matches(o->select, o->select_count, rule) ||
           any_matches(o->extend_select, o->extend_select_count, rule);
}

/* The first of the options' paths that is path; NULL when there is none. */
static struct pc_filter *find_filter(const struct pc_run *run, struct pc_str path) {
    size_t lo = 0, hi = run->filter.count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (pc_str_cmp(run->filter.items[middle].path, path) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < run->filter.count && pc_str_eq(run->filter.items[lo].path, path) ? &run->filter.items[lo] : NULL;
}

/* Whether path is one of them or lies below one; those are marked as hit. */
static bool hit_filters(const struct pc_run *run, struct pc_str path) {
    bool any = false;
    for (struct pc_str part = path;; part = pc_path_dir(part)) {
        struct pc_filter *filter = find_filter(run, part);
        if (filter)
            filter->hit = any = true;
        if (part.len == 0)
            return any;
    }
}

bool pc_run_is_asked(const struct pc_run *run, struct pc_str path) {
    return run->filter.count == 0 || hit_filters(run, path);
}

bool pc_run_can_fix(const struct pc_run *run, const struct pc_fix *fix) {
    bool can = fix->edit_count > 0;
    for (size_t i = 0; i < fix->edit_count && can; i++) {
        const struct pc_file *file = &run->reg->files[fix->edits[i].span.file];
        can = file->origin.len == 0 && pc_run_is_asked(run, file->path);
    }
    return can;
}

static bool passes_filter(const struct pc_run *run, const struct pc_finding *finding) {
    if (run->filter.count == 0 || finding->label_count == 0)
        return true;
    for (size_t i = 0; i < finding->label_count; i++) {
        const struct pc_label *label = &finding->labels[i];
        if (!label->context && hit_filters(run, run->reg->files[label->span.file].path))
            return true;
    }
    return false;
}

/* Something that should have been read was not. It holds whatever else is selected, but not for a rule that is ignored.
 */
static bool is_incomplete(const struct pc_run *run, const struct pc_finding *finding) {
    struct pc_str code = pc_str_c(finding->rule->code);
    return finding->level == PC_LEVEL_ERROR && (pc_str_eq(code, PC_STR("PC001")) || pc_str_eq(code, PC_STR("PC004"))) &&
           !any_matches(run->options.ignore, run->options.ignore_count, finding->rule);
}

static enum pc_level level_of(enum pc_severity severity) {
    return severity == PC_SEVERITY_INFO      ? PC_LEVEL_INFO
           : severity == PC_SEVERITY_WARNING ? PC_LEVEL_WARNING
           : severity == PC_SEVERITY_ERROR   ? PC_LEVEL_ERROR
           : severity == PC_SEVERITY_NEVER   ? PC_LEVEL_OFF
                                             : PC_LEVEL_DEFAULT;
}

/* The gate in the order flag, configuration, default; PC_LEVEL_OFF: nothing fails. */
static enum pc_level gate_of(const struct pc_run *run) {
    enum pc_level level = level_of(run->options.fail_on);
    if (level == PC_LEVEL_DEFAULT)
        level = run->config.fail_on;
    return level == PC_LEVEL_DEFAULT ? PC_LEVEL_ERROR : level;
}

struct counts {
    size_t gated;    /* selected findings at or above the gate */
    size_t warnings; /* selected ones, shown or not */
};

/* As --fix sees it: a fix that changes a file besides the paths that were given is none. */
static void count_fixable(const struct pc_run *run, struct pc_summary *summary, const struct pc_finding *finding) {
    bool any = false, safe = false;
    for (size_t i = 0; i < finding->fix_count; i++) {
        bool can = pc_run_can_fix(run, &finding->fixes[i]);
        any = any || can;
        safe = safe || (can && finding->fixes[i].safe);
    }
    summary->fixable += safe;
    summary->unsafe_fixable += any && !safe;
}

static void count_shown(struct pc_summary *summary, const struct pc_finding *finding) {
    ++*(finding->level == PC_LEVEL_ERROR     ? &summary->errors
        : finding->level == PC_LEVEL_WARNING ? &summary->warnings
                                             : &summary->infos);
}

/* Neither counted nor shown, unless it is asked for; then what silences it is said. */
static bool is_silenced(const struct pc_finding *finding) {
    return finding->suppressed || finding->baseline;
}

static bool shows_silenced(const struct pc_run *run, const struct pc_finding *finding) {
    return finding->suppressed ? run->options.show_suppressed : run->options.all;
}

static void note_silence(struct pc_run *run, struct pc_finding *finding) {
    const struct pc_silence *silence = finding->suppressed ? finding->suppressed : finding->baseline;
    const char *word = finding->suppressed ? "suppressed" : "in the baseline";
    struct pc_str place = pc_str_fmt(&run->arena, "%s: %.*s:%u", word, PC_ARG(silence->path), (unsigned)silence->line);
    if (silence->reason.len > 0)
        pc_finding_note(&run->findings, finding, "%.*s: %.*s", PC_ARG(place), PC_ARG(silence->reason));
    else
        pc_finding_note(&run->findings, finding, "%.*s, without a reason", PC_ARG(place));
}

static void take_silenced(struct pc_run *run, struct pc_finding *finding) {
    ++*(finding->suppressed ? &run->summary.suppressed : &run->summary.baselined);
    if (!shows_silenced(run, finding)) {
        *PC_PUSH(&run->silenced, &run->arena) = finding;
        return;
    }
    note_silence(run, finding);
    *PC_PUSH(&run->shown, &run->arena) = finding;
}

static bool is_stale(const struct pc_run *run, const struct pc_finding *finding) {
    return run->options.fail_on_stale && pc_str_is(PC_STR("PC901"), finding->rule->code);
}

static struct counts choose_shown(struct pc_run *run) {
    struct counts counts = {0};
    enum pc_level least = level_of(run->options.min_severity), gate = gate_of(run);
    for (size_t i = 0; i < run->findings.list.count; i++) {
        struct pc_finding *finding = run->findings.list.items[i];
        run->incomplete = run->incomplete || is_incomplete(run, finding);
        bool selected = is_selected(run, finding->rule) && passes_filter(run, finding) && pc_run_selects(run, finding);
        bool known = pc_run_knows(run, finding) && !is_incomplete(run, finding);
        if (selected && known && !is_silenced(finding)) {
            run->summary.known++;
            continue;
        }
        bool silenced = selected && finding->level >= least && is_silenced(finding);
        bool counted = selected && !is_silenced(finding);
        counts.gated += counted && ((gate != PC_LEVEL_OFF && finding->level >= gate) || is_stale(run, finding));
        counts.warnings += counted && finding->level == PC_LEVEL_WARNING;
        if (silenced)
            take_silenced(run, finding);
        if (silenced)
            continue;
        if (!selected || finding->level < least) {
            run->summary.hidden++;
            continue;
        }
        *PC_PUSH(&run->shown, &run->arena) = finding;
        count_shown(&run->summary, finding);
        count_fixable(run, &run->summary, finding);
    }
    return counts;
}

static int exit_code(const struct pc_run *run, const struct counts *counts) {
    const struct pc_options *o = &run->options;
    if (run->incomplete)
        return PC_EXIT_INCOMPLETE;
    if (run->own->claim_count == 0 && !o->allow_empty)
        return PC_EXIT_NOTHING;
    bool fails = counts->gated > 0 || (o->max_warnings >= 0 && counts->warnings > (unsigned long)o->max_warnings);
    return fails && !o->exit_zero ? PC_EXIT_FINDINGS : PC_EXIT_CLEAN;
}

/* A path that narrows the report to nothing at all must not look clean. */
static void remark_empty_paths(struct pc_run *run) {
    for (size_t i = 0; i < run->files.count && run->filter.count > 0; i++)
        if (run->files.items[i].load != PC_LOAD_NOT_YET)
            hit_filters(run, run->files.items[i].path);
    size_t missed = 0;
    struct pc_str first = PC_EMPTY;
    for (size_t f = 0; f < run->filter.count; f++)
        if (!run->filter.items[f].hit && missed++ == 0)
            first = run->filter.items[f].path;
    if (missed > 1)
        pc_run_remark(run, "nothing that states a port was read in %.*s and %zu more paths", PC_ARG(first), missed - 1);
    else if (missed == 1)
        pc_run_remark(run, "nothing that states a port was read in %.*s", PC_ARG(first));
}

/* The codes of rules that only the configuration turns off. */
static size_t add_turned_off(const struct pc_run *run, struct pc_buf *out) {
    size_t count = 0;
    for (size_t i = 0; i < pc_rule_count; i++) {
        const struct pc_rule_info *rule = &pc_rules[i]->info;
        if (rule->level == PC_LEVEL_OFF ||
            pc_config_level(&run->config, rule->code, rule->name, rule->level) != PC_LEVEL_OFF)
            continue;
        pc_buf_addf(out, "%s%s", count++ > 0 ? ", " : "", rule->code);
    }
    return count;
}

/* A configuration may come with the change that is to be judged: what it takes away has to be seen. */
static struct pc_str unchecked(struct pc_run *run) {
    struct pc_buf out;
    size_t files = 0;
    pc_buf_init(&out, &run->arena);
    size_t rules = add_turned_off(run, &out);
    for (size_t i = 0; i < run->files.count; i++)
        files += run->files.items[i].excluded;
    if (rules + files == 0)
        return PC_EMPTY;
    if (files > 0)
        pc_buf_addf(&out, "%s%zu %s", rules > 0 ? ", and " : "", files, files == 1 ? "file" : "files");
    pc_buf_addf(&out, " (%.*s)", PC_ARG(run->config.path));
    return pc_buf_str(&out);
}

void pc_run_judge(struct pc_run *run) {
    struct pc_summary *summary = &run->summary;
    const struct pc_registry *reg = run->own;
    struct counts counts = choose_shown(run);
    summary->since = run->since.name;
    summary->gone = pc_run_gone(run);
    pc_run_sort_shown(run);
    remark_empty_paths(run);
    summary->shows_suppressed = run->options.show_suppressed;
    summary->shows_baselined = run->options.all;
    if (run->stale > 0 && !run->options.fail_on_stale)
        pc_run_remark(run, "%zu %s of %.*s %s no finding any more: portcheck baseline prune", run->stale,
                      run->stale == 1 ? "entry" : "entries", PC_ARG(run->baseline.path),
                      run->stale == 1 ? "matches" : "match");
    for (size_t i = 0; i < run->files.count; i++)
        summary->sources += run->files.items[i].load == PC_LOAD_DONE && !run->files.items[i].link;
    summary->claims = reg->claim_count;
    summary->hosts = reg->host_count;
    summary->others = run->others;
    summary->other_claims = run->reg->foreign_count;
    summary->not_understood = reg->mention_count;
    summary->registries = reg->document_count;
    if (reg->document_count > 0)
        summary->registry = reg->files[reg->documents[0].file].path;
    summary->unchecked = unchecked(run);
    summary->remark = pc_buf_str(&run->remark);
    summary->exit_code = exit_code(run, &counts);
}
