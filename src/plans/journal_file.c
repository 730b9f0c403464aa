#include "journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_write.h"

#define OPEN_FLAGS (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

static struct flock whole_file(void) {
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
}

enum pc_journal_there pc_journal_look(const struct pc_write_place *place) {
    struct stat st;
    struct flock lock = whole_file();
    if (fstatat(place->journal_dir, place->journal, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return PC_JOURNAL_NONE;
    int fd = openat(place->journal_dir, place->journal, O_RDONLY | OPEN_FLAGS);
    if (fd < 0)
        return errno == ENOENT ? PC_JOURNAL_NONE : PC_JOURNAL_LEFT;
    bool busy = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    close(fd);
    return busy ? PC_JOURNAL_BUSY : PC_JOURNAL_LEFT;
}

/* Where the file system knows no locks O_EXCL alone must do. */
static bool lock_it(int fd) {
    struct flock lock = whole_file();
    return fcntl(fd, F_SETLK, &lock) == 0 || (errno != EACCES && errno != EAGAIN);
}

/* It is what bears its name: nobody has recovered and removed it meanwhile. */
static bool is_there(const struct pc_write_place *place, int fd) {
    struct stat here, there;
    return fstat(fd, &here) == 0 && fstatat(place->journal_dir, place->journal, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
           here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

static int locked(const struct pc_write_place *place, int fd, enum pc_journal_there *there) {
    if (lock_it(fd) && is_there(place, fd))
        return fd;
    close(fd);
    *there = PC_JOURNAL_BUSY;
    return -1;
}

int pc_journal_make(const struct pc_write_place *place, enum pc_journal_there *there, int *error) {
    int fd = openat(place->journal_dir, place->journal, O_RDWR | O_CREAT | O_EXCL | OPEN_FLAGS, 0600);
    *there = PC_JOURNAL_NONE;
    *error = errno;
    if (fd >= 0)
        return locked(place, fd, there);
    if (*error == EEXIST)
        *there = pc_journal_look(place);
    return -1;
}

int pc_journal_open(const struct pc_write_place *place, enum pc_journal_there *there, int *error) {
    int fd = openat(place->journal_dir, place->journal, O_RDWR | OPEN_FLAGS);
    *there = PC_JOURNAL_NONE;
    *error = errno;
    return fd < 0 ? -1 : locked(place, fd, there);
}

bool pc_journal_fill(const struct pc_write_place *place, int fd, struct pc_str text, int *error) {
    if (pc_file_write_all(fd, text) && fsync(fd) == 0)
        return pc_file_sync_directory(place->journal_dir, error);
    *error = errno;
    return false;
}

bool pc_journal_remove(const struct pc_write_place *place, int fd, int *error) {
    bool removed = unlinkat(place->journal_dir, place->journal, 0) == 0;
    *error = removed ? 0 : errno;
    fsync(place->journal_dir); /* one that comes back after a crash finds nothing to do */
    close(fd);
    return removed;
}
