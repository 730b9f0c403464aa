/* Where a suppression comment goes in a file. */
#ifndef PC_IGNORE_PLACE_H
#define PC_IGNORE_PLACE_H

#include "finding.h"

struct pc_ignore_text {
    const char *open, *close; /* the marks of the file's comments */
    bool behind;              /* a comment may stand behind something on a line */
    struct pc_str text;       /* "portcheck: ignore[PC101]: why" */
};

/* The edit that puts it on a line (0-based) of a file: into the last cell of a row, behind what stands on the line, or
 * above it. False: the line goes on in the next one, and a comment would break it. */
bool pc_ignore_place(struct pc_arena *arena, const struct pc_registry *reg, pc_id file, uint32_t line,
                     const struct pc_ignore_text *what, struct pc_edit *edit);

#endif
