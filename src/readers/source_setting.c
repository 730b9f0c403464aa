/* Settings that are not called like a variable: "port", "server.port", "--port" given to a call; "${PORT:8080}"; fields
 * of Python classes. */
#include "compose_ports.h"
#include "compose_settings.h"
#include "service_doc_words.h"
#include "source_read.h"

static bool is_quote(char c) {
    return c == '"' || c == '\'' || c == '`';
}

static bool among(struct pc_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* The string around code[from, to) names the service's own port: "port", "server.port", "-p, --port <port>". */
static bool names_own_port(struct pc_str code, size_t from, size_t to, size_t *start) {
    static const char *const owners[] = {"server", "app", "http", "web", "service", "listen", "api"};
    *start = from;
    if (from >= 2 && code.ptr[from - 1] == '-' && code.ptr[from - 2] == '-') {
        size_t at = from - 2;
        while (at > 0 && from - at < 12 && !is_quote(code.ptr[at - 1]) && code.ptr[at - 1] != '\n') {
            at--;
        }
        *start = at;
        char behind = to < code.len ? code.ptr[to] : '\0';
        return at > 0 && is_quote(code.ptr[at - 1]) && (is_quote(behind) || behind == ' ' || behind == '=');
    }
    if (to >= code.len || !is_quote(code.ptr[to]) || from == 0) {
        return false;
    }
    if (code.ptr[from - 1] == '.') {
        struct pc_str owner = pc_identifier_before(code, from - 1);
        *start = from - 1 - owner.len;
        return among(owner, owners, sizeof owners / sizeof owners[0]) && *start > 0 && is_quote(code.ptr[*start - 1]);
    }
    return is_quote(code.ptr[from - 1]);
}

void pc_source_read_setting(struct pc_source *source, struct pc_str word) {
    struct pc_str code = source->code;
    size_t from = (size_t)(word.ptr - code.ptr), start;
    struct pc_fallback value = {.number = PC_EMPTY};
    if (!names_own_port(code, from, from + word.len, &start)) {
        return;
    }
    struct pc_source_read r = {.source = source, .name = PC_STR("PORT"), .from = start, .to = from + word.len};
    if (!pc_source_is_read(&r)) {
        return;
    }
    while (r.to < code.len && !is_quote(code.ptr[r.to])) { /* "-p, --port <port>" */
        r.to++;
    }
    if (pc_code_fallback(code, r.to, true, source->language, &value)) {
        struct pc_str digits = value.number;
        if (digits.len == 0 && value.constant.len > 0) {
            digits = pc_source_constant(source, value.constant);
        }
        if (digits.len > 0) {
            pc_source_own(source, digits, PC_DERIVED, PC_EMPTY);
        }
    }
}

/* --- Go: flag.String("addr", ":8080", "listen address") --- */

void pc_source_read_address_flag(struct pc_source *source, struct pc_str word) {
    static const char *const names[] = {"addr",        "address",    "listen", "listen-addr", "listen-address",
                                        "http",        "http-addr",  "bind",   "bind-addr",   "web.listen-address",
                                        "server-addr", "listen_addr"};
    struct pc_str code = source->code;
    size_t from = (size_t)(word.ptr - code.ptr);
    size_t open;
    struct pc_str name;
    size_t end;
    if (from == 0 || !pc_code_string(code, from - 1, &name, &end) ||
        !among(name, names, sizeof names / sizeof names[0])) {
        return;
    }
    struct pc_str callee = pc_code_callee(code, from - 1, &open);
    if (pc_str_find_nocase(callee, PC_STR("flag"), 0) == PC_NPOS ||
        pc_str_find(callee, PC_STR("String"), 0) == PC_NPOS) {
        return;
    }
    size_t at = pc_code_skip(code, end);
    for (int shorthand = 0; shorthand < 2 && at < code.len && code.ptr[at] == ',';
         shorthand++) { /* StringP("addr", "a", ... */
        struct pc_str value;
        at = pc_code_skip(code, at + 1);
        if (!pc_code_string(code, at, &value, &end)) {
            return;
        }
        struct pc_str host;
        struct pc_piece port;
        if (pc_address_split(value, &host, &port) && pc_address_is_bind(host)) {
            struct pc_str digits = pc_piece_text(value, port);
            if (digits.len > 1) {
                pc_source_own(source, digits, PC_DERIVED, PC_EMPTY);
            }
            return;
        }
        at = pc_code_skip(code, end);
    }
}

/* --- "${PORT:8080}" in a string, "${PORT:-8080}" in a shell --- */

void pc_source_read_dollar(struct pc_source *source, size_t at) {
    struct pc_str code = source->code;
    struct pc_str name = pc_identifier_at(code, at + 2);
    size_t colon = at + 2 + name.len;
    if (pc_str_starts(pc_str_sub(code, at + 2, 12), PC_STR("server.port:"))) { /* Spring's own */
        name = PC_STR("PORT");
        colon = at + 13;
    }
    struct pc_source_read r = {.source = source, .name = name, .from = at + 2, .to = colon};
    if (colon >= code.len || code.ptr[colon] != ':' || !pc_doc_is_variable(name) || !pc_source_is_port_name(name)) {
        return;
    }
    size_t digits = colon + 1 + (colon + 1 < code.len && code.ptr[colon + 1] == '-');
    size_t end = digits;
    while (end < code.len && pc_is_digit(code.ptr[end])) {
        end++;
    }
    if (end > digits && end < code.len && code.ptr[end] == '}') {
        pc_source_claim_port(&r, pc_str_sub(code, digits, end - digits), false);
    }
}

/* --- Python: "port: int = 8000" of a class of settings --- */

static bool is_annotation(struct pc_str type) {
    return pc_str_eq(type, PC_STR("int")) || pc_str_eq(type, PC_STR("str")) || pc_str_eq(type, PC_STR("PositiveInt")) ||
           pc_str_eq(type, PC_STR("Optional")) || pc_str_eq(type, PC_STR("HttpUrl")) ||
           pc_str_eq(type, PC_STR("AnyUrl"));
}

/* A field of a class stands alone on its indented line. */
static bool starts_line(struct pc_str code, size_t at) {
    size_t from = at;
    while (from > 0 && (code.ptr[from - 1] == ' ' || code.ptr[from - 1] == '\t')) {
        from--;
    }
    return from < at && (from == 0 || code.ptr[from - 1] == '\n');
}

void pc_source_read_field(struct pc_source *source, struct pc_str word) {
    struct pc_str code = source->code;
    size_t from = (size_t)(word.ptr - code.ptr);
    size_t at = pc_code_skip(code, from + word.len);
    if (!starts_line(code, from) || at >= code.len || code.ptr[at] != ':') {
        return;
    }
    struct pc_str type = pc_identifier_at(code, pc_code_skip(code, at + 1));
    size_t equals = pc_str_find_char(pc_str_sub(code, 0, at + 60), '=', at);
    size_t line = pc_str_find_char(code, '\n', at);
    if (!is_annotation(type) || equals == PC_NPOS || (line != PC_NPOS && line < equals)) {
        return;
    }
    line = line == PC_NPOS ? code.len : line;
    struct pc_str statement = pc_str_trim(pc_str_sub(code, equals + 1, line - equals - 1));
    struct pc_fallback value = {.number = PC_EMPTY};
    char upper[64];
    if (word.len > sizeof upper || (statement.len > 0 && statement.ptr[statement.len - 1] == ',')) {
        return; /* a parameter of a function */
    }
    for (size_t i = 0; i < word.len; i++) {
        upper[i] = (char)(word.ptr[i] >= 'a' && word.ptr[i] <= 'z' ? word.ptr[i] - 32 : word.ptr[i]);
    }
    struct pc_str name = {upper, word.len};
    if (!pc_doc_is_variable(name) || (!pc_source_is_port_name(name) && !pc_source_is_address_name(name))) {
        return;
    }
    struct pc_str variable = pc_str_dup(source->ctx->arena, name);
    struct pc_source_read r = {.source = source, .name = variable, .from = from, .to = from + word.len};
    struct pc_str inside = pc_str_sub(code, 0, line);
    size_t open = pc_code_skip(inside, equals + 1);
    bool plain = open < inside.len && (pc_is_digit(inside.ptr[open]) || is_quote(inside.ptr[open]));
    struct pc_str content;
    size_t end;
    if (plain && pc_code_string(inside, open, &content, &end)) {
        bool digits = content.len > 0 && pc_number_at(inside, open + 1).len == content.len;
        *(digits ? &value.number : &value.text) = content;
    } else if (plain) {
        value.number = pc_number_at(inside, open);
    } else if (pc_str_starts(pc_str_sub(inside, open, 6), PC_STR("Field("))) {
        struct pc_str first = pc_number_at(inside, pc_code_skip(inside, open + 6));
        if (first.len > 0) {
            value.number = first;
        } else {
            pc_code_fallback(inside, open + 6, true, source->language, &value);
        }
    }
    pc_source_take(&r, &value);
}
