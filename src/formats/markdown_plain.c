/* The plain text of inline runs, for names and header words. */
#include "buf.h"
#include "markdown.h"

static const struct {
    const char *name;
    const char *text;
} entities[] = {{"&amp;", "&"},
                {"&lt;", "<"},
                {"&gt;", ">"},
                {"&nbsp;", " "},
                {"&quot;", "\""},
                {"&#124;", "|"},
                {"&vert;", "|"},
                {"&ndash;", "\xE2\x80\x93"},
                {"&mdash;", "\xE2\x80\x94"}};

/* A blank, or the no-break space of UTF-8: its bytes, else 0. */
static size_t blank_at(struct pc_str s, size_t at) {
    if (pc_is_space(s.ptr[at])) {
        return 1;
    }
    return pc_str_starts(pc_str_sub(s, at, 2), PC_STR("\xC2\xA0")) ? 2 : 0;
}

static void add_char(struct pc_buf *out, char c) {
    if (c != ' ') {
        pc_buf_addc(out, c);
    } else if (out->len > 0 && out->ptr[out->len - 1] != ' ') {
        pc_buf_addc(out, ' ');
    }
}

/* The entity at s[at]: its bytes, and what it stands for; 0 when there is none. */
static size_t entity_at(struct pc_str s, size_t at, const char **text) {
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        struct pc_str name = pc_str_c(entities[i].name);
        if (pc_str_starts(pc_str_sub(s, at, name.len), name)) {
            *text = entities[i].text;
            return name.len;
        }
    }
    return 0;
}

static void add_run(struct pc_buf *out, const struct pc_md_run *run) {
    struct pc_str s = run->text;
    bool code = (run->style & PC_MD_CODE_SPAN) != 0;
    for (size_t at = 0; at < s.len;) {
        const char *entity = NULL;
        size_t used = blank_at(s, at);
        bool escaped = s.ptr[at] == '\\' && at + 1 < s.len &&
                       (s.ptr[at + 1] == '|' || (!code && s.ptr[at + 1] > ' ' && !pc_is_alnum(s.ptr[at + 1])));
        if (used > 0) {
            add_char(out, ' ');
        } else if (escaped) {
            add_char(out, s.ptr[at + 1]);
            used = 2;
        } else if (!code && s.ptr[at] == '&' && (used = entity_at(s, at, &entity)) > 0) {
            for (; *entity != '\0'; entity++) {
                add_char(out, *entity);
            }
        } else {
            pc_buf_addc(out, s.ptr[at]);
            used = 1;
        }
        at += used;
    }
}

struct pc_str pc_md_plain(struct pc_arena *arena, const struct pc_md_run *runs, size_t count, bool struck) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t i = 0; i < count; i++) {
        const struct pc_md_run *run = &runs[i];
        if (i > 0 && run->line != runs[i - 1].line) {
            add_char(&out, ' ');
        }
        if ((run->style & PC_MD_HTML_TAG) != 0) {
            if (pc_str_starts_nocase(run->text, PC_STR("<br"))) {
                add_char(&out, ' ');
            }
        } else if ((run->style & (PC_MD_COMMENT | PC_MD_LINK_URL)) == 0 &&
                   (struck || (run->style & PC_MD_STRIKE) == 0)) {
            add_run(&out, run);
        }
    }
    return pc_str_trim(pc_buf_str(&out));
}
