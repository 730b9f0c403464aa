#include "group.h"

#include "sort.h"
#include "spot.h"

struct PC_VEC_GROUPED PC_VEC(struct pc_grouped);

static int compare_grouped(const void *left, const void *right) {
    const struct pc_grouped *a = left;
    const struct pc_grouped *b = right;
    if ((a->heading.len == 0) != (b->heading.len == 0))
        return a->heading.len == 0 ? 1 : -1;
    int order = pc_str_cmp(a->heading, b->heading);
    return order != 0 ? order : pc_order(a->finding, b->finding);
}

static void add(const struct pc_output_input *in, struct PC_VEC_GROUPED *all, struct pc_str heading, size_t finding) {
    *PC_PUSH(all, in->arena) = (struct pc_grouped){heading, finding};
}

static void add_headings(const struct pc_output_input *in, struct PC_VEC_GROUPED *all, struct pc_places *places,
                         size_t index) {
    const struct pc_finding *f = in->findings[index];
    switch (in->options.group_by) {
    case PC_GROUP_BY_FILE:
        add(in, all, pc_spot_of(in, places, f).path, index);
        break;
    case PC_GROUP_BY_HOST:
        add(in, all, f->host, index);
        break;
    case PC_GROUP_BY_RULE:
        add(in, all, pc_str_fmt(in->arena, "%s %s", f->rule->code, f->rule->name), index);
        break;
    case PC_GROUP_BY_SERVICE:
        for (size_t i = 0; i < f->service_count; i++)
            if (i == 0 || !pc_str_eq(f->services[i], f->services[i - 1]))
                add(in, all, f->services[i], index);
        if (f->service_count == 0)
            add(in, all, PC_EMPTY, index);
        break;
    }
}

const struct pc_grouped *pc_group_findings(const struct pc_output_input *in, size_t *count) {
    struct PC_VEC_GROUPED all = {0};
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->finding_count; i++)
        add_headings(in, &all, &places, i);
    pc_sort(all.items, all.count, sizeof *all.items, compare_grouped);
    *count = all.count;
    return all.items;
}
