/* Values of the configuration and their checks. */
#include "config_reader.h"

#include "date.h"
#include "vec.h"

static const char *kind_name(const struct pc_node *value) {
    switch (value->kind) {
    case PC_NODE_NULL:
        return "nothing";
    case PC_NODE_SCALAR:
        return "a single value";
    case PC_NODE_MAP:
        return "a mapping";
    case PC_NODE_LIST:
        return "a list";
    }
    return "";
}

bool pc_config_expect(struct pc_config_reader *r, const struct pc_node *value, enum pc_node_kind kind, const char *what,
                      bool *empty) {
    *empty = value->kind == PC_NODE_NULL;
    if (*empty || value->kind == kind) {
        return true;
    }
    return pc_config_fail_at(r, value, PC_EMPTY, "expected %s, not %s", what, kind_name(value));
}

bool pc_config_string(struct pc_config_reader *r, const struct pc_node *value, struct pc_str *out) {
    struct pc_str text = pc_str_trim(value->text);
    if (value->kind != PC_NODE_SCALAR || text.len == 0) {
        return pc_config_fail_at(r, value, PC_EMPTY, "expected a text, not %s",
                                 value->kind == PC_NODE_SCALAR ? "an empty one" : kind_name(value));
    }
    *out = pc_str_dup(r->arena, text);
    return true;
}

bool pc_config_strings(struct pc_config_reader *r, const struct pc_node *value, const char *what,
                       const struct pc_str **items, size_t *count) {
    struct PC_VEC(struct pc_str) list = {0};
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_LIST, what, &empty)) {
        return false;
    }
    for (const struct pc_node *item = value->child; item; item = item->next) {
        struct pc_str text;
        if (!pc_config_string(r, item, &text)) {
            return false;
        }
        *PC_PUSH(&list, r->arena) = text;
    }
    *items = list.items;
    *count = list.count;
    return true;
}

static bool leads_out(struct pc_str path) {
    bool dots = pc_str_eq(path, PC_STR("..")) || pc_str_starts(path, PC_STR("../")) ||
                pc_str_find(path, PC_STR("/../"), 0) != PC_NPOS || pc_str_ends(path, PC_STR("/.."));
    return dots || path.ptr[0] == '/' || pc_str_find_char(path, '\\', 0) != PC_NPOS;
}

static bool check_glob(struct pc_config_reader *r, const struct pc_node *value, struct pc_str glob) {
    if (leads_out(glob)) {
        return pc_config_fail_at(r, value, PC_STR("globs are relative to the project's root, with `/` between folders"),
                                 "the glob `%.*s` can match no file of the project", PC_ARG(glob));
    }
    if (pc_str_starts(glob, PC_STR("./"))) {
        return pc_config_fail_at(r, value,
                                 pc_str_fmt(r->arena, "did you mean `%.*s`?", PC_ARG(pc_str_sub(glob, 2, glob.len))),
                                 "the glob `%.*s` can match no file of the project", PC_ARG(glob));
    }
    return true;
}

bool pc_config_glob(struct pc_config_reader *r, const struct pc_node *value, struct pc_str *out) {
    return pc_config_string(r, value, out) && check_glob(r, value, *out);
}

bool pc_config_globs(struct pc_config_reader *r, const struct pc_node *value, const struct pc_str **items,
                     size_t *count) {
    if (!pc_config_strings(r, value, "a list of globs", items, count)) {
        return false;
    }
    const struct pc_node *item = value->child;
    for (size_t i = 0; i < *count; i++, item = item->next) {
        if (!check_glob(r, item, (*items)[i])) {
            return false;
        }
    }
    return true;
}

static bool is_forbidden(struct pc_str part) {
    return part.len == 0 || pc_str_eq(part, PC_STR(".")) || pc_str_eq(part, PC_STR("..")) ||
           pc_str_is_nocase(part, ".git");
}

bool pc_config_path(struct pc_config_reader *r, const struct pc_node *value, struct pc_str *out) {
    struct pc_str path = PC_EMPTY, part, rest;
    if (!pc_config_string(r, value, &path)) {
        return false;
    }
    rest = pc_str_find_char(path, '\0', 0) == PC_NPOS ? path : PC_EMPTY;
    for (bool done = false; pc_str_split(&rest, '/', &part, &done);) {
        if (is_forbidden(part)) {
            return pc_config_fail_at(r, value, PC_STR("as in `portcheck.sarif` or `reports/ports.json`"),
                                     "`%.*s` is no path of a file below the project's root, outside of .git",
                                     PC_ARG(pc_str_sub(path, 0, 60)));
        }
    }
    *out = path;
    return true;
}

bool pc_config_date(struct pc_config_reader *r, const struct pc_node *value, uint32_t *ymd) {
    if (value->kind == PC_NODE_SCALAR && pc_date_parse(value->text, ymd)) {
        return true;
    }
    return pc_config_fail_at(r, value, PC_EMPTY, "expected a day like `2031-01-31`");
}

