#include "emit.h"

#include "hide.h"
#include "text.h"

#define TEXT_BYTES 2000    /* of one sentence; a name in it may be as long as a file */
#define COMMAND_LETTERS 32 /* between "##" and "[" */

/* Is s[at] the second '#' of a sequence like "##[" or "##vso["? */
static bool starts_command(struct pc_str s, size_t at) {
    if (at == 0 || s.ptr[at] != '#' || s.ptr[at - 1] != '#')
        return false;
    size_t end = at + 1;
    while (end < s.len && end - at <= COMMAND_LETTERS && pc_is_alpha(s.ptr[end]))
        end++;
    return end < s.len && s.ptr[end] == '[';
}

void pc_emit_slice(struct pc_buf *out, struct pc_str s, size_t from, size_t to) {
    size_t plain = from;
    for (size_t at = from; at < to; at++) {
        if (s.ptr[at] == '#' && starts_command(s, at)) {
            pc_buf_add(out, pc_printable(out->arena, pc_str_sub(s, plain, at - plain)));
            pc_buf_adds(out, "\\x23");
            plain = at + 1;
        }
    }
    pc_buf_add(out, pc_printable(out->arena, pc_str_sub(s, plain, to - plain)));
}

struct pc_str pc_shown(struct pc_arena *arena, struct pc_str s) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_emit_slice(&out, s, 0, s.len);
    return pc_str_eq(pc_buf_str(&out), s) ? s : pc_buf_str(&out);
}

static bool is_blank(uint32_t c) {
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

void pc_emit_first(struct pc_buf *out, struct pc_str s) {
    size_t at = 0;
    while (at < s.len) {
        uint32_t c;
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        if (!is_blank(c))
            break;
        at += bytes;
    }
    if (pc_str_starts(pc_str_sub(s, at, s.len), PC_STR("::"))) {
        pc_emit_slice(out, s, 0, at);
        pc_buf_adds(out, "\\x3a");
        at++;
    } else {
        at = 0;
    }
    pc_emit_slice(out, s, at, s.len);
}

void pc_emit_text(struct pc_buf *out, struct pc_str s) {
    size_t end = s.len;
    if (end > TEXT_BYTES) {
        end = TEXT_BYTES;
        while (end > TEXT_BYTES - 3 && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
            end--;
    }
    struct pc_str reduced = pc_hide_urls(out->arena, pc_str_sub(s, 0, end));
    pc_emit_slice(out, reduced, 0, reduced.len);
    if (end < s.len)
        pc_buf_adds(out, PC_ELLIPSIS);
}
