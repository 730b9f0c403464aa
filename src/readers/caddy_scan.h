/* Lines of a Caddyfile: words, and whether a block opens or closes. Comments are passed over, quotes removed; a
 * placeholder or a marker of a template is part of its word. */
#ifndef PC_CADDY_SCAN_H
#define PC_CADDY_SCAN_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"
#include "vec.h"

struct pc_caddy_line {
    struct PC_VEC(struct pc_str) words; /* the caller zeroes it once; used again for each line */
    struct pc_str extent;
    bool opens;  /* "{" stands at its end */
    bool closes; /* it is a "}" */
};

/* The next line with something on it at *cursor (0 at first). A comma at a line's end joins the next. False at the end.
 */
bool pc_caddy_next(struct pc_arena *arena, struct pc_str text, size_t *cursor, struct pc_caddy_line *line);

#endif
