/* Lists, tables and the life of a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

static struct pc_run *run_of(const struct temp_tree *tree) {
    struct pc_options options = options_for(tree);
    struct pc_run *run = NULL;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    return run;
}

static void test_claims(void **state) {
    (void)state;
    struct temp_tree tree;
    size_t length;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml",
                    "services:\n  lantern:\n    image: registry.example/lantern:1\n    profiles: [night]\n"
                    "    ports: [\"127.0.0.1:4310:80/udp\"]\n");
    struct pc_run *run = run_of(&tree);
    assert_string_equal(
        pc_run_list(run, "claims", "csv", &length),
        "service,role,place,host,port,port_end,protocol,address,path,line,column,text,confidence,condition,origin\n"
        "lantern,publishes,host,compose.yml,4310,4310,udp,127.0.0.1,compose.yml,5,24,4310,stated,profile night,\n"
        "lantern,listens,network,compose.yml,80,80,udp,,compose.yml,5,29,80,stated,profile night,\n");
    const char *lines = pc_run_list(run, "claims", "jsonl", &length);
    assert_int_equal(strncmp(lines, "{\"schema\":\"portcheck/claim/v1\",\"service\":\"lantern\",", 51), 0);
    assert_int_equal(lines[length - 1], '\n');
    assert_null(pc_run_list(run, "claims", "yaml", &length));
    assert_null(pc_run_list(run, "porst", "csv", &length));
    assert_null(pc_run_check(run, "nothing", &length));
    assert_non_null(pc_run_summary(run, &length));
    pc_run_free(run);
    temp_tree_free(&tree);
}

/* A row for each name, and the thing itself only once. */
static void test_names(void **state) {
    (void)state;
    struct temp_tree tree;
    size_t length;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml",
                    "services:\n  lantern:\n    build: apps/beacon\n    container_name: beacon-light\n"
                    "    ports: [\"4310:80\"]\n");
    temp_tree_write(&tree, "apps/beacon/Dockerfile", "FROM scratch\n");
    struct pc_run *run = run_of(&tree);
    const char *json = pc_run_list(run, "services", "json", &length);
    assert_non_null(strstr(json, "\"schema\": \"portcheck/services/v1\""));
    assert_non_null(strstr(json, "\"name\": \"beacon-light\""));
    assert_non_null(strstr(json, "container name"));
    const char *csv = pc_run_list(run, "services", "csv", &length);
    size_t rows = 0;
    for (const char *c = csv; (c = strchr(c, '\n')) != NULL; c++)
        rows++;
    assert_true(rows >= 3);
    pc_run_free(run);
    temp_tree_free(&tree);
}

#define TIDES                                                                                                          \
    "# Ports\n\n## 4300-4305: Harbour\n\n| Port | Service |\n|---|---|\n| 4300 | lantern |\n| 4302 | anchor |\n\n"     \
    "Until last year lantern was at port 4399.\n"

/* Options that narrow to one host, service and range; NULL: not by that. */
static struct pc_run *narrowed(const struct temp_tree *tree, const char *const *host, const char *const *service,
                               const char *const *range) {
    struct pc_options options = options_for(tree);
    struct pc_run *run = NULL;
    options.hosts = host;
    options.host_count = *host != NULL;
    options.services = service;
    options.service_count = *service != NULL;
    options.ranges = range;
    options.range_count = *range != NULL;
    pc_run_new(&options, &run);
    return run;
}

