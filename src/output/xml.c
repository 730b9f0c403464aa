#include "xml.h"

#include "emit.h"
#include "text.h"

/* The reference that stands for c; NULL when c may stand itself. The second '#' of "##" is one, so that no log obeys
 * "##[". */
static const char *reference(uint32_t c, bool behind_hash) {
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    case '#':
        return behind_hash ? "&#35;" : NULL;
    case UINT32_MAX:
        return "\xEF\xBF\xBD";
    default:
        return c != '\n' && pc_char_is_unsafe(c) ? "\xEF\xBF\xBD" : NULL;
    }
}

void pc_xml_add(struct pc_buf *out, struct pc_str s) {
    size_t plain = 0;
    bool behind_hash = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        const char *instead = reference(c, behind_hash);
        behind_hash = c == '#';
        if (instead) {
            pc_buf_add(out, pc_str_sub(s, plain, at - plain));
            pc_buf_adds(out, instead);
            plain = at + bytes;
        }
        at += bytes;
    }
    pc_buf_add(out, pc_str_sub(s, plain, s.len));
}

static void add_attribute(struct pc_buf *out, const char *name, struct pc_str value) {
    pc_buf_addf(out, " %s=\"", name);
    pc_xml_add(out, value);
    pc_buf_addc(out, '"');
}

void pc_xml_attribute(struct pc_buf *out, const char *name, struct pc_str value) {
    add_attribute(out, name, pc_printable(out->arena, value));
}

void pc_xml_attribute_text(struct pc_buf *out, const char *name, struct pc_str sentence) {
    struct pc_buf text;
    pc_buf_init(&text, out->arena);
    pc_emit_text(&text, sentence);
    add_attribute(out, name, pc_buf_str(&text));
}

void pc_xml_attribute_int(struct pc_buf *out, const char *name, size_t value) {
    pc_buf_addf(out, " %s=\"%zu\"", name, value);
}
