/* Colours, characters and words that the text formats share. */
#ifndef PC_PAINT_H
#define PC_PAINT_H

#include "output.h"

enum pc_colour { PC_COLOUR_NONE, PC_COLOUR_BOLD, PC_COLOUR_DIM, PC_COLOUR_BLUE, PC_COLOUR_GREEN, PC_COLOUR_LEVEL };

/* Escape sequences that begin and end a colour, "" when options say no colour. PC_COLOUR_LEVEL: the one of a severity.
 */
const char *pc_colour_on(const struct pc_output_options *options, enum pc_colour colour, enum pc_level level);
const char *pc_colour_off(const struct pc_output_options *options);

const char *pc_level_name(enum pc_level level); /* "error", "warning", "info" */

#endif
