/* prove: what is noticed, what is not and why, and that nothing is changed by trying. */
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

#define PLAN                                                                                                           \
    "# Ports\n\n## 4400-4409: Quay\n\n| Port | Service |\n|---|---|\n| 4400 | wharf |\n| 4401-4403 | *(reserved)* |\n"
#define DEPLOYED                                                                                                       \
    "services:\n  wharf:\n    build: services/wharf\n    ports: [\"4400:80\"]\n    environment: { PORT: 80 }\n"

static struct pc_run *run_of(const struct temp_tree *tree) {
    struct pc_options options = options_for(tree);
    struct pc_run *run = NULL;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    return run;
}

static const char *prove(struct pc_run *run, const char *format) {
    size_t length;
    bool enough;
    const char *text = pc_run_prove(run, 0, format, &enough, &length);
    assert_non_null(text);
    assert_true(enough);
    assert_int_equal(strlen(text), length);
    return text;
}

/* One file, or a config, more than the plan and the deployment; what is said of a place. */
static void test_gaps(void **state) {
    (void)state;
    static const struct {
        const char *path, *text, *says, *lacks;
    } rows[] = {
        /* The plan and the mapping hold each other; so do the mapping's other side and PORT. */
        {"a.txt", "", "100 %  1 of 1  rows of the plan", "PORTS.md:7"},
        {"a.txt", "", "100 %  1 of 1  compose mappings, host side", "compose.yml:4:14"},
        {"a.txt", "", "100 %  1 of 1  compose environment", "compose.yml:5"},
        {"a.txt", "", "Reservations, which nothing but themselves states: 1\n  4401-4403  PORTS.md:8:3",
         "put together"},
        /* A rule that is off guards nothing; one of severity info neither, which is said with its code. */
        {"portcheck.yml", "rules: { PC301: off }\n", "4400  wharf  PORTS.md:7:3", "PC301"},
        {"portcheck.yml", "rules: { PC301: info }\n", "severity info would tell: 2", "rows of the plan 1"},
        /* Nor does what is suppressed. */
        {"portcheck.yml", "ignore: [{ rule: PC301, reason: known }]\n", "suppressed or in the baseline: 2",
         "info would"},
        /* What stands in one place only. */
        {"compose.more.yml", "services:\n  gull:\n    image: g:1\n    ports: [\"4409:70\"]\n",
         "stands in one place only: 1\n  70  gull  compose.more.yml:4:19", "gull   PORTS.md"},
        /* A range without room: that the number lies outside of it is no merit of the rules. */
        {"PORTS.md",
         "# Ports\n\n## 4400-4401: Quay\n\n| Port | Service |\n|---|---|\n| 4400 | wharf |\n| 4401 | gull |\n",
         "4401  gull  PORTS.md:8:3", "2 of 2  rows of the plan"},
        /* Numbers that cannot be changed are counted. */
        {"PORTS.md", PLAN "| 8150+ | pool |\n", "1 number was not changed", "pool"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct temp_tree tree;
        temp_tree_new(&tree);
        temp_tree_write(&tree, "PORTS.md", PLAN);
        temp_tree_write(&tree, "compose.yml", DEPLOYED);
        temp_tree_write(&tree, "services/wharf/Dockerfile", "FROM scratch\n");
        temp_tree_write(&tree, rows[i].path, rows[i].text);
        struct pc_run *run = run_of(&tree);
        const char *text = prove(run, "text");
        if (!strstr(text, rows[i].says))
            fail_msg("row %zu does not say \"%s\":\n%s", i, rows[i].says, text);
        if (strstr(text, rows[i].lacks))
            fail_msg("row %zu says \"%s\":\n%s", i, rows[i].lacks, text);
        pc_run_free(run);
        temp_tree_free(&tree);
    }
}

/* The run itself is as it was, and the same again. */
static void test_leaves_no_trace(void **state) {
    (void)state;
    static const char *const formats[] = {"json", "full"};
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "PORTS.md", PLAN);
    temp_tree_write(&tree, "compose.yml", DEPLOYED);
    temp_tree_write(&tree, "compose.clash.yml", CLASH);
    struct pc_run *run = run_of(&tree);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        size_t length;
        char *before = strdup(pc_run_check(run, formats[i], &length));
        char *first = strdup(prove(run, formats[0]));
        assert_string_equal(prove(run, formats[0]), first);
        assert_string_equal(pc_run_check(run, formats[i], &length), before);
        free(first);
        free(before);
    }
    pc_run_free(run);
    temp_tree_free(&tree);
}

/* What prove says is noticed is noticed when somebody really writes that number, and the rest is not. */
static void test_is_true(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "PORTS.md", PLAN);
    temp_tree_write(&tree, "compose.yml", DEPLOYED);
    temp_tree_write(&tree, "services/wharf/Dockerfile", "FROM scratch\n");
    struct pc_run *run = run_of(&tree);
    assert_non_null(strstr(prove(run, "json"), "\"changed\": 4404,"));
    pc_run_free(run);
    struct pc_options options = options_for(&tree);
    options.fail_on = PC_SEVERITY_WARNING;
    struct outcome outcome = check(&options);
    assert_int_equal(outcome.exit_code, 0);
    outcome_free(&outcome);
    temp_tree_write(
        &tree, "compose.yml",
        "services:\n  wharf:\n    build: services/wharf\n    ports: [\"4404:80\"]\n    environment: { PORT: 80 }\n");
    outcome = check(&options);
    assert_int_equal(outcome.exit_code, 1);
    outcome_free(&outcome);
    temp_tree_write(&tree, "compose.yml", DEPLOYED);
    temp_tree_write(&tree, "PORTS.md",
                    "# Ports\n\n## 4400-4409: Quay\n\n| Port | Service |\n|---|---|\n| 4400 | wharf |\n| 4404-4406 | "
                    "*(reserved)* |\n");
    outcome = check(&options);
    assert_int_equal(outcome.exit_code, 0);
    outcome_free(&outcome);
    temp_tree_free(&tree);
}

static void test_gate(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CALM);
    struct pc_run *run = run_of(&tree);
    size_t length;
    bool enough = true;
    assert_non_null(pc_run_prove(run, 1, "text", &enough, &length));
    assert_false(enough);
    assert_non_null(strstr(pc_run_message(run), "0 of 2"));
    assert_null(pc_run_prove(run, 0, "yaml", &enough, &length));
    assert_false(enough);
    pc_run_free(run);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_gaps), cmocka_unit_test(test_leaves_no_trace),
                                       cmocka_unit_test(test_is_true), cmocka_unit_test(test_gate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
