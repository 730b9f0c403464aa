/* Broken inputs: each has its finding, and the rest of the tree is checked all the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

struct input {
    const char *name;
    const char
        *setup; /* makes docker-compose.yml, or what stands in its place; the healthy clash is fine/compose.yml */
    int exit_code;
    const char *code; /* of the finding about it; NULL: there is none */
    const char *says; /* in that finding's line */
};

static const struct input inputs[] = {
    {"none", "true", 1, NULL, NULL},
    {"empty", ": >docker-compose.yml", 1, "PC003", "holds no services"},
    {"only blanks", "printf '\\n\\n  \\n' >docker-compose.yml", 1, "PC003", "holds no services"},
    {"binary",
     "head -c 3000 /dev/zero | tr '\\0' '\\7' >docker-compose.yml; head -c 3000 /dev/zero >>docker-compose.yml", 1,
     "PC002", "binary"},
    {"UTF-16 with its mark", "printf '\\377\\376s\\0e\\0r\\0' >docker-compose.yml", 1, "PC002", "error"},
    {"UTF-16, the other way round", "printf '\\376\\377\\0s\\0e\\0r' >docker-compose.yml", 1, "PC002", "UTF-16"},
    {"UTF-16 without a mark", "printf 's\\0e\\0r\\0v\\0i\\0c\\0e\\0s\\0:\\0' >docker-compose.yml", 1, "PC002",
     "UTF-16"},
    {"a NUL byte", "printf 'services: {}\\n# \\0\\n' >docker-compose.yml", 1, "PC002", "error"},
    {"invalid UTF-8", "printf 'services: {}\\n# caf\\351\\n' >docker-compose.yml", 1, "PC002", "warning"},
    {"broken syntax", "printf 'services: [\\n' >docker-compose.yml", 1, "PC003", "docker-compose.yml:"},
    {"too large", "head -c 5000000 /dev/zero | tr '\\0' '\\n' >docker-compose.yml", 4, "PC004", "4 MiB"},
    {"too deep", "awk 'BEGIN { printf \"services: \"; for (i = 0; i < 9000; i++) printf \"[\" }' >docker-compose.yml",
     4, "PC004", "docker-compose.yml"},
    {"a FIFO", "mkfifo docker-compose.yml", 4, "PC001", "no regular file"},
    {"a directory of that name", "mkdir docker-compose.yml && echo >docker-compose.yml/x", 1, NULL, NULL},
    {"a tracked file that became a directory",
     "echo >docker-compose.yml && git init -q . && git add . && rm docker-compose.yml && mkdir docker-compose.yml", 4,
     "PC001", "directory"},
    {"a deleted tracked file", "echo >docker-compose.yml && git init -q . && git add . && rm docker-compose.yml", 1,
     NULL, NULL},
    {"a link to itself", "ln -s docker-compose.yml docker-compose.yml", 1, "PC001", "info"},
    {"links in a circle", "ln -s b docker-compose.yml && ln -s docker-compose.yml b", 1, "PC001", "info"},
    {"a link to nowhere", "ln -s nowhere docker-compose.yml", 1, "PC001", "info"},
    {"a link out of the tree", "ln -s /etc/passwd docker-compose.yml", 1, "PC001", "info"},
    {"a link out of the tree by dots", "ln -s ../../etc/passwd docker-compose.yml", 1, "PC001", "info"},
    {"a link to a directory", "mkdir d && ln -s d docker-compose.yml", 1, NULL, NULL},
    {"a directory that links to itself", "ln -s . loop && ln -s .. fine/up", 1, NULL, NULL},
    {"a .git that is none", "echo 'gitdir: nowhere' >.git", 1, NULL, NULL},
    {"a damaged index", "git init -q . && git add . && echo x >.git/index", 1, NULL, NULL},
};

static void check_input(const struct input *input) {
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "fine/compose.yml", CLASH);
    temp_tree_sh(&tree, input->setup);
    struct pc_options options = options_for(&tree);
    struct outcome outcome = check(&options);
    bool good = outcome.exit_code == input->exit_code && lines_with(&outcome, "PC201", "fine/compose.yml") == 1;
    if (input->code)
        good = good && lines_with(&outcome, input->code, input->says) == 1;
    else
        good = good && !strstr(outcome.findings, "[PC00");
    if (!good)
        fail_msg("%s: exit %d, wanted %d %s\n%s%s", input->name, outcome.exit_code, input->exit_code,
                 input->code ? input->code : "", outcome.findings, outcome.message);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

