/* Answers about one thing. */
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

static void write_tree(struct temp_tree *tree) {
    temp_tree_new(tree);
    temp_tree_write(
        tree, "PORTS.md",
        "# Ports\n\n**Quay (`10.1.1.9`):**\n- wharf `4400`\n\n## 4400-4403: Quay side\n\n"
        "| Port | Service |\n|---|---|\n| 4400 | wharf |\n| 4401 | crane |\n| 4402-4403 | *(reserved)* |\n");
    temp_tree_write(tree, "compose.quay.yml",
                    "services:\n  wharf:\n    image: w:1\n    ports: [\"4400:80\"]\n"
                    "  quay:\n    image: q:1\n    profiles: [night]\n    ports: [\"53:53/udp\"]\n"
                    "  crane:\n    image: c:1\n    environment:\n      WHARF_URL: http://host.docker.internal:53\n");
    temp_tree_write(tree, "compose.test.yml", "services:\n  buoy:\n    image: b:1\n    ports: [\"4402:80\"]\n");
}

static void test_answers(void **state) {
    (void)state;
    static const struct {
        const char *what, *config, *says[3], *lacks;
    } rows[] = {
        {"4400",
         "",
         {"port 4400\n", "  deployed    wharf  on Quay  compose.quay.yml:4:14", "none free"},
         "nothing names"},
        {"4402", "", {"  reserved", "deployed", "in compose.test.yml"}, "documented"},
        {"4404", "", {"nothing names it", "none declared", "below  4402-4403 reserved"}, "above"},
        {"1", "", {"above  53 quay (deployed)", NULL}, "below"},
        {"53", "", {"8:17   profile night", "wharf  by crane", "WHARF_URL, but quay answers"}, "below"},
        {"4400-4409", "", {"ports 4400-4409: 4 of 10 taken, 6 free", "  4404-4409\n", "Quay side"}, "4400, "},
        {"wharf",
         "",
         {"service wharf\n", "  all agree  on Quay  planned 4400; documented 4400; deployed 4400; inside 80\n",
          "deployed    4400"},
         "PC3"},
        {"wharf", "rules: { PC301: off }\n", {"service wharf\n", "  all agree  on Quay", NULL}, "disagree"},
        {"WHARF", "", {"service wharf\n", NULL}, "no such"},
        {"quay", "", {"service quay\n", "host Quay\n", "  53    quay   deployed"}, "no such"},
        {"10.1.1.9",
         "",
         {"host Quay\n", "registry    speaks for it", "compose.quay.yml (3 services; here by file name)"},
         "service quay\n"},
        {"compose.test.yml",
         "",
         {"deployment without a named host compose.test.yml", "none speaks for it", NULL},
         "Quay"},
    };
    struct temp_tree tree;
    write_tree(&tree);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_options options = options_for(&tree);
        struct pc_run *run = NULL;
        size_t length;
        temp_tree_write(&tree, "portcheck.yml", rows[i].config);
        assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
        const char *text = pc_run_show(run, rows[i].what, &length);
        if (!text)
            fail_msg("%s: no answer", rows[i].what);
        assert_int_equal(strlen(text), length);
        for (size_t s = 0; s < 3 && rows[i].says[s]; s++)
            if (!strstr(text, rows[i].says[s]))
                fail_msg("%s does not say \"%s\":\n%s", rows[i].what, rows[i].says[s], text);
        if (strstr(text, rows[i].lacks))
            fail_msg("%s says \"%s\":\n%s", rows[i].what, rows[i].lacks, text);
        pc_run_free(run);
    }
    temp_tree_free(&tree);
}

/* Narrowed to a host, a service or ports: nothing of the others is said. */
static void test_narrowed(void **state) {
    (void)state;
    static const struct {
        const char *what, *host, *service, *range, *says, *lacks;
    } rows[] = {
        {"4400", "compose.test.yml", NULL, NULL, "nothing that is asked for names it", "wharf"},
        {"4402", "compose.test.yml", NULL, NULL, "buoy", "reserved"},
        {"4400", NULL, "wharf", NULL, "compose.quay.yml:4:14", "crane"},
        {"4400-4403", "Quay", NULL, NULL, "wharf", "buoy"},
        {"4400-4403", NULL, "buoy", NULL, "4402  buoy", "wharf"},
        {"wharf", NULL, NULL, "53", "dialled  53", "claims"},
        {"wharf", "compose.test.yml", NULL, NULL, "service wharf", "4400"},
        {"10.1.1.9", NULL, "wharf", NULL, "4400  wharf", "53    quay"},
    };
    struct temp_tree tree;
    write_tree(&tree);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_options options = options_for(&tree);
        struct pc_run *run = NULL;
        size_t length;
        options.hosts = &rows[i].host;
        options.host_count = rows[i].host != NULL;
        options.services = &rows[i].service;
        options.service_count = rows[i].service != NULL;
        options.ranges = &rows[i].range;
        options.range_count = rows[i].range != NULL;
        assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
        const char *text = pc_run_show(run, rows[i].what, &length);
        if (!text || !strstr(text, rows[i].says))
            fail_msg("%s does not say \"%s\":\n%s", rows[i].what, rows[i].says, text ? text : "");
        const char *around = strstr(text, "around it");
        const char *hit = strstr(text, rows[i].lacks);
        if (hit && (!around || hit < around))
            fail_msg("%s says \"%s\":\n%s", rows[i].what, rows[i].lacks, text);
        pc_run_free(run);
    }
    temp_tree_free(&tree);
}

static void test_no_answer(void **state) {
    (void)state;
    static const struct {
        const char *what, *message;
    } rows[] = {{"warf", "nothing is known of `warf`; did you mean `wharf`?"},
                {"", "nothing is known of ``"},
                {"0", "`0`: ports are 1 to 65535, a range is written 3000-3099"},
                {"4409-4400", "`4409-4400`: ports are 1 to 65535, a range is written 3000-3099"}};
    struct temp_tree tree;
    write_tree(&tree);
    struct pc_options options = options_for(&tree);
    struct pc_run *run = NULL;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = 1;
        assert_null(pc_run_show(run, rows[i].what, &length));
        assert_int_equal(length, 0);
        assert_string_equal(pc_run_message(run), rows[i].message);
    }
    assert_int_not_equal(pc_run_exit_code(run), PC_EXIT_INCOMPLETE);
    pc_run_free(run);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_answers), cmocka_unit_test(test_narrowed),
                                       cmocka_unit_test(test_no_answer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
