/* Byte offsets of code points: libyaml's marks count code points, in lines that end at more characters than ours.
 * Inside formats only. */
#ifndef PC_YAML_POINT_H
#define PC_YAML_POINT_H

#include "arena.h"
#include "str.h"

struct pc_points {
    struct pc_str text;
    const uint32_t *bytes; /* offset of every so many code points; NULL when the text is ASCII */
    size_t count;
};

struct pc_points pc_points_of(struct pc_arena *arena, struct pc_str text); /* valid UTF-8 */
uint32_t pc_points_offset(const struct pc_points *points, size_t index);   /* at most the text's length */

#endif
