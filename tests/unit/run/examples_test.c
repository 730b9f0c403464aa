/* Each rule's own examples: the bad one is found by it, the good one is not. An example is a small tree
 * (example_tree.h).
 */
#include <stdlib.h>
#include <string.h>

#include "example_tree.h"

/* How many findings of the rule an example gives; *said: all findings, malloc'ed. */
static size_t findings_of(const char *code, const char *example, char **said) {
    struct outcome outcome = example_tree_check(example);
    size_t count = lines_with(&outcome, code, "");
    *said = outcome.findings;
    free(outcome.message);
    return count;
}

static void examples_say_what_they_claim(void **state) {
    (void)state;
    struct pc_rule_page page;
    size_t wrong = 0;
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        const char *const examples[2] = {page.good, page.bad};
        for (size_t j = 0; j < 2 && page.bad; j++) {
            char *said;
            bool found = findings_of(page.code, examples[j], &said) > 0;
            if (found != (j == 1)) {
                print_error("%s: the %s example %s\n%s--- it gives:\n%s", page.code, j == 1 ? "bad" : "good",
                            found ? "is found" : "is not found", examples[j], said);
                wrong++;
            }
            free(said);
        }
    }
    assert_int_equal(wrong, 0);
}

/* Whoever reads a good example should not meet another rule's error or warning in it. */
static void good_examples_are_good(void **state) {
    (void)state;
    struct pc_rule_page page;
    size_t wrong = 0;
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        char *said = NULL;
        if (!page.good)
            continue;
        findings_of(page.code, page.good, &said);
        if (strstr(said, ": error[") || strstr(said, ": warning[")) {
            print_error("%s: the good example\n%s--- gives:\n%s", page.code, page.good, said);
            wrong++;
        }
        free(said);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_say_what_they_claim),
        cmocka_unit_test(good_examples_are_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
