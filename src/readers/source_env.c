/* Variables that a program reads, with what it takes when they are not set. The variable is the anchor: what stands
 * around it says that it is read from the environment or the configuration, and pc_code_fallback finds the value. */
#include "compose_ports.h"
#include "compose_settings.h"
#include "route.h"
#include "service_doc_words.h"
#include "source.h"
#include "source_fallback.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A variable's name in the code. */
struct read {
    struct pc_source *source;
    struct pc_str name;
    size_t from, to;         /* in the code, without quotes */
    bool called;             /* an argument */
    struct pc_str generated; /* the path of the env file that an entry writes: see entry_path */
};

static bool among(struct pc_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

static bool names_env(struct pc_str path) {
    return pc_str_find_nocase(path, PC_STR("env"), 0) != PC_NPOS;
}

static struct pc_str last_part(struct pc_str path) {
    size_t at = path.len;
    while (at > 0 && pc_in_identifier(path.ptr[at - 1])) {
        at--;
    }
    return pc_str_sub(path, at, path.len);
}

/* Calls that are given a setting's name: config.get("port", 3000), flag.Int("port", 3000, ...). */
static bool takes_setting(struct pc_str callee) {
    static const char *const owners[] = {"config",  "cfg",   "conf",       "settings",
                                         "setting", "viper", "properties", "props"};
    static const char *const takers[] = {"getProperty",  "SetDefault", "add_argument", "addArgument", "option",
                                         "add_option",   "addOption",  "config",       "Value",       "arg",
                                         "OptionParser", "positional", "GetValue"};
    static const char *const flag_types[] = {"Int",       "Uint",       "Int32",   "Uint16",    "String",    "IntVar",
                                             "UintVar",   "IntP",       "UintP",   "IntVarP",   "UintVarP",  "StringP",
                                             "StringVar", "StringVarP", "Uint16P", "Uint16Var", "Uint16VarP"};
    struct pc_str last = last_part(callee);
    if (among(last, takers, COUNT(takers))) {
        return true;
    }
    bool flags = pc_str_find_nocase(callee, PC_STR("flag"), 0) != PC_NPOS;
    if (flags && among(last, flag_types, COUNT(flag_types))) {
        return true;
    }
    for (size_t i = 0; i < COUNT(owners); i++) {
        if (last.len < callee.len && pc_str_find_nocase(callee, pc_str_c(owners[i]), 0) != PC_NPOS &&
            pc_str_starts_nocase(last, PC_STR("get"))) {
            return true;
        }
    }
    return false;
}

static bool is_quote(char c) {
    return c == '"' || c == '\'' || c == '`';
}

/* "process.env.PORT", "env['PORT']", 'getenv("PORT"', '`env:"PORT"', 'env = "PORT"'. */
static bool is_read(struct read *r, bool setting) {
    struct pc_str code = r->source->code;
    size_t at = r->from;
    bool quoted = at > 0 && is_quote(code.ptr[at - 1]);
    if (!quoted) {
        return at > 0 && code.ptr[at - 1] == '.' && names_env(last_part(pc_code_path_before(code, at - 1)));
    }
    at--;
    size_t before = at;
    while (before > 0 && (code.ptr[before - 1] == ' ' || code.ptr[before - 1] == '\t')) {
        before--;
    }
    char c = before > 0 ? code.ptr[before - 1] : '\0';
    if (c == '[') {
        return names_env(last_part(pc_code_path_before(code, before - 1)));
    }
    if (c == '=' || c == ':') { /* an attribute or a tag */
        while (before > 1 && code.ptr[before - 2] == ' ') {
            before--;
        }
        r->called = true;
        return names_env(pc_identifier_before(code, before - 1));
    }
    size_t open;
    struct pc_str callee = pc_code_callee(code, at, &open);
    r->called = true;
    return callee.len > 0 && (names_env(callee) || (setting && takes_setting(callee)));
}

/* --- whose port it is --- */

/* Words that frameworks put before a variable of their own. */
static struct pc_str without_framework(struct pc_str name) {
    static const char *const prefixes[] = {"VITE_",    "NEXT_PUBLIC_", "NEXT_",     "NUXT_",   "NODE_", "REACT_APP_",
                                           "FLASK_",   "UVICORN_",     "GUNICORN_", "DJANGO_", "DEV_",  "EXPRESS_",
                                           "FASTAPI_", "NEST_",        "PUBLIC_",   "GIN_",    "LOCAL_"};
    for (size_t i = 0; i < COUNT(prefixes); i++) {
        if (pc_str_starts(name, pc_str_c(prefixes[i]))) {
            return pc_str_sub(name, pc_str_c(prefixes[i]).len, name.len);
        }
    }
    return name;
}

static void mention(const struct pc_source *source, struct pc_str digits, const char *why) {
    pc_builder_mention(source->ctx->builder, pc_slice_span(source->ctx, pc_source_slice(source, digits)), why);
}

/* An entry of a generator: its path is the env file's, or the directory's, so its port is that directory's. */
static void claim_generated(const struct read *r, struct pc_str digits) {
    struct pc_read_context *ctx = r->source->ctx;
    struct pc_str path = r->generated;
    size_t slash = pc_str_rfind_char(path, '/');
    struct pc_str base = slash == PC_NPOS ? path : pc_str_sub(path, slash + 1, path.len);
    bool file = pc_str_find(base, PC_STR("env"), 0) != PC_NPOS || pc_str_find_char(base, '.', 0) != PC_NPOS;
    struct pc_own_port own = {.role = PC_ROLE_DEFAULT,
                              .confidence = PC_DERIVED,
                              .environment = PC_ENV_DEVELOPMENT,
                              .qualifier = pc_source_slice(r->source, r->name),
                              .dir = file ? pc_str_sub(path, 0, slash == PC_NPOS ? 0 : slash) : path};
    own.dir = pc_str_dup(ctx->arena, own.dir);
    pc_own_port_claim(ctx, pc_source_slice(r->source, digits), &own);
}

static void claim_port(const struct read *r, struct pc_str digits, bool constant) {
    struct pc_source *source = r->source;
    struct pc_str name = without_framework(r->name);
    enum pc_doc_variable kind = pc_doc_variable_of(name, source->place.dir);
    enum pc_setting setting = pc_setting_of_env(name);
    enum pc_confidence confidence = constant || !pc_str_eq(r->name, PC_STR("PORT")) ? PC_DERIVED : PC_STATED;
    bool own = kind == PC_DOC_VAR_OWN || kind == PC_DOC_VAR_USUAL || setting == PC_SETTING_MAIN;
    if (r->generated.len > 0) {
        claim_generated(r, digits);
    } else if (own) {
        pc_source_own(source, digits, confidence, PC_EMPTY);
    } else if (setting == PC_SETTING_SIDE) {
        pc_source_own(source, digits, confidence, pc_source_slice(source, r->name));
    } else {
        *PC_PUSH(&source->others, source->ctx->scratch) = (struct pc_source_setting){r->name, digits};
    }
}

/* --- addresses --- */

static void claim_address(const struct read *r, struct pc_str text) {
    struct pc_source *source = r->source;
    bool binds = pc_setting_of_address(r->name) == PC_SETTING_MAIN;
    struct pc_str value = pc_source_slice(source, text);
    struct pc_str whole = pc_source_slice(source, pc_str_sub(source->code, r->from, 1));
    whole.len = (size_t)(value.ptr + value.len - whole.ptr);
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    while (pc_address_next(value, &scan, &hit)) {
        struct pc_str host = pc_piece_text(value, hit.host), port = pc_piece_text(value, hit.port);
        if (port.len == 0 || hit.more) {
            continue;
        }
        if (pc_address_is_bind(host) && (binds || !pc_address_is_loopback(host))) {
            pc_source_own(source, pc_str_sub(source->code, (size_t)(port.ptr - source->ctx->text.ptr), port.len),
                          PC_DERIVED, PC_EMPTY);
        } else if (host.len > 0) {
            struct pc_route_how how = {.extent = pc_slice_span(source->ctx, whole),
                                       .qualifier = pc_source_slice(source, r->name),
                                       .protocol = PC_PROTO_TCP,
                                       .from_default = true};
            pc_route_dial_split(source->ctx, pc_route_slice(host), pc_route_slice(port), &how);
        }
    }
}

static bool is_port_name(struct pc_str name) {
    return pc_str_eq(name, PC_STR("PORT")) || pc_str_ends(name, PC_STR("_PORT"));
}

static bool is_host_name(struct pc_str name) {
    return pc_str_ends(name, PC_STR("_HOST")) || pc_str_ends(name, PC_STR("_HOSTNAME")) ||
           pc_str_ends(name, PC_STR("_SERVER"));
}

/* Is it the value of an address's variable that may be looked at? */
static bool is_address_name(struct pc_str name) {
    return pc_setting_is_address(name) && !pc_setting_is_no_dial(name);
}

static void take(const struct read *r, const struct pc_fallback *value) {
    struct pc_source *source = r->source;
    if (is_port_name(r->name)) {
        struct pc_str digits = value->number;
        bool constant = digits.len == 0 && value->constant.len > 0;
        if (constant) {
            digits = pc_source_constant(source, value->constant);
        }
        struct pc_str address;
        struct pc_piece piece;
        if (digits.len == 0 && value->text.len > 0 && pc_address_split(value->text, &address, &piece) &&
            pc_address_is_bind(address)) { /* getEnv("PORT", ":8080") */
            digits = pc_piece_text(value->text, piece);
        }
        if (digits.len > 0) {
            claim_port(r, digits, constant);
        }
    } else if (value->text.len > 0 && is_address_name(r->name)) {
        claim_address(r, value->text);
        if (is_host_name(r->name)) {
            *PC_PUSH(&source->hosts, source->ctx->scratch) = (struct pc_source_setting){r->name, value->text};
        }
    }
}

/* "port := os.Getenv("PORT"); if port == "" { port = "8080" }": the number that the variable gets soon after. */
static bool set_later(const struct read *r, struct pc_fallback *value) {
    enum { SOON = 300 };
    struct pc_str code = r->source->code;
    size_t open;
    struct pc_str callee = r->called ? pc_code_callee(code, r->from, &open) : pc_code_path_before(code, r->from);
    size_t at = callee.len > 0 ? (size_t)(callee.ptr - code.ptr) : r->from;
    while (at > 0 && (pc_is_space(code.ptr[at - 1]) || code.ptr[at - 1] == '=' || code.ptr[at - 1] == ':')) {
        at--;
    }
    struct pc_str name = pc_identifier_before(code, at);
    bool keyword = pc_str_eq(name, PC_STR("return")) || pc_str_eq(name, PC_STR("in"));
    if (name.len == 0 || keyword || at == r->from) {
        return false;
    }
    value->number = pc_code_constant(pc_str_sub(code, r->to, SOON), name);
    return value->number.len > 0;
}

/* --- schemas: "PORT: z.coerce.number().default(3000)" --- */

static bool is_validator(struct pc_str word) {
    static const char *const words[] = {"z",      "Joi",    "joi",     "yup",           "v",   "t",
                                        "num",    "port",   "envalid", "Type",          "s",   "vine",
                                        "Schema", "number", "str",     "makeValidator", "Env", "config"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (pc_str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* The end of a value of an object: a ',' or '}' outside brackets. */
static size_t value_end(struct pc_str code, size_t at) {
    enum { VALUE_MAX = 400 };
    size_t from = at;
    for (; at < code.len && at - from < VALUE_MAX; at++) {
        char c = code.ptr[at];
        struct pc_str content;
        size_t end;
        if (pc_code_string(code, at, &content, &end)) {
            at = end - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            at = pc_code_close(code, at, VALUE_MAX);
        } else if (c == ',' || c == '}' || c == ';') {
            break;
        }
    }
    return at < code.len ? at : code.len;
}

static bool read_schema(const struct read *r, struct pc_fallback *value) {
    struct pc_str code = r->source->code;
    size_t at = r->to < code.len && is_quote(code.ptr[r->to]) ? r->to + 1 : r->to;
    at = pc_code_skip(code, at);
    if (at >= code.len || code.ptr[at] != ':') {
        return false;
    }
    at = pc_code_skip(code, at + 1);
    if (!is_validator(pc_identifier_at(code, at))) {
        return false;
    }
    struct pc_str chain = pc_str_sub(code, 0, value_end(code, at));
    for (size_t word = at; (word = pc_str_find(chain, PC_STR("default"), word)) != PC_NPOS; word += 7) {
        size_t open = pc_code_skip(chain, word + 7);
        if (open < chain.len && (chain.ptr[open] == '(' || chain.ptr[open] == ':')) {
            return pc_code_fallback(chain, word, true, r->source->language, value);
        }
    }
    return false;
}

/* "const { PORT = 3000 } = process.env" */
static bool read_destructured(const struct read *r, struct pc_fallback *value) {
    struct pc_str code = r->source->code;
    size_t at = pc_code_skip(code, r->to);
    if (at >= code.len || code.ptr[at] != '=' || pc_str_starts(pc_str_sub(code, at, 2), PC_STR("=="))) {
        return false;
    }
    size_t close = pc_str_find_char(pc_str_sub(code, 0, at + 400), '}', at);
    size_t equals = close == PC_NPOS ? code.len : pc_code_skip(code, close + 1);
    if (equals >= code.len || code.ptr[equals] != '=') {
        return false;
    }
    struct pc_str from = pc_str_sub(code, pc_code_skip(code, equals + 1), 30);
    at = pc_code_skip(code, at + 1);
    bool env = pc_str_starts(from, PC_STR("process.env")) || pc_str_starts(from, PC_STR("import.meta.env")) ||
               pc_str_starts(from, PC_STR("Bun.env")) || pc_str_starts(from, PC_STR("env"));
    value->number = pc_number_at(code, at + (at < code.len && is_quote(code.ptr[at])));
    return env && value->number.len > 0;
}

/* --- generators --- */

/* "PORT: (env) => env.LEDGER_PORT || '3004'": the path that the entry states, last before it. */
static struct pc_str entry_path(const struct read *r) {
    enum { BACK_MAX = 3000, KEY_MAX = 40 };
    struct pc_str code = r->source->code;
    size_t line = r->from;
    while (line > 0 && r->from - line < KEY_MAX && code.ptr[line - 1] != '\n' && code.ptr[line - 1] != ',' &&
           code.ptr[line - 1] != '{') {
        line--;
    }
    size_t key = pc_code_skip(code, line);
    key += key < code.len && is_quote(code.ptr[key]);
    bool named = pc_str_eq(pc_identifier_at(code, key), PC_STR("PORT")) && key + 5 < r->from;
    if (!named || pc_str_find_char(pc_str_sub(code, key + 4, 2), ':', 0) == PC_NPOS) {
        return PC_EMPTY;
    }
    size_t floor = key > BACK_MAX ? key - BACK_MAX : 0;
    for (size_t at = key; at > floor; at--) {
        struct pc_str word = pc_str_sub(code, at, 5);
        struct pc_str path;
        size_t end;
        bool fits = pc_str_eq(word, PC_STR("path:")) && !pc_in_identifier(at > 0 ? code.ptr[at - 1] : ' ');
        if (fits && pc_code_string(code, pc_code_skip(code, at + 5), &path, &end)) {
            return path;
        }
    }
    return PC_EMPTY;
}

static void read_variable(struct pc_source *source, struct pc_str name) {
    struct read r = {.source = source, .name = name, .from = (size_t)(name.ptr - source->code.ptr)};
    struct pc_fallback value = {.number = PC_EMPTY};
    r.to = r.from + name.len;
    if (!is_port_name(name) && !is_address_name(name)) {
        return;
    }
    if (is_read(&r, true)) {
        r.generated = is_port_name(name) && !pc_str_eq(name, PC_STR("PORT")) ? entry_path(&r) : PC_EMPTY;
        struct pc_str callee = PC_EMPTY;
        size_t open;
        if (!r.called) { /* toPort(process.env.PORT, 3000) */
            callee = last_part(pc_code_callee(source->code, r.from, &open));
            r.called = names_env(callee) || pc_str_find_nocase(callee, PC_STR("port"), 0) != PC_NPOS ||
                       pc_str_find_nocase(callee, PC_STR("default"), 0) != PC_NPOS;
        }
        if (pc_code_fallback(source->code, r.to, r.called, source->language, &value) ||
            (is_port_name(name) && set_later(&r, &value))) {
            take(&r, &value);
        }
    } else if (source->language == PC_LANG_JS && (read_schema(&r, &value) || read_destructured(&r, &value))) {
        take(&r, &value);
    }
}

/* --- settings named in lower case: "port", "server.port", "--port" --- */

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
        return among(owner, owners, COUNT(owners)) && *start > 0 && is_quote(code.ptr[*start - 1]);
    }
    return is_quote(code.ptr[from - 1]);
}

static void read_setting(struct pc_source *source, struct pc_str word) {
    struct pc_str code = source->code;
    size_t from = (size_t)(word.ptr - code.ptr), start;
    struct pc_fallback value = {.number = PC_EMPTY};
    if (!names_own_port(code, from, from + word.len, &start)) {
        return;
    }
    struct read r = {.source = source, .name = PC_STR("PORT"), .from = start, .to = from + word.len};
    if (!is_read(&r, true)) {
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

/* --- "${PORT:8080}" in a string, "${PORT:-8080}" in a shell --- */

static void read_dollar(struct pc_source *source, size_t at) {
    struct pc_str code = source->code;
    struct pc_str name = pc_identifier_at(code, at + 2);
    size_t colon = at + 2 + name.len;
    if (pc_str_starts(pc_str_sub(code, at + 2, 12), PC_STR("server.port:"))) { /* Spring's own */
        name = PC_STR("PORT");
        colon = at + 13;
    }
    struct read r = {.source = source, .name = name, .from = at + 2, .to = colon};
    if (colon >= code.len || code.ptr[colon] != ':' || !pc_doc_is_variable(name) || !is_port_name(name)) {
        return;
    }
    size_t digits = colon + 1 + (colon + 1 < code.len && code.ptr[colon + 1] == '-');
    size_t end = digits;
    while (end < code.len && pc_is_digit(code.ptr[end])) {
        end++;
    }
    if (end > digits && end < code.len && code.ptr[end] == '}') {
        claim_port(&r, pc_str_sub(code, digits, end - digits), false);
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

static void read_field(struct pc_source *source, struct pc_str word) {
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
    if (!pc_doc_is_variable(name) || (!is_port_name(name) && !is_address_name(name))) {
        return;
    }
    struct pc_str variable = pc_str_dup(source->ctx->arena, name);
    struct read r = {.source = source, .name = variable, .from = from, .to = from + word.len};
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
    take(&r, &value);
}

/* --- */

static const char *const host_suffixes[] = {"HOST", "HOSTNAME", "SERVER"};

/* A port whose host stands in the file as well is dialled; any other one is somebody's. */
static void settle_other(struct pc_source *source, const struct pc_source_setting *port) {
    struct pc_str stem = pc_str_sub(port->variable, 0, port->variable.len - 4);
    for (size_t i = 0; i < source->hosts.count && i < 64; i++) {
        const struct pc_source_setting *host = &source->hosts.items[i];
        bool same =
            pc_str_starts(host->variable, stem) &&
            among(pc_str_sub(host->variable, stem.len, host->variable.len), host_suffixes, COUNT(host_suffixes));
        if (same && !(pc_address_is_bind(host->value) && !pc_address_is_loopback(host->value))) {
            struct pc_str value = pc_source_slice(source, host->value);
            struct pc_str digits = pc_source_slice(source, port->value);
            struct pc_route_how how = {.extent = pc_slice_span(source->ctx, pc_line_around(source->ctx, digits)),
                                       .qualifier = port->variable,
                                       .protocol = PC_PROTO_TCP,
                                       .from_default = true};
            pc_route_dial_split(source->ctx, pc_route_slice(value), pc_route_slice(digits), &how);
            return;
        }
    }
    mention(source, port->value, "a port of another service");
}

void pc_source_variables(struct pc_source *source) {
    struct pc_str code = source->code;
    for (size_t at = 0; at < code.len;) {
        if (code.ptr[at] == '$' && at + 1 < code.len && code.ptr[at + 1] == '{' &&
            (source->language == PC_LANG_JVM || source->language == PC_LANG_SHELL)) {
            read_dollar(source, at);
        }
        struct pc_str word = pc_identifier_at(code, at);
        if (word.len == 0) {
            at += pc_in_identifier(code.ptr[at]) ? 0 : 1;
            while (at < code.len && pc_is_digit(code.ptr[at])) { /* a number is no name */
                at++;
                while (at < code.len && pc_in_identifier(code.ptr[at])) {
                    at++;
                }
            }
            continue;
        }
        if (word.len <= 64 && pc_doc_is_variable(word)) {
            read_variable(source, word);
        } else if (word.len >= 4 && pc_str_eq_nocase(word, PC_STR("port"))) {
            read_setting(source, word);
        }
        if (source->language == PC_LANG_PYTHON && word.len <= 64) {
            read_field(source, word);
        }
        at += word.len;
    }
    for (size_t i = 0; i < source->others.count; i++) {
        settle_other(source, &source->others.items[i]);
    }
}
