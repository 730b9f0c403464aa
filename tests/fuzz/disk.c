#include "disk.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

static char root[512];

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where) {
    (void)st;
    (void)type;
    if (where->level > 0)
        remove(path);
    return 0;
}

static void empty(void) {
    nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_root(void) {
    empty();
    rmdir(root);
}

const char *fuzz_disk_root(void) {
    const char *base = getenv("TMPDIR");
    struct stat st;
    if (root[0] != '\0') {
        empty();
        return root;
    }
    if (!base)
        base = stat("/dev/shm", &st) == 0 && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(root, sizeof root, "%s/portcheck-fuzz-XXXXXX", base);
    FUZZ_CHECK(mkdtemp(root), "no directory in %s", base);
    atexit(remove_root);
    return root;
}

const char *fuzz_disk_same_root(void) {
    return root;
}

/* Relative, without "." and ".."; a ".git" is allowed, which a stranger's archive may hold as well. */
static bool is_path(struct pc_str path) {
    struct pc_str rest = path, part;
    bool done = false;
    if (path.len == 0 || path.len > 200 || pc_str_find_char(path, '\0', 0) != PC_NPOS)
        return false;
    while (pc_str_split(&rest, '/', &part, &done))
        if (part.len == 0 || pc_str_is(part, ".") || pc_str_is(part, ".."))
            return false;
    return true;
}

bool fuzz_disk_write(struct fuzz *f, struct pc_str path, struct pc_str text) {
    if (!is_path(path))
        return false;
    char *name = PC_NEW_ARRAY(&f->keep, sizeof root + path.len + 2, char);
    int length = snprintf(name, sizeof root + path.len + 2, "%s/%.*s", root, PC_ARG(path));
    for (char *slash = name + strlen(root) + 1; slash < name + length; slash++)
        if (*slash == '/') {
            *slash = '\0';
            mkdir(name, 0700);
            *slash = '/';
        }
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    bool ok = text.len == 0 || write(fd, text.ptr, text.len) == (ssize_t)text.len;
    close(fd);
    return ok;
}

struct pc_str fuzz_disk_read(struct fuzz *f, struct pc_str path) {
    struct pc_str text = PC_EMPTY;
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    FUZZ_CHECK(fd >= 0, "the directory is gone");
    enum pc_file_status status = pc_file_read(fd, path, 64u << 20, &f->keep, &text, NULL);
    close(fd);
    return status == PC_FILE_OK ? text : PC_EMPTY;
}
