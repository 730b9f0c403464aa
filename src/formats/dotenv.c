/* KEY=value lines, and the variables that compose and env files interpolate. */
#include "dotenv.h"

#include <string.h>

#include "buf.h"
#include "limits.h"
#include "vec.h"

enum { QUOTED_LINES = 64 };

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

static bool is_name_start(char c) {
    return pc_is_alpha(c) || c == '_';
}

static bool is_name(char c) {
    return pc_is_alnum(c) || c == '_';
}

static bool is_key(char c) {
    return is_name(c) || c == '.' || c == '-';
}

static size_t line_end(struct pc_str text, size_t at) {
    while (at < text.len && !is_line_end(text.ptr[at])) {
        at++;
    }
    return at;
}

static size_t next_line(struct pc_str text, size_t end) {
    bool both = end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n';
    return end + (both ? 2 : end < text.len);
}

static size_t skip_blanks(struct pc_str text, size_t at, size_t end) {
    while (at < end && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    return at;
}

/* Reads "export KEY =" of a line; *at moves behind the '='. */
static bool read_key(struct pc_str text, size_t *at, size_t end, struct pc_env_entry *entry) {
    size_t start = skip_blanks(text, *at, end);
    struct pc_str rest = pc_str_sub(text, start, end - start);
    size_t word = skip_blanks(text, start + 6, end);
    entry->has_export = pc_str_starts(rest, PC_STR("export")) && word > start + 6;
    start = entry->has_export ? word : start;
    size_t stop = start;
    while (stop < end && is_key(text.ptr[stop])) {
        stop++;
    }
    size_t equals = skip_blanks(text, stop, end);
    if (stop == start || !is_name_start(text.ptr[start]) || equals >= end || text.ptr[equals] != '=') {
        return false;
    }
    entry->key = pc_str_sub(text, start, stop - start);
    *at = equals + 1;
    return true;
}

/* The closing quote in [at, end), or end. */
static size_t find_quote(struct pc_str text, size_t at, size_t end, char quote) {
    while (at < end && text.ptr[at] != quote) {
        at += quote == '"' && text.ptr[at] == '\\' && at + 1 < end ? 2 : 1;
    }
    return at < end ? at : end;
}

static bool is_tail(struct pc_str text, size_t at, size_t end) {
    at = skip_blanks(text, at, end);
    return at == end || text.ptr[at] == '#';
}

/* The closing quote of a value that opens at `at`, over some lines when nothing speaks against it; PC_NPOS when there
 * is none. */
static size_t close_quote(struct pc_str text, size_t at, size_t end, char quote) {
    size_t close = find_quote(text, at, end, quote);
    if (close < end) {
        return close;
    }
    for (int line = 0; line < QUOTED_LINES && end < text.len; line++) {
        size_t start = next_line(text, end);
        struct pc_env_entry other;
        size_t after = start;
        end = line_end(text, start);
        if (read_key(text, &after, end, &other)) {
            return PC_NPOS;
        }
        close = find_quote(text, start, end, quote);
        if (close < end) {
            return is_tail(text, close + 1, end) ? close : PC_NPOS;
        }
    }
    return PC_NPOS;
}

static size_t read_value(struct pc_str text, size_t at, size_t end, struct pc_env_entry *entry) {
    size_t start = skip_blanks(text, at, end);
    char c = start < end ? text.ptr[start] : '\0';
    size_t close = c == '"' || c == '\'' ? close_quote(text, start + 1, end, c) : PC_NPOS;
    if (close != PC_NPOS) {
        entry->quote = c;
        entry->offset = (uint32_t)start + 1;
        entry->value = pc_str_sub(text, start + 1, close - start - 1);
        return close > end ? line_end(text, close) : end;
    }
    size_t stop = start;
    while (stop < end &&
           !(text.ptr[stop] == '#' && stop > at && (text.ptr[stop - 1] == ' ' || text.ptr[stop - 1] == '\t'))) {
        stop++;
    }
    while (stop > start && (text.ptr[stop - 1] == ' ' || text.ptr[stop - 1] == '\t')) {
        stop--;
    }
    entry->offset = (uint32_t)start;
    entry->value = pc_str_sub(text, start, stop - start);
    return end;
}

bool pc_env_next(struct pc_str text, size_t *cursor, struct pc_env_entry *entry) {
    if (*cursor == 0 && pc_str_starts(text, PC_STR("\xEF\xBB\xBF"))) {
        *cursor = 3;
    }
    while (*cursor < text.len) {
        size_t start = *cursor;
        size_t end = line_end(text, start);
        size_t at = start;
        *entry = (struct pc_env_entry){.line_offset = (uint32_t)start};
        if (read_key(text, &at, end, entry)) {
            end = read_value(text, at, end, entry);
            entry->line_length = (uint32_t)(end - start);
            *cursor = next_line(text, end);
            return true;
        }
        *cursor = next_line(text, end);
    }
    return false;
}

/* An expansion under way. */
struct expand {
    const struct pc_env_lookup *lookup;
    struct pc_buf out;
    struct PC_VEC(uint32_t) origin;
    struct pc_str in;
    bool replaced, dollar, unknown, too_deep, guessed;
};

static void add_literal(struct expand *e, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        pc_buf_addc(&e->out, e->in.ptr[i]);
        *PC_PUSH(&e->origin, e->out.arena) = (uint32_t)i;
    }
}

