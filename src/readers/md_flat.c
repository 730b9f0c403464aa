#include "md_flat.h"

#include "port_disguise.h"
#include "text.h"
#include "vec.h"

/* A character of another script, or a typographic one, and the ASCII byte that means the same here. */
static char ascii_of(uint32_t c) {
    static const struct {
        uint32_t code;
        char ascii;
    } table[] = {{0xA0, ' '},   {0x2009, ' '}, {0x202F, ' '}, {0x3000, ' '}, {0x2010, '-'}, {0x2011, '-'},
                 {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2015, '-'}, {0x2212, '-'}, {0xFF0D, '-'},
                 {0x2192, 1},   {0x21D2, 1},   {0x279C, 1},   {0x2794, 1},   {0x279D, 1},   {0x279E, 1},
                 {0x27F6, 1},   {0x21E8, 1},   {0x2B95, 1},   {0x25B6, 1},   {0xFF08, '('}, {0xFF09, ')'},
                 {0x3010, '('}, {0x3011, ')'}, {0xFF1A, ':'}, {0xFF0C, ','}, {0x3001, ','}, {0xFF1B, ';'},
                 {0xFF0F, '/'}, {0xFF5E, '~'}, {0x301C, '~'}, {0xFF5C, '|'}, {0x2022, ','}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].code == c) {
            return table[i].ascii;
        }
    }
    return 0;
}

struct builder {
    char *text;
    uint32_t *origin;
    uint32_t *end;
    uint16_t *style;
    size_t len;
};

static void put(struct builder *b, char c, uint32_t origin, uint32_t end, uint16_t style) {
    b->text[b->len] = c;
    b->origin[b->len] = origin;
    b->end[b->len] = end;
    b->style[b->len] = style;
    b->len++;
}

/* Of ASCII, and never written otherwise. */
static bool is_plain(char c) {
    return (unsigned char)c < 0x80 && c != '\\' && c != '-' && c != '=' && c != '&' && c != '\t';
}

/* The length of a character that nobody sees, at text[at]; 0 for any other. Between digits it stays: the number that
 * they show together is written nowhere. */
static size_t unseen_at(const struct builder *b, struct pc_str s, size_t at) {
    uint32_t code;
    size_t bytes = s.ptr[at] == '&' ? pc_entity_at(pc_str_sub(s, at, s.len - at), &code)
                                    : pc_utf8_decode(pc_str_sub(s, at, 4), &code);
    bool between = b->len > 0 && pc_is_digit(b->text[b->len - 1]) && pc_is_digit(pc_str_at(s, at + bytes));
    return bytes > 0 && pc_is_unseen(code) && !between ? bytes : 0;
}

static void put_run(struct builder *b, const struct pc_md_run *run) {
    struct pc_str s = run->text;
    for (size_t at = 0; at < s.len;) {
        uint32_t place = run->offset + (uint32_t)at;
        uint32_t code;
        if (is_plain(s.ptr[at])) {
            put(b, s.ptr[at++], place, place + 1, run->style);
            continue;
        }
        bool may_be_unseen = (s.ptr[at] == '&' && (run->style & PC_MD_CODE_SPAN) == 0) || (s.ptr[at] & 0x80) != 0;
        size_t unseen = may_be_unseen ? unseen_at(b, s, at) : 0;
        if (unseen > 0) {
            at += unseen;
            continue;
        }
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, 4), &code);
        char next = at + 1 < s.len ? s.ptr[at + 1] : '\0';
        bool code_span = (run->style & PC_MD_CODE_SPAN) != 0;
        if (code == '\\' && (next == '|' || (!code_span && next > ' ' && !pc_is_alnum(next)))) {
            put(b, next, place, place + 2, run->style);
            bytes = 2;
        } else if ((code == '-' || code == '=') && next == '>') {
            put(b, PC_FLAT_ARROW, place, place + 2, run->style);
            bytes = 2;
        } else if (code == '&' && pc_str_starts(pc_str_sub(s, at, 6), PC_STR("&nbsp;"))) {
            put(b, ' ', place, place + 6, run->style);
            bytes = 6;
        } else if (code == '&' && pc_str_starts(pc_str_sub(s, at, 5), PC_STR("&amp;"))) {
            put(b, '&', place, place + 5, run->style);
            bytes = 5;
        } else if (bytes > 1 && ascii_of(code) != 0) {
            put(b, ascii_of(code), place, place + (uint32_t)bytes, run->style);
        } else if (bytes == 1) {
            put(b, s.ptr[at] == '\t' ? ' ' : s.ptr[at], place, place + 1, run->style);
        } else {
            for (size_t i = 0; i < bytes; i++) {
                put(b, s.ptr[at + i], place, place + (uint32_t)bytes, run->style);
            }
        }
        at += bytes;
    }
}

