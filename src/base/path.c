#include "path.h"

#include <string.h>

#include "buf.h"
#include "text.h"

#define PATTERN_MAX 4096u /* bytes; a longer pattern matches nothing */

struct pc_str pc_path_dir(struct pc_str path) {
    size_t slash = pc_str_rfind_char(path, '/');
    return slash == PC_NPOS ? PC_EMPTY : pc_str_sub(path, 0, slash);
}

struct pc_str pc_path_base(struct pc_str path) {
    size_t slash = pc_str_rfind_char(path, '/');
    return slash == PC_NPOS ? path : pc_str_sub(path, slash + 1, path.len);
}

struct pc_str pc_path_stem(struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    size_t dot = pc_str_rfind_char(base, '.');
    return dot == PC_NPOS || dot == 0 ? base : pc_str_sub(base, 0, dot);
}

bool pc_path_join(struct pc_arena *arena, struct pc_str dir, struct pc_str rel, struct pc_str *out) {
    if (pc_str_starts(rel, PC_STR("/")) || pc_str_find_char(rel, '\0', 0) != PC_NPOS)
        return false;
    char *path = pc_arena_alloc(arena, dir.len + rel.len + 2);
    size_t len = dir.len;
    if (dir.len > 0)
        memcpy(path, dir.ptr, dir.len);
    struct pc_str part;
    for (bool done = false; pc_str_split(&rel, '/', &part, &done);) {
        if (part.len == 0 || pc_str_eq(part, PC_STR(".")))
            continue;
        if (pc_str_eq(part, PC_STR(".."))) {
            if (len == 0)
                return false;
            len = pc_path_dir((struct pc_str){path, len}).len;
            continue;
        }
        if (len > 0)
            path[len++] = '/';
        memcpy(path + len, part.ptr, part.len);
        len += part.len;
    }
    path[len] = '\0';
    *out = (struct pc_str){path, len};
    return true;
}

bool pc_path_is_under(struct pc_str path, struct pc_str dir) {
    return dir.len == 0 || (pc_str_starts(path, dir) && (path.len == dir.len || path.ptr[dir.len] == '/'));
}

/* The pattern as a non-deterministic automaton: a state is an offset in the pattern. All states run side by side over
 * the path, so the time is at most pattern times path, whatever the stars. */
struct glob {
    struct pc_str pattern;
    uint16_t states[2][PATTERN_MAX + 1];
    size_t count[2];
    uint32_t stamp[PATTERN_MAX + 1]; /* the step in which a state was last added */
    uint32_t step;
};

static bool at_star(const struct glob *g, size_t state, size_t stars) {
    for (size_t i = 0; i < stars; i++) {
        if (state + i >= g->pattern.len || g->pattern.ptr[state + i] != '*')
            return false;
    }
    return true;
}

static void add_state(struct glob *g, unsigned set, size_t state) {
    if (g->stamp[state] == g->step)
        return;
    g->stamp[state] = g->step;
    g->states[set][g->count[set]++] = (uint16_t)state;
}

/* Adds what the states of a set reach without a character: behind a star, and behind a double star and its slash where
 * a component of the path begins. */
static void close_set(struct glob *g, unsigned set, bool at_component) {
    for (size_t i = 0; i < g->count[set]; i++) {
        size_t state = g->states[set][i];
        if (!at_star(g, state, 1))
            continue;
        size_t behind = state + (at_star(g, state, 2) ? 2 : 1);
        add_state(g, set, behind);
        bool whole = behind == state + 2 && (state == 0 || g->pattern.ptr[state - 1] == '/');
        if (whole && at_component && behind < g->pattern.len && g->pattern.ptr[behind] == '/')
            add_state(g, set, behind + 1);
    }
}

static size_t char_at(struct pc_str s, size_t at, uint32_t *c) {
    return pc_utf8_decode(pc_str_sub(s, at, s.len), c);
}

