#include "sarif_result.h"

#include "emit.h"
#include "spot.h"
#include "uri.h"

#define LINKS_MAX 8 /* other places linked from a message; all are related locations */

static void write_artifact(const struct pc_sarif_writer *w, struct pc_str path) {
    struct pc_buf uri;
    pc_buf_init(&uri, w->in->arena);
    pc_uri_path(&uri, path);
    pc_json_key(w->json, "artifactLocation");
    pc_json_object(w->json);
    pc_json_key_str(w->json, "uri", pc_buf_str(&uri));
    pc_json_key_str(w->json, "uriBaseId", PC_STR("%SRCROOT%"));
    pc_json_end(w->json, '}');
}

static void write_bounds(const struct pc_sarif_writer *w, struct pc_position at, struct pc_position end) {
    pc_json_key_int(w->json, "startLine", at.line);
    pc_json_key_int(w->json, "startColumn", at.column);
    pc_json_key_int(w->json, "endLine", end.line);
    pc_json_key_int(w->json, "endColumn", end.column);
}

/* Appends a sentence in which no bracket begins a link. */
static void add_text(const struct pc_sarif_writer *w, struct pc_buf *out, struct pc_str sentence) {
    struct pc_buf plain;
    pc_buf_init(&plain, w->in->arena);
    pc_emit_text(&plain, sentence);
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.ptr[i];
        if (c == '[' || c == ']' || c == '\\')
            pc_buf_addc(out, '\\');
        pc_buf_addc(out, c);
    }
}

static void write_message(const struct pc_sarif_writer *w, struct pc_str text) {
    pc_json_key(w->json, "message");
    pc_json_object(w->json);
    pc_json_key_str(w->json, "text", text);
    pc_json_end(w->json, '}');
}

/* label NULL: only a path is known. id 0: none. */
static void write_location(const struct pc_sarif_writer *w, const struct pc_spot *spot, const struct pc_label *label,
                           size_t id) {
    struct pc_json *json = w->json;
    pc_json_object(json);
    if (id > 0)
        pc_json_key_int(json, "id", id);
    pc_json_key(json, "physicalLocation");
    pc_json_object(json);
    write_artifact(w, spot->path);
    pc_json_key(json, "region");
    pc_json_object(json);
    if (!label || spot->whole) {
        pc_json_key_int(json, "startLine", 1);
    } else {
        write_bounds(w, spot->at, spot->end);
        pc_json_key(json, "snippet");
        pc_json_object(json);
        pc_json_key_str(json, "text", pc_show_span(w->in->arena, w->in->reg, label->span));
        pc_json_end(json, '}');
    }
    pc_json_end(json, '}');
    pc_json_end(json, '}');
    if (label && label->text.len > 0) {
        struct pc_buf text;
        pc_buf_init(&text, w->in->arena);
        add_text(w, &text, label->text);
        write_message(w, pc_buf_str(&text));
    }
    pc_json_end(json, '}');
}

/* ", [path:line](id)" for each other place. */
static void add_links(const struct pc_sarif_writer *w, const struct pc_finding *f, struct pc_buf *out) {
    size_t id = 0, left = f->label_left;
    for (size_t i = 1; i < f->label_count; i++) {
        const struct pc_label *label = pc_spot_other(w->in, f, i);
        if (!label)
            continue;
        if (++id > LINKS_MAX) {
            left++;
            continue;
        }
        struct pc_spot spot = pc_spot_of_label(w->in, w->places, label);
        pc_buf_adds(out, id == 1 ? ". See also [" : ", [");
        add_text(w, out, spot.path);
        if (!spot.whole)
            pc_buf_addf(out, ":%u", (unsigned)spot.at.line);
        pc_buf_addf(out, "](%zu)", id);
    }
    if (left > 0)
        pc_buf_addf(out, " and %zu more place%s", left, left == 1 ? "" : "s");
    pc_buf_addc(out, '.');
}

static struct pc_str message_of(const struct pc_sarif_writer *w, const struct pc_finding *f) {
    struct pc_buf out;
    pc_buf_init(&out, w->in->arena);
    add_text(w, &out, f->message);
    if (f->label_count > 0 && f->labels[0].text.len > 0) {
        pc_buf_adds(&out, ": ");
        add_text(w, &out, f->labels[0].text);
    }
    add_links(w, f, &out);
    for (size_t i = 0; i < f->note_count; i++) {
        pc_buf_adds(&out, "\nNote: ");
        add_text(w, &out, f->notes[i]);
    }
    for (size_t i = 0; i < f->help_count; i++) {
        pc_buf_adds(&out, "\nHelp: ");
        add_text(w, &out, f->helps[i]);
    }
    return pc_buf_str(&out);
}

static void write_locations(const struct pc_sarif_writer *w, const struct pc_finding *f) {
    struct pc_spot spot = pc_spot_of(w->in, w->places, f);
    size_t id = 0;
    pc_json_key(w->json, "locations");
    pc_json_array(w->json);
    write_location(w, &spot, f->label_count > 0 ? &f->labels[0] : NULL, 0);
    pc_json_end(w->json, ']');
    if (f->label_count < 2)
        return;
    pc_json_key(w->json, "relatedLocations");
    pc_json_array(w->json);
    for (size_t i = 1; i < f->label_count; i++) {
        const struct pc_label *label = pc_spot_other(w->in, f, i);
        if (!label)
            continue;
        spot = pc_spot_of_label(w->in, w->places, label);
        write_location(w, &spot, label, ++id);
    }
    pc_json_end(w->json, ']');
}

