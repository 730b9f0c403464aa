/* jsonl: a finding a line, each the object that it is in json, with a schema of its own. */
#include "finding_json.h"

static void write_jsonl(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_places places;
    struct pc_buf text;
    pc_places_init(&places, in->arena, in->reg);
    pc_buf_init(&text, in->arena);
    for (size_t i = 0; i < in->finding_count; i++) {
        struct pc_json json;
        pc_json_init(&json, &text, false);
        pc_json_object(&json);
        pc_json_key_str(&json, "schema", PC_STR("portcheck/finding/v1"));
        pc_json_finding(in, &places, in->findings[i], &json);
        pc_json_end(&json, '}');
        pc_buf_addc(&text, '\n');
    }
    pc_json_for_logs(out, pc_buf_str(&text));
}

const struct pc_output pc_output_jsonl = {
    .name = "jsonl",
    .summary = "JSON, a finding a line, portcheck/finding/v1",
    .write = write_jsonl,
};
