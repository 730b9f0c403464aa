/* Markdown: block structure by cmark-gfm, rows and inline marks by our own linear scan of the raw lines, so that every
 * slice handed out is the file's own bytes and every offset is exact. Tables are found in paragraphs by GFM's rule (a
 * row, then a delimiter row with the same number of cells); a test holds that equal to cmark-gfm's table extension. */
#ifndef PC_MARKDOWN_H
#define PC_MARKDOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "text.h"

enum pc_md_kind {
    PC_MD_HEADING,
    PC_MD_PARAGRAPH,
    PC_MD_TABLE,
    PC_MD_CODE, /* fenced or indented */
    PC_MD_HTML, /* an HTML block, comments included */
    PC_MD_BREAK /* thematic break */
};

/* One line of a block, without the container's marks ("> ", list marker, indentation) and without its line end.
 * text.ptr points into the file's text. */
struct pc_md_line {
    struct pc_str text;
    uint32_t offset; /* of text in the file */
    uint32_t line;   /* 0-based line of the file */
};

struct pc_md_cell {
    struct pc_str text; /* trimmed, raw: "**Web**", "\\|" stays escaped; without trailing "<!-- ... -->" comments */
    uint32_t offset;
};

struct pc_md_row {
    const struct pc_md_cell *cells; /* as many as written; may be fewer or more than the header's */
    unsigned cell_count;
    struct pc_md_line line;
};

struct pc_md_block {
    enum pc_md_kind kind;
    unsigned level; /* heading: 1-6 */
    unsigned quote_depth;
    unsigned list_depth;            /* 0 outside lists */
    uint32_t item;                  /* number of the innermost list item, unique in the document, 0 outside lists */
    uint32_t parent_item;           /* the item around it, 0 when none */
    bool item_start;                /* the first block of its item; list_depth is 1 at least */
    const struct pc_md_line *lines; /* paragraph, code (content only), html, table (header, delimiter, rows); heading:
                                       one line, marks ("## ", trailing "##", a setext underline) removed */
    size_t line_count;
    struct pc_str info;           /* fenced code: the info string; indented code: empty */
    bool fenced;                  /* code between fences, not indented code */
    bool unclosed;                /* fenced code up to the end of its container that no fence closes; "<!--" likewise */
    const struct pc_md_row *rows; /* table: rows[0] is the header; the delimiter row is left out */
    size_t row_count;
};

struct pc_md_document {
    const struct pc_md_block *blocks; /* in order of the file */
    size_t block_count;
    enum pc_md_limit { PC_MD_OK = 0, PC_MD_TOO_COMPLEX } limit; /* a limit of limits.h was met; what names it */
    const char *limit_what;
    uint32_t limit_line; /* 0-based */
};

/* Never fails; over a limit nothing but limit, limit_what and limit_line is set. Unwinds when memory is spent.
 * lines: of the text; NULL when nobody has them yet. */
struct pc_md_document pc_md_parse(struct pc_arena *arena, struct pc_str text, const struct pc_lines *lines);

/* Splits one raw line into table cells by GFM's rules (leading and trailing '|' optional, "\\|" escapes, pipes in code
 * spans do split). False when there is no unescaped '|' in it. */
bool pc_md_split_row(struct pc_arena *arena, struct pc_md_line line, struct pc_md_row *row);
bool pc_md_is_delimiter_row(struct pc_str line); /* |---|:--:| */

/* A piece of inline text of one style. */
struct pc_md_run {
    struct pc_str text; /* the file's bytes, marks removed; never crosses a line */
    uint32_t offset;
    uint16_t style;     /* PC_MD_* bits */
    uint32_t line;      /* 0-based line of the file */
    uint32_t strong_id; /* number of the strong span it lies in, 0 when none: tells two bold labels apart */
};
enum {
    PC_MD_CODE_SPAN = 1,
    PC_MD_STRONG = 2,
    PC_MD_EMPH = 4,
    PC_MD_STRIKE = 8,
    PC_MD_LINK_TEXT = 16,
    PC_MD_LINK_URL = 32,
    PC_MD_COMMENT = 64, /* the inside of <!-- --> */
    PC_MD_HTML_TAG = 128
};

/* The runs of some lines (a paragraph's, a heading's) or of one cell; code spans, comments and emphasis may cross
 * lines. Linear. */
size_t pc_md_inline(struct pc_arena *arena, const struct pc_md_line *lines, size_t line_count,
                    const struct pc_md_run **runs);
size_t pc_md_cell_inline(struct pc_arena *arena, struct pc_md_cell cell, uint32_t line, const struct pc_md_run **runs);

const char *pc_cmark_version(void);

#endif
