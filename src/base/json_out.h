/* Writes JSON. Strings are escaped, invalid UTF-8 becomes U+FFFD, no control byte passes. Keys come in the order
 * written. */
#ifndef PC_JSON_OUT_H
#define PC_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

#define PC_JSON_DEPTH 32

struct pc_json {
    struct pc_buf *out;
    bool pretty; /* two spaces a level, else one line */
    unsigned depth;
    bool first[PC_JSON_DEPTH]; /* no comma needed yet at this depth */
    bool after_key;
};

void pc_json_init(struct pc_json *json, struct pc_buf *out, bool pretty);
void pc_json_object(struct pc_json *json);
void pc_json_array(struct pc_json *json);
void pc_json_end(struct pc_json *json, char bracket); /* '}' or ']' */
void pc_json_key(struct pc_json *json, const char *key);
void pc_json_str(struct pc_json *json, struct pc_str value);
void pc_json_strz(struct pc_json *json, const char *value); /* NULL writes null */
void pc_json_int(struct pc_json *json, int64_t value);
void pc_json_bool(struct pc_json *json, bool value);
void pc_json_null(struct pc_json *json);

/* Appends s as the inside of a JSON string. "##" is written "#\u0023": the same value, and no command ("##[error]") to
 * a build server that reads the log it is printed to. */
void pc_json_escape(struct pc_buf *out, struct pc_str s);

#endif
