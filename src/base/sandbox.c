#define _GNU_SOURCE /* syscall, O_PATH */
#include "sandbox.h"

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

static int enter_landlock(const int *fds, size_t count) {
    int version = landlock_version();
    uint64_t files = to_files | (version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
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
/* No socket of any kind, and no io_uring, by which one could be opened all the same. Whoever tries is told EPERM. A
 * pair of sockets leads nowhere but to its other end. */
static bool enter_seccomp(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        /* Of another machine's calls nothing is known. */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xBFFFFFFF), /* the numbers of x32 are the same with a bit */
#else
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xFFFFFFFF),
#endif
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 425, 1, 0), /* io_uring_setup, on every machine */
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1), /* EPERM */
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
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
        held.landlock = enter_landlock(fds, count);
        held.seccomp = enter_seccomp();
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
