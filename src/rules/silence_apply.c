/* Holds what silences against the findings. Comments lie in one sorted array, in which those of a file and rule that
 * cover a line are found by halving: neither many comments nor many findings make it slow. */
#include "path.h"
#include "silence.h"
#include "sort.h"

/* A comment that holds. Of one file, rule and kind no two cover a line: ranges are not nested, and what is doubled is
 * left out. */
struct cover {
    pc_id file;
    const struct pc_rule_info *rule;
    enum pc_ignore_kind kind; /* LINE, START or FILE */
    struct pc_silencer *silencer;
};

struct covers {
    struct cover *items;
    size_t count;
};

static int compare_numbers(size_t a, size_t b) {
    return pc_order(a, b);
}

/* By file, rule, kind. */
static int compare_groups(const struct cover *a, const struct cover *b) {
    int order = compare_numbers(a->file, b->file);
    if (order == 0)
        order = pc_str_cmp(pc_str_c(a->rule->code), pc_str_c(b->rule->code));
    return order != 0 ? order : compare_numbers(a->kind, b->kind);
}

static int compare_covers(const void *left, const void *right) {
    const struct cover *a = left, *b = right;
    int order = compare_groups(a, b);
    if (order == 0)
        order = compare_numbers(a->silencer->first, b->silencer->first);
    /* Of two of one line the one that stands first in the file; of one comment that names a rule twice, the first. */
    return order != 0 ? order : (a->silencer > b->silencer) - (a->silencer < b->silencer);
}

/* The comments of a state. */
static struct covers covers_in(struct pc_arena *arena, struct pc_silencers *all, enum pc_silencer_state state) {
    struct covers covers = {.items = PC_NEW_ARRAY(arena, all->count, struct cover)};
    for (size_t i = 0; i < all->count; i++) {
        struct pc_silencer *s = &all->items[i];
        if (s->comment && s->state == state)
            covers.items[covers.count++] = (struct cover){s->comment->span.file, &s->rule->info, s->comment->kind, s};
    }
    pc_sort(covers.items, covers.count, sizeof covers.items[0], compare_covers);
    return covers;
}

/* Those that hold, each line covered once: the others are doubled. */
static struct covers covers_of(struct pc_arena *arena, struct pc_silencers *all) {
    struct covers covers = covers_in(arena, all, PC_SILENCER_HOLDS);
    size_t kept = 0;
    for (size_t i = 0; i < covers.count; i++) {
        struct cover *last = kept > 0 ? &covers.items[kept - 1] : NULL;
        bool same = last && compare_groups(last, &covers.items[i]) == 0 &&
                    (last->kind == PC_IGNORE_FILE || last->silencer->first == covers.items[i].silencer->first);
        if (same)
            covers.items[i].silencer->state = PC_SILENCER_DOUBLED;
        else
            covers.items[kept++] = covers.items[i];
    }
    covers.count = kept;
    return covers;
}

/* The comment of that file, rule and kind that covers the line; NULL when none does. */
static struct pc_silencer *find(const struct covers *covers, pc_id file, const struct pc_rule_info *rule,
                                enum pc_ignore_kind kind, uint32_t line) {
    struct cover wanted = {.file = file, .rule = rule, .kind = kind};
    size_t lo = 0, hi = covers->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        const struct cover *c = &covers->items[middle];
        int order = compare_groups(c, &wanted);
        if (order < 0 || (order == 0 && (kind == PC_IGNORE_FILE || c->silencer->first <= line)))
            lo = middle + 1;
        else
            hi = middle;
    }
    const struct cover *c = lo > 0 ? &covers->items[lo - 1] : NULL;
    if (!c || compare_groups(c, &wanted) != 0 || (kind != PC_IGNORE_FILE && c->silencer->last < line))
        return NULL;
    return c->silencer;
}

static void silence(struct pc_finding *f, struct pc_silencer *s) {
    if (!s)
        return;
    s->met = true;
    s->used = s->state == PC_SILENCER_HOLDS;
    if (!f->suppressed && s->used)
        f->suppressed = &s->silence;
}

static bool is_whole_file(struct pc_span span) {
    return span.offset == 0 && span.length == 0;
}

