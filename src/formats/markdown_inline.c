/* Inline marks of a few lines, in one pass and a bit: tokens first (what is a mark, what is text), then pairs of marks,
 * then runs. Simpler than CommonMark where it does not matter for ports (reference links and images stay text), exact
 * about code spans and comments. Every search either moves forward only or remembers that it found nothing. */
#include <string.h>

#include "limits.h"
#include "markdown_impl.h"

enum token_kind {
    TOKEN_TEXT,  /* bytes with the styles of the moment */
    TOKEN_EXTRA, /* bytes with the token's own style added: code, comment, tag, URL */
    TOKEN_MARK,  /* a delimiter run or a style tag, until paired it is text */
    TOKEN_DROP   /* a mark that vanished: backticks, brackets, "<!--" */
};

/* What a mark opens or closes. '*' and '_' differ: one cannot close the other. */
enum mark {
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

static const uint16_t mark_style[MARK_COUNT] = {
    [MARK_STRONG_STAR] = PC_MD_STRONG, [MARK_STRONG_LINE] = PC_MD_STRONG, [MARK_EMPH_STAR] = PC_MD_EMPH,
    [MARK_EMPH_LINE] = PC_MD_EMPH,     [MARK_STRIKE] = PC_MD_STRIKE,      [MARK_BRACKET] = PC_MD_LINK_TEXT,
    [MARK_TAG_STRONG] = PC_MD_STRONG,  [MARK_TAG_EMPH] = PC_MD_EMPH,      [MARK_TAG_STRIKE] = PC_MD_STRIKE,
    [MARK_TAG_CODE] = PC_MD_CODE_SPAN};

struct token {
    enum token_kind kind;
    uint32_t line; /* index into lines */
    uint32_t from; /* in the line's text */
    uint32_t len;
    uint16_t style;
    enum mark mark;
    bool opens;    /* paired: begins a style */
    bool closes;   /* paired: ends one */
    bool vanishes; /* its bytes are no text, paired or not: a tag */
};

struct tick_run {
    uint32_t line;
    uint32_t from;
    uint32_t len;
};

struct scanner {
    struct pc_arena *arena;
    const struct pc_md_line *lines;
    size_t line_count;
    struct PC_VEC(struct token) tokens;
    struct PC_VEC(uint32_t) open; /* indices of marks that may still be closed, innermost last */
    unsigned open_count[MARK_COUNT];
    /* backtick runs by length, each length in order of the text; next[length] only moves forward */
    struct tick_run *ticks;
    size_t *tick_first; /* [length]: first of ticks of that length */
    size_t *tick_next;
    uint32_t tick_longest;
    bool no_comment_end;   /* there is no "-->" any more */
    uint32_t angle_line;   /* line index + 1 that angle_end is of */
    size_t angle_end;      /* the next '>' behind the last place asked for; PC_NPOS: none */
    const uint32_t *close; /* of the current line: for each '(' the matching ')' + 1, else 0 */
    uint32_t close_line;   /* line index + 1 that close is of */
};

static struct pc_str text_of(const struct scanner *sc, uint32_t line) {
    return sc->lines[line].text;
}

static struct token *add(struct scanner *sc, enum token_kind kind, uint32_t line, size_t from, size_t len,
                         uint16_t style) {
    struct token *t = PC_PUSH(&sc->tokens, sc->arena);
    *t = (struct token){.kind = kind, .line = line, .from = (uint32_t)from, .len = (uint32_t)len, .style = style};
    return t;
}

/* ---- code spans */

/* All backtick runs, sorted by length with a counting sort. */
static void index_ticks(struct scanner *sc) {
    struct PC_VEC(struct tick_run) runs = {0};
    for (uint32_t line = 0; line < sc->line_count; line++) {
        struct pc_str s = text_of(sc, line);
        for (size_t at = pc_str_find_char(s, '`', 0); at != PC_NPOS; at = pc_str_find_char(s, '`', at)) {
            size_t from = at;
            while (at < s.len && s.ptr[at] == '`') {
                at++;
            }
            uint32_t len = (uint32_t)(at - from);
            *PC_PUSH(&runs, sc->arena) = (struct tick_run){.line = line, .from = (uint32_t)from, .len = len};
            sc->tick_longest = len > sc->tick_longest ? len : sc->tick_longest;
        }
    }
    if (runs.count == 0) {
        return;
    }
    sc->tick_first = PC_NEW_ARRAY(sc->arena, sc->tick_longest + 2u, size_t);
    sc->tick_next = PC_NEW_ARRAY(sc->arena, sc->tick_longest + 2u, size_t);
    sc->ticks = PC_NEW_ARRAY(sc->arena, runs.count, struct tick_run);
    for (size_t i = 0; i < runs.count; i++) {
        sc->tick_first[runs.items[i].len + 1]++;
    }
    for (size_t n = 1; n <= sc->tick_longest + 1u; n++) {
        sc->tick_first[n] += sc->tick_first[n - 1];
    }
    memcpy(sc->tick_next, sc->tick_first, (sc->tick_longest + 2u) * sizeof(size_t));
    for (size_t i = 0; i < runs.count; i++) {
        sc->ticks[sc->tick_next[runs.items[i].len]++] = runs.items[i];
    }
    memcpy(sc->tick_next, sc->tick_first, (sc->tick_longest + 2u) * sizeof(size_t));
}

/* The first run of exactly len backticks behind the given place; NULL when there is none. */
static const struct tick_run *closing_ticks(struct scanner *sc, uint32_t line, size_t from, size_t len) {
    if (len > sc->tick_longest) {
        return NULL;
    }
    size_t *next = &sc->tick_next[len];
    while (*next < sc->tick_first[len + 1]) {
        const struct tick_run *run = &sc->ticks[*next];
        if (run->line > line || (run->line == line && run->from >= from)) {
            return run;
        }
        (*next)++;
    }
    return NULL;
}

/* Tokens of one style from (line, from) up to (end_line, end). */
static void add_stretch(struct scanner *sc, uint32_t line, size_t from, uint32_t end_line, size_t end, uint16_t style) {
    for (uint32_t i = line; i <= end_line; i++) {
        size_t start = i == line ? from : 0;
        size_t stop = i == end_line ? end : text_of(sc, i).len;
        if (stop > start) {
            add(sc, TOKEN_EXTRA, i, start, stop - start, style);
        }
    }
}

/* One blank at both ends of a code span is a mark, as in "`` `a` ``". */
static void add_code(struct scanner *sc, uint32_t line, size_t from, uint32_t end_line, size_t end) {
    if (line == end_line && end - from > 2) {
        struct pc_str s = text_of(sc, line);
        if (s.ptr[from] == ' ' && s.ptr[end - 1] == ' ') {
            from++;
            end--;
        }
    }
    add_stretch(sc, line, from, end_line, end, PC_MD_CODE_SPAN);
}

/* ---- links */

/* For each '(' of a line the place behind its ')', by a stack. */
static void index_parens(struct scanner *sc, uint32_t line) {
    struct pc_str s = text_of(sc, line);
    uint32_t *close = PC_NEW_ARRAY(sc->arena, s.len, uint32_t);
    struct PC_VEC(uint32_t) stack = {0};
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '(') {
            *PC_PUSH(&stack, sc->arena) = (uint32_t)i;
        } else if (s.ptr[i] == ')' && stack.count > 0) {
            close[stack.items[--stack.count]] = (uint32_t)i + 1;
        }
    }
    sc->close = close;
    sc->close_line = line + 1;
}

