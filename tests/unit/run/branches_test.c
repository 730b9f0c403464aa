/* next --branches gives up looking at other branches after some time. The clock is this test's: it is moved on at a
 * call of its choice, by less than git itself may take. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "run_test.h"

#define LATE_SECONDS 21

int __real_clock_gettime(clockid_t id, struct timespec *now);
int __wrap_clock_gettime(clockid_t id, struct timespec *now);

static unsigned calls, late_from;

int __wrap_clock_gettime(clockid_t id, struct timespec *now) {
    int status = __real_clock_gettime(id, now);
    if (++calls > late_from)
        now->tv_sec += LATE_SECONDS;
    return status;
}

static void write_tree(struct temp_tree *tree) {
    temp_tree_new(tree);
    temp_tree_write(tree, "PORTS.md",
                    "# Ports\n\n## 4400-4409: Quay\n\n| Port | Service |\n|---|---|\n| 4400 | wharf |\n");
    temp_tree_sh(tree, "git init -q . && git add . && git -c user.name=t -c user.email=t@t.example commit -q -m one && "
                       "for b in ash oak yew; do git checkout -q --orphan $b && echo $b >$b.txt && git add . && "
                       "git -c user.name=t -c user.email=t@t.example commit -q -m $b; done");
}

/* What is said when the clock jumps at its n-th call; the number of calls of the whole. */
static unsigned ask(const struct temp_tree *tree, unsigned jump, char *said, size_t room, int *code) {
    const struct pc_next_options next = {.where = "Quay", .count = 1, .branches = true};
    struct pc_options options = options_for(tree);
    struct pc_run *run = NULL;
    size_t length;
    bool found = false;
    late_from = jump;
    calls = 0;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    const char *text = pc_run_next(run, &next, "text", &found, &length);
    assert_non_null(text);
    assert_true(found);
    assert_true(strncmp(text, "4401\n", 5) == 0);
    snprintf(said, room, "%s", text);
    *code = pc_run_exit_code(run);
    pc_run_free(run);
    return calls;
}

/* Wherever the clock jumps the port is given, and each branch is accounted for; some are not looked at then, and that
 * is said and makes the answer incomplete. */
static void test_late(void **state) {
    (void)state;
    struct temp_tree tree;
    char said[4000];
    int code;
    unsigned stopped = 0;
    write_tree(&tree);
    unsigned all = ask(&tree, 1000000, said, sizeof said, &code);
    assert_non_null(strstr(said, "looked at 3 branches: ash, "));
    assert_int_equal(code, 0);
    for (unsigned jump = 0; jump < all; jump += 1 + all / 15) {
        ask(&tree, jump, said, sizeof said, &code);
        const char *late = strstr(said, "did not get to");
        assert_int_equal(code, late ? PC_EXIT_INCOMPLETE : PC_EXIT_CLEAN);
        assert_non_null(strstr(said, "ash"));
        assert_non_null(strstr(said, "oak"));
        assert_true(!late || strstr(late, " within 20 seconds: "));
        stopped += late != NULL;
    }
    assert_true(stopped > 0);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_late)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
