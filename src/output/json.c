/* json: the shape of "portcheck/check/v1". Other tools rely on it: keys are added, never renamed or removed, within one
 * version. */
#include "hide.h"
#include "json_out.h"
#include "paint.h"
#include "place.h"

static void key_str(struct pc_json *json, const char *key, struct pc_str value) {
    pc_json_key(json, key);
    pc_json_str(json, value);
}

static void key_size(struct pc_json *json, const char *key, size_t value) {
    pc_json_key(json, key);
    pc_json_int(json, (int64_t)value);
}

static void write_summary(const struct pc_output_input *in, struct pc_json *json) {
    const struct pc_summary *s = &in->summary;
    pc_json_key(json, "summary");
    pc_json_object(json);
    key_size(json, "error", s->errors);
    key_size(json, "warning", s->warnings);
    key_size(json, "info", s->infos);
    key_size(json, "suppressed", s->suppressed);
    key_size(json, "baselined", s->baselined);
    key_size(json, "fixable", s->fixable);
    key_size(json, "sources", s->sources);
    key_size(json, "claims", s->claims);
    key_size(json, "hosts", s->hosts);
    pc_json_key(json, "exit_code");
    pc_json_int(json, s->exit_code);
    pc_json_end(json, '}');
}

static void write_subject(const struct pc_finding *f, struct pc_json *json) {
    pc_json_key(json, "subject");
    pc_json_object(json);
    pc_json_key(json, "host");
    if (f->host.len > 0)
        pc_json_str(json, f->host);
    else
        pc_json_null(json);
    pc_json_key(json, "protocol");
    pc_json_strz(json, f->protocol == PC_PROTO_ANY ? NULL : pc_protocol_name(f->protocol));
    pc_json_key(json, "ports");
    pc_json_array(json);
    for (size_t i = 0; i < f->port_count; i++) {
        if (f->ports[i].lo == f->ports[i].hi) {
            pc_json_int(json, f->ports[i].lo);
            continue;
        }
        pc_json_array(json);
        pc_json_int(json, f->ports[i].lo);
        pc_json_int(json, f->ports[i].hi);
        pc_json_end(json, ']');
    }
    pc_json_end(json, ']');
    pc_json_key(json, "services");
    pc_json_array(json);
    for (size_t i = 0; i < f->service_count; i++)
        pc_json_str(json, f->services[i]);
    pc_json_end(json, ']');
    pc_json_end(json, '}');
}

static void write_position(struct pc_json *json, const char *key, struct pc_places *places, pc_id file,
                           uint32_t offset) {
    struct pc_position at = pc_place_of(places, file, offset);
    pc_json_key(json, key);
    pc_json_object(json);
    key_size(json, "line", at.line);
    key_size(json, "column", at.column);
    key_size(json, "offset", offset);
    pc_json_end(json, '}');
}

static void write_span(const struct pc_output_input *in, struct pc_places *places, const struct pc_label *label,
                       struct pc_arena *scratch, struct pc_json *json) {
    struct pc_span span = label->span;
    pc_json_object(json);
    key_str(json, "path", in->reg->files[span.file].path);
    write_position(json, "start", places, span.file, span.offset);
    write_position(json, "end", places, span.file, span.offset + span.length);
    pc_json_key(json, "primary");
    pc_json_bool(json, label->primary);
    key_str(json, "label", pc_hide_urls(scratch, label->text));
    key_str(json, "text", pc_show_span(scratch, in->reg, span));
    pc_json_end(json, '}');
}

static void write_spans(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                        struct pc_arena *scratch, struct pc_json *json) {
    pc_json_key(json, "spans");
    pc_json_array(json);
    for (size_t i = 0; i < f->label_count; i++) {
        if (f->labels[i].span.file < in->reg->file_count)
            write_span(in, places, &f->labels[i], scratch, json);
    }
    pc_json_end(json, ']');
}

static void write_texts(struct pc_json *json, const char *key, const struct pc_str *texts, size_t count,
                        struct pc_arena *scratch) {
    pc_json_key(json, key);
    pc_json_array(json);
    for (size_t i = 0; i < count; i++)
        pc_json_str(json, pc_hide_urls(scratch, texts[i]));
    pc_json_end(json, ']');
}

