/* What happens to all findings together when the rules have run: fingerprints, merging, reduced labels, order. */
#include "finding_draft.h"
#include "fingerprint.h"
#include "limits.h"
#include "sort.h"

/* Notes and helps explain one problem; those of merged findings are mostly the same few sentences. */
#define MERGED_TEXTS 8

/* A finding with what it is sorted by. */
struct entry {
    struct pc_finding *f;
    struct pc_str path; /* of the primary label, else the finding's own */
    uint32_t offset;
    size_t index;
};

struct place {
    struct pc_span span;
    size_t index;
};

/* A label's file, its rank among the labels of that file, and its index. */
struct rank {
    pc_id file;
    size_t rank;
    size_t index;
};

static int compare_sizes(size_t a, size_t b) {
    return pc_order(a, b);
}

static int compare_names(const void *a, const void *b) {
    return pc_str_cmp(*(const struct pc_str *)a, *(const struct pc_str *)b);
}

static int compare_ports(const void *a, const void *b) {
    return pc_ports_cmp(*(const struct pc_ports *)a, *(const struct pc_ports *)b);
}

static int compare_entries(const struct entry *a, const struct entry *b) {
    if (a->f->level != b->f->level)
        return pc_order(b->f->level, a->f->level);
    int order = pc_str_cmp(a->path, b->path);
    if (order == 0)
        order = compare_sizes(a->offset, b->offset);
    if (order == 0)
        order = pc_str_cmp(pc_str_c(a->f->rule->code), pc_str_c(b->f->rule->code));
    if (order == 0)
        order = pc_str_cmp(a->f->message, b->f->message);
    return order;
}

static int compare_for_merge(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    int order = pc_str_cmp(pc_str_c(x->f->fingerprint), pc_str_c(y->f->fingerprint));
    if (order == 0)
        order = compare_entries(x, y);
    return order != 0 ? order : compare_sizes(x->index, y->index);
}

/* Total: after merging no two findings share a fingerprint. */
static int compare_for_output(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    int order = compare_entries(x, y);
    return order != 0 ? order : pc_str_cmp(pc_str_c(x->f->fingerprint), pc_str_c(y->f->fingerprint));
}

/* Findings that say one sentence of one place stand side by side, the gravest first. */
static int compare_told(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    int order = pc_str_cmp(pc_str_c(x->f->rule->code), pc_str_c(y->f->rule->code));
    if (order == 0)
        order = pc_str_cmp(x->path, y->path);
    if (order == 0)
        order = compare_sizes(x->offset, y->offset);
    if (order == 0)
        order = pc_str_cmp(x->f->message, y->f->message);
    if (order == 0)
        order = pc_str_cmp(x->f->host, y->f->host);
    if (order == 0)
        order = compare_sizes(y->f->level, x->f->level);
    return order != 0 ? order : compare_sizes(x->index, y->index);
}

static bool same_told(const struct entry *x, const struct entry *y) {
    return x->f->label_count > 0 && y->f->label_count > 0 && x->f->rule == y->f->rule &&
           pc_spans_eq(x->f->labels[0].span, y->f->labels[0].span) && pc_str_eq(x->f->message, y->f->message) &&
           pc_str_eq(x->f->host, y->f->host) && x->f->protocol == y->f->protocol &&
           pc_str_eq(x->f->detail, y->f->detail);
}

static int compare_places(const void *a, const void *b) {
    const struct place *x = a;
    const struct place *y = b;
    int order = compare_sizes(x->span.file, y->span.file);
    if (order == 0)
        order = compare_sizes(x->span.offset, y->span.offset);
    if (order == 0)
        order = compare_sizes(x->span.length, y->span.length);
    return order != 0 ? order : compare_sizes(x->index, y->index);
}

static int compare_by_file(const void *a, const void *b) {
    const struct rank *x = a;
    const struct rank *y = b;
    int order = compare_sizes(x->file, y->file);
    return order != 0 ? order : compare_sizes(x->index, y->index);
}

static int compare_by_rank(const void *a, const void *b) {
    const struct rank *x = a;
    const struct rank *y = b;
    int order = compare_sizes(x->rank, y->rank);
    return order != 0 ? order : compare_sizes(x->index, y->index);
}

static int compare_indices(const void *a, const void *b) {
    return compare_sizes(*(const size_t *)a, *(const size_t *)b);
}

