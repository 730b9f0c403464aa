/* The headings of a Markdown file, as far as rules need them: how deep one is, and which one it stands under. */
#ifndef PC_OUTLINE_H
#define PC_OUTLINE_H

#include "registry.h"

#define PC_OUTLINE_DEEPEST 7u /* level of a label that is no heading: a bold line */

struct pc_outline {
    const struct pc_heading {
        uint32_t offset; /* of its line */
        unsigned level;  /* 1 to 6 */
        size_t parent;   /* which heading, counted from 1, is the next shallower one above; 0 at the top */
    } * items;
    size_t count;
};

struct pc_outline pc_outline_of(struct pc_arena *arena, const struct pc_file *file);

/* The level of the heading that the line of offset is (PC_OUTLINE_DEEPEST: none) and what it stands under. */
struct pc_heading pc_outline_at(const struct pc_outline *outline, const struct pc_file *file, uint32_t offset);

#endif
