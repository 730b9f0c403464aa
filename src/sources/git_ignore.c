#include "git_ignore.h"

#include <string.h>

#include "vec.h"

/* The line without the blanks at its end, unless a backslash keeps them. */
static struct pc_str trim_end(struct pc_str line) {
    size_t keep = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\\') {
            i++;
            keep = i < line.len ? i + 1 : line.len;
        } else if (line.ptr[i] != ' ') {
            keep = i + 1;
        }
    }
    return pc_str_sub(line, 0, keep);
}

static uint32_t literal_length(struct pc_str text) {
    uint32_t n = 0;
    while (n < text.len && !strchr("*?[\\", text.ptr[n]))
        n++;
    return n;
}

/* False for a line that holds no pattern: blank, a comment, "!" or "/" alone. */
static bool parse_line(struct pc_str line, struct pc_ignore_pattern *out) {
    if (pc_str_starts(line, PC_STR("#")))
        return false;
    *out = (struct pc_ignore_pattern){.text = trim_end(line)};
    if (pc_str_starts(out->text, PC_STR("!"))) {
        out->negated = true;
        out->text = pc_str_sub(out->text, 1, out->text.len);
    }
    if (pc_str_ends(out->text, PC_STR("/"))) {
        out->directory_only = true;
        out->text.len--;
    }
    out->anchored = pc_str_find_char(out->text, '/', 0) != PC_NPOS;
    if (pc_str_starts(out->text, PC_STR("/")))
        out->text = pc_str_sub(out->text, 1, out->text.len);
    out->literal = literal_length(out->text);
    return out->text.len > 0;
}

const struct pc_ignore_scope *pc_ignore_scope_new(struct pc_arena *arena, const struct pc_ignore_scope *parent,
                                                  struct pc_str dir, struct pc_str text) {
    struct PC_VEC(struct pc_ignore_pattern) patterns = {0};
    struct pc_ignore_pattern pattern;
    struct pc_str line;
    bool done = false;
    if (pc_str_starts(text, PC_STR("\xef\xbb\xbf")))
        text = pc_str_sub(text, 3, text.len);
    while (pc_str_split(&text, '\n', &line, &done)) {
        if (pc_str_ends(line, PC_STR("\r")))
            line.len--;
        size_t nul = pc_str_find_char(line, '\0', 0);
        if (parse_line(pc_str_sub(line, 0, nul), &pattern))
            *PC_PUSH(&patterns, arena) = pattern;
    }
    if (patterns.count == 0)
        return parent;
    struct pc_ignore_scope *scope = PC_NEW(arena, struct pc_ignore_scope);
    *scope = (struct pc_ignore_scope){parent, dir.len > 0 ? dir.len + 1 : 0, patterns.items, patterns.count};
    return scope;
}

static bool pattern_takes(const struct pc_ignore_pattern *pattern, struct pc_str subject) {
    struct pc_str text = pattern->text;
    size_t literal = pattern->literal;
    if (literal == text.len)
        return subject.len == text.len && memcmp(subject.ptr, text.ptr, text.len) == 0;
    if (subject.len < literal || memcmp(subject.ptr, text.ptr, literal) != 0)
        return false;
    return pc_wildmatch(pc_str_sub(text, literal, text.len), pc_str_sub(subject, literal, subject.len));
}

bool pc_ignore_match(const struct pc_ignore_scope *scope, struct pc_str path, bool directory, uint32_t *work) {
    size_t slash = pc_str_rfind_char(path, '/');
    struct pc_str name = slash == PC_NPOS ? path : pc_str_sub(path, slash + 1, path.len);
    for (; scope; scope = scope->parent) {
        struct pc_str below = pc_str_sub(path, scope->base, path.len);
        if (*work < scope->count) {
            *work = 0;
            return false;
        }
        *work -= (uint32_t)scope->count;
        for (size_t i = scope->count; i-- > 0;) {
            const struct pc_ignore_pattern *pattern = &scope->patterns[i];
            if ((directory || !pattern->directory_only) && pattern_takes(pattern, pattern->anchored ? below : name))
                return !pattern->negated;
        }
    }
    return false;
}
