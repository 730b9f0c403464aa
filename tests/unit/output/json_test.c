/* The JSON format, read back by cJSON. */
#include "tiny_output.h"

#include <cjson/cJSON.h>

/* The parsed document; the test frees it. */
static cJSON *parse(struct pc_str text) {
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, false);
    assert_non_null(root);
    assert_string_equal(end, "\n");
    return root;
}

static const cJSON *at(const cJSON *json, const char *key) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, key);
    if (!value)
        fail_msg("no key %s", key);
    return value;
}

static void assert_json(const cJSON *json, const char *want) {
    char *got = cJSON_PrintUnformatted(json);
    assert_non_null(got);
    assert_string_equal(got, want);
    cJSON_free(got);
}

static struct pc_output_input one_finding(struct tiny *t) {
    pc_id compose = tiny_file(t, "compose.yml", PC_FILE_KIND_COMPOSE, "web:\n  - \"7001-7003:80\"\n");
    pc_id doc = tiny_file(t, "PORTS.md", PC_FILE_KIND_REGISTRY, "\xEF\xBB\xBF| \xE6\xB8\xAF 7001 |");
    struct pc_findings *all = &t->all;
    struct pc_finding *f = pc_finding_new(all, &tiny_collision, PC_LEVEL_ERROR, "\"both\" bind \\7001");
    f->host = PC_STR("harbour");
    f->protocol = PC_PROTO_UDP;
    pc_finding_port(all, f, (struct pc_ports){7001, 7003});
    pc_finding_port(all, f, (struct pc_ports){80, 80});
    pc_finding_service(all, f, PC_STR("tide"));
    pc_finding_service(all, f, PC_STR("gate"));
    pc_finding_label(all, f, tiny_span(t, compose, "7001-7003", 0), "bound");
    pc_finding_label(all, f, tiny_span(t, doc, "7001", 0), "%s", "");
    pc_finding_note(all, f, "a note");
    pc_finding_help(all, f, "a help");
    static struct pc_edit edit = {.text = {"7009", 4}};
    static struct pc_fix fix = {.title = {"write 7009", 10}, .safe = true, .edits = &edit, .edit_count = 1};
    edit.span = tiny_span(t, doc, "7001", 0);
    f->fixes = &fix;
    f->fix_count = 1;
    struct pc_output_input in = tiny_input_of(t);
    in.summary = (struct pc_summary){.errors = 1,
                                     .warnings = 2,
                                     .infos = 3,
                                     .suppressed = 4,
                                     .baselined = 5,
                                     .fixable = 6,
                                     .unsafe_fixable = 7,
                                     .sources = 7,
                                     .claims = 8,
                                     .hosts = 9,
                                     .exit_code = 1};
    return in;
}

static void the_shape_of_version_1(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = one_finding(&t);
    cJSON *root = parse(tiny_write(&t, "json", &in));
    char want[2000];
    snprintf(want, sizeof want,
             "{\"schema\":\"portcheck/check/v1\",\"tool\":{\"name\":\"portcheck\",\"version\":\"0.1.0\"},"
             "\"summary\":{\"error\":1,\"warning\":2,\"info\":3,\"suppressed\":4,\"baselined\":5,\"fixable\":6,"
             "\"unsafe_fixable\":7,"
             "\"sources\":7,\"claims\":8,\"hosts\":9,\"exit_code\":1},"
             "\"findings\":[{\"rule\":\"PC201\",\"name\":\"port-collision\",\"severity\":\"error\","
             "\"message\":\"\\\"both\\\" bind \\\\7001\","
             "\"subject\":{\"host\":\"harbour\",\"protocol\":\"udp\",\"ports\":[80,[7001,7003]],"
             "\"services\":[\"gate\",\"tide\"]},"
             "\"spans\":[{\"path\":\"compose.yml\",\"start\":{\"line\":2,\"column\":6,\"offset\":10},"
             "\"end\":{\"line\":2,\"column\":15,\"offset\":19},\"primary\":true,\"label\":\"bound\","
             "\"text\":\"7001-7003\"},"
             "{\"path\":\"PORTS.md\",\"start\":{\"line\":1,\"column\":5,\"offset\":9},"
             "\"end\":{\"line\":1,\"column\":9,\"offset\":13},\"primary\":false,\"label\":\"\",\"text\":\"7001\"}],"
             "\"notes\":[\"a note\"],\"help\":[\"a help\"],"
             "\"fixes\":[{\"title\":\"write 7009\",\"safe\":true,"
             "\"edits\":[{\"path\":\"PORTS.md\",\"offset\":9,\"length\":4,\"text\":\"7009\"}]}],"
             "\"suppressed\":null,\"baseline\":null,\"fingerprint\":\"%s\"}]}",
             in.findings[0]->fingerprint);
    assert_json(root, want);
    cJSON_Delete(root);
    tiny_finish(&t);
}

