/* Instructions of a Dockerfile and their words: continued lines, comments between them, heredocs. */
#ifndef PC_DOCKERFILE_SCAN_H
#define PC_DOCKERFILE_SCAN_H

#include <stdbool.h>

#include "str.h"

/* One instruction, its continued lines included. */
struct pc_dockerfile_instruction {
    struct pc_str word;   /* "EXPOSE", as written */
    struct pc_str rest;   /* with the line ends and comments inside */
    struct pc_str extent; /* both */
};

/* The next instruction at *cursor (0 at first); a heredoc's lines are passed over. False at the end. */
bool pc_dockerfile_next(struct pc_str text, size_t *cursor, struct pc_dockerfile_instruction *out);

/* The next word of rest at *at (0 at first), with its quotes, which hold blanks together. False at the end. */
bool pc_dockerfile_word(struct pc_str rest, size_t *at, struct pc_str *word);

#endif