static void write_replacement(const struct pc_sarif_writer *w, const struct pc_edit *edit) {
    struct pc_span span = edit->span;
    pc_json_object(w->json);
    pc_json_key(w->json, "deletedRegion");
    pc_json_object(w->json);
    write_bounds(w, pc_place_of(w->places, span.file, span.offset),
                 pc_place_of(w->places, span.file, span.offset + span.length));
    pc_json_end(w->json, '}');
    pc_json_key(w->json, "insertedContent");
    pc_json_object(w->json);
    pc_json_key_str(w->json, "text", edit->text);
    pc_json_end(w->json, '}');
    pc_json_end(w->json, '}');
}

/* A change a run of edits of one file. */
static void write_changes(const struct pc_sarif_writer *w, const struct pc_fix *fix) {
    pc_json_key(w->json, "artifactChanges");
    pc_json_array(w->json);
    for (size_t from = 0, to; from < fix->edit_count; from = to) {
        pc_id file = fix->edits[from].span.file;
        for (to = from; to < fix->edit_count && fix->edits[to].span.file == file;)
            to++;
        pc_json_object(w->json);
        write_artifact(w, w->in->reg->files[file].path);
        pc_json_key(w->json, "replacements");
        pc_json_array(w->json);
        for (size_t i = from; i < to; i++)
            write_replacement(w, &fix->edits[i]);
        pc_json_end(w->json, ']');
        pc_json_end(w->json, '}');
    }
    pc_json_end(w->json, ']');
}

static bool is_known(const struct pc_sarif_writer *w, const struct pc_fix *fix) {
    for (size_t i = 0; i < fix->edit_count; i++)
        if (fix->edits[i].span.file >= w->in->reg->file_count)
            return false;
    return fix->edit_count > 0;
}

static void write_fixes(const struct pc_sarif_writer *w, const struct pc_finding *f) {
    if (f->fix_count == 0)
        return;
    pc_json_key(w->json, "fixes");
    pc_json_array(w->json);
    for (size_t i = 0; i < f->fix_count; i++) {
        struct pc_buf title;
        if (!is_known(w, &f->fixes[i]))
            continue;
        pc_buf_init(&title, w->in->arena);
        add_text(w, &title, f->fixes[i].title);
        pc_json_object(w->json);
        pc_json_key(w->json, "description");
        pc_json_object(w->json);
        pc_json_key_str(w->json, "text", pc_buf_str(&title));
        pc_json_end(w->json, '}');
        write_changes(w, &f->fixes[i]);
        pc_json_end(w->json, '}');
    }
    pc_json_end(w->json, ']');
}

/* A comment stands in a file of one of the finding's places; anything else that silences stands elsewhere. */
static bool is_in_source(const struct pc_sarif_writer *w, const struct pc_finding *f,
                         const struct pc_silence *silence) {
    for (size_t i = 0; i < f->label_count; i++) {
        pc_id file = f->labels[i].span.file;
        if (file < w->in->reg->file_count && pc_str_eq(w->in->reg->files[file].path, silence->path))
            return true;
    }
    return false;
}

static void write_suppression(const struct pc_sarif_writer *w, const struct pc_silence *silence, bool in_source) {
    struct pc_json *json = w->json;
    pc_json_object(json);
    pc_json_key_str(json, "kind", in_source ? PC_STR("inSource") : PC_STR("external"));
    pc_json_key_str(json, "status", PC_STR("accepted"));
    if (silence->reason.len > 0)
        pc_json_key_text(json, w->in->arena, "justification", silence->reason);
    if (silence->path.len > 0) {
        pc_json_key(json, "location");
        pc_json_object(json);
        pc_json_key(json, "physicalLocation");
        pc_json_object(json);
        write_artifact(w, silence->path);
        if (silence->line > 0) {
            pc_json_key(json, "region");
            pc_json_object(json);
            pc_json_key_int(json, "startLine", silence->line);
            pc_json_end(json, '}');
        }
        pc_json_end(json, '}');
        pc_json_end(json, '}');
    }
    pc_json_end(json, '}');
}

static void write_suppressions(const struct pc_sarif_writer *w, const struct pc_finding *f) {
    if (!w->with_suppressions)
        return;
    pc_json_key(w->json, "suppressions");
    pc_json_array(w->json);
    if (f->suppressed)
        write_suppression(w, f->suppressed, is_in_source(w, f, f->suppressed));
    if (f->baseline)
        write_suppression(w, f->baseline, false);
    pc_json_end(w->json, ']');
}

static void write_properties(const struct pc_sarif_writer *w, const struct pc_finding *f) {
    struct pc_json *json = w->json;
    pc_json_key(json, "partialFingerprints");
    pc_json_object(json);
    pc_json_key_str(json, "portcheckFinding/v1", pc_str_c(f->fingerprint));
    pc_json_end(json, '}');
    pc_json_key(json, "properties");
    pc_json_object(json);
    if (f->host.len > 0)
        pc_json_key_text(json, w->in->arena, "host", f->host);
    pc_json_key(json, "services");
    pc_json_array(json);
    for (size_t i = 0; i < f->service_count; i++)
        pc_json_str(json, pc_printable(w->in->arena, f->services[i]));
    pc_json_end(json, ']');
    pc_json_end(json, '}');
}

void pc_sarif_write_result(const struct pc_sarif_writer *w, const struct pc_finding *f) {
    struct pc_json *json = w->json;
    pc_json_object(json);
    pc_json_key_str(json, "ruleId", pc_str_c(f->rule->code));
    pc_json_key_int(json, "ruleIndex", pc_sarif_rule_index(&w->rules, f->rule));
    pc_json_key_str(json, "level", pc_sarif_level(f->level));
    pc_json_key_str(json, "kind", PC_STR("fail"));
    write_message(w, message_of(w, f));
    write_locations(w, f);
    write_fixes(w, f);
    write_suppressions(w, f);
    write_properties(w, f);
    pc_json_end(json, '}');
}
