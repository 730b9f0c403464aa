/* Finding git and running it, so that neither a tree nor its .git/config can have anything else run.
 *
 * What a repository's configuration could name, and what stands against it:
 *   a git in the tree, or found through "." in PATH     only absolute entries of PATH outside of the work tree
 *   GIT_* of the caller, ~/.gitconfig, /etc/gitconfig   an environment of our own; no other configuration is read
 *   core.fsmonitor, hooks, pagers, editors, askpass     switched off on the command line, which wins over every file
 *   a promisor remote that fetches what is missing      GIT_NO_LAZY_FETCH; for older versions no protocol is allowed
 *                                                       (GIT_ALLOW_PROTOCOL wins over protocol.*.allow)
 *   whatever else starts a program by name              PATH and git's own programs lead nowhere; the child may not
 *                                                       fork (RLIMIT_NPROC binds all but root)
 *   filters, textconv                                   only asked for objects: those are for files and diffs
 *   replaced objects, grafts                            not looked at
 *   an include that is a FIFO, endless work             a time limit */
#include "git.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "limits.h"
#include "path.h"

#define REAL_PATH_BYTES 4096 /* no system's PATH_MAX is larger */

static const char *const before[] = {
    "git", "--no-optional-locks", "--no-pager", "--literal-pathspecs", "--no-replace-objects", "-c",
    "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "-c",
    "core.sshCommand=false", "-c", "core.gitProxy=false", "-c", "core.askPass=false", "-c",
    "core.alternateRefsCommand=false", "-c", "credential.helper=", "-c", "core.pager=cat", "-c",
    "core.attributesFile=/dev/null", "-c", "core.untrackedCache=false", "-c", "fetch.bundleURI=", "-c",
    "submodule.recurse=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
    /* no threads, which the child may not start; no content above this is put together in memory */
    "-c", "index.threads=1", "-c", "core.preloadIndex=false", "-c", "core.bigFileThreshold=8m"};

enum { BEFORE = sizeof before / sizeof before[0], ARGUMENTS_MAX = 16 };

static const char *const environment[] = {"PATH=/dev/null",
                                          "GIT_EXEC_PATH=/dev/null",
                                          "HOME=/dev/null",
                                          "XDG_CONFIG_HOME=/dev/null",
                                          "LC_ALL=C",
                                          "GIT_DIR=.",
                                          "GIT_WORK_TREE=.",
                                          "GIT_CONFIG_NOSYSTEM=1",
                                          "GIT_CONFIG_SYSTEM=/dev/null",
                                          "GIT_CONFIG_GLOBAL=/dev/null",
                                          "GIT_ATTR_NOSYSTEM=1",
                                          "GIT_NO_LAZY_FETCH=1",
                                          "GIT_ALLOW_PROTOCOL=",
                                          "GIT_PROTOCOL_FROM_USER=0",
                                          "GIT_TERMINAL_PROMPT=0",
                                          "GIT_ASKPASS=false",
                                          "SSH_ASKPASS=false",
                                          "GIT_OPTIONAL_LOCKS=0",
                                          "GIT_NO_REPLACE_OBJECTS=1",
                                          "GIT_GRAFT_FILE=/dev/null/none",
                                          "GIT_LITERAL_PATHSPECS=1",
                                          "GIT_PAGER=cat",
                                          "GIT_EDITOR=false"};

enum { ENVIRONMENT = sizeof environment / sizeof environment[0] };

static bool real_path(struct pc_arena *arena, const char *path, struct pc_str *out) {
    char real[REAL_PATH_BYTES];
    if (!realpath(path, real))
        return false;
    *out = pc_str_dup(arena, pc_str_c(real));
    return true;
}

/* Whether an absolute path lies in the work tree. */
static bool in_tree(const struct pc_git *git, struct pc_str path) {
    return pc_str_eq(git->top, PC_STR("/")) || pc_path_is_under(path, git->top);
}