/* Whether the class that begins at the '[' at offset state takes c. *end: offset behind it, 0 when it is not closed. */
static bool class_takes(struct pc_str pattern, size_t state, uint32_t c, size_t *end) {
    size_t at = state + 1;
    bool negated = at < pattern.len && (pattern.ptr[at] == '!' || pattern.ptr[at] == '^');
    bool hit = false;
    *end = 0;
    at += negated;
    for (size_t first = at; at < pattern.len; first = 0) {
        if (pattern.ptr[at] == ']' && at != first) {
            *end = at + 1;
            return hit != negated;
        }
        uint32_t lo;
        uint32_t hi;
        at += char_at(pattern, at, &lo);
        hi = lo;
        if (at + 1 < pattern.len && pattern.ptr[at] == '-' && pattern.ptr[at + 1] != ']')
            at += 1 + char_at(pattern, at + 1, &hi);
        hit = hit || (lo <= c && c <= hi);
    }
    return false;
}

/* The state behind the one token at offset state when it takes c, else 0 (no token ends there). */
static size_t token_takes(struct pc_str pattern, size_t state, uint32_t c) {
    char head = pattern.ptr[state];
    size_t end;
    if (head == '?')
        return c == '/' ? 0 : state + 1;
    if (head == '[') {
        bool taken = class_takes(pattern, state, c, &end);
        if (end != 0)
            return taken && c != '/' ? end : 0;
    }
    if (head == '\\' && state + 1 < pattern.len)
        state++;
    uint32_t literal;
    end = state + char_at(pattern, state, &literal);
    return literal == c ? end : 0;
}

static void step_over(struct glob *g, unsigned from, uint32_t c) {
    unsigned to = 1 - from;
    g->count[to] = 0;
    g->step++;
    for (size_t i = 0; i < g->count[from]; i++) {
        size_t state = g->states[from][i];
        if (state == g->pattern.len)
            continue;
        if (at_star(g, state, 1)) {
            if (c != '/' || at_star(g, state, 2))
                add_state(g, to, state);
            continue;
        }
        size_t next = token_takes(g->pattern, state, c);
        if (next != 0)
            add_state(g, to, next);
    }
    close_set(g, to, c == '/');
}

/* Whether the pattern takes all of s, or a directory that s lies in (of s itself only when below_only is false). */
static bool takes(struct glob *g, struct pc_str s, bool below_only) {
    unsigned set = 0;
    g->count[0] = 0;
    g->step++;
    add_state(g, 0, 0);
    close_set(g, 0, true);
    for (size_t at = 0; at < s.len && g->count[set] > 0;) {
        uint32_t c;
        if (s.ptr[at] == '/' && g->stamp[g->pattern.len] == g->step)
            return true;
        at += char_at(s, at, &c);
        step_over(g, set, c);
        set = 1 - set;
    }
    return !below_only && g->count[set] > 0 && g->stamp[g->pattern.len] == g->step;
}

/* Most paths differ from a pattern in its first letters: no automaton is needed for those. */
static bool begins_otherwise(struct pc_str pattern, struct pc_str s) {
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];
        if (c == '*' || c == '?' || c == '[' || c == '\\' || (unsigned char)c >= 0x80)
            return false;
        if (i >= s.len || s.ptr[i] != c)
            return true;
    }
    return false;
}

bool pc_glob_match(struct pc_str pattern, struct pc_str path) {
    struct glob g;
    while (pc_str_starts(pattern, PC_STR("./")))
        pattern = pc_str_sub(pattern, 2, pattern.len);
    bool below_only = pattern.len > 1 && pc_str_ends(pattern, PC_STR("/"));
    if (below_only)
        pattern.len--;
    bool anchored = pc_str_find_char(pattern, '/', 0) != PC_NPOS;
    if (pc_str_starts(pattern, PC_STR("/")))
        pattern = pc_str_sub(pattern, 1, pattern.len);
    if (pattern.len == 0 || pattern.len > PATTERN_MAX)
        return false;
    if (anchored && begins_otherwise(pattern, path))
        return false;
    g.pattern = pattern;
    g.step = 0;
    memset(g.stamp, 0, (pattern.len + 1) * sizeof g.stamp[0]);
    if (anchored)
        return takes(&g, path, below_only);
    for (size_t from = 0; from <= path.len;) { /* without a slash: each component by itself */
        size_t slash = pc_str_find_char(path, '/', from);
        size_t end = slash == PC_NPOS ? path.len : slash;
        bool last = slash == PC_NPOS;
        struct pc_str part = pc_str_sub(path, from, end - from);
        if (!(last && below_only) && !begins_otherwise(pattern, part) && takes(&g, part, false))
            return true;
        from = end + 1;
    }
    return false;
}
