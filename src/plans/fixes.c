/* See fixes.h. */
#include "fixes.h"

#include "sort.h"

/* An edit and the choice that it belongs to. */
struct owned {
    struct pc_edit edit;
    size_t choice;
};

static int by_place(const void *left, const void *right) {
    const struct owned *a = left, *b = right;
    const struct pc_span *x = &a->edit.span, *y = &b->edit.span;
    if (x->file != y->file)
        return pc_order(x->file, y->file);
    if (x->offset != y->offset)
        return pc_order(x->offset, y->offset);
    if (x->length != y->length)
        return pc_order(x->length, y->length);
    return a->choice < b->choice ? -1 : a->choice > b->choice;
}

static bool is_same(const struct pc_edit *a, const struct pc_edit *b) {
    return a->span.offset == b->span.offset && a->span.length == b->span.length && a->span.length > 0 &&
           pc_str_eq(a->text, b->text);
}

/* b does not begin before a. */
static bool collide(const struct pc_edit *a, const struct pc_edit *b) {
    bool overlap = a->span.offset + a->span.length > b->span.offset;
    bool one_place = a->span.length == 0 && b->span.length == 0 && a->span.offset == b->span.offset;
    return a->span.file == b->span.file && (overlap || one_place) && !is_same(a, b);
}

/* Of two that collide the later one is out. An edit that is out is passed over, so that what only collides with it can
 * stay. */
static void mark_losers(const struct owned *edits, size_t count, bool *out) {
    const struct owned *last = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct owned *next = &edits[i];
        if (out[next->choice])
            continue;
        if (last && !out[last->choice] && next->choice != last->choice && collide(&last->edit, &next->edit)) {
            const struct owned *loser = last->choice > next->choice ? last : next;
            out[loser->choice] = true;
            last = loser == last ? next : last;
            continue;
        }
        last = next;
    }
}

void pc_fixes_part(struct pc_arena *arena, struct pc_fix_choices *choices) {
    struct PC_VEC(struct owned) edits = {0};
    bool *out = PC_NEW_ARRAY(arena, choices->count, bool);
    for (size_t i = 0; i < choices->count; i++)
        for (size_t e = 0; e < choices->items[i].fix->edit_count; e++)
            *PC_PUSH(&edits, arena) = (struct owned){choices->items[i].fix->edits[e], i};
    pc_sort(edits.items, edits.count, sizeof edits.items[0], by_place);
    mark_losers(edits.items, edits.count, out);
    size_t kept = 0;
    for (size_t i = 0; i < choices->count; i++)
        if (!out[i])
            choices->items[kept++] = choices->items[i];
    choices->count = kept;
}

struct pc_changes pc_fixes_apply(struct pc_arena *arena, const struct pc_registry *reg,
                                 const struct pc_fix_choices *choices) {
    struct pc_edits edits;
    size_t one, two;
    pc_edits_init(&edits, arena, reg);
    for (size_t i = 0; i < choices->count; i++)
        for (size_t e = 0; e < choices->items[i].fix->edit_count; e++)
            pc_edits_add(&edits, choices->items[i].fix->edits[e].span, choices->items[i].fix->edits[e].text);
    if (!pc_edits_sort(&edits, &one, &two))
        return (struct pc_changes){0};
    return pc_edits_apply(&edits);
}
