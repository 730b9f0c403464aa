#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../temp_tree.h"
#include "base_test.h"
#include "file_write.h"

static struct temp_tree tree;

static void assert_holds(const char *name, const char *expected) {
    char got[100] = "";
    int fd = openat(tree.fd, name, O_RDONLY);
    assert_true(fd >= 0);
    assert_true(read(fd, got, sizeof got - 1) >= 0);
    close(fd);
    assert_string_equal(got, expected);
}

/* Nothing but what was there before: no temporary file is left. */
static void assert_files(const char *expected) {
    size_t length;
    char *names = temp_tree_output(&tree, "ls -A | tr '\\n' ' '", &length);
    assert_string_equal(names, expected);
    free(names);
}

static void writes_new_files_and_old_ones(void **state) {
    (void)state;
    int error = -1;
    struct stat st;
    temp_tree_new(&tree);
    assert_true(pc_file_write(tree.fd, "new", PC_STR("one\n"), &error));
    assert_holds("new", "one\n");
    assert_int_equal(fchmodat(tree.fd, "new", 0640, 0), 0);
    assert_true(pc_file_write(tree.fd, "new", PC_STR("two\n"), &error));
    assert_holds("new", "two\n");
    assert_int_equal(fstatat(tree.fd, "new", &st, 0), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    assert_true(pc_file_write(tree.fd, "empty", PC_EMPTY, &error));
    assert_holds("empty", "");
    assert_files("empty new ");
    temp_tree_free(&tree);
}

static void refuses_what_is_no_file(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int error;
    } rows[] = {{"dir", EISDIR}, {"pipe", EINVAL}, {"link", ELOOP}, {"dangling", ELOOP}, {"locked", EACCES}};
    temp_tree_new(&tree);
    temp_tree_write(&tree, "target", "old\n");
    temp_tree_write(&tree, "locked", "old\n");
    temp_tree_sh(&tree, "mkdir dir; mkfifo pipe; ln -s target link; ln -s nowhere dangling; chmod 444 locked");
    temp_tree_drop_root(&tree);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int error = 0;
        assert_false(pc_file_write(tree.fd, rows[i].name, PC_STR("new\n"), &error));
        assert_int_equal(error, rows[i].error);
    }
    temp_tree_regain_root();
    assert_holds("target", "old\n");
    assert_holds("locked", "old\n");
    assert_files("dangling dir link locked pipe target ");
    temp_tree_free(&tree);
}

/* A file size limit stands for a full disk: the write fails in the middle. */
static void leaves_the_old_file_when_it_fails(void **state) {
    (void)state;
    static char large[20000];
    struct rlimit all, few;
    int error = 0;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "kept", "old\n");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
    few = (struct rlimit){.rlim_cur = 8192, .rlim_max = all.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
    bool written = pc_file_write(tree.fd, "kept", (struct pc_str){large, sizeof large}, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
    assert_false(written);
    assert_int_equal(error, EFBIG);
    assert_holds("kept", "old\n");
    assert_files("kept ");
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(writes_new_files_and_old_ones), TEST(refuses_what_is_no_file),
                                       TEST(leaves_the_old_file_when_it_fails)};
    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
