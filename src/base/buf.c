#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FIRST_CAPACITY 64
#define LARGE                                                                                                          \
    ((size_t)32 << 20) /* bytes; from here on a buffer grows by a quarter: doubled, it could be half empty             \
                        */

void pc_buf_init(struct pc_buf *buf, struct pc_arena *arena) {
    *buf = (struct pc_buf){.arena = arena};
}

/* Room for more bytes and a NUL behind them. */
static void reserve(struct pc_buf *buf, size_t more) {
    if (more >= SIZE_MAX - buf->len)
        pc_unwind(buf->arena->recovery, PC_OOM_BUDGET);
    size_t need = buf->len + more + 1;
    if (need <= buf->capacity)
        return;
    size_t capacity = buf->capacity == 0 ? FIRST_CAPACITY : buf->capacity;
    while (capacity < need) {
        size_t step = capacity < LARGE ? capacity : capacity / 4;
        capacity = capacity > SIZE_MAX - step ? need : capacity + step;
    }
    bool stays = buf->ptr && pc_arena_extend(buf->arena, buf->ptr, buf->capacity, capacity);
    char *grown = stays ? buf->ptr : buf->ptr ? pc_arena_regrow(buf->arena, buf->ptr, buf->capacity, capacity) : NULL;
    if (!grown) {
        grown = pc_arena_bytes(buf->arena, capacity);
        if (buf->len > 0)
            memcpy(grown, buf->ptr, buf->len);
    }
    grown[buf->len] = '\0';
    buf->ptr = grown;
    buf->capacity = capacity;
}

void pc_buf_add(struct pc_buf *buf, struct pc_str s) {
    if (s.len == 0)
        return;
    reserve(buf, s.len);
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void pc_buf_adds(struct pc_buf *buf, const char *c_string) {
    pc_buf_add(buf, pc_str_c(c_string));
}

void pc_buf_addc(struct pc_buf *buf, char c) {
    if (buf->capacity - buf->len < 2)
        reserve(buf, 1);
    buf->ptr[buf->len++] = c;
    buf->ptr[buf->len] = '\0';
}

void pc_buf_fill(struct pc_buf *buf, char c, size_t count) {
    if (count == 0)
        return;
    reserve(buf, count);
    memset(buf->ptr + buf->len, c, count);
    buf->len += count;
    buf->ptr[buf->len] = '\0';
}

void pc_buf_addf(struct pc_buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    pc_buf_vaddf(buf, format, args);
    va_end(args);
}

/* Digits of value in decimal at the end of room; where they begin. */
static const char *decimal(char room[static 20], uint64_t value) {
    char *at = room + 20;
    do
        *--at = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    return at;
}

/* The piece that the conversion at format stands for, and the bytes of the conversion; 0 for one that vsnprintf has to
 * print. */
static size_t convert(const char *format, va_list *args, char room[static 20], struct pc_str *piece) {
    if (format[1] == 's') {
        *piece = pc_str_c(va_arg(*args, const char *));
        return piece->ptr ? 2 : 0;
    }
    if (strncmp(format, "%.*s", 4) == 0) {
        int most = va_arg(*args, int);
        const char *text = va_arg(*args, const char *);
        if (most < 0 || (most > 0 && !text))
            return 0;
        *piece = (struct pc_str){text, most == 0 ? 0 : strnlen(text, (size_t)most)};
        return 4;
    }
    bool is_size = strncmp(format, "%zu", 3) == 0;
    if (!is_size && format[1] != 'u')
        return 0;
    const char *digits = decimal(room, is_size ? va_arg(*args, size_t) : va_arg(*args, unsigned));
    *piece = (struct pc_str){digits, (size_t)(room + 20 - digits)};
    return is_size ? 3 : 2;
}

/* As vsnprintf, for formats of texts and plain numbers, which nearly all are; -1 for any other and for what does not
 * fit. */
static int print_plain(char *to, size_t size, const char *format, va_list *args) {
    size_t length = 0;
    while (*format != '\0') {
        char room[20];
        struct pc_str piece = {format, 1};
        size_t read = 0;
        if (*format != '%')
            read = piece.len = strcspn(format, "%");
        else if ((read = convert(format, args, room, &piece)) == 0)
            return -1;
        if (piece.len >= size - length)
            return -1;
        if (piece.len > 0)
            memcpy(to + length, piece.ptr, piece.len);
        length += piece.len;
        format += read;
    }
    to[length] = '\0';
    return (int)length;
}

int pc_print(char *to, size_t size, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int length = size > 0 && size <= INT32_MAX ? print_plain(to, size, format, &again) : -1;
    va_end(again);
    return length >= 0 ? length : vsnprintf(to, size, format, args);
}

void pc_buf_vaddf(struct pc_buf *buf, const char *format, va_list args) {
    va_list again;
    reserve(buf, 1);
    va_copy(again, args);
    int length = pc_print(buf->ptr + buf->len, buf->capacity - buf->len, format, again);
    va_end(again);
    if (length < 0) /* only more than INT_MAX bytes: no input that is read is that long */
        pc_unwind(buf->arena->recovery, PC_OOM_BUDGET);
    if ((size_t)length >= buf->capacity - buf->len) { /* it did not fit */
        reserve(buf, (size_t)length);
        vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, args);
    }
    buf->len += (size_t)length;
}

struct pc_str pc_buf_str(const struct pc_buf *buf) {
    return (struct pc_str){buf->ptr, buf->len};
}
