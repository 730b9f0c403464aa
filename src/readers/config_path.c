#include "config_path.h"

#include "path.h"

static struct pc_str bare_of(struct pc_str base) {
    static const char *const suffixes[] = {"j2",  "jinja",    "jinja2", "tpl",     "tmpl",   "gotmpl", "erb",
                                           "hbs", "mustache", "ejs",    "example", "sample", "dist",   "template"};
    for (bool stripped = true; stripped;) { /* "nginx.conf.example.j2" */
        size_t dot = pc_str_rfind_char(base, '.');
        stripped = false;
        if (dot == PC_NPOS || dot == 0) {
            break;
        }
        struct pc_str suffix = pc_str_sub(base, dot + 1, base.len);
        for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0] && !stripped; i++) {
            stripped = pc_str_is(suffix, suffixes[i]);
        }
        base.len = stripped ? dot : base.len;
    }
    return base;
}

static uint32_t bit_of(char letter) {
    return 1u << ((unsigned char)pc_lower(letter) % 32);
}

static uint64_t bit_of_folder(char letter, size_t length) {
    return UINT64_C(1) << (((unsigned char)pc_lower(letter) + 7 * length) % 64);
}

struct pc_path_look pc_path_look(struct pc_str path) {
    struct pc_path_look look = {.path = path};
    size_t from = 0;
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '/') {
            look.folders |= bit_of_folder(path.ptr[from], i - from);
            look.dotted = 0;
            from = i + 1;
        } else if (path.ptr[i] == '.' && i + 1 < path.len) {
            look.dotted |= bit_of(path.ptr[i + 1]);
        }
    }
    look.base = pc_str_sub(path, from, path.len);
    look.bare = bare_of(look.base);
    look.language = pc_language_of(path);
    return look;
}

bool pc_config_in_dir(const struct pc_path_look *look, const char *name) {
    struct pc_str path = look->path, wanted = pc_str_c(name);
    if ((look->folders & bit_of_folder(name[0], wanted.len)) == 0) {
        return false;
    }
    for (size_t from = 0, slash; (slash = pc_str_find_char(path, '/', from)) != PC_NPOS; from = slash + 1) {
        if (slash - from == wanted.len && pc_str_eq_nocase(pc_str_sub(path, from, slash - from), wanted)) {
            return true;
        }
    }
    return false;
}

bool pc_config_may_have_suffix(const struct pc_path_look *look, const char *suffix) {
    return (look->dotted & bit_of(suffix[1])) != 0;
}

bool pc_config_has_suffix(const struct pc_path_look *look, const char *suffix) {
    if (!pc_config_may_have_suffix(look, suffix)) {
        return false;
    }
    struct pc_str bare = look->bare;
    struct pc_str end = pc_str_c(suffix);
    return bare.len > end.len && pc_str_eq_nocase(pc_str_sub(bare, bare.len - end.len, end.len), end);
}

bool pc_config_is_yaml(const struct pc_path_look *look) {
    return pc_config_has_suffix(look, ".yml") || pc_config_has_suffix(look, ".yaml");
}

bool pc_config_named(const struct pc_path_look *look, const char *word) {
    return pc_str_find_nocase(look->bare, pc_str_c(word), 0) != PC_NPOS;
}

static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

/* Does key end at end, with a colon behind it? */
static bool colon_behind(struct pc_str text, size_t end) {
    if (end < text.len && is_quote(text.ptr[end])) {
        end++;
    }
    while (end < text.len && text.ptr[end] == ' ') {
        end++;
    }
    return end < text.len && text.ptr[end] == ':';
}

static bool has_key(struct pc_str text, struct pc_str key, bool top) {
    for (size_t at = 0; (at = pc_str_find(text, key, at)) != PC_NPOS; at++) {
        size_t start = at > 0 && is_quote(text.ptr[at - 1]) ? at - 1 : at;
        char before = start > 0 ? text.ptr[start - 1] : '\n';
        bool begins = before == '\n' || before == '\r' || before == '\xBF';
        bool inside = before == ' ' || before == '\t' || before == '{' || before == ',' || before == '[';
        if ((begins || (!top && inside)) && colon_behind(text, at + key.len)) {
            return true;
        }
    }
    return false;
}

bool pc_text_has_top_key(struct pc_str text, const char *key) {
    return has_key(text, pc_str_c(key), true);
}

bool pc_text_has_key(struct pc_str text, const char *key) {
    return has_key(text, pc_str_c(key), false);
}
