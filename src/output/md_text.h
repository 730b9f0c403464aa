/* Names and sentences inside Markdown, as GitHub and GitLab read it, also in a cell of a table: they show as they are,
 * begin no markup, no HTML, no link, no mention of a person or an issue, and nothing that a build server obeys. */
#ifndef PC_MD_TEXT_H
#define PC_MD_TEXT_H

#include "buf.h"

/* A name or path as code. */
void pc_md_code(struct pc_buf *out, struct pc_str s);

/* A sentence of a finding (pc_emit_text), what stands between backticks as code. */
void pc_md_text(struct pc_buf *out, struct pc_str sentence);

#endif
