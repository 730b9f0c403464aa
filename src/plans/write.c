#include "write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit.h"
#include "file_write.h"
#include "journal.h"
#include "write_steps.h"

struct pc_str pc_journal_words(struct pc_arena *arena, enum pc_journal_there there,
                               const struct pc_write_place *place) {
    bool in_git = strcmp(place->journal, PC_JOURNAL_NAME_GIT) == 0;
    if (there == PC_JOURNAL_BUSY)
        return PC_STR("another run of portcheck is changing files here; run this again when it has ended");
    return pc_str_fmt(arena,
                      "a run of portcheck was stopped while it changed files, and left the journal `%s`%s: "
                      "`portcheck move --recover` finishes or undoes what it began",
                      place->journal, in_git ? " in the git directory" : "");
}

static size_t count_of(const struct pc_write *w) {
    return w->changes->list.count;
}

static void say(struct pc_buf *words, struct pc_arena *arena, const char *path, const char *reason) {
    struct pc_str shown = pc_shown(arena, pc_str_c(path));
    pc_buf_addf(words, "`%.*s`: %s\n", PC_ARG(shown), reason);
}

static void say_journal(const struct pc_write *w, struct pc_buf *words, int error) {
    pc_buf_addf(words, "the journal `%s`, without which no file is changed, could not be written%s: %s\n",
                w->place.journal, strcmp(w->place.journal, PC_JOURNAL_NAME_GIT) == 0 ? " into the git directory" : "",
                pc_write_reason(error));
}

/* Step 2. Each file that is not as it was is named. */
static bool compare(struct pc_write *w, struct pc_buf *words) {
    bool same = true;
    for (size_t i = 0; i < count_of(w); i++) {
        struct pc_write_file *file = &w->files[i];
        if (pc_write_file_holds(file, w->place.root_fd, PC_WRITE_OLD))
            continue;
        say(words, w->arena, file->path, pc_write_reason(file->error));
        same = false;
    }
    return same;
}

/* Step 3. */
static bool record(struct pc_write *w, struct pc_buf *words, enum pc_write_status *status) {
    struct pc_journal journal = {(unsigned long)getpid(), w->place.prefix, *w->changes};
    struct pc_str text = pc_journal_text(w->arena, &journal);
    int error;
    *status = PC_WRITE_REFUSED;
    if (!text.ptr) {
        pc_buf_addf(words, "the files hold more than %zu MiB together\n", PC_JOURNAL_BYTES >> 20);
        return false;
    }
    if (pc_journal_fill(&w->place, w->journal, text, &error))
        return true;
    *status = PC_WRITE_FAILED;
    say_journal(w, words, error);
    return false;
}

/* Steps 4 and 5. False: *failed, a path, and *error say where and why. */
static bool apply(struct pc_write *w, const char **failed, int *error) {
    w->began = true;
    for (size_t i = 0; i < count_of(w); i++) {
        struct pc_write_file *file = &w->files[i];
        *failed = file->path;
        if (!pc_write_file_prepare(file, w->place.root_fd, PC_WRITE_NEW)) {
            *error = file->error;
            return false;
        }
    }
    for (size_t i = 0; i < count_of(w); i++) {
        struct pc_write_file *file = &w->files[i];
        *failed = file->path;
        if (!pc_write_file_replace(file, w->place.root_fd)) {
            *error = file->error;
            return false;
        }
    }
    return pc_write_files_sync(w->files, count_of(w), w->place.root_fd, error);
}

static void close_journal(struct pc_write *w) {
    if (w->journal >= 0)
        close(w->journal);
    w->journal = -1;
}

/* All that was written goes, the journal last. False: some of it could not, and the journal stays. Allocates nothing.
 */
static bool take_back(struct pc_write *w) {
    bool done = true;
    int error;
    for (size_t i = 0; i < count_of(w) && w->began; i++) {
        struct pc_write_file *file = &w->files[i];
        done = (file->replaced ? pc_write_file_undo(file, w->place.root_fd)
                               : pc_write_file_drop(file, w->place.root_fd)) &&
               done;
    }
    done = (!w->began || pc_write_files_sync(w->files, count_of(w), w->place.root_fd, &error)) && done;
    if (done) {
        done = pc_journal_remove(&w->place, w->journal, &error);
        w->journal = -1;
    }
    close_journal(w);
    return done;
}

static void unwind(void *arg) {
    take_back(arg);
}

/* What taking back came to. */
static enum pc_write_status tell_back(struct pc_write *w, bool done, enum pc_write_status status,
                                      struct pc_buf *words) {
    for (size_t i = 0; i < count_of(w); i++)
        if (w->files[i].strange)
            say(words, w->arena, w->files[i].path,
                "somebody else has changed it meanwhile; it is left as it is, look at it");
    if (done)
        return status;
    pc_buf_adds(words, "not everything could be taken back: `portcheck move --recover` tries it again\n");
    return PC_WRITE_HALF;
}

