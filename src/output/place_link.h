/* Paths that lead to their files where the terminal knows hyperlinks (OSC 8). */
#ifndef PC_PLACE_LINK_H
#define PC_PLACE_LINK_H

#include "output.h"

/* Around the text of the link; nothing unless the options ask for it. path: below the root. */
void pc_link_on(const struct pc_output_input *in, struct pc_str path, struct pc_buf *out);
void pc_link_off(const struct pc_output_input *in, struct pc_buf *out);

#endif
