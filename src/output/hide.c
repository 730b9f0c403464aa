#include "hide.h"

#include <string.h>

#include "emit.h"
#include "hide_port.h"
#include "hide_url.h"

#define KEY_BYTES 64
#define TOKEN_BYTES 128 /* around a span */
#define WRAPPINGS 4     /* brackets around a token */
#define SUPPRESSION_BYTES 200

struct painter {
    struct pc_bytes window;
    unsigned char *marks;
};

static void paint(const struct painter *p, size_t from, size_t to, enum pc_showing showing) {
    if (from < p->window.from)
        from = p->window.from;
    if (to > p->window.to)
        to = p->window.to;
    for (size_t at = from; at < to; at++) {
        unsigned char *mark = &p->marks[at - p->window.from];
        if (*mark != PC_SECRET)
            *mark = (unsigned char)showing;
    }
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_key_char(char c) {
    return pc_is_alnum(c) || c == '_' || c == '.' || c == '-';
}

static size_t skip_blanks(struct pc_str line, size_t at) {
    while (at < line.len && is_blank(line.ptr[at]))
        at++;
    return at;
}

/* Behind the list dashes, "? " and "export " that may stand before a key. */
static size_t skip_marks(struct pc_str line, size_t at) {
    for (;;) {
        at = skip_blanks(line, at);
        struct pc_str rest = pc_str_sub(line, at, line.len);
        if (pc_str_starts(rest, PC_STR("export ")))
            at += 7;
        else if (rest.len > 0 && (rest.ptr[0] == '-' || rest.ptr[0] == '?') && (rest.len == 1 || is_blank(rest.ptr[1])))
            at++;
        else
            return at;
    }
}

/* Behind the key at line[at] and its separator; at when no key stands there. The last lines of an encoded secret end in
 * one or two
 * '=' with nothing behind: they are no keys. */
static size_t key_end(struct pc_str line, size_t at) {
    size_t from = at;
    char quote = at < line.len && (line.ptr[at] == '"' || line.ptr[at] == '\'') ? line.ptr[at] : '\0';
    if (quote != '\0')
        from++;
    size_t end = from;
    while (end < line.len && end - from < KEY_BYTES && is_key_char(line.ptr[end]))
        end++;
    if (end == from)
        return at;
    bool closed = quote != '\0' && end < line.len && line.ptr[end] == quote;
    size_t sign = skip_blanks(line, end + (closed ? 1u : 0u));
    if (sign == line.len)
        return at;
    size_t value = skip_blanks(line, sign + 1);
    if (line.ptr[sign] == ':' && (quote == '\0' || closed))
        return value > sign + 1 || value == line.len || closed ? value : at;
    if (line.ptr[sign] == '=' && value < line.len && line.ptr[value] != '=')
        return value;
    return at;
}

bool pc_hide_is_assignment(struct pc_str line) {
    size_t at = skip_blanks(line, 0);
    if (pc_str_starts(pc_str_sub(line, at, line.len), PC_STR("export ")))
        at = skip_blanks(line, at + 7);
    size_t end = at;
    while (end < line.len && end - at < KEY_BYTES && (pc_is_alnum(line.ptr[end]) || line.ptr[end] == '_'))
        end++;
    return end > at && end < line.len && line.ptr[end] == '=' && !pc_is_digit(line.ptr[at]);
}

/* Characters that end a word with ports in it. Brackets and braces may belong to it: see unwrap. */
static bool ends_token(char c) {
    return pc_is_space(c) || pc_hide_one_of(c, "\"'`,()=;|<>&");
}

static struct pc_bytes token_around(struct pc_str line, struct pc_bytes span, size_t value) {
    struct pc_bytes token = span;
    while (token.from > value && span.from - token.from < TOKEN_BYTES && !ends_token(line.ptr[token.from - 1]))
        token.from--;
    while (token.to < line.len && token.to - span.to < TOKEN_BYTES && !ends_token(line.ptr[token.to]))
        token.to++;
    return token;
}

/* "gate:7001", where gate is a known host. */
static bool is_endpoint(struct pc_str token, struct pc_str host) {
    if (!pc_str_starts(token, host) || token.len == host.len || token.ptr[host.len] != ':')
        return false;
    return host.len > 0 && pc_hide_is_mapping(pc_str_sub(token, host.len + 1, token.len));
}

/* Takes brackets off both ends until something harmless is left that still holds the span. */
static bool unwrap(struct pc_str line, struct pc_bytes span, struct pc_str host, struct pc_bytes *token) {
    for (unsigned i = 0; i <= WRAPPINGS; i++) {
        struct pc_str text = pc_str_sub(line, token->from, token->to - token->from);
        if (pc_hide_is_mapping(text) || is_endpoint(text, host) || is_endpoint(text, PC_STR("localhost")))
            return true;
        bool opens = token->from < span.from && (line.ptr[token->from] == '[' || line.ptr[token->from] == '{');
        bool closes = token->to > span.to && (line.ptr[token->to - 1] == ']' || line.ptr[token->to - 1] == '}');
        if (!opens && !closes)
            return false;
        token->from += opens ? 1 : 0;
        token->to -= closes ? 1 : 0;
    }
    return false;
}

/* Where the "key: ", "key=" or "\"key\": " directly before at begins; at when there is none. */
static size_t key_before(struct pc_str line, size_t at, size_t value) {
    size_t sign = at;
    while (sign > value && is_blank(line.ptr[sign - 1]))
        sign--;
    if (sign <= value || (line.ptr[sign - 1] != ':' && line.ptr[sign - 1] != '='))
        return at;
    size_t end = sign - 1;
    char quote = end > value && (line.ptr[end - 1] == '"' || line.ptr[end - 1] == '\'') ? line.ptr[end - 1] : '\0';
    if (quote != '\0')
        end--;
    size_t from = end;
    while (from > value && end - from < KEY_BYTES && is_key_char(line.ptr[from - 1]))
        from--;
    if (from == end || pc_is_digit(line.ptr[from]))
        return at;
    if (quote != '\0')
        return from > value && line.ptr[from - 1] == quote ? from - 1 : at;
    bool border = from == value || is_blank(line.ptr[from - 1]) || pc_hide_one_of(line.ptr[from - 1], "\"'{[(,;");
    return border ? from : at;
}

/* The quotes that touch what is shown are shown with it. */
static size_t quote_before(struct pc_str line, size_t at) {
    return at > 0 && pc_hide_one_of(line.ptr[at - 1], "\"'") ? at - 1 : at;
}

static size_t quote_behind(struct pc_str line, size_t at) {
    return at < line.len && pc_hide_one_of(line.ptr[at], "\"'") ? at + 1 : at;
}

/* A token of ports with its quotes and the key before it. */
static void paint_token(const struct painter *p, struct pc_str line, struct pc_bytes token, size_t value) {
    size_t from = token.from > value ? quote_before(line, token.from) : token.from;
    paint(p, key_before(line, from, value), quote_behind(line, token.to), PC_SHOWN);
}

/* Does a cut of the line at that offset go through a number? */
static bool cuts_number(struct pc_str line, size_t at) {
    return at > 0 && at < line.len && pc_is_digit(line.ptr[at - 1]) && pc_is_digit(line.ptr[at]);
}

/* "portcheck: ignore[PC201, port-drift]": our own words and names of rules, which are letters, digits and dashes. */
static bool is_suppression(struct pc_str text) {
    bool ok = pc_str_starts_nocase(text, PC_STR("portcheck")) && text.len <= SUPPRESSION_BYTES;
    for (size_t i = 9; i < text.len && ok; i++)
        ok = pc_is_alnum(text.ptr[i]) || pc_hide_one_of(text.ptr[i], ":-_[], ");
    return ok;
}

/* What a span points at: its ports with the mapping around them, or nothing but numbers, or the name of a variable. A
 * span that cuts through a number points at no port (but at a syntax error, say). */
static void paint_span(const struct painter *p, struct pc_str line, struct pc_bytes span, struct pc_str host,
                       size_t value) {
    while (span.from < span.to && (is_blank(line.ptr[span.from]) || pc_hide_one_of(line.ptr[span.from], "\"'")))
        span.from++;
    while (span.to > span.from && (is_blank(line.ptr[span.to - 1]) || pc_hide_one_of(line.ptr[span.to - 1], "\"'")))
        span.to--;
    if (is_suppression(pc_str_sub(line, span.from, span.to - span.from))) {
        paint(p, span.from, span.to, PC_SHOWN);
        return;
    }
    if (span.from >= span.to || cuts_number(line, span.from) || cuts_number(line, span.to))
        return;
    struct pc_bytes token = token_around(line, span, value);
    if (unwrap(line, span, host, &token)) {
        paint_token(p, line, token, value);
        return;
    }
    if (pc_hide_is_numbers(pc_str_sub(line, span.from, span.to - span.from))) {
        paint(p, span.from, span.to, PC_SHOWN);
        return;
    }
    size_t name = pc_hide_variable_name(pc_str_sub(line, 0, span.to), span.from);
    if (name != 0)
        paint(p, span.from, name, PC_SHOWN);
}

static void paint_url(const struct painter *p, struct pc_str line, const struct pc_hide_url *url, bool values_hidden) {
    struct pc_bytes scheme = url->scheme;
    paint(p, url->userinfo.from, url->userinfo.to, PC_SECRET);
    if (values_hidden) {
        if (scheme.to - scheme.from > 3)
            paint(p, quote_before(line, scheme.from), scheme.to, PC_SHOWN);
        if (!url->doubtful && url->plain_host)
            paint(p, url->userinfo.to, quote_behind(line, url->host.to), PC_SHOWN);
        return;
    }
    if (url->doubtful) {
        paint(p, scheme.to, url->end, PC_HIDDEN);
        return;
    }
    size_t path = url->host.to;
    if (path < url->end && line.ptr[path] == '/')
        path++;
    paint(p, path, url->end, PC_HIDDEN);
}

/* The URLs that touch the window. One that begins out of reach hides all that may belong to it. */
static void paint_urls(const struct painter *p, struct pc_str line, bool values_hidden) {
    size_t at = pc_hide_url_border(line, p->window.from);
    if (at == PC_NPOS) {
        paint(p, p->window.from, p->window.to, PC_HIDDEN);
        return;
    }
    struct pc_hide_url url;
    size_t limit = p->window.to < line.len - 3 ? p->window.to + 3 : line.len;
    while (line.len > 3 && pc_hide_next_url(line, at, limit, values_hidden, &url)) {
        paint_url(p, line, &url, values_hidden);
        if (values_hidden && url.doubtful)
            return; /* all that follows may be the rest of a password */
        at = url.scheme.to;
    }
}

/* Blanks at the ends of hidden runs, and runs of nothing but brackets and commas: they give a line its shape and tell
 * nothing. */
static void paint_shape(const struct painter *p, struct pc_str line) {
    size_t length = p->window.to - p->window.from;
    const char *text = line.ptr + p->window.from;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        bool plain = true;
        for (; end < length && p->marks[end] == PC_HIDDEN; end++)
            plain = plain && (is_blank(text[end]) || pc_hide_one_of(text[end], "[]{},"));
        size_t from = at;
        size_t to = end;
        while (!plain && from < to && is_blank(text[from]))
            from++;
        while (!plain && to > from && is_blank(text[to - 1]))
            to--;
        for (size_t i = at; i < end; i++) {
            if (plain || i < from || i >= to)
                p->marks[i] = PC_SHOWN;
        }
        at = end + 1;
    }
}

