#include "file_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_BYTES 64
#define TRIES 100u /* names of temporary files that may be taken: left over from runs that were killed */

/* What is there must be a regular file that may be written. True as well when there is nothing; *exists says so. */
static bool look(int dir_fd, const char *name, struct stat *st, bool *exists) {
    *exists = fstatat(dir_fd, name, st, AT_SYMLINK_NOFOLLOW) == 0;
    if (!*exists)
        return errno == ENOENT;
    if (!S_ISREG(st->st_mode)) {
        errno = S_ISDIR(st->st_mode) ? EISDIR : S_ISLNK(st->st_mode) ? ELOOP : EINVAL;
        return false;
    }
    return faccessat(dir_fd, name, W_OK, 0) == 0;
}

static int open_temporary(int dir_fd, char name[NAME_BYTES]) {
    int fd = -1;
    for (unsigned i = 0; i < TRIES && fd < 0; i++) {
        snprintf(name, NAME_BYTES, ".portcheck-%ld-%u.tmp", (long)getpid(), i);
        fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    return fd;
}

bool pc_file_write_all(int fd, struct pc_str bytes) {
    for (size_t at = 0; at < bytes.len;) {
        ssize_t n = write(fd, bytes.ptr + at, bytes.len - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

/* Another owner is a wish: only a privileged user can fulfil it. */
static bool keep_attributes(int fd, const struct stat *old) {
    struct stat now;
    if (fstat(fd, &now) != 0)
        return false;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) && fchown(fd, old->st_uid, old->st_gid) != 0)
        errno = 0;
    return fchmod(fd, old->st_mode & 07777) == 0;
}

static bool is_same(int dir_fd, const char *name, const struct stat *old) {
    struct stat now;
    bool same = fstatat(dir_fd, name, &now, AT_SYMLINK_NOFOLLOW) == 0 && now.st_dev == old->st_dev &&
                now.st_ino == old->st_ino && now.st_size == old->st_size && now.st_mtime == old->st_mtime;
    if (!same)
        errno = EBUSY; /* somebody else writes it */
    return same;
}

bool pc_file_write(int dir_fd, const char *name, struct pc_str bytes, int *error) {
    char temporary[NAME_BYTES];
    struct stat old;
    bool exists;
    if (!look(dir_fd, name, &old, &exists)) {
        *error = errno;
        return false;
    }
    int fd = open_temporary(dir_fd, temporary);
    if (fd < 0) {
        *error = errno;
        return false;
    }
    bool done = pc_file_write_all(fd, bytes) && (!exists || keep_attributes(fd, &old)) && fsync(fd) == 0;
    *error = done ? 0 : errno;
    if (close(fd) != 0 && done) {
        done = false;
        *error = errno;
    }
    done = done && (!exists || is_same(dir_fd, name, &old)) && renameat(dir_fd, temporary, dir_fd, name) == 0;
    if (!done) {
        *error = *error != 0 ? *error : errno;
        unlinkat(dir_fd, temporary, 0);
        return false;
    }
    fsync(dir_fd); /* the file is whole whether or not its new name has reached the disk */
    return true;
}
