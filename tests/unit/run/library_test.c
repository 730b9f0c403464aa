/* The library without a run, with one that was refused, and with words that it does not know. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

/* Nothing is done, and nothing is written. */
static void answers_nothing(struct pc_run *run, const char *path) {
    size_t length = 1;
    bool flag = true;
    const char *format, *where;
    enum pc_report_state state;
    const struct pc_next_options next = {.count = 1};
    const struct pc_report_options report = {.format = "md"};
    const struct pc_init_options init = {NULL, NULL};
    const struct pc_move_options move = {.service = "lantern", .port = 4311};
    const struct pc_sync_options sync = {.to = "planned"};
    const struct pc_fix_options fix = {false};
    const struct pc_ignore_options ignore = {.reason = "known"};
    const struct pc_change_options change = {.write = true};
    struct pc_change_result result;
    struct pc_init_file file;
    assert_null(pc_run_check(run, "json", &length));
    assert_int_equal(length, 0);
    assert_null(pc_run_summary(run, &length));
    assert_null(pc_run_timings(run, &length));
    assert_null(pc_run_list(run, "ports", "json", &length));
    assert_null(pc_run_show(run, "4310", &length));
    assert_null(pc_run_next(run, &next, "plain", &flag, &length));
    assert_false(flag);
    assert_null(pc_run_report(run, &report, &length));
    assert_false(pc_run_check_report(run, &report, path, &state));
    assert_null(pc_run_prove(run, 1, "text", &flag, &length));
    assert_null(pc_run_sync_sides(run, &length));
    assert_null(pc_run_baseline(run, "show", &length));
    assert_false(pc_run_write(run, "json", path));
    assert_false(pc_run_write_text(run, "x", 1, path));
    assert_false(pc_run_write_output(run, 0));
    assert_false(pc_run_output_at(run, 0, &format, &where));
    assert_false(pc_run_write_summary(run, path, true));
    assert_false(pc_run_init_file(run, &init, 0, &file));
    assert_false(pc_run_init_write(run, &init));
    assert_false(pc_run_move(run, &move, &change, &result));
    assert_false(pc_run_sync(run, &sync, &change, &result));
    assert_false(pc_run_fix(run, &fix, &change, &result));
    assert_false(pc_run_add_ignores(run, &ignore, &change, &result));
    assert_string_equal(pc_run_cut(run), "");
}

static void without_a_run(void **state) {
    (void)state;
    answers_nothing(NULL, "/nowhere/at/all");
    assert_string_equal(pc_run_config_path(NULL), "");
    pc_run_free(NULL);
}

