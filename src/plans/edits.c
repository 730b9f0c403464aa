#include "edits.h"

#include "sort.h"

struct numbered {
    struct pc_edit edit;
    size_t number;
};

void pc_edits_init(struct pc_edits *edits, struct pc_arena *arena, const struct pc_registry *reg) {
    *edits = (struct pc_edits){.arena = arena, .reg = reg};
}

void pc_edits_add(struct pc_edits *edits, struct pc_span span, struct pc_str text) {
    *PC_PUSH(&edits->list, edits->arena) = (struct pc_edit){span, text};
}

/* An insertion stands before what begins at its offset. */
static int by_place(const void *left, const void *right) {
    const struct numbered *a = left, *b = right;
    const struct pc_span *x = &a->edit.span, *y = &b->edit.span;
    if (x->file != y->file)
        return pc_order(x->file, y->file);
    if (x->offset != y->offset)
        return pc_order(x->offset, y->offset);
    if ((x->length == 0) != (y->length == 0))
        return x->length == 0 ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static bool is_same(const struct pc_edit *a, const struct pc_edit *b) {
    return a->span.file == b->span.file && a->span.offset == b->span.offset && a->span.length == b->span.length &&
           a->span.length > 0 && pc_str_eq(a->text, b->text);
}

bool pc_edits_sort(struct pc_edits *edits, size_t *one, size_t *two) {
    size_t count = edits->list.count;
    struct numbered *sorted = PC_NEW_ARRAY(edits->arena, count, struct numbered);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct numbered){edits->list.items[i], i};
    pc_sort(sorted, count, sizeof *sorted, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !is_same(&edits->list.items[kept - 1], &sorted[i].edit))
            edits->list.items[kept++] = sorted[i].edit;
    edits->list.count = kept;
    for (size_t i = 1; i < kept; i++) {
        const struct pc_span *before = &edits->list.items[i - 1].span, *span = &edits->list.items[i].span;
        if (before->file == span->file && before->offset + before->length > span->offset) {
            *one = i - 1;
            *two = i;
            return false;
        }
    }
    return true;
}

struct pc_str pc_edits_apply_to(struct pc_arena *arena, struct pc_str old, const struct pc_edit *edits, size_t count) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        pc_buf_add(&out, pc_str_sub(old, from, edits[i].span.offset - from));
        pc_buf_add(&out, edits[i].text);
        from = (size_t)edits[i].span.offset + edits[i].span.length;
    }
    pc_buf_add(&out, pc_str_sub(old, from, old.len - from));
    return pc_buf_str(&out);
}

static int by_path(const void *left, const void *right) {
    const struct pc_change *a = left, *b = right;
    return pc_str_cmp(a->path, b->path);
}

struct pc_changes pc_edits_apply(const struct pc_edits *edits) {
    struct pc_changes changes = {0};
    for (size_t first = 0, end; first < edits->list.count; first = end) {
        pc_id id = edits->list.items[first].span.file;
        for (end = first + 1; end < edits->list.count && edits->list.items[end].span.file == id;)
            end++;
        const struct pc_file *file = &edits->reg->files[id];
        struct pc_str text = pc_edits_apply_to(edits->arena, file->text, &edits->list.items[first], end - first);
        if (!pc_str_eq(text, file->text))
            *PC_PUSH(&changes.list, edits->arena) =
                (struct pc_change){id, file->path, file->text, text, &edits->list.items[first], end - first};
    }
    pc_sort(changes.list.items, changes.list.count, sizeof *changes.list.items, by_path);
    return changes;
}
