/* Writing sets of files: all or none, and what a stopped run left is finished or undone. Faults of the system are the
 * matter of tests/faults. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../temp_tree.h"
#include "journal.h"
#include "recover.h"
#include "tiny_tree.h"
#include "write.h"

static struct temp_tree tree;
static struct tiny t;
static struct pc_buf words;

static void begin(void) {
    temp_tree_new(&tree);
    tiny_init(&t);
    pc_buf_init(&words, &t.arena);
}

static void end(void) {
    tiny_finish(&t);
    temp_tree_free(&tree);
}

static struct pc_write_place place(void) {
    return (struct pc_write_place){tree.fd, tree.fd, PC_JOURNAL_NAME_ROOT, PC_EMPTY};
}

static void add(struct pc_changes *changes, const char *path, struct pc_str old, struct pc_str now) {
    *PC_PUSH(&changes->list, &t.arena) =
        (struct pc_change){.file = PC_NONE, .path = pc_str_c(path), .old = old, .text = now};
}

static void assert_text(const char *path, struct pc_str expected) {
    size_t length;
    char *text = temp_tree_output(&tree, pc_str_fmt(&t.arena, "cat '%s'", path).ptr, &length);
    assert_int_equal(length, expected.len);
    assert_memory_equal(text, expected.ptr, length);
    free(text);
}

static void assert_output(const char *script, const char *expected) {
    size_t length;
    char *text = temp_tree_output(&tree, script, &length);
    assert_string_equal(text, expected);
    free(text);
}

static bool said(const char *what) {
    return pc_str_find(pc_buf_str(&words), pc_str_c(what), 0) != PC_NPOS;
}

#define OLD PC_STR("\xEF\xBB\xBFPORT=7001\r\nLAST")
#define NEW PC_STR("\xEF\xBB\xBFPORT=7010\r\nLAST")

static struct pc_changes two_files(void) {
    struct pc_changes changes = {0};
    temp_tree_write_bytes(&tree, "a.env", OLD.ptr, OLD.len);
    temp_tree_write(&tree, "b/run.sh", "7001\n");
    temp_tree_sh(&tree, "chmod 640 a.env; chmod 751 b/run.sh");
    add(&changes, "a.env", OLD, NEW);
    add(&changes, "b/run.sh", PC_STR("7001\n"), PC_STR("7010\n"));
    return changes;
}

static void bytes_and_modes_are_kept(void **state) {
    (void)state;
    begin();
    struct pc_changes changes = two_files();
    struct pc_write_place where = place();
    struct pc_write write;
    assert_int_equal(pc_write_begin(&write, &t.arena, &where, &changes, &words), PC_WRITE_OK);
    assert_output("test -s .portcheck-journal && stat -c %a .portcheck-journal", "600\n");
    assert_int_equal(pc_write_end(&write, &words), PC_WRITE_OK);
    assert_text("a.env", NEW);
    assert_text("b/run.sh", PC_STR("7010\n"));
    assert_output("stat -c %a a.env b/run.sh; find . -name '.portcheck*'", "640\n751\n");
    assert_int_equal(words.len, 0);
    end();
}

static void undoing_leaves_nothing(void **state) {
    (void)state;
    begin();
    struct pc_changes changes = two_files();
    struct pc_write_place where = place();
    struct pc_write write;
    assert_int_equal(pc_write_begin(&write, &t.arena, &where, &changes, &words), PC_WRITE_OK);
    assert_int_equal(pc_write_undo(&write, &words), PC_WRITE_OK);
    assert_text("a.env", OLD);
    assert_text("b/run.sh", PC_STR("7001\n"));
    assert_output("stat -c %a a.env b/run.sh; find . -name '.portcheck*'", "640\n751\n");
    end();
}

/* What somebody else writes meanwhile is not lost. */
static void undoing_leaves_what_others_wrote(void **state) {
    (void)state;
    begin();
    struct pc_changes changes = two_files();
    struct pc_write_place where = place();
    struct pc_write write;
    assert_int_equal(pc_write_begin(&write, &t.arena, &where, &changes, &words), PC_WRITE_OK);
    temp_tree_write(&tree, "a.env", "mine\n");
    pc_write_undo(&write, &words);
    assert_text("a.env", PC_STR("mine\n"));
    assert_text("b/run.sh", PC_STR("7001\n"));
    assert_true(said("`a.env`: somebody else"));
    end();
}

