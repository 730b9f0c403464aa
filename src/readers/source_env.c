/* Variables that a program reads, with what it takes when they are not set. The variable is the anchor: what stands
 * around it says that it is read from the environment or the configuration, and pc_code_fallback finds the value. */
#include "service_doc_words.h"
#include "source_read.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

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
                                         "OptionParser", "positional", "GetValue",     "set"};
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
bool pc_source_is_read(struct pc_source_read *r) {
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
    return callee.len > 0 && (names_env(callee) || takes_setting(callee));
}

/* "port := os.Getenv("PORT"); if port == "" { port = "8080" }": the number that the variable gets soon after. */
static bool set_later(const struct pc_source_read *r, struct pc_fallback *value) {
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

static bool read_schema(const struct pc_source_read *r, struct pc_fallback *value) {
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
static bool read_destructured(const struct pc_source_read *r, struct pc_fallback *value) {
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
static struct pc_str entry_path(const struct pc_source_read *r) {
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
    struct pc_source_read r = {.source = source, .name = name, .from = (size_t)(name.ptr - source->code.ptr)};
    struct pc_fallback value = {.number = PC_EMPTY};
    r.to = r.from + name.len;
    if (!pc_source_is_port_name(name) && !pc_source_is_address_name(name)) {
        return;
    }
    if (pc_source_is_read(&r)) {
        r.generated = pc_source_is_port_name(name) && !pc_str_eq(name, PC_STR("PORT")) ? entry_path(&r) : PC_EMPTY;
        struct pc_str callee = PC_EMPTY;
        size_t open;
        if (!r.called) { /* toPort(process.env.PORT, 3000) */
            callee = last_part(pc_code_callee(source->code, r.from, &open));
            r.called = names_env(callee) || pc_str_find_nocase(callee, PC_STR("port"), 0) != PC_NPOS ||
                       pc_str_find_nocase(callee, PC_STR("default"), 0) != PC_NPOS;
        }
        if (pc_code_fallback(source->code, r.to, r.called, source->language, &value) ||
            (pc_source_is_port_name(name) && set_later(&r, &value))) {
            pc_source_take(&r, &value);
        }
    } else if (source->language == PC_LANG_JS && (read_schema(&r, &value) || read_destructured(&r, &value))) {
        pc_source_take(&r, &value);
    }
}

void pc_source_variables(struct pc_source *source) {
    struct pc_str code = source->code;
    for (size_t at = 0; at < code.len;) {
        if (code.ptr[at] == '$' && at + 1 < code.len && code.ptr[at + 1] == '{' &&
            (source->language == PC_LANG_JVM || source->language == PC_LANG_SHELL)) {
            pc_source_read_dollar(source, at);
        }
        if (!pc_in_identifier(code.ptr[at])) {
            at++;
            continue;
        }
        struct pc_str word = pc_identifier_at(code, at);
        if (word.len == 0) {
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
            pc_source_read_setting(source, word);
        }
        if (source->language == PC_LANG_GO && at > 0 && is_quote(code.ptr[at - 1])) {
            pc_source_read_address_flag(source, word);
        }
        if (source->language == PC_LANG_PYTHON && word.len <= 64) {
            pc_source_read_field(source, word);
        }
        at += word.len;
    }
    for (size_t i = 0; i < source->others.count; i++) {
        pc_source_settle_other(source, &source->others.items[i]);
    }
}
