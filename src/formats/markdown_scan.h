/* What the inline scanner's parts share. Only markdown_inline.c and markdown_marks.c include it. */
#ifndef PC_MARKDOWN_SCAN_H
#define PC_MARKDOWN_SCAN_H

#include "markdown_impl.h"

enum pc_token_kind {
    TOKEN_TEXT,  /* bytes with the styles of the moment */
    TOKEN_EXTRA, /* bytes with the token's own style added: code, comment, tag, URL */
    TOKEN_MARK,  /* a delimiter run or a style tag, until paired it is text */
    TOKEN_DROP   /* a mark that vanished: backticks, brackets, "<!--" */
};

/* What a mark opens or closes. '*' and '_' differ: one cannot close the other. */
enum pc_mark {
    MARK_STRONG_STAR,
    MARK_STRONG_LINE,
    MARK_EMPH_STAR,
    MARK_EMPH_LINE,
    MARK_STRIKE,
    MARK_BRACKET,
    MARK_TAG_STRONG,
    MARK_TAG_EMPH,
    MARK_TAG_STRIKE,
    MARK_TAG_CODE,
    MARK_COUNT
};

struct pc_token {
    enum pc_token_kind kind;
    uint32_t line; /* index into lines */
    uint32_t from; /* in the line's text */
    uint32_t len;
    uint16_t style;
    enum pc_mark mark;
    bool opens;    /* paired: begins a style */
    bool closes;   /* paired: ends one */
    bool vanishes; /* its bytes are no text, paired or not: a tag */
};

struct pc_tick_run {
    uint32_t line;
    uint32_t from;
    uint32_t len;
};

struct pc_scanner {
    struct pc_arena *arena;
    const struct pc_md_line *lines;
    size_t line_count;
    struct PC_VEC(struct pc_token) tokens;
    struct PC_VEC(uint32_t) open; /* indices of marks that may still be closed, innermost last */
    unsigned open_count[MARK_COUNT];
    /* backtick runs by length, each length in order of the text; next[length] only moves forward */
    struct pc_tick_run *ticks;
    size_t *tick_first; /* [length]: first of ticks of that length */
    size_t *tick_next;
    uint32_t tick_longest;
    bool no_comment_end;   /* there is no "-->" any more */
    uint32_t angle_line;   /* line index + 1 that angle_end is of */
    size_t angle_end;      /* the next '>' behind the last place asked for; PC_NPOS: none */
    const uint32_t *close; /* of the current line: for each '(' the matching ')' + 1, else 0 */
    uint32_t close_line;   /* line index + 1 that close is of */
};

struct pc_str pc_scan_text(const struct pc_scanner *sc, uint32_t line);
struct pc_token *pc_scan_add(struct pc_scanner *sc, enum pc_token_kind kind, uint32_t line, size_t from, size_t len,
                             uint16_t style);

/* Tokens of one style from (line, from) up to (end_line, end). */
void pc_scan_stretch(struct pc_scanner *sc, uint32_t line, size_t from, uint32_t end_line, size_t end, uint16_t style);

/* Letters and digits; bytes of other scripts count as letters. */
bool pc_scan_is_wordy(char c);

/* The token may be closed by a later mark of its kind. */
void pc_scan_open(struct pc_scanner *sc, size_t token);

/* Drops the marks above the innermost open one of that kind and pairs it with closer. False when none is open. */
bool pc_scan_close(struct pc_scanner *sc, enum pc_mark mark, struct pc_token *closer);

/* A run of '*', '_' or '~' at that place. Returns its length. */
size_t pc_scan_delimiters(struct pc_scanner *sc, uint32_t line, size_t at);

/* "](" closes a link when a bracket is open and the parenthesis closes in the same line. Returns the bytes taken, 0:
 * none. */
size_t pc_scan_link_end(struct pc_scanner *sc, uint32_t line, size_t at);

#endif
