/* How many findings each rule has: for a person who meets a repository with many. */
#include "columns.h"
#include "output.h"
#include "sort.h"

struct rule_count {
    const struct pc_rule_info *rule;
    size_t all;
    size_t of[PC_LEVEL_ERROR + 1];
};

static int compare_codes(const void *left, const void *right) {
    const struct pc_finding *const *a = left;
    const struct pc_finding *const *b = right;
    return pc_str_cmp(pc_str_c((*a)->rule->code), pc_str_c((*b)->rule->code));
}

/* The most frequent first. */
static int compare_counts(const void *left, const void *right) {
    const struct rule_count *a = left;
    const struct rule_count *b = right;
    if (a->all != b->all)
        return pc_order(b->all, a->all);
    return pc_str_cmp(pc_str_c(a->rule->code), pc_str_c(b->rule->code));
}

static size_t count_rules(const struct pc_output_input *in, struct rule_count *counts) {
    const struct pc_finding **sorted = PC_NEW_ARRAY(in->arena, in->finding_count, const struct pc_finding *);
    size_t count = 0;
    for (size_t i = 0; i < in->finding_count; i++)
        sorted[i] = in->findings[i];
    pc_sort(sorted, in->finding_count, sizeof *sorted, compare_codes);
    for (size_t i = 0; i < in->finding_count; i++) {
        if (count == 0 || counts[count - 1].rule != sorted[i]->rule)
            counts[count++] = (struct rule_count){.rule = sorted[i]->rule};
        counts[count - 1].all++;
        counts[count - 1].of[sorted[i]->level]++;
    }
    pc_sort(counts, count, sizeof *counts, compare_counts);
    return count;
}

/* "3 errors", "1 warning", or nothing. */
static struct pc_str count_text(struct pc_arena *arena, size_t count, const char *one, const char *many) {
    return count == 0 ? PC_EMPTY : pc_str_fmt(arena, "%zu %s", count, count == 1 ? one : many);
}

void pc_output_statistics(const struct pc_output_input *in, struct pc_buf *out) {
    struct rule_count *counts = PC_NEW_ARRAY(in->arena, in->finding_count, struct rule_count);
    size_t count = count_rules(in, counts);
    struct pc_columns columns;
    if (count == 0)
        return;
    pc_columns_init(&columns, in->arena, 6);
    for (size_t i = 0; i < count; i++) {
        const struct rule_count *c = &counts[i];
        pc_columns_add(&columns, pc_str_fmt(in->arena, "%6zu", c->all));
        pc_columns_addz(&columns, c->rule->code);
        pc_columns_addz(&columns, c->rule->name);
        pc_columns_add(&columns, count_text(in->arena, c->of[PC_LEVEL_ERROR], "error", "errors"));
        pc_columns_add(&columns, count_text(in->arena, c->of[PC_LEVEL_WARNING], "warning", "warnings"));
        pc_columns_add(&columns, count_text(in->arena, c->of[PC_LEVEL_INFO], "info", "info"));
    }
    if (out->len > 0 && !pc_str_ends(pc_buf_str(out), PC_STR("\n\n")))
        pc_buf_addc(out, '\n');
    pc_columns_write(&columns, out);
    pc_buf_addc(out, '\n');
}