static void add_value(struct expand *e, struct pc_str value) {
    pc_buf_add(&e->out, value);
    for (size_t i = 0; i < value.len; i++) {
        *PC_PUSH(&e->origin, e->out.arena) = UINT32_MAX;
    }
}

/* The '}' of a "${" whose name starts at `at`; end when it is missing. */
static size_t close_brace(struct pc_str in, size_t at, size_t end) {
    size_t depth = 1;
    for (; at < end; at++) {
        if (in.ptr[at] == '$' && at + 1 < end && (in.ptr[at + 1] == '{' || in.ptr[at + 1] == '$')) {
            depth += in.ptr[at + 1] == '{';
            at++;
        } else if (in.ptr[at] == '}' && --depth == 0) {
            return at;
        }
    }
    return end;
}

static void expand_range(struct expand *e, size_t at, size_t end, unsigned level);

/* ${name<op>word}: name in [from, stop), the operator and its word in [stop, end). */
static void expand_variable(struct expand *e, size_t from, size_t stop, size_t end, unsigned level) {
    struct pc_str value = PC_EMPTY;
    bool guessed = false;
    struct pc_str name = pc_str_sub(e->in, from, stop - from);
    bool set = e->lookup && e->lookup->find(e->lookup->arg, name, &value, &guessed);
    bool colon = stop < end && e->in.ptr[stop] == ':';
    size_t word = stop + colon;
    char op = word < end ? e->in.ptr[word] : '\0';
    bool usable = set && (!colon || value.len > 0);
    e->replaced = true;
    word++;
    if (op == '+' && !usable) {
        return; /* an alternative to what is not set: empty, which is known */
    }
    e->guessed = e->guessed || (set && guessed);
    if (op == '+' || (op == '-' && !usable)) {
        expand_range(e, word, end, level + 1);
    } else if (!usable || (op != '\0' && op != '-' && op != '?')) {
        e->unknown = true;
    } else {
        add_value(e, value);
    }
}

/* Handles what starts with the '$' at `at`; returns the offset behind it. */
static size_t expand_dollar(struct expand *e, size_t at, size_t end, unsigned level) {
    char c = at + 1 < end ? e->in.ptr[at + 1] : '\0';
    size_t start = at + 1 + (c == '{');
    size_t stop = start;
    if (c == '$') {
        e->dollar = true;
        add_literal(e, at, at + 1);
        return at + 2;
    }
    while (stop < end && is_name(e->in.ptr[stop]) && (stop > start || is_name_start(e->in.ptr[stop]))) {
        stop++;
    }
    if (c != '{') {
        if (stop > start) {
            expand_variable(e, start, stop, stop, level);
        } else {
            add_literal(e, at, stop);
        }
        return stop;
    }
    size_t close = close_brace(e->in, start, end);
    if (close == end || stop == start) { /* compose refuses these: nothing behind can be known */
        e->unknown = true;
        size_t behind = close == end ? end : close + 1;
        add_literal(e, at, behind);
        return behind;
    }
    if (level >= PC_LIMIT_INTERPOLATION) {
        e->unknown = e->too_deep = true;
    } else {
        expand_variable(e, start, stop, close, level);
    }
    return close + 1;
}

/* Recursion: a default's own variables, at most PC_LIMIT_INTERPOLATION deep. */
static void expand_range(struct expand *e, size_t at, size_t end, unsigned level) {
    while (at < end) {
        if (e->in.ptr[at] == '$') {
            at = expand_dollar(e, at, end, level);
        } else {
            size_t from = at;
            while (at < end && e->in.ptr[at] != '$') {
                at++;
            }
            add_literal(e, from, at);
        }
    }
}

struct pc_expansion pc_env_expand(struct pc_arena *arena, struct pc_str in, const struct pc_env_lookup *lookup) {
    struct pc_expansion result = {.text = in, .result = PC_EXPAND_PLAIN};
    if (pc_str_find_char(in, '$', 0) == PC_NPOS) {
        return result;
    }
    struct expand e = {.lookup = lookup, .in = in};
    pc_buf_init(&e.out, arena);
    expand_range(&e, 0, in.len, 0);
    result.guessed = e.guessed;
    result.too_deep = e.too_deep;
    if (e.unknown || e.replaced) {
        result.result = e.unknown ? PC_EXPAND_UNKNOWN : PC_EXPAND_KNOWN;
    }
    if (e.unknown || e.replaced || e.dollar) {
        result.text = pc_buf_str(&e.out);
        result.origin = e.origin.items;
    }
    return result;
}