size_t pc_labels_pick(struct pc_arena *arena, const struct pc_label *labels, size_t count, size_t limit,
                      size_t *picked) {
    struct rank *ranks = PC_NEW_ARRAY(arena, count, struct rank);
    for (size_t i = 0; i < count; i++)
        ranks[i] = (struct rank){.file = labels[i].span.file, .index = i};
    if (count > limit) {
        pc_sort(ranks, count, sizeof *ranks, compare_by_file);
        for (size_t i = 1; i < count; i++)
            ranks[i].rank = ranks[i].file == ranks[i - 1].file ? ranks[i - 1].rank + 1 : 0;
        pc_sort(ranks, count, sizeof *ranks, compare_by_rank);
    }
    size_t kept = count < limit ? count : limit;
    for (size_t i = 0; i < kept; i++)
        picked[i] = ranks[i].index;
    pc_sort(picked, kept, sizeof *picked, compare_indices);
    return kept;
}

static void sort_names(struct pc_finding *f) {
    struct pc_str *names = f->draft->services.items;
    size_t kept = 0;
    pc_sort(names, f->service_count, sizeof *names, compare_names);
    for (size_t i = 0; i < f->service_count; i++) {
        if (kept == 0 || !pc_str_eq(names[kept - 1], names[i]))
            names[kept++] = names[i];
    }
    f->service_count = kept;
}

static void sort_ports(struct pc_finding *f) {
    struct pc_ports *ports = f->draft->ports.items;
    size_t kept = 0;
    pc_sort(ports, f->port_count, sizeof *ports, compare_ports);
    for (size_t i = 0; i < f->port_count; i++) {
        if (kept == 0 || !pc_ports_eq(ports[kept - 1], ports[i]))
            ports[kept++] = ports[i];
    }
    f->port_count = kept;
}

/* The primary label to the front, the others in their order. */
static void lead_with_primary(struct pc_finding *f) {
    size_t at = 0;
    while (at < f->label_count && !f->labels[at].primary)
        at++;
    if (at == f->label_count)
        at = 0; /* context only: the first one leads */
    struct pc_label primary = f->labels[at];
    primary.primary = true;
    for (; at > 0; at--)
        f->labels[at] = f->labels[at - 1];
    f->labels[0] = primary;
}

/* Drops every label whose span an earlier label has. */
static void drop_doubles(struct pc_arena *arena, struct pc_finding *f) {
    struct place *places = PC_NEW_ARRAY(arena, f->label_count, struct place);
    bool *doubled = PC_NEW_ARRAY(arena, f->label_count, bool);
    for (size_t i = 0; i < f->label_count; i++)
        places[i] = (struct place){f->labels[i].span, i};
    pc_sort(places, f->label_count, sizeof *places, compare_places);
    for (size_t i = 1; i < f->label_count; i++) {
        doubled[places[i].index] = pc_spans_eq(places[i - 1].span, places[i].span);
    }
    size_t kept = 0;
    for (size_t i = 0; i < f->label_count; i++) {
        if (!doubled[i])
            f->labels[kept++] = f->labels[i];
    }
    f->label_count = kept;
}

static void reduce_labels(struct pc_arena *arena, struct pc_finding *f) {
    if (f->label_count < 2)
        return;
    drop_doubles(arena, f);
    if (f->label_count <= PC_LIMIT_SPANS_PER_FINDING)
        return;
    size_t picked[PC_LIMIT_SPANS_PER_FINDING] = {0};
    size_t kept = pc_labels_pick(arena, f->labels, f->label_count, PC_LIMIT_SPANS_PER_FINDING, picked);
    f->label_left += f->label_count - kept;
    for (size_t i = 0; i < kept; i++)
        f->labels[i] = f->labels[picked[i]];
    f->label_count = kept;
}

static bool has_text(const struct pc_str *texts, size_t count, struct pc_str text) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq(texts[i], text))
            return true;
    }
    return false;
}

/* Adds the labels, explanations and fixes of b to a. What b says of itself becomes the text of its first label, unless
 * that has one. */
static void merge_into(struct pc_findings *all, struct pc_finding *a, const struct pc_finding *b) {
    for (size_t i = 0; i < b->label_count; i++) {
        struct pc_label label = b->labels[i];
        if (label.primary && label.text.len == 0)
            label.text = b->message;
        label.primary = false;
        *PC_PUSH(&a->draft->labels, all->arena) = label;
    }
    a->labels = a->draft->labels.items;
    a->label_count = a->draft->labels.count;
    for (size_t i = 0; i < b->note_count && a->note_count < MERGED_TEXTS; i++) {
        if (!has_text(a->notes, a->note_count, b->notes[i]))
            pc_finding_note(all, a, "%.*s", PC_ARG(b->notes[i]));
    }
    for (size_t i = 0; i < b->help_count && a->help_count < MERGED_TEXTS; i++) {
        if (!has_text(a->helps, a->help_count, b->helps[i]))
            pc_finding_help(all, a, "%.*s", PC_ARG(b->helps[i]));
    }
    for (size_t i = 0; i < b->fix_count; i++)
        *PC_PUSH(&a->draft->fixes, all->arena) = b->fixes[i];
}