static bool is_tag(const struct pc_md_run *run, const char *start) {
    return (run->style & PC_MD_HTML_TAG) != 0 && pc_str_starts_nocase(run->text, pc_str_c(start));
}

/* "4101<sup>1</sup>": how many runs of the mark of a footnote begin at runs[0]; 0 when there is none. */
static size_t footnote_runs(const struct pc_md_run *runs, size_t count) {
    enum { MARK_LEN_MAX = 2 };
    size_t len = 0;
    for (size_t i = 1; i < count && len <= MARK_LEN_MAX && is_tag(&runs[0], "<su"); i++) {
        if (is_tag(&runs[i], "</su"))
            return i;
        len += (runs[i].style & PC_MD_HTML_TAG) == 0 ? runs[i].text.len : 0;
    }
    return 0;
}

/* What is joined in the text and set apart on the page: "41~~9~~01", "4101<sup>2</sup>". */
static bool is_set_apart(const struct builder *b, const struct pc_md_run *run) {
    return b->len > 0 && pc_is_digit(b->text[b->len - 1]) &&
           (is_tag(run, "<su") ||
            (((b->style[b->len - 1] ^ run->style) & PC_MD_STRIKE) != 0 && pc_is_digit(pc_str_at(run->text, 0))));
}

struct pc_flat pc_flat_of(struct pc_arena *arena, const struct pc_md_run *runs, size_t count) {
    size_t size = 2 * count + 1;
    for (size_t i = 0; i < count; i++) {
        size += runs[i].text.len;
    }
    struct builder b = {PC_NEW_ARRAY(arena, size, char), PC_NEW_ARRAY(arena, size, uint32_t),
                        PC_NEW_ARRAY(arena, size, uint32_t), PC_NEW_ARRAY(arena, size, uint16_t), 0};
    for (size_t i = 0; i < count; i++) {
        const struct pc_md_run *run = &runs[i];
        bool is_break = is_tag(run, "<br");
        if (is_set_apart(&b, run)) {
            size_t footnote = footnote_runs(run, count - i);
            i += footnote;
            if (footnote == 0)
                put(&b, ' ', b.end[b.len - 1], b.end[b.len - 1], b.style[b.len - 1] & run->style);
            if (footnote > 0)
                continue;
        }
        if (b.len > 0 && (is_break || run->line != runs[i - 1].line)) {
            uint16_t joined = runs[i - 1].style & run->style;
            put(&b, '\n', b.end[b.len - 1], b.end[b.len - 1], joined);
        }
        if ((run->style & (PC_MD_COMMENT | PC_MD_LINK_URL | PC_MD_HTML_TAG)) == 0) {
            put_run(&b, run);
        }
    }
    return (struct pc_flat){{b.text, b.len}, b.origin, b.end, b.style};
}

struct pc_flat pc_flat_of_lines(struct pc_arena *arena, const struct pc_md_line *lines, size_t count) {
    const struct pc_md_run *runs = NULL;
    size_t run_count = pc_md_inline(arena, lines, count, &runs);
    return pc_flat_of(arena, runs, run_count);
}

