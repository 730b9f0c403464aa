#include "diff.h"

#include <string.h>

#define TABLE_CELLS ((size_t)1 << 20) /* of a region's two sides; a larger one is replaced as a whole */

static struct pc_diff_lines lines_of(struct pc_arena *arena, struct pc_str text) {
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        size_t end = pc_str_find_char(text, '\n', at);
        at = end == PC_NPOS ? text.len : end + 1;
    }
    uint32_t *starts = PC_NEW_ARRAY(arena, count + 1, uint32_t);
    for (size_t i = 0, at = 0; i < count; i++) {
        starts[i] = (uint32_t)at;
        size_t end = pc_str_find_char(text, '\n', at);
        at = end == PC_NPOS ? text.len : end + 1;
    }
    starts[count] = (uint32_t)text.len;
    return (struct pc_diff_lines){text, starts, count};
}

struct pc_str pc_diff_line(const struct pc_diff_lines *lines, size_t index) {
    uint32_t start = lines->starts[index];
    return pc_str_sub(lines->text, start, lines->starts[index + 1] - start);
}

/* The line that an offset lies in; the count of lines when it lies behind the last line end. */
static size_t line_at(const struct pc_diff_lines *lines, size_t offset) {
    size_t low = 0, high = lines->count;
    bool ended = lines->text.len == 0 || lines->text.ptr[lines->text.len - 1] == '\n';
    if (offset >= lines->text.len)
        return ended || lines->count == 0 ? lines->count : lines->count - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool is_same(const struct pc_diff *diff, size_t old, size_t now) {
    return pc_str_eq(pc_diff_line(&diff->old, old), pc_diff_line(&diff->now, now));
}

static void add_block(struct pc_diff *diff, struct pc_arena *arena, struct pc_diff_block block) {
    struct pc_diff_block *last = diff->blocks.count > 0 ? &diff->blocks.items[diff->blocks.count - 1] : NULL;
    if (block.old_from == block.old_to && block.new_from == block.new_to)
        return;
    if (last && last->old_to == block.old_from && last->new_to == block.new_from) {
        last->old_to = block.old_to;
        last->new_to = block.new_to;
        return;
    }
    *PC_PUSH(&diff->blocks, arena) = block;
}

/* Keeps the longest common sequence of a region's lines. */
static void compare(struct pc_diff *diff, struct pc_arena *arena, struct pc_diff_block r) {
    size_t rows = r.old_to - r.old_from, columns = r.new_to - r.new_from, width = columns + 1;
    if (rows == 0 || columns == 0 || rows > TABLE_CELLS / columns) {
        add_block(diff, arena, r);
        return;
    }
    struct pc_diff_block *found = PC_NEW_ARRAY(arena, rows + columns, struct pc_diff_block);
    struct pc_arena_mark mark = pc_arena_mark(arena);
    /* kept[i * width + j]: how many lines stay of those from row i and column j on */
    uint32_t *kept = PC_NEW_ARRAY(arena, (rows + 1) * width, uint32_t);
    for (size_t i = rows; i-- > 0;)
        for (size_t j = columns; j-- > 0;) {
            uint32_t below = kept[(i + 1) * width + j], right = kept[i * width + j + 1];
            kept[i * width + j] = is_same(diff, r.old_from + i, r.new_from + j) ? kept[(i + 1) * width + j + 1] + 1
                                  : below > right                               ? below
                                                                                : right;
        }
    size_t count = 0;
    for (size_t i = 0, j = 0; i < rows || j < columns;) {
        if (i < rows && j < columns && is_same(diff, r.old_from + i, r.new_from + j)) {
            i++;
            j++;
            continue;
        }
        bool takes_old = i < rows && (j == columns || kept[(i + 1) * width + j] >= kept[i * width + j + 1]);
        found[count++] = (struct pc_diff_block){r.old_from + i, r.old_from + i + takes_old, r.new_from + j,
                                                r.new_from + j + !takes_old};
        i += takes_old;
        j += !takes_old;
    }
    pc_arena_release(arena, mark);
    for (size_t i = 0; i < count; i++)
        add_block(diff, arena, found[i]);
}

/* Takes off what is the same at both ends. */
static struct pc_diff_block trim(const struct pc_diff *diff, struct pc_diff_block r) {
    while (r.old_from < r.old_to && r.new_from < r.new_to && is_same(diff, r.old_from, r.new_from)) {
        r.old_from++;
        r.new_from++;
    }
    while (r.old_from < r.old_to && r.new_from < r.new_to && is_same(diff, r.old_to - 1, r.new_to - 1)) {
        r.old_to--;
        r.new_to--;
    }
    return r;
}

/* The lines that edits from *at on touch, as far as they follow each other without a line between; *delta: how much
 * longer the new text is before them, then behind them. */
static struct pc_diff_block region_at(const struct pc_diff *diff, const struct pc_change *change, size_t *at,
                                      ptrdiff_t *delta) {
    const struct pc_edit *edit = &change->edits[*at];
    struct pc_diff_block r = {.old_from = line_at(&diff->old, edit->span.offset)};
    r.new_from = line_at(&diff->now, (size_t)((ptrdiff_t)diff->old.starts[r.old_from] + *delta));
    r.old_to = r.old_from;
    while (*at < change->edit_count) {
        edit = &change->edits[*at];
        size_t first = line_at(&diff->old, edit->span.offset);
        if (first > r.old_to)
            break;
        size_t end = line_at(&diff->old, (size_t)edit->span.offset + edit->span.length) + 1;
        if (end > r.old_to)
            r.old_to = end < diff->old.count ? end : diff->old.count;
        *delta += (ptrdiff_t)edit->text.len - (ptrdiff_t)edit->span.length;
        ++*at;
    }
    size_t end = (size_t)((ptrdiff_t)diff->old.starts[r.old_to] + *delta);
    r.new_to = end >= diff->now.text.len ? diff->now.count : line_at(&diff->now, end);
    return r;
}

struct pc_diff pc_diff_of(struct pc_arena *arena, const struct pc_change *change) {
    struct pc_diff diff = {.old = lines_of(arena, change->old), .now = lines_of(arena, change->text)};
    if (change->edit_count == 0)
        compare(&diff, arena, trim(&diff, (struct pc_diff_block){0, diff.old.count, 0, diff.now.count}));
    ptrdiff_t delta = 0;
    for (size_t at = 0; at < change->edit_count;)
        compare(&diff, arena, trim(&diff, region_at(&diff, change, &at, &delta)));
    return diff;
}
