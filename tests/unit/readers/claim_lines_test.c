/* The interchange form of claims: what is read, and that nothing wrong in it passes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "claim_lines.h"

#define HEAD "{\"schema\":\"portcheck/claim/v1\","
#define REST "\"role\":\"publishes\",\"path\":\"compose.yml\",\"line\":4"

static struct pc_recovery recovery;
static struct pc_arena arena, scratch;

static int set_up(void **state) {
    (void)state;
    recovery.cleanups = NULL;
    pc_arena_init(&arena, 64u << 20, &recovery);
    pc_arena_init(&scratch, 16u << 20, &recovery);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    pc_arena_finish(&scratch);
    pc_arena_finish(&arena);
    return 0;
}

/* The errors; "" when all was read. */
static const char *read_lines(struct pc_str text, struct pc_claim_lines *lines) {
    struct pc_buf errors;
    pc_buf_init(&errors, &arena);
    bool good = pc_claim_lines_read(&arena, &scratch, PC_STR("quay.jsonl"), PC_STR("quay"), text, lines, &errors);
    assert_int_equal(good, errors.len == 0);
    return pc_str_cstr(&arena, pc_buf_str(&errors));
}

static void every_field_is_read(void **state) {
    (void)state;
    struct pc_claim_lines lines = {0};
    const char *text =
        "\xEF\xBB\xBF" HEAD
        "\"service\":\"gull\",\"role\":\"planned\",\"place\":\"host\",\"host\":\"Harbour\",\"port\":4100,"
        "\"port_end\":4103,\"protocol\":\"udp\",\"address\":\"10.0.0.1\",\"path\":\"a \\\"b\\\".md\",\"line\":7,"
        "\"column\":3,\"text\":\"4100-4103\",\"confidence\":\"guessed\",\"condition\":\"profile x\","
        "\"origin\":\"pier\"}\r\n\r\n" HEAD REST ",\"port\":1,\"host\":null}\n";
    assert_string_equal(read_lines(pc_str_c(text), &lines), "");
    assert_int_equal(lines.count, 2);
    const struct pc_claim_line *a = &lines.items[0];
    assert_true(pc_str_is(a->service, "gull") && pc_str_is(a->host, "Harbour") && pc_str_is(a->address, "10.0.0.1"));
    assert_true(pc_str_is(a->path, "a \"b\".md") && pc_str_is(a->text, "4100-4103") && pc_str_is(a->origin, "pier"));
    assert_true(pc_str_is(a->condition, "profile x"));
    assert_true(a->role == PC_ROLE_PLANNED && a->place == PC_PLACE_HOST && a->protocol == PC_PROTO_UDP);
    assert_true(a->ports.lo == 4100 && a->ports.hi == 4103 && a->confidence == PC_GUESSED);
    assert_true(a->line == 7 && a->column == 3);
    const struct pc_claim_line *b = &lines.items[1];
    assert_true(b->host.len == 0 && b->ports.lo == 1 && b->ports.hi == 1 && b->protocol == PC_PROTO_ANY);
    assert_true(b->place == PC_PLACE_UNKNOWN && b->confidence == PC_STATED && b->column == 1);
    assert_true(pc_str_is(b->origin, "quay"));
}

