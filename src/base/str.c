#include "str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"

enum { WINDOW = 256 };

struct pc_str pc_str_c(const char *c_string) {
    return c_string ? (struct pc_str){c_string, strlen(c_string)} : PC_EMPTY;
}

struct pc_str pc_str_sub(struct pc_str s, size_t from, size_t len) {
    if (from > s.len)
        from = s.len;
    if (len > s.len - from)
        len = s.len - from;
    return s.ptr ? (struct pc_str){s.ptr + from, len} : PC_EMPTY;
}

bool pc_str_eq(struct pc_str a, struct pc_str b) {
    /* Words are mostly told apart by their first byte: no call for those. */
    return a.len == b.len && (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}

bool pc_str_is(struct pc_str s, const char *c_string) {
    for (size_t i = 0; i < s.len; i++) {
        if (c_string[i] == '\0' || c_string[i] != s.ptr[i])
            return false;
    }
    return c_string[s.len] == '\0';
}

bool pc_str_is_nocase(struct pc_str s, const char *c_string) {
    for (size_t i = 0; i < s.len; i++) {
        if (c_string[i] == '\0' || pc_lower(c_string[i]) != pc_lower(s.ptr[i]))
            return false;
    }
    return c_string[s.len] == '\0';
}

static bool bytes_eq_nocase(const char *a, const char *b, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (pc_lower(a[i]) != pc_lower(b[i]))
            return false;
    }
    return true;
}

bool pc_str_eq_nocase(struct pc_str a, struct pc_str b) {
    return a.len == b.len && bytes_eq_nocase(a.ptr, b.ptr, a.len);
}

int pc_str_cmp(struct pc_str a, struct pc_str b) {
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.ptr, b.ptr, shared);
    if (order != 0)
        return order < 0 ? -1 : 1;
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

bool pc_str_starts(struct pc_str s, struct pc_str prefix) {
    return s.len >= prefix.len && pc_str_eq(pc_str_sub(s, 0, prefix.len), prefix);
}

bool pc_str_ends(struct pc_str s, struct pc_str suffix) {
    return s.len >= suffix.len && pc_str_eq(pc_str_sub(s, s.len - suffix.len, suffix.len), suffix);
}

bool pc_str_starts_nocase(struct pc_str s, struct pc_str prefix) {
    return s.len >= prefix.len && bytes_eq_nocase(s.ptr, prefix.ptr, prefix.len);
}

/* The place in needle of the character that texts about programs have least of: the fewer there are, the fewer places
 * have to be compared. */
static size_t rarest(struct pc_str needle) {
    static const char common[] = " etaoinsrlcdpmuhgfb-/_.:vywkx0123";
    size_t best = 0;
    size_t best_rank = 0;
    for (size_t i = 0; i < needle.len && i < 16; i++) {
        const char *place = needle.ptr[i] != '\0' ? strchr(common, needle.ptr[i]) : NULL;
        size_t rank = place ? (size_t)(place - common) + 1 : sizeof common;
        if (rank > best_rank) {
            best = i;
            best_rank = rank;
        }
    }
    return best;
}

size_t pc_str_find(struct pc_str s, struct pc_str needle, size_t from) {
    if (needle.len == 0)
        return from <= s.len ? from : PC_NPOS;
    if (from >= s.len || s.len - from < needle.len)
        return PC_NPOS;
    size_t key = s.len - from > 256 ? rarest(needle) : 0;
    while (s.len - from >= needle.len) {
        const char *hit = memchr(s.ptr + from + key, needle.ptr[key], s.len - from - needle.len + 1);
        if (!hit)
            return PC_NPOS;
        from = (size_t)(hit - s.ptr) - key;
        if (memcmp(s.ptr + from, needle.ptr, needle.len) == 0)
            return from;
        from++;
    }
    return PC_NPOS;
}

