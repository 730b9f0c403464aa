#include "json_out.h"

#include <inttypes.h>

#include "text.h"

void pc_json_init(struct pc_json *json, struct pc_buf *out, bool pretty) {
    *json = (struct pc_json){.out = out, .pretty = pretty};
    json->first[0] = true;
}

static void new_line(struct pc_json *json) {
    if (!json->pretty)
        return;
    pc_buf_addc(json->out, '\n');
    pc_buf_fill(json->out, ' ', 2 * (size_t)json->depth);
}

/* What stands before a value or key: a comma where one is due, and the line break of the pretty form. */
static void before_value(struct pc_json *json) {
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (!json->first[json->depth])
        pc_buf_addc(json->out, ',');
    if (json->depth > 0)
        new_line(json);
    json->first[json->depth] = false;
}

static void open_bracket(struct pc_json *json, char bracket) {
    before_value(json);
    pc_buf_addc(json->out, bracket);
    if (json->depth + 1 < PC_JSON_DEPTH)
        json->depth++;
    json->first[json->depth] = true;
}

void pc_json_object(struct pc_json *json) {
    open_bracket(json, '{');
}

void pc_json_array(struct pc_json *json) {
    open_bracket(json, '[');
}

void pc_json_end(struct pc_json *json, char bracket) {
    bool empty = json->first[json->depth];
    if (json->depth > 0)
        json->depth--;
    if (!empty)
        new_line(json);
    pc_buf_addc(json->out, bracket);
    if (json->pretty && json->depth == 0)
        pc_buf_addc(json->out, '\n');
}

void pc_json_key(struct pc_json *json, const char *key) {
    pc_json_str(json, pc_str_c(key));
    pc_buf_adds(json->out, json->pretty ? ": " : ":");
    json->after_key = true;
}

void pc_json_str(struct pc_json *json, struct pc_str value) {
    before_value(json);
    pc_buf_addc(json->out, '"');
    pc_json_escape(json->out, value);
    pc_buf_addc(json->out, '"');
}

void pc_json_strz(struct pc_json *json, const char *value) {
    if (value)
        pc_json_str(json, pc_str_c(value));
    else
        pc_json_null(json);
}

void pc_json_int(struct pc_json *json, int64_t value) {
    before_value(json);
    if (value < 0)
        pc_buf_addf(json->out, "%" PRId64, value);
    else
        pc_buf_addf(json->out, "%zu", (size_t)value);
}

void pc_json_bool(struct pc_json *json, bool value) {
    before_value(json);
    pc_buf_adds(json->out, value ? "true" : "false");
}

void pc_json_null(struct pc_json *json) {
    before_value(json);
    pc_buf_adds(json->out, "null");
}

/* One character that must not stand as it is. */
static void escape_char(struct pc_buf *out, uint32_t c) {
    static const char letters[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    for (size_t i = 0; i + 1 < sizeof letters; i += 2) {
        if (c == (unsigned char)letters[i]) {
            pc_buf_addc(out, '\\');
            pc_buf_addc(out, letters[i + 1]);
            return;
        }
    }
    if (c == UINT32_MAX)
        pc_buf_adds(out, "\xEF\xBF\xBD");
    else if (c < 0x10000)
        pc_buf_addf(out, "\\u%04x", (unsigned)c);
    else
        pc_buf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((c - 0x10000) >> 10)),
                    (unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
}

/* Stands as it is wherever it stands: nearly every character does. */
static bool is_plain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '#';
}

void pc_json_escape(struct pc_buf *out, struct pc_str s) {
    size_t plain = 0; /* start of the run that can be copied */
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        if (is_plain(s.ptr[at])) {
            at++;
            continue;
        }
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        bool command = c == '#' && at > 0 && s.ptr[at - 1] == '#';
        if (c == '"' || c == '\\' || command || pc_char_is_unsafe(c)) {
            pc_buf_add(out, pc_str_sub(s, plain, at - plain));
            escape_char(out, c);
            plain = at + bytes;
        }
        at += bytes;
    }
    pc_buf_add(out, pc_str_sub(s, plain, s.len));
}
