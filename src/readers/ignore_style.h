/* Which comments and strings the files of a kind have. Only for ignore_*.c. */
#ifndef PC_IGNORE_STYLE_H
#define PC_IGNORE_STYLE_H

#include "str.h"

enum pc_comment_style {
    PC_COMMENT_HASH = 1u << 0,      /* # at the start of a line or behind a blank */
    PC_COMMENT_SLASHES = 1u << 1,   /* // */
    PC_COMMENT_BLOCK = 1u << 2,     /* slash and star */
    PC_COMMENT_DASHES = 1u << 3,    /* -- likewise */
    PC_COMMENT_SEMICOLON = 1u << 4, /* ; likewise */
    PC_COMMENT_TAGS = 1u << 5,      /* <!-- --> */
    PC_COMMENT_OWN_LINE = 1u << 6,  /* a comment has a line of its own */
    PC_COMMENT_QUOTES = 1u << 7,    /* "..." and '...' on one line */
    PC_COMMENT_BACKTICK = 1u << 8,  /* `...` over lines */
    PC_COMMENT_TRIPLE = 1u << 9,    /* """...""" and '''...''' over lines */
    PC_COMMENT_TREE = 1u << 10      /* YAML */
};

/* By the file's name; bits of pc_comment_style. Whatever is not known has # and quotes. Not for Markdown. */
unsigned pc_comment_style(struct pc_str path);

#endif
