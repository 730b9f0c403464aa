/* A directory of its own for targets that need files, under TMPDIR or in memory; emptied for each input. */
#ifndef FUZZ_DISK_H
#define FUZZ_DISK_H

#include "fuzz.h"

/* Empties it, or makes it. Its absolute path. */
const char *fuzz_disk_root(void);
const char *fuzz_disk_same_root(void); /* as it is */
/* Writes a file below it, making its directories. False when the path is none that a tree can have, or it is taken. */
bool fuzz_disk_write(struct fuzz *f, struct pc_str path, struct pc_str text);
/* Its bytes; empty when there is none. */
struct pc_str fuzz_disk_read(struct fuzz *f, struct pc_str path);

#endif
