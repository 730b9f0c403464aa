/* What the parts of the Markdown adapter share. Only files of src/formats/markdown*.c include it. */
#ifndef PC_MARKDOWN_IMPL_H
#define PC_MARKDOWN_IMPL_H

#include "buf.h"
#include "markdown.h"
#include "text.h"
#include "vec.h"

/* A block quote or list item around a block. */
struct pc_md_container {
    bool quote;
    uint32_t start_line; /* 0-based; an item's marker stands there */
    unsigned indent; /* item: columns that its later lines are indented by; known once its start line was stripped */
    uint32_t item;   /* item: number in the document, from 1 */
    bool has_block;  /* item: a block of it was already handed out */
};

/* A line without its containers' marks, and what is left to know about it. */
struct pc_md_raw_line {
    struct pc_md_line line; /* leading and trailing blanks still there */
    unsigned indent;        /* columns of white space at its start */
    unsigned matched;       /* containers whose marks it carries; fewer than all: a lazy continuation line */
};

struct pc_md_builder {
    struct pc_arena *arena;
    struct pc_str text;
    struct pc_lines lines;
    struct PC_VEC(struct pc_md_container) stack;
    struct PC_VEC(struct pc_md_block) blocks;
    uint32_t items; /* list items so far */
    enum pc_md_limit limit;
    const char *limit_what;
    uint32_t limit_line;
};

/* Records the first limit met. */
void pc_md_over(struct pc_md_builder *b, const char *what, uint32_t line);

/* The line without the marks of the containers on the stack. */
struct pc_md_raw_line pc_md_strip(struct pc_md_builder *b, uint32_t line);

/* The list marker or quote's '>' at the start of s: its bytes, 0 when there is none. */
size_t pc_md_marker(struct pc_str s);

/* A thematic break or a setext underline: one of "*-_=" and blanks only. */
bool pc_md_is_rule(struct pc_str s);

/* Adds what of a line decides the block structure. False when it opens too many containers. */
bool pc_md_mask_line(struct pc_buf *out, struct pc_str line);

/* One more block of the given kind in the containers on the stack. Valid until the next one. */
struct pc_md_block *pc_md_add_block(struct pc_md_builder *b, enum pc_md_kind kind, unsigned matched);

/* A paragraph's lines (or those of a setext heading, underline included when level is not 0): tables are taken out of
 * it by GFM's rule, what is left becomes paragraphs or the heading. */
void pc_md_add_paragraph(struct pc_md_builder *b, const struct pc_md_raw_line *lines, size_t count, unsigned level);

/* A line without the blanks around it. */
struct pc_md_line pc_md_trim_line(struct pc_md_line line);

#endif
