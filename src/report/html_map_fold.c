/* Folding a strip of ports: 65,536 of them cost what is said of them. */
#include "html_map.h"
#include "vec.h"

#define GRID_WIDTH 20u /* a range up to this many ports is always a grid */
#define GRID_SHARE 5u  /* a wider one if every so-manieth port is taken */

struct folder {
    struct pc_arena *arena;
    struct PC_VEC(struct pc_map_piece) pieces;
    bool first;
};

static void add(struct folder *f, const struct pc_report_cell *cell, unsigned lo, unsigned hi) {
    unsigned width = hi - lo + 1;
    *PC_PUSH(&f->pieces, f->arena) =
        (struct pc_map_piece){.ports = {(uint16_t)lo, (uint16_t)hi},
                              .cell = cell,
                              .columns = width < PC_MAP_COLUMNS ? width : PC_MAP_COLUMNS,
                              .start = f->first && lo % PC_MAP_COLUMNS != 0 ? lo % PC_MAP_COLUMNS + 1 : 0};
    f->first = false;
}

/* A run of ports as the end of one row, whole rows as one, and the beginning of another row. */
static void add_rows(struct folder *f, const struct pc_report_cell *cell) {
    unsigned lo = cell->ports.lo, hi = cell->ports.hi;
    unsigned row_end = lo - lo % PC_MAP_COLUMNS + PC_MAP_COLUMNS - 1;
    if (hi <= row_end) {
        add(f, cell, lo, hi);
        return;
    }
    if (lo % PC_MAP_COLUMNS != 0) {
        add(f, cell, lo, row_end);
        lo = row_end + 1;
    }
    unsigned rows_end = hi + 1 - (hi + 1) % PC_MAP_COLUMNS; /* first port of the last row, which hi does not fill */
    if (rows_end > lo)
        add(f, cell, lo, rows_end - 1);
    if (hi >= rows_end)
        add(f, cell, rows_end, hi);
}

struct pc_map_fold pc_map_fold(struct pc_arena *arena, const struct pc_report_strip *strip) {
    struct folder f = {.arena = arena, .first = true};
    struct pc_map_fold fold = {0};
    unsigned width = (unsigned)strip->ports.hi - strip->ports.lo + 1;
    for (int state = 0; state < PC_CELL_STATE_COUNT; state++) {
        if (state != PC_CELL_FREE && state != PC_CELL_RESERVED)
            fold.taken += strip->counts[state];
    }
    fold.grid = strip->range != PC_NONE && (width <= GRID_WIDTH || fold.taken * GRID_SHARE >= width);
    for (size_t i = 0; i < strip->cell_count; i++) {
        if (fold.grid)
            add_rows(&f, &strip->cells[i]);
        else
            add(&f, &strip->cells[i], strip->cells[i].ports.lo, strip->cells[i].ports.hi);
    }
    fold.pieces = f.pieces.items;
    fold.count = f.pieces.count;
    return fold;
}
