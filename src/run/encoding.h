/* What is wrong with the bytes of a text file before any reader sees them. */
#ifndef PC_ENCODING_H
#define PC_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

struct pc_encoding {
    enum pc_encoding_kind {
        PC_ENCODING_UTF8,
        PC_ENCODING_UTF16,  /* or UTF-32: nothing of it can be read */
        PC_ENCODING_BINARY, /* too many NUL bytes for a text */
        PC_ENCODING_BROKEN  /* UTF-8 with NUL bytes or invalid ones between */
    } kind;
    size_t nuls, invalid;            /* bytes */
    size_t first_nul, first_invalid; /* offsets, PC_NPOS when there is none */
};

struct pc_encoding pc_encoding_of(struct pc_str bytes);

/* A copy with each NUL and each invalid byte as '?': nothing is joined that they kept apart, and offsets stay. */
struct pc_str pc_encoding_clean(struct pc_arena *arena, struct pc_str bytes);

#endif
