#include "columns.h"

#include "emit.h"
#include "text.h"

void pc_columns_init(struct pc_columns *columns, struct pc_arena *arena, size_t count) {
    *columns = (struct pc_columns){.arena = arena, .count = count};
}

void pc_columns_add(struct pc_columns *columns, struct pc_str cell) {
    struct pc_buf out;
    pc_buf_init(&out, columns->arena);
    pc_emit_slice(&out, cell, 0, cell.len);
    struct pc_str shown = pc_buf_str(&out);
    size_t *width = &columns->widths[columns->cells.count % columns->count];
    size_t own = pc_utf8_width(shown);
    *width = own > *width ? own : *width;
    *PC_PUSH(&columns->cells, columns->arena) = shown;
}

void pc_columns_addz(struct pc_columns *columns, const char *cell) {
    pc_columns_add(columns, pc_str_c(cell));
}

void pc_columns_write(const struct pc_columns *columns, struct pc_buf *out) {
    for (size_t from = 0; from + columns->count <= columns->cells.count; from += columns->count) {
        size_t due = 2; /* blanks before the next cell that is not empty */
        for (size_t i = 0; i < columns->count; i++) {
            struct pc_str cell = columns->cells.items[from + i];
            if (columns->widths[i] == 0)
                continue;
            if (cell.len > 0) {
                pc_buf_fill(out, ' ', due);
                pc_buf_add(out, cell);
                due = 0;
            }
            due += columns->widths[i] - pc_utf8_width(cell) + 2;
        }
        pc_buf_addc(out, '\n');
    }
}
