/* gitlab: a Code Quality report, which a merge request shows. */
#include "finding_json.h"
#include "spot.h"

static void write_place(struct pc_json *json, const char *key, struct pc_position at) {
    pc_json_key(json, key);
    pc_json_object(json);
    pc_json_key_int(json, "line", at.line);
    pc_json_key_int(json, "column", at.column);
    pc_json_end(json, '}');
}

static void write_location(struct pc_json *json, const struct pc_spot *spot, bool exact) {
    pc_json_object(json);
    pc_json_key_str(json, "path", spot->path);
    pc_json_key(json, "lines");
    pc_json_object(json);
    pc_json_key_int(json, "begin", spot->at.line);
    pc_json_end(json, '}');
    if (exact) {
        pc_json_key(json, "positions");
        pc_json_object(json);
        write_place(json, "begin", spot->at);
        write_place(json, "end", spot->end);
        pc_json_end(json, '}');
    }
    pc_json_end(json, '}');
}

static const char *severity_of(enum pc_level level) {
    return level == PC_LEVEL_ERROR ? "major" : level == PC_LEVEL_WARNING ? "minor" : "info";
}

static void write_issue(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                        void *arg) {
    struct pc_json *json = arg;
    struct pc_spot spot = pc_spot_of(in, places, f);
    pc_json_object(json);
    pc_json_key_str(json, "type", PC_STR("issue"));
    pc_json_key_str(json, "check_name", pc_str_c(f->rule->code));
    pc_json_key_text(json, in->arena, "description",
                     pc_str_fmt(in->arena, "%s: %.*s", f->rule->code, PC_ARG(f->message)));
    pc_json_key_str(json, "severity", pc_str_c(severity_of(pc_spot_level(f))));
    pc_json_key_str(json, "fingerprint", pc_str_c(f->fingerprint));
    pc_json_key(json, "categories");
    pc_json_array(json);
    pc_json_str(json, PC_STR("Bug Risk"));
    pc_json_end(json, ']');
    pc_json_key(json, "location");
    write_location(json, &spot, !spot.whole);
    pc_json_key(json, "other_locations");
    pc_json_array(json);
    for (size_t i = 1; i < f->label_count; i++) {
        const struct pc_label *label = pc_spot_other(in, f, i);
        if (!label)
            continue;
        spot = pc_spot_of_label(in, places, label);
        write_location(json, &spot, false);
    }
    pc_json_end(json, ']');
    pc_json_end(json, '}');
}

static void write_gitlab(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_json json;
    pc_json_init(&json, out, true);
    pc_json_array(&json);
    pc_output_findings(in, out, write_issue, &json);
    pc_json_end(&json, ']');
}

const struct pc_output pc_output_gitlab = {
    .name = "gitlab",
    .summary = "a Code Quality report for GitLab",
    .write = write_gitlab,
};
