/* Line-based configuration: the words of a line, comments left out, quotes around a word removed. A backslash at a
 * line's end joins the next line. */
#ifndef PC_TEXT_LINE_H
#define PC_TEXT_LINE_H

#include <stdbool.h>

#include "str.h"

enum { PC_LINE_WORDS = 32 }; /* kept of a line; the rest is passed over */

struct pc_text_line {
    struct pc_str words[PC_LINE_WORDS];
    size_t count;         /* 0: an empty line */
    struct pc_str extent; /* from the first word to the last */
};

/* The next line at *cursor (0 at first). False at the end. */
bool pc_text_line_next(struct pc_str text, size_t *cursor, struct pc_text_line *line);

#endif
