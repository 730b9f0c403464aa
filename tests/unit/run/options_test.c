/* Selection, gate, paths and roots. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_test.h"

struct tried {
    const char *name;
    const char *select, *ignore, *extend; /* one word each, or NULL */
    enum pc_severity fail_on, min_severity;
    long max_warnings;
    bool exit_zero;
    int exit_code;
    const char *lacks; /* not in the findings */
};

/* The tree has one error (PC201) and one finding of information (PC006). */
static void test_selection_and_gate(void **state) {
    (void)state;
    static const struct tried rows[] = {
        {"default", NULL, NULL, NULL, 0, 0, -1, false, 1, "no such"},
        {"select the family", "PC2", NULL, NULL, 0, 0, -1, false, 1, "PC006"},
        {"select another family", "pc3", NULL, NULL, 0, 0, -1, false, 0, "PC201"},
        {"select all", "all", NULL, NULL, 0, 0, -1, false, 1, "no such"},
        {"select by name", "unresolved-port", NULL, NULL, 0, 0, -1, false, 0, "PC201"},
        {"ignore by code", NULL, "PC201", NULL, 0, 0, -1, false, 0, "PC201"},
        {"ignore wins", "PC201", "PC201", NULL, 0, 0, -1, false, 0, "PC201"},
        {"extend what is selected", "PC006", NULL, "PC201", 0, 0, -1, false, 1, "no such"},
        {"fail on information", NULL, "PC201", NULL, PC_SEVERITY_INFO, 0, -1, false, 1, "PC201"},
        {"never fail", NULL, NULL, NULL, PC_SEVERITY_NEVER, 0, -1, false, 0, "no such"},
        {"exit zero", NULL, NULL, NULL, 0, 0, -1, true, 0, "no such"},
        {"hide information", NULL, NULL, NULL, 0, PC_SEVERITY_WARNING, -1, false, 1, "PC006"},
        {"what is hidden counts all the same", NULL, "PC201", NULL, PC_SEVERITY_INFO, PC_SEVERITY_ERROR, -1, false, 1,
         "PC006"},
        {"no warnings at all", NULL, "PC201", NULL, 0, 0, 0, false, 0, "PC201"},
    };
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CLASH);
    temp_tree_sh(&tree, "sed 's/\"4310:80\"/\"${LANTERN_PORT}:80\"/' compose.yml >>open.yml; head -n 4 open.yml "
                        ">compose.open.yml; rm open.yml");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct tried *row = &rows[i];
        struct pc_options options = options_for(&tree);
        options.select = &row->select;
        options.select_count = row->select != NULL;
        options.ignore = &row->ignore;
        options.ignore_count = row->ignore != NULL;
        options.extend_select = &row->extend;
        options.extend_select_count = row->extend != NULL;
        options.fail_on = row->fail_on;
        options.min_severity = row->min_severity;
        options.max_warnings = row->max_warnings;
        options.exit_zero = row->exit_zero;
        struct outcome outcome = check(&options);
        if (outcome.exit_code != row->exit_code || strstr(outcome.findings, row->lacks))
            fail_msg("%s: exit %d, wanted %d\n%s%s", row->name, outcome.exit_code, row->exit_code, outcome.findings,
                     outcome.message);
        outcome_free(&outcome);
    }
    temp_tree_free(&tree);
}

static void refused(struct pc_options options, enum pc_status status, const char *says) {
    struct outcome outcome = check(&options);
    if (outcome.status != status || outcome.exit_code != PC_EXIT_USAGE || !strstr(outcome.message, says))
        fail_msg("status %d, wanted %d; \"%s\" should say \"%s\"", (int)outcome.status, (int)status, outcome.message,
                 says);
    outcome_free(&outcome);
}

