/* Inline text as a person reads it, with the place of every byte: marks, comments, tags and link addresses are gone,
 * dashes, arrows, blanks and brackets of other scripts are the ASCII ones, and each byte knows where its source lies.
 */
#ifndef PC_MD_FLAT_H
#define PC_MD_FLAT_H

#include "markdown.h"
#include "registry.h"

#define PC_FLAT_ARROW '\x01' /* an arrow sign, "->" or "=>" */

struct pc_flat {
    struct pc_str text;     /* lines are joined by '\n'; <br> is one, too */
    const uint32_t *origin; /* of each byte: offset in the file of the character that it stands for */
    const uint32_t *end;    /* of each byte: offset behind that character */
    const uint16_t *style;  /* PC_MD_* bits */
};

struct pc_flat pc_flat_of(struct pc_arena *arena, const struct pc_md_run *runs, size_t count);
struct pc_flat pc_flat_of_lines(struct pc_arena *arena, const struct pc_md_line *lines, size_t count);
struct pc_flat pc_flat_of_cell(struct pc_arena *arena, struct pc_md_cell cell, uint32_t line);

/* The piece [from, to) as a flat text of its own. */
struct pc_flat pc_flat_sub(struct pc_flat flat, size_t from, size_t to);

/* Where [from, to) lies in the file. Length 0 for an empty piece. */
struct pc_span pc_flat_span(struct pc_flat flat, pc_id file, size_t from, size_t to);

/* The file's own bytes of [from, to) when nothing had to be changed in them, else a copy with single blanks. */
struct pc_str pc_flat_str(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, size_t from, size_t to);

/* [*from, *to) without blanks and punctuation (emoji and other signs included) at its ends. Closing brackets stay when
 * they close one inside. */
void pc_flat_trim(struct pc_flat flat, size_t *from, size_t *to);

/* True when every byte of [from, to) that is no blank has one of the styles. */
bool pc_flat_all(struct pc_flat flat, size_t from, size_t to, uint16_t style);

/* The next non-blank at or behind at, or the end. */
size_t pc_flat_skip(struct pc_flat flat, size_t at);

#endif
