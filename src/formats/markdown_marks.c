/* Emphasis and link marks of inline text: which of them pair up. Each token is opened and dropped at most once. */
#include "markdown_scan.h"

struct pc_str pc_scan_text(const struct pc_scanner *sc, uint32_t line) {
    return sc->lines[line].text;
}

struct pc_token *pc_scan_add(struct pc_scanner *sc, enum pc_token_kind kind, uint32_t line, size_t from, size_t len,
                             uint16_t style) {
    struct pc_token *t = PC_PUSH(&sc->tokens, sc->arena);
    *t = (struct pc_token){.kind = kind, .line = line, .from = (uint32_t)from, .len = (uint32_t)len, .style = style};
    return t;
}

/* ---- links */

/* For each '(' of a line the place behind its ')', by a stack. */
static void index_parens(struct pc_scanner *sc, uint32_t line) {
    struct pc_str s = pc_scan_text(sc, line);
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

static uint32_t closing_paren(struct pc_scanner *sc, uint32_t line, size_t at) {
    if (sc->close_line != line + 1) {
        index_parens(sc, line);
    }
    return sc->close[at];
}

/* ---- marks */

bool pc_scan_close(struct pc_scanner *sc, enum pc_mark mark, struct pc_token *closer) {
    if (sc->open_count[mark] == 0) {
        return false;
    }
    for (;;) {
        struct pc_token *top = &sc->tokens.items[sc->open.items[--sc->open.count]];
        sc->open_count[top->mark]--;
        if (top->mark == mark) {
            top->opens = true;
            closer->closes = true;
            return true;
        }
    }
}

void pc_scan_open(struct pc_scanner *sc, size_t token) {
    *PC_PUSH(&sc->open, sc->arena) = (uint32_t)token;
    sc->open_count[sc->tokens.items[token].mark]++;
}

bool pc_scan_is_wordy(char c) {
    return pc_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* One mark of 1 or 2 characters out of a delimiter run. */
static void add_mark(struct pc_scanner *sc, uint32_t line, size_t from, size_t len, enum pc_mark mark, bool can_open,
                     bool can_close) {
    size_t index = sc->tokens.count;
    struct pc_token *t = pc_scan_add(sc, TOKEN_MARK, line, from, len, 0);
    t->mark = mark;
    if (can_close && pc_scan_close(sc, mark, t)) {
        return;
    }
    if (can_open) {
        pc_scan_open(sc, index);
    } else {
        t->kind = TOKEN_TEXT;
    }
}

size_t pc_scan_delimiters(struct pc_scanner *sc, uint32_t line, size_t at) {
    struct pc_str s = pc_scan_text(sc, line);
    char c = s.ptr[at];
    size_t len = 0;
    while (at + len < s.len && s.ptr[at + len] == c) {
        len++;
    }
    char before = at > 0 ? s.ptr[at - 1] : ' ';
    char after = at + len < s.len ? s.ptr[at + len] : ' ';
    bool can_open = !pc_is_space(after) && (pc_scan_is_wordy(after) || !pc_scan_is_wordy(before));
    bool can_close = !pc_is_space(before) && (pc_scan_is_wordy(before) || !pc_scan_is_wordy(after));
    if (c == '_' && pc_scan_is_wordy(before) && pc_scan_is_wordy(after)) {
        can_open = can_close = false; /* snake_case */
    }
    if (c == '~' && len == 1 && pc_is_digit(before) && pc_is_digit(after)) {
        can_open = can_close = false; /* "1000~1999, 3000~3999": two ranges, nothing is struck out between them */
    }
    if (len > 3 || (c == '~' && len > 2) || !(can_open || can_close)) {
        pc_scan_add(sc, TOKEN_TEXT, line, at, len, 0);
        return len;
    }
    enum pc_mark strong = c == '*' ? MARK_STRONG_STAR : MARK_STRONG_LINE;
    enum pc_mark emph = c == '*' ? MARK_EMPH_STAR : MARK_EMPH_LINE;
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

size_t pc_scan_link_end(struct pc_scanner *sc, uint32_t line, size_t at) {
    struct pc_str s = pc_scan_text(sc, line);
    if (sc->open_count[MARK_BRACKET] == 0 || at + 1 >= s.len || s.ptr[at + 1] != '(') {
        return 0;
    }
    uint32_t end = closing_paren(sc, line, at + 1);
    if (end == 0) {
        return 0;
    }
    struct pc_token *t = pc_scan_add(sc, TOKEN_MARK, line, at, 1, 0);
    t->mark = MARK_BRACKET;
    pc_scan_close(sc, MARK_BRACKET, t);
    pc_scan_add(sc, TOKEN_DROP, line, at + 1, 1, 0);
    pc_scan_stretch(sc, line, at + 2, line, end - 1, PC_MD_LINK_URL);
    pc_scan_add(sc, TOKEN_DROP, line, end - 1, 1, 0);
    return end - at;
}