/* All comments that cover one of its places are of use. What has no place but a path tells of a file that was not read:
 * no comment silences that. */
static void apply_comments(const struct covers *covers, const struct pc_registry *reg, struct pc_finding *f) {
    for (size_t i = 0; i < f->label_count; i++) {
        struct pc_span span = f->labels[i].span;
        if (f->labels[i].context || span.file >= reg->file_count)
            continue;
        uint32_t line = pc_line_at(&reg->files[span.file].lines, span.offset);
        if (!is_whole_file(span)) {
            silence(f, find(covers, span.file, f->rule, PC_IGNORE_LINE, line));
            silence(f, find(covers, span.file, f->rule, PC_IGNORE_START, line));
        }
        silence(f, find(covers, span.file, f->rule, PC_IGNORE_FILE, line));
    }
}

static bool has_service(const struct pc_registry *reg, const struct pc_silencer *s, const struct pc_finding *f) {
    bool any = s->entry->service.len == 0;
    for (size_t i = 0; i < f->service_count && !any; i++) {
        any = pc_str_eq(f->services[i], s->entry->service);
        for (size_t j = 0; j < s->services.count && !any; j++)
            any = pc_str_eq(reg->services[s->services.items[j]].name, f->services[i]);
    }
    return any;
}

static bool is_host(const struct pc_silencer *s, pc_id host) {
    for (size_t i = 0; i < s->hosts.count; i++)
        if (s->hosts.items[i] == host)
            return true;
    return false;
}

/* A finding that names no host is about those of the claims that it shows. */
static bool has_host(const struct pc_registry *reg, const struct pc_silencer *s, const struct pc_finding *f) {
    bool any = s->entry->host.len == 0;
    for (size_t i = 0; i < s->hosts.count && !any && f->host.len > 0; i++)
        any = pc_str_eq(reg->hosts[s->hosts.items[i]].name, f->host);
    for (size_t i = 0; i < f->label_count && !any && f->host.len == 0; i++) {
        struct pc_span span = f->labels[i].span;
        for (pc_id c = pc_first_claim_at(reg, span); c < reg->claim_count && !f->labels[i].context && !any; c++) {
            if (reg->claims[c].span.file != span.file || reg->claims[c].span.offset != span.offset)
                break;
            any = is_host(s, reg->claims[c].host);
        }
    }
    return any;
}

static bool has_path(const struct pc_registry *reg, const struct pc_silencer *s, const struct pc_finding *f) {
    bool any = s->entry->path.len == 0;
    for (size_t i = 0; i < f->label_count && !any; i++)
        any = !f->labels[i].context && f->labels[i].span.file < reg->file_count &&
              pc_glob_match(s->entry->path, reg->files[f->labels[i].span.file].path);
    return any;
}

static bool has_port(const struct pc_silencer *s, const struct pc_finding *f) {
    bool any = s->entry->ports.lo == 0;
    for (size_t i = 0; i < f->port_count && !any; i++)
        any = pc_ports_overlap(s->entry->ports, f->ports[i]);
    return any;
}

static void apply_entry(const struct pc_registry *reg, struct pc_silencer *s, struct pc_finding *f) {
    if (&s->rule->info == f->rule && has_port(s, f) && has_service(reg, s, f) && has_path(reg, s, f) &&
        has_host(reg, s, f))
        silence(f, s);
}

void pc_silencers_apply(struct pc_silencers *all, const struct pc_registry *reg, struct pc_findings *findings) {
    struct covers covers = covers_of(findings->arena, all);
    struct covers expired = covers_in(findings->arena, all, PC_SILENCER_EXPIRED);
    for (size_t i = 0; i < findings->list.count && covers.count + expired.count > 0; i++) {
        apply_comments(&covers, reg, findings->list.items[i]);
        apply_comments(&expired, reg, findings->list.items[i]);
    }
    for (size_t e = 0; e < all->count; e++) {
        struct pc_silencer *s = &all->items[e];
        for (size_t i = 0; i < findings->list.count && s->entry && s->state == PC_SILENCER_HOLDS; i++)
            apply_entry(reg, s, findings->list.items[i]);
    }
}
