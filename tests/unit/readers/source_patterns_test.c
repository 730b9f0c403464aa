/* The user's own patterns: what they find in a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"
#include "source_patterns.h"

static void test_find(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *line, *port;
    } samples[] = {
        {"hoist at {port}", "  hoist at 4100;", "4100"},
        {"hoist at {port}", "hoist at 4100px", ""},
        {"hoist at {port}", "hoist  at 4100", ""},
        {"hoist{*} at {port}", "hoist it high at 4100", "4100"},
        {"{*}={port};", "a = b; c=4100;", "4100"},
        {"{port}/crane", "x 4100/crane", "4100"},
        {"{port}/crane", "x v4100/crane", ""},
        {"{port}/crane", "x 1.4100/crane", ""},
        {"on {port} for", "on 41 on 4100 for", "4100"},
        {"a{*}b{*}c {port}", "a c 1 b c 4100", "4100"},
        {"abc{port}", "", ""},
        {"abc{port}", "abc", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct pc_str port = PC_EMPTY;
        size_t end;
        bool found = pc_source_pattern_find(pc_str_c(samples[i].pattern), pc_str_c(samples[i].line), 0, &port, &end);
        assert_int_equal(found, samples[i].port[0] != '\0');
        assert_true(!found || pc_str_eq(port, pc_str_c(samples[i].port)));
    }
}

static void read_patterns(struct pc_read_context *ctx) {
    pc_source_patterns_read(ctx);
}

static enum pc_match match_any(const struct pc_path_look *look) {
    (void)look;
    return PC_MATCH_NAME;
}

static const struct pc_reader reader = {
    .name = "patterns", .kind = PC_FILE_KIND_SOURCE, .match = match_any, .read = read_patterns};

static void test_claims(void **state) {
    (void)state;
    static const struct pc_str files[] = {{"*.crane", 7}};
    static const struct pc_source_pattern sources[] = {
        {files, 1, {"hoist at {port}", 15}, PC_ROLE_DEFAULT},
        {files, 1, {"inside {port}", 13}, PC_ROLE_LISTENS},
        {files, 1, {"calls {port}", 12}, PC_ROLE_DIALS},
    };
    static const struct source_sample samples[] = {
        {"shop/a.crane", "hoist at 4100, hoist at 4101\ninside 4102\ncalls 4103\nhoist at 99999\n",
         "1 default 4100 self@shop\n1 default 4101 self@shop\n2 listens 4102 self@shop main\n3 dials localhost:4103\n"
         "4 ! PC106 the port is too large: ports end at 65535\n",
         "shop/go.mod"},
        {"shop/a.txt", "hoist at 4100\n", "", NULL},
    };
    source_config.sources = sources;
    source_config.source_count = 3;
    SOURCE_CHECK(reader, samples);
    source_repeat(&reader, "a.crane", "", "hoist at ", 100000);
    source_repeat(&reader, "a.crane", "", "hoist at 1\n", 50000);
    source_repeat(&reader, "a.crane", "hoist at ", "1", 1000000);
    source_config.source_count = 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_claims),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
