/* What the JSON formats share: the finding of version 1, and short forms for keys. */
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

#endif
