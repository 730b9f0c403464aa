/* A growable byte buffer in an arena, for building output and messages. */
#ifndef PC_BUF_H
#define PC_BUF_H

#include <stdarg.h>

#include "arena.h"
#include "str.h"

struct pc_buf {
    struct pc_arena *arena;
    char *ptr; /* NUL-terminated when len > 0 */
    size_t len;
    size_t capacity;
};

void pc_buf_init(struct pc_buf *buf, struct pc_arena *arena);
void pc_buf_add(struct pc_buf *buf, struct pc_str s);
void pc_buf_adds(struct pc_buf *buf, const char *c_string);
void pc_buf_addc(struct pc_buf *buf, char c);
void pc_buf_fill(struct pc_buf *buf, char c, size_t count);
void pc_buf_addf(struct pc_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void pc_buf_vaddf(struct pc_buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* As vsnprintf; formats of "%s", "%.*s", "%u" and "%zu" only are printed without it, which takes a third of its
 * instructions. */
int pc_print(char *to, size_t size, const char *format, va_list args) __attribute__((format(printf, 3, 0)));
struct pc_str pc_buf_str(const struct pc_buf *buf); /* valid until the next add */

#endif
