/* A diff line by line, for those who print one. Private to the patch*.c files. */
#ifndef PC_PATCH_LINES_H
#define PC_PATCH_LINES_H

#include "diff.h"

/* Called in the order of the printed diff. */
struct pc_patch_printer {
    void (*heading)(struct pc_patch_printer *printer, const char *text); /* "--- a/x", "@@ ... @@", without line end */
    /* sign: ' ', '-' or '+'; index: of the line in the old text, of an added line in the new one */
    void (*line)(struct pc_patch_printer *printer, char sign, size_t index);
    struct pc_arena *arena;
    const struct pc_change *change;
    const struct pc_diff *diff;
};

void pc_patch_print(const struct pc_changes *changes, struct pc_patch_printer *printer);

#endif
