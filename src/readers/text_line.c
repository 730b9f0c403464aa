#include "text_line.h"

static size_t blank_at(struct pc_str text, size_t at) {
    char c = text.ptr[at];
    if (c == ' ' || c == '\t' || c == '\r') {
        return 1;
    }
    if (c != '\\') {
        return 0;
    }
    struct pc_str behind = pc_str_sub(text, at + 1, 2);
    return pc_str_starts(behind, PC_STR("\n")) ? 2 : pc_str_eq(behind, PC_STR("\r\n")) ? 3 : 0;
}

/* Where the word at `at` ends: quotes hold blanks together, wherever in it they stand. */
static size_t word_end(struct pc_str text, size_t at) {
    char quote = '\0';
    for (; at < text.len && text.ptr[at] != '\n' && (quote || blank_at(text, at) == 0); at++) {
        char c = text.ptr[at];
        if (c == '\\' && at + 1 < text.len && text.ptr[at + 1] != '\n') {
            at++;
        } else if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? '\0' : c;
        }
    }
    return at < text.len ? at : text.len;
}

static struct pc_str without_quotes(struct pc_str word) {
    bool quoted = word.len > 1 && (word.ptr[0] == '"' || word.ptr[0] == '\'') && word.ptr[word.len - 1] == word.ptr[0];
    return quoted ? pc_str_sub(word, 1, word.len - 2) : word;
}

bool pc_text_line_next(struct pc_str text, size_t *cursor, struct pc_text_line *line) {
    size_t at = *cursor;
    size_t start = at;
    size_t end = at;
    line->count = 0;
    if (at >= text.len) {
        return false;
    }
    while (at < text.len && text.ptr[at] != '\n') {
        size_t blank = blank_at(text, at);
        if (blank > 0) {
            at += blank;
            continue;
        }
        if (text.ptr[at] == '#') {
            size_t stop = pc_str_find_char(text, '\n', at);
            at = stop == PC_NPOS ? text.len : stop;
            break;
        }
        end = word_end(text, at);
        start = line->count == 0 ? at : start;
        if (line->count < PC_LINE_WORDS) {
            line->words[line->count++] = without_quotes(pc_str_sub(text, at, end - at));
        }
        at = end;
    }
    line->extent = pc_str_sub(text, start, end - start);
    *cursor = at + 1;
    return true;
}
