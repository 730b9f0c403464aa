/* Inline marks of a few lines, in one pass and a bit: tokens first (what is a mark, what is text), then pairs of marks,
 * then runs. Simpler than CommonMark where it does not matter for ports (reference links and images stay text), exact
 * about code spans and comments. Every search either moves forward only or remembers that it found nothing. */
#include <string.h>

#include "markdown_scan.h"

enum { FEW = 24 }; /* of each kind, in a usual paragraph: that many live on the stack while it is scanned */

static const uint16_t mark_style[MARK_COUNT] = {
    [MARK_STRONG_STAR] = PC_MD_STRONG, [MARK_STRONG_LINE] = PC_MD_STRONG, [MARK_EMPH_STAR] = PC_MD_EMPH,
    [MARK_EMPH_LINE] = PC_MD_EMPH,     [MARK_STRIKE] = PC_MD_STRIKE,      [MARK_BRACKET] = PC_MD_LINK_TEXT,
    [MARK_TAG_STRONG] = PC_MD_STRONG,  [MARK_TAG_EMPH] = PC_MD_EMPH,      [MARK_TAG_STRIKE] = PC_MD_STRIKE,
    [MARK_TAG_CODE] = PC_MD_CODE_SPAN};

/* ---- code spans */

/* All backtick runs, sorted by length with a counting sort. */
static void index_ticks(struct pc_scanner *sc) {
    struct pc_tick_run few[FEW];
    struct PC_VEC(struct pc_tick_run) runs = {few, 0, FEW};
    for (uint32_t line = 0; line < sc->line_count; line++) {
        struct pc_str s = pc_scan_text(sc, line);
        for (size_t at = pc_str_find_char(s, '`', 0); at != PC_NPOS; at = pc_str_find_char(s, '`', at)) {
            size_t from = at;
            while (at < s.len && s.ptr[at] == '`') {
                at++;
            }
            uint32_t len = (uint32_t)(at - from);
            *PC_PUSH(&runs, sc->arena) = (struct pc_tick_run){.line = line, .from = (uint32_t)from, .len = len};
            sc->tick_longest = len > sc->tick_longest ? len : sc->tick_longest;
        }
    }
    if (runs.count == 0) {
        return;
    }
    sc->tick_first = PC_NEW_ARRAY(sc->arena, sc->tick_longest + 2u, size_t);
    sc->tick_next = PC_NEW_ARRAY(sc->arena, sc->tick_longest + 2u, size_t);
    sc->ticks = PC_NEW_ARRAY(sc->arena, runs.count, struct pc_tick_run);
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
static const struct pc_tick_run *closing_ticks(struct pc_scanner *sc, uint32_t line, size_t from, size_t len) {
    if (len > sc->tick_longest || !sc->tick_next) {
        return NULL;
    }
    size_t *next = &sc->tick_next[len];
    while (*next < sc->tick_first[len + 1]) {
        const struct pc_tick_run *run = &sc->ticks[*next];
        if (run->line > line || (run->line == line && run->from >= from)) {
            return run;
        }
        (*next)++;
    }
    return NULL;
}

void pc_scan_stretch(struct pc_scanner *sc, uint32_t line, size_t from, uint32_t end_line, size_t end, uint16_t style) {
    for (uint32_t i = line; i <= end_line; i++) {
        size_t start = i == line ? from : 0;
        size_t stop = i == end_line ? end : pc_scan_text(sc, i).len;
        if (stop > start) {
            pc_scan_add(sc, TOKEN_EXTRA, i, start, stop - start, style);
        }
    }
}

/* One blank at both ends of a code span is a mark, as in "`` `a` ``". */
static void add_code(struct pc_scanner *sc, uint32_t line, size_t from, uint32_t end_line, size_t end) {
    if (line == end_line && end - from > 2) {
        struct pc_str s = pc_scan_text(sc, line);
        if (s.ptr[from] == ' ' && s.ptr[end - 1] == ' ') {
            from++;
            end--;
        }
    }
    pc_scan_stretch(sc, line, from, end_line, end, PC_MD_CODE_SPAN);
}

/* ---- angle brackets */

/* "<!--" up to "-->", which may lie lines below. False when it never ends. *line and *at move behind it. */
static bool scan_comment(struct pc_scanner *sc, uint32_t *line, size_t *at) {
    if (sc->no_comment_end) {
        return false;
    }
    size_t from = *at + 4;
    for (uint32_t i = *line; i < sc->line_count; i++) {
        size_t end = pc_str_find(pc_scan_text(sc, i), PC_STR("-->"), i == *line ? from : 0);
        if (end != PC_NPOS) {
            pc_scan_add(sc, TOKEN_DROP, *line, *at, 4, 0);
            pc_scan_stretch(sc, *line, from, i, end, PC_MD_COMMENT);
            pc_scan_add(sc, TOKEN_DROP, i, end, 3, 0);
            *line = i;
            *at = end + 3;
            return true;
        }
    }
    sc->no_comment_end = true;
    return false;
}

/* A tag that has a style of its own; MARK_COUNT when it has none. */
static enum pc_mark tag_mark(struct pc_str tag) {
    static const struct {
        const char *name;
        enum pc_mark mark;
    } tags[] = {{"b", MARK_TAG_STRONG},      {"strong", MARK_TAG_STRONG}, {"i", MARK_TAG_EMPH},
                {"em", MARK_TAG_EMPH},       {"s", MARK_TAG_STRIKE},      {"del", MARK_TAG_STRIKE},
                {"strike", MARK_TAG_STRIKE}, {"code", MARK_TAG_CODE}};
    size_t end = 0;
    while (end < tag.len && pc_is_alnum(tag.ptr[end])) {
        end++;
    }
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (pc_str_is_nocase(pc_str_sub(tag, 0, end), tags[i].name)) {
            return tags[i].mark;
        }
    }
    return MARK_COUNT;
}