static uint32_t closing_paren(struct scanner *sc, uint32_t line, size_t at) {
    if (sc->close_line != line + 1) {
        index_parens(sc, line);
    }
    return sc->close[at];
}

/* ---- marks */

/* Drops the marks above the innermost open one of that kind and pairs it with the token at index. */
static bool close_mark(struct scanner *sc, enum mark mark, struct token *closer) {
    if (sc->open_count[mark] == 0) {
        return false;
    }
    for (;;) {
        struct token *top = &sc->tokens.items[sc->open.items[--sc->open.count]];
        sc->open_count[top->mark]--;
        if (top->mark == mark) {
            top->opens = true;
            closer->closes = true;
            return true;
        }
    }
}

static void open_mark(struct scanner *sc, size_t token) {
    *PC_PUSH(&sc->open, sc->arena) = (uint32_t)token;
    sc->open_count[sc->tokens.items[token].mark]++;
}

/* Letters and digits; bytes of other scripts count as letters. */
static bool is_wordy(char c) {
    return pc_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* One mark of 1 or 2 characters out of a delimiter run. */
static void add_mark(struct scanner *sc, uint32_t line, size_t from, size_t len, enum mark mark, bool can_open,
                     bool can_close) {
    size_t index = sc->tokens.count;
    struct token *t = add(sc, TOKEN_MARK, line, from, len, 0);
    t->mark = mark;
    if (can_close && close_mark(sc, mark, t)) {
        return;
    }
    if (can_open) {
        open_mark(sc, index);
    } else {
        t->kind = TOKEN_TEXT;
    }
}

/* A run of '*', '_' or '~' at s[at]. Returns its length. */
static size_t scan_delimiters(struct scanner *sc, uint32_t line, size_t at) {
    struct pc_str s = text_of(sc, line);
    char c = s.ptr[at];
    size_t len = 0;
    while (at + len < s.len && s.ptr[at + len] == c) {
        len++;
    }
    char before = at > 0 ? s.ptr[at - 1] : ' ';
    char after = at + len < s.len ? s.ptr[at + len] : ' ';
    bool can_open = !pc_is_space(after) && (is_wordy(after) || !is_wordy(before));
    bool can_close = !pc_is_space(before) && (is_wordy(before) || !is_wordy(after));
    if (c == '_' && is_wordy(before) && is_wordy(after)) {
        can_open = can_close = false; /* snake_case */
    }
    if (len > 3 || (c == '~' && len > 2) || !(can_open || can_close)) {
        add(sc, TOKEN_TEXT, line, at, len, 0);
        return len;
    }
    enum mark strong = c == '*' ? MARK_STRONG_STAR : MARK_STRONG_LINE;
    enum mark emph = c == '*' ? MARK_EMPH_STAR : MARK_EMPH_LINE;
    if (c == '~') {
        add_mark(sc, line, at, len, MARK_STRIKE, can_open, can_close);
    } else if (len == 1) {
        add_mark(sc, line, at, 1, emph, can_open, can_close);
    } else if (len == 2) {
        add_mark(sc, line, at, 2, strong, can_open, can_close);
    } else if (can_close && sc->open_count[strong] > 0) { /* "***" closes the inner one first */
        bool emph_inside = sc->open.count > 0 && sc->tokens.items[sc->open.items[sc->open.count - 1]].mark == emph;
        add_mark(sc, line, at, emph_inside ? 1 : 2, emph_inside ? emph : strong, can_open, can_close);
        add_mark(sc, line, at + (emph_inside ? 1 : 2), emph_inside ? 2 : 1, emph_inside ? strong : emph, can_open,
                 can_close);
    } else {
        add_mark(sc, line, at, 2, strong, can_open, can_close);
        add_mark(sc, line, at + 2, 1, emph, can_open, can_close);
    }
    return len;
}

/* "](" closes a link when a bracket is open and the parenthesis closes in the same line. Returns the bytes taken, 0:
 * none. */
static size_t scan_link_end(struct scanner *sc, uint32_t line, size_t at) {
    struct pc_str s = text_of(sc, line);
    if (sc->open_count[MARK_BRACKET] == 0 || at + 1 >= s.len || s.ptr[at + 1] != '(') {
        return 0;
    }
    uint32_t end = closing_paren(sc, line, at + 1);
    if (end == 0) {
        return 0;
    }
    struct token *t = add(sc, TOKEN_MARK, line, at, 1, 0);
    t->mark = MARK_BRACKET;
    close_mark(sc, MARK_BRACKET, t);
    add(sc, TOKEN_DROP, line, at + 1, 1, 0);
    add_stretch(sc, line, at + 2, line, end - 1, PC_MD_LINK_URL);
    add(sc, TOKEN_DROP, line, end - 1, 1, 0);
    return end - at;
}

/* ---- angle brackets */

/* "<!--" up to "-->", which may lie lines below. False when it never ends. *line and *at move behind it. */
static bool scan_comment(struct scanner *sc, uint32_t *line, size_t *at) {
    if (sc->no_comment_end) {
        return false;
    }
    size_t from = *at + 4;
    for (uint32_t i = *line; i < sc->line_count; i++) {
        size_t end = pc_str_find(text_of(sc, i), PC_STR("-->"), i == *line ? from : 0);
        if (end != PC_NPOS) {
            add(sc, TOKEN_DROP, *line, *at, 4, 0);
            add_stretch(sc, *line, from, i, end, PC_MD_COMMENT);
            add(sc, TOKEN_DROP, i, end, 3, 0);
            *line = i;
            *at = end + 3;
            return true;
        }
    }
    sc->no_comment_end = true;
    return false;
}

/* A tag that has a style of its own; MARK_COUNT when it has none. */
static enum mark tag_mark(struct pc_str tag) {
    static const struct {
        const char *name;
        enum mark mark;
    } tags[] = {{"b", MARK_TAG_STRONG},      {"strong", MARK_TAG_STRONG}, {"i", MARK_TAG_EMPH},
                {"em", MARK_TAG_EMPH},       {"s", MARK_TAG_STRIKE},      {"del", MARK_TAG_STRIKE},
                {"strike", MARK_TAG_STRIKE}, {"code", MARK_TAG_CODE}};
    size_t end = 0;
    while (end < tag.len && pc_is_alnum(tag.ptr[end])) {
        end++;
    }
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (pc_str_eq_nocase(pc_str_sub(tag, 0, end), pc_str_c(tags[i].name))) {
            return tags[i].mark;
        }
    }
    return MARK_COUNT;
}