static void nothing_found_is_a_document_too(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = tiny_input_of(&t);
    cJSON *root = parse(tiny_write(&t, "json", &in));
    assert_json(at(root, "findings"), "[]");
    cJSON_Delete(root);
    tiny_finish(&t);
}

static void what_is_not_stated_is_null(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_finding_new(&t.all, &tiny_input, PC_LEVEL_INFO, "the whole run");
    struct pc_output_input in = tiny_input_of(&t);
    cJSON *root = parse(tiny_write(&t, "json", &in));
    const cJSON *finding = cJSON_GetArrayItem(at(root, "findings"), 0);
    assert_json(at(finding, "subject"), "{\"host\":null,\"protocol\":null,\"ports\":[],\"services\":[]}");
    assert_json(at(finding, "spans"), "[]");
    assert_json(at(finding, "severity"), "\"info\"");
    cJSON_Delete(root);
    tiny_finish(&t);
}

/* Bytes that are no text, bytes that terminals and build servers obey: the values come back whole, the document is
 * harmless. */
static void hostile_bytes(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id bad = tiny_file(&t, "a\n::error::\x1b\xE2\x80\xAE\xFF/###[x]\".md", PC_FILE_KIND_REGISTRY,
                          "##[error]\xFF\x01 7001\n");
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "\n::error::x\x7F ##[group]##[");
    struct pc_span span = tiny_span(&t, bad, "##[", 0);
    span.length = 16;
    pc_finding_label(&t.all, f, span, "\xED\xA0\x80\t\\");
    struct pc_output_input in = tiny_input_of(&t);
    struct pc_str text = tiny_write(&t, "json", &in);
    assert_int_equal(pc_utf8_invalid(text), PC_NPOS);
    assert_false(text_has(text, "##[") || text_has(text, "\n::"));
    for (size_t i = 0; i < text.len; i++)
        assert_true(text.ptr[i] == '\n' || (unsigned char)text.ptr[i] >= 0x20);
    assert_false(text_has(text, "\x7F") || text_has(text, "\xE2\x80\xAE"));
    cJSON *root = parse(text);
    const cJSON *finding = cJSON_GetArrayItem(at(root, "findings"), 0);
    const cJSON *where = cJSON_GetArrayItem(at(finding, "spans"), 0);
    assert_string_equal(at(finding, "message")->valuestring, "\n::error::x\x7F ##[group]##[");
    assert_string_equal(at(where, "path")->valuestring, "a\n::error::\x1b\xE2\x80\xAE\xEF\xBF\xBD/###[x]\".md");
    assert_string_equal(at(where, "text")->valuestring, "##[error]\xEF\xBF\xBD\x01 7001");
    assert_int_equal(at(at(where, "end"), "column")->valueint, 17);
    cJSON_Delete(root);
    tiny_finish(&t);
}

