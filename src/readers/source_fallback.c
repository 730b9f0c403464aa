#include "source_fallback.h"

#include "own_port.h"

enum { REACH = 400, LINES = 8 }; /* how far a value may be from its variable */

struct scan {
    struct pc_str code;
    size_t at;
    bool called; /* still among the arguments of the call that names the variable */
    bool seen;   /* an operator or word said that the value follows */
    enum pc_language language;
    struct pc_fallback *out;
};

enum step { STEP_ON, STEP_FOUND, STEP_STOP };

static char peek(const struct scan *s, size_t more) {
    return s->at + more < s->code.len ? s->code.ptr[s->at + more] : '\0';
}

static bool among(struct pc_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* Words behind which the value stands. */
static bool leads_to_value(struct pc_str word) {
    static const char *const words[] = {
        "default",   "default_value",        "default_value_t",   "defaultValue", "envDefault",   "fallback",
        "unwrap_or", "unwrap_or_else",       "getOrElse",         "orElse",       "getOrDefault", "withDefault",
        "or_else",   "unwrap_or_default_to", "GetValueOrDefault", "default_t",    "orDefault",    "ifEmpty"};
    return among(word, words, sizeof words / sizeof words[0]);
}

/* Conversions that may stand around the value. */
static bool converts(struct pc_str word) {
    static const char *const words[] = {"Number",  "parseInt", "String", "Some",    "Ok",    "int",  "str", "toInt",
                                        "Integer", "intval",   "u16",    "integer", "Field", "from", "new"};
    return among(word, words, sizeof words / sizeof words[0]);
}

static bool is_number(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i])) {
            return false;
        }
    }
    return s.len > 0;
}

static enum step number(struct scan *s) {
    s->out->number = pc_number_at(s->code, s->at);
    return s->out->number.len > 0 ? STEP_FOUND : STEP_STOP;
}

/* A string behind the operator is the value; before it, a further argument ("port to listen on") or the closing quote
 * of the variable's name. */
static enum step quote(struct scan *s) {
    struct pc_str content;
    size_t end;
    if (!s->seen) {
        s->at++;
        return STEP_ON;
    }
    if (!pc_code_string(s->code, s->at, &content, &end)) {
        return STEP_STOP;
    }
    bool address = pc_str_find_char(content, ':', 0) != PC_NPOS && pc_str_find_char(content, ' ', 0) == PC_NPOS;
    if (is_number(content)) {
        s->out->number = content;
        return STEP_FOUND;
    }
    if (content.len == 0) { /* parseInt(process.env.PORT || '') || 3000 */
        s->seen = s->called;
        s->at = end;
        return STEP_ON;
    }
    bool blanks = pc_str_find_char(content, ' ', 0) != PC_NPOS;
    s->out->text = s->out->text.len == 0 && !blanks ? content : s->out->text;
    if (address || !s->called) {
        return STEP_FOUND;
    }
    s->at = end;
    return STEP_ON;
}

/* "parseInt(process.env.PORT, 10)": a radix. */
static bool skip_radix(struct scan *s) {
    size_t at = pc_code_skip(s->code, s->at + 1);
    size_t end = at;
    while (end < s->code.len && pc_is_digit(s->code.ptr[end])) {
        end++;
    }
    size_t close = pc_code_skip(s->code, end);
    if (end == at || end > at + 2 || close >= s->code.len || s->code.ptr[close] != ')') {
        return false;
    }
    s->at = close;
    return true;
}

/* "? a : b": the value stands behind the ':' of the same line. */
static bool skip_condition(struct scan *s) {
    enum { CONDITION_MAX = 120 };
    for (size_t i = s->at + 1; i < s->code.len && i - s->at < CONDITION_MAX && s->code.ptr[i] != ';'; i++) {
        if (s->code.ptr[i] == ':') {
            s->at = i + 1;
            return true;
        }
    }
    return false;
}

