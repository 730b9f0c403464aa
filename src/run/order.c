/* The order in which findings are shown: --sort. It changes no number and no exit code. */
#include <stdlib.h>

#include "run_impl.h"
#include "sort.h"

/* A finding with what it is sorted by: text, then number, then its place in the usual order. */
struct ranked {
    struct pc_str text;
    uint64_t number;
    size_t index;
    struct pc_finding *finding;
};

static int compare_ranked(const void *left, const void *right) {
    const struct ranked *a = left;
    const struct ranked *b = right;
    if ((a->text.len == 0) != (b->text.len == 0))
        return a->text.len == 0 ? 1 : -1; /* what names none comes last */
    int order = pc_str_cmp(a->text, b->text);
    if (order == 0)
        order = pc_order(a->number, b->number);
    return order != 0 ? order : pc_order(a->index, b->index);
}

static void rank(const struct pc_run *run, struct ranked *ranked) {
    const struct pc_finding *f = ranked->finding;
    switch (run->options.sort) {
    case PC_SORT_SEVERITY:
        break;
    case PC_SORT_FILE:
        ranked->text = f->path;
        if (f->label_count > 0) {
            ranked->text = run->reg->files[f->labels[0].span.file].path;
            ranked->number = f->labels[0].span.offset;
        }
        break;
    case PC_SORT_RULE:
        ranked->text = pc_str_c(f->rule->code);
        break;
    case PC_SORT_HOST:
        ranked->text = f->host;
        break;
    case PC_SORT_SERVICE:
        ranked->text = f->service_count > 0 ? f->services[0] : PC_EMPTY;
        break;
    case PC_SORT_PORT:
        ranked->number = f->port_count > 0 ? f->ports[0].lo : UINT32_MAX;
        break;
    }
}

void pc_run_sort_shown(struct pc_run *run) {
    size_t count = run->shown.count;
    if (run->options.sort == PC_SORT_SEVERITY || count < 2)
        return;
    struct ranked *ranked = PC_NEW_ARRAY(&run->arena, count, struct ranked);
    for (size_t i = 0; i < count; i++) {
        ranked[i] = (struct ranked){.index = i, .finding = run->shown.items[i]};
        rank(run, &ranked[i]);
    }
    pc_sort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++)
        run->shown.items[i] = ranked[i].finding;
}
