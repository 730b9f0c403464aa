/* What git answers is read as a stranger's text: every answer that is no answer is refused. A script stands for git. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../temp_tree.h"
#include "git.h"
#include "tree.h"

#define ID "0123456789abcdef0123456789abcdef01234567"
#define OTHER "fedcba9876543210fedcba9876543210fedcba98"

struct bench {
    struct temp_tree tree;
    struct pc_arena arena;
    struct pc_recovery recovery;
    struct pc_git *git;
};

static void bench_new(struct bench *b) {
    memset(b, 0, sizeof *b);
    temp_tree_new(&b->tree);
    temp_tree_sh(&b->tree, "git init -q .");
    if (setjmp(b->recovery.env) != 0)
        fail_msg("memory is spent");
    pc_arena_init(&b->arena, 256u << 20, &b->recovery);
    assert_int_equal(pc_git_open(&b->arena, b->tree.fd, pc_str_c(b->tree.root), &b->git), PC_GIT_OK);
}

static void bench_free(struct bench *b) {
    pc_git_close(b->git);
    assert_null(b->recovery.cleanups);
    pc_arena_finish(&b->arena);
    temp_tree_free(&b->tree);
}

/* From now on git is a script of shell built-ins. */
static void answer_with(struct bench *b, const char *script) {
    char text[2000], path[600];
    snprintf(text, sizeof text, "#!/bin/sh\n%s\n", script);
    pc_process_stop(&b->git->batch);
    b->git->batch_busy = false;
    temp_tree_write(&b->tree, "git", text);
    temp_tree_sh(&b->tree, "chmod +x git");
    snprintf(path, sizeof path, "%s/git", b->tree.root);
    b->git->program = pc_str_dup(&b->arena, pc_str_c(path)).ptr;
}

static void test_trees(void **state) {
    (void)state;
    static const struct {
        const char *script;
        enum pc_git_status status;
        size_t files;
    } answers[] = {
        {":", PC_GIT_OK, 0},
        {"printf '100644 blob " ID "\\tcompose.yml\\0'", PC_GIT_OK, 1},
        {"printf '100755 blob " ID "\\ta\\000120000 blob " ID "\\tb\\000160000 commit " ID "\\tc\\0'", PC_GIT_OK, 2},
        {"printf '100644 blob " ID "\\ta name\\twith a tab\\nand a line\\0'", PC_GIT_OK, 1},
        {"printf '100644 blob " ID "\\tcompose.yml'", PC_GIT_FAILED, 0},
        {"printf '100644 blob " ID "\\tcompose.yml\\0'; exit 1", PC_GIT_UNKNOWN, 1},
        {"printf '100644 blob " ID "\\tcompose.yml\\0'; kill -9 $$", PC_GIT_UNKNOWN, 1},
        {"printf 'compose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '100644 blob 0123\\tcompose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '100644 blob " ID ID "\\tcompose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '100644\\tcompose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '\\0'", PC_GIT_FAILED, 0},
        {"case $* in *cat-file*) echo tree; exit 0 ;; esac; printf '100644 blob " ID
         "\\t%040000d' 1; while :; do :; done",
         PC_GIT_FAILED, 0},
        {"printf '\\t\\0'", PC_GIT_FAILED, 0},
        {"printf '10064x blob " ID "\\tcompose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '040000 tree " ID "\\tcompose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '100644 blob " ID "\\t../compose.yml\\0'", PC_GIT_FAILED, 0},
        {"printf '100644 blob " ID "\\t/etc/passwd\\0'", PC_GIT_FAILED, 0},
        {"printf '100644 blob " ID "\\ta/.git/config\\0'", PC_GIT_FAILED, 0},
        {"printf '100644 blob " ID "\\t\\0'", PC_GIT_FAILED, 0},
    };
    struct bench b;
    bench_new(&b);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct pc_index files = {.with_states = true};
        answer_with(&b, answers[i].script);
        enum pc_git_status status = pc_git_revision_files(b.git, PC_STR("main"), &files);
        if (status != answers[i].status || files.entries.count != answers[i].files)
            fail_msg("%s: status %d, %zu files", answers[i].script, (int)status, files.entries.count);
    }
    bench_free(&b);
}

static void test_contents(void **state) {
    (void)state;
    static const struct {
        const char *script;
        enum pc_git_status status;
    } answers[] = {
        {"read -r id; printf '%s blob 5\\nhello\\n' $id", PC_GIT_OK},
        {"read -r id; printf '%s missing\\n' $id", PC_GIT_UNKNOWN},
        {"read -r id; printf '%s tree 5\\nhello\\n' $id", PC_GIT_UNKNOWN},
        {"read -r id; printf '" OTHER " blob 5\\nhello\\n'", PC_GIT_UNKNOWN},
        {"read -r id; printf '%s blob 101\\n' $id", PC_GIT_TOO_LARGE},
        {"read -r id; printf '%s blob 99999999999999999999999999\\n' $id", PC_GIT_TOO_LARGE},
        {"read -r id; printf '%s blob -1\\nhello\\n' $id", PC_GIT_UNKNOWN},
        {"read -r id; printf '%s blob \\nhello\\n' $id", PC_GIT_UNKNOWN},
        {"read -r id; printf '%s blob 5\\nhel' $id", PC_GIT_FAILED},
        {"read -r id; printf '%s blob 5\\nhello!' $id", PC_GIT_FAILED},
        {"read -r id; printf '%s blob 5' $id", PC_GIT_FAILED},
        {"read -r id; printf '%01000d\\n' 1", PC_GIT_FAILED},
        {"read -r id; echo 'fatal: it is torn' >&2", PC_GIT_FAILED},
        {"exit 0", PC_GIT_FAILED},
    };
    struct pc_object_id id;
    struct bench b;
    assert_true(pc_object_id_parse(PC_STR(ID), &id));
    bench_new(&b);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct pc_str content = PC_EMPTY;
        answer_with(&b, answers[i].script);
        enum pc_git_status status = pc_git_blob(b.git, &id, 100, &b.arena, &content);
        if (status != answers[i].status || (status == PC_GIT_OK && !pc_str_eq(content, PC_STR("hello"))))
            fail_msg("%s: status %d", answers[i].script, (int)status);
        /* One failure does not spoil the next answer. */
        answer_with(&b, answers[0].script);
        assert_int_equal(pc_git_blob(b.git, &id, 100, &b.arena, &content), PC_GIT_OK);
    }
    bench_free(&b);
}

