/* A patch program of our own, to hold patches against what they stand for. */
#ifndef FUZZ_PATCHING_H
#define FUZZ_PATCHING_H

#include "fuzz.h"

/* The next file of a unified diff: its path, and what the diff makes of old texts. */
struct fuzz_patch {
    struct fuzz *f;
    struct pc_str rest;
};

/* False at the end. *path as in its "+++" line, unquoted. */
bool fuzz_patch_next(struct fuzz_patch *patch, struct pc_str *path);
/* Applies the hunks of that file. Aborts where they do not fit. */
struct pc_str fuzz_patch_apply(struct fuzz_patch *patch, struct pc_str old);

#endif
