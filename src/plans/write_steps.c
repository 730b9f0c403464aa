#include "write_steps.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file_write.h"
#include "path.h"

void pc_write_file_init(struct pc_write_file *file, struct pc_arena *arena, const struct pc_change *change,
                        unsigned long run, size_t index) {
    struct pc_str dir = pc_path_dir(change->path);
    *file = (struct pc_write_file){.path = pc_str_cstr(arena, change->path), .content = {change->old, change->text}};
    file->temporary =
        pc_str_fmt(arena, "%.*s%s.portcheck-%lu-%zu.tmp", PC_ARG(dir), dir.len > 0 ? "/" : "", run, index).ptr;
}

/* The directory of both names, and the names in it; -1: file->error. */
static int open_directory(struct pc_write_file *file, int root_fd, const char **name, const char **temporary) {
    int dir = pc_file_open_directory(root_fd, file->path, name, &file->error);
    *temporary = file->temporary + (*name - file->path);
    return dir;
}

bool pc_write_file_holds(struct pc_write_file *file, int root_fd, int which) {
    const char *name = file->path, *temporary;
    int dir = open_directory(file, root_fd, &name, &temporary);
    if (dir < 0)
        return false;
    bool holds = pc_file_holds(dir, name, file->content[which], &file->st, &file->error);
    close(dir);
    return holds;
}

bool pc_write_file_prepare(struct pc_write_file *file, int root_fd, int which) {
    const char *name = file->path, *temporary;
    int dir = open_directory(file, root_fd, &name, &temporary);
    if (dir < 0)
        return false;
    bool done = pc_file_prepare(dir, temporary, file->content[which], &file->st, &file->error);
    close(dir);
    return done;
}

bool pc_write_file_replace(struct pc_write_file *file, int root_fd) {
    const char *name = file->path, *temporary;
    int dir = open_directory(file, root_fd, &name, &temporary);
    if (dir < 0)
        return false;
    bool done = pc_file_replace(dir, temporary, name, &file->st, &file->error);
    file->replaced = file->replaced || done;
    close(dir);
    return done;
}

bool pc_write_file_drop(struct pc_write_file *file, int root_fd) {
    const char *name = file->path, *temporary;
    int dir = open_directory(file, root_fd, &name, &temporary);
    if (dir < 0)
        return false;
    bool gone = unlinkat(dir, temporary, 0) == 0 || errno == ENOENT;
    if (!gone)
        file->error = errno;
    close(dir);
    return gone;
}

bool pc_write_file_undo(struct pc_write_file *file, int root_fd) {
    if (!pc_write_file_holds(file, root_fd, PC_WRITE_NEW)) {
        file->strange = file->error == 0 || file->error == ENOENT;
        return file->strange;
    }
    if (!pc_write_file_prepare(file, root_fd, PC_WRITE_OLD))
        return false;
    if (pc_write_file_replace(file, root_fd)) {
        file->replaced = false;
        return true;
    }
    int error = file->error;
    pc_write_file_drop(file, root_fd);
    file->error = error;
    return false;
}

/* Files come by path, so that those of a directory follow each other but for what lies below it. */
static bool same_directory(const struct pc_write_file *a, const struct pc_write_file *b) {
    return pc_str_eq(pc_path_dir(pc_str_c(a->path)), pc_path_dir(pc_str_c(b->path)));
}

bool pc_write_files_sync(const struct pc_write_file *files, size_t count, int root_fd, int *error) {
    for (size_t i = 0; i < count; i++) {
        const char *name;
        if (files[i].strange || (i > 0 && !files[i - 1].strange && same_directory(&files[i - 1], &files[i])))
            continue;
        int dir = pc_file_open_directory(root_fd, files[i].path, &name, error);
        bool done = dir >= 0 && pc_file_sync_directory(dir, error);
        if (dir >= 0)
            close(dir);
        if (!done)
            return false;
    }
    return true;
}

const char *pc_write_reason(int error) {
    switch (error) {
    case 0:
    case EBUSY:
        return "it has changed since it was read; run the command again";
    case ENOENT:
        return "it is no longer there";
    case ELOOP:
    case ENOTDIR:
        return "it is a link, or lies behind one";
    case EACCES:
        return "permission denied: the file and its directory must be writable";
    case ENOSPC:
        return "the disk is full";
    default:
        return strerror(error);
    }
}
