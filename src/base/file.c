#define _DEFAULT_SOURCE /* syscall */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

#include "path.h"

#define LINKS_MAX 40 /* links followed for one path; the kernel's own limit */
#define LINK_TEXT_MAX 4096
#define AHEAD_PATH 1024 /* of a longer path nothing is asked ahead */

static void close_fd(void *arg) {
    close(*(const int *)arg);
}

static enum pc_file_status status_of_errno(int error) {
    return error == ENOENT || error == ENOTDIR ? PC_FILE_MISSING : PC_FILE_UNREADABLE;
}

static bool is_link(int dir_fd, const char *name) {
    struct stat st;
    return fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

/* Opens one component of a path below dir_fd. A link is not followed, a FIFO not waited for, a terminal not adopted;
 * what kind of file it is shows when it is open. */
static enum pc_file_status open_component(int dir_fd, const char *name, bool directory, int *fd, int *error) {
    int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (directory ? O_DIRECTORY : 0);
    *error = 0;
    *fd = openat(dir_fd, name, flags);
    if (*fd >= 0)
        return PC_FILE_OK;
    *error = errno;
    if (*error == ELOOP || (*error == ENOTDIR && is_link(dir_fd, name)))
        return PC_FILE_LINK;
    return *error == ENXIO ? PC_FILE_NOT_REGULAR
                           : status_of_errno(*error); /* ENXIO: a socket, a device that is not there */
}

#ifdef SYS_openat2
static const struct open_how how = {.flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                                    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
#endif

const void *pc_file_how(void) {
#ifdef SYS_openat2
    return &how;
#else
    return NULL;
#endif
}

/* The whole path in one call, none of its components a link: most files open so. Where the system has no such call, or
 * the path is not so simple, -1. */
static int open_at_once(int root_fd, const char *path) {
#ifdef SYS_openat2
    return (int)syscall(SYS_openat2, root_fd, path, &how, sizeof how);
#else
    (void)root_fd;
    (void)path;
    return -1;
#endif
}

/* No component is empty, "." or "..": those are refused below whatever the system makes of them. */
static bool is_simple(struct pc_str path) {
    struct pc_str part;
    for (bool done = false; pc_str_split(&path, '/', &part, &done);)
        if (part.len == 0 || pc_str_eq(part, PC_STR(".")) || pc_str_eq(part, PC_STR("..")))
            return false;
    return true;
}

/* Opens root_fd/path for reading. names is a copy of the path that may be cut up. */
static enum pc_file_status open_path(int root_fd, char *names, int *fd, int *error) {
    int dir = root_fd;
    for (;;) {
        char *slash = strchr(names, '/');
        int next = -1;
        if (slash)
            *slash = '\0';
        enum pc_file_status status = PC_FILE_UNREADABLE;
        *error = EINVAL;
        if (*names != '\0' && strcmp(names, ".") != 0 && strcmp(names, "..") != 0)
            status = open_component(dir, names, slash != NULL, &next, error);
        if (dir != root_fd)
            close(dir);
        if (status != PC_FILE_OK)
            return status;
        if (!slash) {
            *fd = next;
            return PC_FILE_OK;
        }
        dir = next;
        names = slash + 1;
    }
}

/* Reads a regular file of size bytes, and one byte more if it has grown. A read that gave all the bytes and not that
 * one has seen the end: no second call to see it again. Returns the bytes read, or -1. */
static ssize_t read_all(int fd, char *to, size_t size) {
    size_t got = 0;
    do {
        ssize_t n = read(fd, to + got, size + 1 - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        got += (size_t)n;
    } while (got < size);
    return (ssize_t)got;
}

static enum pc_file_status read_open(int fd, size_t cap, struct pc_arena *arena, struct pc_str *text, int *error) {
    struct stat st;
    if (fstat(fd, &st) != 0) {
        *error = errno;
        return PC_FILE_UNREADABLE;
    }
    if (!S_ISREG(st.st_mode))
        return PC_FILE_NOT_REGULAR;
    if (st.st_size < 0 || (uintmax_t)st.st_size > cap)
        return PC_FILE_TOO_LARGE;
    size_t size = (size_t)st.st_size;
    char *bytes = pc_arena_bytes(arena, size + 1);
    ssize_t got = read_all(fd, bytes, size);
    if (got < 0) {
        *error = errno;
        return PC_FILE_UNREADABLE;
    }
    if ((size_t)got != size)
        return PC_FILE_CHANGED;
    bytes[size] = '\0';
    *text = (struct pc_str){bytes, size};
    return PC_FILE_OK;
}

enum pc_file_status pc_file_read(int root_fd, struct pc_str path, size_t cap, struct pc_arena *arena,
                                 struct pc_str *text, int *errno_out) {
    int ignored;
    int *error = errno_out ? errno_out : &ignored;
    int fd = -1;
    *error = 0;
    if (path.len == 0)
        return PC_FILE_NOT_REGULAR;
    if (pc_str_find_char(path, '\0', 0) != PC_NPOS)
        return PC_FILE_MISSING;
    char *names = pc_arena_alloc(arena, path.len + 1);
    memcpy(names, path.ptr, path.len);
    fd = is_simple(path) ? open_at_once(root_fd, names) : -1;
    enum pc_file_status status = fd >= 0 ? PC_FILE_OK : open_path(root_fd, names, &fd, error);
    if (status != PC_FILE_OK)
        return status;
    struct pc_cleanup closing;
    pc_defer(arena->recovery, &closing, close_fd, &fd);
    status = read_open(fd, cap, arena, text, error);
    pc_undefer(arena->recovery, &closing);
    close(fd);
    return status;
}

void pc_file_ahead(int root_fd, struct pc_str path) {
    char name[AHEAD_PATH];
    if (path.len == 0 || path.len >= sizeof name || !is_simple(path))
        return;
    memcpy(name, path.ptr, path.len);
    name[path.len] = '\0';
    int fd = open_at_once(root_fd, name);
    if (fd < 0)
        return;
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
    close(fd);
}

/* The text of a link at path; false when it cannot be read, is absolute or too long. */
static bool read_link(int root_fd, struct pc_arena *arena, const char *path, struct pc_str *text) {
    char *bytes = pc_arena_alloc(arena, LINK_TEXT_MAX);
    ssize_t len = readlinkat(root_fd, path, bytes, LINK_TEXT_MAX);
    if (len <= 0 || len == LINK_TEXT_MAX || bytes[0] == '/')
        return false;
    *text = (struct pc_str){bytes, (size_t)len};
    return true;
}

bool pc_file_link_target(int root_fd, struct pc_str path, struct pc_arena *arena, struct pc_str *target) {
    struct pc_str done = PC_EMPTY; /* resolved: no links in it */
    struct pc_str rest = path;
    int links = 0;
    errno = 0;
    while (rest.len > 0) {
        size_t slash = pc_str_find_char(rest, '/', 0);
        struct pc_str name = pc_str_sub(rest, 0, slash);
        struct pc_str next;
        struct stat st;
        rest = slash == PC_NPOS ? PC_EMPTY : pc_str_sub(rest, slash + 1, rest.len);
        if (!pc_path_join(arena, done, name, &next))
            return false;
        if (next.len == 0) {
            done = next;
            continue;
        }
        if (fstatat(root_fd, next.ptr, &st, AT_SYMLINK_NOFOLLOW) != 0)
            return false;
        if (!S_ISLNK(st.st_mode)) {
            done = next;
            continue;
        }
        struct pc_str text;
        if (++links > LINKS_MAX || !read_link(root_fd, arena, next.ptr, &text))
            return false;
        rest = pc_str_fmt(arena, "%.*s/%.*s", PC_ARG(text), PC_ARG(rest));
    }
    *target = done;
    return true;
}
