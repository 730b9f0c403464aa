#include "md_text.h"

#include "emit.h"

/* Characters that may be markup somewhere. As references they are text: nothing that is written as a reference begins
 * anything in Markdown. */
static bool is_markup(char c) {
    return pc_str_find_char(PC_STR("\\`*_[]<>&|~#$^"), c, 0) != PC_NPOS;
}

/* ":" of "://" and "." of "www.", of which links are made. */
static bool begins_link(struct pc_str s, size_t at) {
    if (s.ptr[at] == ':')
        return at + 1 < s.len && s.ptr[at + 1] == '/';
    return s.ptr[at] == '.' && at >= 3 && pc_str_is_nocase(pc_str_sub(s, at - 3, 3), "www");
}

static void add_reference(struct pc_buf *out, char c) {
    pc_buf_addf(out, "&#%u;", (unsigned)(unsigned char)c);
}

/* Mentions ("@name", "#12") are looked for in the text behind the references, but not in code. */
static bool begins_mention(struct pc_str s, size_t at) {
    char next = '\0';
    if (at + 1 < s.len)
        next = s.ptr[at + 1];
    return s.ptr[at] == '@' || (s.ptr[at] == '#' && pc_is_digit(next));
}

static void add_plain(struct pc_buf *out, struct pc_str s, bool in_code) {
    for (size_t i = 0; i < s.len; i++) {
        bool mention = !in_code && begins_mention(s, i);
        pc_buf_adds(out, mention ? "<code>" : "");
        if (is_markup(s.ptr[i]) || begins_link(s, i))
            add_reference(out, s.ptr[i]);
        else
            pc_buf_addc(out, s.ptr[i]);
        pc_buf_adds(out, mention ? "</code>" : "");
    }
}

/* Backticks do where nothing in them needs escaping, which is not possible there. */
static void add_code(struct pc_buf *out, struct pc_str s) {
    bool plain = s.len > 0 && s.ptr[0] != ' ' && s.ptr[s.len - 1] != ' ' && pc_str_find_char(s, '`', 0) == PC_NPOS &&
                 pc_str_find_char(s, '|', 0) == PC_NPOS && pc_str_find_char(s, '\\', 0) == PC_NPOS &&
                 pc_str_find(s, PC_STR("##"), 0) == PC_NPOS;
    if (plain) {
        pc_buf_addc(out, '`');
        pc_buf_add(out, s);
        pc_buf_addc(out, '`');
        return;
    }
    pc_buf_adds(out, "<code>");
    add_plain(out, s, true);
    pc_buf_adds(out, "</code>");
}

void pc_md_code(struct pc_buf *out, struct pc_str s) {
    struct pc_buf printable;
    pc_buf_init(&printable, out->arena);
    pc_emit_slice(&printable, s, 0, s.len);
    add_code(out, pc_buf_str(&printable));
}

void pc_md_text(struct pc_buf *out, struct pc_str sentence) {
    struct pc_buf printable;
    pc_buf_init(&printable, out->arena);
    pc_emit_text(&printable, sentence);
    struct pc_str s = pc_buf_str(&printable);
    while (s.len > 0) {
        size_t open = pc_str_find_char(s, '`', 0);
        size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find_char(s, '`', open + 1);
        if (close == PC_NPOS || close == open + 1) {
            /* No code, or a doubled backtick, which is text. */
            size_t end = close == PC_NPOS ? s.len : close + 1;
            add_plain(out, pc_str_sub(s, 0, end), false);
            s = pc_str_sub(s, end, s.len);
            continue;
        }
        add_plain(out, pc_str_sub(s, 0, open), false);
        add_code(out, pc_str_sub(s, open + 1, close - open - 1));
        s = pc_str_sub(s, close + 1, s.len);
    }
}
