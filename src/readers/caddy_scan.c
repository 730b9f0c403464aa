#include "caddy_scan.h"

enum { MARKER_MAX = 256 }; /* bytes of a placeholder or marker with blanks in it */

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

static size_t skip_line(struct pc_str text, size_t at) {
    while (at < text.len && !is_line_end(text.ptr[at])) {
        at++;
    }
    return at;
}

/* "{{ .x }}" or "{% x %}" on one line; 0 when none stands there. */
static size_t template_marker(struct pc_str text, size_t at) {
    char next = at + 1 < text.len ? text.ptr[at + 1] : '\0';
    if (text.ptr[at] != '{' || (next != '{' && next != '%')) {
        return 0;
    }
    struct pc_str rest = pc_str_sub(text, at, MARKER_MAX);
    rest = pc_str_sub(rest, 0, skip_line(rest, 0));
    size_t end = pc_str_find(rest, next == '{' ? PC_STR("}}") : PC_STR("%}"), 2);
    return end == PC_NPOS ? 0 : end + 2;
}

/* Behind "<<END ... END"; 0 when the text there is none. */
static size_t heredoc(struct pc_str text, size_t at) {
    size_t name = at + 2;
    size_t end = name;
    while (end < text.len && (pc_is_alnum(text.ptr[end]) || text.ptr[end] == '_' || text.ptr[end] == '-')) {
        end++;
    }
    if (!pc_str_starts(pc_str_sub(text, at, 2), PC_STR("<<")) || end == name || end >= text.len ||
        !is_line_end(text.ptr[end])) {
        return 0;
    }
    struct pc_str marker = pc_str_sub(text, name, end - name);
    for (size_t line = end; line < text.len;) {
        line++;
        while (line < text.len && (text.ptr[line] == ' ' || text.ptr[line] == '\t')) {
            line++;
        }
        if (pc_str_starts(pc_str_sub(text, line, marker.len), marker)) {
            return line + marker.len;
        }
        line = skip_line(text, line);
    }
    return text.len;
}

static size_t read_quoted(struct pc_str text, size_t at, struct pc_str *word) {
    char quote = text.ptr[at++];
    size_t from = at;
    while (at < text.len && text.ptr[at] != quote) {
        at += text.ptr[at] == '\\' && quote == '"' ? 2 : 1;
    }
    at = at < text.len ? at : text.len;
    *word = pc_str_sub(text, from, at - from);
    return at < text.len ? at + 1 : at;
}

static size_t read_word(struct pc_str text, size_t at, struct pc_str *word) {
    if (text.ptr[at] == '"' || text.ptr[at] == '`') {
        return read_quoted(text, at, word);
    }
    size_t from = at;
    size_t behind = heredoc(text, at);
    if (behind > 0) {
        *word = PC_STR("<<");
        return behind;
    }
    while (at < text.len && !pc_is_space(text.ptr[at])) {
        size_t marker = template_marker(text, at);
        at += marker > 0 ? marker : 1;
    }
    *word = pc_str_sub(text, from, at - from);
    return at;
}

static bool is_word(struct pc_str word, const char *text) {
    return pc_str_is(word, text);
}

/* Over blanks; a backslash at a line's end too. */
static size_t skip_blanks(struct pc_str text, size_t at) {
    while (at < text.len) {
        bool blank = pc_is_space(text.ptr[at]) && !is_line_end(text.ptr[at]);
        bool joined = text.ptr[at] == '\\' && at + 1 < text.len && is_line_end(text.ptr[at + 1]);
        if (!blank && !joined) {
            return at;
        }
        at += joined ? 2 : 1;
        at += joined && at < text.len && text.ptr[at] == '\n' && text.ptr[at - 1] == '\r';
    }
    return at;
}

static bool goes_on(const struct pc_caddy_line *line) {
    if (line->words.count == 0) {
        return true;
    }
    return pc_str_ends(line->words.items[line->words.count - 1], PC_STR(","));
}

/* "site{" without a blank opens a block as well. */
static void cut_brace(struct pc_caddy_line *line) {
    struct pc_str *last = &line->words.items[line->words.count - 1];
    bool glued = last->len > 1 && last->ptr[last->len - 1] == '{' && pc_str_find_char(*last, '{', 0) == last->len - 1;
    if (glued) {
        last->len--;
        line->opens = true;
    }
}

bool pc_caddy_next(struct pc_arena *arena, struct pc_str text, size_t *cursor, struct pc_caddy_line *line) {
    size_t at = *cursor;
    size_t start = text.len;
    size_t end = text.len;
    line->words.count = 0;
    line->opens = line->closes = false;
    while ((at = skip_blanks(text, at)) < text.len) {
        char c = text.ptr[at];
        if (is_line_end(c)) {
            if (!goes_on(line)) {
                break;
            }
            at++;
            continue;
        }
        if (c == '#') {
            at = skip_line(text, at);
            continue;
        }
        struct pc_str word;
        start = line->words.count == 0 ? at : start;
        bool quoted = c == '"' || c == '`';
        at = end = read_word(text, at, &word);
        line->opens = !quoted && is_word(word, "{");
        line->closes = !quoted && is_word(word, "}");
        if (line->opens || line->closes) {
            break;
        }
        *PC_PUSH(&line->words, arena) = word;
    }
    *cursor = at;
    line->extent = pc_str_sub(text, start, end > start ? end - start : 0);
    if (line->words.count > 0 && !line->opens && !line->closes) {
        cut_brace(line);
    }
    return line->words.count > 0 || line->opens || line->closes;
}
