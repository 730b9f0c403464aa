/* sarif: SARIF 2.1.0, for code scanning. GitHub accepts at most 25,000 results and 10 MB when packed; what goes beyond
 * is left out, the least grave first, and that is said in the run. */
#include "sarif_result.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define RESULTS_MAX 25000
#define PACKED_MAX ((size_t)9500000) /* bytes; the rest of the 10 MB is for the rules */
/* Nothing is packed here, so the packed size is bounded from above: the words of a finding count whole, although
 * packing halves them at least, and what repeats around them counts these bytes. */
#define PACKED_RESULT 250
#define PACKED_PLACE 60

/* PC_EXIT_... of the public header, which this layer does not see */
enum { EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_NOTHING, EXIT_INCOMPLETE };

static size_t length_of(const struct pc_str *texts, size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += texts[i].len;
    return length;
}

static size_t packed_size(const struct pc_output_input *in, const struct pc_finding *f) {
    size_t size = PACKED_RESULT + f->message.len + f->host.len + length_of(f->services, f->service_count) +
                  length_of(f->notes, f->note_count) + length_of(f->helps, f->help_count);
    for (size_t i = 0; i < f->label_count; i++) {
        const struct pc_label *label = &f->labels[i];
        size += PACKED_PLACE + label->text.len;
        if (label->span.file < in->reg->file_count)
            size += in->reg->files[label->span.file].path.len + (label->span.length < 4096 ? label->span.length : 4096);
    }
    for (size_t i = 0; i < f->fix_count; i++) {
        size += PACKED_PLACE + f->fixes[i].title.len;
        for (size_t e = 0; e < f->fixes[i].edit_count; e++)
            size += PACKED_PLACE + f->fixes[i].edits[e].text.len;
    }
    return size;
}

/* What is left of what GitHub accepts. */
struct room {
    size_t results, bytes;
};

/* Findings of which some may have no room. */
struct kept {
    struct pc_finding **items;
    size_t count;
};

/* The gravest are kept, in the order in which they stand. */
static struct kept fit(const struct pc_output_input *in, struct pc_finding *const *findings, size_t count,
                       struct room *room) {
    bool *has_room = PC_NEW_ARRAY(in->arena, count, bool);
    struct kept kept = {PC_NEW_ARRAY(in->arena, count, struct pc_finding *), 0};
    for (enum pc_level level = PC_LEVEL_ERROR; level >= PC_LEVEL_INFO; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t size = findings[i]->level == level ? packed_size(in, findings[i]) : 0;
            has_room[i] = has_room[i] || (size > 0 && size <= room->bytes && room->results > 0);
            if (size == 0)
                continue;
            room->bytes = has_room[i] ? room->bytes - size : 0;
            room->results -= has_room[i];
        }
    }
    for (size_t i = 0; i < count; i++)
        if (has_room[i])
            kept.items[kept.count++] = findings[i];
    return kept;
}

static const char *exit_description(int code) {
    switch (code) {
    case EXIT_CLEAN:
        return "no findings at or above the gate";
    case EXIT_FINDINGS:
        return "findings at or above the gate";
    case EXIT_NOTHING:
        return "nothing to check: not one port was found";
    case EXIT_INCOMPLETE:
        return "incomplete: not everything could be read";
    default:
        return "wrong usage or configuration";
    }
}

static void write_invocation(const struct pc_output_input *in, struct pc_str cut, struct pc_json *json) {
    int code = in->summary.exit_code;
    pc_json_key(json, "invocations");
    pc_json_array(json);
    pc_json_object(json);
    pc_json_key(json, "executionSuccessful");
    pc_json_bool(json, code == EXIT_CLEAN || code == EXIT_FINDINGS);
    pc_json_key(json, "exitCode");
    pc_json_int(json, code);
    pc_json_key_str(json, "exitCodeDescription", pc_str_c(exit_description(code)));
    if (cut.len > 0) {
        pc_json_key(json, "toolExecutionNotifications");
        pc_json_array(json);
        pc_json_object(json);
        pc_json_key_str(json, "level", PC_STR("warning"));
        pc_json_key(json, "message");
        pc_json_object(json);
        pc_json_key_str(json, "text", cut);
        pc_json_end(json, '}');
        pc_json_end(json, '}');
        pc_json_end(json, ']');
    }
    pc_json_end(json, '}');
    pc_json_end(json, ']');
}

