/* next: a port that it gives collides with nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

static void write_tree(struct temp_tree *tree) {
    temp_tree_new(tree);
    temp_tree_write(
        tree, "PORTS.md",
        "# Ports\n\n## 4400-4409: Quay\n\n| Port | Service |\n|---|---|\n| 4400 | wharf |\n| 4402 | crane |\n"
        "| 4403-4404 | *(reserved)* |\n\n## 4500-4509: Pier\n\n| Port | Service |\n|---|---|\n| 4500 | gull |\n");
    temp_tree_write(tree, "compose.yml",
                    "services:\n  wharf:\n    image: w:1\n    ports: [\"4400:80\", \"4405:90/udp\"]\n");
    temp_tree_write(tree, "services/crane/index.js", "app.listen(process.env.PORT || 4407);\n");
    temp_tree_write(tree, "services/crane/README.md", "# crane\n\n## Port: 4408\n");
}

/* Each port given is bound by a new service: none of the rules about ports that two have says anything. */
static void test_collides_with_nothing(void **state) {
    (void)state;
    static const char *const places[] = {"4400-4409", "Quay", "wharf", "gull", NULL};
    struct temp_tree tree;
    write_tree(&tree);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct pc_options options = options_for(&tree);
        const struct pc_next_options next = {.where = places[i], .count = 3};
        struct pc_run *run = NULL;
        size_t length;
        bool found = false;
        char compose[400] = "services:\n  newcomer:\n    image: n:1\n    ports:\n";
        assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
        const char *text = pc_run_next(run, &next, "plain", &found, &length);
        assert_non_null(text);
        assert_true(found);
        for (const char *line = text; line && *line; line = strchr(line, '\n') + 1)
            snprintf(compose + strlen(compose), sizeof compose - strlen(compose), "      - \"%.4s:80\"\n", line);
        pc_run_free(run);
        temp_tree_write(&tree, "compose.yml", "");
        temp_tree_write(&tree, "docker-compose.yml", compose);
        const char *const rules[] = {"PC2", "PC102", "PC103"};
        options.select = rules;
        options.select_count = 3;
        options.fail_on = PC_SEVERITY_INFO;
        struct outcome outcome = check(&options);
        if (outcome.exit_code != 0 && lines_with(&outcome, "newcomer", "") > 0)
            fail_msg("%s:\n%s\n%s", places[i] ? places[i] : "", compose, outcome.findings);
        outcome_free(&outcome);
        temp_tree_write(&tree, "docker-compose.yml", "");
    }
    temp_tree_free(&tree);
}

static void test_refused(void **state) {
    (void)state;
    struct temp_tree tree;
    write_tree(&tree);
    struct pc_options options = options_for(&tree);
    static const struct pc_next_options rows[] = {
        {.count = 0}, {.count = 1001}, {.where = "Quay", .count = 1, .branches = true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_run *run = NULL;
        size_t length;
        bool found = true;
        assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
        assert_null(pc_run_next(run, &rows[i], "text", &found, &length));
        assert_false(found);
        assert_true(strlen(pc_run_message(run)) > 0);
        assert_int_equal(pc_run_exit_code(run), PC_EXIT_USAGE);
        pc_run_free(run);
    }
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_collides_with_nothing), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