static void write_fix(const struct pc_output_input *in, const struct pc_fix *fix, struct pc_json *json) {
    pc_json_object(json);
    key_str(json, "title", pc_hide_urls(in->arena, fix->title));
    pc_json_key(json, "safe");
    pc_json_bool(json, fix->safe);
    pc_json_key(json, "edits");
    pc_json_array(json);
    for (size_t i = 0; i < fix->edit_count; i++) {
        const struct pc_edit *edit = &fix->edits[i];
        if (edit->span.file >= in->reg->file_count)
            continue;
        pc_json_object(json);
        key_str(json, "path", in->reg->files[edit->span.file].path);
        key_size(json, "offset", edit->span.offset);
        key_size(json, "length", edit->span.length);
        key_str(json, "text", edit->text);
        pc_json_end(json, '}');
    }
    pc_json_end(json, ']');
    pc_json_end(json, '}');
}

static void write_silence(struct pc_json *json, const char *key, const struct pc_silence *silence) {
    pc_json_key(json, key);
    if (silence == NULL) {
        pc_json_null(json);
        return;
    }
    pc_json_object(json);
    key_str(json, "path", silence->path);
    key_size(json, "line", silence->line);
    key_str(json, "reason", silence->reason);
    pc_json_end(json, '}');
}

static void write_finding(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                          struct pc_arena *scratch, struct pc_json *json) {
    pc_json_object(json);
    key_str(json, "rule", pc_str_c(f->rule->code));
    key_str(json, "name", pc_str_c(f->rule->name));
    key_str(json, "severity", pc_str_c(pc_level_name(f->level)));
    key_str(json, "message", pc_hide_urls(scratch, f->message));
    write_subject(f, json);
    write_spans(in, places, f, scratch, json);
    write_texts(json, "notes", f->notes, f->note_count, scratch);
    write_texts(json, "help", f->helps, f->help_count, scratch);
    pc_json_key(json, "fixes");
    pc_json_array(json);
    for (size_t i = 0; i < f->fix_count; i++)
        write_fix(in, &f->fixes[i], json);
    pc_json_end(json, ']');
    write_silence(json, "suppressed", f->suppressed);
    write_silence(json, "baseline", f->baseline);
    key_str(json, "fingerprint", pc_str_c(f->fingerprint));
    pc_json_end(json, '}');
}

/* Appends JSON with "##[" inside its strings written as "#\u0023[": the same value, and no command to a build server
 * that reads the log (emit.h). "#" occurs in strings only. */
static void add_for_logs(struct pc_buf *out, struct pc_str text) {
    size_t plain = 0;
    for (size_t at = pc_str_find(text, PC_STR("##"), 0); at != PC_NPOS; at = pc_str_find(text, PC_STR("##"), at + 1)) {
        pc_buf_add(out, pc_str_sub(text, plain, at + 1 - plain));
        pc_buf_adds(out, "\\u0023");
        plain = at + 2;
    }
    pc_buf_add(out, pc_str_sub(text, plain, text.len));
}

static void write_json(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    struct pc_buf text;
    pc_buf_init(&text, in->arena);
    struct pc_json json;
    pc_json_init(&json, &text, true);
    pc_json_object(&json);
    key_str(&json, "schema", PC_STR("portcheck/check/v1"));
    pc_json_key(&json, "tool");
    pc_json_object(&json);
    key_str(&json, "name", PC_STR("portcheck"));
    key_str(&json, "version", pc_str_c(in->version));
    pc_json_end(&json, '}');
    write_summary(in, &json);
    pc_json_key(&json, "findings");
    pc_json_array(&json);
    for (size_t i = 0; i < in->finding_count; i++)
        write_finding(in, &places, in->findings[i], in->arena, &json);
    pc_json_end(&json, ']');
    pc_json_end(&json, '}');
    add_for_logs(out, pc_buf_str(&text));
}

const struct pc_output pc_output_json = {
    .name = "json",
    .summary = "one JSON document, portcheck/check/v1",
    .write = write_json,
};
