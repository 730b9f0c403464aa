/* rdjson: the Reviewdog Diagnostic Format, one document. Columns are bytes there, ends are exclusive. */
#include "finding_json.h"
#include "spot.h"

static void write_position(struct pc_json *json, const char *key, struct pc_position at) {
    pc_json_key(json, key);
    pc_json_object(json);
    pc_json_key_int(json, "line", at.line);
    pc_json_key_int(json, "column", at.byte_column);
    pc_json_end(json, '}');
}

static void write_range(struct pc_json *json, struct pc_position at, struct pc_position end) {
    pc_json_key(json, "range");
    pc_json_object(json);
    write_position(json, "start", at);
    write_position(json, "end", end);
    pc_json_end(json, '}');
}

/* Without a range the file as such is meant. */
static void write_location(struct pc_json *json, const struct pc_spot *spot) {
    pc_json_key(json, "location");
    pc_json_object(json);
    pc_json_key_str(json, "path", spot->path);
    if (!spot->whole)
        write_range(json, spot->at, spot->end);
    pc_json_end(json, '}');
}

static const char *severity_of(enum pc_level level) {
    return level == PC_LEVEL_ERROR ? "ERROR" : level == PC_LEVEL_WARNING ? "WARNING" : "INFO";
}

static bool lies_in(const struct pc_fix *fix, pc_id file) {
    for (size_t i = 0; i < fix->edit_count; i++)
        if (fix->edits[i].span.file != file)
            return false;
    return fix->edit_count > 0;
}

/* A suggestion changes the file of its diagnostic, and there is no choice between several: they are fixes of different
 * places, all of them safe or, where no safe one is to be had, all of them not. Half a fix would be a wrong one, so
 * those that change other files as well are left out. */
static bool is_suggested(const struct pc_output_input *in, const struct pc_finding *f, const struct pc_fix *fix) {
    bool safe = false;
    if (f->label_count == 0 || f->labels[0].span.file >= in->reg->file_count)
        return false;
    for (size_t i = 0; i < f->fix_count; i++)
        safe = safe || (f->fixes[i].safe && lies_in(&f->fixes[i], f->labels[0].span.file));
    return fix->safe == safe && lies_in(fix, f->labels[0].span.file);
}

static void write_edits(struct pc_places *places, const struct pc_fix *fix, struct pc_json *json) {
    for (size_t i = 0; i < fix->edit_count; i++) {
        struct pc_span span = fix->edits[i].span;
        pc_json_object(json);
        write_range(json, pc_place_of(places, span.file, span.offset),
                    pc_place_of(places, span.file, span.offset + span.length));
        pc_json_key_str(json, "text", fix->edits[i].text);
        pc_json_end(json, '}');
    }
}

static void write_suggestions(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                              struct pc_json *json) {
    bool any = false;
    for (size_t i = 0; i < f->fix_count; i++) {
        if (!is_suggested(in, f, &f->fixes[i]))
            continue;
        if (!any) {
            pc_json_key(json, "suggestions");
            pc_json_array(json);
        }
        any = true;
        write_edits(places, &f->fixes[i], json);
    }
    if (any)
        pc_json_end(json, ']');
}

static void write_related(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                          struct pc_json *json) {
    pc_json_key(json, "related_locations");
    pc_json_array(json);
    for (size_t i = 1; i < f->label_count; i++) {
        const struct pc_label *label = pc_spot_other(in, f, i);
        if (!label)
            continue;
        struct pc_spot spot = pc_spot_of_label(in, places, label);
        pc_json_object(json);
        pc_json_key_text(json, in->arena, "message", label->text);
        write_location(json, &spot);
        pc_json_end(json, '}');
    }
    pc_json_end(json, ']');
}

/* What there is to do belongs to the message: readers show nothing else. */
static struct pc_str message_of(const struct pc_output_input *in, const struct pc_finding *f) {
    struct pc_buf message;
    pc_buf_init(&message, in->arena);
    pc_buf_add(&message, f->message);
    for (size_t i = 0; i < f->help_count; i++) {
        pc_buf_adds(&message, i == 0 ? "; help: " : "; ");
        pc_buf_add(&message, f->helps[i]);
    }
    return pc_buf_str(&message);
}

static void write_diagnostic(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                             void *arg) {
    struct pc_json *json = arg;
    struct pc_spot spot = pc_spot_of(in, places, f);
    pc_json_object(json);
    pc_json_key_text(json, in->arena, "message", message_of(in, f));
    write_location(json, &spot);
    pc_json_key_str(json, "severity", pc_str_c(severity_of(pc_spot_level(f))));
    pc_json_key(json, "code");
    pc_json_object(json);
    pc_json_key_str(json, "value", pc_str_c(f->rule->code));
    pc_json_end(json, '}');
    write_suggestions(in, places, f, json);
    if (f->label_count > 1)
        write_related(in, places, f, json);
    pc_json_end(json, '}');
}

static void write_rdjson(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_json json;
    pc_json_init(&json, out, true);
    pc_json_object(&json);
    pc_json_key(&json, "source");
    pc_json_object(&json);
    pc_json_key_str(&json, "name", PC_STR("portcheck"));
    pc_json_end(&json, '}');
    pc_json_key(&json, "diagnostics");
    pc_json_array(&json);
    pc_output_findings(in, out, write_diagnostic, &json);
    pc_json_end(&json, ']');
    pc_json_end(&json, '}');
}

const struct pc_output pc_output_rdjson = {
    .name = "rdjson",
    .summary = "the Reviewdog Diagnostic Format, with suggestions",
    .write = write_rdjson,
};