static void test_ports(void **state) {
    (void)state;
    static const struct {
        const char *host, *service, *range, *list, *csv;
    } rows[] = {
        {NULL, NULL, NULL, "free",
         "port,port_end,count,range_port,range_end,purpose,host\n4301,4301,1,4300,4305,Harbour,\n"
         "4303,4304,2,4300,4305,Harbour,\n"},
        {NULL, NULL, "4304-4307", "free",
         "port,port_end,count,range_port,range_end,purpose,host\n4304,4304,1,4300,4305,Harbour,\n"
         "4306,4307,2,,,,\n"},
        {NULL, "anchor", NULL, "ports",
         "service,host,port,port_end,planned,reserved,documented,default,deployed,observed,claims,path,line,column\n"
         "anchor,,4302,4302,yes,no,no,no,no,no,1,PORTS.md,8,3\n"
         "anchor,compose.yml,4305,4305,no,no,no,no,yes,no,1,compose.yml,7,14\n"},
        {"compose.yml", NULL, "4300-4304", "ports",
         "service,host,port,port_end,planned,reserved,documented,default,deployed,observed,claims,path,line,column\n"
         "lantern,compose.yml,4300,4300,no,no,no,no,yes,no,1,compose.yml,4,14\n"},
        {NULL, NULL, NULL, "mentions",
         "text,reason,reader,path,line,column\n4399,prose,registry-markdown,PORTS.md,10,37\n"},
        {NULL, NULL, "4310", "ranges", "port,port_end,open,purpose,host,kind,path,line,column\n"},
        {NULL, "lantern", NULL, "mentions", NULL},
        {NULL, "lantern", NULL, "free", NULL},
    };
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "PORTS.md", TIDES);
    temp_tree_write(&tree, "compose.yml",
                    "services:\n  lantern:\n    image: l:1\n    ports: [\"4300:80\"]\n"
                    "  anchor:\n    image: a:1\n    ports: [\"4305:80\"]\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length;
        struct pc_run *run = narrowed(&tree, &rows[i].host, &rows[i].service, &rows[i].range);
        const char *csv = pc_run_list(run, rows[i].list, "csv", &length);
        if (!rows[i].csv)
            assert_null(csv);
        else
            assert_string_equal(csv, rows[i].csv);
        pc_run_free(run);
    }
    assert_true(pc_list_takes("claims", "service"));
    assert_false(pc_list_takes("free", "service"));
    assert_false(pc_list_takes("mentions", "host"));
    assert_false(pc_list_takes("nothing", "host"));
    temp_tree_free(&tree);
}

/* What is left out is counted in the summary, and shown when it is asked for. */
static void test_left_out(void **state) {
    (void)state;
    struct temp_tree tree;
    size_t length;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "PORTS.md", TIDES);
    struct pc_run *run = run_of(&tree);
    assert_non_null(strstr(pc_run_summary(run, &length), "\n1 port-like number left out (-v lists them)\n"));
    pc_run_free(run);
    struct pc_options options = options_for(&tree);
    options.verbose = true;
    options.ascii = true;
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    const char *text = pc_run_summary(run, &length);
    const char *want = "registry-markdown: 1 file, 2 claims, 1 left out\n"
                       "  PORTS.md: 2 claims\n"
                       "    PORTS.md:10:37: 4399 - prose\n\n";
    assert_int_equal(strncmp(text, want, strlen(want)), 0);
    assert_non_null(strstr(text, "\n1 port-like number left out, listed above\n"));
    pc_run_free(run);
    temp_tree_free(&tree);
}

static const char *const hostile =
    "services:\n  \"a|b`*<i>_\\e[31m\\r\\n,\\\"=1\":\n    image: x\n    ports: [\"4310:80\"]\n"
    "  \"=1+1\":\n    image: y\n    ports: [\"4311:80\"]\n";

static void test_hostile_names(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", hostile);
    struct pc_run *run = run_of(&tree);
    for (size_t l = 0; pc_list_name(l); l++) {
        for (size_t f = 0; pc_list_format_name(f); f++) {
            size_t length;
            const char *text = pc_run_list(run, pc_list_name(l), pc_list_format_name(f), &length);
            assert_non_null(text);
            for (size_t i = 0; i < length; i++)
                if ((unsigned char)text[i] < ' ' && text[i] != '\n')
                    fail_msg("list %s -f %s: byte %d came through", pc_list_name(l), pc_list_format_name(f), text[i]);
        }
    }
    size_t length;
    assert_non_null(strstr(pc_run_list(run, "claims", "csv", &length), "\"'=1+1\","));
    assert_non_null(strstr(pc_run_list(run, "claims", "md", &length), "a\\|b\\`\\*\\<i\\>"));
    pc_run_free(run);
    temp_tree_free(&tree);
}