struct pc_flat pc_flat_of_cell(struct pc_arena *arena, struct pc_md_cell cell, uint32_t line) {
    const struct pc_md_run *runs = NULL;
    size_t run_count = pc_md_cell_inline(arena, cell, line, &runs);
    return pc_flat_of(arena, runs, run_count);
}

struct pc_flat pc_flat_sub(struct pc_flat flat, size_t from, size_t to) {
    to = to > flat.text.len ? flat.text.len : to;
    from = from > to ? to : from;
    if (to == 0)
        return (struct pc_flat){PC_STR(""), flat.origin, flat.end, flat.style};
    return (struct pc_flat){pc_str_sub(flat.text, from, to - from), flat.origin + from, flat.end + from,
                            flat.style + from};
}

struct pc_span pc_flat_span(struct pc_flat flat, pc_id file, size_t from, size_t to) {
    if (from >= to) {
        return (struct pc_span){.file = file};
    }
    return (struct pc_span){.file = file, .offset = flat.origin[from], .length = flat.end[to - 1] - flat.origin[from]};
}

struct pc_str pc_flat_str(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, size_t from,
                          size_t to) {
    struct pc_span span = pc_flat_span(flat, 0, from, to);
    struct pc_str piece = pc_str_sub(flat.text, from, to - from);
    bool one_line = pc_str_find_char(piece, '\n', 0) == PC_NPOS;
    if (one_line && pc_str_eq(pc_str_sub(file_text, span.offset, span.length), piece)) {
        return pc_str_sub(file_text, span.offset, span.length);
    }
    char *copy = pc_arena_alloc(arena, piece.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < piece.len; i++) {
        char c = pc_is_space(piece.ptr[i]) ? ' ' : piece.ptr[i] == PC_FLAT_ARROW ? '>' : piece.ptr[i];
        if (c != ' ' || (len > 0 && copy[len - 1] != ' ')) {
            copy[len++] = c;
        }
    }
    return (struct pc_str){copy, len};
}

/* Emoji, arrows, variation selectors and other signs: what may stand around a name but is no part of it. */
static bool is_sign(uint32_t c) {
    return (c >= 0x2000 && c <= 0x2BFF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0x3002 ||
           (c >= 0x1F000 && c <= 0x1FAFF) || c == 0xAB || c == 0xBB || c == 0xB7;
}

static bool trims(uint32_t code) {
    if (code < 0x80) {
        char c = (char)code;
        return !pc_is_alnum(c) && c != '(' && c != ')' && c != '#' && c != '$' && c != '@' && c != '_' && c != '+';
    }
    return is_sign(code);
}

void pc_flat_trim(struct pc_flat flat, size_t *from, size_t *to) {
    uint32_t code;
    while (*from < *to) {
        size_t bytes = pc_utf8_decode(pc_str_sub(flat.text, *from, *to - *from), &code);
        if (!trims(code) && code != ')') {
            break;
        }
        *from += bytes;
    }
    size_t opened = 0;
    for (size_t i = *from; i < *to; i++) {
        opened += flat.text.ptr[i] == '(' ? 1 : 0;
    }
    while (*to > *from) {
        size_t start = *to - 1;
        while (start > *from && ((unsigned char)flat.text.ptr[start] & 0xC0) == 0x80) {
            start--;
        }
        pc_utf8_decode(pc_str_sub(flat.text, start, *to - start), &code);
        bool open_end = code == '(' || (code == ')' && opened == 0);
        if (!open_end && !trims(code)) {
            break;
        }
        opened -= code == '(' ? 1 : 0;
        *to = start;
    }
}

bool pc_flat_all(struct pc_flat flat, size_t from, size_t to, uint16_t style) {
    for (size_t i = from; i < to; i++) {
        if (!pc_is_space(flat.text.ptr[i]) && (flat.style[i] & style) == 0) {
            return false;
        }
    }
    return from < to;
}

size_t pc_flat_skip(struct pc_flat flat, size_t at) {
    while (at < flat.text.len && pc_is_space(flat.text.ptr[at])) {
        at++;
    }
    return at;
}