static enum pc_write_status give_up(struct pc_write *w, enum pc_write_status status, struct pc_buf *words) {
    pc_undefer(w->arena->recovery, &w->cleanup);
    return tell_back(w, take_back(w), status, words);
}

static bool lock(struct pc_write *w, struct pc_buf *words, enum pc_write_status *status) {
    enum pc_journal_there there;
    int error;
    w->journal = pc_journal_make(&w->place, &there, &error);
    if (w->journal >= 0)
        return true;
    *status = there == PC_JOURNAL_NONE ? PC_WRITE_FAILED : PC_WRITE_REFUSED;
    if (there == PC_JOURNAL_NONE) {
        say_journal(w, words, error);
    } else {
        pc_buf_add(words, pc_journal_words(w->arena, there, &w->place));
        pc_buf_addc(words, '\n');
    }
    return false;
}

enum pc_write_status pc_write_begin(struct pc_write *w, struct pc_arena *arena, const struct pc_write_place *place,
                                    const struct pc_changes *changes, struct pc_buf *words) {
    enum pc_write_status status;
    const char *failed = "";
    int error;
    *w = (struct pc_write){.arena = arena, .place = *place, .changes = changes, .journal = -1};
    w->files = PC_NEW_ARRAY(arena, changes->list.count, struct pc_write_file);
    for (size_t i = 0; i < changes->list.count; i++)
        pc_write_file_init(&w->files[i], arena, &changes->list.items[i], (unsigned long)getpid(), i);
    if (!lock(w, words, &status))
        return status;
    pc_defer(arena->recovery, &w->cleanup, unwind, w);
    if (!compare(w, words))
        return give_up(w, PC_WRITE_REFUSED, words);
    if (!record(w, words, &status))
        return give_up(w, status, words);
    if (apply(w, &failed, &error))
        return PC_WRITE_OK;
    say(words, arena, failed, pc_write_reason(error));
    return give_up(w, error == EBUSY ? PC_WRITE_REFUSED : PC_WRITE_FAILED, words);
}

enum pc_write_status pc_write_end(struct pc_write *w, struct pc_buf *words) {
    int error;
    pc_undefer(w->arena->recovery, &w->cleanup);
    bool removed = pc_journal_remove(&w->place, w->journal, &error);
    w->journal = -1;
    if (removed)
        return PC_WRITE_OK;
    pc_buf_addf(words, "all files are written, but the journal could not be removed (%s): `portcheck move --recover`\n",
                strerror(error));
    return PC_WRITE_HALF;
}

enum pc_write_status pc_write_undo(struct pc_write *w, struct pc_buf *words) {
    return give_up(w, PC_WRITE_OK, words);
}

/* The markers that git leaves at the beginnings of lines. */
static bool has_marker(struct pc_str text, struct pc_str marker) {
    for (size_t at = 0; (at = pc_str_find(text, marker, at)) != PC_NPOS; at += marker.len) {
        size_t end = at + marker.len;
        if ((at == 0 || text.ptr[at - 1] == '\n') && (end == text.len || pc_is_space(text.ptr[end])))
            return true;
    }
    return false;
}

static const char *objection_to_text(struct pc_str text) {
    if (pc_str_starts(text, PC_STR("\xFF\xFE")) || pc_str_starts(text, PC_STR("\xFE\xFF")))
        return "it is UTF-16";
    if (pc_str_find_char(text, '\0', 0) != PC_NPOS)
        return "it holds NUL bytes";
    if (has_marker(text, PC_STR("<<<<<<<")) && has_marker(text, PC_STR(">>>>>>>")))
        return "it holds the conflict markers of a merge; resolve them first";
    return NULL;
}

struct pc_str pc_write_objection(struct pc_arena *arena, const struct pc_registry *reg, int root_fd,
                                 const struct pc_change *change) {
    const char *name;
    struct stat st;
    int error;
    if (change->file != PC_NONE && reg->files[change->file].origin.len > 0)
        return PC_STR("it is a file of another repository");
    const char *text = objection_to_text(change->old);
    if (text)
        return pc_str_c(text);
    int dir = pc_file_open_directory(root_fd, pc_str_cstr(arena, change->path), &name, &error);
    if (dir < 0)
        return pc_str_c(pc_write_reason(error));
    const char *why = NULL;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        why = pc_write_reason(errno);
    else if (S_ISLNK(st.st_mode))
        why = "it is a link, or lies behind one";
    else if (!S_ISREG(st.st_mode))
        why = "it is no regular file";
    else if ((st.st_mode & 0222) == 0 || faccessat(dir, name, W_OK, AT_EACCESS) != 0)
        why = "it is read-only";
    else if (faccessat(dir, ".", W_OK | X_OK, AT_EACCESS) != 0)
        why = "its directory is read-only";
    close(dir);
    return why ? pc_str_c(why) : PC_EMPTY;
}
