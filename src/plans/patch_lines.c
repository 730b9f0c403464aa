#include "patch_lines.h"

#include "buf.h"

#define CONTEXT 3u

static bool is_plain(struct pc_arena *arena, struct pc_str path) {
    return pc_printable(arena, path).ptr == path.ptr && pc_str_find_char(path, '"', 0) == PC_NPOS &&
           pc_str_find_char(path, '\\', 0) == PC_NPOS && pc_str_find(path, PC_STR("##"), 0) == PC_NPOS;
}

/* A name in git's quotes where it could be mistaken; one with blanks ends in a tab, for patch programs. */
static const char *heading_of(struct pc_arena *arena, const char *sign, char side, struct pc_str path) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    if (is_plain(arena, path)) {
        bool blank = pc_str_find_char(path, ' ', 0) != PC_NPOS;
        pc_buf_addf(&out, "%s %c/%.*s%s", sign, side, PC_ARG(path), blank ? "\t" : "");
        return pc_buf_str(&out).ptr;
    }
    pc_buf_addf(&out, "%s \"%c/", sign, side);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.ptr[i];
        if (byte < ' ' || byte >= 0x7f || byte == '#')
            pc_buf_addf(&out, "\\%03o", byte);
        else
            pc_buf_addf(&out, "%s%c", byte == '"' || byte == '\\' ? "\\" : "", byte);
    }
    pc_buf_addc(&out, '"');
    return pc_buf_str(&out).ptr;
}

static void add_range(struct pc_buf *out, char sign, size_t from, size_t count) {
    pc_buf_addf(out, "%c%zu", sign, count == 0 ? from : from + 1);
    if (count != 1)
        pc_buf_addf(out, ",%zu", count);
}

/* Blocks [first, end) with the lines around them. */
static void print_hunk(struct pc_patch_printer *printer, size_t first, size_t end) {
    const struct pc_diff *diff = printer->diff;
    const struct pc_diff_block *a = &diff->blocks.items[first], *b = &diff->blocks.items[end - 1];
    size_t before = a->old_from < CONTEXT ? a->old_from : CONTEXT;
    size_t left = diff->old.count - b->old_to, behind = left < CONTEXT ? left : CONTEXT;
    struct pc_buf head;
    pc_buf_init(&head, printer->arena);
    pc_buf_adds(&head, "@@ ");
    add_range(&head, '-', a->old_from - before, b->old_to + behind - (a->old_from - before));
    pc_buf_addc(&head, ' ');
    add_range(&head, '+', a->new_from - before, b->new_to + behind - (a->new_from - before));
    pc_buf_adds(&head, " @@");
    printer->heading(printer, pc_buf_str(&head).ptr);
    size_t at = a->old_from - before;
    for (size_t i = first; i < end; i++) {
        const struct pc_diff_block *block = &diff->blocks.items[i];
        for (; at < block->old_from; at++)
            printer->line(printer, ' ', at);
        for (; at < block->old_to; at++)
            printer->line(printer, '-', at);
        for (size_t k = block->new_from; k < block->new_to; k++)
            printer->line(printer, '+', k);
    }
    for (; at < b->old_to + behind; at++)
        printer->line(printer, ' ', at);
}

void pc_patch_print(const struct pc_changes *changes, struct pc_patch_printer *printer) {
    for (size_t i = 0; i < changes->list.count; i++) {
        const struct pc_change *change = &changes->list.items[i];
        const struct pc_diff diff = pc_diff_of(printer->arena, change);
        printer->change = change;
        printer->diff = &diff;
        printer->heading(printer, heading_of(printer->arena, "---", 'a', change->path));
        printer->heading(printer, heading_of(printer->arena, "+++", 'b', change->path));
        for (size_t first = 0, end; first < diff.blocks.count; first = end) {
            for (end = first + 1; end < diff.blocks.count &&
                                  diff.blocks.items[end].old_from - diff.blocks.items[end - 1].old_to <= 2 * CONTEXT;)
                end++;
            print_hunk(printer, first, end);
        }
        printer->diff = NULL;
    }
}