static void test_refused(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CALM);
    temp_tree_write(&tree, "bad/portcheck.yml", "rulez: {}\n");
    temp_tree_write(&tree, "wide.yml", "rules: { nothing-like-it: error }\n");
    temp_tree_write(&tree, "command.yml", "\"##[group]x\": 1\n");
    temp_tree_write(&tree, "line.yml", "::error::x: 1\n");
    temp_tree_sh(&tree, "printf 'r\\0' >nul.yml; mkfifo fifo.yml; ln -s /etc/passwd link.yml; mkdir sub");
    const char *word = "port-colision", *nowhere = "nowhere.md", *outside = "/";
    struct pc_options options = options_for(&tree);
    options.select = &word;
    options.select_count = 1;
    refused(options, PC_STATUS_USAGE, "did you mean `port-collision`");
    options = options_for(&tree);
    options.paths = &nowhere;
    options.path_count = 1;
    refused(options, PC_STATUS_USAGE, "no such file");
    options.paths = &outside;
    refused(options, PC_STATUS_USAGE, "outside the root");
    options = options_for(&tree);
    options.only = "sub";
    refused(options, PC_STATUS_USAGE, "is a directory");
    options = options_for(&tree);
    char path[600];
    static const struct {
        const char *file, *says;
    } configs[] = {{"bad/portcheck.yml", "unknown key"},
                   {"wide.yml", "unknown rule"},
                   {"nul.yml", "not UTF-8"},
                   {"command.yml", ":1:1: error: unknown key `#\\x23[group]x`"},
                   {"line.yml", "\n  \\x3a:error::x"},
                   {"fifo.yml", "no regular file"},
                   {"sub", "no regular file"},
                   {"missing.yml", "No such file"}};
    for (size_t i = 0; i < sizeof configs / sizeof configs[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", tree.root, configs[i].file);
        options.config = path;
        refused(options, PC_STATUS_CONFIG, configs[i].says);
    }
    options = options_for(&tree);
    snprintf(path, sizeof path, "%s/bad", tree.root);
    options.root = path;
    refused(options, PC_STATUS_CONFIG, "portcheck.yml:1:1");
    options.no_config = true;
    struct outcome outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_NOTHING);
    outcome_free(&outcome);
    options.root = "/nonexistent/portcheck";
    refused(options, PC_STATUS_IO, "No such file");
    temp_tree_free(&tree);
}

/* One finding about lantern and anchor on 4310, one about buoy alone, whose port nobody knows. */
static void test_narrowing(void **state) {
    (void)state;
    static const struct {
        const char *host, *service, *range;
        int exit_code;
        const char *says, *lacks;
    } rows[] = {
        {NULL, NULL, NULL, 1, "PC201", "not shown"},
        {"compose.yml", NULL, NULL, 1, "PC201", "not shown: 2"},
        {NULL, "anchor", NULL, 1, "PC201", "PC006"},
        {NULL, "LANTERN", "4300-4310", 1, "PC201", "PC006"},
        {NULL, "lantern", "4311", 0, "not shown: 2", "PC"},
        {NULL, NULL, "1-4309", 0, "not shown: 2", "PC"},
        {NULL, NULL, "9-8", 2, "`9-8` is no range of ports", "PC"},
        {NULL, NULL, "all", 2, "`all` is no range of ports", "PC"},
        {NULL, "lantren", NULL, 2, "unknown service `lantren`; did you mean `lantern`?", "PC"},
        {"elsewhere", NULL, NULL, 2, "unknown host `elsewhere`; `portcheck list hosts` lists them", "PC"},
    };
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CLASH "  buoy:\n    image: b:1\n    ports: [\"${BUOY}:80\"]\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_options options = options_for(&tree);
        options.hosts = &rows[i].host;
        options.host_count = rows[i].host != NULL;
        options.services = &rows[i].service;
        options.service_count = rows[i].service != NULL;
        options.ranges = &rows[i].range;
        options.range_count = rows[i].range != NULL;
        struct outcome outcome = check(&options);
        const char *text = outcome.exit_code == 2 ? outcome.message : outcome.findings;
        if (outcome.exit_code != rows[i].exit_code || !strstr(text, rows[i].says) || strstr(text, rows[i].lacks))
            fail_msg("row %zu: exit %d\n%s%s", i, outcome.exit_code, outcome.findings, outcome.message);
        outcome_free(&outcome);
    }
    temp_tree_free(&tree);
}

