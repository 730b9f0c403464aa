/* The formats for programs, read back: places, escapes, suggestions, suppressions. */
#include "tiny_output.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

static cJSON *parse(struct pc_str text) {
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, false);
    assert_non_null(root);
    assert_string_equal(end, "\n");
    return root;
}

/* The value at a path like "runs/0/results/1/level". */
static const cJSON *at(const cJSON *json, const char *path) {
    char key[80];
    for (const char *rest = path; *rest;) {
        size_t length = strcspn(rest, "/");
        assert_true(length < sizeof key);
        memcpy(key, rest, length);
        key[length] = '\0';
        json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, (int)strtol(key, NULL, 10))
                                   : cJSON_GetObjectItemCaseSensitive(json, key);
        if (!json)
            fail_msg("nothing at %s", path);
        rest += length + (rest[length] == '/');
    }
    return json;
}

static bool has(const cJSON *json, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(json, key) != NULL;
}

static void assert_at(const cJSON *json, const char *path, const char *want) {
    char *got = cJSON_PrintUnformatted(at(json, path));
    assert_non_null(got);
    assert_string_equal(got, want);
    cJSON_free(got);
}

static struct pc_edit edits[4];
static struct pc_fix fixes[3];
static const struct pc_silence comment = {{"a b/p\xC3\xB6rt.yml", 13}, 2, {"never up together", 17}};
static const struct pc_silence entry = {{"portcheck.yml", 13}, 9, {NULL, 0}};