/* The git of one entry of PATH; NULL when it holds none that may be run. */
static const char *program_in(struct pc_git *git, struct pc_str entry) {
    struct pc_str dir, real;
    struct stat st;
    if (!pc_str_starts(entry, PC_STR("/")) || !real_path(git->arena, pc_str_cstr(git->arena, entry), &dir))
        return NULL;
    const char *program = pc_str_fmt(git->arena, "%.*s/git", PC_ARG(dir)).ptr;
    if (stat(program, &st) != 0 || !S_ISREG(st.st_mode) || access(program, X_OK) != 0 ||
        !real_path(git->arena, program, &real) || in_tree(git, dir) || in_tree(git, real))
        return NULL;
    return program;
}

static bool find_program(struct pc_git *git) {
    struct pc_str path = pc_str_c(getenv("PATH"));
    struct pc_str entry;
    bool done = false;
    while (!git->program && pc_str_split(&path, ':', &entry, &done))
        git->program = program_in(git, entry);
    return git->program != NULL;
}

static bool start(struct pc_git *git, struct pc_process *process, const char *const *arguments, bool input) {
    char *argv[BEFORE + ARGUMENTS_MAX + 1];
    char *envp[ENVIRONMENT + 2];
    size_t count = 0, variables = 0;
    /* exec takes its words without const, and leaves them as they are. */
    for (size_t i = 0; i < BEFORE; i++)
        memcpy(&argv[count++], &before[i], sizeof argv[0]);
    for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i]; i++)
        memcpy(&argv[count++], &arguments[i], sizeof argv[0]);
    argv[count] = NULL;
    for (size_t i = 0; i < ENVIRONMENT; i++)
        memcpy(&envp[variables++], &environment[i], sizeof envp[0]);
    const char *index = pc_str_fmt(git->arena, "GIT_INDEX_FILE=%s", git->index).ptr;
    memcpy(&envp[variables++], &index, sizeof envp[0]);
    envp[variables] = NULL;
    struct pc_process_plan plan = {git->program, argv, envp, git->dir.dir_fd, input};
    bool started = pc_process_start(process, &plan);
    pc_process_allow(process, PC_LIMIT_GIT_MILLISECONDS);
    return started;
}

/* The line in which git says why it stopped, else its first error; hints and warnings are none. */
static struct pc_str last_words(struct pc_str errors) {
    struct pc_str line, first = PC_EMPTY;
    bool done = false;
    while (pc_str_split(&errors, '\n', &line, &done)) {
        if (pc_str_starts(line, PC_STR("fatal: ")))
            return pc_str_sub(line, 7, line.len);
        if (first.len == 0 && pc_str_starts(line, PC_STR("error: ")))
            first = pc_str_sub(line, 7, line.len);
    }
    return first;
}

enum pc_git_status pc_git_why(struct pc_git *git, const struct pc_process *process, enum pc_git_status otherwise) {
    git->words = pc_str_dup(git->arena, last_words((struct pc_str){process->errors, process->error_count}));
    return process->late ? PC_GIT_LATE : otherwise;
}

/* All that the process prints, up to cap bytes. */
static enum pc_git_status collect(struct pc_git *git, size_t cap, struct pc_buf *out) {
    char piece[8192];
    ssize_t n;
    while ((n = pc_process_read(&git->one, piece, sizeof piece)) > 0) {
        if (out->len + (size_t)n > cap) {
            pc_process_stop(&git->one);
            return PC_GIT_TOO_LARGE;
        }
        pc_buf_add(out, (struct pc_str){piece, (size_t)n});
    }
    return pc_process_end(&git->one) ? PC_GIT_OK : pc_git_why(git, &git->one, PC_GIT_UNKNOWN);
}

static enum pc_git_status begin(struct pc_git *git, struct pc_process *process, const char *const *arguments,
                                bool input) {
    git->words = PC_EMPTY;
    if (!git->program && !find_program(git))
        return PC_GIT_NO_PROGRAM;
    if (start(git, process, arguments, input))
        return PC_GIT_OK;
    git->words = PC_STR("it could not be started");
    return PC_GIT_FAILED;
}

