/* The parts of the generator of trees. */
#ifndef BENCH_TREE_H
#define BENCH_TREE_H

#include <stdbool.h>
#include <stdio.h>

#include "words.h"

/* Opens a file below the tree's root for writing, with the directories above it. Ends the program when it cannot. */
FILE *tree_open(const char *path);
void tree_close(FILE *file);

/* A monorepo, areas times 6,500 files. */
void tree_write(unsigned areas, bool sparse);

/* Services with their files, one compose file, one registry. */
void services_write(unsigned count);

#endif