/* Two findings of different files and one of the whole run; the first with two fixes within its file and one beyond. */
static struct pc_output_input three_findings(struct tiny *t) {
    pc_id compose = tiny_file(t, "a b/p\xC3\xB6rt.yml", PC_FILE_KIND_COMPOSE, "web:\n  - \xC3\xBC \"7001:80\"\n");
    pc_id doc = tiny_file(t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7001 |\n| 7002 |\n");
    struct pc_findings *all = &t->all;
    struct pc_finding *f = pc_finding_new(all, &tiny_collision, PC_LEVEL_ERROR, "`gate` and [x](1) share 7001");
    f->host = PC_STR("harbour");
    pc_finding_label(all, f, tiny_span(t, compose, "7001", 0), "bound");
    pc_finding_label(all, f, tiny_span(t, doc, "7001", 0), "planned");
    pc_finding_label(all, f, (struct pc_span){doc, 0, 0}, "%s", "");
    pc_finding_note(all, f, "a note");
    pc_finding_help(all, f, "a help");
    edits[0] = (struct pc_edit){tiny_span(t, compose, "7001", 0), PC_STR("7009")};
    edits[1] = (struct pc_edit){tiny_span(t, doc, "7001", 0), PC_STR("7009")};
    edits[2] = (struct pc_edit){tiny_span(t, compose, "7001", 0), PC_STR("7010")};
    edits[3] = (struct pc_edit){tiny_span(t, compose, "80", 0), PC_STR("81")};
    fixes[0] = (struct pc_fix){PC_STR("both"), true, edits, 2};
    fixes[1] = (struct pc_fix){PC_STR("unsafe"), false, edits, 1};
    fixes[2] = (struct pc_fix){PC_STR("safe"), true, edits + 2, 2};
    f->fixes = fixes;
    f->fix_count = 3;
    f = pc_finding_new(all, &tiny_drift, PC_LEVEL_WARNING, "7002 drifts");
    pc_finding_label(all, f, tiny_span(t, doc, "7002", 0), "%s", "");
    pc_finding_new(all, &tiny_input, PC_LEVEL_INFO, "the whole run");
    return tiny_input_of(t);
}

static void sarif(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = three_findings(&t);
    in.summary.exit_code = 1;
    cJSON *root = parse(tiny_write(&t, "sarif", &in));
    assert_at(root, "version", "\"2.1.0\"");
    const cJSON *run = at(root, "runs/0");
    assert_at(run, "tool/driver/rules/0/id", "\"PC003\"");
    assert_at(run, "tool/driver/rules/1/name", "\"PortCollision\"");
    assert_false(has(at(run, "tool/driver/rules/1"), "helpUri"));
    assert_at(run, "invocations/0",
              "{\"executionSuccessful\":true,\"exitCode\":1,\"exitCodeDescription\":"
              "\"findings at or above the gate\"}");
    assert_int_equal(cJSON_GetArraySize(at(run, "results")), 3);
    const cJSON *first = at(run, "results/0");
    assert_at(first, "ruleIndex", "1");
    assert_at(first, "level", "\"error\"");
    assert_at(first, "message/text",
              "\"`gate` and \\\\[x\\\\](1) share 7001: bound. See also [PORTS.md:1](1), [PORTS.md](2).\\n"
              "Note: a note\\nHelp: a help\"");
    assert_at(first, "locations/0/physicalLocation/artifactLocation",
              "{\"uri\":\"a%20b/p%C3%B6rt.yml\",\"uriBaseId\":\"%SRCROOT%\"}");
    assert_at(first, "locations/0/physicalLocation/region",
              "{\"startLine\":2,\"startColumn\":8,\"endLine\":2,\"endColumn\":12,\"snippet\":{\"text\":\"7001\"}}");
    assert_at(first, "relatedLocations/0/id", "1");
    assert_at(first, "relatedLocations/0/message", "{\"text\":\"planned\"}");
    assert_at(first, "relatedLocations/1/physicalLocation/region", "{\"startLine\":1}");
    assert_int_equal(cJSON_GetArraySize(at(first, "fixes")), 3);
    assert_int_equal(cJSON_GetArraySize(at(first, "fixes/0/artifactChanges")), 2);
    assert_at(first, "fixes/2/artifactChanges/0/replacements/1",
              "{\"deletedRegion\":{\"startLine\":2,\"startColumn\":13,\"endLine\":2,\"endColumn\":15},"
              "\"insertedContent\":{\"text\":\"81\"}}");
    assert_at(first, "partialFingerprints",
              pc_str_fmt(&t.arena, "{\"portcheckFinding/v1\":\"%s\"}", in.findings[0]->fingerprint).ptr);
    assert_false(has(first, "suppressions"));
    assert_at(run, "results/2/level", "\"note\"");
    assert_at(run, "results/2/locations/0/physicalLocation/artifactLocation/uri", "\".\"");
    cJSON_Delete(root);
    tiny_finish(&t);
}

static void silenced_findings_are_suppressed_results(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = three_findings(&t);
    in.findings[0]->suppressed = &comment;
    in.findings[1]->suppressed = &entry;
    in.findings[1]->baseline = &entry;
    in.silenced = in.findings;
    in.silenced_count = 2;
    in.findings += 2;
    in.finding_count = 1;
    cJSON *root = parse(tiny_write(&t, "sarif", &in));
    const cJSON *results = at(root, "runs/0/results");
    assert_at(results, "0/suppressions", "[]");
    assert_at(results, "1/suppressions",
              "[{\"kind\":\"inSource\",\"status\":\"accepted\",\"justification\":\"never up together\",\"location\":"
              "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"a%20b/p%C3%B6rt.yml\",\"uriBaseId\":"
              "\"%SRCROOT%\"},\"region\":{\"startLine\":2}}}}]");
    assert_int_equal(cJSON_GetArraySize(at(results, "2/suppressions")), 2);
    assert_at(results, "2/suppressions/0/kind", "\"external\"");
    assert_int_equal(cJSON_GetArraySize(at(root, "runs/0/tool/driver/rules")), 3);
    cJSON_Delete(root);
    static const char *const others[] = {"concise", "jsonl", "github", "gitlab", "junit", "checkstyle", "rdjson"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(text_has(tiny_write(&t, others[i], &in), "share 7001"));
    /* shown all the same, they fail nothing */
    in.findings -= 2;
    in.finding_count = 3;
    in.silenced_count = 0;
    struct pc_str text = tiny_write(&t, "junit", &in);
    assert_true(
        text_has(text, "<testsuites name=\"portcheck\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\">"));
    assert_true(text_has(text, "<skipped message=\"`gate`"));
    assert_false(text_has(tiny_write(&t, "github", &in), "::error "));
    assert_false(text_has(tiny_write(&t, "gitlab", &in), "major"));
    assert_false(text_has(tiny_write(&t, "checkstyle", &in), "severity=\"error\""));
    assert_false(text_has(tiny_write(&t, "rdjson", &in), "ERROR"));
    assert_true(text_has(tiny_write(&t, "sarif", &in), "\"kind\": \"inSource\""));
    tiny_finish(&t);
}

/* More than SARIF takes: errors, and two of information, which stand first or last. */
static void too_many(struct tiny *t, struct pc_output_input *in, bool turned) {
    tiny_init(t);
    pc_id doc = tiny_file(t, "PORTS.md", PC_FILE_KIND_REGISTRY, "7001\n");
    for (unsigned i = 0; i < 25002; i++) {
        struct pc_finding *f = pc_finding_new(&t->all, &tiny_drift, i < 2 ? PC_LEVEL_INFO : PC_LEVEL_ERROR, "m%u", i);
        pc_finding_port(&t->all, f, (struct pc_ports){(uint16_t)(i + 1), (uint16_t)(i + 1)});
        pc_finding_label(&t->all, f, tiny_span(t, doc, "7001", 0), "%s", "");
    }
    *in = tiny_input_of(t);
    struct pc_finding **list = PC_NEW_ARRAY(&t->arena, in->finding_count, struct pc_finding *);
    for (size_t i = 0; i < in->finding_count; i++)
        list[i] = in->findings[turned ? in->finding_count - 1 - i : i];
    in->findings = list;
}

/* What does not fit is the least grave, whatever they are sorted by, and both the run and the caller are told. */
static void sarif_is_cut(void **state) {
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        struct tiny t;
        struct pc_output_input in;
        too_many(&t, &in, turned == 1);
        struct pc_buf cut;
        pc_buf_init(&cut, &t.arena);
        in.cut = &cut;
        struct pc_str text = tiny_write(&t, "sarif", &in);
        assert_false(text_has(text, "\"level\": \"note\""));
        cJSON *root = parse(text);
        assert_int_equal(cJSON_GetArraySize(at(root, "runs/0/results")), 25000);
        const char *said = at(root, "runs/0/invocations/0/toolExecutionNotifications/0/message/text")->valuestring;
        assert_true(pc_str_starts(pc_str_c(said), PC_STR("the SARIF file holds 25000 of 25002 findings")));
        assert_text(pc_buf_str(&cut), pc_str_fmt(&t.arena, "%s\n", said).ptr);
        cJSON_Delete(root);
        tiny_finish(&t);
    }
    struct tiny t;
    struct pc_output_input in;
    too_many(&t, &in, false);
    in.finding_count = 25000;
    assert_false(text_has(tiny_write(&t, "sarif", &in), "toolExecutionNotifications"));
    tiny_finish(&t);
}

static void annotations_are_ten_a_level(void **state) {
    struct tiny t;
    struct pc_output_input in;
    (void)state;
    too_many(&t, &in, true);
    struct pc_str text = tiny_write(&t, "github", &in);
    assert_true(pc_str_starts(text, PC_STR("::error ")));
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    assert_int_equal(lines, 12);
    size_t said = pc_str_find(text, PC_STR("24990 more of level error are not annotated"), 0);
    assert_true(said != PC_NPOS && said < pc_str_find(text, PC_STR("\n::notice "), 0));
    tiny_finish(&t);
}

/* 10 MB that no packing makes smaller are never reached. */
static void sarif_is_cut_by_size(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id doc = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "7001\n");
    static char words[1900];
    uint32_t chance = 1;
    for (unsigned i = 0; i < 10000; i++) {
        for (unsigned k = 0; k + 1 < sizeof words; k++)
            words[k] = (char)('a' + ((chance = chance * 1664525u + 1013904223u) >> 24) % 26);
        struct pc_finding *f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_ERROR, "%s", words);
        pc_finding_port(&t.all, f, (struct pc_ports){(uint16_t)(i + 1), (uint16_t)(i + 1)});
        pc_finding_label(&t.all, f, tiny_span(&t, doc, "7001", 0), "%s", "");
    }
    struct pc_output_input in = tiny_input_of(&t);
    cJSON *root = parse(tiny_write(&t, "sarif", &in));
    int count = cJSON_GetArraySize(at(root, "runs/0/results"));
    assert_in_range(count, 3000, 10000000 / (int)sizeof words);
    cJSON_Delete(root);
    tiny_finish(&t);
}