/* The next '>' of the line; asked for places that only move forward. */
static size_t next_angle_end(struct scanner *sc, uint32_t line, size_t at) {
    if (sc->angle_line != line + 1 || (sc->angle_end != PC_NPOS && sc->angle_end < at)) {
        sc->angle_line = line + 1;
        sc->angle_end = pc_str_find_char(text_of(sc, line), '>', at);
    }
    return sc->angle_end;
}

/* "<http://x>" or "<tag ...>" within one line. Returns the bytes taken, 0: none. */
static size_t scan_angle(struct scanner *sc, uint32_t line, size_t at) {
    struct pc_str s = text_of(sc, line);
    if (at + 1 >= s.len || !(pc_is_alpha(s.ptr[at + 1]) || s.ptr[at + 1] == '/')) {
        return 0;
    }
    size_t end = next_angle_end(sc, line, at);
    if (end == PC_NPOS) {
        return 0;
    }
    struct pc_str inside = pc_str_sub(s, at + 1, end - at - 1);
    size_t blank = 0;
    while (blank < inside.len && !pc_is_space(inside.ptr[blank]) && inside.ptr[blank] != '<') {
        blank++;
    }
    struct pc_str word = pc_str_sub(inside, 0, blank);
    if (blank == inside.len &&
        (pc_str_find_char(word, ':', 0) != PC_NPOS || pc_str_find_char(word, '@', 0) != PC_NPOS)) {
        add(sc, TOKEN_DROP, line, at, 1, 0);
        add_stretch(sc, line, at + 1, line, end, PC_MD_LINK_URL);
        add(sc, TOKEN_DROP, line, end, 1, 0);
        return end + 1 - at;
    }
    if (blank < inside.len && inside.ptr[blank] == '<') {
        return 0;
    }
    bool closing = inside.ptr[0] == '/';
    enum mark mark = tag_mark(closing ? pc_str_sub(inside, 1, inside.len) : inside);
    size_t index = sc->tokens.count;
    struct token *t = add(sc, mark == MARK_COUNT ? TOKEN_EXTRA : TOKEN_MARK, line, at, end + 1 - at, PC_MD_HTML_TAG);
    t->mark = mark;
    t->vanishes = true;
    if (mark != MARK_COUNT && closing) {
        close_mark(sc, mark, t);
    } else if (mark != MARK_COUNT) {
        open_mark(sc, index);
    }
    return end + 1 - at;
}

