/* json: one document of the shape "portcheck/check/v1". */
#include "finding_json.h"

#define PIECE_BYTES ((size_t)256 << 10) /* handed over at a time */

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

static void finish_arena(void *arena) {
    pc_arena_finish(arena);
}

/* What is put together for one finding is gone after it: there may be very many of them. */
static void write_findings(const struct pc_output_input *in, struct pc_json *json) {
    struct pc_arena scratch;
    struct pc_cleanup cleanup;
    struct pc_places places;
    struct pc_output_input one = *in;
    one.arena = &scratch;
    pc_arena_init(&scratch, in->arena->budget > in->arena->used ? in->arena->budget - in->arena->used : 0,
                  in->arena->recovery);
    pc_defer(in->arena->recovery, &cleanup, finish_arena, &scratch);
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->finding_count; i++) {
        pc_json_object(json);
        pc_json_finding(&one, &places, in->findings[i], json);
        pc_json_end(json, '}');
        pc_arena_reset(&scratch);
        if (in->take && json->out->len >= PIECE_BYTES) {
            in->take(in->take_arg, json->out->ptr, json->out->len);
            json->out->len = 0;
        }
    }
    pc_undefer(in->arena->recovery, &cleanup);
    pc_arena_finish(&scratch);
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
    write_findings(in, &json);
    pc_json_end(&json, ']');
    pc_json_end(&json, '}');
}

const struct pc_output pc_output_json = {
    .name = "json",
    .summary = "one JSON document, portcheck/check/v1",
    .write = write_json,
};
