#include "spot.h"

#include "sort.h"

struct entry {
    struct pc_str path;
    size_t index;
};

struct pc_spot pc_spot_of_label(const struct pc_output_input *in, struct pc_places *places,
                                const struct pc_label *label) {
    struct pc_span span = label->span;
    struct pc_spot spot = {.path = in->reg->files[span.file].path, .at = {1, 1, 1}, .end = {1, 1, 1}};
    spot.whole = pc_span_is_file(span);
    if (!spot.whole) {
        spot.at = pc_place_of(places, span.file, span.offset);
        spot.end = pc_place_of(places, span.file, span.offset + span.length);
    }
    return spot;
}

static bool has_place(const struct pc_output_input *in, const struct pc_finding *f) {
    return f->label_count > 0 && f->labels[0].span.file < in->reg->file_count;
}

struct pc_spot pc_spot_of(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f) {
    if (has_place(in, f))
        return pc_spot_of_label(in, places, &f->labels[0]);
    return (struct pc_spot){
        .path = f->path.len > 0 ? f->path : PC_STR("."), .at = {1, 1, 1}, .end = {1, 1, 1}, .whole = true};
}

const struct pc_label *pc_spot_other(const struct pc_output_input *in, const struct pc_finding *f, size_t index) {
    const struct pc_label *label = &f->labels[index];
    return label->span.file < in->reg->file_count ? label : NULL;
}

enum pc_level pc_spot_level(const struct pc_finding *f) {
    return f->suppressed || f->baseline ? PC_LEVEL_INFO : f->level;
}

static int compare_entries(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    int order = pc_str_cmp(x->path, y->path);
    return order != 0 ? order : pc_order(x->index, y->index);
}

const size_t *pc_spots_by_path(const struct pc_output_input *in) {
    struct entry *entries = PC_NEW_ARRAY(in->arena, in->finding_count, struct entry);
    size_t *order = PC_NEW_ARRAY(in->arena, in->finding_count, size_t);
    for (size_t i = 0; i < in->finding_count; i++) {
        const struct pc_finding *f = in->findings[i];
        struct pc_str own = f->path.len > 0 ? f->path : PC_STR(".");
        entries[i] = (struct entry){has_place(in, f) ? in->reg->files[f->labels[0].span.file].path : own, i};
    }
    pc_sort(entries, in->finding_count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < in->finding_count; i++)
        order[i] = entries[i].index;
    return order;
}
