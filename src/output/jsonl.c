/* jsonl: a finding a line, each the object that it is in json, with a schema of its own. */
#include "finding_json.h"

static void write_line(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                       void *arg) {
    struct pc_buf *out = arg;
    struct pc_json json;
    pc_json_init(&json, out, false);
    pc_json_object(&json);
    pc_json_key_str(&json, "schema", PC_STR("portcheck/finding/v1"));
    pc_json_finding(in, places, f, &json);
    pc_json_end(&json, '}');
    pc_buf_addc(out, '\n');
}

static void write_jsonl(const struct pc_output_input *in, struct pc_buf *out) {
    pc_output_findings(in, out, write_line, out);
}

const struct pc_output pc_output_jsonl = {
    .name = "jsonl",
    .summary = "JSON, a finding a line, portcheck/finding/v1",
    .write = write_jsonl,
};