/* ---- the pass over the text */

static bool is_special(char c) {
    return c == '`' || c == '*' || c == '_' || c == '~' || c == '[' || c == ']' || c == '<' || c == '\\';
}

/* Handles the special character at (*line, *at) and moves behind it. */
static void scan_special(struct scanner *sc, uint32_t *line, size_t *at) {
    struct pc_str s = text_of(sc, *line);
    char c = s.ptr[*at];
    size_t used = 0;
    if (c == '\\') {
        used = *at + 1 < s.len && !is_wordy(s.ptr[*at + 1]) ? 2 : 1; /* stays in the text, see pc_md_plain */
        add(sc, TOKEN_TEXT, *line, *at, used, 0);
    } else if (c == '`') {
        size_t len = 0;
        while (*at + len < s.len && s.ptr[*at + len] == '`') {
            len++;
        }
        const struct tick_run *end = closing_ticks(sc, *line, *at + len, len);
        if (end != NULL) {
            add(sc, TOKEN_DROP, *line, *at, len, 0);
            add_code(sc, *line, *at + len, end->line, end->from);
            add(sc, TOKEN_DROP, end->line, end->from, len, 0);
            *line = end->line;
            *at = end->from + len;
            return;
        }
        add(sc, TOKEN_TEXT, *line, *at, len, 0);
        used = len;
    } else if (c == '*' || c == '_' || c == '~') {
        used = scan_delimiters(sc, *line, *at);
    } else if (c == '[') {
        size_t index = sc->tokens.count;
        add(sc, TOKEN_MARK, *line, *at, 1, 0)->mark = MARK_BRACKET;
        open_mark(sc, index);
        used = 1;
    } else if (c == ']') {
        used = scan_link_end(sc, *line, *at);
    } else if (pc_str_starts(pc_str_sub(s, *at, 4), PC_STR("<!--")) && scan_comment(sc, line, at)) {
        return;
    } else {
        used = scan_angle(sc, *line, *at);
    }
    if (used == 0) {
        add(sc, TOKEN_TEXT, *line, *at, 1, 0);
        used = 1;
    }
    *at += used;
}