static void what_is_wrong_is_said_with_its_line(void **state) {
    (void)state;
    static const struct {
        const char *line, *error;
    } samples[] = {
        {HEAD REST "}", "there is no `port`"},
        {HEAD "\"port\":1,\"role\":\"publishes\",\"line\":4}", "there is no `path`"},
        {HEAD "\"port\":1,\"role\":null,\"path\":\"x\",\"line\":4}", "there is no `role`"},
        {HEAD REST ",\"port\":0}", "`port` is 0, but must be from 1 to 65535"},
        {HEAD REST ",\"port\":65536}", "`port` is 65536, but must be from 1 to 65535"},
        {HEAD REST ",\"port\":99999999999999999999}", "`port` is 99999999999999999999, but must be from 1 to 65535"},
        {HEAD REST ",\"port\":-80}", "`port` must be a whole number"},
        {HEAD REST ",\"port\":80.0}", "`port` must be a whole number"},
        {HEAD REST ",\"port\":8e1}", "`port` must be a whole number"},
        {HEAD REST ",\"port\":\"80\"}", "`port` must be a whole number"},
        {HEAD REST ",\"port\":[80]}", "`port` must be a whole number"},
        {HEAD REST ",\"port\":true}", "`port` must be a whole number"},
        {HEAD REST ",\"port\":80,\"port_end\":79}", "`port_end` is 79, below `port`, which is 80"},
        {HEAD REST ",\"port\":80,\"service\":7}", "`service` must be a text"},
        {HEAD REST ",\"port\":80,\"service\":{}}", "`service` must be a text"},
        {HEAD REST ",\"port\":80,\"hots\":\"x\"}", "unknown key `hots`; did you mean `host`?"},
        {HEAD REST ",\"port\":80,\"\\u001b[1m\":\"x\"}", "unknown key `\\x1b[1m`"},
        {HEAD REST ",\"port\":80,\"protocol\":\"tpc\"}", "`protocol` is `tpc`, but must be one of tcp, udp, sctp"},
        {HEAD REST ",\"port\":80,\"place\":\"\"}", "`place` is ``, but must be one of unknown, host, network"},
        {"{\"schema\":\"portcheck/claim/v2\"," REST ",\"port\":80}",
         "the schema is `portcheck/claim/v2`, and only portcheck/claim/v1 can be read"},
        {"{" REST ",\"port\":80}", "there is no `schema`; a claim has \"schema\": \"portcheck/claim/v1\""},
        {"[1]", "no JSON object in one line"},
        {"80", "no JSON object in one line"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct pc_claim_lines lines = {0};
        struct pc_str text =
            pc_str_fmt(&arena, "%s%s\n%s\n", HEAD REST ",\"port\":80}\n", HEAD REST ",\"port\":81}", samples[i].line);
        struct pc_str wanted = pc_str_fmt(&arena, "quay.jsonl:3: %s", samples[i].error);
        assert_string_equal(read_lines(text, &lines), pc_str_cstr(&arena, wanted));
    }
}

static void broken_text_is_refused(void **state) {
    (void)state;
    const struct {
        struct pc_str text;
        const char *error;
    } samples[] = {
        {PC_STR(""), "quay.jsonl:1: there is no claim in it"},
        {PC_STR("\n \r\n"), "quay.jsonl:1: there is no claim in it"},
        {PC_STR(HEAD "\0" REST ",\"port\":80}"), "quay.jsonl:1: the line holds a NUL byte"},
        {PC_STR("\n" HEAD "\"x\xFF\":1}"), "quay.jsonl:2: the line is not UTF-8"},
        {PC_STR("\xFF\xFE{\0"), "quay.jsonl:1: the line holds a NUL byte"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct pc_claim_lines lines = {0};
        assert_string_equal(read_lines(samples[i].text, &lines), samples[i].error);
    }
    static const char *const syntax[] = {"{",
                                         HEAD REST,
                                         HEAD REST ",\"port\":80,\"port\":81}",
                                         HEAD REST ",\"port\":80} x",
                                         "// " HEAD "}",
                                         HEAD REST ",\"port\":80,\"text\":\"a\\u0000b\"}"};
    for (size_t i = 0; i < sizeof syntax / sizeof syntax[0]; i++) {
        struct pc_claim_lines lines = {0};
        assert_non_null(strstr(read_lines(pc_str_c(syntax[i]), &lines), "quay.jsonl:1: "));
        assert_int_equal(lines.count, 0);
    }
}

static void many_errors_are_counted(void **state) {
    (void)state;
    struct pc_claim_lines lines = {0};
    struct pc_buf text;
    pc_buf_init(&text, &arena);
    for (int i = 0; i < 40; i++)
        pc_buf_adds(&text, HEAD REST ",\"port\":0}\n");
    const char *errors = read_lines(pc_buf_str(&text), &lines);
    assert_non_null(strstr(errors, "quay.jsonl:5: "));
    assert_null(strstr(errors, "quay.jsonl:6: "));
    assert_non_null(strstr(errors, "quay.jsonl: 35 more errors"));
}

static void deep_and_long_lines_end(void **state) {
    (void)state;
    struct pc_claim_lines lines = {0};
    struct pc_buf text;
    pc_buf_init(&text, &arena);
    pc_buf_fill(&text, '[', 60000);
    pc_buf_addc(&text, '\n');
    pc_buf_fill(&text, '{', 70000);
    const char *errors = read_lines(pc_buf_str(&text), &lines);
    assert_non_null(strstr(errors, "quay.jsonl:1: no JSON object in one line: "));
    assert_non_null(strstr(errors, "quay.jsonl:2: the line is longer than 65536 bytes"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_field_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_text_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_errors_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deep_and_long_lines_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