/* A collision whose other half lies elsewhere is found: a path narrows the report and not the reading. */
static void test_paths(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "a/compose.yml", CLASH);
    temp_tree_write(&tree, "b/compose.yml", CLASH);
    temp_tree_write(&tree, "ab/compose.yml", CALM);
    temp_tree_write(&tree, "notes.c", "int x;\n");
    static const struct {
        const char *path;
        int exit_code;
        size_t a, b;
        const char *says; /* in the summary, or NULL */
    } rows[] = {
        {"a", 1, 1, 0, NULL},
        {"a/", 1, 1, 0, NULL},
        {"./b/../a/compose.yml", 1, 1, 0, NULL},
        {"ab", 0, 0, 0, "not shown: 2"},
        {".", 1, 1, 1, NULL},
        {"notes.c", 0, 0, 0, "no reader knows what notes.c is"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_options options = options_for(&tree);
        options.paths = &rows[i].path;
        options.path_count = 1;
        struct outcome outcome = check(&options);
        if (outcome.exit_code != rows[i].exit_code || lines_with(&outcome, "PC201", "a/compose.yml") != rows[i].a ||
            lines_with(&outcome, "PC201", "b/compose.yml") != rows[i].b ||
            (rows[i].says && !strstr(outcome.findings, rows[i].says)))
            fail_msg("%s: exit %d\n%s%s", rows[i].path, outcome.exit_code, outcome.findings, outcome.message);
        outcome_free(&outcome);
    }
    temp_tree_free(&tree);
}

static void test_only(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "a/compose.yml", CLASH);
    temp_tree_write(&tree, "b/compose.yml", CALM);
    temp_tree_sh(&tree, "mkfifo docker-compose.yml && git init -q . && echo '*' >.gitignore");
    struct pc_options options = options_for(&tree);
    options.only = "b/compose.yml";
    struct outcome outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_CLEAN);
    assert_non_null(strstr(outcome.findings, "in 1 file"));
    outcome_free(&outcome);
    options.only = "a/compose.yml";
    outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_FINDINGS);
    outcome_free(&outcome);
    options.only = "docker-compose.yml";
    outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_INCOMPLETE);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

static void test_include_and_exclude(void **state) {
    (void)state;
    static const struct {
        const char *config;
        int exit_code;
    } rows[] = {
        {"", 1},
        {"exclude: [a]\n", 0},
        {"exclude: [\"a/**\"]\n", 0},
        {"exclude: [\"**\"]\n", 3},
        {"exclude: [a, b]\n", 3},
        {"registry: { documents: [docs/none.md] }\n", 4},
        {"fail-on: never\n", 0},
        {"rules: { all: off }\n", 0},
        {"rules: { PC201: warning }\n", 0},
    };
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "a/compose.yml", CLASH);
    temp_tree_write(&tree, "b/compose.yml", CALM);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        temp_tree_write(&tree, ".portcheck.yml", rows[i].config);
        struct pc_options options = options_for(&tree);
        struct outcome outcome = check(&options);
        if (outcome.exit_code != rows[i].exit_code)
            fail_msg("%s: exit %d, wanted %d\n%s%s", rows[i].config, outcome.exit_code, rows[i].exit_code,
                     outcome.findings, outcome.message);
        outcome_free(&outcome);
    }
    temp_tree_free(&tree);
}

/* Without a root: from the working directory, unless the path is of another project. */
static void test_found_root(void **state) {
    (void)state;
    struct temp_tree tree;
    char here[4096], other[600];
    temp_tree_new(&tree);
    temp_tree_sh(&tree, "mkdir -p one/sub two && git init -q one && git init -q two");
    temp_tree_write(&tree, "one/compose.yml", CLASH);
    temp_tree_write(&tree, "two/compose.yml", CALM);
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(tree.root), 0);
    assert_int_equal(chdir("one/sub"), 0);
    snprintf(other, sizeof other, "%s/two", tree.root);
    const char *path = other;
    struct pc_options options;
    pc_options_init(&options);
    struct outcome outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_FINDINGS);
    assert_int_equal(strncmp(outcome.findings, "compose.yml:", 12), 0);
    outcome_free(&outcome);
    options.paths = &path;
    options.path_count = 1;
    outcome = check(&options);
    assert_int_equal(outcome.exit_code, PC_EXIT_CLEAN);
    assert_non_null(strstr(outcome.findings, "in 1 file"));
    outcome_free(&outcome);
    assert_int_equal(chdir(here), 0);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_selection_and_gate),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_narrowing),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_only),
        cmocka_unit_test(test_include_and_exclude),
        cmocka_unit_test(test_found_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
