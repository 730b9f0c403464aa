/* Calls of the system that fail while files are written: each of them once, and each from some time on. Whatever
 * happens, files are old or new and whole, and a journal is there where both are. tests/faults does the same to the
 * program, from outside. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../temp_tree.h"
#include "file.h"
#include "file_write.h"
#include "journal.h"
#include "output_file.h"
#include "recover.h"
#include "tiny_tree.h"
#include "write.h"

enum call {
    OPEN,
    OPENAT,
    CLOSE,
    READ,
    WRITE,
    FSYNC,
    FCHMOD,
    FCHOWN,
    FSTAT,
    FSTATAT,
    RENAMEAT,
    UNLINKAT,
    FCNTL,
    FTRUNCATE,
    CALLS
};

static const char *const names[CALLS] = {"open",   "openat", "close",   "read",     "write",    "fsync", "fchmod",
                                         "fchown", "fstat",  "fstatat", "renameat", "unlinkat", "fcntl", "ftruncate"};

/* The call that fails, from 1; 0: none does. */
static struct {
    enum call call;
    unsigned at, seen;
    int error;
    bool on; /* and those behind it */
} fault;

static bool strikes(enum call call) {
    if (fault.at == 0 || call != fault.call)
        return false;
    fault.seen++;
    if (fault.on ? fault.seen < fault.at : fault.seen != fault.at)
        return false;
    errno = fault.error;
    return true;
}

#define WRAP(kind, type, name, parameters, arguments)                                                                  \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters {                                                                                    \
        return strikes(kind) ? -1 : __real_##name arguments;                                                           \
    }