static char upper_of(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* The offset of the next c in [from, end), or end. */
static size_t next_char(const char *s, char c, size_t from, size_t end) {
    const char *hit = from < end ? memchr(s + from, c, end - from) : NULL;
    return hit ? (size_t)(hit - s) : end;
}

size_t pc_str_find_nocase(struct pc_str s, struct pc_str needle, size_t from) {
    if (needle.len == 0)
        return from <= s.len ? from : PC_NPOS;
    if (from >= s.len || s.len - from < needle.len)
        return PC_NPOS;
    char lower = pc_lower(needle.ptr[0]), upper = upper_of(lower);
    size_t end = s.len - needle.len + 1;
    /* Where the first letter stands next, in either case, a window after the other: a case that never comes is not
     * looked for to the end of the text. */
    for (size_t stop; from < end; from = stop) {
        stop = end - from < WINDOW ? end : from + WINDOW;
        size_t next[2] = {next_char(s.ptr, lower, from, stop),
                          upper == lower ? stop : next_char(s.ptr, upper, from, stop)};
        for (unsigned nearer; next[nearer = next[1] < next[0]] < stop;) {
            size_t at = next[nearer];
            if (bytes_eq_nocase(s.ptr + at + 1, needle.ptr + 1, needle.len - 1))
                return at;
            next[nearer] = next_char(s.ptr, nearer ? upper : lower, at + 1, stop);
        }
    }
    return PC_NPOS;
}

size_t pc_str_find_char(struct pc_str s, char c, size_t from) {
    if (from >= s.len)
        return PC_NPOS;
    const char *hit = memchr(s.ptr + from, c, s.len - from);
    return hit ? (size_t)(hit - s.ptr) : PC_NPOS;
}

size_t pc_str_rfind_char(struct pc_str s, char c) {
    for (size_t i = s.len; i > 0; i--) {
        if (s.ptr[i - 1] == c)
            return i - 1;
    }
    return PC_NPOS;
}

/* Whether one of eight bytes is below 10; of bytes from 0x80 on nothing is said but that they are not. */
static bool has_below_ten(uint64_t eight) {
    return ((eight - UINT64_C(0x0A0A0A0A0A0A0A0A)) & ~eight & UINT64_C(0x8080808080808080)) != 0;
}

size_t pc_str_find_digit(struct pc_str s, size_t from) {
    uint64_t eight;
    for (; from < s.len && s.len - from >= sizeof eight; from += sizeof eight) {
        memcpy(&eight, s.ptr + from, sizeof eight);
        if (has_below_ten(eight ^ UINT64_C(0x3030303030303030)))
            break;
    }
    while (from < s.len && !pc_is_digit(s.ptr[from]))
        from++;
    return from < s.len ? from : PC_NPOS;
}

static bool in_word(char c) {
    return pc_is_alnum(c) || c == '_';
}

bool pc_str_has_word_nocase(struct pc_str s, struct pc_str word) {
    if (word.len == 0)
        return false;
    for (size_t at = pc_str_find_nocase(s, word, 0); at != PC_NPOS; at = pc_str_find_nocase(s, word, at + 1)) {
        size_t end = at + word.len;
        if ((at == 0 || !in_word(s.ptr[at - 1])) && (end == s.len || !in_word(s.ptr[end])))
            return true;
    }
    return false;
}

static bool is_trimmed(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct pc_str pc_str_trim(struct pc_str s) {
    size_t blanks = 0;
    while (blanks < s.len && is_trimmed(s.ptr[blanks]))
        blanks++;
    s = pc_str_sub(s, blanks, s.len);
    while (s.len > 0 && is_trimmed(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool pc_str_split(struct pc_str *rest, char sep, struct pc_str *piece, bool *done) {
    if (*done)
        return false;
    size_t at = pc_str_find_char(*rest, sep, 0);
    *done = at == PC_NPOS;
    *piece = pc_str_sub(*rest, 0, at);
    *rest = pc_str_sub(*rest, *done ? rest->len : at + 1, PC_NPOS);
    return true;
}

struct pc_str pc_str_dup(struct pc_arena *arena, struct pc_str s) {
    char *copy = pc_arena_bytes(arena, s.len + 1);
    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return (struct pc_str){copy, s.len};
}

const char *pc_str_cstr(struct pc_arena *arena, struct pc_str s) {
    return pc_str_dup(arena, s).ptr;
}

struct pc_str pc_str_vfmt(struct pc_arena *arena, const char *format, va_list args) {
    char small[256]; /* most are short: printed here, they take what they need */
    struct pc_buf buf;
    va_list again;
    va_copy(again, args);
    int length = pc_print(small, sizeof small, format, again);
    va_end(again);
    if (length >= 0 && (size_t)length < sizeof small)
        return pc_str_dup(arena, (struct pc_str){small, (size_t)length});
    pc_buf_init(&buf, arena);
    pc_buf_vaddf(&buf, format, args);
    return pc_buf_str(&buf);
}

struct pc_str pc_str_fmt(struct pc_arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct pc_str text = pc_str_vfmt(arena, format, args);
    va_end(args);
    return text;
}

struct pc_str pc_str_lower(struct pc_arena *arena, struct pc_str s) {
    char *copy = pc_arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = pc_lower(s.ptr[i]);
    return (struct pc_str){copy, s.len};
}

uint64_t pc_str_hash(struct pc_str s) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001b3);
    return hash;
}

bool pc_is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool pc_is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Asked of nearly every character of a text: one look into a table. */
bool pc_is_alnum(char c) {
    static const bool table[256] = {
        ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1,
        ['9'] = 1, ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1,
        ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1,
        ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
        ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1,
        ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1,
        ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
    };
    return table[(unsigned char)c];
}

bool pc_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char pc_lower(char c) {
    return (char)(c | ((unsigned char)(c - 'A') < 26 ? 0x20 : 0));
}
