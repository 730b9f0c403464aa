#include <string.h>

#include "base_test.h"
#include "json_out.h"

static void write_sample(struct pc_json *json) {
    pc_json_object(json);
    pc_json_key(json, "n");
    pc_json_int(json, INT64_MIN);
    pc_json_key(json, "list");
    pc_json_array(json);
    pc_json_bool(json, true);
    pc_json_null(json);
    pc_json_strz(json, NULL);
    pc_json_object(json);
    pc_json_end(json, '}');
    pc_json_end(json, ']');
    pc_json_key(json, "none");
    pc_json_array(json);
    pc_json_end(json, ']');
    pc_json_key(json, "s");
    pc_json_strz(json, "x");
    pc_json_end(json, '}');
}

static void writes_both_forms(void **state) {
    (void)state;
    struct pc_buf buf;
    struct pc_json json;
    pc_buf_init(&buf, &arena);
    pc_json_init(&json, &buf, false);
    write_sample(&json);
    assert_string_equal(buf.ptr, "{\"n\":-9223372036854775808,\"list\":[true,null,null,{}],\"none\":[],\"s\":\"x\"}");
    pc_buf_init(&buf, &arena);
    pc_json_init(&json, &buf, true);
    write_sample(&json);
    assert_string_equal(buf.ptr, "{\n"
                                 "  \"n\": -9223372036854775808,\n"
                                 "  \"list\": [\n"
                                 "    true,\n"
                                 "    null,\n"
                                 "    null,\n"
                                 "    {}\n"
                                 "  ],\n"
                                 "  \"none\": [],\n"
                                 "  \"s\": \"x\"\n"
                                 "}\n");
}

static void escapes_what_could_harm(void **state) {
    (void)state;
    static const struct {
        struct pc_str raw;
        const char *escaped;
    } cases[] = {
        {{"a\"b\\c/", 6}, "a\\\"b\\\\c/"},
        {{"\b\f\n\r\t", 5}, "\\b\\f\\n\\r\\t"},
        {{"\0\x1b\x7f", 3}, "\\u0000\\u001b\\u007f"},
        {{"\xC2\x85", 2}, "\\u0085"},
        {{"\xE2\x80\xAE\xE2\x80\xA8", 6}, "\\u202e\\u2028"},
        {{"\xF3\xA0\x81\x81", 4}, "\\udb40\\udc41"},
        {{"a\xFF\xC3", 3}, "a\xEF\xBF\xBD\xEF\xBF\xBD"},
        {{"\xC3\xA4\xF0\x9F\x98\x80", 6}, "\xC3\xA4\xF0\x9F\x98\x80"},
        {{"", 0}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_buf buf;
        pc_buf_init(&buf, &arena);
        pc_json_escape(&buf, cases[i].raw);
        assert_str(pc_buf_str(&buf), cases[i].escaped);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(writes_both_forms), TEST(escapes_what_could_harm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
