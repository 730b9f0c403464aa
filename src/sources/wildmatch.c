/* Matching of one gitignore pattern. The latest star and the latest double star are the only places to come back to:
 * what an earlier one could take, a later one can take as well. */
#include <string.h>

#include "git_ignore.h"

struct retry {
    size_t pattern; /* goes on here; PC_NPOS: nowhere to come back to */
    size_t text;    /* the first byte that the star has not taken yet */
};

struct match {
    struct pc_str pattern, text;
    size_t p, t;
    struct retry star, double_star;
};

static bool in_posix_class(struct pc_str name, char c) {
    static const char *const names[] = {"alpha", "digit", "alnum", "upper", "lower", "space",
                                        "blank", "punct", "print", "graph", "cntrl", "xdigit"};
    bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    bool graph = c > ' ' && c < 0x7f;
    const bool in[] = {upper || lower,
                       digit,
                       upper || lower || digit,
                       upper,
                       lower,
                       pc_is_space(c),
                       c == ' ' || c == '\t',
                       graph && !upper && !lower && !digit,
                       graph || c == ' ',
                       graph,
                       (c >= 0 && c < ' ') || c == 0x7f,
                       digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (pc_str_eq(name, pc_str_c(names[i])))
            return in[i];
    return false;
}

/* The length of "[:name:]" at s, 0 when there is none. */
static size_t posix_class_at(struct pc_str s, struct pc_str *name) {
    if (!pc_str_starts(s, PC_STR("[:")))
        return 0;
    size_t end = pc_str_find_char(s, ']', 2);
    if (end == PC_NPOS || end < 3 || s.ptr[end - 1] != ':')
        return 0;
    *name = pc_str_sub(s, 2, end - 3);
    return end + 1;
}

/* The character of a class at *at, a backslash taken as a mark; moves behind it. False at the end of the pattern. */
static bool class_char(struct pc_str pattern, size_t *at, unsigned char *c) {
    if (*at < pattern.len && pattern.ptr[*at] == '\\')
        ++*at;
    if (*at >= pattern.len)
        return false;
    *c = (unsigned char)pattern.ptr[(*at)++];
    return true;
}

/* Whether the class behind the '[' at *at takes c; moves behind its ']'. A class that is never closed takes nothing. */
static bool class_takes(struct pc_str pattern, size_t *at, char c) {
    size_t i = *at + 1;
    bool negated = i < pattern.len && (pattern.ptr[i] == '!' || pattern.ptr[i] == '^');
    bool hit = false;
    i += negated;
    for (bool first = true; i < pattern.len && (first || pattern.ptr[i] != ']'); first = false) {
        struct pc_str name;
        size_t length = posix_class_at(pc_str_sub(pattern, i, pattern.len), &name);
        if (length > 0) {
            hit = hit || in_posix_class(name, c);
            i += length;
            continue;
        }
        unsigned char lo, hi;
        if (!class_char(pattern, &i, &lo))
            return false;
        hi = lo;
        if (i + 1 < pattern.len && pattern.ptr[i] == '-' && pattern.ptr[i + 1] != ']') {
            i++;
            if (!class_char(pattern, &i, &hi))
                return false;
        }
        hit = hit || (lo <= (unsigned char)c && (unsigned char)c <= hi);
    }
    if (i >= pattern.len)
        return false;
    *at = i + 1;
    return hit != negated && c != '/';
}

/* Takes the stars at m->p. True when they take all of the rest. */
static bool take_stars(struct match *m) {
    size_t start = m->p;
    while (m->p < m->pattern.len && m->pattern.ptr[m->p] == '*')
        m->p++;
    bool at_end = m->p == m->pattern.len;
    bool whole = m->p - start >= 2 && (start == 0 || m->pattern.ptr[start - 1] == '/') &&
                 (at_end || m->pattern.ptr[m->p] == '/');
    if (!whole) {
        m->star = (struct retry){m->p, m->t};
        return at_end && !memchr(m->text.ptr + m->t, '/', m->text.len - m->t);
    }
    if (at_end)
        return true;
    m->p++; /* the slash: "**" and it take no component or more, each with its slash */
    m->double_star = (struct retry){m->p, m->t};
    m->star.pattern = PC_NPOS;
    return false;
}

/* Lets the latest star take one more byte, else the latest double star one more component. */
static bool come_back(struct match *m) {
    if (m->star.pattern != PC_NPOS && m->star.text < m->text.len && m->text.ptr[m->star.text] != '/') {
        m->star.text++;
        m->p = m->star.pattern;
        m->t = m->star.text;
        return true;
    }
    m->star.pattern = PC_NPOS;
    if (m->double_star.pattern == PC_NPOS)
        return false;
    size_t slash = pc_str_find_char(m->text, '/', m->double_star.text);
    if (slash == PC_NPOS)
        return false;
    m->double_star.text = slash + 1;
    m->p = m->double_star.pattern;
    m->t = m->double_star.text;
    return true;
}

/* One character of the text against one token of the pattern that is no star. */
static bool take_one(struct match *m) {
    char c = m->text.ptr[m->t];
    char token = m->pattern.ptr[m->p];
    if (token == '[') {
        if (!class_takes(m->pattern, &m->p, c))
            return false;
        m->t++;
        return true;
    }
    if (token == '\\') {
        if (m->p + 1 == m->pattern.len)
            return false;
        token = m->pattern.ptr[++m->p];
        if (token != c)
            return false;
    } else if (token == '?' ? c == '/' : token != c) {
        return false;
    }
    m->p++;
    m->t++;
    return true;
}

bool pc_wildmatch(struct pc_str pattern, struct pc_str text) {
    struct match m = {.pattern = pattern, .text = text, .star = {PC_NPOS, 0}, .double_star = {PC_NPOS, 0}};
    for (;;) {
        bool pattern_left = m.p < pattern.len;
        if (pattern_left && pattern.ptr[m.p] == '*') {
            if (take_stars(&m))
                return true;
            continue;
        }
        if (!pattern_left && m.t == text.len)
            return true;
        if (pattern_left && m.t < text.len && take_one(&m))
            continue;
        if (!come_back(&m))
            return false;
    }
}
