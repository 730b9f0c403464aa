/* What the JSON formats share: the finding of version 1, short forms for keys, and text that is harmless in a log. */
#ifndef PC_FINDING_JSON_H
#define PC_FINDING_JSON_H

#include "json_out.h"
#include "output.h"
#include "place.h"

void pc_json_key_str(struct pc_json *json, const char *key, struct pc_str value);
void pc_json_key_int(struct pc_json *json, const char *key, size_t value);

/* A sentence of a finding as a string that a person will read: as pc_emit_text writes it. */
void pc_json_key_text(struct pc_json *json, struct pc_arena *arena, const char *key, struct pc_str text);

/* The keys of a finding of portcheck/check/v1, inside an object that is open. */
void pc_json_finding(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                     struct pc_json *json);

/* Appends JSON with "##" inside its strings written as "#\u0023": the same value, and no command to a build server that
 * reads the log (emit.h). "#" occurs in strings only. */
void pc_json_for_logs(struct pc_buf *out, struct pc_str json);

#endif
