#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_write.h"

#define PATH_BYTES 4096 /* no system's PATH_MAX is larger */

static bool fail(int *error, int number) {
    *error = number;
    return false;
}

/* Opens without waiting for a pipe's reader, which may never come; writing waits. */
static int open_device(const char *path, int flags, int *error) {
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags, 0666);
    *error = errno;
    if (fd >= 0) {
        int now = fcntl(fd, F_GETFL);
        if (now >= 0)
            fcntl(fd, F_SETFL, now & ~O_NONBLOCK);
    }
    return fd;
}

static bool close_checked(int fd, bool done, int *error) {
    if (!done)
        *error = errno;
    if (close(fd) != 0 && done) {
        *error = errno;
        return false;
    }
    return done;
}

static bool write_device(const char *path, struct pc_str bytes, int *error) {
    int fd = open_device(path, 0, error);
    return fd >= 0 && close_checked(fd, pc_file_write_all(fd, bytes), error);
}

/* The directory and the name in it; the path is cut at its last slash. */
static bool write_at(char *path, struct pc_str bytes, int *error) {
    char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dir = !slash ? "." : slash == path ? "/" : path;
    if (*name == '\0')
        return fail(error, EISDIR);
    if (slash)
        *slash = '\0';
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail(error, errno);
    bool done = pc_file_write(fd, name, bytes, error);
    close(fd);
    return done;
}

bool pc_output_file_write(const char *path, struct pc_str bytes, int *error) {
    char real[PATH_BYTES];
    struct stat st;
    size_t length = strlen(path);
    if (length == 0)
        return fail(error, ENOENT);
    if (length >= sizeof real)
        return fail(error, ENAMETOOLONG);
    if (stat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
            return write_device(path, bytes, error);
        if (!realpath(path, real))
            return fail(error, errno);
    } else if (errno != ENOENT || lstat(path, &st) == 0) {
        return fail(error, errno); /* a link that leads nowhere is not replaced */
    } else {
        memcpy(real, path, length + 1);
    }
    return write_at(real, bytes, error);
}

bool pc_output_file_write_below(int root_fd, const char *path, struct pc_str bytes, int *error) {
    const char *name;
    int dir = pc_file_open_directory(root_fd, path, &name, error);
    if (dir < 0)
        return false;
    bool done = pc_file_write(dir, name, bytes, error);
    close(dir);
    return done;
}

bool pc_output_file_append(const char *path, struct pc_str bytes, int *error) {
    struct stat st;
    int fd = open_device(path, O_APPEND | O_CREAT, error);
    if (fd < 0)
        return false;
    bool known = fstat(fd, &st) == 0;
    bool done = known && pc_file_write_all(fd, bytes);
    int why = errno;
    if (!done && known && S_ISREG(st.st_mode) && ftruncate(fd, st.st_size) != 0)
        why = EIO;
    errno = why;
    return close_checked(fd, done, error);
}
