/* The Markdown of a comment or a summary page: the summary, a table with a line a finding, then each finding's places
 * and helps folded away, as far as there is room. */
#ifndef PC_MARKDOWN_REPORT_H
#define PC_MARKDOWN_REPORT_H

#include "output.h"

/* Appends at most limit bytes (2,000 at least are needed); says in the text how many findings had no room. */
void pc_markdown_report(const struct pc_output_input *in, size_t limit, struct pc_buf *out);

#endif