WRAP(READ, ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size))
WRAP(WRITE, ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size))
WRAP(FCHMOD, int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(FCHOWN, int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
WRAP(FSTAT, int, fstat, (int fd, struct stat *st), (fd, st))
WRAP(FSTATAT, int, fstatat, (int fd, const char *name, struct stat *st, int flags), (fd, name, st, flags))
WRAP(RENAMEAT, int, renameat, (int fd, const char *name, int to_fd, const char *to), (fd, name, to_fd, to))
WRAP(UNLINKAT, int, unlinkat, (int fd, const char *name, int flags), (fd, name, flags))
WRAP(FTRUNCATE, int, ftruncate, (int fd, off_t size), (fd, size))

/* Nothing waits for a disk here. */
int __wrap_fsync(int fd);
int __wrap_fsync(int fd) {
    (void)fd;
    return strikes(FSYNC) ? -1 : 0;
}

/* What could not be closed is closed all the same. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd) {
    bool struck = strikes(CLOSE);
    int error = errno, closed = __real_close(fd);
    if (struck)
        errno = error;
    return struck ? -1 : closed;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return strikes(OPEN) ? -1 : __real_open(path, flags, mode);
}

int __real_openat(int fd, const char *path, int flags, ...);
int __wrap_openat(int fd, const char *path, int flags, ...);
int __wrap_openat(int fd, const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return strikes(OPENAT) ? -1 : __real_openat(fd, path, flags, mode);
}

/* Every use here hands on one argument as large as a pointer, or none. */
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = command == F_GETFL || command == F_GETFD ? NULL : va_arg(more, void *);
    va_end(more);
    return strikes(FCNTL) ? -1 : __real_fcntl(fd, command, argument);
}

static struct temp_tree tree;
static struct tiny t;
static struct pc_buf words;

/* The files of a directory, those of this program's own names or all of them, which are taken away. */
static unsigned files_in(const char *name, bool sweep) {
    int fd = openat(tree.fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    unsigned ours = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        ours += strncmp(entry->d_name, ".portcheck", 10) == 0;
        if (sweep)
            unlinkat(fd, entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
    return ours;
}

/* All tests have one tree, which is empty then. */
static void begin(void) {
    files_in(".", true);
    files_in("quay", true);
    tiny_init(&t);
    pc_buf_init(&words, &t.arena);
}

static void end(void) {
    fault.at = 0;
    tiny_finish(&t);
}

static int make_tree(void **state) {
    (void)state;
    temp_tree_new(&tree);
    return 0;
}

static int free_tree(void **state) {
    (void)state;
    temp_tree_free(&tree);
    return 0;
}

static struct pc_write_place place(void) {
    return (struct pc_write_place){tree.fd, tree.fd, PC_JOURNAL_NAME_ROOT, PC_EMPTY};
}

static bool holds(const char *path, const char *text) {
    char got[100];
    int fd = openat(tree.fd, path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, got, sizeof got) : -1;
    close(fd);
    return n == (ssize_t)strlen(text) && memcmp(got, text, (size_t)n) == 0;
}

/* Neither journals nor temporary files are there. */
static bool is_tidy(void) {
    return files_in(".", false) == 0 && files_in("quay", false) == 0;
}

static void add(struct pc_changes *changes, const char *path, const char *old, const char *now) {
    *PC_PUSH(&changes->list, &t.arena) =
        (struct pc_change){.file = PC_NONE, .path = pc_str_c(path), .old = pc_str_c(old), .text = pc_str_c(now)};
}

static struct pc_changes three_files(void) {
    static const char *const paths[] = {"a.env", "b.env", "quay/run.sh"};
    struct pc_changes changes = {0};
    for (size_t i = 0; i < 3; i++) {
        temp_tree_write(&tree, paths[i], "7001\n");
        add(&changes, paths[i], "7001\n", "7010\n");
    }
    assert_int_equal(fchmodat(tree.fd, "a.env", 0640, 0), 0);
    return changes;
}

static bool all(const char *text) {
    return holds("a.env", text) && holds("b.env", text) && holds("quay/run.sh", text);
}

static bool mode_is_kept(void) {
    struct stat st;
    return fstatat(tree.fd, "a.env", &st, 0) == 0 && (st.st_mode & 07777) == 0640;
}

static void arm(enum call call, unsigned at, int error, bool on) {
    fault.call = call;
    fault.at = at;
    fault.error = error;
    fault.on = on;
    fault.seen = 0;
}

/* Whether the call was made so often. */
static bool disarm(void) {
    bool reached = fault.seen >= fault.at;
    fault.at = 0;
    return reached;
}

static const int errors[] = {EINTR, EIO, EACCES, ENOSPC, EINVAL, ENOTSUP, EAGAIN};
#define ERRORS (sizeof errors / sizeof errors[0])

static void wrong(const char *what, unsigned at, int error) {
    fail_msg("%s: %s, call %u, %s%s: %.*s", what, names[fault.call], at, strerror(error),
             fault.on ? " from there on" : "", PC_ARG(pc_buf_str(&words)));
}

/* Writes all, or takes it back, and says whether that call was reached. */
static bool write_once(enum call call, unsigned at, int error, bool on, bool undo) {
    begin();
    struct pc_changes changes = three_files();
    struct pc_write_place where = place();
    struct pc_write write;
    arm(call, at, error, on);
    enum pc_write_status status = pc_write_begin(&write, &t.arena, &where, &changes, &words);
    bool begun = status == PC_WRITE_OK;
    if (begun)
        status = undo ? pc_write_undo(&write, &words) : pc_write_end(&write, &words);
    bool reached = disarm();
    bool is_new = begun && !undo, journal = pc_journal_look(&where) != PC_JOURNAL_NONE;
    if (status != PC_WRITE_HALF && !all(is_new ? "7010\n" : "7001\n"))
        wrong("files are not as they are said to be", at, error);
    if (status == PC_WRITE_OK && !is_tidy())
        wrong("something is left", at, error);
    if (status == PC_WRITE_HALF && !journal)
        wrong("half of it, and no journal", at, error);
    if ((status == PC_WRITE_OK) != (words.len == 0))
        wrong("a failure without words", at, error);
    if (journal && pc_write_recover(&t.arena, &where, false, &words) != PC_RECOVER_DONE)
        wrong("it cannot be recovered", at, error);
    if (!(all("7001\n") || all("7010\n")) || !mode_is_kept())
        wrong("files are neither old nor new", at, error);
    if (journal && !is_tidy())
        wrong("recovery leaves something", at, error);
    end();
    return reached;
}

static void files_are_old_or_new(void **state) {
    (void)state;
    for (enum call call = 0; call < CALLS; call++)
        for (size_t e = 0; e < ERRORS; e++)
            for (unsigned at = 1; write_once(call, at, errors[e], false, e % 2 == 1); at++)
                ;
}

static void what_never_works_again_leaves_a_journal(void **state) {
    (void)state;
    for (enum call call = 0; call < CALLS; call++)
        for (unsigned at = 1; write_once(call, at, EIO, true, at % 2 == 1); at++)
            ;
}

/* Recovery that fails can be tried again. */
static bool recover_once(enum call call, unsigned at, int error, bool on, bool finish) {
    begin();
    struct pc_changes changes = three_files();
    struct pc_write_place where = place();
    struct pc_journal journal = {4711, PC_EMPTY, changes};
    struct pc_str text = pc_journal_text(&t.arena, &journal);
    temp_tree_write_bytes(&tree, PC_JOURNAL_NAME_ROOT, text.ptr, text.len);
    temp_tree_write(&tree, "quay/.portcheck-4711-2.tmp", "70");
    temp_tree_write(&tree, "b.env", "7010\n");
    if (finish)
        for (size_t i = 0; i < 3; i++)
            temp_tree_write_bytes(&tree, changes.list.items[i].path.ptr, "7010\n", 5);
    arm(call, at, error, on);
    enum pc_recover_status status = pc_write_recover(&t.arena, &where, false, &words);
    bool reached = disarm();
    if (words.len == 0)
        wrong("nothing is said", at, error);
    if (status != PC_RECOVER_DONE && pc_journal_look(&where) != PC_JOURNAL_LEFT)
        wrong("it was not recovered, and no journal is left", at, error);
    if (status != PC_RECOVER_DONE && pc_write_recover(&t.arena, &where, false, &words) != PC_RECOVER_DONE)
        wrong("it cannot be recovered afterwards", at, error);
    if (!all(finish ? "7010\n" : "7001\n") || !mode_is_kept() || !is_tidy())
        wrong("recovery leaves something", at, error);
    end();
    return reached;
}

static void recovery_can_be_tried_again(void **state) {
    (void)state;
    for (enum call call = 0; call < CALLS; call++)
        for (size_t e = 0; e < 3; e++)
            for (unsigned at = 1; recover_once(call, at, errors[e], e == 1, e == 2); at++)
                ;
}

/* One file: the old one or the new one, and nothing beside it. */
static bool output_once(enum call call, unsigned at, int error, bool exists, bool below) {
    begin();
    int why = 0;
    if (exists)
        temp_tree_write(&tree, "out.md", "old\n");
    const char *path = pc_str_fmt(&t.arena, "%s/out.md", tree.root).ptr;
    arm(call, at, error, false);
    bool done = below ? pc_output_file_write(PC_OUTPUT_BELOW, tree.fd, "out.md", PC_STR("new\n"), &why)
                      : pc_output_file_write(PC_OUTPUT_WHOLE, -1, path, PC_STR("new\n"), &why);
    bool reached = disarm();
    if (!done && why != error && !(call == FSTATAT && why == EBUSY))
        wrong("another reason is told", at, error);
    if (error == EINTR && (call == READ || call == WRITE) && !done)
        wrong("a signal stopped it", at, error);
    if (done     ? !holds("out.md", "new\n")
        : exists ? !holds("out.md", "old\n")
                 : faccessat(tree.fd, "out.md", F_OK, 0) == 0)
        wrong("the file is neither old nor new", at, error);
    if (call != UNLINKAT && !is_tidy())
        wrong("something is left", at, error);
    end();
    return reached;
}

static void an_output_is_old_or_new(void **state) {
    (void)state;
    for (enum call call = 0; call < CALLS; call++)
        for (size_t e = 0; e < ERRORS; e++)
            for (unsigned way = 0; way < 4; way++)
                for (unsigned at = 1; output_once(call, at, errors[e], way & 1, way & 2); at++)
                    ;
}

/* What is appended stands there whole, or not at all. */
static void what_is_appended_is_whole(void **state) {
    (void)state;
    for (enum call call = 0; call < CALLS; call++) {
        bool reached = true;
        for (unsigned at = 1; reached; at++) {
            int why = 0;
            begin();
            temp_tree_write(&tree, "out.md", "old\n");
            const char *path = pc_str_fmt(&t.arena, "%s/out.md", tree.root).ptr;
            arm(call, at, ENOSPC, false);
            bool done = pc_output_file_write(PC_OUTPUT_APPEND, -1, path, PC_STR("new\n"), &why);
            reached = disarm();
            if (!done && why != ENOSPC)
                wrong("another reason is told", at, why);
            if (!holds("out.md", done || call == CLOSE ? "old\nnew\n" : "old\n"))
                wrong("what is there is no whole", at, why);
            end();
        }
    }
}

/* A file that is read is what it holds, or an error. */
static void what_cannot_be_read_is_told(void **state) {
    (void)state;
    for (enum call call = 0; call < CALLS; call++)
        for (size_t e = 0; e < 3; e++) {
            bool reached = true;
            for (unsigned at = 1; reached; at++) {
                struct pc_str text;
                int why = 0;
                begin();
                temp_tree_write(&tree, "quay/a.env", "7001\n");
                arm(call, at, errors[e], false);
                enum pc_file_status status = pc_file_read(tree.fd, PC_STR("quay/a.env"), 4096, &t.arena, &text, &why);
                reached = disarm();
                if (status == PC_FILE_OK ? !pc_str_is(text, "7001\n") : why != errors[e])
                    wrong("neither its text nor the reason", at, errors[e]);
                end();
            }
        }
}

/* Owners: kept where that may be; else nobody is to run the file as somebody. */
static void owners_are_a_wish(void **state) {
    (void)state;
    static const struct {
        int users, groups;       /* how far the old file's are from what a new one has */
        bool keeps_bits, spared; /* the bit that lets it run as its owner is kept; nothing was asked for */
    } rows[] = {{0, 0, true, true}, {1, 0, false, false}, {0, 1, false, false}, {1, 1, false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stat st, like;
        int why = 0;
        begin();
        temp_tree_write(&tree, "old", "7001\n");
        assert_int_equal(fstatat(tree.fd, "old", &like, 0), 0);
        like.st_uid += (uid_t)rows[i].users;
        like.st_gid += (gid_t)rows[i].groups;
        like.st_mode = S_IFREG | 04750;
        /* As somebody who may not: root may. */
        arm(FCHOWN, 1, EPERM, true);
        assert_true(pc_file_prepare(tree.fd, "new", PC_STR("7010\n"), &like, &why));
        assert_int_equal(fault.seen == 0, rows[i].spared);
        fault.at = 0;
        assert_int_equal(fstatat(tree.fd, "new", &st, 0), 0);
        assert_int_equal(st.st_mode & 07777, rows[i].keeps_bits ? 04750 : 0750);
        end();
    }
}

/* A file that somebody else writes is not replaced, whatever he changes of it. */
static void what_changed_is_not_replaced(void **state) {
    (void)state;
    begin();
    struct stat old;
    int why;
    temp_tree_write(&tree, "a.env", "7001\n");
    temp_tree_write(&tree, "new", "7010\n");
    assert_int_equal(fstatat(tree.fd, "a.env", &old, 0), 0);
    struct stat others[] = {old, old, old, old, old, old, old};
    others[0].st_dev++;
    others[1].st_ino++;
    others[2].st_size++;
    others[3].st_mtim.tv_sec++;
    others[4].st_mtim.tv_nsec ^= 1;
    others[5].st_ctim.tv_sec++;
    others[6].st_ctim.tv_nsec ^= 1;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        why = 0;
        assert_false(pc_file_replace(tree.fd, "new", "a.env", &others[i], &why));
        assert_int_equal(why, EBUSY);
        assert_true(holds("a.env", "7001\n") && holds("new", "7010\n"));
    }
    assert_true(pc_file_replace(tree.fd, "new", "a.env", &old, &why));
    assert_true(holds("a.env", "7010\n"));
    end();
}

static void names_of_temporary_files_may_be_taken(void **state) {
    (void)state;
    int why = 0;
    begin();
    for (unsigned i = 0; i < 100; i++)
        temp_tree_write(&tree, pc_str_fmt(&t.arena, ".portcheck-%ld-%u.tmp", (long)getpid(), i).ptr, "left\n");
    assert_false(pc_file_write(tree.fd, "out.md", PC_STR("new\n"), &why));
    assert_int_equal(why, EEXIST);
    temp_tree_sh(&tree, "rm .portcheck-*-57.tmp");
    assert_true(pc_file_write(tree.fd, "out.md", PC_STR("new\n"), &why));
    assert_true(holds("out.md", "new\n"));
    end();
}

static void paths_that_no_file_has(void **state) {
    (void)state;
    static char longest[5000];
    static const struct {
        const char *path;
        int error;
    } rows[] = {{"", EPERM},
                {".", EPERM},
                {"..", EPERM},
                {"quay/../a.env", EPERM},
                {".git/config", EPERM},
                {"quay/.GIT", EPERM},
                {"quay/", EPERM},
                {"/etc/x", EPERM},
                {"dock/a.env", ENOENT},
                {"a.env/b", ENOTDIR},
                {"way/a.env", ENOTDIR},
                {longest, ENAMETOOLONG}};
    memset(longest, 'a', sizeof longest - 1);
    begin();
    temp_tree_write(&tree, "quay/a.env", "7001\n");
    temp_tree_write(&tree, "a.env", "7001\n");
    temp_tree_sh(&tree, "ln -s quay way");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int why = 0;
        if (pc_output_file_write(PC_OUTPUT_BELOW, tree.fd, rows[i].path, PC_STR("new\n"), &why) || why != rows[i].error)
            fail_msg("%.20s: %s", rows[i].path, strerror(why));
    }
    static const struct {
        const char *path;
        int error;
    } outputs[] = {
        {"", ENOENT}, {longest, ENAMETOOLONG}, {"/", EISDIR}, {"/nowhere/at/all", ENOENT}, {"/nowhere/", EISDIR}};
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        int why = 0;
        if (pc_output_file_write(PC_OUTPUT_WHOLE, -1, outputs[i].path, PC_STR("new\n"), &why) ||
            why != outputs[i].error)
            fail_msg("%.20s: %s", outputs[i].path, strerror(why));
    }
    end();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_old_or_new),
        cmocka_unit_test(what_never_works_again_leaves_a_journal),
        cmocka_unit_test(recovery_can_be_tried_again),
        cmocka_unit_test(an_output_is_old_or_new),
        cmocka_unit_test(what_is_appended_is_whole),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(owners_are_a_wish),
        cmocka_unit_test(what_changed_is_not_replaced),
        cmocka_unit_test(names_of_temporary_files_may_be_taken),
        cmocka_unit_test(paths_that_no_file_has),
    };
    return cmocka_run_group_tests(tests, make_tree, free_tree);
}
