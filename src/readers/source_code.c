#include "source_code.h"

#include <stdint.h>
#include <string.h>

#include "own_port.h"
#include "path.h"

enum pc_language pc_language_of(struct pc_str path) {
    static const struct {
        const char *suffix; /* behind the last dot */
        enum pc_language language;
    } suffixes[] = {
        {"ts", PC_LANG_JS},     {"js", PC_LANG_JS},        {"mjs", PC_LANG_JS},       {"cjs", PC_LANG_JS},
        {"mts", PC_LANG_JS},    {"cts", PC_LANG_JS},       {"tsx", PC_LANG_JS},       {"jsx", PC_LANG_JS},
        {"py", PC_LANG_PYTHON}, {"go", PC_LANG_GO},        {"rs", PC_LANG_RUST},      {"java", PC_LANG_JVM},
        {"kt", PC_LANG_JVM},    {"kts", PC_LANG_JVM},      {"scala", PC_LANG_JVM},    {"groovy", PC_LANG_JVM},
        {"cs", PC_LANG_CSHARP}, {"rb", PC_LANG_RUBY},      {"ru", PC_LANG_RUBY},      {"php", PC_LANG_PHP},
        {"ex", PC_LANG_ELIXIR}, {"exs", PC_LANG_ELIXIR},   {"sh", PC_LANG_SHELL},     {"bash", PC_LANG_SHELL},
        {"zsh", PC_LANG_SHELL}, {"dart", PC_LANG_OTHER_C}, {"swift", PC_LANG_OTHER_C}};
    size_t dot = pc_str_rfind_char(pc_path_base(path), '.');
    struct pc_str suffix = dot == PC_NPOS ? PC_EMPTY : pc_str_sub(pc_path_base(path), dot + 1, path.len);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (suffix.len > 0 && suffix.ptr[0] == suffixes[i].suffix[0] && pc_str_is(suffix, suffixes[i].suffix)) {
            return suffixes[i].language;
        }
    }
    return PC_LANG_NONE;
}

/* How a language writes comments and strings. */
struct syntax {
    bool slashes;      /* "//" and block comments */
    bool hash;         /* '#' */
    bool triple;       /* triple-quoted strings */
    bool backtick;     /* `a string over lines` */
    bool single_chars; /* '...' is one character, or no string at all */
    bool regex;        /* a '/' may open a regular expression */
};

static struct syntax syntax_of(enum pc_language language) {
    static const struct syntax all[PC_LANG_COUNT] = {
        [PC_LANG_JS] = {.slashes = true, .backtick = true, .regex = true},
        [PC_LANG_PYTHON] = {.hash = true, .triple = true},
        [PC_LANG_GO] = {.slashes = true, .backtick = true, .single_chars = true},
        [PC_LANG_RUST] = {.slashes = true, .single_chars = true},
        [PC_LANG_JVM] = {.slashes = true, .triple = true, .single_chars = true},
        [PC_LANG_CSHARP] = {.slashes = true, .single_chars = true},
        [PC_LANG_RUBY] = {.hash = true},
        [PC_LANG_PHP] = {.slashes = true, .hash = true},
        [PC_LANG_ELIXIR] = {.hash = true, .triple = true},
        [PC_LANG_SHELL] = {.hash = true},
        [PC_LANG_OTHER_C] = {.slashes = true},
    };
    return all[language];
}

struct stripping {
    struct pc_str text;
    char *out;
    struct syntax syntax;
    char last; /* the last character that is no blank */
};

static bool starts(const struct stripping *s, size_t at, const char *word) {
    return pc_str_starts(pc_str_sub(s->text, at, 3), pc_str_c(word));
}

static void blank(const struct stripping *s, size_t from, size_t to) {
    for (size_t i = from; i < to && i < s->text.len; i++) {
        if (s->text.ptr[i] != '\n' && s->text.ptr[i] != '\r') {
            s->out[i] = ' ';
        }
    }
}

/* Behind the first `end` at or behind `at`. */
static size_t behind(const struct stripping *s, size_t at, const char *end) {
    size_t found = pc_str_find(s->text, pc_str_c(end), at);
    return found == PC_NPOS ? s->text.len : found + pc_str_c(end).len;
}

static size_t end_of_line(const struct stripping *s, size_t at) {
    size_t end = pc_str_find_char(s->text, '\n', at);
    return end == PC_NPOS ? s->text.len : end;
}

/* Behind the string that opens at `at`; a string of one line ends with it. */
static size_t behind_string(const struct stripping *s, size_t at) {
    char quote = s->text.ptr[at];
    for (size_t i = at + 1; i < s->text.len; i++) {
        char c = s->text.ptr[i];
        if (c == '\\') {
            i++;
        } else if (c == quote) {
            return i + 1;
        } else if (c == '\n' && quote != '`') {
            return i;
        }
    }
    return s->text.len;
}