/* Several containers may share a line (an anchor, a common environment): what it says wrong is said once, of all of
 * them. Their fixes are the first one's, too. */
static void join_told(struct pc_findings *all, struct pc_finding *a, struct pc_finding *b) {
    struct pc_str first = a->labels[0].text, second = b->labels[0].text;
    for (size_t i = 0; i < b->service_count; i++)
        pc_finding_service(all, a, b->services[i]);
    for (size_t i = 0; i < b->port_count; i++)
        pc_finding_port(all, a, b->ports[i]);
    b->fix_count = 0;
    merge_into(all, a, b);
    if (second.len > 0 && !pc_str_eq(first, second) && a->note_count < MERGED_TEXTS)
        pc_finding_note(all, a, "and in the same place: %.*s", PC_ARG(second));
}

/* Fixes that were set whole; a finding that merges takes them into an array that can grow. */
static void adopt_fixes(struct pc_findings *all, struct pc_finding *f) {
    for (size_t i = f->draft->fixes.count; i < f->fix_count; i++)
        *PC_PUSH(&f->draft->fixes, all->arena) = f->fixes[i];
}

static struct entry entry_of(const struct pc_findings *all, struct pc_finding *f, size_t index) {
    struct entry e = {.f = f, .path = f->path, .index = index};
    if (f->label_count > 0 && f->labels[0].span.file < all->reg->file_count) {
        e.path = all->reg->files[f->labels[0].span.file].path;
        e.offset = f->labels[0].span.offset;
    }
    return e;
}

/* Merges runs of equal fingerprints in sorted entries; returns how many are left. */
static size_t merge_equal(struct pc_findings *all, struct entry *entries, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        struct pc_finding *first = entries[i].f;
        size_t end = i + 1;
        while (end < count && pc_str_eq(pc_str_c(entries[end].f->fingerprint), pc_str_c(first->fingerprint)))
            end++;
        if (end - i > 1) {
            adopt_fixes(all, first);
            for (size_t k = i + 1; k < end; k++)
                merge_into(all, first, entries[k].f);
            first->fixes = first->draft->fixes.items;
            first->fix_count = first->draft->fixes.count;
        }
        entries[kept++] = entries[i];
        i = end;
    }
    return kept;
}

/* Joins what says one sentence of one place; the others stay in their order. */
static void join_all_told(struct pc_findings *all) {
    size_t count = all->list.count, kept = 0;
    struct entry *entries = PC_NEW_ARRAY(all->arena, count, struct entry);
    bool *gone = PC_NEW_ARRAY(all->arena, count, bool);
    for (size_t i = 0; i < count; i++) {
        struct pc_finding *f = all->list.items[i];
        if (f->label_count > 0)
            lead_with_primary(f);
        entries[i] = entry_of(all, f, i);
    }
    pc_sort(entries, count, sizeof *entries, compare_told);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (!same_told(&entries[first], &entries[i])) {
            first = i;
            continue;
        }
        join_told(all, entries[first].f, entries[i].f);
        gone[entries[i].index] = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (!gone[i])
            all->list.items[kept++] = all->list.items[i];
    }
    all->list.count = kept;
}

void pc_findings_merge(struct pc_findings *all) {
    join_all_told(all);
    size_t count = all->list.count;
    struct entry *entries = PC_NEW_ARRAY(all->arena, count, struct entry);
    for (size_t i = 0; i < count; i++) {
        struct pc_finding *f = all->list.items[i];
        sort_names(f);
        sort_ports(f);
        pc_fingerprint(all->arena, f);
        entries[i] = entry_of(all, f, i);
    }
    pc_sort(entries, count, sizeof *entries, compare_for_merge);
    all->list.count = merge_equal(all, entries, count);
    for (size_t i = 0; i < all->list.count; i++)
        all->list.items[i] = entries[i].f;
}

void pc_findings_finish(struct pc_findings *all) {
    pc_findings_merge(all);
    size_t count = all->list.count;
    struct entry *entries = PC_NEW_ARRAY(all->arena, count, struct entry);
    for (size_t i = 0; i < count; i++)
        entries[i] = entry_of(all, all->list.items[i], i);
    pc_sort(entries, count, sizeof *entries, compare_for_output);
    for (size_t i = 0; i < count; i++) {
        reduce_labels(all->arena, entries[i].f);
        all->list.items[i] = entries[i].f;
    }
}