static enum step question(struct scan *s) {
    if (peek(s, 1) == '?' || peek(s, 1) == ':') {
        s->seen = true;
        s->at += 2;
        return STEP_ON;
    }
    if (peek(s, 1) == '.') {
        s->at++;
        return STEP_ON;
    }
    s->seen = skip_condition(s);
    return s->seen ? STEP_ON : STEP_STOP;
}

/* ".parse::<u16>()", ".unwrap_or(": a method of what was read. */
static enum step method(struct scan *s) {
    s->at = pc_code_skip(s->code, s->at + 1);
    struct pc_str name = pc_identifier_at(s->code, s->at);
    s->at += name.len;
    if (name.len == 0) {
        return STEP_STOP;
    }
    s->seen = s->seen || leads_to_value(name);
    if (peek(s, 0) == ':' && peek(s, 1) == ':' && peek(s, 2) == '<') {
        size_t close = pc_str_find_char(pc_str_sub(s->code, s->at, 40), '>', 0);
        s->at += close == PC_NPOS ? 3 : close + 1;
    }
    if (s->seen || peek(s, 0) != '(') {
        return STEP_ON;
    }
    size_t close = pc_code_close(s->code, s->at, 160);
    if (close == s->code.len) {
        return STEP_STOP;
    }
    struct pc_str inside = pc_str_sub(s->code, s->at, close - s->at);
    bool closure =
        pc_str_find_char(inside, '|', 0) != PC_NPOS; /* "map(|p| p.parse().unwrap_or(1))": what follows counts */
    bool holds = !closure && (pc_str_find(inside, PC_STR("unwrap_or"), 0) != PC_NPOS ||
                              pc_str_find(inside, PC_STR("default"), 0) != PC_NPOS);
    s->at = holds ? s->at + 1 : close + 1;
    return STEP_ON;
}

/* "cast=int,": an argument that is not the value. */
static bool skip_argument(struct scan *s) {
    for (size_t i = s->at; i < s->code.len && i - s->at < 120; i++) {
        char c = s->code.ptr[i];
        struct pc_str content;
        size_t end;
        if (pc_code_string(s->code, i, &content, &end)) {
            i = end - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            i = pc_code_close(s->code, i, 120);
        } else if (c == ',') {
            s->at = i + 1;
            return true;
        } else if (c == ')' || c == '}' || c == ';') {
            return false;
        }
    }
    return false;
}

/* DEFAULT_PORT, and not config. */
static bool is_constant(struct pc_str name) {
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z') {
            return false;
        }
    }
    return name.len > 1;
}

/* "process.env.PORT || config.port || 3000": another place that may have it; behind a further operator stands the
 * value.
 */
static bool skip_path(struct scan *s) {
    size_t at = s->at;
    while (at < s->code.len &&
           (pc_in_identifier(s->code.ptr[at]) || s->code.ptr[at] == '.' || s->code.ptr[at] == '?') &&
           !pc_str_starts(pc_str_sub(s->code, at, 2), PC_STR("??"))) {
        at++;
    }
    s->at = at;
    s->seen = false;
    at = pc_code_skip(s->code, at);
    struct pc_str behind = pc_str_sub(s->code, at, 3);
    return pc_str_starts(behind, PC_STR("||")) || pc_str_starts(behind, PC_STR("??")) ||
           pc_str_starts(behind, PC_STR("or "));
}