static void test_tables(void **state) {
    (void)state;
    struct pc_rule_page page, again;
    const char *near = NULL;
    size_t count = 0;
    for (char last[8] = ""; pc_rule_at(count, &page); count++) {
        assert_true(strcmp(last, page.code) < 0);
        strcpy(last, page.code);
        assert_true(page.name && page.family && page.summary && page.why && page.fix);
        assert_true(pc_rule_by_name(page.code, &again, NULL));
        assert_true(pc_rule_by_name(page.name, &again, NULL));
        assert_string_equal(again.code, page.code);
    }
    assert_true(count > 20);
    assert_false(pc_rule_by_name("port-colision", &page, &near));
    assert_string_equal(near, "port-collision");
    assert_false(pc_rule_by_name("qqqqqqqqqqqq", &page, &near));
    assert_null(near);
    assert_string_equal(pc_format_name(0), "full");
    for (size_t i = 0; pc_format_name(i); i++)
        assert_non_null(pc_format_summary(i));
    assert_true(pc_format_has_summary("full"));
    assert_false(pc_format_has_summary("json"));
    for (size_t i = 0; i < 3; i++)
        assert_true(pc_library_name(i) && pc_library_version(i)[0] >= '0' && pc_library_version(i)[0] <= '9');
    assert_null(pc_library_name(3));
    const char *const words[] = {"check", "list"};
    assert_string_equal(pc_did_you_mean("chekc", words, 2), "check");
    assert_null(pc_did_you_mean("zzz", words, 2));
}

struct pieces {
    char *text;
    size_t length, count;
};

static void keep_piece(void *arg, const char *text, size_t length) {
    struct pieces *pieces = arg;
    pieces->text = realloc(pieces->text, pieces->length + length);
    memcpy(pieces->text + pieces->length, text, length);
    pieces->length += length;
    pieces->count++;
}

/* A long JSON comes in several pieces, and they are the same text. */
static void test_pieces(void **state) {
    (void)state;
    struct temp_tree tree;
    size_t length, at = 0;
    char *rows = malloc(64 * 1024);
    at += (size_t)sprintf(rows, "# Ports\n\n| Port | Service |\n|---|---|\n");
    for (unsigned i = 0; i < 1000; i++)
        at += (size_t)sprintf(rows + at, "| %u | kelp %u |\n| %u | reef %u |\n", 4000 + i, i, 4000 + i, i);
    temp_tree_new(&tree);
    temp_tree_write(&tree, "PORTS.md", rows);
    struct pc_run *run = run_of(&tree);
    struct pieces pieces = {NULL, 0, 0};
    const char *whole = pc_run_check(run, "json", &length);
    assert_true(length > 1000000);
    assert_true(pc_run_check_take(run, "json", keep_piece, &pieces));
    assert_true(pieces.count > 2);
    assert_int_equal(pieces.length, length);
    assert_memory_equal(pieces.text, whole, length);
    assert_false(pc_run_check_take(run, "nothing", keep_piece, &pieces));
    assert_false(pc_run_check_take(NULL, "json", keep_piece, &pieces));
    assert_int_equal(pieces.length, length);
    pc_run_free(run);
    temp_tree_free(&tree);
    free(pieces.text);
    free(rows);
}

/* Several runs side by side, and a run that failed, can be asked and freed. */
static void test_life(void **state) {
    (void)state;
    struct temp_tree tree;
    size_t length;
    temp_tree_new(&tree);
    temp_tree_write(&tree, "compose.yml", CLASH);
    struct pc_run *one = run_of(&tree), *two = run_of(&tree), *failed = NULL;
    size_t first_length, second_length;
    const char *first = pc_run_check(one, "json", &first_length);
    const char *second = pc_run_check(two, "json", &second_length);
    assert_int_equal(first_length, second_length);
    assert_memory_equal(first, second, first_length);
    assert_string_equal(pc_run_message(one), "");
    pc_run_free(one);
    assert_int_equal(strlen(second), second_length);
    pc_run_free(two);
    struct pc_options options = options_for(&tree);
    options.root = "/nonexistent/portcheck";
    assert_int_equal(pc_run_new(&options, &failed), PC_STATUS_IO);
    assert_null(pc_run_check(failed, "full", &length));
    assert_null(pc_run_summary(failed, &length));
    assert_null(pc_run_list(failed, "claims", "csv", &length));
    assert_int_equal(pc_run_exit_code(failed), PC_EXIT_USAGE);
    pc_run_free(failed);
    pc_run_free(NULL);
    assert_int_equal(pc_run_exit_code(NULL), PC_EXIT_INCOMPLETE);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims), cmocka_unit_test(test_names),    cmocka_unit_test(test_hostile_names),
        cmocka_unit_test(test_tables), cmocka_unit_test(test_pieces),   cmocka_unit_test(test_life),
        cmocka_unit_test(test_ports),  cmocka_unit_test(test_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
