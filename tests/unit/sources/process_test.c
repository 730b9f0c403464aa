/* A child process and its pipes: whatever it does, nobody waits for ever. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "git_process.h"

#define SOON 200u   /* milliseconds after which a child that hangs is given up */
#define LONG 20000u /* for a child that does not hang */

static struct pc_process process;

static void start(const char *program, const char *script, bool input) {
    char shell[] = "sh", option[] = "-c", word[] = "GREETING=hello";
    char *text = strdup(script);
    char *argv[] = {shell, option, text, NULL};
    char *envp[] = {word, NULL};
    int dir = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct pc_process_plan plan = {program, argv, envp, dir, input};
    assert_true(dir >= 0);
    assert_true(pc_process_start(&process, &plan));
    pc_process_allow(&process, LONG);
    close(dir);
    free(text);
}

/* All that it prints. */
static size_t drain(char *to, size_t room) {
    size_t total = 0;
    char piece[1000];
    ssize_t n;
    while ((n = pc_process_read(&process, piece, sizeof piece)) > 0) {
        for (ssize_t i = 0; i < n; i++, total++)
            if (total < room)
                to[total] = piece[i];
    }
    assert_int_equal(n, 0);
    return total;
}

static void test_output(void **state) {
    (void)state;
    char out[100] = "";
    start("/bin/sh", "printf '%s ' \"$GREETING\" \"$HOME\"; pwd; cat; echo oops >&2", false);
    assert_int_equal(drain(out, sizeof out - 1), 9);
    assert_string_equal(out, "hello  /\n");
    assert_true(pc_process_end(&process));
    assert_memory_equal(process.errors, "oops\n", 5);
    assert_int_equal(process.error_count, 5);
    assert_int_equal(process.pid, 0);
}

static void test_failure(void **state) {
    (void)state;
    start("/bin/sh", "echo partial; exit 3", false);
    assert_false(pc_process_end(&process));
    start("/bin/sh", "kill -9 $$", false);
    assert_false(pc_process_end(&process));
    start("/no/such/program", "", false);
    assert_int_equal(drain(NULL, 0), 0);
    assert_false(pc_process_end(&process));
    pc_process_stop(&process); /* nothing */
}

/* More on both than a pipe holds, in either order. */
static void test_much_on_both(void **state) {
    (void)state;
#define TIMES(command) "i=0; while [ $i -lt 3000 ]; do " command "; i=$((i+1)); done; "
#define OUT "printf '%0100d' $i"
    static const char *const scripts[] = {TIMES(OUT "; " OUT " >&2"), (TIMES(OUT " >&2") TIMES(OUT)),
                                          "exec 2>&-; " TIMES(OUT)};
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        start("/bin/sh", scripts[i], false);
        assert_int_equal(drain(NULL, 0), 300000);
        assert_true(pc_process_end(&process));
        assert_true(process.error_count <= PC_PROCESS_ERRORS);
    }
}

static void test_conversation(void **state) {
    (void)state;
    start("/bin/sh", "while read -r word; do echo \"<$word>\"; done", true);
    for (int i = 0; i < 100; i++) {
        char answer[8] = "";
        assert_true(pc_process_send(&process, PC_STR("word\n")));
        for (size_t got = 0; got < 7;) {
            ssize_t n = pc_process_read(&process, answer + got, 7 - got);
            assert_true(n > 0);
            got += (size_t)n;
        }
        assert_string_equal(answer, "<word>\n");
    }
    assert_true(pc_process_end(&process));
}

/* A write to somebody who has gone is an error, and no signal. */
static void test_deaf(void **state) {
    (void)state;
    bool sent = true;
    signal(SIGPIPE, SIG_DFL);
    start("/bin/sh", "exec <&-; echo gone", true);
    assert_int_equal(drain(NULL, 0), 5);
    for (int i = 0; i < 100 && sent; i++)
        sent = pc_process_send(&process, PC_STR("word\n"));
    assert_false(sent);
    pc_process_end(&process);
}

static long long milliseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Silent, deaf, busy, or with its output closed: it is given up when its time is over, and killed. */
static void test_hanging(void **state) {
    (void)state;
    static const char *const scripts[] = {"while :; do :; done", "trap '' TERM HUP INT; while :; do :; done",
                                          "printf x; while :; do :; done", "exec >&-; while :; do :; done"};
    char *much = calloc(1, 1u << 20);
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        long long before = milliseconds();
        start("/bin/sh", scripts[i], true);
        pc_process_allow(&process, SOON);
        assert_false(pc_process_send(&process, (struct pc_str){much, 1u << 20}));
        assert_true(process.late);
        assert_false(pc_process_end(&process));
        assert_int_equal(process.pid, 0);
        assert_true(milliseconds() - before < LONG / 2);
    }
    start("/bin/sh", "while :; do :; done", false);
    pc_process_allow(&process, SOON);
    assert_int_equal(pc_process_read(&process, much, 1), -1);
    assert_true(process.late);
    pc_process_stop(&process);
    free(much);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_output),       cmocka_unit_test(test_failure),
                                       cmocka_unit_test(test_much_on_both), cmocka_unit_test(test_conversation),
                                       cmocka_unit_test(test_deaf),         cmocka_unit_test(test_hanging)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