static void tokenize(struct scanner *sc) {
    uint32_t line = 0;
    size_t at = 0;
    while (line < sc->line_count) {
        struct pc_str s = text_of(sc, line);
        size_t from = at;
        while (at < s.len && !is_special(s.ptr[at])) {
            at++;
        }
        if (at > from) {
            add(sc, TOKEN_TEXT, line, from, at - from, 0);
        }
        if (at >= s.len) {
            line++;
            at = 0;
        } else {
            scan_special(sc, &line, &at);
        }
    }
}

/* ---- runs */

/* Tokens to runs: neighbours of one style become one run. */
static size_t make_runs(struct scanner *sc, const struct pc_md_run **out) {
    struct PC_VEC(struct pc_md_run) runs = {0};
    unsigned depth[MARK_COUNT] = {0};
    uint32_t strong_count = 0;
    uint32_t strong_id = 0;
    uint32_t end = 0; /* of the last run, to join neighbours */
    for (size_t i = 0; i < sc->tokens.count; i++) {
        const struct token *t = &sc->tokens.items[i];
        bool is_strong = t->kind == TOKEN_MARK && (mark_style[t->mark] & PC_MD_STRONG) != 0;
        if (t->kind == TOKEN_MARK && (t->opens || t->closes)) {
            depth[t->mark] += t->opens ? 1 : 0;
            depth[t->mark] -= t->closes ? 1 : 0;
            if (is_strong) {
                strong_id = t->opens ? ++strong_count : 0;
            }
            if (!t->vanishes) {
                continue;
            }
        } else if (t->kind == TOKEN_DROP) {
            continue;
        }
        uint16_t style = t->kind == TOKEN_TEXT ? 0 : t->style;
        uint32_t strong = 0;
        for (int m = 0; m < MARK_COUNT; m++) {
            style |= depth[m] > 0 ? mark_style[m] : 0;
        }
        strong = (style & PC_MD_STRONG) != 0 ? strong_id : 0;
        const struct pc_md_line *line = &sc->lines[t->line];
        struct pc_md_run *last = runs.count > 0 ? &runs.items[runs.count - 1] : NULL;
        if (last != NULL && last->line == line->line && end == line->offset + t->from && last->style == style &&
            last->strong_id == strong && t->kind != TOKEN_EXTRA) {
            last->text.len += t->len;
        } else {
            *PC_PUSH(&runs, sc->arena) = (struct pc_md_run){.text = pc_str_sub(line->text, t->from, t->len),
                                                            .offset = line->offset + t->from,
                                                            .style = style,
                                                            .line = line->line,
                                                            .strong_id = strong};
        }
        end = line->offset + t->from + t->len;
    }
    *out = runs.items;
    return runs.count;
}

size_t pc_md_inline(struct pc_arena *arena, const struct pc_md_line *lines, size_t line_count,
                    const struct pc_md_run **runs) {
    struct scanner sc = {.arena = arena, .lines = lines, .line_count = line_count};
    index_ticks(&sc);
    tokenize(&sc);
    return make_runs(&sc, runs);
}

size_t pc_md_cell_inline(struct pc_arena *arena, struct pc_md_cell cell, uint32_t line, const struct pc_md_run **runs) {
    struct pc_md_line *one = PC_NEW(arena, struct pc_md_line);
    *one = (struct pc_md_line){.text = cell.text, .offset = cell.offset, .line = line};
    return pc_md_inline(arena, one, 1, runs);
}
