/* The one way to write a file: all of it, or nothing at all. */
#ifndef PC_FILE_WRITE_H
#define PC_FILE_WRITE_H

#include <stdbool.h>

#include "str.h"

/* All bytes to a descriptor, however many calls that takes. False: errno says why. */
bool pc_file_write_all(int fd, struct pc_str bytes);

/* Makes dir_fd/name (a name without '/') hold these bytes: a temporary file beside it (".portcheck-*.tmp") is written,
 * synced and renamed over it. A file that is there keeps its mode, and its owner where that is allowed; a new one gets
 * what the umask leaves. False, and *error (errno), when it could not be done; what was there is then untouched.
 * Refused are links (ELOOP), what is no regular file (EISDIR, EINVAL) and what may not be written (EACCES). Allocates
 * nothing. */
bool pc_file_write(int dir_fd, const char *name, struct pc_str bytes, int *error);

#endif
