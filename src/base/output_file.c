#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(int *error, int number) {
    *error = number;
    return false;
}

/* Opens without waiting for a pipe's reader, which may never come; writing waits. */
static bool open_as_it_is(struct pc_output_writing *w, const char *path, int flags, int *error) {
    w->fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags, 0666);
    if (w->fd < 0)
        return fail(error, errno);
    int now = fcntl(w->fd, F_GETFL);
    if (now >= 0)
        fcntl(w->fd, F_SETFL, now & ~O_NONBLOCK);
    return true;
}

/* The directory and the name in it: the path in w is cut at its last slash. */
static bool begin_at(struct pc_output_writing *w, int *error) {
    char *slash = strrchr(w->path, '/');
    const char *name = slash ? slash + 1 : w->path;
    const char *dir = !slash ? "." : slash == w->path ? "/" : w->path;
    if (*name == '\0')
        return fail(error, EISDIR);
    if (slash)
        *slash = '\0';
    w->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return w->dir_fd >= 0 ? pc_file_begin(&w->file, w->dir_fd, name, error) : fail(error, errno);
}

static bool begin_whole(struct pc_output_writing *w, const char *path, int *error) {
    struct stat st;
    size_t length = strlen(path);
    if (length == 0)
        return fail(error, ENOENT);
    if (length >= sizeof w->path)
        return fail(error, ENAMETOOLONG);
    if (stat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
            return open_as_it_is(w, path, 0, error);
        if (!realpath(path, w->path))
            return fail(error, errno);
    } else if (errno != ENOENT || lstat(path, &st) == 0) {
        return fail(error, errno); /* a link that leads nowhere is not replaced */
    } else {
        memcpy(w->path, path, length + 1);
    }
    return begin_at(w, error);
}

static bool begin_below(struct pc_output_writing *w, int root_fd, const char *path, int *error) {
    const char *name;
    w->dir_fd = pc_file_open_directory(root_fd, path, &name, error);
    return w->dir_fd >= 0 && pc_file_begin(&w->file, w->dir_fd, name, error);
}

static bool begin_append(struct pc_output_writing *w, const char *path, int *error) {
    struct stat st;
    if (!open_as_it_is(w, path, O_APPEND | O_CREAT, error))
        return false;
    if (fstat(w->fd, &st) != 0) {
        *error = errno;
        close(w->fd);
        return false;
    }
    w->length = S_ISREG(st.st_mode) ? st.st_size : -1;
    return true;
}

bool pc_output_begin(struct pc_output_writing *w, enum pc_output_way way, int root_fd, const char *path, int *error) {
    w->dir_fd = w->fd = -1;
    w->error = 0;
    w->length = -1;
    bool begun = way == PC_OUTPUT_APPEND  ? begin_append(w, path, error)
                 : way == PC_OUTPUT_BELOW ? begin_below(w, root_fd, path, error)
                                          : begin_whole(w, path, error);
    if (!begun && w->dir_fd >= 0)
        close(w->dir_fd);
    return begun;
}

void pc_output_add(struct pc_output_writing *w, struct pc_str bytes) {
    if (w->fd < 0)
        pc_file_add(&w->file, bytes);
    else if (w->error == 0 && !pc_file_write_all(w->fd, bytes))
        w->error = errno != 0 ? errno : EIO;
}

bool pc_output_end(struct pc_output_writing *w, bool keep, int *error) {
    if (w->fd < 0) {
        bool done = pc_file_end(&w->file, keep, error);
        close(w->dir_fd);
        return done;
    }
    bool done = keep && w->error == 0;
    *error = w->error;
    if (!done && w->length >= 0 && ftruncate(w->fd, w->length) != 0)
        *error = EIO;
    if (close(w->fd) != 0 && done)
        return fail(error, errno);
    return done || !keep;
}

bool pc_output_file_write(enum pc_output_way way, int root_fd, const char *path, struct pc_str bytes, int *error) {
    struct pc_output_writing writing;
    if (!pc_output_begin(&writing, way, root_fd, path, error))
        return false;
    pc_output_add(&writing, bytes);
    return pc_output_end(&writing, true, error);
}
