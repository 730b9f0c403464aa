#include "shape.h"

#include <cjson/cJSON.h>

#include "text.h"

void fuzz_check_characters(const char *format, struct pc_str text) {
    uint32_t c;
    bool csv = pc_str_is(pc_str_c(format), "csv");   /* its rows end in CRLF */
    bool diff = pc_str_is(pc_str_c(format), "diff"); /* tabs in it are the files' */
    FUZZ_CHECK(pc_utf8_invalid(text) == PC_NPOS, "%s: no UTF-8", format);
    for (size_t at = 0; at < text.len;) {
        at += pc_utf8_decode(pc_str_sub(text, at, 4), &c);
        bool end = c == '\n' || (diff && c == '\t') || (csv && c == '\r' && at < text.len && text.ptr[at] == '\n');
        FUZZ_CHECK(end || !pc_char_is_unsafe(c), "%s: U+%04X at %zu", format, (unsigned)c, at);
    }
}

void fuzz_check_harmless(const char *format, struct pc_str text) {
    struct pc_str rest = text, line;
    bool github = pc_str_is(pc_str_c(format), "github");
    fuzz_check_characters(format, text);
    FUZZ_CHECK(pc_str_find(text, PC_STR("##["), 0) == PC_NPOS, "%s: a command of a build server", format);
    FUZZ_CHECK(pc_str_find(text, PC_STR("##vso["), 0) == PC_NPOS, "%s: a command of a build server", format);
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        bool own = github && (pc_str_starts(line, PC_STR("::error ")) || pc_str_starts(line, PC_STR("::warning ")) ||
                              pc_str_starts(line, PC_STR("::notice ")));
        FUZZ_CHECK(own || !pc_str_starts(pc_str_trim(line), PC_STR("::")), "%s: a line begins with a command: %.*s",
                   format, PC_ARG(line));
    }
}

void fuzz_check_json(struct fuzz *f, const char *format, struct pc_str text) {
    const char *copy = pc_str_cstr(&f->keep, text);
    cJSON *value = cJSON_ParseWithLengthOpts(copy, text.len + 1, NULL, 1);
    FUZZ_CHECK(value, "%s: no JSON: %.*s", format, PC_ARG(pc_str_sub(text, 0, 2000)));
    cJSON_Delete(value);
}

void fuzz_check_json_lines(struct fuzz *f, const char *format, struct pc_str text) {
    struct pc_str rest = text, line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);)
        if (line.len > 0)
            fuzz_check_json(f, format, line);
}

/* --- XML and HTML --- */

#define DEPTH 64

struct markup {
    const char *format;
    struct pc_str text;
    size_t at;
    bool html;
    struct pc_str open[DEPTH];
    size_t depth;
};

static _Noreturn void bad(const struct markup *m, const char *what) {
    size_t from = m->at < 40 ? 0 : m->at - 40;
    fuzz_fail(__FILE__, __LINE__, "%s: %s: %.*s", m->format, what, PC_ARG(pc_str_sub(m->text, from, 120)));
}

static bool take(struct markup *m, const char *word) {
    if (!pc_str_starts(pc_str_sub(m->text, m->at, m->text.len), pc_str_c(word)))
        return false;
    m->at += strlen(word);
    return true;
}

static char peek(const struct markup *m) {
    return m->at < m->text.len ? m->text.ptr[m->at] : '\0';
}

static struct pc_str take_name(struct markup *m) {
    size_t from = m->at;
    while (pc_is_alnum(peek(m)) || peek(m) == '-' || peek(m) == ':')
        m->at++;
    if (m->at == from)
        bad(m, "no name");
    return pc_str_sub(m->text, from, m->at - from);
}

/* "&amp;", "&#35;": at the '&'. */
static void take_reference(struct markup *m) {
    size_t end = pc_str_find_char(m->text, ';', m->at);
    struct pc_str word = pc_str_sub(m->text, m->at + 1, end == PC_NPOS ? 0 : end - m->at - 1);
    if (word.len == 0 || word.len > 8)
        bad(m, "no reference");
    for (size_t i = word.ptr[0] == '#'; i < word.len; i++)
        if (!pc_is_alnum(word.ptr[i]))
            bad(m, "no reference");
    m->at = end + 1;
}

static void take_attributes(struct markup *m) {
    while (m->at < m->text.len && peek(m) != '>' && peek(m) != '/') {
        if (!pc_is_space(peek(m)))
            bad(m, "no blank before an attribute");
        while (pc_is_space(peek(m)))
            m->at++;
        if (peek(m) == '>' || peek(m) == '/')
            break;
        take_name(m);
        if (!take(m, "=")) {
            if (!m->html)
                bad(m, "an attribute without a value");
            continue;
        }
        if (!take(m, "\""))
            bad(m, "a value without quotes");
        while (m->at < m->text.len && peek(m) != '"') {
            if (peek(m) == '<')
                bad(m, "markup in a value");
            if (peek(m) == '&')
                take_reference(m);
            else
                m->at++;
        }
        if (!take(m, "\""))
            bad(m, "a value without an end");
    }
}

