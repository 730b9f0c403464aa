/* Which document is the registry, and what becomes of one that says nothing. */
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

#define TABLE                                                                                                          \
    "# Harbour\n\n| Port | Service |\n|------|---------|\n| 4310 | lantern |\n| 4320 | anchor |\n| 4330 | mooring |\n"
#define SMALL "# Quay\n\n| Port | Service |\n|------|---------|\n| 4410 | winch |\n"

struct row {
    const char *name, *setup;
    int exit_code;
    const char *says, *lacks; /* in the findings and the summary; NULL: anything */
};

static void check_rows(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct temp_tree tree;
        temp_tree_new(&tree);
        temp_tree_write(&tree, "compose.yml", CALM);
        temp_tree_sh(&tree, "mkdir docs notes");
        temp_tree_write(&tree, "notes/table", TABLE);
        temp_tree_write(&tree, "notes/small", SMALL);
        temp_tree_sh(&tree, rows[i].setup);
        struct pc_options options = options_for(&tree);
        struct outcome outcome = check(&options);
        if (outcome.exit_code != rows[i].exit_code || (rows[i].says && !strstr(outcome.findings, rows[i].says)) ||
            (rows[i].lacks && strstr(outcome.findings, rows[i].lacks)))
            fail_msg("%s: exit %d, wanted %d and \"%s\", not \"%s\"\n%s%s", rows[i].name, outcome.exit_code,
                     rows[i].exit_code, rows[i].says ? rows[i].says : "", rows[i].lacks ? rows[i].lacks : "",
                     outcome.findings, outcome.message);
        outcome_free(&outcome);
        temp_tree_free(&tree);
    }
}

static void test_choice(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"none", "true", 0, "no port registry was found", "docs"},
        {"by name", "mv notes/table docs/PORTS.md; mv notes/small docs/network.md", 0, "registry docs/PORTS.md",
         "network"},
        {"two by name", "mv notes/table docs/PORTS.md; mkdir quay; mv notes/small quay/PORTS.md", 0,
         "registry docs/PORTS.md and 1 more", "registry's name"},
        {"the best candidate", "mv notes/table docs/network.md; mv notes/small docs/quay.md", 0,
         "docs/network.md looks most like one and was read as the registry, not: docs/quay.md", NULL},
        {"the only candidate", "mv notes/small docs/quay.md", 0,
         "docs/quay.md looks most like one and was read as the registry", "not:"},
        {"many candidates", "for i in a b c d e f; do cp notes/small docs/$i.md; done; mv notes/table docs/z.md", 0,
         "docs/z.md looks most like one and was read as the registry, not: docs/a.md, docs/b.md, docs/c.md and 3 more",
         NULL},
        {"equals: the shorter path", "cp notes/small docs/quay.md; cp notes/small quay.md", 0,
         "; quay.md looks most like one", NULL},
        {"an excluded candidate is none", "mv notes/table docs/network.md; echo 'exclude: [docs]' >portcheck.yml", 0,
         "no port registry was found", "network"},
        {"configured",
         "mv notes/table docs/network.md; echo 'registry: { documents: [docs/network.md] }' >portcheck.yml", 0,
         "registry docs/network.md", "looks most like"},
        {"configured, others are none by their names",
         "mv notes/table docs/network.md; mv notes/small docs/PORTS.md; echo 'registry: { documents: [docs/network.md] "
         "}' >portcheck.yml",
         0, "registry docs/network.md", "more"},
        {"configured by a pattern",
         "mv notes/table docs/a.md; mv notes/small docs/b.md; echo 'registry: { documents: [docs/*.md] }' "
         ">portcheck.yml",
         0, "registry docs/a.md and 1 more", NULL},
        {"configured and gone",
         "mv notes/table docs/PORTS.md; echo 'registry: { documents: [docs/GONE.md] }' >portcheck.yml", 4,
         "registry.documents names `docs/GONE.md`", "registry docs/PORTS.md"},
        {"a plan that a pattern includes",
         "mkdir plans; mv notes/table plans/next.md; echo 'include: [plans/next.md]' >portcheck.yml", 0,
         "registry plans/next.md", NULL},
        {"a link by the name of one", "mv notes/table docs/network.txt; ln -s docs/network.txt PORTS.md", 0,
         "registry docs/network.txt", NULL},
    };
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void test_says_nothing(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"empty", ": >docs/PORTS.md", 4,
         "error[PC001] no port could be read from the port registry `docs/PORTS.md`, which is empty", NULL},
        {"blank", "printf '\\n \\n\\t\\n' >docs/PORTS.md", 4, "which is empty", NULL},
        {"other ports", "echo 'This game was ported to four other systems.' >docs/PORTS.md", 0,
         "warning[PC001] no port could be read from the port registry `docs/PORTS.md`", NULL},
        {"other ports, but configured",
         "echo 'This game was ported to four other systems.' >docs/x.md; echo 'registry: { documents: [docs/x.md] }' "
         ">portcheck.yml",
         4, "error[PC001] no port could be read", NULL},
        {"only ranges", "printf '## 4300-4399: Harbour\\n' >docs/PORTS.md", 0, "registry docs/PORTS.md", "PC001"},
        {"binary", "head -c 500 /dev/zero >docs/PORTS.md", 1, "error[PC002]", "PC001"},
        {"a NUL byte ahead of its table", "(printf 'x\\0\\n\\n'; cat notes/table) >docs/PORTS.md", 1,
         "docs/PORTS.md:1:2: error[PC002]", "PC001"},
        {"UTF-16", "(printf '\\377\\376'; sed 's/./&\\x00/g' notes/table) >docs/PORTS.md", 1, "error[PC002]", "PC001"},
        {"a FIFO", "mkfifo docs/PORTS.md", 4, "error[PC001]", NULL},
        {"too large", "(cat notes/table; head -c 5000000 /dev/zero | tr '\\0' x) >docs/PORTS.md", 4, "error[PC004]",
         NULL},
        {"all tables commented out by an open comment", "(echo '<!--'; cat notes/table) >docs/PORTS.md", 0, "[PC00",
         "no problems"},
        {"all tables in an open fence", "(echo '```'; cat notes/table) >docs/PORTS.md", 0, "[PC00", "no problems"},
    };
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