static void rdjson(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = three_findings(&t);
    cJSON *root = parse(tiny_write(&t, "rdjson", &in));
    assert_int_equal(cJSON_GetArraySize(at(root, "diagnostics")), 3);
    const cJSON *first = at(root, "diagnostics/0");
    assert_at(first, "message", "\"`gate` and [x](1) share 7001; help: a help\"");
    assert_at(first, "severity", "\"ERROR\"");
    /* bytes: the character before is two */
    assert_at(first, "location/range", "{\"start\":{\"line\":2,\"column\":9},\"end\":{\"line\":2,\"column\":13}}");
    /* the fix that touches another file is none here, the safe one goes before the other */
    assert_int_equal(cJSON_GetArraySize(at(first, "suggestions")), 2);
    assert_at(first, "suggestions/0",
              "{\"range\":{\"start\":{\"line\":2,\"column\":9},\"end\":{\"line\":2,\"column\":13}},\"text\":\"7010\"}");
    assert_at(first, "suggestions/1/text", "\"81\"");
    assert_at(first, "related_locations/0/message", "\"planned\"");
    assert_at(first, "related_locations/1/location", "{\"path\":\"PORTS.md\"}");
    assert_at(root, "diagnostics/1/code", "{\"value\":\"PC301\"}");
    assert_at(root, "diagnostics/2/location", "{\"path\":\".\"}");
    assert_false(has(at(root, "diagnostics/2"), "suggestions"));
    cJSON_Delete(root);
    tiny_finish(&t);
}

