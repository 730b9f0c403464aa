/* The compose reader on inputs that somebody made to hurt: it ends soon, says so where it gave up, and never points at
 * wrong bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "compose_tree.h"

/* Far above what a linear reader needs, also with sanitizers; far below what a quadratic one would take. */
enum { SECONDS = 20 };

struct text {
    char *bytes;
    size_t len, room;
};

static void add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct text *text, const char *format, ...) {
    va_list args;
    char piece[512];
    va_start(args, format);
    int len = vsnprintf(piece, sizeof piece, format, args);
    va_end(args);
    assert_true(len >= 0 && (size_t)len < sizeof piece);
    if (text->len + (size_t)len >= text->room) {
        text->room = text->room * 2 + sizeof piece;
        text->bytes = realloc(text->bytes, text->room);
        assert_non_null(text->bytes);
    }
    memcpy(text->bytes + text->len, piece, (size_t)len + 1);
    text->len += (size_t)len;
}

static struct pc_str str(const struct text *text) {
    return (struct pc_str){text->bytes, text->len};
}

static int setup(void **state) {
    *state = calloc(1, sizeof(struct compose_tree));
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    tree_finish(*state);
    free(*state);
    return 0;
}

/* Reads what was added, within the time. */
static void read_in_time(struct compose_tree *tree) {
    clock_t start = clock();
    tree_read(tree);
    assert_true((clock() - start) / CLOCKS_PER_SEC < SECONDS);
    const char *wrong = tree_wrong_span(tree);
    if (wrong) {
        fail_msg("%s", wrong);
    }
}

static void read_one(struct compose_tree *tree, const struct text *text) {
    tree_start(tree);
    tree_add(tree, PC_STR("compose.yml"), str(text));
    read_in_time(tree);
}

static bool says(struct compose_tree *tree, const char *what) {
    return pc_str_find(tree_troubles(tree), pc_str_c(what), 0) != PC_NPOS;
}

static void test_long_lists(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    add(&text, "services:\n  a:\n    ports:\n");
    for (unsigned i = 0; i < 60000; i++) {
        add(&text, "      - \"%u:%u\"\n", 1024 + i, 1024 + i);
    }
    read_one(tree, &text);
    assert_int_equal(tree->b->claims.count, 120000);
    free(text.bytes);
}

static void test_many_services(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    add(&text, "services:\n");
    for (unsigned i = 0; i < 30000; i++) {
        add(&text, "  s%u: {extends: s%u, image: x, environment: {PORT: 80, S%u_PORT: 81}}\n", i, i / 2, i);
    }
    read_one(tree, &text);
    assert_true(tree->b->containers.count == 30000 || says(tree, "PC004"));
    free(text.bytes);
}

static void test_extends_multiplies(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    add(&text, "services:\n  base:\n    ports: [1:1");
    for (unsigned i = 2; i < 20000; i++) {
        add(&text, ",%u:%u", i, i);
    }
    add(&text, "]\n");
    for (unsigned i = 0; i < 5000; i++) {
        add(&text, "  s%u: {extends: base}\n", i);
    }
    read_one(tree, &text);
    assert_true(says(tree, "PC004"));
    free(text.bytes);
}

static void test_aliases_multiply(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    add(&text, "x0: &x0 [\"1:1\"]\n");
    for (unsigned i = 1; i < 30; i++) {
        add(&text, "x%u: &x%u [*x%u, *x%u, *x%u]\n", i, i, i - 1, i - 1, i - 1);
    }
    add(&text, "services: {a: {ports: *x29, environment: *x29, command: *x29, ports: *x28}}\n");
    read_one(tree, &text);
    free(text.bytes);
}

static void test_variables_multiply(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    for (unsigned i = 0; i < 12; i++) {
        add(&text, "A%u=", i);
        for (unsigned j = 0; j < 60; j++) {
            add(&text, "${A%u}", i + 1);
        }
        add(&text, "\n");
    }
    add(&text, "A12=4100\n");
    tree_start(tree);
    tree_add(tree, PC_STR("compose.yml"), PC_STR("services: {a: {ports: [\"${A0}:80\"]}}\n"));
    tree_add(tree, PC_STR(".env"), str(&text));
    read_in_time(tree);
    assert_true(tree->ran_out || says(tree, "PC006") || says(tree, "PC106"));
    free(text.bytes);
}

static void test_long_values(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    add(&text, "services:\n  a:\n    command: >\n      run\n");
    for (unsigned i = 0; i < 100000; i++) {
        add(&text, "      --port 4100\n");
    }
    add(&text, "  b:\n    command: >\n      run\n");
    for (unsigned i = 0; i < 2000; i++) {
        add(&text, "      --port 4100 http://a:4100\n");
    }
    read_one(tree, &text);
    assert_true(says(tree, "PC004"));
    assert_true(tree->b->claims.count == 4000);
    free(text.bytes);
}