static void a_changed_file_stops_all(void **state) {
    (void)state;
    static const char *const scripts[] = {"echo 7002 >b/run.sh",
                                          "rm b/run.sh",
                                          "mv b/run.sh x; ln -s ../x b/run.sh",
                                          "mv b c; ln -s c b",
                                          "rm b/run.sh; mkfifo b/run.sh",
                                          "rm b/run.sh; mkdir b/run.sh"};
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        begin();
        struct pc_changes changes = two_files();
        struct pc_write_place where = place();
        struct pc_write write;
        temp_tree_sh(&tree, scripts[i]);
        assert_int_equal(pc_write_begin(&write, &t.arena, &where, &changes, &words), PC_WRITE_REFUSED);
        assert_true(said("`b/run.sh`: "));
        assert_text("a.env", OLD);
        assert_output("find . -name '.portcheck*'", "");
        end();
    }
}

static void a_second_run_is_refused(void **state) {
    (void)state;
    begin();
    struct pc_changes changes = two_files();
    struct pc_write_place where = place();
    struct pc_write write;
    assert_int_equal(pc_write_begin(&write, &t.arena, &where, &changes, &words), PC_WRITE_OK);
    pid_t child = fork();
    if (child == 0) {
        struct pc_write second;
        bool refused = pc_write_begin(&second, &t.arena, &where, &changes, &words) == PC_WRITE_REFUSED &&
                       said("another run") && pc_journal_look(&where) == PC_JOURNAL_BUSY &&
                       pc_write_recover(&t.arena, &where, true, &words) == PC_RECOVER_REFUSED;
        _exit(refused ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(pc_write_end(&write, &words), PC_WRITE_OK);
    assert_text("a.env", NEW);
    assert_int_equal(pc_journal_look(&where), PC_JOURNAL_NONE);
    end();
}

/* A journal as a run leaves it that is stopped. */
static void leave(const struct pc_changes *changes) {
    struct pc_journal journal = {4711, PC_EMPTY, *changes};
    struct pc_str text = pc_journal_text(&t.arena, &journal);
    temp_tree_write_bytes(&tree, ".portcheck-journal", text.ptr, text.len);
}

static void what_was_left_becomes_old_or_new(void **state) {
    (void)state;
    static const struct {
        const char *script;
        enum pc_recover_status status;
        bool is_new, force;
        const char *words;
    } rows[] = {
        {":", PC_RECOVER_DONE, false, false, "No file had been changed yet"},
        {"echo half >.portcheck-4711-0.tmp", PC_RECOVER_DONE, false, false, "No file"},
        {"echo 7010 >b/run.sh", PC_RECOVER_DONE, false, false, "undone"},
        {"echo 7010 >b/run.sh; sed -i s/7001/7010/ a.env", PC_RECOVER_DONE, true, false, "is kept"},
        {"echo mine >b/run.sh", PC_RECOVER_REFUSED, false, false, "`b/run.sh`: it is neither"},
        {"echo mine >b/run.sh; sed -i s/7001/7010/ a.env", PC_RECOVER_DONE, false, true, "undone"},
        {"rm b/run.sh", PC_RECOVER_REFUSED, false, false, "somebody has changed it"},
        {"head -c 60 .portcheck-journal >x; mv x .portcheck-journal", PC_RECOVER_DONE, false, false, "No file"},
        {": >.portcheck-journal", PC_RECOVER_DONE, false, false, "No file"},
        {"sed -i 's/old 18/old 17/' .portcheck-journal", PC_RECOVER_REFUSED, false, false, "damaged"},
        {"sed -i 's/journal 1/journal 2/' .portcheck-journal", PC_RECOVER_REFUSED, false, false, "another version"},
        {"echo hello >.portcheck-journal", PC_RECOVER_REFUSED, false, false, "no journal of portcheck"},
        {"mv .portcheck-journal x; ln -s x .portcheck-journal", PC_RECOVER_REFUSED, false, false, "cannot be used"},
        {"rm .portcheck-journal; mkfifo .portcheck-journal", PC_RECOVER_REFUSED, false, false, "cannot be used"},
        {"rm .portcheck-journal; mkdir .portcheck-journal", PC_RECOVER_REFUSED, false, false, "cannot be used"},
        {"truncate -s 200M .portcheck-journal", PC_RECOVER_REFUSED, false, false, "larger"},
        {"rm .portcheck-journal", PC_RECOVER_NOTHING, false, false, "nothing to recover"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin();
        struct pc_changes changes = two_files();
        struct pc_write_place where = place();
        leave(&changes);
        temp_tree_sh(&tree, rows[i].script);
        assert_int_equal(pc_write_recover(&t.arena, &where, rows[i].force, &words), rows[i].status);
        if (!said(rows[i].words))
            fail_msg("%s: says %.*s", rows[i].script, PC_ARG(pc_buf_str(&words)));
        assert_text("a.env", rows[i].is_new ? NEW : OLD);
        if (rows[i].status == PC_RECOVER_DONE)
            assert_output("find . -name '.portcheck*'", "");
        assert_output("stat -c %a a.env", "640\n");
        end();
    }
}

/* A journal comes with a stranger's archive: it writes nothing that a run of ours would not. */
static void a_hostile_journal_is_refused(void **state) {
    (void)state;
    static const char *const paths[] = {
        "../outside", "/etc/outside", "a/../../outside", "a//b", ".git/config", "a/.GIT/b", "", ".", "a/b/.", "a/"};
    static const char *const prefixes[] = {"../", "/", "a", "a/../../", ".git/"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0] + sizeof prefixes / sizeof prefixes[0]; i++) {
        begin();
        struct pc_changes changes = {0};
        const char *why;
        bool is_path = i < sizeof paths / sizeof paths[0];
        struct pc_journal read, journal = {4711, PC_EMPTY, changes};
        add(&journal.changes, is_path ? paths[i] : "fine", PC_STR("old"), PC_STR("new"));
        if (!is_path)
            journal.prefix = pc_str_c(prefixes[i - sizeof paths / sizeof paths[0]]);
        struct pc_str text = pc_journal_text(&t.arena, &journal);
        assert_int_equal(pc_journal_parse(&t.arena, text, &read, &why), PC_JOURNAL_DAMAGED);
        end();
    }
}

/* Nor through a link that lies in the tree. */
static void recovery_follows_no_link(void **state) {
    (void)state;
    begin();
    struct pc_changes changes = two_files();
    struct pc_write_place where = place();
    leave(&changes);
    temp_tree_sh(&tree, "mkdir out; echo 7010 >out/run.sh; rm -r b; ln -s out b");
    assert_int_not_equal(pc_write_recover(&t.arena, &where, true, &words), PC_RECOVER_NOTHING);
    assert_text("out/run.sh", PC_STR("7010\n"));
    end();
}

/* Every prefix of a journal is one that was only begun; every byte that changes is noticed. */
static void a_journal_is_whole_or_refused(void **state) {
    (void)state;
    begin();
    struct pc_changes changes = two_files();
    struct pc_journal read, journal = {4711, PC_STR("sub/"), changes};
    struct pc_str text = pc_journal_text(&t.arena, &journal);
    const char *why;
    assert_int_equal(pc_journal_parse(&t.arena, text, &read, &why), PC_JOURNAL_WHOLE);
    assert_int_equal(read.changes.list.count, 2);
    assert_true(pc_str_eq(read.changes.list.items[0].text, NEW));
    assert_true(pc_str_is(read.changes.list.items[1].path, "b/run.sh"));
    assert_true(pc_str_is(read.prefix, "sub/"));
    char *bytes = PC_NEW_ARRAY(&t.arena, text.len, char);
    for (size_t i = 0; i < text.len; i++) {
        assert_int_equal(pc_journal_parse(&t.arena, pc_str_sub(text, 0, i), &read, &why), PC_JOURNAL_BEGUN);
        memcpy(bytes, text.ptr, text.len);
        bytes[i] ^= 1;
        assert_int_not_equal(pc_journal_parse(&t.arena, (struct pc_str){bytes, text.len}, &read, &why),
                             PC_JOURNAL_WHOLE);
    }
    end();
}

#define TEXT(literal)                                                                                                  \
    { (literal), sizeof(literal) - 1 }

static void objections_name_the_reason(void **state) {
    (void)state;
    static const struct {
        const char *script;
        struct pc_str text;
        const char *why;
    } rows[] = {
        {":", TEXT("7001\n"), ""},
        {"chmod 444 d/a", TEXT("7001\n"), "it is read-only"},
        {"chmod 555 d", TEXT("7001\n"), "its directory is read-only"},
        {"rm d/a", TEXT("7001\n"), "it is no longer there"},
        {"rm d/a; ln -s b d/a", TEXT("7001\n"), "it is a link, or lies behind one"},
        {"rm d/a; mkfifo d/a", TEXT("7001\n"), "it is no regular file"},
        {":", TEXT("\xFF\xFE\x37"), "it is UTF-16"},
        {":", TEXT("70\0001"), "it holds NUL bytes"},
        {":", TEXT("a\n<<<<<<< HEAD\n7001\n=======\n7002\n>>>>>>> other\n"),
         "it holds the conflict markers of a merge; resolve them first"},
        {":", TEXT("a <<<<<<< b\n>>>>>>>> c\n"), ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin();
        struct pc_change change = {.file = PC_NONE, .path = PC_STR("d/a"), .old = rows[i].text};
        temp_tree_write_bytes(&tree, "d/a", rows[i].text.ptr, rows[i].text.len);
        temp_tree_sh(&tree, "chown -R nobody . 2>/dev/null || :");
        temp_tree_sh(&tree, rows[i].script);
        temp_tree_drop_root(&tree);
        struct pc_str why = pc_write_objection(&t.arena, &t.reg, tree.fd, &change);
        temp_tree_regain_root();
        if (!pc_str_is(why, rows[i].why))
            fail_msg("%zu: %.*s", i, PC_ARG(why));
        end();
    }
}

static void another_repositorys_file_is_not_written(void **state) {
    (void)state;
    begin();
    pc_id file = tiny_file(&t, "other:a", PC_FILE_KIND_ENV, "PORT=7001\n");
    t.files[file].origin = PC_STR("other");
    struct pc_change change = {.file = file, .path = PC_STR("other:a"), .old = PC_STR("PORT=7001\n")};
    assert_true(
        pc_str_is(pc_write_objection(&t.arena, &t.reg, tree.fd, &change), "it is a file of another repository"));
    end();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_and_modes_are_kept),
        cmocka_unit_test(undoing_leaves_nothing),
        cmocka_unit_test(undoing_leaves_what_others_wrote),
        cmocka_unit_test(a_changed_file_stops_all),
        cmocka_unit_test(a_second_run_is_refused),
        cmocka_unit_test(what_was_left_becomes_old_or_new),
        cmocka_unit_test(a_hostile_journal_is_refused),
        cmocka_unit_test(recovery_follows_no_link),
        cmocka_unit_test(a_journal_is_whole_or_refused),
        cmocka_unit_test(objections_name_the_reason),
        cmocka_unit_test(another_repositorys_file_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
