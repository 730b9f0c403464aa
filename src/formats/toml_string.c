/* Strings of TOML: "basic", 'literal', and both over several lines. */
#include <string.h>

#include "buf.h"
#include "text.h"
#include "toml_scan.h"

struct string {
    size_t content, end; /* raw bytes between the quotes */
    char quote;
    bool lines; /* three quotes */
    bool escaped;
};

static bool stands(const struct pc_toml *toml, size_t at, char c) {
    return at < toml->clean.len && toml->clean.ptr[at] == c;
}

static bool three(const struct pc_toml *toml, size_t at, char c) {
    return stands(toml, at, c) && stands(toml, at + 1, c) && stands(toml, at + 2, c);
}

/* Finds the closing quotes; the cursor moves behind them. */
static bool find_end(struct pc_toml *toml, struct string *s, size_t start) {
    size_t i = s->content;
    for (; i < toml->clean.len; i++) {
        char c = toml->clean.ptr[i];
        if (c == '\\' && s->quote == '"') {
            s->escaped = true;
            i += s->lines || !stands(toml, i + 1, '\n');
        } else if (!s->lines && (c == '\n' || c == '\r')) {
            break;
        } else if (c == s->quote && (!s->lines || three(toml, i, c))) {
            /* Up to two quotes may stand just before the closing ones. */
            for (unsigned more = 0; s->lines && more < 2 && stands(toml, i + 3, c); more++) {
                i++;
            }
            s->end = i;
            toml->at = i + (s->lines ? 3 : 1);
            return true;
        }
    }
    toml->at = i < toml->clean.len ? i : toml->clean.len;
    return pc_toml_error(toml, start, s->lines ? 3 : 1, "a string without its closing quote");
}

static uint32_t hex(struct pc_str digits, size_t count) {
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        char c = i < digits.len ? pc_lower(digits.ptr[i]) : 'x';
        if (!pc_is_digit(c) && (c < 'a' || c > 'f')) {
            return UINT32_MAX;
        }
        value = value * 16 + (uint32_t)(pc_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* A backslash before a line end: blanks up to the next text are left out. 0 when it is none. */
static size_t line_end(struct pc_str raw, size_t at) {
    size_t end = at + 1;
    bool line = false;
    while (end < raw.len && pc_is_space(raw.ptr[end])) {
        line = line || raw.ptr[end] == '\n' || raw.ptr[end] == '\r';
        end++;
    }
    return line ? end - at : 0;
}

/* The escape at raw[at], whose decoded form is added; returns its length. */
static size_t escape(struct pc_toml *toml, const struct string *s, struct pc_str raw, size_t at, struct pc_buf *out) {
    static const char from[] = "btnfre\"\\";
    static const char to[] = "\b\t\n\f\r\x1B\"\\";
    char c = at + 1 < raw.len ? raw.ptr[at + 1] : '\0';
    const char *known = c ? strchr(from, c) : NULL;
    size_t skipped = s->lines ? line_end(raw, at) : 0;
    if (known) {
        pc_buf_addc(out, to[known - from]);
        return 2;
    }
    if (skipped > 0) {
        return skipped;
    }
    size_t count = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    char bytes[4];
    uint32_t point = count > 0 ? hex(pc_str_sub(raw, at + 2, raw.len), count) : UINT32_MAX;
    size_t length = point != UINT32_MAX && point != 0 ? pc_utf8_encode(point, bytes) : 0;
    if (length == 0) {
        pc_toml_error(toml, s->content + at, 2, "a backslash that starts no escape of TOML");
        pc_buf_addc(out, '?');
        return count > 0 && point != UINT32_MAX ? 2 + count : 1;
    }
    pc_buf_add(out, (struct pc_str){bytes, length});
    return 2 + count;
}

static struct pc_str decode(struct pc_toml *toml, const struct string *s) {
    struct pc_str raw = pc_str_sub(toml->clean, s->content, s->end - s->content);
    struct pc_buf out;
    pc_buf_init(&out, toml->build.arena);
    for (size_t i = 0; i < raw.len;) {
        size_t plain = pc_str_find_char(raw, '\\', i);
        plain = plain == PC_NPOS ? raw.len : plain;
        pc_buf_add(&out, pc_str_sub(raw, i, plain - i));
        i = plain;
        if (i < raw.len) {
            i += escape(toml, s, raw, i, &out);
        }
    }
    return pc_buf_str(&out);
}

struct pc_node *pc_toml_string(struct pc_toml *toml) {
    size_t start = toml->at;
    struct string s = {.quote = pc_toml_peek(toml)};
    s.lines = three(toml, start, s.quote);
    s.content = start + (s.lines ? 3 : 1);
    if (s.lines) { /* a line end just behind the quotes is not part of the text */
        s.content += stands(toml, s.content, '\r') && stands(toml, s.content + 1, '\n');
        s.content += stands(toml, s.content, '\n');
    }
    if (!find_end(toml, &s, start)) {
        return NULL;
    }
    struct pc_node *node = PC_NEW(toml->build.arena, struct pc_node);
    node->kind = PC_NODE_SCALAR;
    node->style = s.quote == '"' ? PC_SCALAR_DOUBLE : s.lines ? PC_SCALAR_LITERAL : PC_SCALAR_SINGLE;
    node->offset = (uint32_t)start;
    node->length = (uint32_t)(toml->at - start);
    node->content = (uint32_t)s.content;
    node->content_length = (uint32_t)(s.end - s.content);
    node->verbatim = !s.escaped;
    node->text = s.escaped ? decode(toml, &s) : pc_str_sub(toml->text, s.content, s.end - s.content);
    return node;
}
