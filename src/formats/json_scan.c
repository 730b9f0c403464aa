/* A strict reading of JSON's grammar, without building anything: cJSON accepts too much and says too little. */
#include "json_scan.h"

#include <string.h>

#include "limits.h"

enum { NOTES_MAX = 20, NUMBER_MAX = 60 /* bytes; cJSON reads at most 63 */ };

enum expect { VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA_OR_END, NOTHING };

struct scan {
    struct pc_tree_build *build;
    char *s; /* the copy */
    size_t len;
    size_t at;
    uint32_t bom;
    bool comments;                /* they and trailing commas are fine */
    unsigned notes;               /* blemishes so far */
    char closers[PC_LIMIT_DEPTH]; /* of the open containers */
    unsigned depth;
    size_t safe; /* the text up to here, with safe_depth closers behind it, is JSON; 0: nothing is */
    unsigned safe_depth;
    size_t comma; /* offset + 1 of a comma that nothing has followed yet */
};

/* Something that reading goes on behind. */
static void blemish(struct scan *scan, size_t at, size_t length, const char *message) {
    if (scan->notes++ < NOTES_MAX) {
        pc_tree_note(scan->build, PC_SYNTAX_ERROR, scan->bom + (uint32_t)at, (uint32_t)length, "%s", message);
    }
}

/* What ends the reading. */
static bool fail(struct scan *scan, size_t at, size_t length, const char *message) {
    pc_tree_note(scan->build, PC_SYNTAX_ERROR, scan->bom + (uint32_t)at, (uint32_t)length, "%s", message);
    return false;
}

static void mark_safe(struct scan *scan) {
    scan->safe = scan->at;
    scan->safe_depth = scan->depth;
}

static size_t comment_end(const struct scan *scan) {
    const char *s = scan->s;
    size_t at = scan->at + 2;
    if (s[scan->at + 1] == '/') {
        while (at < scan->len && s[at] != '\n' && s[at] != '\r') {
            at++;
        }
        return at;
    }
    while (at + 1 < scan->len && !(s[at] == '*' && s[at + 1] == '/')) {
        at++;
    }
    return at + 1 < scan->len ? at + 2 : scan->len;
}

/* Over blanks and comments; comments become blanks. */
static void skip_blanks(struct scan *scan) {
    while (scan->at < scan->len) {
        char c = scan->s[scan->at];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            scan->at++;
        } else if (c == '/' && scan->at + 1 < scan->len &&
                   (scan->s[scan->at + 1] == '/' || scan->s[scan->at + 1] == '*')) {
            size_t end = comment_end(scan);
            if (!scan->comments) {
                blemish(scan, scan->at, 2, "a comment, which JSON does not have");
            }
            memset(scan->s + scan->at, ' ', end - scan->at);
            scan->at = end;
        } else {
            return;
        }
    }
}