static enum step word(struct scan *s) {
    struct pc_str name = pc_identifier_at(s->code, s->at);
    size_t behind = pc_code_skip(s->code, s->at + name.len);
    char next = behind < s->code.len ? s->code.ptr[behind] : '\0';
    if (leads_to_value(name) && (next == '=' || next == ':' || next == '(')) {
        s->seen = true;
        s->at = behind + 1;
        return STEP_ON;
    }
    if (pc_str_eq(name, PC_STR("or")) || pc_str_eq(name, PC_STR("as"))) {
        s->seen = s->seen || name.ptr[0] == 'o';
        s->at = behind + (name.ptr[0] == 'a' ? pc_identifier_at(s->code, behind).len : 0);
        return STEP_ON;
    }
    if (next == ':' && peek(s, name.len + 1) == ':') { /* String::from( */
        s->at += name.len + 2;
        return STEP_ON;
    }
    if (s->called && (next == '=' || next == ':')) {
        return skip_argument(s) ? STEP_ON : STEP_STOP;
    }
    if (s->called && !s->seen && (next == ',' || next == '"')) {
        s->at = behind;
        return STEP_ON;
    }
    if (s->seen && converts(name) && next == '(') {
        s->at = behind + 1;
        return STEP_ON;
    }
    bool path = next == '.' || pc_str_starts(pc_str_sub(s->code, behind, 2), PC_STR("?."));
    if (s->seen && path && !is_constant(name)) {
        return skip_path(s) ? STEP_ON : STEP_STOP;
    }
    if (s->seen && next != '(') {
        s->out->constant = name;
        return STEP_FOUND;
    }
    if (s->called && s->seen && next == ',') {
        s->at = behind;
        return STEP_ON;
    }
    return STEP_STOP;
}

static enum step comma(struct scan *s) {
    if (s->called) {
        s->seen = true;
        s->at++;
        return STEP_ON;
    }
    return skip_radix(s) ? STEP_ON : STEP_STOP;
}

/* Behind the value's word closures and blocks open: "unwrap_or_else(|_| ", "{ 3000 }", "() => ". */
static enum step bracket(struct scan *s, char c) {
    if (c == ')' || c == ']') {
        s->called = false;
    }
    if (c == '{' && !s->seen) {
        s->seen = s->language == PC_LANG_RUBY;
        if (!s->seen && !s->called) {
            return STEP_STOP;
        }
    }
    if (c == '(' && !s->seen) {
        return STEP_STOP;
    }
    s->at++;
    return STEP_ON;
}

static enum step bar(struct scan *s) {
    if (peek(s, 1) == '|') {
        s->seen = true;
        s->at += 2;
        return STEP_ON;
    }
    s->at++;
    return s->seen ? STEP_ON : STEP_STOP;
}

static enum step step(struct scan *s) {
    char c = peek(s, 0);
    if (pc_is_digit(c)) {
        return s->seen ? number(s) : STEP_STOP;
    }
    if (c == '_' && s->seen) {
        s->at++;
        return STEP_ON;
    }
    if (pc_in_identifier(c)) {
        return word(s);
    }
    switch (c) {
    case '"':
    case '\'':
    case '`':
        return quote(s);
    case '|':
        return bar(s);
    case '?':
        return question(s);
    case ',':
        return comma(s);
    case '.':
        return method(s);
    case '(':
    case ')':
    case ']':
    case '{':
        return bracket(s, c);
    case '!':
        s->at++;
        return peek(s, 0) == '=' ? STEP_STOP : STEP_ON;
    case ':': /* behind a word of Go's tags, or of a Ruby or Elixir list */
    case '=':
    case '>':
    case '-':
    case '&':
        s->at++;
        return s->seen ? STEP_ON : STEP_STOP;
    default:
        return STEP_STOP;
    }
}

bool pc_code_fallback(struct pc_str code, size_t at, bool called, enum pc_language language, struct pc_fallback *out) {
    struct scan s = {.code = code, .at = at, .called = called, .language = language, .out = out};
    size_t lines = 0;
    *out = (struct pc_fallback){.number = PC_EMPTY};
    while (s.at < code.len && s.at - at < REACH && lines < LINES) {
        if (pc_is_space(code.ptr[s.at])) {
            /* Without a bracket around it, or an operator, a statement ends with its line. */
            lines += code.ptr[s.at] == '\n';
            s.at++;
            continue;
        }
        enum step result = step(&s);
        if (result != STEP_ON) {
            return result == STEP_FOUND || out->text.len > 0;
        }
    }
    return out->text.len > 0;
}
