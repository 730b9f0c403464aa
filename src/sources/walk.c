/* d_type, which saves a look at each file, is in POSIX only since 2024. */
#define _DEFAULT_SOURCE

#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "git_dir.h"
#include "limits.h"
#include "sort.h"

#define PATH_LONGEST 4096 /* a longer one cannot be opened */
#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

enum kind { NAME_FILE, NAME_LINK, NAME_DIR };

/* A directory still to be read, or a file still to be listed. */
struct pending {
    struct pc_str full; /* from the top of the work tree, without '/' at its end */
    enum kind kind;
    const struct pc_ignore_scope *scope;
};

struct name {
    struct pc_str text;
    enum kind kind;
};

struct state {
    struct pc_walk *walk;
    struct PC_VEC(struct pending) todo; /* a stack; what comes first in order lies on top */
    struct PC_VEC(struct name) names;   /* of the directory being read; reused */
    bool saw_git;                       /* one of them was .git */
    struct pc_arena scratch;            /* the names' text; emptied for each directory */
    char path[PATH_LONGEST + 256 + 2];  /* of the entry being looked at */
};

const struct pc_ignore_scope *pc_walk_gitignore(struct pc_arena *arena, const struct pc_ignore_scope *parent,
                                                int dir_fd, struct pc_str dir) {
    struct pc_str text;
    /* As git does: a .gitignore that is a link counts for nothing. */
    if (pc_file_read(dir_fd, PC_STR(".gitignore"), PC_LIMIT_FILE_BYTES, arena, &text, NULL) != PC_FILE_OK)
        return parent;
    return pc_ignore_scope_new(arena, parent, dir, text);
}

