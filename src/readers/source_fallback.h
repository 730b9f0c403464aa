/* What a program takes when a variable is not set: 3000 of "process.env.PORT || '3000'", 'getenv("PORT", 3000)',
 * 'env::var("PORT").unwrap_or("3000")', 'z.coerce.number().default(3000)'. One scanner for all languages: what stands
 * between the variable's name and the value is a small set of operators and words. */
#ifndef PC_SOURCE_FALLBACK_H
#define PC_SOURCE_FALLBACK_H

#include "source_code.h"

struct pc_fallback {
    struct pc_str number;   /* digits; empty when it is none */
    struct pc_str text;     /* the content of a string that is no number */
    struct pc_str constant; /* a name that stands for the value: DEFAULT_PORT */
};

/* Looks at code[at...], which stands behind a variable's name (and inside its quotes, when it stands in some). called:
 * the name is an argument, so that a comma leads to the next one. False when no value follows. */
bool pc_code_fallback(struct pc_str code, size_t at, bool called, enum pc_language language, struct pc_fallback *out);

#endif
