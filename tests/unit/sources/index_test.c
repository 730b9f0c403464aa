/* Index files that are cut off, changed or hostile. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "git_index.h"
#include "listing.h"

#define FILES "mkdir -p a/b && echo >a/b/c && echo >a/d && echo >e && "

static const char *const repositories[] = {
    "git init -q . && " FILES "ln -s e f && git add .",
    ("git init -q . && " FILES "git add . && git update-index --index-version 4"),
    "git init -q . && " FILES "git add a && git add -N e",
    "git init -q --object-format=sha256 . && " FILES "git add .",
};

static struct pc_str read_bytes(const struct temp_tree *tree) {
    size_t length;
    char *text = temp_tree_output(tree, "cat .git/index", &length);
    return (struct pc_str){text, length};
}

struct parsing {
    struct pc_recovery recovery;
    struct pc_arena arena;
    struct pc_index index;
};

/* Checks that every path stays inside the tree. */
static void check_paths(const struct parsing *p) {
    for (size_t i = 0; i < p->index.entries.count; i++) {
        struct pc_str path = p->index.entries.items[i].path;
        assert_true(path.len > 0 && path.ptr[0] != '/');
        assert_int_equal(pc_str_find(path, pc_str_c(".."), 0), PC_NPOS);
    }
}

static bool parse(struct parsing *p, const char *bytes, size_t length) {
    const char *why = NULL;
    memset(p, 0, sizeof *p);
    /* A copy of the exact size, so that a sanitizer sees every byte read beyond it. */
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    if (length)
        memcpy(exact, bytes, length);
    struct pc_str text = {exact, length};
    struct pc_str prefix = PC_STR("");
    if (setjmp(p->recovery.env) != 0)
        fail_msg("memory is spent");
    pc_arena_init(&p->arena, 64u << 20, &p->recovery);
    bool good = pc_git_index_parse(&p->arena, text, prefix, &p->index, &why);
    free(exact);
    if (!good) {
        assert_non_null(why);
        assert_int_equal(p->index.entries.count, 0);
    }
    check_paths(p);
    return good;
}

static void test_cut_off(void **state) {
    (void)state;
    for (size_t r = 0; r < sizeof repositories / sizeof repositories[0]; r++) {
        struct temp_tree tree;
        temp_tree_new(&tree);
        temp_tree_sh(&tree, repositories[r]);
        struct pc_str bytes = read_bytes(&tree);
        struct parsing p;
        assert_true(parse(&p, bytes.ptr, bytes.len));
        pc_arena_finish(&p.arena);
        for (size_t length = 0; length < bytes.len; length++) {
            if (parse(&p, bytes.ptr, length))
                fail_msg("repository %zu: %zu of %zu bytes were taken for a whole index", r, length, bytes.len);
            pc_arena_finish(&p.arena);
        }
        free((void *)(uintptr_t)bytes.ptr);
        temp_tree_free(&tree);
    }
}

static void test_changed_bytes(void **state) {
    (void)state;
    static const unsigned char masks[] = {0x01, 0x40, 0x80, 0xff};
    for (size_t r = 0; r < sizeof repositories / sizeof repositories[0]; r++) {
        struct temp_tree tree;
        temp_tree_new(&tree);
        temp_tree_sh(&tree, repositories[r]);
        struct pc_str bytes = read_bytes(&tree);
        char *changed = malloc(bytes.len);
        assert_non_null(changed);
        for (size_t at = 0; at < bytes.len * 4; at++) {
            struct parsing p;
            memcpy(changed, bytes.ptr, bytes.len);
            changed[at / 4] = (char)(changed[at / 4] ^ masks[at % 4]);
            parse(&p, changed, bytes.len);
            pc_arena_finish(&p.arena);
        }
        free(changed);
        free((void *)(uintptr_t)bytes.ptr);
        temp_tree_free(&tree);
    }
}

static void put32(char *to, unsigned value) {
    for (int i = 0; i < 4; i++)
        to[i] = (char)(value >> (24 - 8 * i));
}