/* A file's budget may be spent in the middle of an answer: the next one is asked for anew. */
static void test_interrupted(void **state) {
    (void)state;
    struct pc_object_id id;
    struct pc_str content;
    struct pc_arena small;
    struct pc_recovery inner = {.cleanups = NULL};
    struct bench b;
    assert_true(pc_object_id_parse(PC_STR(ID), &id));
    bench_new(&b);
    answer_with(&b, "while read -r id; do printf '%s blob 90000\\n%090000d\\n' $id 7; done");
    pc_arena_init(&small, 1000, &inner);
    if (setjmp(inner.env) == 0) {
        pc_git_blob(b.git, &id, 100000, &small, &content);
        fail_msg("the budget was not kept");
    }
    pc_arena_finish(&small);
    assert_int_equal(pc_git_blob(b.git, &id, 100000, &b.arena, &content), PC_GIT_OK);
    assert_int_equal(content.len, 90000);
    assert_int_equal(content.ptr[89999], '7');
    bench_free(&b);
}

static void test_object_names(void **state) {
    (void)state;
    struct pc_object_id a, b;
    assert_true(pc_object_id_parse(PC_STR(ID), &a));
    assert_true(pc_object_id_parse(PC_STR(ID), &b));
    assert_true(pc_object_id_eq(&a, &b));
    assert_true(pc_object_id_parse(PC_STR(ID "0123456789abcdef01234567"), &b));
    assert_false(pc_object_id_eq(&a, &b));
    assert_false(pc_object_id_parse(PC_STR("0123"), &b));
    assert_false(pc_object_id_parse(PC_STR("0123456789ABCDEF0123456789abcdef01234567"), &b));
    assert_false(pc_object_id_parse(PC_STR(""), &b));
}

static void put(struct pc_index_state *state, size_t at, long long value) {
    for (size_t i = 0; i < 4; i++)
        state->stat[at + i] = (unsigned char)((unsigned long long)value >> (24 - 8 * i));
}

/* As git writes it: times, device, number, mode, owner, size. */
static struct pc_index_state state_of(const struct stat *st) {
    struct pc_index_state state = {.id = {.len = 20}};
    put(&state, 0, st->st_ctim.tv_sec);
    put(&state, 4, st->st_ctim.tv_nsec);
    put(&state, 8, st->st_mtim.tv_sec);
    put(&state, 12, st->st_mtim.tv_nsec);
    put(&state, 20, (long long)st->st_ino);
    put(&state, 36, st->st_size);
    return state;
}

static void test_unchanged(void **nothing) {
    (void)nothing;
    struct stat st = {.st_mode = S_IFREG | 0644, .st_ino = 5000000123, .st_size = 77};
    st.st_ctim = (struct timespec){1700000000, 1000};
    st.st_mtim = (struct timespec){1700000000, 2000};
    struct timespec later = {1700000000, 2001}, same = {1700000000, 2000}, much_later = {1700000001, 0};
    struct pc_index_state state = state_of(&st);
    assert_true(pc_index_state_holds(&state, &st, &later));
    assert_false(pc_index_state_holds(&state, &st, &same)); /* it may have changed since, in the same moment */
    struct stat changed = st;
    changed.st_size++;
    assert_false(pc_index_state_holds(&state, &changed, &later));
    changed = st;
    changed.st_mtim.tv_nsec--;
    assert_false(pc_index_state_holds(&state, &changed, &later));
    changed = st;
    changed.st_ctim.tv_sec--;
    assert_false(pc_index_state_holds(&state, &changed, &later));
    changed = st;
    changed.st_ino++;
    assert_false(pc_index_state_holds(&state, &changed, &later));
    changed = st;
    changed.st_mode = S_IFLNK | 0777;
    assert_false(pc_index_state_holds(&state, &changed, &later));
    /* An index without parts of seconds tells nothing within the second. */
    put(&state, 4, 0);
    put(&state, 12, 0);
    assert_false(pc_index_state_holds(&state, &st, &later));
    assert_true(pc_index_state_holds(&state, &st, &much_later));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trees), cmocka_unit_test(test_contents),
                                       cmocka_unit_test(test_interrupted), cmocka_unit_test(test_object_names),
                                       cmocka_unit_test(test_unchanged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
