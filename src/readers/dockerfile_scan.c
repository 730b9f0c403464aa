#include "dockerfile_scan.h"

static size_t line_end(struct pc_str text, size_t at) {
    size_t end = pc_str_find_char(text, '\n', at);
    return end == PC_NPOS ? text.len : end;
}

static bool is_comment(struct pc_str line) {
    line = pc_str_trim(line);
    return line.len > 0 && line.ptr[0] == '#';
}

/* A line that ends in the escape character goes on. A comment between continued lines is none of them. */
static bool continues(struct pc_str line) {
    line = pc_str_trim(line);
    return line.len > 0 && (line.ptr[line.len - 1] == '\\' || line.ptr[line.len - 1] == '`');
}

/* The word behind "<<" of a heredoc; empty when there is none. */
static struct pc_str heredoc_word(struct pc_str rest) {
    size_t at = pc_str_find(rest, PC_STR("<<"), 0);
    if (at == PC_NPOS) {
        return PC_EMPTY;
    }
    at += 2;
    while (at < rest.len && (rest.ptr[at] == '-' || rest.ptr[at] == '"' || rest.ptr[at] == '\'')) {
        at++;
    }
    size_t end = at;
    while (end < rest.len && (pc_is_alnum(rest.ptr[end]) || rest.ptr[end] == '_')) {
        end++;
    }
    return end > at && pc_is_alpha(rest.ptr[at]) ? pc_str_sub(rest, at, end - at) : PC_EMPTY;
}

/* Behind the line that is nothing but the word. */
static size_t behind_heredoc(struct pc_str text, size_t at, struct pc_str word) {
    while (at < text.len) {
        size_t end = line_end(text, at);
        if (pc_str_eq(pc_str_trim(pc_str_sub(text, at, end - at)), word)) {
            return end + 1;
        }
        at = end + 1;
    }
    return at;
}

bool pc_dockerfile_next(struct pc_str text, size_t *cursor, struct pc_dockerfile_instruction *out) {
    while (*cursor < text.len) {
        size_t start = *cursor;
        size_t end = line_end(text, start);
        struct pc_str line = pc_str_trim(pc_str_sub(text, start, end - start));
        *cursor = end + 1;
        if (line.len == 0 || is_comment(line)) {
            continue;
        }
        size_t last = end;
        while (continues(line) && *cursor < text.len) {
            last = line_end(text, *cursor);
            struct pc_str next = pc_str_sub(text, *cursor, last - *cursor);
            *cursor = last + 1;
            if (!is_comment(next) && pc_str_trim(next).len > 0)
                line = next;
        }
        out->extent = pc_str_trim(pc_str_sub(text, start, last - start));
        size_t word = 0;
        while (word < out->extent.len && pc_is_alpha(out->extent.ptr[word])) {
            word++;
        }
        out->word = pc_str_sub(out->extent, 0, word);
        out->rest = pc_str_sub(out->extent, word, out->extent.len);
        struct pc_str heredoc = heredoc_word(out->rest);
        if (heredoc.len > 0) {
            *cursor = behind_heredoc(text, *cursor, heredoc);
        }
        return true;
    }
    return false;
}

bool pc_dockerfile_word(struct pc_str rest, size_t *at, struct pc_str *word) {
    for (; *at < rest.len; ++*at) {
        char c = rest.ptr[*at];
        if (c == '#' && (*at == 0 || rest.ptr[*at - 1] == '\n' || pc_is_space(rest.ptr[*at - 1]))) {
            *at = line_end(rest, *at);
            continue;
        }
        if (!pc_is_space(c) && c != '\\') {
            break;
        }
    }
    size_t from = *at;
    char quote = '\0';
    for (; *at < rest.len && (quote || !pc_is_space(rest.ptr[*at])); ++*at) {
        char c = rest.ptr[*at];
        if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? '\0' : c;
        }
    }
    *word = pc_str_sub(rest, from, *at - from);
    return word->len > 0;
}
