#include "config_path.h"

#include "path.h"

struct pc_str pc_config_base(struct pc_str path) {
    static const char *const suffixes[] = {"j2",  "jinja",    "jinja2", "tpl",     "tmpl",   "gotmpl", "erb",
                                           "hbs", "mustache", "ejs",    "example", "sample", "dist",   "template"};
    struct pc_str base = pc_path_base(path);
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

bool pc_config_in_dir(struct pc_str path, const char *name) {
    for (size_t from = 0, slash; (slash = pc_str_find_char(path, '/', from)) != PC_NPOS; from = slash + 1) {
        if (pc_str_is_nocase(pc_str_sub(path, from, slash - from), name)) {
            return true;
        }
    }
    return false;
}

/* Some dot of the base name has the suffix's first letter behind it. This is asked of every path of a tree, and of most
 * it says that there is nothing to look at. */
static bool may_have_suffix(struct pc_str path, char first) {
    for (size_t i = path.len; i > 0 && path.ptr[i - 1] != '/'; i--) {
        if (path.ptr[i - 1] == '.' && i < path.len && pc_lower(path.ptr[i]) == first) {
            return true;
        }
    }
    return false;
}

bool pc_config_has_suffix(struct pc_str path, const char *suffix) {
    if (!may_have_suffix(path, suffix[1])) {
        return false;
    }
    struct pc_str base = pc_config_base(path);
    struct pc_str end = pc_str_c(suffix);
    return base.len > end.len && pc_str_eq_nocase(pc_str_sub(base, base.len - end.len, end.len), end);
}

bool pc_config_is_yaml(struct pc_str path) {
    return may_have_suffix(path, 'y') && (pc_config_has_suffix(path, ".yml") || pc_config_has_suffix(path, ".yaml"));
}

bool pc_config_named(struct pc_str path, const char *word) {
    return pc_str_find_nocase(pc_config_base(path), pc_str_c(word), 0) != PC_NPOS;
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
