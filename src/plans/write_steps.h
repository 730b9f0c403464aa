/* One file on its way from its old content to its new one, and back. Private to write.c and recover.c. Allocates
 * nothing once the names are made, so that going back needs no memory. */
#ifndef PC_WRITE_STEPS_H
#define PC_WRITE_STEPS_H

#include <sys/stat.h>

#include "edits.h"

struct pc_write_file {
    const char *path;         /* below the root */
    const char *temporary;    /* beside it */
    struct pc_str content[2]; /* old and new */
    struct stat st;           /* of the file as it was held against a content last */
    bool replaced;            /* it has become the file */
    bool strange;             /* it holds neither of both contents */
    int error;                /* of the last step that failed; 0: it holds something else */
};

enum { PC_WRITE_OLD = 0, PC_WRITE_NEW = 1 };

void pc_write_file_init(struct pc_write_file *file, struct pc_arena *arena, const struct pc_change *change,
                        unsigned long run, size_t index);

/* Does the file hold its old or its new content? */
bool pc_write_file_holds(struct pc_write_file *file, int root_fd, int which);
/* Writes one of the contents beside the file. After pc_write_file_holds. */
bool pc_write_file_prepare(struct pc_write_file *file, int root_fd, int which);
/* Puts it in the file's place, if that has not changed since pc_write_file_holds. */
bool pc_write_file_replace(struct pc_write_file *file, int root_fd);
/* Takes away what prepare wrote, if anything. */
bool pc_write_file_drop(struct pc_write_file *file, int root_fd);
/* Both steps: makes a file that holds its new content hold the old one. One that holds something else is left and
 * marked strange, which is no failure. */
bool pc_write_file_undo(struct pc_write_file *file, int root_fd);

/* Makes the names of all the files last, but of strange ones. False: *error. */
bool pc_write_files_sync(const struct pc_write_file *files, size_t count, int root_fd, int *error);

/* Why a step failed, for the person: a clause. */
const char *pc_write_reason(int error);

#endif
