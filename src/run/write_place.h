/* Where a run changes files, and where the journal of it lies: in the git directory of the work tree (linked work trees
 * and submodules have one of their own), without git in the root. */
#ifndef PC_WRITE_PLACE_H
#define PC_WRITE_PLACE_H

#include "git_dir.h"
#include "journal_file.h"

struct pc_run_place {
    struct pc_write_place place; /* the root is the run's */
    struct pc_git_dir git;
    int top_fd; /* where a recovery starts from: the top of the work tree, else the root */
};

#endif
