/* Paths as parts of a URI. */
#ifndef PC_URI_H
#define PC_URI_H

#include "buf.h"

/* Appends a path percent-encoded from its raw bytes: every byte but letters, digits and "-._~/". */
void pc_uri_path(struct pc_buf *out, struct pc_str path);

#endif
