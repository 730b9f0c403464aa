/* json: one document of the shape "portcheck/check/v1". */
#include "finding_json.h"

static void write_summary(const struct pc_output_input *in, struct pc_json *json) {
    const struct pc_summary *s = &in->summary;
    pc_json_key(json, "summary");
    pc_json_object(json);
    pc_json_key_int(json, "error", s->errors);
    pc_json_key_int(json, "warning", s->warnings);
    pc_json_key_int(json, "info", s->infos);
    pc_json_key_int(json, "suppressed", s->suppressed);
    pc_json_key_int(json, "baselined", s->baselined);
    pc_json_key_int(json, "fixable", s->fixable);
    pc_json_key_int(json, "unsafe_fixable", s->unsafe_fixable);
    pc_json_key_int(json, "sources", s->sources);
    pc_json_key_int(json, "claims", s->claims);
    pc_json_key_int(json, "hosts", s->hosts);
    pc_json_key(json, "exit_code");
    pc_json_int(json, s->exit_code);
    pc_json_end(json, '}');
}

static void write_finding(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                          void *arg) {
    struct pc_json *json = arg;
    pc_json_object(json);
    pc_json_finding(in, places, f, json);
    pc_json_end(json, '}');
}

static void write_json(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_json json;
    pc_json_init(&json, out, true);
    pc_json_object(&json);
    pc_json_key_str(&json, "schema", PC_STR("portcheck/check/v1"));
    pc_json_key(&json, "tool");
    pc_json_object(&json);
    pc_json_key_str(&json, "name", PC_STR("portcheck"));
    pc_json_key_str(&json, "version", pc_str_c(in->version));
    pc_json_end(&json, '}');
    write_summary(in, &json);
    pc_json_key(&json, "findings");
    pc_json_array(&json);
    pc_output_findings(in, out, write_finding, &json);
    pc_json_end(&json, ']');
    pc_json_end(&json, '}');
}

const struct pc_output pc_output_json = {
    .name = "json",
    .summary = "one JSON document, portcheck/check/v1",
    .write = write_json,
};