/* A character like 'x' or '\n'; of anything else (a lifetime) only the quote. */
static size_t behind_char(const struct stripping *s, size_t at) {
    size_t end = starts(s, at + 1, "\\") ? at + 3 : at + 2;
    return end < s->text.len && s->text.ptr[end] == '\'' ? end + 1 : at + 1;
}

static bool opens_regex(const struct stripping *s) {
    return s->last == '\0' || memchr("(,=:[!&|?{};+", s->last, 13) != NULL;
}

static size_t behind_regex(const struct stripping *s, size_t at) {
    enum { REGEX_MAX = 400 };
    bool class = false;
    for (size_t i = at + 1; i < s->text.len && i - at < REGEX_MAX && s->text.ptr[i] != '\n'; i++) {
        char c = s->text.ptr[i];
        if (c == '\\') {
            i++;
        } else if (c == '[' || c == ']') {
            class = c == '[';
        } else if (c == '/' && !class) {
            return i + 1;
        }
    }
    return at + 1;
}

static bool is_hash_comment(const struct stripping *s, size_t at) {
    char before = at > 0 ? s->text.ptr[at - 1] : '\n';
    return s->syntax.hash && s->text.ptr[at] == '#' && (pc_is_space(before) || before == ';');
}

/* Behind the comment, string or character at `at`; comments are blanked. */
static size_t step(struct stripping *s, size_t at) {
    char c = s->text.ptr[at];
    size_t end = at + 1;
    if (s->syntax.slashes && starts(s, at, "//")) {
        end = end_of_line(s, at);
        blank(s, at, end);
    } else if (s->syntax.slashes && starts(s, at, "/*")) {
        end = behind(s, at + 2, "*/");
        blank(s, at, end);
    } else if (is_hash_comment(s, at)) {
        end = end_of_line(s, at);
        blank(s, at, end);
    } else if (s->syntax.triple && (starts(s, at, "\"\"\"") || starts(s, at, "'''"))) {
        end = behind(s, at + 3, c == '"' ? "\"\"\"" : "'''");
        blank(s, at, end);
    } else if (c == '"' || (c == '`' && s->syntax.backtick) || (c == '\'' && !s->syntax.single_chars)) {
        end = behind_string(s, at);
    } else if (c == '\'') {
        end = behind_char(s, at);
    } else if (c == '/' && s->syntax.regex && opens_regex(s)) {
        end = behind_regex(s, at);
    }
    if (!pc_is_space(s->out[at])) {
        s->last = c;
    }
    return end;
}

/* Marks the characters at which something may begin that is no plain code. */
static void mark_openers(const struct syntax *syntax, bool opens[UINT8_MAX + 1]) {
    memset(opens, 0, UINT8_MAX + 1);
    opens['"'] = opens['\''] = true;
    opens['/'] = syntax->slashes || syntax->regex;
    opens['#'] = syntax->hash;
    opens['`'] = syntax->backtick;
}

struct pc_str pc_code_without_comments(struct pc_arena *arena, struct pc_str text, enum pc_language language) {
    struct stripping s = {.text = text, .syntax = syntax_of(language)};
    bool opens[UINT8_MAX + 1];
    mark_openers(&s.syntax, opens);
    s.out = pc_arena_bytes(arena, text.len + 1);
    if (text.len > 0) {
        memcpy(s.out, text.ptr, text.len);
    }
    s.out[text.len] = '\0';
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        if (opens[(unsigned char)c]) {
            at = step(&s, at);
            continue;
        }
        s.last = pc_is_space(c) ? s.last : c;
        at++;
    }
    return (struct pc_str){s.out, text.len};
}

