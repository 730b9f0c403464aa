/* Looking at single bytes of a line. Only service_doc*.c include it. */
#ifndef PC_SERVICE_DOC_SCAN_H
#define PC_SERVICE_DOC_SCAN_H

#include <string.h>

#include "str.h"

/* The place behind the blanks at text[at]. */
static inline size_t pc_doc_skip_blanks(struct pc_str text, size_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return at;
}

static inline bool pc_doc_starts_at(struct pc_str text, size_t at, const char *what) {
    return pc_str_starts(pc_str_sub(text, at, strlen(what)), pc_str_c(what));
}

/* Bytes of an en or em dash at text[at], or of a hyphen; 0 when there is none. */
static inline size_t pc_doc_dash_at(struct pc_str text, size_t at) {
    if (pc_doc_starts_at(text, at, "\xE2\x80\x93") || pc_doc_starts_at(text, at, "\xE2\x80\x94"))
        return 3;
    return pc_doc_starts_at(text, at, "-") ? 1 : 0;
}

#endif
