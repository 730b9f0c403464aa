/* String slices: a pointer and a length, not NUL-terminated, never owning. An empty slice may have a NULL pointer. */
#ifndef PC_STR_H
#define PC_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"

struct pc_str {
    const char *ptr;
    size_t len;
};

#define PC_STR(literal) ((struct pc_str){(literal), sizeof(literal) - 1})
#define PC_EMPTY ((struct pc_str){NULL, 0})
/* printf arguments for "%.*s", which is given no NULL. s is evaluated twice. */
#define PC_ARG(s) (int)(s).len, pc_str_ptr(s)

#define PC_NPOS ((size_t)-1)

/* The bytes of s, "" for NULL. */
static inline const char *pc_str_ptr(struct pc_str s) {
    return s.ptr ? s.ptr : "";
}

/* The byte at `at`, NUL outside of s: behind its end, and before its begin, where `at` has gone round. */
static inline char pc_str_at(struct pc_str s, size_t at) {
    return at < s.len ? s.ptr[at] : '\0';
}

struct pc_str pc_str_c(const char *c_string);                       /* NULL gives an empty slice */
struct pc_str pc_str_sub(struct pc_str s, size_t from, size_t len); /* clamped to s */
bool pc_str_eq(struct pc_str a, struct pc_str b);
/* The same text as a C string, which is not NULL. Cheaper than pc_str_eq with pc_str_c for tables of words. */
bool pc_str_is(struct pc_str s, const char *c_string);
bool pc_str_is_nocase(struct pc_str s, const char *c_string);
bool pc_str_eq_nocase(struct pc_str a, struct pc_str b); /* ASCII case only */
int pc_str_cmp(struct pc_str a, struct pc_str b);        /* bytewise, for sorting: memcmp then length */
bool pc_str_starts(struct pc_str s, struct pc_str prefix);
bool pc_str_ends(struct pc_str s, struct pc_str suffix);
bool pc_str_starts_nocase(struct pc_str s, struct pc_str prefix);
size_t pc_str_find(struct pc_str s, struct pc_str needle, size_t from); /* PC_NPOS when absent */
size_t pc_str_find_nocase(struct pc_str s, struct pc_str needle, size_t from);
size_t pc_str_find_char(struct pc_str s, char c, size_t from);
size_t pc_str_rfind_char(struct pc_str s, char c);
size_t pc_str_find_digit(struct pc_str s, size_t from);           /* PC_NPOS when absent */
bool pc_str_has_word_nocase(struct pc_str s, struct pc_str word); /* whole word: not next to a letter, digit or _ */
struct pc_str pc_str_trim(struct pc_str s);                       /* ASCII blanks, tabs, CR, LF at both ends */
/* The next piece of *rest up to sep (removed from *rest); false when *rest was exhausted. Start with done = false. */
bool pc_str_split(struct pc_str *rest, char sep, struct pc_str *piece, bool *done);
struct pc_str pc_str_dup(struct pc_arena *arena, struct pc_str s); /* NUL-terminated copy (NUL not counted) */
const char *pc_str_cstr(struct pc_arena *arena, struct pc_str s);  /* the same, as a C string */
struct pc_str pc_str_fmt(struct pc_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct pc_str pc_str_vfmt(struct pc_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
struct pc_str pc_str_lower(struct pc_arena *arena, struct pc_str s); /* ASCII */
uint64_t pc_str_hash(struct pc_str s);                               /* FNV-1a 64; the same on every machine */

bool pc_is_digit(char c);
bool pc_is_alpha(char c); /* ASCII letters */
bool pc_is_alnum(char c); /* ASCII letters and digits */
bool pc_is_space(char c); /* space, tab, CR, LF, VT, FF */
char pc_lower(char c);
/* c is one of chars; NUL is none of them. */
static inline bool pc_is_any(char c, const char *chars) {
    return c != '\0' && strchr(chars, c) != NULL;
}

#endif