static bool has_no_end(struct pc_str name) {
    static const char *const names[] = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (pc_str_is(name, names[i]))
            return true;
    return false;
}

static void take_element(struct markup *m) {
    if (take(m, "/")) {
        struct pc_str name = take_name(m);
        if (m->depth == 0 || !pc_str_eq(m->open[m->depth - 1], name) || !take(m, ">"))
            bad(m, "an end of what is not open");
        m->depth--;
        return;
    }
    struct pc_str name = take_name(m);
    take_attributes(m);
    bool empty = take(m, "/");
    if (!take(m, ">"))
        bad(m, "an element without an end");
    if (empty || (m->html && has_no_end(name)))
        return;
    if (m->depth == DEPTH)
        bad(m, "too deep");
    m->open[m->depth++] = name;
    if (m->html && (pc_str_is(name, "style") || pc_str_is(name, "script"))) {
        m->at = pc_str_find(m->text, PC_STR("</"), m->at);
        if (m->at == PC_NPOS)
            bad(m, "a style without an end");
    }
}

void fuzz_check_markup(const char *format, struct pc_str text, bool html) {
    struct markup m = {.format = format, .text = text, .html = html};
    if (take(&m, html ? "<!doctype html>" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>") == false && !html)
        bad(&m, "no XML declaration");
    while (m.at < text.len) {
        if (take(&m, "<!--") || take(&m, "<!")) {
            m.at = pc_str_find_char(text, '>', m.at);
            if (m.at == PC_NPOS)
                bad(&m, "a comment without an end");
            m.at++;
        } else if (take(&m, "<")) {
            take_element(&m);
        } else if (peek(&m) == '&') {
            take_reference(&m);
        } else {
            m.at++;
        }
    }
    if (m.depth > 0)
        bad(&m, "something is left open");
}

/* --- CSV --- */

void fuzz_check_csv(const char *format, struct pc_str text) {
    size_t fields = 0, first = 0;
    for (size_t at = 0; at < text.len;) {
        struct pc_str rest = pc_str_sub(text, at, text.len);
        bool quoted = rest.ptr[0] == '"';
        size_t end = quoted ? 1 : 0;
        if (quoted) {
            for (; end < rest.len && (rest.ptr[end] != '"' || (end + 1 < rest.len && rest.ptr[end + 1] == '"')); end++)
                end += rest.ptr[end] == '"';
            FUZZ_CHECK(end < rest.len, "%s: a field without an end", format);
        } else {
            while (end < rest.len && rest.ptr[end] != ',' && rest.ptr[end] != '\n' && rest.ptr[end] != '\r') {
                FUZZ_CHECK(rest.ptr[end] != '"', "%s: a quote inside of a field", format);
                end++;
            }
        }
        char begins = rest.ptr[quoted ? 1 : 0];
        FUZZ_CHECK(end == 0 || !memchr("=+-@", begins, 4), "%s: a spreadsheet would calculate: %.*s", format,
                   PC_ARG(pc_str_sub(rest, 0, end)));
        at += end + (quoted ? 1 : 0);
        fields++;
        if (at < text.len && text.ptr[at] == ',') {
            at++;
            continue;
        }
        at += at < text.len && text.ptr[at] == '\r';
        FUZZ_CHECK(at < text.len && text.ptr[at] == '\n', "%s: no end of a row", format);
        at++;
        first = first == 0 ? fields : first;
        FUZZ_CHECK(fields == first, "%s: a row of %zu fields, not %zu", format, fields, first);
        fields = 0;
    }
}

void fuzz_check_shape(struct fuzz *f, const char *format, struct pc_str text) {
    static const char *const json[] = {"json", "sarif", "gitlab", "rdjson"};
    struct pc_str name = pc_str_c(format);
    fuzz_check_harmless(format, text);
    for (size_t i = 0; i < sizeof json / sizeof json[0]; i++)
        if (pc_str_is(name, json[i]))
            fuzz_check_json(f, format, text);
    if (pc_str_is(name, "jsonl"))
        fuzz_check_json_lines(f, format, text);
    if (pc_str_is(name, "junit") || pc_str_is(name, "checkstyle") || pc_str_is(name, "html"))
        fuzz_check_markup(format, text, pc_str_is(name, "html"));
    if (pc_str_is(name, "csv"))
        fuzz_check_csv(format, text);
}