enum pc_git_status pc_git_begin(struct pc_git *git, const char *const *arguments) {
    return begin(git, &git->one, arguments, false);
}

enum pc_git_status pc_git_begin_batch(struct pc_git *git) {
    static const char *const arguments[] = {"cat-file", "--batch", NULL};
    return begin(git, &git->batch, arguments, true);
}

enum pc_git_status pc_git_ask(struct pc_git *git, const char *const *arguments, size_t cap, struct pc_arena *arena,
                              struct pc_str *answer) {
    struct pc_buf out;
    enum pc_git_status status = pc_git_begin(git, arguments);
    if (status != PC_GIT_OK)
        return status;
    pc_buf_init(&out, arena);
    status = collect(git, cap, &out);
    *answer = pc_buf_str(&out);
    return status;
}

static void close_all(void *arg) {
    struct pc_git *git = arg;
    pc_process_stop(&git->one);
    pc_process_stop(&git->batch);
}

/* HEAD, objects and refs beside each other, and no .git above. */
static bool is_bare(int root_fd) {
    struct stat st;
    return fstatat(root_fd, "HEAD", &st, AT_SYMLINK_NOFOLLOW) == 0 && fstatat(root_fd, "objects", &st, 0) == 0 &&
           S_ISDIR(st.st_mode) && fstatat(root_fd, "refs", &st, 0) == 0 && S_ISDIR(st.st_mode);
}

/* During a commit git names the index that it will commit from; that of another repository is none of ours. */
static const char *index_name(struct pc_git *git) {
    const char *given = getenv("GIT_INDEX_FILE");
    struct stat here, there;
    if (!given || given[0] == '\0' || fstat(git->dir.dir_fd, &here) != 0)
        return "index";
    struct pc_str path = pc_str_c(given);
    struct pc_str base = pc_path_base(path);
    size_t slash = pc_str_rfind_char(path, '/');
    struct pc_str dir = slash == PC_NPOS ? PC_STR(".") : slash == 0 ? PC_STR("/") : pc_str_sub(path, 0, slash);
    const char *at = pc_str_cstr(git->arena, dir);
    bool ours =
        (stat(at, &there) == 0 && here.st_ino == there.st_ino && here.st_dev == there.st_dev) ||
        (fstatat(git->dir.top_fd, at, &there, 0) == 0 && here.st_ino == there.st_ino && here.st_dev == there.st_dev);
    return ours && base.len > 0 ? pc_str_cstr(git->arena, base) : "index";
}

enum pc_git_status pc_git_open(struct pc_arena *arena, int root_fd, struct pc_str root, struct pc_git **out) {
    struct pc_git *git = PC_NEW(arena, struct pc_git);
    *out = git;
    git->arena = arena;
    bool open = pc_git_dir_open(arena, root_fd, &git->dir);
    pc_defer(arena->recovery, &git->cleanup, close_all, git);
    if (!open) {
        git->words = git->dir.trouble;
        return git->dir.trouble.len == 0 && is_bare(root_fd) ? PC_GIT_BARE : PC_GIT_NO_REPOSITORY;
    }
    git->top = pc_str_sub(root, 0, root.len - git->dir.prefix.len);
    if (git->top.len == 0)
        git->top = PC_STR("/");
    git->index = index_name(git);
    return PC_GIT_OK;
}

void pc_git_close(struct pc_git *git) {
    if (!git)
        return;
    close_all(git);
    pc_undefer(git->arena->recovery, &git->cleanup);
    pc_git_dir_close(git->arena, &git->dir);
}

bool pc_git_is_shallow(const struct pc_git *git) {
    struct stat st;
    return git->dir.common_fd >= 0 && fstatat(git->dir.common_fd, "shallow", &st, 0) == 0 && st.st_size > 0;
}
