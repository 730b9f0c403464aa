#include "file_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define PATH_BYTES 4096 /* no system's PATH_MAX is larger */
#define CHUNK_BYTES 16384
#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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

static bool fail(int *error, int number) {
    *error = number;
    return false;
}

/* Another owner is a wish: only a privileged user can fulfil it. Where it stays one, nobody is to run the file as its
 * owner. */
static bool keep_attributes(int fd, const struct stat *old) {
    struct stat now;
    if (fstat(fd, &now) != 0)
        return false;
    bool kept = now.st_uid == old->st_uid && now.st_gid == old->st_gid;
    kept = kept || fchown(fd, old->st_uid, old->st_gid) == 0;
    if (!kept && now.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) != 0)
        errno = 0;
    return fchmod(fd, old->st_mode & (kept ? 07777 : 0777)) == 0;
}

static bool is_same_time(struct timespec a, struct timespec b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_same(int dir_fd, const char *name, const struct stat *old) {
    struct stat now;
    bool same = fstatat(dir_fd, name, &now, AT_SYMLINK_NOFOLLOW) == 0 && now.st_dev == old->st_dev &&
                now.st_ino == old->st_ino && now.st_size == old->st_size && is_same_time(now.st_mtim, old->st_mtim) &&
                is_same_time(now.st_ctim, old->st_ctim);
    if (!same)
        errno = EBUSY; /* somebody else writes it */
    return same;
}

/* Syncs what is wanted, and closes. */
static bool finish(int fd, bool wanted, const struct stat *like, int *error) {
    bool done = !wanted || ((!like || keep_attributes(fd, like)) && fsync(fd) == 0);
    *error = done ? 0 : errno;
    if (close(fd) != 0 && done)
        return fail(error, errno);
    return done;
}

/* What takes an old file's place may hold what only its owner may read: its mode comes when it is written. */
static int open_new(int dir_fd, const char *name, bool is_private) {
    return openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, is_private ? 0600 : 0666);
}

bool pc_file_prepare(int dir_fd, const char *temporary, struct pc_str bytes, const struct stat *like, int *error) {
    int fd = open_new(dir_fd, temporary, like != NULL);
    if (fd < 0 && errno == EEXIST && unlinkat(dir_fd, temporary, 0) == 0)
        fd = open_new(dir_fd, temporary, like != NULL);
    if (fd < 0)
        return fail(error, errno);
    bool written = pc_file_write_all(fd, bytes);
    int why = errno;
    if (finish(fd, written, like, error) && written)
        return true;
    if (!written)
        *error = why;
    unlinkat(dir_fd, temporary, 0);
    return false;
}

bool pc_file_replace(int dir_fd, const char *temporary, const char *name, const struct stat *old, int *error) {
    bool done = is_same(dir_fd, name, old) && renameat(dir_fd, temporary, dir_fd, name) == 0;
    return done || fail(error, errno);
}

bool pc_file_sync_directory(int dir_fd, int *error) {
    return fsync(dir_fd) == 0 || errno == EINVAL || errno == ENOTSUP || fail(error, errno);
}

static bool is_forbidden(const char *part) {
    return *part == '\0' || strcmp(part, ".") == 0 || strcmp(part, "..") == 0 || strcasecmp(part, ".git") == 0;
}

int pc_file_open_directory(int root_fd, const char *path, const char **name, int *error) {
    char parts[PATH_BYTES];
    size_t length = strlen(path);
    *error = length < sizeof parts ? EPERM : ENAMETOOLONG;
    if (length >= sizeof parts)
        return -1;
    memcpy(parts, path, length + 1);
    int dir = openat(root_fd, ".", OPEN_DIR);
    for (char *part = parts; dir >= 0;) {
        char *slash = strchr(part, '/');
        if (slash)
            *slash = '\0';
        bool forbidden = is_forbidden(part);
        if (!slash && !forbidden) {
            *name = path + (part - parts);
            return dir;
        }
        *error = EPERM;
        int next = forbidden ? -1 : openat(dir, part, OPEN_DIR | O_NOFOLLOW);
        if (next < 0 && !forbidden)
            *error = errno;
        close(dir);
        if (next < 0)
            return -1;
        dir = next;
        part = slash + 1;
    }
    *error = errno;
    return -1;
}

/* Whether what can be read of a file from here on is these bytes and no more. */
static bool reads(int fd, struct pc_str bytes, int *error) {
    char chunk[CHUNK_BYTES];
    size_t at = 0;
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(error, errno);
        if (n == 0)
            return at == bytes.len;
        if ((size_t)n > bytes.len - at || memcmp(bytes.ptr + at, chunk, (size_t)n) != 0)
            return false;
        at += (size_t)n;
    }
}

bool pc_file_holds(int dir_fd, const char *name, struct pc_str bytes, struct stat *st, int *error) {
    *error = 0;
    int fd = openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return fail(error, errno);
    bool holds = false;
    if (fstat(fd, st) != 0)
        *error = errno;
    else if (!S_ISREG(st->st_mode))
        *error = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
    else
        holds = st->st_size >= 0 && (uintmax_t)st->st_size == bytes.len && reads(fd, bytes, error);
    close(fd);
    return holds;
}

bool pc_file_begin(struct pc_file_writing *w, int dir_fd, const char *name, int *error) {
    *w = (struct pc_file_writing){.dir_fd = dir_fd, .name = name, .fd = -1};
    if (!look(dir_fd, name, &w->old, &w->exists))
        return fail(error, errno);
    errno = EEXIST;
    for (unsigned i = 0; i < TRIES && w->fd < 0 && errno == EEXIST; i++) {
        snprintf(w->temporary, sizeof w->temporary, ".portcheck-%ld-%u.tmp", (long)getpid(), i);
        w->fd = open_new(dir_fd, w->temporary, w->exists);
    }
    return w->fd >= 0 || fail(error, errno);
}

void pc_file_add(struct pc_file_writing *w, struct pc_str bytes) {
    if (w->error == 0 && !pc_file_write_all(w->fd, bytes))
        w->error = errno != 0 ? errno : EIO;
}

bool pc_file_end(struct pc_file_writing *w, bool keep, int *error) {
    bool wanted = keep && w->error == 0;
    bool done = finish(w->fd, wanted, w->exists ? &w->old : NULL, error) && wanted;
    if (w->error != 0)
        *error = w->error;
    if (done && w->exists)
        done = pc_file_replace(w->dir_fd, w->temporary, w->name, &w->old, error);
    else if (done && renameat(w->dir_fd, w->temporary, w->dir_fd, w->name) != 0)
        done = fail(error, errno);
    if (done)
        fsync(w->dir_fd); /* the file is whole whether or not its new name has reached the disk */
    else
        unlinkat(w->dir_fd, w->temporary, 0);
    return done || !keep;
}

bool pc_file_write(int dir_fd, const char *name, struct pc_str bytes, int *error) {
    struct pc_file_writing writing;
    if (!pc_file_begin(&writing, dir_fd, name, error))
        return false;
    pc_file_add(&writing, bytes);
    return pc_file_end(&writing, true, error);
}
