/* sarif: SARIF 2.1.0, for code scanning. GitHub accepts at most 25,000 results and 10 MB when packed; what goes beyond
 * is left out, the least grave first, and that is said in the run. */
#include "sarif_result.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define RESULTS_MAX 25000
#define SCRATCH_BYTES ((size_t)64 << 20) /* enough for any one result */
#define PACKED_MAX ((size_t)9500000)     /* bytes; the rest of the 10 MB is for the rules */
/* Nothing is packed here, so the packed size is bounded from above: of a text counts what differs from the one in the
 * same place of the finding before, which a packer still sees, and what repeats around the texts counts these bytes. */
#define PACKED_RESULT 150
#define PACKED_PLACE 40
#define PACKED_TEXT 8
#define PACKED_WINDOW 32 /* places of a finding; of one with more, a packer has forgotten the beginning */

/* PC_EXIT_... of the public header, which this layer does not see */
enum { EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_NOTHING, EXIT_INCOMPLETE };

/* What is new of s to who has seen before. */
static size_t news(struct pc_str s, struct pc_str before) {
    size_t shorter = s.len < before.len ? s.len : before.len;
    if (s.len == 0 || before.len == 0)
        return PACKED_TEXT + s.len;
    size_t start = 0, end = 0;
    while (start < shorter && s.ptr[start] == before.ptr[start])
        start++;
    while (end < shorter - start && s.ptr[s.len - 1 - end] == before.ptr[before.len - 1 - end])
        end++;
    return PACKED_TEXT + s.len - start - end;
}

static size_t news_of_all(const struct pc_str *texts, size_t count, const struct pc_str *before, size_t before_count) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += news(texts[i], i < before_count ? before[i] : PC_EMPTY);
    return size;
}

static size_t size_of_label(const struct pc_output_input *in, const struct pc_label *label,
                            const struct pc_label *before) {
    static const struct pc_file nowhere;
    bool known = label->span.file < in->reg->file_count;
    const struct pc_file *file = known ? &in->reg->files[label->span.file] : &nowhere;
    bool seen = before && before->span.file < in->reg->file_count;
    const struct pc_file *other = seen ? &in->reg->files[before->span.file] : &nowhere;
    size_t snippet = label->span.length < 4096 ? label->span.length : 4096;
    return PACKED_PLACE + snippet + 2 * news(file->path, other->path) +
           news(label->text, before ? before->text : PC_EMPTY);
}

static size_t size_of_fixes(const struct pc_finding *f) {
    size_t size = 0;
    for (size_t i = 0; i < f->fix_count; i++) {
        size += PACKED_PLACE + f->fixes[i].title.len;
        for (size_t e = 0; e < f->fixes[i].edit_count; e++)
            size += PACKED_PLACE + f->fixes[i].edits[e].text.len;
    }
    return size;
}

/* before: the finding that is written before it; NULL for the first. */
static size_t packed_size(const struct pc_output_input *in, const struct pc_finding *f,
                          const struct pc_finding *before) {
    static const struct pc_finding nothing;
    if (!before || before->label_count > PACKED_WINDOW || f->label_count > PACKED_WINDOW)
        before = &nothing;
    size_t size = PACKED_RESULT + news(f->message, before->message) + news(f->host, before->host) +
                  news_of_all(f->services, f->service_count, before->services, before->service_count) +
                  news_of_all(f->notes, f->note_count, before->notes, before->note_count) +
                  news_of_all(f->helps, f->help_count, before->helps, before->help_count) + size_of_fixes(f);
    for (size_t i = 0; i < f->label_count; i++)
        size += size_of_label(in, &f->labels[i], i < before->label_count ? &before->labels[i] : NULL);
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
        for (size_t i = 0; i < count && room->results > 0; i++) {
            if (findings[i]->level != level)
                continue;
            size_t size = packed_size(in, findings[i], i > 0 ? findings[i - 1] : NULL);
            has_room[i] = size <= room->bytes;
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

static void finish_arena(void *arena) {
    pc_arena_finish(arena);
}

/* What a result needs on the way is forgotten behind it. */
static void write_results(const struct pc_sarif_writer *w, const struct kept *kept) {
    struct pc_arena scratch;
    struct pc_cleanup cleanup;
    struct pc_output_input in = *w->in;
    struct pc_sarif_writer writer = *w;
    pc_arena_init(&scratch, SCRATCH_BYTES, in.arena->recovery);
    pc_defer(in.arena->recovery, &cleanup, finish_arena, &scratch);
    in.arena = &scratch;
    writer.in = &in;
    for (size_t i = 0; i < kept->count; i++) {
        pc_sarif_write_result(&writer, kept->items[i]);
        pc_arena_reset(&scratch);
        pc_output_piece(w->in, w->json->out);
    }
    pc_undefer(w->in->arena->recovery, &cleanup);
    pc_arena_finish(&scratch);
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
    write_results(w, shown);
    write_results(w, silenced);
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
    struct pc_json json;
    struct room room = {RESULTS_MAX, PACKED_MAX};
    struct kept shown = fit(in, in->findings, in->finding_count, &room);
    struct kept silenced = fit(in, in->silenced, in->silenced_count, &room);
    struct pc_str cut = cut_of(in, shown.count + silenced.count);
    pc_places_init(&places, in->arena, in->reg);
    pc_json_init(&json, out, true);
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