bool pc_in_identifier(char c) {
    return pc_is_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

struct pc_str pc_identifier_before(struct pc_str code, size_t at) {
    size_t from = at;
    while (from > 0 && pc_in_identifier(code.ptr[from - 1])) {
        from--;
    }
    return pc_str_sub(code, from, at - from);
}

struct pc_str pc_identifier_at(struct pc_str code, size_t at) {
    size_t end = at;
    while (end < code.len && pc_in_identifier(code.ptr[end])) {
        end++;
    }
    return end > at && !pc_is_digit(code.ptr[at]) ? pc_str_sub(code, at, end - at) : PC_EMPTY;
}

size_t pc_code_skip(struct pc_str code, size_t at) {
    while (at < code.len && pc_is_space(code.ptr[at])) {
        at++;
    }
    return at;
}

bool pc_code_string(struct pc_str code, size_t at, struct pc_str *content, size_t *end) {
    enum { STRING_MAX = 1000 };
    char quote = at < code.len ? code.ptr[at] : '\0';
    if (quote != '"' && quote != '\'' && quote != '`') {
        return false;
    }
    for (size_t i = at + 1; i < code.len && i - at < STRING_MAX && code.ptr[i] != '\n'; i++) {
        if (code.ptr[i] == '\\') {
            i++;
        } else if (code.ptr[i] == quote) {
            *content = pc_str_sub(code, at + 1, i - at - 1);
            *end = i + 1;
            return true;
        }
    }
    return false;
}

size_t pc_code_close(struct pc_str code, size_t open, size_t max) {
    size_t depth = 0;
    for (size_t i = open; i < code.len && i - open < max; i++) {
        char c = code.ptr[i];
        struct pc_str content;
        size_t end;
        if (pc_code_string(code, i, &content, &end)) {
            i = end - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
            if (depth == 0) {
                return i;
            }
        }
    }
    return code.len;
}

/* Before "<...>" of type arguments. */
static size_t before_types(struct pc_str code, size_t at) {
    enum { TYPES_MAX = 40 };
    if (at == 0 || code.ptr[at - 1] != '>') {
        return at;
    }
    for (size_t i = at - 1; i > 0 && at - i < TYPES_MAX && code.ptr[i] != '\n'; i--) {
        if (code.ptr[i] == '<') {
            return i;
        }
    }
    return at;
}

struct pc_str pc_code_path_before(struct pc_str code, size_t at) {
    enum { PATH_MAX_BYTES = 120 };
    size_t end = before_types(code, at);
    size_t from = end;
    while (from > 0 && end - from < PATH_MAX_BYTES) {
        char c = code.ptr[from - 1];
        bool joint = c == '.' || c == ':' || c == '?' || c == '!' || c == '@' || c == '\\';
        bool pair = from > 1 && ((c == '>' && code.ptr[from - 2] == '-') || (c == ')' && code.ptr[from - 2] == '('));
        if (!pc_in_identifier(c) && !joint && !pair) {
            break;
        }
        from -= pair ? 2 : 1;
    }
    while (from < end && !pc_in_identifier(code.ptr[from])) {
        from++;
    }
    return pc_str_sub(code, from, end - from);
}

struct pc_str pc_code_callee(struct pc_str code, size_t at, size_t *open) {
    enum { BACK_MAX = 160 };
    size_t depth = 0;
    for (size_t i = at; i > 0 && at - i < BACK_MAX; i--) {
        char c = code.ptr[i - 1];
        if (c == ';' || (c == '\n' && at - i > 60)) {
            break;
        }
        if (c == ')') {
            depth++;
        } else if (c == '(') {
            if (depth == 0) {
                *open = i - 1;
                return pc_code_path_before(code, i - 1);
            }
            depth--;
        }
    }
    return PC_EMPTY;
}

/* Behind ": u16", "int" in front of a name is not looked at. */
static size_t behind_type(struct pc_str code, size_t at) {
    at = pc_code_skip(code, at);
    if (at < code.len && code.ptr[at] == ':' && !pc_str_starts(pc_str_sub(code, at, 2), PC_STR(":="))) {
        at = pc_code_skip(code, at + 1);
        at += pc_identifier_at(code, at).len;
    }
    struct pc_str type = pc_identifier_at(code, pc_code_skip(code, at)); /* Go: const port int = 3000 */
    static const char *const types[] = {"int", "uint16", "string", "uint"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (pc_str_is(type, types[i])) {
            return pc_code_skip(code, at) + type.len;
        }
    }
    return at;
}

/* The number behind "=" or ":=" at `at`. */
static struct pc_str assigned_number(struct pc_str code, size_t at) {
    at = pc_code_skip(code, at);
    struct pc_str rest = pc_str_sub(code, at, 2);
    if (pc_str_starts(rest, PC_STR(":="))) {
        at += 2;
    } else if (pc_str_starts(rest, PC_STR("=")) && !pc_str_starts(rest, PC_STR("=="))) {
        at += 1;
    } else {
        return PC_EMPTY;
    }
    at = pc_code_skip(code, at);
    bool quoted = at < code.len && (code.ptr[at] == '"' || code.ptr[at] == '\'');
    bool colon = quoted && at + 1 < code.len && code.ptr[at + 1] == ':'; /* ":8080" */
    return pc_number_at(code, at + quoted + colon);
}

struct pc_str pc_code_constant(struct pc_str code, struct pc_str name) {
    struct pc_str found = PC_EMPTY;
    for (size_t at = 0; name.len > 0 && (at = pc_str_find(code, name, at)) != PC_NPOS; at += name.len) {
        bool left = at == 0 || (!pc_in_identifier(code.ptr[at - 1]) && code.ptr[at - 1] != '.');
        bool right = at + name.len >= code.len || !pc_in_identifier(code.ptr[at + name.len]);
        struct pc_str number = left && right ? assigned_number(code, behind_type(code, at + name.len)) : PC_EMPTY;
        if (number.len > 0 && found.len > 0 && !pc_str_eq(number, found)) {
            return PC_EMPTY;
        }
        found = number.len > 0 ? number : found;
    }
    return found;
}
