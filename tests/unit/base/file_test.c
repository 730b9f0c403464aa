#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base_test.h"
#include "file.h"

#define CAP 1000

static char root[] = "/tmp/portcheck-file-XXXXXX";
static int root_fd = -1;

static void write_file(const char *name, const char *text) {
    int fd = openat(root_fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static int make_tree(void **state) {
    (void)state;
    if (!mkdtemp(root) || (root_fd = open(root, O_RDONLY | O_DIRECTORY)) < 0)
        return -1;
    mkdirat(root_fd, "dir", 0700);
    mkdirat(root_fd, "dir/sub", 0700);
    write_file("dir/sub/a.md", "hello");
    write_file("empty", "");
    write_file("secret", "x");
    static const char *const links[][2] = {
        {"dir/sub/a.md", "link"}, {"dir", "dirlink"},    {"../dir/sub/../sub/a.md", "dir/up"}, {"link", "chain"},
        {"loop", "loop"},         {"../outside", "out"}, {"/etc/passwd", "absolute"},          {"nowhere", "dangling"},
    };
    bool made = fchmodat(root_fd, "secret", 0, 0) == 0 && mkfifoat(root_fd, "fifo", 0600) == 0;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        made = symlinkat(links[i][0], root_fd, links[i][1]) == 0 && made;
    char *large = malloc(CAP + 2);
    memset(large, 'x', CAP + 1);
    large[CAP + 1] = '\0';
    write_file("large", large);
    write_file("full", large + 1);
    free(large);
    return made ? 0 : -1;
}

static int remove_tree(void **state) {
    (void)state;
    static const char *const names[] = {"dir/up",   "dir/sub/a.md", "link", "dirlink", "chain", "loop",   "out",
                                        "absolute", "dangling",     "fifo", "large",   "full",  "secret", "empty"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlinkat(root_fd, names[i], 0);
    unlinkat(root_fd, "dir/sub", AT_REMOVEDIR);
    unlinkat(root_fd, "dir", AT_REMOVEDIR);
    close(root_fd);
    return rmdir(root);
}

static enum pc_file_status status_of(const char *path) {
    struct pc_str text;
    return pc_file_read(root_fd, pc_str_c(path), CAP, &arena, &text, NULL);
}

static void reads_regular_files(void **state) {
    (void)state;
    struct pc_str text = PC_EMPTY;
    int error = -1;
    assert_int_equal(pc_file_read(root_fd, pc_str_c("dir/sub/a.md"), CAP, &arena, &text, &error), PC_FILE_OK);
    assert_string_equal(text.ptr, "hello");
    assert_int_equal(text.len, 5);
    assert_int_equal(error, 0);
    assert_int_equal(pc_file_read(root_fd, pc_str_c("empty"), CAP, &arena, &text, &error), PC_FILE_OK);
    assert_int_equal(text.len, 0);
    assert_int_equal(pc_file_read(root_fd, pc_str_c("full"), CAP, &arena, &text, &error), PC_FILE_OK);
    assert_int_equal(text.len, CAP);
}

static void refuses_the_rest_and_says_why(void **state) {
    (void)state;
    static const struct {
        const char *path;
        enum pc_file_status status;
    } cases[] = {
        {"nothing", PC_FILE_MISSING},
        {"empty/a", PC_FILE_MISSING},
        {"nodir/a", PC_FILE_MISSING},
        {"", PC_FILE_NOT_REGULAR},
        {"dir", PC_FILE_NOT_REGULAR},
        {"fifo", PC_FILE_NOT_REGULAR},
        {"link", PC_FILE_LINK},
        {"dirlink/sub/a.md", PC_FILE_LINK},
        {"dangling", PC_FILE_LINK},
        {"large", PC_FILE_TOO_LARGE},
        {"dir/../empty", PC_FILE_UNREADABLE},
        {"/etc/passwd", PC_FILE_UNREADABLE},
        {"dir//sub/a.md", PC_FILE_UNREADABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (status_of(cases[i].path) != cases[i].status)
            fail_msg("%s: status %d", cases[i].path, (int)status_of(cases[i].path));
    }
    struct pc_str text;
    assert_int_equal(pc_file_read(root_fd, (struct pc_str){"empty\0x", 7}, CAP, &arena, &text, NULL), PC_FILE_MISSING);
}

static void says_which_error(void **state) {
    (void)state;
    uid_t own = geteuid();
    if (own == 0 && (fchmod(root_fd, 0755) != 0 || seteuid(65534) != 0))
        skip(); /* the superuser may read everything */
    struct pc_str text;
    int error = 0;
    enum pc_file_status status = pc_file_read(root_fd, pc_str_c("secret"), CAP, &arena, &text, &error);
    assert_int_equal(seteuid(own), 0);
    assert_int_equal(status, PC_FILE_UNREADABLE);
    assert_int_equal(error, EACCES);
}

static int lowest_free_fd(void) {
    int fd = dup(root_fd);
    close(fd);
    return fd;
}

static void leaves_no_descriptor_open(void **state) {
    (void)state;
    static const char *const paths[] = {"dir/sub/a.md", "dir", "fifo", "large", "dirlink/sub/a.md", "dir/sub/x"};
    int before = lowest_free_fd();
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        status_of(paths[i]);
    struct pc_recovery here = {.why = PC_OOM_NONE};
    struct pc_arena small;
    pc_arena_init(&small, 400, &here); /* room for the path, not for the text */
    struct pc_str text;
    if (setjmp(here.env) == 0)
        pc_file_read(root_fd, pc_str_c("full"), CAP, &small, &text, NULL);
    assert_int_equal(here.why, PC_OOM_BUDGET);
    pc_arena_finish(&small);
    assert_int_equal(lowest_free_fd(), before);
}

static void resolves_links_inside_the_tree(void **state) {
    (void)state;
    static const struct {
        const char *path, *target; /* NULL: none inside */
    } cases[] = {
        {"link", "dir/sub/a.md"},
        {"chain", "dir/sub/a.md"},
        {"dirlink", "dir"},
        {"dirlink/sub/a.md", "dir/sub/a.md"},
        {"dir/up", "dir/sub/a.md"},
        {"dirlink/up", "dir/sub/a.md"},
        {"dir/sub/a.md", "dir/sub/a.md"},
        {"loop", NULL},
        {"out", NULL},
        {"absolute", NULL},
        {"dangling", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str target;
        bool inside = pc_file_link_target(root_fd, pc_str_c(cases[i].path), &arena, &target);
        if (inside != (cases[i].target != NULL))
            fail_msg("%s", cases[i].path);
        if (inside)
            assert_str(target, cases[i].target);
    }
}

/* Whatever stands there, asking ahead neither waits nor leaves anything open, and reading says the same afterwards. */
static void asks_ahead_for_anything(void **state) {
    (void)state;
    static const char *const paths[] = {"dir/sub/a.md", "dir", "fifo", "link", "dirlink/sub/a.md", "nowhere/x",
                                        "secret",       "",    "..",   "loop", "../outside"};
    static char longest[5000];
    int before = lowest_free_fd();
    memset(longest, 'x', sizeof longest - 1);
    pc_file_ahead(root_fd, pc_str_c(longest));
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        pc_file_ahead(root_fd, pc_str_c(paths[i]));
    assert_int_equal(lowest_free_fd(), before);
    struct pc_str text;
    assert_int_equal(pc_file_read(root_fd, PC_STR("dir/sub/a.md"), CAP, &arena, &text, NULL), PC_FILE_OK);
    assert_str(text, "hello");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_regular_files),       TEST(refuses_the_rest_and_says_why),  TEST(says_which_error),
        TEST(leaves_no_descriptor_open), TEST(resolves_links_inside_the_tree), TEST(asks_ahead_for_anything),
    };
    return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
