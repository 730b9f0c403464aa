/* Suppression comments: "portcheck: ignore[PC101]: reason" in a comment of whatever kind the file has. One scanner for
 * the files of all readers, which know nothing of it: a comment may stand wherever a finding may point. It reads what
 * is written; which rules are meant and what is silenced is decided behind the rules (rules/silence.h). */
#ifndef PC_IGNORE_COMMENT_H
#define PC_IGNORE_COMMENT_H

#include "reader.h"

/* Does "portcheck" stand anywhere in the text? A glance at every ninth byte, mostly. */
bool pc_ignore_comments_any(struct pc_str text);

/* Gives the builder each suppression comment of the file, also what is only meant as one (PC_IGNORE_BROKEN). */
void pc_ignore_comments_read(struct pc_read_context *ctx);

/* How a suppression is written into a file. */
struct pc_comment_marks {
    const char *open, *close; /* with blanks; close may be "" */
    bool behind;              /* it may stand behind something on a line; else it has a line of its own */
};
/* False: the files of its kind have no comments, or none that shows nowhere. */
bool pc_comment_marks(const struct pc_file *file, struct pc_comment_marks *marks);

#endif
