/* Byte offsets of code points: libyaml's marks count code points, in lines that end at more characters than ours.
 * Inside formats only. */
#ifndef PC_YAML_POINT_H
#define PC_YAML_POINT_H

#include "text.h"

/* A place that moves with the questions: libyaml's marks come in order, but for small steps back. */
struct pc_points {
    struct pc_str text;
    size_t ascii; /* bytes before the first that is not ASCII: there both counts are the same */
    size_t point; /* the last one asked for behind them ... */
    size_t byte;  /* ... and its offset */
};

struct pc_points pc_points_of(struct pc_str text);                 /* valid UTF-8 */
uint32_t pc_points_offset(struct pc_points *points, size_t index); /* at most the text's length */

#endif
