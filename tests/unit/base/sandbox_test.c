#define _DEFAULT_SOURCE /* syscall */
/* What a thread has given up stays given up, and what it starts has none of it either. The others keep all, so that
 * each test lets one give it up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

#include "file.h"
#include "sandbox.h"

struct task {
    int (*part)(void);
    int *found;
};

static void *begin(void *arg) {
    const struct task *task = arg;
    *task->found = task->part();
    return NULL;
}

/* A thread's part: 0 when all is as it should be, else the number of the first check that is not. */
static int in_a_thread(int (*part)(void)) {
    pthread_t thread;
    int found = -1;
    struct task task = {part, &found};
    assert_int_equal(pthread_create(&thread, NULL, begin, &task), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    return found;
}

static char top[] = "/tmp/sandbox-XXXXXX";

static bool can_write(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int writes_below_one_directory_only(void) {
    int dir = pc_sandbox_open(AT_FDCWD, "in", true);
    int before = open("before", O_WRONLY | O_CREAT, 0600);
    pc_sandbox_enter((const int[]){dir, -1}, 2);
    if (!can_write("in/a") || rename("in/a", "in/b") != 0 || unlink("in/b") != 0)
        return 1;
    if (can_write("out/a") || can_write("before") || errno != EACCES)
        return 2;
    if (unlink("before") == 0 || rename("before", "in/before") == 0 || mkdir("more", 0700) == 0 ||
        symlink("in", "link") == 0 || rename("out", "in/out") == 0)
        return 3;
    if (!can_write("/dev/null") || write(before, "x", 1) != 1) /* what is open stays open */
        return 4;
    if (open("before", O_RDONLY) < 0)
        return 5;
    pc_sandbox_enter(NULL, 0);
    return can_write("in/a") ? 6 : 0;
}

static int opens_no_socket(void) {
    pc_sandbox_enter(NULL, 0);
    int pair[2];
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM)
        return 1;
    if (socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
        return 2;
    return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 ? 0 : 3;
}

static off_t size_of(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : -1;
}

static bool opens(const char *path, int flags) {
    int fd = open(path, flags, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* Opening for reading alone, and cutting without opening. What may be written to may be cut as well. */
static int empties_no_file_by_the_way(void) {
    int dir = pc_sandbox_open(AT_FDCWD, "in", true);
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena arena;
    struct pc_str text;
    pc_sandbox_enter((const int[]){dir}, 1);
    pc_sandbox_enter((const int[]){dir}, 1); /* once more takes nothing back */
    if (opens("full", O_RDONLY | O_TRUNC) || opens("full", O_ACCMODE | O_TRUNC) || opens("full", O_WRONLY | O_TRUNC) ||
        opens("full", O_RDWR | O_TRUNC) || truncate("full", 1) == 0)
        return 1;
#ifdef SYS_open
    if (syscall(SYS_open, "full", O_RDONLY | O_TRUNC) >= 0 || syscall(SYS_open, "full", O_ACCMODE | O_TRUNC) >= 0)
        return 2;
#endif
#ifdef SYS_openat2
    struct open_how emptying = {.flags = O_RDONLY | O_TRUNC}, reading = {.flags = O_RDONLY};
    if (syscall(SYS_openat2, AT_FDCWD, "full", &emptying, sizeof emptying) >= 0)
        return 3;
    if (pc_sandbox_offered().seccomp &&
        (syscall(SYS_openat2, AT_FDCWD, "full", &reading, sizeof reading) >= 0 || errno != ENOSYS))
        return 4;
#endif
    if (size_of("full") != 5 || !opens("full", O_RDONLY))
        return 5;
    pc_arena_init(&arena, 1 << 20, &here);
    if (pc_file_read(AT_FDCWD, PC_STR("full"), 100, &arena, &text, NULL) != PC_FILE_OK || text.len != 5)
        return 6;
    pc_arena_finish(&arena);
    if (!opens("in/full", O_WRONLY | O_CREAT | O_TRUNC) || !opens("in/full", O_RDWR | O_TRUNC))
        return 7;
    return opens("/dev/null", O_WRONLY | O_TRUNC) ? 0 : 8;
}

/* Neither do programs that it starts. */
static int children_are_held_as_well(void) {
    pc_sandbox_enter(NULL, 0);
    return system("touch out/child 2>/dev/null") != 0 ? 0 : 1;
}

static void files(void **state) {
    (void)state;
    if (pc_sandbox_offered().landlock == 0)
        skip();
    assert_int_equal(in_a_thread(writes_below_one_directory_only), 0);
    assert_int_equal(in_a_thread(children_are_held_as_well), 0);
    if (pc_sandbox_offered().seccomp || pc_sandbox_offered().landlock >= 3)
        assert_int_equal(in_a_thread(empties_no_file_by_the_way), 0);
}

static void sockets(void **state) {
    (void)state;
    if (!pc_sandbox_offered().seccomp)
        skip();
    assert_int_equal(in_a_thread(opens_no_socket), 0);
}

static void links_and_files_are_no_directories_below(void **state) {
    (void)state;
    assert_int_equal(symlink("in", "way"), 0);
    assert_true(pc_sandbox_open(AT_FDCWD, "way", true) < 0);
    assert_true(pc_sandbox_open(AT_FDCWD, "nothing", false) < 0);
    int fd = pc_sandbox_open(AT_FDCWD, "in", true);
    assert_true(fd >= 0);
    close(fd);
}

static int set_up(void **state) {
    (void)state;
    bool made = mkdtemp(top) && chdir(top) == 0 && mkdir("in", 0700) == 0 && mkdir("out", 0700) == 0;
    FILE *full = made ? fopen("full", "w") : NULL;
    return full && fputs("bytes", full) >= 0 && fclose(full) == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", top);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files),
        cmocka_unit_test(sockets),
        cmocka_unit_test(links_and_files_are_no_directories_below),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
