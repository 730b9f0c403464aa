#include "git_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "vec.h"

#define CLIMB_MAX 2048      /* levels above the root; the longest path has as many */
#define POINTER_BYTES 8192u /* a .git file or commondir: one path */
#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_all(void *arg) {
    struct pc_git_dir *git = arg;
    close_fd(&git->top_fd);
    close_fd(&git->dir_fd);
    close_fd(&git->common_fd);
}

bool pc_git_dir_is_in(int dir_fd) {
    struct stat st;
    if (fstatat(dir_fd, ".git", &st, 0) != 0)
        return false;
    /* HEAD may be a link to a branch that is not born yet. */
    return S_ISREG(st.st_mode) || (S_ISDIR(st.st_mode) && fstatat(dir_fd, ".git/HEAD", &st, AT_SYMLINK_NOFOLLOW) == 0);
}

/* Opens the parent of fd; -1 at the root of the file system or of its mount, where git stops as well. */
static int open_parent(int fd) {
    struct stat here, above;
    int parent = openat(fd, "..", OPEN_DIR);
    if (parent < 0)
        return -1;
    if (fstat(fd, &here) != 0 || fstat(parent, &above) != 0 || here.st_dev != above.st_dev ||
        here.st_ino == above.st_ino)
        close_fd(&parent);
    return parent;
}

/* The name of the directory child in the directory parent. Only numbers are compared first: a look at each entry is
 * dear. */
static bool name_in(DIR *parent, const struct stat *child, bool by_number, struct pc_arena *arena,
                    struct pc_str *name) {
    struct dirent *entry;
    rewinddir(parent);
    while ((entry = readdir(parent)) != NULL) {
        struct stat st;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            (by_number && entry->d_ino != child->st_ino))
            continue;
        if (fstatat(dirfd(parent), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_ino == child->st_ino &&
            st.st_dev == child->st_dev) {
            *name = pc_str_dup(arena, pc_str_c(entry->d_name));
            return true;
        }
    }
    return false;
}

static void close_stream(void *arg) {
    closedir(arg);
}

/* Puts the name of the directory child in front of prefix, read in its parent. */
static bool extend_prefix(struct pc_arena *arena, int parent, int child, struct pc_str *prefix) {
    struct stat st;
    struct pc_str name = PC_EMPTY;
    int copy = openat(parent, ".", OPEN_DIR);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);
    if (!stream) {
        bool spent = errno == ENOMEM;
        close_fd(&copy);
        if (spent)
            pc_unwind(arena->recovery, PC_OOM_SYSTEM);
        return false;
    }
    struct pc_cleanup cleanup;
    pc_defer(arena->recovery, &cleanup, close_stream, stream);
    bool found = fstat(child, &st) == 0 &&
                 (name_in(stream, &st, true, arena, &name) || name_in(stream, &st, false, arena, &name));
    pc_undefer(arena->recovery, &cleanup);
    closedir(stream);
    if (found)
        *prefix = pc_str_fmt(arena, "%.*s/%.*s", PC_ARG(name), PC_ARG(*prefix));
    return found;
}

/* Climbs to the nearest directory with a .git. levels: how far up it lies. */
static bool find_top(struct pc_git_dir *git, int root_fd, unsigned *levels) {
    git->top_fd = openat(root_fd, ".", OPEN_DIR);
    for (*levels = 0; git->top_fd >= 0 && *levels < CLIMB_MAX; ++*levels) {
        if (pc_git_dir_is_in(git->top_fd))
            return true;
        int parent = open_parent(git->top_fd);
        close_fd(&git->top_fd);
        git->top_fd = parent;
    }
    close_fd(&git->top_fd);
    return false;
}

/* Names the way from the top down to the root. Only done once a top is known: it reads each directory on the way. */
static bool find_prefix(struct pc_arena *arena, struct pc_git_dir *git, int root_fd, unsigned levels) {
    /* dir_fd and common_fd hold the two ends of each step, so that unwinding closes them. */
    bool found = true;
    git->prefix = PC_STR("");
    git->dir_fd = openat(root_fd, ".", OPEN_DIR);
    for (unsigned i = 0; found && i < levels; i++) {
        git->common_fd = open_parent(git->dir_fd);
        found = git->common_fd >= 0 && extend_prefix(arena, git->common_fd, git->dir_fd, &git->prefix);
        close_fd(&git->dir_fd);
        git->dir_fd = git->common_fd;
        git->common_fd = -1;
    }
    close_fd(&git->dir_fd);
    return found;
}

/* The path that a one-line file in dir_fd holds behind its prefix word. */
static bool read_pointer(struct pc_arena *arena, int dir_fd, const char *file, struct pc_str word,
                         struct pc_str *target) {
    struct pc_str text;
    if (pc_file_read(dir_fd, pc_str_c(file), POINTER_BYTES, arena, &text, NULL) != PC_FILE_OK ||
        !pc_str_starts(text, word))
        return false;
    text = pc_str_sub(text, word.len, text.len);
    while (text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    *target = text;
    return text.len > 0 && pc_str_find_char(text, '\0', 0) == PC_NPOS;
}

/* Opens the git directory of the top: .git itself, or what a .git file of a linked work tree or submodule points to. */
static bool open_git_dir(struct pc_arena *arena, struct pc_git_dir *git) {
    struct pc_str target;
    git->dir_fd = openat(git->top_fd, ".git", OPEN_DIR);
    if (git->dir_fd < 0) {
        if (!read_pointer(arena, git->top_fd, ".git", PC_STR("gitdir: "), &target)) {
            git->trouble = PC_STR(".git cannot be read");
            return false;
        }
        git->dir_fd = openat(git->top_fd, pc_str_cstr(arena, target), OPEN_DIR);
        if (git->dir_fd < 0) {
            git->trouble = PC_STR("the git directory that the file .git names cannot be opened");
            return false;
        }
    }
    if (read_pointer(arena, git->dir_fd, "commondir", PC_EMPTY, &target))
        git->common_fd = openat(git->dir_fd, pc_str_cstr(arena, target), OPEN_DIR);
    else
        git->common_fd = openat(git->dir_fd, ".", OPEN_DIR);
    return true;
}

bool pc_git_dir_open(struct pc_arena *arena, int root_fd, struct pc_git_dir *git) {
    unsigned levels;
    *git = (struct pc_git_dir){.top_fd = -1, .dir_fd = -1, .common_fd = -1};
    pc_defer(arena->recovery, &git->cleanup, close_all, git);
    if (!find_top(git, root_fd, &levels))
        return false;
    if (!find_prefix(arena, git, root_fd, levels)) {
        git->trouble = PC_STR("the directories above cannot be read");
        return false;
    }
    return open_git_dir(arena, git);
}

void pc_git_dir_close(struct pc_arena *arena, struct pc_git_dir *git) {
    pc_undefer(arena->recovery, &git->cleanup);
    close_all(git);
}
