/* What output must look like, whatever names and texts are in it. Each aborts with the format's name. */
#ifndef FUZZ_SHAPE_H
#define FUZZ_SHAPE_H

#include "fuzz.h"

/* Valid UTF-8 without a character that a terminal would obey. */
void fuzz_check_characters(const char *format, struct pc_str text);
/* The same, and no command of a build server. */
void fuzz_check_harmless(const char *format, struct pc_str text);
void fuzz_check_json(struct fuzz *f, const char *format, struct pc_str text);
void fuzz_check_json_lines(struct fuzz *f, const char *format, struct pc_str text);
/* Elements closed in order, attributes quoted, known references. html: elements without an end, and styles, too. */
void fuzz_check_markup(const char *format, struct pc_str text, bool html);
/* Rows of as many fields as the first; none begins with what a spreadsheet would calculate. */
void fuzz_check_csv(const char *format, struct pc_str text);

/* By the format's name. */
void fuzz_check_shape(struct fuzz *f, const char *format, struct pc_str text);

#endif
