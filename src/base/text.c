#include "text.h"

#include <string.h>

#include "buf.h"

#define BOM PC_STR("\xEF\xBB\xBF")

/* Line ends, where a CR or CRLF is one as well. One byte after the other: such texts are rare. */
static size_t next_line_cr(struct pc_str text, size_t from, bool *found) {
    for (size_t at = from; at < text.len; at++) {
        if (text.ptr[at] == '\n' || text.ptr[at] == '\r') {
            *found = true;
            bool both = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
            return at + (both ? 2 : 1);
        }
    }
    *found = false;
    return text.len;
}

/* How often c stands in the text. Counted in bytes, which a processor adds up many at a time, and no more of them at
 * once than a byte counts. */
static size_t count_char(struct pc_str text, char c) {
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = text.len - at > 240 ? at + 240 : text.len;
        unsigned char sum = 0;
        for (; at < end; at++)
            sum = (unsigned char)(sum + (text.ptr[at] == c));
        count += sum;
    }
    return count;
}

struct pc_lines pc_lines_of(struct pc_arena *arena, struct pc_str text) {
    if (text.len > UINT32_MAX)
        text.len = UINT32_MAX;
    bool has_cr = pc_str_find_char(text, '\r', 0) != PC_NPOS;
    bool found = has_cr;
    size_t count = has_cr ? 1 : 1 + count_char(text, '\n');
    for (size_t at = 0; found; count += found)
        at = next_line_cr(text, at, &found);
    uint32_t *starts = pc_arena_bytes(arena, count * sizeof *starts);
    size_t at = 0;
    starts[0] = 0;
    for (size_t line = 1; line < count; line++) {
        at = has_cr ? next_line_cr(text, at, &found)
                    : (size_t)((const char *)memchr(text.ptr + at, '\n', text.len - at) - text.ptr) + 1;
        starts[line] = (uint32_t)at;
    }
    return (struct pc_lines){starts, (uint32_t)count, (uint32_t)text.len};
}

uint32_t pc_line_at(const struct pc_lines *lines, uint32_t offset) {
    uint32_t lo = 0;
    uint32_t hi = lines->count; /* the line sought is in [lo, hi) */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (lines->starts[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

struct pc_str pc_line_text(const struct pc_lines *lines, struct pc_str text, uint32_t line) {
    if (line >= lines->count)
        return PC_EMPTY;
    uint32_t start = lines->starts[line];
    uint32_t end = line + 1 < lines->count ? lines->starts[line + 1] : lines->size;
    struct pc_str s = pc_str_sub(text, start, end - start);
    bool ends = line + 1 < lines->count;
    if (ends && s.len > 0 && s.ptr[s.len - 1] == '\n')
        s.len--;
    if (ends && s.len > 0 && s.ptr[s.len - 1] == '\r')
        s.len--;
    return s;
}

struct pc_position pc_position_at(const struct pc_lines *lines, struct pc_str text, uint32_t offset) {
    uint32_t line = pc_line_at(lines, offset);
    uint32_t start = lines->starts[line];
    struct pc_str before = pc_str_sub(text, start, offset - start);
    size_t columns = pc_utf8_count(before);
    if (start == 0 && pc_str_starts(before, BOM))
        columns--;
    return (struct pc_position){line + 1, (uint32_t)columns + 1, offset - start + 1};
}

static bool continues(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

size_t pc_utf8_decode(struct pc_str s, uint32_t *code_point) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *b = (const unsigned char *)s.ptr;
    *code_point = UINT32_MAX;
    if (s.len == 0)
        return 0;
    if (b[0] < 0x80) {
        *code_point = b[0];
        return 1;
    }
    size_t bytes = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
    if (b[0] < 0xC2 || b[0] > 0xF4 || s.len < bytes)
        return 1;
    uint32_t c = b[0] & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if (!continues(b[i]))
            return 1;
        c = c << 6 | (b[i] & 0x3Fu);
    }
    if (c < smallest[bytes] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 1;
    *code_point = c;
    return bytes;
}

size_t pc_utf8_encode(uint32_t c, char out[4]) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t bytes = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = bytes - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(((0xF0u << (4 - bytes)) & 0xFFu) | c);
    return bytes;
}

size_t pc_ascii_end(struct pc_str s, size_t from) {
    uint64_t eight;
    for (; from + sizeof eight <= s.len; from += sizeof eight) {
        memcpy(&eight, s.ptr + from, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (from < s.len && (unsigned char)s.ptr[from] < 0x80)
        from++;
    return from;
}

size_t pc_utf8_invalid(struct pc_str s) {
    for (size_t at = pc_ascii_end(s, 0); at < s.len; at = pc_ascii_end(s, at)) {
        uint32_t c;
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        if (c == UINT32_MAX)
            return at;
        at += bytes;
    }
    return PC_NPOS;
}

size_t pc_utf8_count(struct pc_str s) {
    size_t count = 0;
    for (size_t at = 0; at < s.len; count++) {
        uint32_t c;
        at += pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
    }
    return count;
}

size_t pc_utf8_width(struct pc_str s) {
    size_t width = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        width += pc_char_width(c);
    }
    return width;
}

bool pc_char_is_unsafe(uint32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return true;
    if (c < 0xAD)
        return false;
    /* Invisible characters and those that reorder what is around them. The variation selectors for text and emoji
     * (U+FE0E, U+FE0F) are left: they stand in ordinary documents and change a glyph only. */
    static const struct {
        uint32_t lo;
        uint32_t hi;
    } unsafe[] = {
        {0x00AD, 0x00AD}, {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
        {0x180B, 0x180F}, {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},
        {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0D},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
        {0xFFFE, 0xFFFF}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++) {
        if (c >= unsafe[i].lo && c <= unsafe[i].hi)
            return true;
    }
    return c > 0x10FFFF || (c & 0xFFFE) == 0xFFFE;
}

/* The harmless form of an unsafe character. */
static void add_escape(struct pc_buf *buf, uint32_t c) {
    if (c == UINT32_MAX)
        pc_buf_adds(buf, "\xEF\xBF\xBD");
    else if (c == '\t')
        pc_buf_addc(buf, ' ');
    else if (c == '\n' || c == '\r')
        pc_buf_adds(buf, c == '\n' ? "\\n" : "\\r");
    else if (c < 0x100)
        pc_buf_addf(buf, "\\x%02x", (unsigned)c);
    else
        pc_buf_addf(buf, c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
}

struct pc_str pc_printable(struct pc_arena *arena, struct pc_str s) {
    struct pc_buf buf;
    size_t plain = 0; /* start of the run that can be copied */
    pc_buf_init(&buf, arena);
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        if (s.ptr[at] >= 0x20 && s.ptr[at] < 0x7F) {
            at++;
            continue;
        }
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        if (pc_char_is_unsafe(c)) {
            pc_buf_add(&buf, pc_str_sub(s, plain, at - plain));
            add_escape(&buf, c);
            plain = at + bytes;
        }
        at += bytes;
    }
    if (plain == 0)
        return s;
    pc_buf_add(&buf, pc_str_sub(s, plain, s.len));
    return pc_buf_str(&buf);
}