static void write_driver(const struct pc_sarif_writer *w) {
    struct pc_json *json = w->json;
    pc_json_key(json, "tool");
    pc_json_object(json);
    pc_json_key(json, "driver");
    pc_json_object(json);
    pc_json_key_str(json, "name", PC_STR("portcheck"));
    pc_json_key_str(json, "semanticVersion", pc_str_c(w->in->version));
    pc_sarif_write_rules(w->in, &w->rules, json);
    pc_json_end(json, '}');
    pc_json_end(json, '}');
}

static void write_bases(struct pc_json *json) {
    pc_json_key_str(json, "columnKind", PC_STR("unicodeCodePoints"));
    pc_json_key(json, "originalUriBaseIds");
    pc_json_object(json);
    pc_json_key(json, "%SRCROOT%");
    pc_json_object(json);
    pc_json_key(json, "description");
    pc_json_object(json);
    pc_json_key_str(json, "text", PC_STR("The root of the project"));
    pc_json_end(json, '}');
    pc_json_end(json, '}');
    pc_json_end(json, '}');
    pc_json_key(json, "automationDetails");
    pc_json_object(json);
    pc_json_key_str(json, "id", PC_STR("portcheck/"));
    pc_json_end(json, '}');
}

static bool any_silenced(const struct kept *kept) {
    for (size_t i = 0; i < kept->count; i++)
        if (kept->items[i]->suppressed || kept->items[i]->baseline)
            return true;
    return false;
}

static void write_run(const struct pc_sarif_writer *w, const struct kept *shown, const struct kept *silenced,
                      struct pc_str cut) {
    struct pc_json *json = w->json;
    pc_json_object(json);
    write_driver(w);
    write_bases(json);
    write_invocation(w->in, cut, json);
    pc_json_key(json, "results");
    pc_json_array(json);
    for (size_t i = 0; i < shown->count; i++)
        pc_sarif_write_result(w, shown->items[i]);
    for (size_t i = 0; i < silenced->count; i++)
        pc_sarif_write_result(w, silenced->items[i]);
    pc_json_end(json, ']');
    pc_json_end(json, '}');
}

static struct pc_str cut_of(const struct pc_output_input *in, size_t kept) {
    size_t all = in->finding_count + in->silenced_count, left = all - kept;
    if (left == 0)
        return PC_EMPTY;
    return pc_str_fmt(in->arena,
                      "the SARIF file holds %zu of %zu findings: code scanning accepts no more; the other formats hold "
                      "all of them",
                      all - left, all);
}

static void write_sarif(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_places places;
    struct pc_buf text;
    struct pc_json json;
    struct room room = {RESULTS_MAX, PACKED_MAX};
    struct kept shown = fit(in, in->findings, in->finding_count, &room);
    struct kept silenced = fit(in, in->silenced, in->silenced_count, &room);
    struct pc_str cut = cut_of(in, shown.count + silenced.count);
    pc_places_init(&places, in->arena, in->reg);
    pc_buf_init(&text, in->arena);
    pc_json_init(&json, &text, true);
    struct pc_sarif_writer w = {.in = in,
                                .places = &places,
                                .with_suppressions = any_silenced(&shown) || any_silenced(&silenced),
                                .json = &json};
    pc_sarif_add_rules(in, &w.rules, shown.items, shown.count);
    pc_sarif_add_rules(in, &w.rules, silenced.items, silenced.count);
    pc_json_object(&json);
    pc_json_key_str(&json, "$schema", PC_STR(SCHEMA));
    pc_json_key_str(&json, "version", PC_STR("2.1.0"));
    pc_json_key(&json, "runs");
    pc_json_array(&json);
    write_run(&w, &shown, &silenced, cut);
    pc_json_end(&json, ']');
    pc_json_end(&json, '}');
    pc_json_for_logs(out, pc_buf_str(&text));
    if (in->cut && cut.len > 0) {
        pc_buf_add(in->cut, cut);
        pc_buf_addc(in->cut, '\n');
    }
}

const struct pc_output pc_output_sarif = {
    .name = "sarif",
    .summary = "SARIF 2.1.0, for code scanning",
    .write = write_sarif,
};
