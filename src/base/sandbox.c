#define _GNU_SOURCE /* syscall, O_PATH */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__) && __has_include(<linux/landlock.h>) && __has_include(<linux/seccomp.h>)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "file.h"

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#endif

#ifndef LANDLOCK_ACCESS_FS_REFER /* headers older than the kernel */
#define LANDLOCK_ACCESS_FS_REFER (UINT64_C(1) << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (UINT64_C(1) << 14)
#endif

static const uint64_t to_files = LANDLOCK_ACCESS_FS_WRITE_FILE;
static const uint64_t to_directories =
    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

static int landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

static bool allow(int rules, int fd, uint64_t files, uint64_t directories) {
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return true;
    struct landlock_path_beneath_attr below = {.allowed_access = S_ISDIR(st.st_mode) ? files | directories : files,
                                               .parent_fd = fd};
    return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
}

/* Where Landlock holds truncating, it looks up all directories above each file that is opened, if only for reading: a
 * tenth of the time of a run. The filter of calls holds it for less. */
static int enter_landlock(const int *fds, size_t count, bool filtered) {
    int version = landlock_version();
    uint64_t files = to_files | (version >= 3 && !filtered ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
    uint64_t directories = to_directories | (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0);
    struct landlock_ruleset_attr handled = {.handled_access_fs = files | directories};
    int rules = version > 0 ? (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0) : -1;
    if (rules < 0)
        return 0;
    int null = open("/dev/null", O_PATH | O_CLOEXEC);
    bool done = allow(rules, null, files, directories);
    for (size_t i = 0; i < count; i++)
        done = allow(rules, fds[i], files, directories) && done;
    done = done && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (null >= 0)
        close(null);
    close(rules);
    return done ? version : 0;
}

#ifdef THIS_MACHINE
#define IF(number, then, other) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), (then), (other))
/* Of a number both machines have the lower half first. */
#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (what))
#define ARGUMENT(n) offsetof(struct seccomp_data, args[n])
#define LEAVE(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define LOWER(pointer) ((uint32_t)(uintptr_t)(pointer))
#define UPPER(pointer) ((uint32_t)((uintptr_t)(pointer) >> 32))
/* Numbers that are the same on every machine; headers may be older. */
#define IO_URING_SETUP 425
#define OPENAT2 437

/* What opens files by their names, and the place of its flags. */
#ifdef SYS_open
#define OPEN SYS_open
#else
#define OPEN SYS_openat
#endif

/* No socket of any kind, and no io_uring, by which one could be opened all the same: whoever tries is told EPERM. A
 * pair of sockets leads nowhere but to its other end.
 *
 * And no file becomes shorter that may not be written to. Opening for writing is Landlock's; but a file that is opened
 * for reading alone can be emptied by the way, and truncate opens none. openat2 has its flags in memory, where a filter
 * sees nothing: it is there only for whoever points at the one description that allows reading. */
static bool enter_seccomp(void) {
    static _Thread_local bool entered; /* a second filter would only take time */
    const void *how = pc_file_how();
    struct sock_filter filter[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        IF(THIS_MACHINE, 0, 22), /* of another machine's calls nothing is known */
        LOAD(offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xBFFFFFFF), /* the numbers of x32 are the same with a bit */
#else
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xFFFFFFFF),
#endif
        IF(SYS_socket, 19, 0),
        IF(IO_URING_SETUP, 18, 0),
        IF(SYS_truncate, 17, 0),
        IF(SYS_open_by_handle_at, 16, 0),
        IF(OPENAT2, 9, 0),
        IF(SYS_openat, 4, 0),
        IF(OPEN, 1, 0),
        LEAVE(SECCOMP_RET_ALLOW),
        LOAD(ARGUMENT(1)),
        BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
        LOAD(ARGUMENT(2)),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_TRUNC | O_ACCMODE),
        IF(O_TRUNC | O_RDONLY, 7, 0),
        IF(O_TRUNC | O_ACCMODE, 6, 5), /* three is neither reading nor writing, and yet truncates */
        LOAD(ARGUMENT(2)),
        IF(LOWER(how), 0, 2),
        LOAD(ARGUMENT(2) + 4),
        IF(UPPER(how), 1, 0),
        LEAVE(SECCOMP_RET_ERRNO | ENOSYS), /* there are other ways */
        LEAVE(SECCOMP_RET_ALLOW),
        LEAVE(SECCOMP_RET_ERRNO | EPERM),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    entered = entered || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
    return entered;
}
#else
static bool enter_seccomp(void) {
    return false;
}
#endif

struct pc_sandbox pc_sandbox_offered(void) {
    /* With no program EFAULT says that filters are known. */
    bool seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
#ifndef THIS_MACHINE
    seccomp = false;
#endif
    return (struct pc_sandbox){landlock_version(), seccomp};
}

struct pc_sandbox pc_sandbox_enter(const int *fds, size_t count) {
    struct pc_sandbox held = {0, false};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        held.seccomp = enter_seccomp();
        held.landlock = enter_landlock(fds, count, held.seccomp);
    }
    return held;
}

#else

struct pc_sandbox pc_sandbox_offered(void) {
    return (struct pc_sandbox){0, false};
}

struct pc_sandbox pc_sandbox_enter(const int *fds, size_t count) {
    (void)fds;
    (void)count;
    return pc_sandbox_offered();
}

#endif

int pc_sandbox_open(int dir_fd, const char *path, bool below) {
#ifdef O_PATH
    return openat(dir_fd, path, O_PATH | O_CLOEXEC | (below ? O_DIRECTORY | O_NOFOLLOW : 0));
#else
    (void)dir_fd;
    (void)path;
    (void)below;
    return -1;
#endif
}