bool pc_config_number(struct pc_config_reader *r, const struct pc_node *value, unsigned lo, unsigned hi,
                      unsigned *out) {
    unsigned number = 0;
    bool ok = value->kind == PC_NODE_SCALAR && value->text.len > 0 && value->text.len < 7;
    for (size_t i = 0; ok && i < value->text.len; i++) {
        ok = pc_is_digit(value->text.ptr[i]);
        number = number * 10 + (unsigned)(value->text.ptr[i] - '0');
    }
    if (!ok || number < lo || number > hi) {
        return pc_config_fail_at(r, value, PC_EMPTY, "expected a whole number from %u to %u", lo, hi);
    }
    *out = number;
    return true;
}

bool pc_config_choice(struct pc_config_reader *r, const struct pc_node *value, const char *const *choices,
                      unsigned *index) {
    size_t count = 0;
    for (; choices[count]; count++) {
        if (value->kind == PC_NODE_SCALAR && pc_str_eq(value->text, pc_str_c(choices[count]))) {
            *index = (unsigned)count;
            return true;
        }
    }
    if (value->kind != PC_NODE_SCALAR) {
        return pc_config_fail_at(r, value, pc_config_suggest(r->arena, PC_EMPTY, choices, count, "one of"),
                                 "expected a word, not %s", kind_name(value));
    }
    return pc_config_fail_at(r, value, pc_config_suggest(r->arena, value->text, choices, count, "one of"),
                             "unknown value `%.*s`", PC_ARG(pc_str_sub(value->text, 0, 60)));
}

bool pc_config_choices(struct pc_config_reader *r, const struct pc_node *value, const char *const *choices,
                       unsigned *bits) {
    bool empty = false;
    *bits = 0;
    if (!pc_config_expect(r, value, PC_NODE_LIST, "a list of words", &empty)) {
        return false;
    }
    for (const struct pc_node *item = value->child; item; item = item->next) {
        unsigned index = 0;
        if (!pc_config_choice(r, item, choices, &index)) {
            return false;
        }
        *bits |= 1u << index;
    }
    return true;
}

bool pc_config_range(struct pc_config_reader *r, const struct pc_node *value, struct pc_ports *out) {
    enum pc_port_result result = PC_PORT_NONE;
    if (value->kind == PC_NODE_SCALAR) {
        result = pc_ports_parse(pc_str_trim(value->text), out);
    }
    switch (result) {
    case PC_PORT_OK:
        return true;
    case PC_PORT_REVERSED:
        return pc_config_fail_at(r, value, PC_EMPTY, "the range ends before it starts");
    case PC_PORT_ZERO:
    case PC_PORT_LARGE:
        return pc_config_fail_at(r, value, PC_EMPTY, "ports go from 1 to 65535");
    default:
        return pc_config_fail_at(r, value, PC_EMPTY, "expected a port or a range like `3000-3099`");
    }
}

/* Reads up to four numbers with dots between; false when the text is something else. */
static bool read_version(struct pc_str text, unsigned numbers[4]) {
    struct pc_str part;
    size_t count = 0;
    for (bool done = false; pc_str_split(&text, '.', &part, &done); count++) {
        if (count == 4 || part.len == 0 || part.len > 6) {
            return false;
        }
        numbers[count] = 0;
        for (size_t i = 0; i < part.len; i++) {
            if (!pc_is_digit(part.ptr[i])) {
                return false;
            }
            numbers[count] = numbers[count] * 10 + (unsigned)(part.ptr[i] - '0');
        }
    }
    for (; count < 4; count++) {
        numbers[count] = 0;
    }
    return true;
}

enum order { LESS = 1, EQUAL = 2, GREATER = 4 };

static unsigned compare_versions(const unsigned a[4], const unsigned b[4]) {
    for (int i = 0; i < 4; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? LESS : GREATER;
        }
    }
    return EQUAL;
}

/* One ">=0.1"; *holds says whether version keeps it. */
static bool read_condition(struct pc_str text, struct pc_str version, bool *holds) {
    static const struct {
        const char *sign;
        unsigned allowed;
    } operators[] = {{">=", GREATER | EQUAL}, {"<=", LESS | EQUAL}, {"==", EQUAL},
                     {">", GREATER},          {"<", LESS},          {"=", EQUAL}};
    unsigned asked[4];
    unsigned actual[4];
    text = pc_str_trim(text);
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        struct pc_str sign = pc_str_c(operators[i].sign);
        if (pc_str_starts(text, sign)) {
            if (!read_version(pc_str_trim(pc_str_sub(text, sign.len, text.len)), asked) ||
                !read_version(version, actual)) {
                return false;
            }
            *holds = (compare_versions(actual, asked) & operators[i].allowed) != 0;
            return true;
        }
    }
    return false;
}

bool pc_config_version(struct pc_config_reader *r, const struct pc_node *value) {
    struct pc_str version = pc_str_c(r->words->version);
    struct pc_str rest = value->text;
    struct pc_str part;
    if (value->kind != PC_NODE_SCALAR) {
        return pc_config_fail_at(r, value, PC_EMPTY, "expected a condition like `>=0.1`, not %s", kind_name(value));
    }
    for (bool done = false; pc_str_split(&rest, ',', &part, &done);) {
        bool holds = false;
        if (!read_condition(part, version, &holds)) {
            return pc_config_fail_at(r, value, PC_EMPTY, "expected a condition like `>=0.1` or `>=0.1, <2`");
        }
        if (!holds) {
            return pc_config_fail_at(
                r, value, PC_EMPTY, "this is portcheck %.*s, which the configuration does not accept", PC_ARG(version));
        }
    }
    return true;
}