static void spans_at_odd_places(void **state) {
    static const struct {
        const char *text;
        uint32_t offset, length;
        int line, column, end_line, end_column;
        const char *shown;
    } table[] = {
        {"7001\r\n7002", 0, 4, 1, 1, 1, 5, "7001"},
        {"7001\r\n7002", 6, 4, 2, 1, 2, 5, "7002"},
        {"7001\n7002", 4, 0, 1, 5, 1, 5, ""},
        {"7001\n7002", 9, 0, 2, 5, 2, 5, ""},
        {"7001\n", 5, 0, 2, 1, 2, 1, ""},
        {"7001\n7002", 2, 5, 1, 3, 2, 3, "01\xE2\x80\xA6"},
        {"7001", 0, 0, 1, 1, 1, 1, ""},
        {"", 0, 0, 1, 1, 1, 1, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tiny t;
        tiny_init(&t);
        pc_id file = tiny_file(&t, "f", PC_FILE_KIND_REGISTRY, table[i].text);
        struct pc_finding *f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "m");
        pc_finding_label(&t.all, f, (struct pc_span){file, table[i].offset, table[i].length}, "l");
        struct pc_output_input in = tiny_input_of(&t);
        cJSON *root = parse(tiny_write(&t, "json", &in));
        const cJSON *span = cJSON_GetArrayItem(at(cJSON_GetArrayItem(at(root, "findings"), 0), "spans"), 0);
        assert_int_equal(at(at(span, "start"), "line")->valueint, table[i].line);
        assert_int_equal(at(at(span, "start"), "column")->valueint, table[i].column);
        assert_int_equal(at(at(span, "end"), "line")->valueint, table[i].end_line);
        assert_int_equal(at(at(span, "end"), "column")->valueint, table[i].end_column);
        assert_string_equal(at(span, "text")->valuestring, table[i].shown);
        cJSON_Delete(root);
        tiny_finish(&t);
    }
}

/* One line of a compose file with secrets, spans on its ports: no format shows any of them. */
static void no_format_shows_a_secret(void **state) {
    static const char *const lines[] = {
        "      DATABASE_URL: postgres://swordfish:swordfish@db:5432/swordfish?k=swordfish # swordfish\n",
        "    command: --requirepass swordfish --port 6379 swordfish\n",
        "    environment: {PASSWORD: swordfish, PORT: 7001, TOKEN: swordfish}\n",
        "      - 7001:80 # swordfish\n",
        "DB=redis://:swordfish@cache:6379/swordfish\n",
        "    x: swordfish:7001\n",
    };
    static const char *const ports[] = {"5432", "6379", "7001", "7001:80", "6379", "7001"};
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        /* "DB=..." is an env line even where its file is not known to be one */
        pc_id file = tiny_file(&t, pc_str_cstr(&t.arena, pc_str_fmt(&t.arena, "f%zu", i)),
                               lines[i][0] == 'D' ? PC_FILE_KIND_REGISTRY : PC_FILE_KIND_COMPOSE, lines[i]);
        struct pc_finding *f =
            pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "`http://x:swordfish@h:1/swordfish` is dialled");
        f->path = t.files[file].path;
        pc_finding_label(&t.all, f, tiny_span(&t, file, ports[i], 0), "see http://swordfish@h");
        pc_finding_label(&t.all, f, (struct pc_span){file, 0, (uint32_t)strlen(lines[i])}, "the whole line");
        pc_finding_help(&t.all, f, "write http://h:1?swordfish");
    }
    struct pc_output_input in = tiny_input_of(&t);
    for (size_t i = 0; i < pc_output_count; i++) {
        struct pc_str out = tiny_write(&t, pc_outputs[i]->name, &in);
        assert_true(out.len > 100);
        assert_false(text_has(out, "swordfish"));
    }
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shape_of_version_1),     cmocka_unit_test(nothing_found_is_a_document_too),
        cmocka_unit_test(what_is_not_stated_is_null), cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(spans_at_odd_places),        cmocka_unit_test(no_format_shows_a_secret),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