/* A version 2 index of one entry. */
static size_t one_entry(char *to, unsigned mode, const char *name, const char *extension) {
    size_t length = strlen(name), at = 12 + 62;
    memset(to, 0, 1024);
    memcpy(to, "DIRC", 4);
    put32(to + 4, 2);
    put32(to + 8, 1);
    put32(to + 12 + 24, mode);
    to[12 + 61] = (char)length;
    memcpy(to + at, name, length);
    at = 12 + (62 + length + 8) / 8 * 8;
    if (extension) {
        memcpy(to + at, extension, 4);
        put32(to + at + 4, 0);
        at += 8;
    }
    return at + 20;
}

static void test_hostile_entries(void **state) {
    (void)state;
    static const struct {
        const char *name;
        unsigned mode;
        const char *extension;
        bool good;
        size_t count;
    } rows[] = {
        {"ok.md", 0100644, NULL, true, 1},
        {"d/ok.md", 0100755, "TREE", true, 1},
        {"mod", 0160000, NULL, true, 0},
        {"dir/", 0040000, "sdir", true, 0},
        {"l", 0120000, NULL, true, 1},
        {"../up.md", 0100644, NULL, false, 0},
        {"a/../../up.md", 0100644, NULL, false, 0},
        {"/etc/passwd", 0100644, NULL, false, 0},
        {".git/config", 0100644, NULL, false, 0},
        {"a/.GIT/config", 0100644, NULL, false, 0},
        {"a//b", 0100644, NULL, false, 0},
        {"a/./b", 0100644, NULL, false, 0},
        {"a/", 0100644, NULL, false, 0},
        {"fifo", 0010644, NULL, false, 0},
        {"ok.md", 0100644, "what", false, 0},
        {"ok.md", 0100644, "EOIE", true, 1},
        {"ok.md", 0100644, "link", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char bytes[1100];
        size_t length = one_entry(bytes, rows[i].mode, rows[i].name, rows[i].extension);
        struct parsing p;
        if (parse(&p, bytes, length) != rows[i].good)
            fail_msg("%s: understood should be %d", rows[i].name, rows[i].good);
        assert_int_equal(p.index.entries.count, rows[i].count);
        pc_arena_finish(&p.arena);
    }
}

/* A count far above what the bytes can hold must not be believed. */
static void test_absurd_count(void **state) {
    (void)state;
    char bytes[1100];
    size_t length = one_entry(bytes, 0100644, "ok.md", NULL);
    put32(bytes + 8, 0xffffffffu);
    struct parsing p;
    assert_false(parse(&p, bytes, length));
    pc_arena_finish(&p.arena);
}

/* What a damaged repository comes to: every file on the disk, and a word about it. */
static void test_fallback(void **state) {
    (void)state;
    static const char *const damage[] = {
        "printf x >.git/index",
        "head -c 100 .git/index >i && mv i .git/index",
        ": >.git/index",
        "rm .git/index && mkdir .git/index",
        "git update-index --split-index && git add . && rm .git/sharedindex.*",
        "rm -rf .git && echo 'gitdir: /nonexistent/portcheck' >.git",
        "rm -rf .git && echo nonsense >.git",
        "rm -rf .git && : >.git",
    };
    for (size_t i = 0; i < sizeof damage / sizeof damage[0]; i++) {
        struct temp_tree tree;
        struct listing listing;
        print_message("%s\n", damage[i]);
        temp_tree_new(&tree);
        temp_tree_sh(&tree, "git init -q . && mkdir d && echo >d/a.md && echo >b.md && git add . && echo '*' "
                            ">.gitignore && echo >new.md");
        temp_tree_sh(&tree, damage[i]);
        listing_new(&listing, &tree, ".");
        assert_int_equal(listing.list.how, PC_LISTING_WALK);
        assert_true(listing.list.trouble.len > 0);
        assert_non_null(listing_find(&listing, "d/a.md"));
        assert_non_null(listing_find(&listing, "b.md"));
        assert_non_null(listing_find(&listing, "new.md"));
        listing_free(&listing);
        temp_tree_free(&tree);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_off),         cmocka_unit_test(test_changed_bytes),
        cmocka_unit_test(test_hostile_entries), cmocka_unit_test(test_absurd_count),
        cmocka_unit_test(test_fallback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
