/* A finding in the shape of "portcheck/check/v1". Other tools rely on it: keys are added, never renamed or removed,
 * within one version. */
#include "finding_json.h"

#include "emit.h"
#include "hide.h"
#include "paint.h"

void pc_json_key_str(struct pc_json *json, const char *key, struct pc_str value) {
    pc_json_key(json, key);
    pc_json_str(json, value);
}

void pc_json_key_int(struct pc_json *json, const char *key, size_t value) {
    pc_json_key(json, key);
    pc_json_int(json, (int64_t)value);
}

void pc_json_key_text(struct pc_json *json, struct pc_arena *arena, const char *key, struct pc_str text) {
    struct pc_buf shown;
    pc_buf_init(&shown, arena);
    pc_emit_text(&shown, text);
    pc_json_key_str(json, key, pc_buf_str(&shown));
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
    pc_json_key_int(json, "line", at.line);
    pc_json_key_int(json, "column", at.column);
    if (places->reg->files[file].origin.len > 0) { /* only line and column are known */
        pc_json_key(json, "offset");
        pc_json_null(json);
    } else {
        pc_json_key_int(json, "offset", offset);
    }
    pc_json_end(json, '}');
}

static void write_span(const struct pc_output_input *in, struct pc_places *places, const struct pc_label *label,
                       struct pc_arena *scratch, struct pc_json *json) {
    struct pc_span span = label->span;
    pc_json_object(json);
    pc_json_key_str(json, "path", in->reg->files[span.file].path);
    write_position(json, "start", places, span.file, span.offset);
    write_position(json, "end", places, span.file, span.offset + span.length);
    pc_json_key(json, "primary");
    pc_json_bool(json, label->primary);
    pc_json_key_str(json, "label", pc_hide_urls(scratch, label->text));
    pc_json_key_str(json, "text", pc_show_span(scratch, in->reg, span));
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

/* The last one counts the places for which a finding has no room. */
static void write_notes(const struct pc_finding *f, struct pc_arena *scratch, struct pc_json *json) {
    pc_json_key(json, "notes");
    pc_json_array(json);
    for (size_t i = 0; i < f->note_count; i++)
        pc_json_str(json, pc_hide_urls(scratch, f->notes[i]));
    if (f->label_left > 0)
        pc_json_str(json, pc_str_fmt(scratch, "%zu more %s not listed", f->label_left,
                                     f->label_left == 1 ? "place is" : "places are"));
    pc_json_end(json, ']');
}

static void write_fix(const struct pc_output_input *in, const struct pc_fix *fix, struct pc_json *json) {
    pc_json_object(json);
    pc_json_key_str(json, "title", pc_hide_urls(in->arena, fix->title));
    pc_json_key(json, "safe");
    pc_json_bool(json, fix->safe);
    pc_json_key(json, "edits");
    pc_json_array(json);
    for (size_t i = 0; i < fix->edit_count; i++) {
        const struct pc_edit *edit = &fix->edits[i];
        if (edit->span.file >= in->reg->file_count)
            continue;
        pc_json_object(json);
        pc_json_key_str(json, "path", in->reg->files[edit->span.file].path);
        pc_json_key_int(json, "offset", edit->span.offset);
        pc_json_key_int(json, "length", edit->span.length);
        pc_json_key_str(json, "text", edit->text);
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
    pc_json_key_str(json, "path", silence->path);
    pc_json_key_int(json, "line", silence->line);
    pc_json_key_str(json, "reason", silence->reason);
    pc_json_end(json, '}');
}

void pc_json_finding(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                     struct pc_json *json) {
    struct pc_arena *scratch = in->arena;
    pc_json_key_str(json, "rule", pc_str_c(f->rule->code));
    pc_json_key_str(json, "name", pc_str_c(f->rule->name));
    pc_json_key_str(json, "severity", pc_str_c(pc_level_name(f->level)));
    pc_json_key_str(json, "message", pc_hide_urls(scratch, f->message));
    write_subject(f, json);
    write_spans(in, places, f, scratch, json);
    write_notes(f, scratch, json);
    write_texts(json, "help", f->helps, f->help_count, scratch);
    pc_json_key(json, "fixes");
    pc_json_array(json);
    for (size_t i = 0; i < f->fix_count; i++)
        write_fix(in, &f->fixes[i], json);
    pc_json_end(json, ']');
    write_silence(json, "suppressed", f->suppressed);
    write_silence(json, "baseline", f->baseline);
    pc_json_key_str(json, "fingerprint", pc_str_c(f->fingerprint));
}
