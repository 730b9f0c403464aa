/* A listing of a tree as one text, to compare. */
#ifndef PC_TEST_LISTING_H
#define PC_TEST_LISTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../temp_tree.h"
#include "sources.h"

struct listing {
    struct pc_arena arena;
    struct pc_recovery recovery;
    struct pc_source_list list;
};

/* Lists dir of the tree ("." for all of it). */
void listing_new(struct listing *listing, const struct temp_tree *tree, const char *dir);
void listing_free(struct listing *listing);

const struct pc_source *listing_find(const struct listing *listing, const char *path);

/* The listing of dir holds exactly these lines of paths, each ended by '\n'; a link's has " @" behind it, a tracked
 * file's " *". */
void listing_is(const struct temp_tree *tree, const char *dir, const char *lines);

/* The listing of dir is git's own: tracked files and untracked ones that are not ignored. Where that is nothing, it is
 * a plain walk. */
void listing_is_gits(const struct temp_tree *tree, const char *dir);

#endif