static void test_inputs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        check_input(&inputs[i]);
}

static void test_unreadable(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "fine/compose.yml", CLASH);
    temp_tree_write(&tree, "docker-compose.yml", CALM);
    temp_tree_sh(&tree, "mkdir closed && chmod 0 docker-compose.yml closed");
    struct pc_options options = options_for(&tree);
    temp_tree_drop_root(&tree);
    struct outcome outcome = check(&options);
    temp_tree_regain_root();
    assert_int_equal(outcome.exit_code, PC_EXIT_INCOMPLETE);
    assert_int_equal(lines_with(&outcome, "PC001", "docker-compose.yml"), 1);
    assert_int_equal(lines_with(&outcome, "PC001", "closed"), 1);
    assert_int_equal(lines_with(&outcome, "PC201", "fine/compose.yml"), 1);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

/* One tree, written in different ways: the same claims. */
static void test_same_claims(void **state) {
    (void)state;
    static const struct {
        const char *name, *setup;
    } rows[] = {
        {"line ends of DOS", "sed 's/$/\\r/' a/compose.yml >b/compose.yml"},
        {"a mark of UTF-8", "(printf '\\357\\273\\277'; cat a/compose.yml) >b/compose.yml"},
        {"no line end at the end", "printf '%s' \"$(cat a/compose.yml)\" >b/compose.yml"},
        {"invalid bytes in a comment", "(printf '# \\377\\376x\\n'; cat a/compose.yml) >b/compose.yml"},
        {"a NUL byte in a comment", "(printf '# x\\0y\\n'; cat a/compose.yml) >b/compose.yml"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct temp_tree tree;
        temp_tree_new(&tree);
        temp_tree_write(&tree, "a/compose.yml", CLASH);
        temp_tree_sh(&tree, "mkdir b");
        temp_tree_sh(&tree, rows[i].setup);
        struct pc_options options = options_for(&tree);
        struct outcome outcome = check(&options);
        if (lines_with(&outcome, "PC201", "a/compose.yml:") != 1 ||
            lines_with(&outcome, "PC201", "b/compose.yml:") != 1)
            fail_msg("%s:\n%s", rows[i].name, outcome.findings);
        outcome_free(&outcome);
        temp_tree_free(&tree);
    }
}

/* A link inside the tree is its target: read once, under the target's path, so that nothing collides with itself. */
static void test_links_inside(void **state) {
    (void)state;
    struct temp_tree tree;
    struct outcome outcome;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "real/stack.txt", CALM);
    temp_tree_sh(&tree, "ln -s real/stack.txt compose.yml && mkdir x && ln -s ../compose.yml x/compose.yml && "
                        "ln -s ../real/stack.txt x/docker-compose.yml");
    struct pc_options options = options_for(&tree);
    struct pc_run *run = NULL;
    size_t length;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    assert_string_equal(pc_run_list(run, "sources", "csv", &length),
                        "path,kind,reader,status,claims,bytes\nreal/stack.txt,compose file,compose,read,2,82\n");
    assert_int_equal(pc_run_exit_code(run), PC_EXIT_CLEAN);
    pc_run_free(run);
    /* The same where git tracks all of them. */
    temp_tree_sh(&tree, "git init -q . && git add .");
    outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_CLEAN);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

/* What lies outside of the tree is not read, by whatever link. */
static void test_links_outside(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "out/secret.yml", CLASH);
    temp_tree_sh(&tree, "mkdir in && cd in && ln -s ../out/secret.yml compose.yml && ln -s ../out dir && ln -s "
                        "\"$PWD/../out/secret.yml\" "
                        "docker-compose.yml");
    struct pc_options options = options_for(&tree);
    char root[600];
    snprintf(root, sizeof root, "%s/in", tree.root);
    options.root = root;
    struct outcome outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_NOTHING);
    assert_null(strstr(outcome.findings, "4310"));
    assert_int_equal(lines_with(&outcome, "PC001", "was not followed"), 2);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

static void test_damaged_index_is_told(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CALM);
    temp_tree_sh(&tree, "git init -q . && git add . && echo x >.git/index");
    struct pc_options options = options_for(&tree);
    struct outcome outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_CLEAN);
    assert_int_equal(lines_with(&outcome, "the git index was not used", "every file"), 1);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inputs),        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_same_claims),   cmocka_unit_test(test_links_inside),
        cmocka_unit_test(test_links_outside), cmocka_unit_test(test_damaged_index_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
