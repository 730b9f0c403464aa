/* Which findings are known. */
#include "baseline.h"

#include "sort.h"

static int compare_entries(const void *left, const void *right) {
    const struct pc_baseline_entry *a = left, *b = right;
    int order = pc_str_cmp(a->fingerprint, b->fingerprint);
    return order != 0 ? order : pc_order(a->silence.line, b->silence.line);
}

static struct pc_baseline_entry *find(const struct pc_baseline *baseline, struct pc_str fingerprint) {
    size_t lo = 0, hi = baseline->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        int order = pc_str_cmp(baseline->entries[middle].fingerprint, fingerprint);
        if (order == 0)
            return &baseline->entries[middle];
        if (order < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return NULL;
}

bool pc_baseline_takes(const struct pc_finding *f) {
    return f->rule->silenced_by != PC_SILENCED_BY_NOTHING;
}

void pc_baseline_apply(struct pc_baseline *baseline, struct pc_findings *findings) {
    pc_sort(baseline->entries, baseline->count, sizeof baseline->entries[0], compare_entries);
    size_t kept = 0; /* an entry that stands twice, after a merge, counts once */
    for (size_t i = 0; i < baseline->count; i++) {
        if (kept == 0 || !pc_str_eq(baseline->entries[kept - 1].fingerprint, baseline->entries[i].fingerprint))
            baseline->entries[kept++] = baseline->entries[i];
    }
    baseline->count = kept;
    for (size_t i = 0; i < findings->list.count; i++) {
        struct pc_finding *f = findings->list.items[i];
        struct pc_baseline_entry *entry = find(baseline, pc_str_c(f->fingerprint));
        if (!entry || !pc_baseline_takes(f))
            continue;
        entry->used = true;
        f->baseline = &entry->silence;
    }
}