void pc_hide_mark(const struct pc_hide *hide, struct pc_bytes window, unsigned char *marks) {
    struct painter p = {window, marks};
    if (window.from >= window.to)
        return;
    memset(marks, hide->values_hidden ? PC_HIDDEN : PC_SHOWN, window.to - window.from);
    if (!hide->values_hidden) {
        paint_urls(&p, hide->line, false);
        for (size_t i = 0; i < hide->span_count; i++)
            paint(&p, hide->spans[i].from, hide->spans[i].to, PC_SHOWN);
        return;
    }
    size_t key = skip_marks(hide->line, 0);
    size_t value = key_end(hide->line, key);
    paint(&p, 0, value, PC_SHOWN);
    paint_urls(&p, hide->line, true);
    for (size_t i = 0; i < hide->span_count; i++)
        paint_span(&p, hide->line, hide->spans[i], hide->hosts ? hide->hosts[i] : PC_EMPTY, value);
    paint_shape(&p, hide->line);
}

struct pc_str pc_hide_urls(struct pc_arena *arena, struct pc_str s) {
    if (pc_str_find(s, PC_STR("://"), 0) == PC_NPOS)
        return s;
    unsigned char *marks = PC_NEW_ARRAY(arena, s.len, unsigned char);
    struct pc_hide hide = {.line = s};
    pc_hide_mark(&hide, (struct pc_bytes){0, s.len}, marks);
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t at = 0; at < s.len; at++) {
        if (marks[at] == PC_SHOWN)
            pc_buf_addc(&out, s.ptr[at]);
        else if (at == 0 || marks[at - 1] == PC_SHOWN)
            pc_buf_adds(&out, PC_ELLIPSIS);
    }
    return pc_buf_str(&out);
}