/* Why a run was refused, in words; the files of the tree stay as they are. */
static void after_a_refusal(void **state) {
    (void)state;
    static const char *nothing[] = {"nothing-here"}, *above[] = {"/"}, *no_rule[] = {"PC999"}, *no_port[] = {"70000"};
    static const struct {
        struct pc_options options;
        const char *setup, *says;
    } rows[] = {
        {{.paths = nothing, .path_count = 1}, ":", "`nothing-here`: no such file or directory"},
        {{.paths = above, .path_count = 1}, ":", "`/` lies outside the root"},
        {{.only = "dock"}, ":", "--only needs a file, and `dock` is a directory"},
        {{.only = "."}, ":", "--only needs a file, and `.` is a directory"},
        {{.only = "nowhere.yml"}, ":", "`nowhere.yml`: no such file or directory"},
        {{.only = "late.yml", .files = PC_WHICH_STAGED},
         "git init -q .; git add compose.yml; cp compose.yml late.yml",
         "`late.yml` is not staged"},
        {{.config = "no.yml"}, ":", "the configuration `no.yml` cannot be read: No such file"},
        {{.config = "/dev"}, ":", "the configuration `/dev` cannot be read"},
        {{0}, "mkfifo portcheck.yml", "it is no regular file"},
        {{0}, "head -c 5000000 /dev/zero >portcheck.yml", "it is too large"},
        {{0}, "printf 'fail-on: \\351\\n' >portcheck.yml", "is not UTF-8"},
        {{0}, "ln -s /etc/passwd portcheck.yml", "it is a link that leads out of the tree"},
        {{0}, "echo 'nonsense: 1' >portcheck.yml", "nonsense"},
        {{.select = no_rule, .select_count = 1}, ":", "PC999"},
        {{.ranges = no_port, .range_count = 1}, ":", "70000"},
        {{.new_since = "HEAD"}, ":", "git"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct temp_tree tree;
        struct pc_run *run = NULL;
        size_t length;
        temp_tree_new(&tree);
        temp_tree_write(&tree, "compose.yml", CALM);
        temp_tree_sh(&tree, "mkdir dock");
        temp_tree_sh(&tree, rows[i].setup);
        struct pc_options options = rows[i].options;
        options.root = tree.root;
        options.max_warnings = -1;
        enum pc_status status = pc_run_new(&options, &run);
        assert_non_null(run);
        if (status == PC_STATUS_OK || !strstr(pc_run_message(run), rows[i].says))
            fail_msg("%zu: %d: %s", i, (int)status, pc_run_message(run));
        assert_int_equal(pc_run_exit_code(run), PC_EXIT_USAGE);
        char path[600];
        snprintf(path, sizeof path, "%s/written.md", tree.root);
        answers_nothing(run, path);
        pc_run_free(run);
        char *left = temp_tree_output(&tree, "cat compose.yml; ls written.md 2>/dev/null || :", &length);
        assert_string_equal(left, CALM);
        free(left);
        temp_tree_free(&tree);
    }
}

static void words_it_does_not_know(void **state) {
    (void)state;
    struct temp_tree tree;
    struct pc_run *run = NULL;
    size_t length;
    bool flag;
    enum pc_report_state report_state;
    const struct pc_next_options next = {.count = 1};
    const struct pc_report_options report = {.format = "pdf"};
    const struct pc_init_options hook = {.hook = "knot"}, ci = {.ci = "knot"};
    const struct pc_sync_options sync = {.to = "wished"};
    const struct pc_change_options change = {.write = true};
    struct pc_change_result result;
    struct pc_init_file file;
    struct pc_rule_page page;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CALM);
    struct pc_options options = options_for(&tree);
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    assert_null(pc_run_check(run, "pdf", &length));
    assert_false(pc_run_write(run, "pdf", tree.root));
    assert_null(pc_run_list(run, "ships", "json", &length));
    assert_null(pc_run_list(run, "ports", "pdf", &length));
    assert_null(pc_run_show(run, "nobody", &length));
    assert_null(pc_run_next(run, &next, "pdf", &flag, &length));
    assert_null(pc_run_prove(run, 1, "pdf", &flag, &length));
    assert_null(pc_run_report(run, &report, &length));
    assert_false(pc_run_check_report(run, &report, "x", &report_state));
    assert_null(pc_run_baseline(run, "burn", &length));
    assert_false(pc_run_init_file(run, &hook, 0, &file));
    assert_false(pc_run_init_write(run, &ci));
    assert_false(pc_run_sync(run, &sync, &change, &result));
    pc_run_free(run);
    char *left = temp_tree_output(&tree, "ls -A", &length);
    assert_string_equal(left, "compose.yml\n");
    free(left);
    temp_tree_free(&tree);
    assert_false(pc_format_has_summary("pdf"));
    assert_false(pc_list_takes("ships", "host"));
    assert_false(pc_list_takes("ports", "length"));
    assert_true(pc_list_takes("ports", "host"));
    assert_false(pc_rule_by_name("no-such-rule", &page, NULL));
}

/* Each table has names and summaries up to its end, which is the same for both. */
static void tables_end(void **state) {
    (void)state;
    static const struct {
        const char *(*name)(size_t);
        const char *(*summary)(size_t);
    } rows[] = {{pc_format_name, pc_format_summary},
                {pc_list_name, pc_list_summary},
                {pc_next_format_name, pc_next_format_summary},
                {pc_report_format_name, pc_report_format_summary},
                {pc_prove_format_name, pc_prove_format_summary},
                {pc_library_name, pc_library_version}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = 0;
        for (; rows[i].name(n); n++)
            assert_non_null(rows[i].summary(n));
        assert_true(n > 1);
        assert_null(rows[i].summary(n));
        assert_null(rows[i].name(n + 7));
    }
    struct pc_rule_page page;
    size_t rules = 0;
    while (pc_rule_at(rules, &page))
        rules++;
    assert_true(rules > 20);
    assert_false(pc_rule_at(rules + 1, &page));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_a_run), cmocka_unit_test(after_a_refusal),
                                       cmocka_unit_test(words_it_does_not_know), cmocka_unit_test(tables_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
