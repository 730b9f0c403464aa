/* An error of the configuration as text: path:line:column, the line, a caret, what to write instead. */
#include "config_reader.h"

#include <stdarg.h>

#include "buf.h"

enum { SHOWN_BYTES = 100 /* of a line on either side of the place */ };

/* Moves *at back to the first byte of a character, not before from. */
static uint32_t character_start(struct pc_str text, uint32_t at, uint32_t from) {
    while (at > from && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

static void add_excerpt(struct pc_config_reader *r, struct pc_buf *out, const struct pc_lines *lines, uint32_t offset,
                        uint32_t length) {
    uint32_t line = pc_line_at(lines, offset);
    struct pc_str whole = pc_line_text(lines, r->text, line);
    uint32_t start = lines->starts[line];
    uint32_t end = start + (uint32_t)whole.len;
    if (start == 0 && pc_str_starts(whole, PC_STR("\xEF\xBB\xBF"))) {
        start = 3;
    }
    offset = offset > end ? end : offset < start ? start : offset;
    uint32_t from = offset - start > SHOWN_BYTES ? character_start(r->text, offset - SHOWN_BYTES, start) : start;
    uint32_t to = end - offset > SHOWN_BYTES ? character_start(r->text, offset + SHOWN_BYTES, offset) : end;
    uint32_t marked = length > to - offset ? to - offset : length;
    struct pc_str before = pc_printable(r->arena, pc_str_sub(r->text, from, offset - from));
    struct pc_str under = pc_printable(r->arena, pc_str_sub(r->text, offset, marked));
    struct pc_str after = pc_printable(r->arena, pc_str_sub(r->text, offset + marked, to - offset - marked));
    size_t width = pc_utf8_width(under);
    pc_buf_adds(out, "\n  ");
    pc_buf_add(out, before);
    pc_buf_add(out, under);
    pc_buf_add(out, after);
    pc_buf_adds(out, "\n  ");
    pc_buf_fill(out, ' ', pc_utf8_width(before));
    pc_buf_addc(out, '^');
    pc_buf_fill(out, '~', width > 1 ? width - 1 : 0);
}

static bool fail(struct pc_config_reader *r, uint32_t offset, uint32_t length, struct pc_str help, const char *format,
                 va_list args) __attribute__((format(printf, 5, 0)));

static bool fail(struct pc_config_reader *r, uint32_t offset, uint32_t length, struct pc_str help, const char *format,
                 va_list args) {
    struct pc_lines lines = pc_lines_of(r->arena, r->text);
    struct pc_position position = pc_position_at(&lines, r->text, offset);
    struct pc_buf message;
    struct pc_buf out;
    pc_buf_init(&message, r->arena);
    pc_buf_vaddf(&message, format, args);
    pc_buf_init(&out, r->arena);
    pc_buf_add(&out, pc_printable(r->arena, r->path));
    pc_buf_addf(&out, ":%u:%u: error: ", position.line, position.column);
    pc_buf_add(&out, pc_printable(r->arena, pc_buf_str(&message)));
    if (r->text.len > 0) {
        add_excerpt(r, &out, &lines, offset, length);
    }
    if (help.len > 0) {
        pc_buf_addc(&out, '\n');
        pc_buf_add(&out, pc_printable(r->arena, help));
    }
    r->error->message = pc_buf_str(&out);
    return false;
}

bool pc_config_fail(struct pc_config_reader *r, uint32_t offset, uint32_t length, struct pc_str help,
                    const char *format, ...) {
    va_list args;
    va_start(args, format);
    fail(r, offset, length, help, format, args);
    va_end(args);
    return false;
}

bool pc_config_fail_at(struct pc_config_reader *r, const struct pc_node *node, struct pc_str help, const char *format,
                       ...) {
    /* A value of nothing has no bytes: its key is shown instead. */
    const struct pc_node *shown = node->length == 0 && node->key ? node->key : node;
    va_list args;
    va_start(args, format);
    fail(r, shown->offset, shown->length, help, format, args);
    va_end(args);
    return false;
}

struct pc_str pc_config_suggest(struct pc_arena *arena, struct pc_str word, const char *const *known, size_t count,
                                const char *what) {
    const char *near = pc_nearest(word, known, count);
    if (near) {
        return pc_str_fmt(arena, "did you mean `%s`?", near);
    }
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_addf(&out, "%s: ", what);
    for (size_t i = 0; i < count; i++) {
        pc_buf_addf(&out, "%s`%s`", i > 0 ? ", " : "", known[i]);
    }
    return pc_buf_str(&out);
}