static void gitlab(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = three_findings(&t);
    cJSON *root = parse(tiny_write(&t, "gitlab", &in));
    assert_int_equal(cJSON_GetArraySize(root), 3);
    assert_at(root, "0/description", "\"PC201: `gate` and [x](1) share 7001\"");
    assert_at(root, "0/severity", "\"major\"");
    assert_at(root, "0/location/lines", "{\"begin\":2}");
    assert_at(root, "0/location/positions/begin", "{\"line\":2,\"column\":8}");
    assert_at(root, "0/other_locations/0", "{\"path\":\"PORTS.md\",\"lines\":{\"begin\":1}}");
    assert_string_equal(at(root, "0/fingerprint")->valuestring, in.findings[0]->fingerprint);
    assert_at(root, "1/severity", "\"minor\"");
    assert_at(root, "2/severity", "\"info\"");
    assert_at(root, "2/location", "{\"path\":\".\",\"lines\":{\"begin\":1}}");
    cJSON_Delete(root);
    tiny_finish(&t);
}

/* As command() of actions/toolkit escapes data and properties. */
static void github(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id odd = tiny_file(&t, "a,b:c%0A::error::.md", PC_FILE_KIND_REGISTRY, "7001\n7002");
    struct pc_finding *f =
        pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "100%% of 7001: a, b\n::error::x %%0A");
    pc_finding_label(&t.all, f, tiny_span(&t, odd, "7001", 0), "%s", "");
    f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "two lines");
    pc_finding_label(&t.all, f, (struct pc_span){odd, 0, 9}, "%s", "");
    pc_finding_label(&t.all, f, tiny_span(&t, odd, "7002", 0), "%s", "here");
    f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "a file");
    pc_finding_port(&t.all, f, (struct pc_ports){1, 1});
    pc_finding_label(&t.all, f, (struct pc_span){odd, 0, 0}, "%s", "");
    pc_finding_new(&t.all, &tiny_input, PC_LEVEL_INFO, "the whole run");
    struct pc_output_input in = tiny_input_of(&t);
    assert_text(
        tiny_write(&t, "github", &in),
        "::error file=a%2Cb%3Ac%250A%3A%3Aerror%3A%3A.md,line=1,endLine=1,col=1,endColumn=5,title=PC201 "
        "port-collision::100%25 of 7001: a, b\\n::error::x %250A%0Arun `portcheck explain PC201`\n"
        "::warning file=a%2Cb%3Ac%250A%3A%3Aerror%3A%3A.md,line=1,endLine=1,title=PC301 port-drift::a file%0Arun "
        "`portcheck explain PC301`\n"
        "::warning file=a%2Cb%3Ac%250A%3A%3Aerror%3A%3A.md,line=1,endLine=2,title=PC301 port-drift::two lines"
        "%0Aa,b:c%250A::error::.md:2: here%0Arun `portcheck explain PC301`\n"
        "::notice title=PC003 syntax-error::the whole run%0Arun `portcheck explain PC003`\n");
    tiny_finish(&t);
}

static void nothing_found(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = tiny_input_of(&t);
    assert_text(tiny_write(&t, "gitlab", &in), "[]\n");
    assert_text(tiny_write(&t, "jsonl", &in), "");
    assert_text(tiny_write(&t, "github", &in), "");
    assert_text(tiny_write(&t, "grouped", &in), "");
    assert_text(tiny_write(&t, "checkstyle", &in),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n</checkstyle>\n");
    assert_true(text_has(tiny_write(&t, "junit", &in), "tests=\"1\" failures=\"0\""));
    cJSON *root = parse(tiny_write(&t, "sarif", &in));
    assert_at(root, "runs/0/results", "[]");
    cJSON_Delete(root);
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sarif),
        cmocka_unit_test(silenced_findings_are_suppressed_results),
        cmocka_unit_test(sarif_is_cut),
        cmocka_unit_test(annotations_are_ten_a_level),
        cmocka_unit_test(sarif_is_cut_by_size),
        cmocka_unit_test(rdjson),
        cmocka_unit_test(gitlab),
        cmocka_unit_test(github),
        cmocka_unit_test(nothing_found),
    };
    return cmocka_run_group_tests_name("formats", tests, NULL, NULL);
}
