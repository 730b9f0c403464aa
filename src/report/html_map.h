/* How the ports of a strip are laid out: which of them share a cell. */
#ifndef PC_HTML_MAP_H
#define PC_HTML_MAP_H

#include "report.h"

#define PC_MAP_COLUMNS 10 /* ports of a row, from one that ends in 0 to one that ends in 9 */

struct pc_map_piece {
    struct pc_ports ports;
    const struct pc_report_cell *cell;
    unsigned columns; /* of a grid: how many it takes, 1 to 10; several whole rows of one state are one row */
    unsigned start;   /* of a grid: 1 to 10 where the row does not begin with its first column; else 0 */
};

struct pc_map_fold {
    bool grid; /* rows of ten; else one cell after the other, gaps as wide as ports */
    const struct pc_map_piece *pieces;
    size_t count;
    unsigned taken; /* ports that are not free and not reserved */
};

/* A grid where ports stand close enough for it to be read; what is folded is never more than one state and one owner.
 */
struct pc_map_fold pc_map_fold(struct pc_arena *arena, const struct pc_report_strip *strip);

#endif
