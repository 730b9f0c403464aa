/* Changes one upon the other. */
#include "edits.h"

/* The file of a path; PC_NONE. */
static pc_id file_of(const struct pc_registry *reg, struct pc_str path) {
    for (size_t i = 0; i < reg->file_count; i++)
        if (pc_str_eq(reg->files[i].path, path))
            return (pc_id)i;
    return PC_NONE;
}

/* Two lists of edits, the second of the text that the first makes of a file, while they become one. Places are of that
 * text; delta is how much longer it is than the old text before a place. */
struct weaving {
    struct pc_arena *arena;
    const struct pc_change *first, *second;
    pc_id file;
    size_t i, k; /* the next edit of each */
    ptrdiff_t delta;
    struct PC_VEC(struct pc_edit) made;
};

static size_t start_of_first(const struct weaving *w) {
    return w->i < w->first->edit_count ? (size_t)((ptrdiff_t)w->first->edits[w->i].span.offset + w->delta) : PC_NPOS;
}

static size_t start_of_second(const struct weaving *w) {
    return w->k < w->second->edit_count ? w->second->edits[w->k].span.offset : PC_NPOS;
}

/* The edits of both that meet, from the next one on, as one edit of the old text. */
static void weave_one(struct weaving *w) {
    size_t a = start_of_first(w), b = start_of_second(w), start = a < b ? a : b, end = start;
    struct pc_buf text;
    ptrdiff_t before = w->delta;
    size_t done = start; /* up to there the text between is in `text` */
    pc_buf_init(&text, w->arena);
    while ((a = start_of_first(w)) <= end || (b = start_of_second(w)) <= end) {
        if (a <= end) {
            const struct pc_edit *edit = &w->first->edits[w->i++];
            size_t to = a + edit->text.len;
            end = to > end ? to : end;
            w->delta += (ptrdiff_t)edit->text.len - (ptrdiff_t)edit->span.length;
            continue;
        }
        const struct pc_edit *edit = &w->second->edits[w->k++];
        size_t to = (size_t)edit->span.offset + edit->span.length;
        pc_buf_add(&text, pc_str_sub(w->first->text, done, b - done));
        pc_buf_add(&text, edit->text);
        done = to;
        end = to > end ? to : end;
    }
    pc_buf_add(&text, pc_str_sub(w->first->text, done, end - done));
    size_t from = (size_t)((ptrdiff_t)start - before), to = (size_t)((ptrdiff_t)end - w->delta);
    struct pc_span span = {w->file, (uint32_t)from, (uint32_t)(to - from)};
    *PC_PUSH(&w->made, w->arena) = (struct pc_edit){span, pc_str_dup(w->arena, pc_buf_str(&text))};
}

static struct pc_change weave(struct pc_arena *arena, pc_id file, const struct pc_change *first,
                              const struct pc_change *second) {
    struct weaving w = {.arena = arena, .first = first, .second = second, .file = file};
    while (w.i < first->edit_count || w.k < second->edit_count)
        weave_one(&w);
    return (struct pc_change){.file = file,
                              .path = pc_str_dup(arena, first->path),
                              .old = pc_str_dup(arena, first->old),
                              .text = pc_str_dup(arena, second->text),
                              .edits = w.made.items,
                              .edit_count = w.made.count};
}

static void add(struct pc_changes *joined, struct pc_arena *arena, struct pc_change change) {
    if (!pc_str_eq(change.old, change.text))
        *PC_PUSH(&joined->list, arena) = change;
}

/* What only the first changed. */
static struct pc_change of_first(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_change *a) {
    struct pc_change same = {.path = a->path, .old = a->text, .text = a->text};
    return weave(arena, file_of(reg, a->path), a, &same);
}

static struct pc_change of_second(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_change *b) {
    struct pc_change same = {.path = b->path, .old = b->old, .text = b->old};
    return weave(arena, file_of(reg, b->path), &same, b);
}

struct pc_changes pc_changes_join(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_changes *first,
                                  const struct pc_changes *second) {
    struct pc_changes joined = {0};
    const struct pc_change *a = first->list.items, *b = second->list.items;
    size_t i = 0, k = 0;
    while (i < first->list.count && k < second->list.count) {
        int order = pc_str_cmp(a[i].path, b[k].path);
        add(&joined, arena,
            order == 0  ? weave(arena, file_of(reg, a[i].path), &a[i], &b[k])
            : order < 0 ? of_first(arena, reg, &a[i])
                        : of_second(arena, reg, &b[k]));
        i += order <= 0;
        k += order >= 0;
    }
    for (; i < first->list.count; i++)
        add(&joined, arena, of_first(arena, reg, &a[i]));
    for (; k < second->list.count; k++)
        add(&joined, arena, of_second(arena, reg, &b[k]));
    return joined;
}
