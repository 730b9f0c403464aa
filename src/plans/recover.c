#include "recover.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit.h"
#include "journal.h"
#include "write_steps.h"

struct recovery {
    struct pc_arena *arena;
    const struct pc_write_place *place;
    struct pc_buf *words;
    int fd; /* the journal's */
    struct pc_journal journal;
    struct pc_write_file *files;
    size_t count, now, strange; /* all files, those that hold the new content, those that hold neither */
};

static void close_fd(void *arg) {
    int *fd = arg;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void say(struct recovery *r, const char *path, const char *text) {
    pc_buf_addf(r->words, "`%.*s`: %s\n", PC_ARG(pc_shown(r->arena, pc_str_c(path))), text);
}

/* All of the journal, up to its limit and a byte more. */
static struct pc_str read_journal(struct recovery *r, int *error) {
    struct stat st;
    *error = fstat(r->fd, &st) != 0 ? errno : !S_ISREG(st.st_mode) ? EINVAL : 0;
    if (*error != 0)
        return PC_EMPTY;
    if (st.st_size < 0 || (uintmax_t)st.st_size > PC_JOURNAL_BYTES) {
        *error = EFBIG;
        return PC_EMPTY;
    }
    size_t size = (size_t)st.st_size, got = 0;
    char *bytes = pc_arena_bytes(r->arena, size + 1);
    while (got < size) {
        ssize_t n = read(r->fd, bytes + got, size - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            *error = errno;
        if (n <= 0)
            break;
        got += (size_t)n;
    }
    return (struct pc_str){bytes, got};
}

static enum pc_recover_status remove_journal(struct recovery *r) {
    int error;
    bool removed = pc_journal_remove(r->place, r->fd, &error);
    r->fd = -1;
    if (removed)
        return PC_RECOVER_DONE;
    pc_buf_addf(r->words, "the journal `%s` could not be removed: %s\n", r->place->journal, strerror(error));
    return PC_RECOVER_FAILED;
}

static enum pc_recover_status refuse_journal(struct recovery *r, const char *why) {
    pc_buf_addf(r->words,
                "the journal `%s` cannot be used: %s\nNothing was done. Compare the files with what they should hold "
                "(`git diff`), then delete it.\n",
                r->place->journal, why);
    return PC_RECOVER_REFUSED;
}

/* Which of both contents a file holds, or neither. False: that cannot be seen. */
static bool look_at(struct pc_write_file *file, int root_fd) {
    if (pc_write_file_holds(file, root_fd, PC_WRITE_OLD))
        return true;
    bool seen = file->error == 0 || file->error == ENOENT;
    file->replaced = seen && pc_write_file_holds(file, root_fd, PC_WRITE_NEW);
    seen = seen && (file->error == 0 || file->error == ENOENT);
    file->strange = seen && !file->replaced;
    return seen;
}

static bool look(struct recovery *r) {
    bool seen = true;
    for (size_t i = 0; i < r->count; i++) {
        struct pc_write_file *file = &r->files[i];
        struct pc_change change = r->journal.changes.list.items[i];
        change.path = pc_str_fmt(r->arena, "%.*s%.*s", PC_ARG(r->journal.prefix), PC_ARG(change.path));
        pc_write_file_init(file, r->arena, &change, r->journal.run, i);
        if (!look_at(file, r->place->root_fd)) {
            say(r, file->path, pc_write_reason(file->error));
            seen = false;
        }
        r->now += file->replaced;
        r->strange += file->strange;
    }
    return seen;
}

static enum pc_recover_status refuse_strange(struct recovery *r) {
    for (size_t i = 0; i < r->count; i++)
        if (r->files[i].strange)
            say(r, r->files[i].path, "it is neither as it was nor as it was to be: somebody has changed it since");
    pc_buf_adds(r->words,
                "Nothing was done. With --force such files are left as they are, and the others are undone.\n");
    return PC_RECOVER_REFUSED;
}

/* Every file is new: nothing is left to do but to tidy up. Else those that are new become old again. */
static bool settle(struct recovery *r, bool finish) {
    int error;
    for (size_t i = 0; i < r->count; i++) {
        struct pc_write_file *file = &r->files[i];
        bool was_new = file->replaced;
        bool gone = pc_write_file_drop(file, r->place->root_fd) || file->strange;
        if (!gone || (!finish && was_new && !pc_write_file_undo(file, r->place->root_fd))) {
            say(r, file->path, pc_write_reason(file->error));
            return false;
        }
        if (was_new)
            say(r, file->path, finish ? "is as it was to be" : "is as it was before");
    }
    if (pc_write_files_sync(r->files, r->count, r->place->root_fd, &error))
        return true;
    pc_buf_addf(r->words, "the directories could not be written to the disk: %s\n", strerror(error));
    return false;
}

static enum pc_recover_status recover_whole(struct recovery *r, bool force) {
    r->count = r->journal.changes.list.count;
    r->files = PC_NEW_ARRAY(r->arena, r->count, struct pc_write_file);
    bool seen = look(r);
    if (seen && r->strange > 0 && !force)
        return refuse_strange(r);
    bool finish = r->now == r->count;
    if (!seen || !settle(r, finish)) {
        pc_buf_adds(r->words, "not everything could be done; the journal is left\n");
        return PC_RECOVER_FAILED;
    }
    pc_buf_adds(r->words,
                finish
                    ? "The change had been written whole, and is kept. Nobody has looked at it yet: run `portcheck`.\n"
                : r->now == 0 ? "No file had been changed yet.\n"
                              : "The change had been written in part, and is undone.\n");
    return remove_journal(r);
}

static enum pc_recover_status recover_opened(struct recovery *r, bool force) {
    const char *why;
    int error;
    struct pc_str text = read_journal(r, &error);
    if (error != 0)
        return refuse_journal(r, error == EFBIG ? "it is larger than any that portcheck writes" : strerror(error));
    switch (pc_journal_parse(r->arena, text, &r->journal, &why)) {
    case PC_JOURNAL_WHOLE:
        return recover_whole(r, force);
    case PC_JOURNAL_BEGUN:
        pc_buf_adds(r->words, "No file had been changed yet.\n");
        return remove_journal(r);
    case PC_JOURNAL_FOREIGN:
    case PC_JOURNAL_DAMAGED:
        break;
    }
    return refuse_journal(r, why);
}

enum pc_recover_status pc_write_recover(struct pc_arena *arena, const struct pc_write_place *place, bool force,
                                        struct pc_buf *words) {
    struct recovery r = {.arena = arena, .place = place, .words = words};
    enum pc_journal_there there;
    int error;
    r.fd = pc_journal_open(place, &there, &error);
    if (r.fd < 0 && there == PC_JOURNAL_NONE && error == ENOENT) {
        pc_buf_adds(words, "There is nothing to recover: no run was stopped while it changed files.\n");
        return PC_RECOVER_NOTHING;
    }
    if (r.fd < 0 && there == PC_JOURNAL_NONE)
        return refuse_journal(&r, strerror(error));
    if (r.fd < 0) {
        pc_buf_adds(words, "another run of portcheck is changing files here, or recovering\n");
        return PC_RECOVER_REFUSED;
    }
    struct pc_cleanup cleanup;
    pc_defer(arena->recovery, &cleanup, close_fd, &r.fd);
    enum pc_recover_status status = recover_opened(&r, force);
    pc_undefer(arena->recovery, &cleanup);
    close_fd(&r.fd);
    return status;
}