/* The entry's kind, from the directory itself where the file system tells it. */
static enum kind kind_of(int dir_fd, const struct dirent *entry) {
    struct stat st;
    if (entry->d_type == DT_DIR)
        return NAME_DIR;
    if (entry->d_type == DT_LNK)
        return NAME_LINK;
    if (entry->d_type != DT_UNKNOWN || fstatat(dir_fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return NAME_FILE;
    return S_ISDIR(st.st_mode) ? NAME_DIR : S_ISLNK(st.st_mode) ? NAME_LINK : NAME_FILE;
}

/* Reads all names of the directory. False when reading fails on the way. */
static bool read_names(struct state *s, DIR *stream) {
    struct dirent *entry;
    s->names.count = 0;
    s->saw_git = false;
    pc_arena_reset(&s->scratch);
    for (errno = 0; (entry = readdir(stream)) != NULL; errno = 0) {
        bool is_git = strcmp(entry->d_name, ".git") == 0;
        s->saw_git = s->saw_git || is_git;
        if (is_git || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        struct name name = {pc_str_dup(&s->scratch, pc_str_c(entry->d_name)), kind_of(dirfd(stream), entry)};
        if (name.kind != NAME_DIR || !pc_str_eq(name.text, PC_STR("node_modules")))
            *PC_PUSH(&s->names, s->walk->arena) = name;
    }
    return errno == 0;
}

static struct pc_str below_root(const struct pc_walk *walk, struct pc_str full) {
    return pc_str_sub(full, walk->prefix.len, full.len);
}

static void take_entry(struct state *s, struct pc_str full, const struct name *name,
                       const struct pc_ignore_scope *scope) {
    struct pc_walk *walk = s->walk;
    if (walk->use_ignore && pc_ignore_match(scope, full, name->kind == NAME_DIR, &walk->ignore_work))
        return;
    *PC_PUSH(&s->todo, walk->arena) = (struct pending){pc_str_dup(walk->arena, full), name->kind, scope};
}

/* Descending order of the paths: what lies in a directory comes where its name and a slash would. */
static int compare_names(const void *a, const void *b) {
    const struct name *x = a, *y = b;
    size_t shared = x->text.len < y->text.len ? x->text.len : y->text.len;
    int order = shared > 0 ? memcmp(x->text.ptr, y->text.ptr, shared) : 0;
    if (order == 0) {
        int p = shared < x->text.len ? (unsigned char)x->text.ptr[shared] : x->kind == NAME_DIR ? '/' : -1;
        int q = shared < y->text.len ? (unsigned char)y->text.ptr[shared] : y->kind == NAME_DIR ? '/' : -1;
        order = p - q;
    }
    return order > 0 ? -1 : order < 0;
}

/* Takes the names that were read. s->path holds the directory's path, dir_len bytes of it. */
static void take_names(struct state *s, size_t dir_len, const struct pc_ignore_scope *scope) {
    if (dir_len > 0)
        s->path[dir_len++] = '/';
    pc_sort(s->names.items, s->names.count, sizeof *s->names.items, compare_names);
    for (size_t i = 0; i < s->names.count; i++) {
        const struct name *name = &s->names.items[i];
        size_t len = dir_len + name->text.len;
        if (len >= sizeof s->path) {
            s->walk->truncated = true; /* no file system has such a name; never written past the end all the same */
            continue;
        }
        memcpy(s->path + dir_len, name->text.ptr, name->text.len);
        take_entry(s, (struct pc_str){s->path, len}, name, scope);
    }
}

static bool is_other_repository(struct state *s, int dir_fd, struct pc_str full) {
    struct pc_str dir = below_root(s->walk, full);
    return s->walk->use_ignore && s->saw_git && dir.len > 0 && pc_git_dir_is_in(dir_fd) &&
           !s->walk->tracked_below(s->walk->arg, dir);
}

static void close_stream(void *arg) {
    closedir(arg);
}

/* NULL with errno when it cannot be opened. */
static DIR *open_stream(struct state *s, struct pc_str below) {
    int fd = openat(s->walk->root_fd, below.len > 0 ? below.ptr : ".", OPEN_DIR);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (!stream) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        if (error == ENOMEM)
            pc_unwind(s->walk->arena->recovery, PC_OOM_SYSTEM);
        errno = error;
    }
    return stream;
}

/* Reads one directory into s->names. False with errno when it cannot be read; *skip when it is not ours to read. */
static bool read_directory(struct state *s, struct pending *dir, bool *skip) {
    DIR *stream = open_stream(s, below_root(s->walk, dir->full));
    if (!stream)
        return false;
    int fd = dirfd(stream);
    struct pc_cleanup cleanup;
    pc_defer(s->walk->arena->recovery, &cleanup, close_stream, stream);
    bool good = read_names(s, stream);
    int error = errno;
    *skip = good && is_other_repository(s, fd, dir->full);
    for (size_t i = 0; s->walk->use_ignore && good && !*skip && i < s->names.count; i++)
        if (s->names.items[i].kind == NAME_FILE && pc_str_eq(s->names.items[i].text, PC_STR(".gitignore")))
            dir->scope = pc_walk_gitignore(s->walk->arena, dir->scope, fd, dir->full);
    pc_undefer(s->walk->arena->recovery, &cleanup);
    closedir(stream);
    errno = error;
    return good;
}

static void finish_scratch(void *arg) {
    pc_arena_finish(arg);
}

static void list_file(struct pc_walk *walk, const struct pending *file) {
    if (walk->entries.count >= walk->limit)
        walk->truncated = true;
    else
        *PC_PUSH(&walk->entries, walk->arena) =
            (struct pc_walk_entry){below_root(walk, file->full), file->kind == NAME_LINK};
}

void pc_walk_run(struct pc_walk *walk) {
    struct state s = {.walk = walk};
    struct pc_cleanup cleanup;
    pc_arena_init(&s.scratch, PC_LIMIT_RUN_BYTES, walk->arena->recovery);
    pc_defer(walk->arena->recovery, &cleanup, finish_scratch, &s.scratch);
    struct pc_str root = pc_str_sub(walk->prefix, 0, walk->prefix.len > 0 ? walk->prefix.len - 1 : 0);
    *PC_PUSH(&s.todo, walk->arena) = (struct pending){root, NAME_DIR, walk->scope};
    while (s.todo.count > 0 && !walk->truncated) {
        struct pending dir = s.todo.items[--s.todo.count];
        bool skip = false;
        if (dir.kind != NAME_DIR) {
            list_file(walk, &dir);
            continue;
        }
        errno = ENAMETOOLONG;
        if (dir.full.len > PATH_LONGEST || !read_directory(&s, &dir, &skip)) {
            int error = errno;
            *PC_PUSH(&walk->unread, walk->arena) = (struct pc_unread){below_root(walk, dir.full), error};
            continue;
        }
        if (skip)
            continue;
        if (dir.full.len > 0)
            memcpy(s.path, dir.full.ptr, dir.full.len);
        take_names(&s, dir.full.len, dir.scope);
    }
    pc_undefer(walk->arena->recovery, &cleanup);
    pc_arena_finish(&s.scratch);
}
