/* Lines whose cells stand under each other, two blanks apart. */
#ifndef PC_COLUMNS_H
#define PC_COLUMNS_H

#include "buf.h"
#include "vec.h"

#define PC_COLUMNS_MAX 8

struct pc_columns {
    struct pc_arena *arena;
    size_t count; /* cells of a line */
    size_t widths[PC_COLUMNS_MAX];
    struct PC_VEC(struct pc_str) cells; /* as they are printed */
};

void pc_columns_init(struct pc_columns *columns, struct pc_arena *arena, size_t count);
/* The next cell, from left to right, then in the next line; unsafe characters are escaped here. */
void pc_columns_add(struct pc_columns *columns, struct pc_str cell);
void pc_columns_addz(struct pc_columns *columns, const char *cell);
/* All lines, each behind two blanks. A column of which every cell is empty takes no room. */
void pc_columns_write(const struct pc_columns *columns, struct pc_buf *out);

#endif
