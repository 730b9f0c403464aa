#include "nginx_scan.h"

static bool is_end(char c) {
    return c == ';' || c == '{' || c == '}';
}

enum { MARKER_MAX = 256 }; /* bytes; a longer one is none */

/* A marker of a template, which ends on its line; 0 when none stands there. */
static size_t template_marker(struct pc_str text, size_t at) {
    char c = text.ptr[at];
    char next = at + 1 < text.len ? text.ptr[at + 1] : '\0';
    if (!(c == '{' && (next == '{' || next == '%')) && !(c == '<' && next == '%') && !(c == '$' && next == '{')) {
        return 0;
    }
    size_t line = at;
    while (line < text.len && line < at + MARKER_MAX && text.ptr[line] != '\n') {
        line++;
    }
    struct pc_str rest = pc_str_sub(text, at, line - at);
    struct pc_str close = c == '$' ? PC_STR("}") : c == '<' ? PC_STR("%>") : next == '{' ? PC_STR("}}") : PC_STR("%}");
    size_t end = pc_str_find(rest, close, 2);
    return end == PC_NPOS ? 0 : end + close.len;
}

static size_t skip_line(struct pc_str text, size_t at) {
    while (at < text.len && text.ptr[at] != '\n') {
        at++;
    }
    return at;
}

/* Blanks, comments, and statements of a template that stand between words. */
static size_t skip_between(struct pc_str text, size_t at) {
    while (at < text.len) {
        char c = text.ptr[at];
        if (pc_is_space(c)) {
            at++;
        } else if (c == '#') {
            at = skip_line(text, at);
        } else if ((c == '{' || c == '<') && at + 1 < text.len && text.ptr[at + 1] == '%') {
            size_t marker = template_marker(text, at);
            if (marker == 0) {
                return at;
            }
            at += marker;
        } else {
            return at;
        }
    }
    return at;
}

/* The word at `at`; returns where the text goes on. */
static size_t read_word(struct pc_str text, size_t at, struct pc_str *word) {
    char quote = text.ptr[at] == '"' || text.ptr[at] == '\'' ? text.ptr[at] : '\0';
    size_t from = quote ? at + 1 : at;
    size_t i = from;
    while (i < text.len) {
        char c = text.ptr[i];
        size_t marker = quote ? 0 : template_marker(text, i);
        if (marker > 0) {
            i += marker;
        } else if (c == '\\' && i + 1 < text.len) {
            i += 2;
        } else if (quote ? c == quote : pc_is_space(c) || is_end(c)) {
            break;
        } else {
            i++;
        }
    }
    *word = pc_str_sub(text, from, i - from);
    return quote && i < text.len ? i + 1 : i;
}

/* Behind the '}' of a block of Lua that has opened just before at: braces in its strings and comments do not count. */
static size_t skip_lua(struct pc_str text, size_t at) {
    for (size_t depth = 1; at < text.len && depth > 0; at++) {
        char c = text.ptr[at];
        if (c == '-' && at + 1 < text.len && text.ptr[at + 1] == '-') {
            at = skip_line(text, at);
        } else if (c == '"' || c == '\'') {
            for (at++; at < text.len && text.ptr[at] != c && text.ptr[at] != '\n'; at++) {
                at += text.ptr[at] == '\\';
            }
        }
        if (at < text.len) {
            depth += text.ptr[at] == '{';
            depth -= text.ptr[at] == '}';
        }
    }
    return at < text.len ? at : text.len;
}

bool pc_nginx_next(struct pc_str text, size_t *cursor, struct pc_nginx_directive *directive) {
    size_t at = skip_between(text, *cursor);
    size_t start = at;
    directive->count = 0;
    directive->end = '\0';
    while (at < text.len && (!is_end(text.ptr[at]) || template_marker(text, at) > 0)) {
        struct pc_str word;
        at = read_word(text, at, &word);
        if (directive->count < PC_NGINX_WORDS) {
            directive->words[directive->count++] = word;
        }
        at = skip_between(text, at);
    }
    if (at < text.len) {
        directive->end = text.ptr[at++];
    }
    directive->extent = pc_str_sub(text, start, at - start);
    if (directive->end == '{' && directive->count > 0 && pc_str_ends(directive->words[0], PC_STR("_by_lua_block"))) {
        at = skip_lua(text, at);
        directive->end = ';';
    }
    *cursor = at;
    return at > start;
}