/* The next '>' of the line; asked for places that only move forward. */
static size_t next_angle_end(struct pc_scanner *sc, uint32_t line, size_t at) {
    if (sc->angle_line != line + 1 || (sc->angle_end != PC_NPOS && sc->angle_end < at)) {
        sc->angle_line = line + 1;
        sc->angle_end = pc_str_find_char(pc_scan_text(sc, line), '>', at);
    }
    return sc->angle_end;
}

/* "<http://x>" or "<tag ...>" within one line. Returns the bytes taken, 0: none. */
static size_t scan_angle(struct pc_scanner *sc, uint32_t line, size_t at) {
    struct pc_str s = pc_scan_text(sc, line);
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
        pc_scan_add(sc, TOKEN_DROP, line, at, 1, 0);
        pc_scan_stretch(sc, line, at + 1, line, end, PC_MD_LINK_URL);
        pc_scan_add(sc, TOKEN_DROP, line, end, 1, 0);
        return end + 1 - at;
    }
    if (blank < inside.len && inside.ptr[blank] == '<') {
        return 0;
    }
    bool closing = inside.ptr[0] == '/';
    enum pc_mark mark = tag_mark(closing ? pc_str_sub(inside, 1, inside.len) : inside);
    size_t index = sc->tokens.count;
    struct pc_token *t =
        pc_scan_add(sc, mark == MARK_COUNT ? TOKEN_EXTRA : TOKEN_MARK, line, at, end + 1 - at, PC_MD_HTML_TAG);
    t->mark = mark;
    t->vanishes = true;
    if (mark != MARK_COUNT && closing) {
        pc_scan_close(sc, mark, t);
    } else if (mark != MARK_COUNT) {
        pc_scan_open(sc, index);
    }
    return end + 1 - at;
}

/* ---- the pass over the text */

static bool is_special(char c) {
    return c == '`' || c == '*' || c == '_' || c == '~' || c == '[' || c == ']' || c == '<' || c == '\\';
}

