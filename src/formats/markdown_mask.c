/* What of a line cmark-gfm is shown: the marks of containers and whatever can open or close a block; the rest of the
 * line becomes one letter, so that there is nothing for inline parsing to be slow on. */
#include <string.h>

#include "limits.h"
#include "markdown_impl.h"

enum { FENCE_LENGTH = 3 };

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static size_t skip_blanks(struct pc_str s, size_t at) {
    while (at < s.len && is_blank(s.ptr[at])) {
        at++;
    }
    return at;
}

bool pc_md_is_rule(struct pc_str s) {
    if (s.len == 0 || strchr("*-_=", s.ptr[0]) == NULL || s.ptr[0] == '\0') {
        return false;
    }
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] != s.ptr[0] && !is_blank(s.ptr[i])) {
            return false;
        }
    }
    return true;
}

size_t pc_md_marker(struct pc_str s) {
    size_t n = 0;
    if (s.len > 0 && s.ptr[0] == '>') {
        return 1;
    }
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+' || s.ptr[0] == '*')) {
        n = 1;
    } else {
        while (n < s.len && n < 10 && pc_is_digit(s.ptr[n])) {
            n++;
        }
        if (n == 0 || n > 9 || n == s.len || (s.ptr[n] != '.' && s.ptr[n] != ')')) {
            return 0;
        }
        n++;
    }
    return n == s.len || is_blank(s.ptr[n]) ? n : 0;
}

/* The bytes that can end an HTML block, wherever they stand in a line. */
static void mask_html_ends(struct pc_buf *out, struct pc_str rest) {
    static const char *const ends[] = {"-->", "?>", "]]>", "</script>", "</pre>", "</style>"};
    bool any = false;
    if (pc_str_find_char(rest, '>', 0) == PC_NPOS) {
        return;
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (pc_str_find_nocase(rest, pc_str_c(ends[i]), 0) != PC_NPOS) {
            pc_buf_adds(out, ends[i]);
            any = true;
        }
    }
    if (!any) {
        pc_buf_addc(out, '>');
    }
}

/* A line that may open an HTML block: tags and attributes stay, what only inline parsing would look at goes. */
static void mask_html(struct pc_buf *out, struct pc_str rest) {
    bool cdata = pc_str_starts(rest, PC_STR("<![CDATA["));
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.ptr[i];
        bool tag_end = c == '<' && i + 1 < rest.len && rest.ptr[i + 1] == '/';
        bool dropped = (c == '<' && i > 0 && !tag_end) || c == '&' || c == '\\' || c == '*' || c == '_' || c == '`' ||
                       c == '\0' || (c == '[' && !(cdata && i < 9)) || (c == '!' && i != 1);
        pc_buf_addc(out, dropped ? 'x' : c);
    }
}

bool pc_md_mask_line(struct pc_buf *out, struct pc_str line) {
    unsigned markers = 0;
    size_t at = skip_blanks(line, 0);
    for (;;) {
        struct pc_str rest = pc_str_sub(line, at, line.len - at);
        size_t marker = pc_md_is_rule(rest) ? 0 : pc_md_marker(rest);
        if (marker == 0) {
            break;
        }
        if (++markers > PC_LIMIT_MD_CONTAINERS) {
            return false;
        }
        at = skip_blanks(line, at + marker);
    }
    pc_buf_add(out, pc_str_sub(line, 0, at));
    struct pc_str rest = pc_str_sub(line, at, line.len - at);
    if (rest.len == 0) {
        return true;
    }
    char first = rest.ptr[0];
    size_t run = 0;
    while (run < rest.len && rest.ptr[run] == first) {
        run++;
    }
    if (pc_md_is_rule(rest)) {
        pc_buf_add(out, rest);
    } else if (first == '#' && run <= 6 && (run == rest.len || is_blank(rest.ptr[run]))) {
        pc_buf_add(out, pc_str_sub(rest, 0, run));
        pc_buf_adds(out, " x");
        mask_html_ends(out, rest);
    } else if ((first == '`' || first == '~') && run >= FENCE_LENGTH) {
        struct pc_str info = pc_str_trim(pc_str_sub(rest, run, rest.len - run));
        pc_buf_add(out, pc_str_sub(rest, 0, run));
        if (info.len > 0) {
            pc_buf_adds(out, pc_str_find_char(info, '`', 0) == PC_NPOS ? "x" : "x`");
            mask_html_ends(out, rest);
        }
    } else if (first == '<') {
        mask_html(out, rest);
    } else {
        pc_buf_addc(out, 'x');
        mask_html_ends(out, rest);
    }
    return true;
}
