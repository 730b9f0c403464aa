/* Values of TOML that are no strings: numbers, words, dates, arrays, inline tables. */
#include "limits.h"
#include "toml_scan.h"

static struct pc_node *scalar(struct pc_toml *toml, size_t start, size_t length) {
    struct pc_node *node = PC_NEW(toml->build.arena, struct pc_node);
    node->kind = PC_NODE_SCALAR;
    node->offset = node->content = (uint32_t)start;
    node->length = node->content_length = (uint32_t)length;
    node->text = pc_str_sub(toml->text, start, length);
    node->verbatim = true;
    return node;
}

static unsigned digit_of(char c) {
    c = pc_lower(c);
    return pc_is_digit(c) ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* Digits of a base, single underscores between them. *value stops growing at 2^60: no number here is looked at so far.
 */
static bool read_digits(struct pc_str s, unsigned base, uint64_t *value) {
    bool after_digit = false;
    *value = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = digit_of(s.ptr[i]);
        if (s.ptr[i] == '_' ? !after_digit : digit >= base) {
            return false;
        }
        after_digit = s.ptr[i] != '_';
        if (after_digit && *value < (UINT64_C(1) << 55)) {
            *value = *value * base + digit;
        }
    }
    return after_digit;
}

/* An integer; *text is its decimal form. */
static bool read_integer(struct pc_toml *toml, struct pc_str s, struct pc_str *text) {
    bool sign = s.len > 0 && (s.ptr[0] == '+' || s.ptr[0] == '-');
    bool minus = sign && s.ptr[0] == '-';
    struct pc_str digits = pc_str_sub(s, sign, s.len);
    unsigned base = 10;
    if (!sign && digits.len > 2 && digits.ptr[0] == '0') {
        char c = digits.ptr[1];
        base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
        digits = base == 10 ? digits : pc_str_sub(digits, 2, digits.len);
    }
    uint64_t value;
    bool zero = base == 10 && digits.len > 1 && digits.ptr[0] == '0';
    if (zero || !read_digits(digits, base, &value)) {
        return false;
    }
    bool plain = base == 10 && (!sign || minus) && pc_str_find_char(digits, '_', 0) == PC_NPOS;
    *text = plain || value >= (UINT64_C(1) << 55)
                ? s
                : pc_str_fmt(toml->build.arena, "%s%llu", minus ? "-" : "", (unsigned long long)value);
    return true;
}

/* "1.5", "1e6", "inf": digits around a point or exponent, no leading zeros. */
static bool is_float(struct pc_str s) {
    s = s.len > 0 && (s.ptr[0] == '+' || s.ptr[0] == '-') ? pc_str_sub(s, 1, s.len) : s;
    if (pc_str_eq(s, PC_STR("inf")) || pc_str_eq(s, PC_STR("nan"))) {
        return true;
    }
    size_t e = 0;
    while (e < s.len && s.ptr[e] != 'e' && s.ptr[e] != 'E') {
        e++;
    }
    struct pc_str mantissa = pc_str_sub(s, 0, e);
    struct pc_str exponent = pc_str_sub(s, e + 1, s.len);
    size_t point = pc_str_find_char(mantissa, '.', 0);
    struct pc_str whole = pc_str_sub(mantissa, 0, point);
    uint64_t value;
    if ((whole.len > 1 && whole.ptr[0] == '0') || !read_digits(whole, 10, &value)) {
        return false;
    }
    if (point != PC_NPOS && !read_digits(pc_str_sub(mantissa, point + 1, s.len), 10, &value)) {
        return false;
    }
    if (e == s.len) {
        return point != PC_NPOS;
    }
    bool sign = exponent.len > 0 && (exponent.ptr[0] == '+' || exponent.ptr[0] == '-');
    return read_digits(pc_str_sub(exponent, sign, exponent.len), 10, &value);
}

/* Does s have the form of pattern? '0' stands for a digit. */
static bool has_form(struct pc_str s, const char *pattern) {
    struct pc_str form = pc_str_c(pattern);
    for (size_t i = 0; i < form.len; i++) {
        if (i >= s.len || (form.ptr[i] == '0' ? !pc_is_digit(s.ptr[i]) : s.ptr[i] != form.ptr[i])) {
            return false;
        }
    }
    return true;
}

static bool is_date(struct pc_str s) {
    bool date = has_form(s, "0000-00-00");
    struct pc_str time = date ? pc_str_sub(s, 11, s.len) : s;
    if (date && s.len == 10) {
        return true;
    }
    if ((date && pc_str_find_char(PC_STR("Tt "), s.ptr[10], 0) == PC_NPOS) || !has_form(time, "00:00")) {
        return false;
    }
    for (size_t i = 5; i < time.len; i++) {
        if (!pc_is_digit(time.ptr[i]) && pc_str_find_char(PC_STR(":.+-Zz"), time.ptr[i], 0) == PC_NPOS) {
            return false;
        }
    }
    return true;
}

