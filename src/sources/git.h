/* What only git itself can answer: which revision a name means, which files it has, what stands in them. Git is run
 * hardened (git.c says how and against what): nothing that a stranger's repository names is executed, nothing is
 * fetched, nothing is written. */
#ifndef PC_GIT_H
#define PC_GIT_H

#include <stdbool.h>

#include "arena.h"
#include "git_dir.h"
#include "git_index.h"
#include "git_process.h"
#include "str.h"
#include "vec.h"

/* Why something could not be answered. */
enum pc_git_status {
    PC_GIT_OK = 0,
    PC_GIT_NO_REPOSITORY, /* in no work tree, or one whose git directory cannot be used */
    PC_GIT_BARE,          /* a repository without a work tree */
    PC_GIT_NO_PROGRAM,    /* no git in PATH that may be run */
    PC_GIT_UNKNOWN,       /* git knows no such name, object or common ancestor */
    PC_GIT_WRONG_KIND,    /* it does, but it is a file's content */
    PC_GIT_FAILED,        /* damage, or git could not be started: git->words says more */
    PC_GIT_LATE,          /* it took longer than PC_LIMIT_GIT_MILLISECONDS */
    PC_GIT_TOO_LARGE      /* more than was allowed for */
};

struct pc_git {
    struct pc_arena *arena;
    struct pc_git_dir dir;
    struct pc_str top;       /* the work tree's top: absolute, no link in it */
    const char *program;     /* NULL until it was looked for and found */
    const char *index;       /* the index file's name in the git directory */
    struct pc_str words;     /* git's own words on the last failure, one line; may be empty */
    struct pc_process one;   /* answers one question */
    struct pc_process batch; /* gives contents, one after another */
    bool batch_busy;         /* left in the middle of an answer */
    struct pc_cleanup cleanup;
};

/* The repository whose work tree holds root_fd, which is the directory root (absolute, no link in it). *git lives in
 * the arena. Close it in any case; unwinding does so as well. */
enum pc_git_status pc_git_open(struct pc_arena *arena, int root_fd, struct pc_str root, struct pc_git **git);
void pc_git_close(struct pc_git *git); /* NULL is fine */

/* Some of the history is not here (a clone with a depth). */
bool pc_git_is_shallow(const struct pc_git *git);

/* The full object name of the commit that a revision means: "main", "HEAD~1", "v1.2^{commit}", ... */
enum pc_git_status pc_git_commit(struct pc_git *git, struct pc_str revision, struct pc_str *name);

/* The best common ancestor of two commits. */
enum pc_git_status pc_git_merge_base(struct pc_git *git, struct pc_str a, struct pc_str b, struct pc_str *name);

struct PC_VEC_REFS PC_VEC(struct pc_str);
/* All branches, remote-tracking branches and tags by their full names ("refs/heads/main"), in git's order. */
enum pc_git_status pc_git_refs(struct pc_git *git, struct PC_VEC_REFS *refs);

/* The files of a revision's tree below the root, as entries of an index with their object names. Nothing is checked
 * out. TOO_LARGE: more than PC_LIMIT_FILES. */
enum pc_git_status pc_git_revision_files(struct pc_git *git, struct pc_str revision, struct pc_index *files);

/* The entries of an index that git_index.c does not take apart: a split or sparse one. */
enum pc_git_status pc_git_index_files(struct pc_git *git, struct pc_index *files);

/* The content of a blob, NUL-terminated behind its length, at most cap bytes of it (TOO_LARGE). */
enum pc_git_status pc_git_blob(struct pc_git *git, const struct pc_object_id *id, size_t cap, struct pc_arena *arena,
                               struct pc_str *content);

/* Private to the git*.c files. Runs `git ARGUMENT...` (NULL ends them) to its end. cap: bytes of output; UNKNOWN when
 * git ends without success. */
enum pc_git_status pc_git_ask(struct pc_git *git, const char *const *arguments, size_t cap, struct pc_arena *arena,
                              struct pc_str *answer);
/* Starts it as git->one. */
enum pc_git_status pc_git_begin(struct pc_git *git, const char *const *arguments);
/* Starts `git cat-file --batch` as git->batch. */
enum pc_git_status pc_git_begin_batch(struct pc_git *git);
/* Why a process failed, which has ended: LATE, else the status otherwise. Sets git->words. */
enum pc_git_status pc_git_why(struct pc_git *git, const struct pc_process *process, enum pc_git_status otherwise);

#endif