/* Handles the special character at (*line, *at) and moves behind it. */
static void scan_special(struct pc_scanner *sc, uint32_t *line, size_t *at) {
    struct pc_str s = pc_scan_text(sc, *line);
    char c = s.ptr[*at];
    size_t used = 0;
    if (c == '\\') {
        used = *at + 1 < s.len && !pc_scan_is_wordy(s.ptr[*at + 1]) ? 2 : 1; /* stays in the text */
        pc_scan_add(sc, TOKEN_TEXT, *line, *at, used, 0);
    } else if (c == '`') {
        size_t len = 0;
        while (*at + len < s.len && s.ptr[*at + len] == '`') {
            len++;
        }
        const struct pc_tick_run *end = closing_ticks(sc, *line, *at + len, len);
        if (end != NULL) {
            pc_scan_add(sc, TOKEN_DROP, *line, *at, len, 0);
            add_code(sc, *line, *at + len, end->line, end->from);
            pc_scan_add(sc, TOKEN_DROP, end->line, end->from, len, 0);
            *line = end->line;
            *at = end->from + len;
            return;
        }
        pc_scan_add(sc, TOKEN_TEXT, *line, *at, len, 0);
        used = len;
    } else if (c == '*' || c == '_' || c == '~') {
        used = pc_scan_delimiters(sc, *line, *at);
    } else if (c == '[') {
        size_t index = sc->tokens.count;
        pc_scan_add(sc, TOKEN_MARK, *line, *at, 1, 0)->mark = MARK_BRACKET;
        pc_scan_open(sc, index);
        used = 1;
    } else if (c == ']') {
        used = pc_scan_link_end(sc, *line, *at);
    } else if (pc_str_starts(pc_str_sub(s, *at, 4), PC_STR("<!--")) && scan_comment(sc, line, at)) {
        return;
    } else {
        used = scan_angle(sc, *line, *at);
    }
    if (used == 0) {
        pc_scan_add(sc, TOKEN_TEXT, *line, *at, 1, 0);
        used = 1;
    }
    *at += used;
}

static void tokenize(struct pc_scanner *sc) {
    uint32_t line = 0;
    size_t at = 0;
    while (line < sc->line_count) {
        struct pc_str s = pc_scan_text(sc, line);
        size_t from = at;
        while (at < s.len && !is_special(s.ptr[at])) {
            at++;
        }
        if (at > from) {
            pc_scan_add(sc, TOKEN_TEXT, line, from, at - from, 0);
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
static size_t make_runs(struct pc_scanner *sc, const struct pc_md_run **out) {
    struct pc_md_run few[FEW];
    struct PC_VEC(struct pc_md_run) runs = {few, 0, FEW};
    unsigned depth[MARK_COUNT] = {0};
    uint32_t strong_count = 0;
    uint32_t strong_id = 0;
    uint32_t end = 0; /* of the last run, to join neighbours */
    for (size_t i = 0; i < sc->tokens.count; i++) {
        const struct pc_token *t = &sc->tokens.items[i];
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
    if (runs.items == few) {
        runs.items = PC_NEW_ARRAY(sc->arena, runs.count, struct pc_md_run);
        memcpy(runs.items, few, runs.count * sizeof few[0]);
    }
    *out = runs.items;
    return runs.count;
}

size_t pc_md_inline(struct pc_arena *arena, const struct pc_md_line *lines, size_t line_count,
                    const struct pc_md_run **runs) {
    struct pc_token tokens[FEW];
    uint32_t open[FEW];
    struct pc_scanner sc = {
        .arena = arena, .lines = lines, .line_count = line_count, .tokens = {tokens, 0, FEW}, .open = {open, 0, FEW}};
    index_ticks(&sc);
    tokenize(&sc);
    return make_runs(&sc, runs);
}

size_t pc_md_cell_inline(struct pc_arena *arena, struct pc_md_cell cell, uint32_t line, const struct pc_md_run **runs) {
    struct pc_md_line *one = PC_NEW(arena, struct pc_md_line);
    *one = (struct pc_md_line){.text = cell.text, .offset = cell.offset, .line = line};
    return pc_md_inline(arena, one, 1, runs);
}
