/* What finds comments and what reads them share. Only for ignore_*.c. */
#ifndef PC_IGNORE_SCAN_H
#define PC_IGNORE_SCAN_H

#include "ignore_comment.h"
#include "vec.h"

struct pc_ignore_found {
    struct pc_ignore ignore;
    bool alone;    /* nothing but the comment stands on its lines: it means the next one */
    uint32_t last; /* 0-based last line of the comment */
};

struct pc_ignore_scan {
    struct pc_read_context *ctx;
    struct pc_str text;
    struct pc_lines lines;
    struct PC_VEC(struct pc_ignore_found) found; /* in scratch, in order of the file */
};

/* A comment of the file: its marks and all are [open, close), its words [from, to). */
struct pc_comment {
    size_t open, from, to, close;
    const char *problem; /* why the program that reads the file takes it for no comment here; NULL when it does */
    bool unclosed;       /* the mark that ends it is missing */
};

/* Looks for suppressions in a comment, in order of the file. */
void pc_ignore_comment(struct pc_ignore_scan *scan, const struct pc_comment *comment);

/* The offset of "portcheck", in letters of any case, in text[from, to); PC_NPOS. */
size_t pc_ignore_find(struct pc_str text, size_t from, size_t to);

/* ignore_directive.c: reads text[at, end), of which at is where "portcheck" stands and end at most the end of its line.
 * False when it is no suppression and not meant as one. *ignore: all but the line. */
bool pc_ignore_directive(struct pc_ignore_scan *scan, size_t at, size_t end, struct pc_ignore *ignore);

/* ignore_markdown.c, ignore_text.c: find the comments. */
void pc_ignore_markdown(struct pc_ignore_scan *scan);
void pc_ignore_text(struct pc_ignore_scan *scan);

#endif
