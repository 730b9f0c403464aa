/* Positions and characters of a text: line starts, code points, display width. Offsets are bytes from the start of
 * the file as it lies on disk (a BOM counts). */
#ifndef PC_TEXT_H
#define PC_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

struct pc_lines {
    const uint32_t *starts; /* offset of each line's first byte; starts[0] = 0 */
    uint32_t count;         /* at least 1 */
    uint32_t size;          /* bytes of the text */
};

struct pc_position {
    uint32_t line;        /* 1-based */
    uint32_t column;      /* 1-based, code points (an invalid byte counts as one); a leading BOM is not counted */
    uint32_t byte_column; /* 1-based, bytes */
};

/* Lines end at LF, CRLF or a lone CR. Behind a last line end there is one more, empty line. */
struct pc_lines pc_lines_of(struct pc_arena *arena, struct pc_str text);

uint32_t pc_line_at(const struct pc_lines *lines,
                    uint32_t offset); /* 0-based line index; offset past the end: last line */
struct pc_str pc_line_text(const struct pc_lines *lines, struct pc_str text,
                           uint32_t line); /* 0-based; no line end, a BOM stays */
struct pc_position pc_position_at(const struct pc_lines *lines, struct pc_str text, uint32_t offset);

/* Decodes one character at s.ptr; returns its bytes (at least 1) and the code point, or 0xFFFFFFFF for an invalid byte.
 * Of an empty slice: 0 bytes. */
size_t pc_utf8_decode(struct pc_str s, uint32_t *code_point);
size_t pc_utf8_encode(uint32_t code_point, char out[4]); /* 0 when it is no Unicode scalar value */
/* The offset of the first byte at or behind from that is not ASCII; the length when there is none. */
size_t pc_ascii_end(struct pc_str s, size_t from);
size_t pc_utf8_invalid(struct pc_str s);     /* offset of the first invalid byte, PC_NPOS when valid */
size_t pc_utf8_count(struct pc_str s);       /* code points; an invalid byte counts as one */
unsigned pc_char_width(uint32_t code_point); /* terminal cells: 0 combining, 1, or 2 wide */
size_t pc_utf8_width(struct pc_str s);       /* terminal cells */

/* True for characters that must never reach a terminal or report raw: C0 (but not in a raw tab/newline sense: those
 * too), DEL, C1, bidi controls, U+2028/9, zero-width and other invisible format characters. */
bool pc_char_is_unsafe(uint32_t code_point);

/* A printable form of a slice from a file: unsafe characters as <U+XXXX>-free escapes (\x1b, \u202e), invalid bytes as
 * U+FFFD, tabs as one space, line ends as \n escapes. Returns s itself when nothing had to change. */
struct pc_str pc_printable(struct pc_arena *arena, struct pc_str s);

#endif