static bool hex4(const struct scan *scan, size_t at, unsigned *value) {
    *value = 0;
    if (scan->len < 4 || at > scan->len - 4) {
        return false;
    }
    for (size_t i = at; i < at + 4; i++) {
        char c = pc_lower(scan->s[i]);
        if (!pc_is_digit(c) && (c < 'a' || c > 'f')) {
            return false;
        }
        *value = *value * 16 + (unsigned)(pc_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* An escape at the backslash; returns its length. Bad ones are noted and replaced. */
static size_t scan_escape(struct scan *scan) {
    size_t at = scan->at;
    char c = at + 1 < scan->len ? scan->s[at + 1] : '\0';
    unsigned first = 0;
    unsigned second = 0;
    if (c != 'u') {
        bool known = c != '\0' && strchr("\"\\/bfnrt", c);
        if (!known) {
            blemish(scan, at, 1, "a backslash that starts no escape of JSON");
            scan->s[at] = '?';
        }
        return known ? 2 : 1;
    }
    if (!hex4(scan, at + 2, &first)) {
        blemish(scan, at, 2, "`\\u` without four hexadecimal digits");
        scan->s[at] = '?';
        return 1;
    }
    bool high = first >= 0xD800 && first <= 0xDBFF;
    bool paired = high && at + 7 < scan->len && scan->s[at + 6] == '\\' && scan->s[at + 7] == 'u' &&
                  hex4(scan, at + 8, &second) && second >= 0xDC00 && second <= 0xDFFF;
    if (first == 0 || (first >= 0xD800 && first <= 0xDFFF && !paired)) {
        blemish(scan, at, 6, first == 0 ? "`\\u0000` in a string" : "half of a surrogate pair");
        memset(scan->s + at, '?', 6);
    }
    return paired ? 12 : 6;
}

static bool scan_string(struct scan *scan) {
    size_t start = scan->at++;
    while (scan->at < scan->len && scan->s[scan->at] != '"') {
        if (scan->s[scan->at] == '\\') {
            scan->at += scan_escape(scan);
            continue;
        }
        if ((unsigned char)scan->s[scan->at] < 0x20) {
            blemish(scan, scan->at, 0, "a line break or control character inside a string");
        }
        scan->at++;
    }
    if (scan->at >= scan->len) {
        scan->at = scan->len;
        return fail(scan, start, 1, "a string without its closing quote");
    }
    scan->at++;
    return true;
}

static size_t digits(const struct scan *scan, size_t at) {
    size_t end = at;
    while (end < scan->len && pc_is_digit(scan->s[end])) {
        end++;
    }
    return end - at;
}

static bool scan_number(struct scan *scan) {
    const char *s = scan->s;
    size_t start = scan->at;
    size_t at = start + (s[start] == '-');
    size_t whole = digits(scan, at);
    bool ok = whole > 0;
    bool leading_zero = whole > 1 && s[at] == '0';
    at += whole;
    if (at < scan->len && s[at] == '.') {
        size_t fraction = digits(scan, at + 1);
        ok = ok && fraction > 0;
        at += 1 + fraction;
    }
    if (at < scan->len && (s[at] == 'e' || s[at] == 'E')) {
        at += at + 1 < scan->len && (s[at + 1] == '+' || s[at + 1] == '-') ? 2 : 1;
        size_t exponent = digits(scan, at);
        ok = ok && exponent > 0;
        at += exponent;
    }
    bool ends = at == scan->len || (!pc_is_alnum(s[at]) && !strchr("+-._", s[at]));
    if (!ok || !ends || at - start > NUMBER_MAX) {
        return fail(scan, start, at - start, ok && ends ? "a number of too many digits" : "this is no number of JSON");
    }
    if (leading_zero) {
        blemish(scan, start, at - start, "a number with a leading zero");
    }
    scan->at = at;
    return true;
}

static bool scan_word(struct scan *scan) {
    static const char *const words[] = {"true", "false", "null"};
    size_t end = scan->at;
    while (end < scan->len && (pc_is_alnum(scan->s[end]) || scan->s[end] == '_')) {
        end++;
    }
    struct pc_str word = {scan->s + scan->at, end - scan->at};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_is(word, words[i])) {
            scan->at = end;
            return true;
        }
    }
    return fail(scan, scan->at, word.len > 0 ? word.len : 1, "a value of JSON was expected here");
}

static enum expect after_value(const struct scan *scan) {
    return scan->depth > 0 ? COMMA_OR_END : NOTHING;
}

static bool open_container(struct scan *scan, enum expect *expect) {
    bool object = scan->s[scan->at] == '{';
    if (scan->depth == PC_LIMIT_DEPTH) {
        pc_tree_note(scan->build, PC_SYNTAX_LIMIT, scan->bom + (uint32_t)scan->at, 1, "nested more than %u levels deep",
                     PC_LIMIT_DEPTH);
        return false;
    }
    scan->closers[scan->depth++] = object ? '}' : ']';
    scan->at++;
    mark_safe(scan);
    *expect = object ? KEY_OR_END : VALUE_OR_END;
    return true;
}

static bool scan_value(struct scan *scan, enum expect *expect) {
    char c = scan->s[scan->at];
    if (c == '{' || c == '[') {
        return open_container(scan, expect);
    }
    bool ok = c == '"' ? scan_string(scan) : c == '-' || pc_is_digit(c) ? scan_number(scan) : scan_word(scan);
    if (ok) {
        mark_safe(scan);
        *expect = after_value(scan);
    }
    return ok;
}

static bool is_end(enum expect expect) {
    return expect == VALUE_OR_END || expect == KEY_OR_END || expect == COMMA_OR_END;
}

/* A bracket that closes what is open; a comma just before it is blanked. */
static void close_container(struct scan *scan, enum expect *expect) {
    if (scan->comma > 0) {
        if (!scan->comments) {
            blemish(scan, scan->comma - 1, 1, "a comma behind the last value");
        }
        scan->s[scan->comma - 1] = ' ';
        scan->comma = 0;
    }
    scan->at++;
    scan->depth--;
    mark_safe(scan);
    *expect = after_value(scan);
}

static bool step(struct scan *scan, enum expect *expect) {
    static const char *const wanted[] = {"a value",
                                         "a value or `]`",
                                         "a key in double quotes",
                                         "a key in double quotes or `}`",
                                         "`:` behind the key",
                                         "`,` or the closing bracket"};
    char c = scan->s[scan->at];
    char closer = scan->depth > 0 ? scan->closers[scan->depth - 1] : '\0';
    if ((c == ']' || c == '}') && c == closer && (is_end(*expect) || scan->comma > 0)) {
        close_container(scan, expect);
        return true;
    }
    scan->comma = 0;
    if ((*expect == VALUE || *expect == VALUE_OR_END) && c != ']' && c != '}' && c != ',' && c != ':') {
        return scan_value(scan, expect);
    }
    if ((*expect == KEY || *expect == KEY_OR_END) && c == '"') {
        *expect = COLON;
        return scan_string(scan);
    }
    if (*expect == COLON && c == ':') {
        *expect = VALUE;
        scan->at++;
        return true;
    }
    if (*expect == COMMA_OR_END && c == ',') {
        *expect = closer == '}' ? KEY : VALUE;
        scan->at++;
        scan->comma = scan->at;
        return true;
    }
    if (*expect == NOTHING) {
        return fail(scan, scan->at, 1, "text behind the end of the JSON value");
    }
    pc_tree_note(scan->build, PC_SYNTAX_ERROR, scan->bom + (uint32_t)scan->at, 1, "%s was expected here",
                 wanted[*expect]);
    return false;
}

struct pc_str pc_json_scan(struct pc_tree_build *build, struct pc_str text, uint32_t bom, bool comments, size_t *real) {
    struct scan scan = {.build = build, .len = text.len, .bom = bom, .comments = comments};
    scan.s = pc_arena_alloc(build->arena, text.len + PC_LIMIT_DEPTH + 1);
    memcpy(scan.s, text.ptr, text.len);
    enum expect expect = VALUE;
    bool going = true;
    for (skip_blanks(&scan); going && scan.at < scan.len; skip_blanks(&scan)) {
        going = step(&scan, &expect);
    }
    if (going && expect != NOTHING) {
        fail(&scan, text.len, 0, "the text ends too early");
    }
    if (scan.safe == 0) {
        return PC_EMPTY;
    }
    *real = scan.safe;
    size_t end = scan.safe;
    for (unsigned i = scan.safe_depth; i > 0; i--) {
        scan.s[end++] = scan.closers[i - 1];
    }
    scan.s[end] = '\0';
    return (struct pc_str){scan.s, end};
}
