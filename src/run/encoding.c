#include "encoding.h"

#include <string.h>

#include "text.h"

#define BINARY_LEAST 4  /* with more NUL bytes than this ... */
#define BINARY_SHARE 32 /* ... and one in so many bytes, a file is no text */

static bool starts_with_utf16_mark(struct pc_str bytes) {
    return pc_str_starts(bytes, PC_STR("\xff\xfe")) || pc_str_starts(bytes, PC_STR("\xfe\xff")) ||
           pc_str_starts(bytes, PC_STR("\0\0\xfe\xff"));
}

static void count_nuls(struct pc_str bytes, struct pc_encoding *encoding) {
    for (size_t at = 0; (at = pc_str_find_char(bytes, '\0', at)) != PC_NPOS; at++)
        if (encoding->nuls++ == 0)
            encoding->first_nul = at;
}

/* Every second byte of Latin text in UTF-16 is NUL, always on the same side. */
static bool looks_like_utf16(struct pc_str bytes) {
    size_t even = 0, odd = 0;
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] == '\0')
            ++*(i % 2 == 0 ? &even : &odd);
    size_t most = even > odd ? even : odd, least = even > odd ? odd : even;
    return most > 1 && most > bytes.len / 4 && least <= bytes.len / 64;
}

static void count_invalid(struct pc_str bytes, struct pc_encoding *encoding) {
    size_t at = pc_utf8_invalid(bytes);
    encoding->first_invalid = at;
    while (at < bytes.len) {
        uint32_t c;
        size_t length = pc_utf8_decode(pc_str_sub(bytes, at, bytes.len), &c);
        encoding->invalid += c == 0xFFFFFFFF ? length : 0;
        at += length;
    }
}

struct pc_encoding pc_encoding_of(struct pc_str bytes) {
    struct pc_encoding encoding = {.first_nul = PC_NPOS, .first_invalid = PC_NPOS};
    if (starts_with_utf16_mark(bytes)) {
        encoding.kind = PC_ENCODING_UTF16;
        return encoding;
    }
    count_nuls(bytes, &encoding);
    if (encoding.nuls > 0 && looks_like_utf16(bytes)) {
        encoding.kind = PC_ENCODING_UTF16;
        return encoding;
    }
    if (encoding.nuls > BINARY_LEAST + bytes.len / BINARY_SHARE) {
        encoding.kind = PC_ENCODING_BINARY;
        return encoding;
    }
    count_invalid(bytes, &encoding);
    if (encoding.nuls > 0 || encoding.invalid > 0)
        encoding.kind = PC_ENCODING_BROKEN;
    return encoding;
}

struct pc_str pc_encoding_clean(struct pc_arena *arena, struct pc_str bytes) {
    char *to = PC_NEW_ARRAY(arena, bytes.len + 1, char); /* the last stays NUL */
    if (bytes.len > 0)
        memcpy(to, bytes.ptr, bytes.len);
    for (size_t at = 0; at < bytes.len;) {
        uint32_t c;
        size_t length = pc_utf8_decode(pc_str_sub(bytes, at, bytes.len), &c);
        if (c == 0xFFFFFFFF || c == 0)
            memset(to + at, '?', length);
        at += length;
    }
    return (struct pc_str){to, bytes.len};
}