static bool ends_word(char c) {
    return pc_is_space(c) || c == ',' || c == ']' || c == '}' || c == '#' || c == '=' || c == '\0';
}

static struct pc_node *read_word(struct pc_toml *toml) {
    size_t start = toml->at;
    while (!ends_word(pc_toml_peek(toml))) {
        toml->at++;
    }
    struct pc_str clean = toml->clean;
    if (has_form(pc_str_sub(clean, start, toml->at - start), "0000-00-00") && toml->at - start == 10 &&
        has_form(pc_str_sub(clean, toml->at, clean.len), " 00:00")) {
        for (toml->at++; !ends_word(pc_toml_peek(toml));) {
            toml->at++;
        }
    }
    struct pc_str word = pc_str_sub(clean, start, toml->at - start);
    struct pc_node *node = scalar(toml, start, word.len);
    struct pc_str text;
    if (read_integer(toml, word, &text)) {
        node->verbatim = text.ptr == word.ptr;
        node->text = node->verbatim ? node->text : text;
        return node;
    }
    if (pc_str_eq(word, PC_STR("true")) || pc_str_eq(word, PC_STR("false")) || is_float(word) || is_date(word)) {
        return node;
    }
    pc_toml_error(toml, start, word.len, word.len > 0 ? "this is no value of TOML" : "a value was expected here");
    return NULL;
}

static struct pc_node *read_array(struct pc_toml *toml, unsigned depth) {
    struct pc_node *list = scalar(toml, toml->at, 1);
    struct PC_VEC(struct pc_node *) items = {0};
    list->kind = PC_NODE_LIST;
    list->text = PC_EMPTY;
    list->verbatim = false;
    toml->at++;
    for (;;) {
        pc_toml_skip_lines(toml);
        if (pc_toml_peek(toml) == ']') {
            break;
        }
        struct pc_node *item = pc_toml_value(toml, depth + 1);
        if (!item) {
            return NULL;
        }
        *PC_PUSH(&items, toml->build.arena) = item;
        pc_toml_skip_lines(toml);
        if (pc_toml_peek(toml) == ',') {
            toml->at++;
        } else if (pc_toml_peek(toml) != ']') {
            pc_toml_error(toml, toml->at, toml->at < toml->clean.len, "`,` or `]` was expected here");
            return NULL;
        }
    }
    toml->at++;
    list->length = (uint32_t)toml->at - list->offset;
    pc_tree_close(&toml->build, list, items.items, items.count);
    return list;
}

/* One "key = value" of an inline table; its keys may be dotted. */
static bool read_member(struct pc_toml *toml, struct pc_toml_table *table, unsigned depth) {
    struct pc_node *key = pc_toml_key(toml, &table);
    if (!key) {
        return false;
    }
    pc_toml_skip_blanks(toml);
    if (pc_toml_peek(toml) != '=') {
        return pc_toml_error(toml, toml->at, toml->at < toml->clean.len, "`=` behind the key was expected here");
    }
    toml->at++;
    pc_toml_skip_blanks(toml);
    struct pc_node *value = pc_toml_value(toml, depth + 1);
    if (value) {
        pc_toml_put(toml, table, key, value, NULL);
    }
    return value != NULL;
}

static struct pc_node *read_inline_table(struct pc_toml *toml, unsigned depth) {
    struct pc_toml_table *table = pc_toml_table_new(toml, NULL, PC_NODE_MAP, toml->at);
    table->depth = depth;
    toml->at++;
    for (;;) {
        pc_toml_skip_lines(toml); /* TOML 1.1 allows line ends and a last comma here */
        if (pc_toml_peek(toml) == '}') {
            break;
        }
        if (!read_member(toml, table, depth)) {
            return NULL;
        }
        pc_toml_skip_lines(toml);
        if (pc_toml_peek(toml) == ',') {
            toml->at++;
        } else if (pc_toml_peek(toml) != '}') {
            pc_toml_error(toml, toml->at, toml->at < toml->clean.len, "`,` or `}` was expected here");
            return NULL;
        }
    }
    toml->at++;
    table->node->length = (uint32_t)toml->at - table->node->offset;
    return table->node;
}

/* Recursion is bounded by PC_LIMIT_DEPTH. */
struct pc_node *pc_toml_value(struct pc_toml *toml, unsigned depth) {
    char c = pc_toml_peek(toml);
    if (c == '"' || c == '\'') {
        return pc_toml_string(toml);
    }
    if (c != '[' && c != '{') {
        return read_word(toml);
    }
    if (depth >= PC_LIMIT_DEPTH) {
        pc_toml_too_deep(toml, toml->at, 1);
        return NULL;
    }
    return c == '[' ? read_array(toml, depth) : read_inline_table(toml, depth);
}