/* What a table says is read around bytes that are no text. */
static void test_read_around(void **state) {
    (void)state;
    struct temp_tree tree;
    size_t length;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "PORTS.md", "");
    temp_tree_sh(&tree, "printf '# H\\303\\244fen \\377\\n\\n| Port | Service |\\n|---|---|\\n| 4310 | lant\\351rn "
                        "|\\n| 43\\00020 | anchor |\\n| 4330 | quay |\\n' "
                        ">PORTS.md");
    struct pc_options options = options_for(&tree);
    struct pc_run *run = NULL;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    const char *claims = pc_run_list(run, "claims", "csv", &length);
    assert_non_null(strstr(claims, ",PORTS.md,5,3,4310,"));
    assert_non_null(strstr(claims, ",PORTS.md,7,3,4330,"));
    assert_null(strstr(claims, "4320"));
    assert_int_equal(pc_run_exit_code(run), PC_EXIT_FINDINGS);
    pc_run_free(run);
    temp_tree_free(&tree);
}

/* A file that a person names is read as a registry, though it has neither the name nor the place of one. */
static void test_named(void **state) {
    (void)state;
    static const char *const paths[] = {"notes/harbour.txt", "devlog/2024.md", "HARBOUR", "notes/harbour.yml"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct temp_tree tree;
        temp_tree_new(&tree);
        temp_tree_write(&tree, "compose.yml", CALM);
        temp_tree_write(&tree, paths[i], strstr(paths[i], ".yml") ? "services:\n  winch: { port: 4410 }\n" : SMALL);
        struct pc_options options = options_for(&tree);
        for (int only = 0; only < 2; only++) {
            options.paths = &paths[i];
            options.path_count = only ? 0 : 1;
            options.only = only ? paths[i] : NULL;
            struct pc_run *run = NULL;
            size_t length;
            assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
            if (!strstr(pc_run_list(run, "claims", "csv", &length), ",4410,"))
                fail_msg("%s was not read%s", paths[i], only ? " alone" : "");
            assert_int_equal(strstr(pc_run_list(run, "claims", "csv", &length), "4310") != NULL, !only);
            pc_run_free(run);
        }
        temp_tree_free(&tree);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_says_nothing),
        cmocka_unit_test(test_read_around),
        cmocka_unit_test(test_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
