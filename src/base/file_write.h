/* The one way to write a file: all of it, or nothing at all. */
#ifndef PC_FILE_WRITE_H
#define PC_FILE_WRITE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "str.h"

/* Nothing here allocates. Where there is *error it is an errno when false is returned. */

/* All bytes to a descriptor, however many calls that takes. False: errno says why. */
bool pc_file_write_all(int fd, struct pc_str bytes);

/* Makes dir_fd/name (a name without '/') hold these bytes: a temporary file beside it (".portcheck-*.tmp") is written,
 * synced and renamed over it. A file that is there keeps its mode, and its owner where that is allowed; a new one gets
 * what the umask leaves. False, and *error (errno), when it could not be done; what was there is then untouched.
 * Refused are links (ELOOP), what is no regular file (EISDIR, EINVAL) and what may not be written (EACCES). */
bool pc_file_write(int dir_fd, const char *name, struct pc_str bytes, int *error);

/* The same in pieces. After a begin that succeeded there has to be one end. */
struct pc_file_writing {
    int dir_fd;       /* the caller's, until the end */
    const char *name; /* likewise */
    int fd;           /* of the temporary file */
    int error;        /* of a piece; 0: none */
    bool exists;      /* there was a file: */
    struct stat old;
    char temporary[64]; /* its name */
};
bool pc_file_begin(struct pc_file_writing *writing, int dir_fd, const char *name, int *error);
/* What could not be written is known to the end. */
void pc_file_add(struct pc_file_writing *writing, struct pc_str bytes);
/* keep: puts what was written into its place; else it is thrown away, and true returned. */
bool pc_file_end(struct pc_file_writing *writing, bool keep, int *error);

/* The steps of it, for whoever writes several files and must be able to take all of that back. */

/* Opens the directory of root_fd/path, whose parts are neither links nor "", ".", ".." or ".git"; *name is its last
 * part. -1 and *error when that cannot be. The descriptor is the caller's. */
int pc_file_open_directory(int root_fd, const char *path, const char **name, int *error);

/* Whether dir_fd/name is a regular file (no link) that holds exactly these bytes; *st is it then. False with *error 0
 * when it holds others. */
bool pc_file_holds(int dir_fd, const char *name, struct pc_str bytes, struct stat *st, int *error);

/* Writes dir_fd/temporary, synced, with mode and owner of *like (NULL: a new file's). What bears that name is taken
 * away first. When it fails nothing of that name is left. */
bool pc_file_prepare(int dir_fd, const char *temporary, struct pc_str bytes, const struct stat *like, int *error);

/* Renames temporary over name, when that is still the file *old, unchanged. The temporary file stays when it fails. */
bool pc_file_replace(int dir_fd, const char *temporary, const char *name, const struct stat *old, int *error);

/* Makes the names in a directory last. True as well where the file system knows no such thing. */
bool pc_file_sync_directory(int dir_fd, int *error);

#endif
