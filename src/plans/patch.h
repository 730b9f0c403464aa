/* Changes as a unified diff, with git's headers and three lines of context. */
#ifndef PC_PATCH_H
#define PC_PATCH_H

#include "edits.h"
#include "output.h"

/* The diff as patch programs take it, byte for byte: `git apply` and `patch -p1` at the root make of it what writing
 * the changes makes. It shows what the files hold, secrets and control bytes alike: for files, never for a terminal. */
void pc_patch_exact(const struct pc_changes *changes, struct pc_buf *out);

/* What the diff for people does not show as it is; a line may count twice. */
struct pc_patch_shown {
    size_t hidden;  /* lines with a value, or part of a URL, as "…" (hide.h) */
    size_t escaped; /* lines with bytes that may not reach a terminal (emit.h), or that are left out for being noise: a
                       byte order mark, the CR of line ends where a file has no others */
};

/* The same diff for people: of each line what may be shown. Where nothing is hidden or escaped it is the exact one but
 * for colours. options: color, ascii. Memory is out's arena. */
struct pc_patch_shown pc_patch_show(const struct pc_registry *reg, const struct pc_changes *changes,
                                    const struct pc_output_options *options, struct pc_buf *out);

#endif