static void test_include_chains(void **state) {
    struct compose_tree *tree = *state;
    static char texts[400][64];
    static char paths[400][32];
    tree_start(tree);
    for (unsigned i = 0; i < 400; i++) {
        snprintf(paths[i], sizeof paths[i], "compose.f%03u.yml", i);
        snprintf(texts[i], sizeof texts[i], "include: [compose.f%03u.yml]\nservices: {s%u: {image: x}}\n",
                 (i + 1) % 400, i);
        tree_add(tree, pc_str_c(paths[i]), pc_str_c(texts[i]));
    }
    read_in_time(tree);
    assert_true(says(tree, "PC004"));
    assert_true(tree->b->containers.count > 0);
}

static void test_everything_includes_everything(void **state) {
    struct compose_tree *tree = *state;
    struct text text = {0};
    static char paths[200][32];
    add(&text, "include:\n");
    for (unsigned i = 0; i < 200; i++) {
        snprintf(paths[i], sizeof paths[i], "compose.f%03u.yml", i);
        add(&text, "  - %s\n", paths[i]);
    }
    add(&text, "services: {s: {image: x, ports: [\"4100:80\"]}}\n");
    tree_start(tree);
    for (unsigned i = 0; i < 200; i++) {
        tree_add(tree, pc_str_c(paths[i]), str(&text));
    }
    read_in_time(tree);
    assert_int_equal(tree->b->containers.count, 1);
    free(text.bytes);
}

static const char sample[] = "x-a: &a {ports: [\"${P:-${Q:-4100}}:80/udp\"]}\n"
                             "include: [more.yml, {path: [a.yml]}]\n"
                             "services:\n"
                             "  a:\n"
                             "    <<: *a\n"
                             "    extends: {file: more.yml, service: m}\n"
                             "    environment: [PORT=4101, \"U=http://b:4102/x\", DB_HOST=b, DB_PORT=5432]\n"
                             "    command: >-\n"
                             "      sh -c \"serve --port 4103 --listen=:4104\"\n"
                             "    healthcheck: {test: [CMD, curl, \"http://[::1]:4105/\"]}\n"
                             "  b:\n"
                             "    network_mode: service:a\n"
                             "    ports:\n"
                             "      - {target: 81, published: \"4106-4107\", host_ip: 127.0.0.1}\n"
                             "    deploy: {replicas: 3}\n"
                             "    labels: {t.loadbalancer.server.port: \"4108\"}\n";

/* Every beginning of a file, and the file with one byte changed. */
static void test_broken_files(void **state) {
    struct compose_tree *tree = *state;
    static const char marks[] = "\0\n:{}[]\"'$&*!-#%\x80\xFF";
    char text[sizeof sample];
    for (size_t i = 0; i < sizeof sample - 1; i++) {
        memcpy(text, sample, sizeof sample);
        tree_start(tree);
        tree_add(tree, PC_STR("compose.yml"), (struct pc_str){text, i});
        tree_add(tree, PC_STR("more.yml"), (struct pc_str){sample, sizeof sample - 1});
        read_in_time(tree);
        text[i] = marks[i % (sizeof marks - 1)];
        tree_start(tree);
        tree_add(tree, PC_STR("compose.yml"), (struct pc_str){text, sizeof sample - 1});
        tree_add(tree, PC_STR("more.yml"), (struct pc_str){sample, sizeof sample - 1});
        tree_add(tree, PC_STR(".env"), (struct pc_str){text, i});
        read_in_time(tree);
    }
}

/* Values that are no ports are told nowhere. */
static void test_secrets(void **state) {
    struct compose_tree *tree = *state;
    tree_start(tree);
    tree_add_all(tree, "== compose.yml\nservices:\n  a:\n    image: x\n    ports: [\"${SECRET}:80\", \"hunter2:81\", "
                       "\"80:82/hunter2\"]\n"
                       "    environment: {PORT: hunter2, U: \"http://u:hunter2@b:99999/\", PASS: \"${SECRET}\"}\n"
                       "    expose: [hunter2]\n    command: --port hunter2\n"
                       "== .env\nSECRET=hunter2\n");
    read_in_time(tree);
    struct pc_str troubles = tree_troubles(tree);
    assert_true(troubles.len > 0);
    assert_int_equal(pc_str_find(troubles, PC_STR("hunter2"), 0), PC_NPOS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_long_lists, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_services, setup, teardown),
        cmocka_unit_test_setup_teardown(test_extends_multiplies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_aliases_multiply, setup, teardown),
        cmocka_unit_test_setup_teardown(test_variables_multiply, setup, teardown),
        cmocka_unit_test_setup_teardown(test_long_values, setup, teardown),
        cmocka_unit_test_setup_teardown(test_include_chains, setup, teardown),
        cmocka_unit_test_setup_teardown(test_everything_includes_everything, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken_files, setup, teardown),
        cmocka_unit_test_setup_teardown(test_secrets, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
