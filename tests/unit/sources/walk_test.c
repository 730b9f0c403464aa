/* Plain walks, odd directories, and where a project begins. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listing.h"
#include "walk.h"

static void test_plain(void **state) {
    (void)state;
    static const struct {
        const char *name, *setup, *lines;
    } rows[] = {
        {"empty", "true", ""},
        {"sorted bytewise", "mkdir a && echo >a/z && echo >a.b && echo >a-b && echo >B", "B\na-b\na.b\na/z\n"},
        {"node_modules and .git are passed over",
         "mkdir -p node_modules/x .git/y w/node_modules && echo >node_modules/x/a && echo >.git/y/a && echo >w/b",
         "w/b\n"},
        {"links are not followed", "mkdir d && ln -s .. d/up && ln -s . loop && ln -s d e && echo >d/a",
         "d/a\nd/up @\ne @\nloop @\n"},
        {"hidden files count", "mkdir .h && echo >.h/.env", ".h/.env\n"},
        {"another repository is walked", "mkdir r && cd r && git init -q . && echo >a", "r/a\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct temp_tree tree;
        print_message("%s\n", rows[i].name);
        temp_tree_new(&tree);
        temp_tree_sh(&tree, rows[i].setup);
        listing_is(&tree, ".", rows[i].lines);
        temp_tree_free(&tree);
    }
}

static void test_unreadable_directory(void **state) {
    (void)state;
    struct temp_tree tree;
    struct listing listing;
    temp_tree_new(&tree);
    temp_tree_sh(&tree, "mkdir b a c && echo >a/x && echo >b/y && echo >c/z && chmod 0 b a");
    temp_tree_drop_root(&tree);
    listing_new(&listing, &tree, ".");
    temp_tree_regain_root();
    assert_int_equal(listing.list.count, 1);
    assert_int_equal(listing.list.unread_count, 2);
    assert_true(pc_str_eq(listing.list.unread[0].path, PC_STR("a")));
    assert_int_equal(listing.list.unread[0].error, EACCES);
    assert_true(pc_str_eq(listing.list.unread[1].path, PC_STR("b")));
    listing_free(&listing);
    temp_tree_free(&tree);
}

/* The limit of entries, from both sides. A million of them would take a test too long. */
static void test_limit(void **state) {
    (void)state;
    struct temp_tree tree;
    struct pc_arena arena;
    struct pc_recovery recovery = {.cleanups = NULL};
    temp_tree_new(&tree);
    temp_tree_sh(&tree, "mkdir a && echo >a/x && echo >b && echo >c");
    for (size_t limit = 2; limit <= 5; limit++) {
        pc_arena_init(&arena, 1u << 20, &recovery);
        struct pc_walk walk = {.arena = &arena, .root_fd = open(tree.root, O_RDONLY | O_DIRECTORY), .limit = limit};
        assert_true(walk.root_fd >= 0);
        if (setjmp(recovery.env) != 0)
            fail_msg("no memory");
        pc_walk_run(&walk);
        assert_true(walk.entries.count <= limit);
        assert_int_equal(walk.truncated, walk.entries.count < 3);
        close(walk.root_fd);
        pc_arena_finish(&arena);
    }
    temp_tree_free(&tree);
}

/* Deeper than any path can be opened: what lies below is named, not forgotten. */
static void test_too_deep(void **state) {
    (void)state;
    struct temp_tree tree;
    struct listing listing;
    char name[201];
    memset(name, 'n', 200);
    name[200] = '\0';
    temp_tree_new(&tree);
    int fd = dup(tree.fd);
    for (int i = 0; i < 30; i++) {
        assert_int_equal(mkdirat(fd, name, 0755), 0);
        int next = openat(fd, name, O_RDONLY | O_DIRECTORY);
        assert_true(next >= 0);
        close(fd);
        fd = next;
        close(openat(fd, "file", O_WRONLY | O_CREAT, 0644));
    }
    close(fd);
    listing_new(&listing, &tree, ".");
    assert_true(listing.list.count >= 18 && listing.list.count < 30);
    assert_int_equal(listing.list.unread_count, 1);
    listing_free(&listing);
    temp_tree_free(&tree);
}

static void root_is(const struct temp_tree *tree, const char *start, const char *root, const char *config) {
    struct pc_recovery recovery = {0};
    struct pc_arena arena;
    char path[1024], real[4096];
    struct pc_str found_config;
    if (setjmp(recovery.env) != 0)
        fail_msg("memory is spent");
    pc_arena_init(&arena, 1u << 20, &recovery);
    snprintf(path, sizeof path, "%s/%s", tree->root, start);
    struct pc_str found = pc_sources_root(&arena, path, &found_config);
    if (root) {
        snprintf(path, sizeof path, "%s/%s", tree->root, root);
        assert_non_null(realpath(path, real));
        assert_string_equal(found.ptr, real);
    } else {
        assert_int_equal(found.len, 0);
    }
    assert_true(pc_str_eq(found_config, pc_str_c(config)));
    pc_arena_finish(&arena);
}

static void test_root(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_sh(
        &tree,
        "mkdir -p plain/x conf/sub/deep hidden/.config hidden/sub repo/in/side repo/own home/.config home/repo && "
        "echo >conf/portcheck.yml && echo >hidden/.config/portcheck.yml && echo >repo/own/.portcheck.yml && "
        "echo >home/.config/portcheck.yml && git init -q repo && git init -q home/repo && ln -s conf/sub link && "
        "mkdir dir && mkdir dir/portcheck.yml && echo >file");
    root_is(&tree, "plain/x", "plain/x", NULL);
    root_is(&tree, "conf", "conf", "portcheck.yml");
    root_is(&tree, "conf/sub/deep", "conf", "portcheck.yml");
    root_is(&tree, "link", "conf", "portcheck.yml");
    root_is(&tree, "hidden/sub", "hidden", ".config/portcheck.yml");
    root_is(&tree, "repo/in/side", "repo", NULL);
    root_is(&tree, "repo/own", "repo/own", ".portcheck.yml");
    root_is(&tree, "home/repo", "home/repo", NULL);
    root_is(&tree, "dir", "dir", "portcheck.yml"); /* to be refused, not passed over */
    root_is(&tree, "file", NULL, NULL);
    root_is(&tree, "nowhere", NULL, NULL);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain), cmocka_unit_test(test_unreadable_directory),
        cmocka_unit_test(test_limit), cmocka_unit_test(test_too_deep),
        cmocka_unit_test(test_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
