#include "compose_name.h"

#include "path.h"

static const char *const template_suffixes[] = {".j2",     ".jinja", ".jinja2",   ".tpl", ".tmpl",
                                                ".gotmpl", ".erb",   ".mustache", ".hbs", ".template"};

static struct pc_str without_template_suffix(struct pc_str base) {
    for (size_t i = 0; i < sizeof template_suffixes / sizeof template_suffixes[0]; i++) {
        struct pc_str suffix = pc_str_c(template_suffixes[i]);
        if (base.len > suffix.len && pc_str_ends(base, suffix)) {
            return pc_str_sub(base, 0, base.len - suffix.len);
        }
    }
    return base;
}

static struct pc_str yaml_stem(struct pc_str base) {
    static const char *const suffixes[] = {".yml", ".yaml", ".YML", ".YAML"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        struct pc_str suffix = pc_str_c(suffixes[i]);
        if (base.len > suffix.len && pc_str_ends(base, suffix)) {
            return pc_str_sub(base, 0, base.len - suffix.len);
        }
    }
    return PC_EMPTY;
}

struct pc_str pc_compose_stem(struct pc_str path) {
    return yaml_stem(without_template_suffix(pc_path_base(path)));
}

/* Where "compose" stands as a word ("docker-compose", "dockercompose", not "composer"), PC_NPOS when nowhere. */
static size_t find_compose(struct pc_str stem) {
    const struct pc_str word = PC_STR("compose");
    for (size_t at = 0; (at = pc_str_find_nocase(stem, word, at)) != PC_NPOS; at++) {
        size_t end = at + word.len;
        bool right = end == stem.len || !pc_is_alpha(stem.ptr[end]);
        bool left = at == 0 || !pc_is_alpha(stem.ptr[at - 1]) ||
                    (at >= 6 && pc_str_eq_nocase(pc_str_sub(stem, at - 6, 6), PC_STR("docker")));
        if (left && right) {
            return at;
        }
    }
    return PC_NPOS;
}

/* A Helm chart's values may have the shape of services and are none. */
static bool is_helm_values(struct pc_str stem) {
    return pc_str_starts(stem, PC_STR("values")) && (stem.len == 6 || !pc_is_alnum(stem.ptr[6]));
}

enum pc_match pc_compose_match(struct pc_str path) {
    struct pc_str stem = pc_compose_stem(path);
    if (stem.len == 0 || is_helm_values(stem) || pc_str_starts(path, PC_STR(".github/")) ||
        pc_str_find(path, PC_STR("/.github/"), 0) != PC_NPOS) {
        return PC_MATCH_NO;
    }
    if (pc_str_starts(stem, PC_STR("docker-compose")) || pc_str_eq(stem, PC_STR("compose")) ||
        pc_str_starts(stem, PC_STR("compose."))) {
        return PC_MATCH_EXACT;
    }
    if (find_compose(stem) != PC_NPOS || pc_str_eq(pc_path_base(pc_path_dir(path)), PC_STR("compose"))) {
        return PC_MATCH_NAME;
    }
    return PC_MATCH_MAYBE;
}

static bool is_separator(char c) {
    return c == '.' || c == '-' || c == '_';
}

static struct pc_str trim_separators(struct pc_str s) {
    while (s.len > 0 && is_separator(s.ptr[0])) {
        s = pc_str_sub(s, 1, s.len - 1);
    }
    while (s.len > 0 && is_separator(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

/* Words that name an environment. */
static const struct environment_word {
    const char *word;
    enum pc_environment environment;
} environment_words[] = {
    {"dev", PC_ENV_DEVELOPMENT},
    {"devel", PC_ENV_DEVELOPMENT},
    {"develop", PC_ENV_DEVELOPMENT},
    {"local", PC_ENV_DEVELOPMENT},
    {"development", PC_ENV_DEVELOPMENT},
    {"test", PC_ENV_TEST},
    {"tests", PC_ENV_TEST},
    {"testing", PC_ENV_TEST},
    {"ci", PC_ENV_TEST},
    {"e2e", PC_ENV_TEST},
    {"integration", PC_ENV_TEST},
    {"staging", PC_ENV_STAGING},
    {"stage", PC_ENV_STAGING},
    {"stg", PC_ENV_STAGING},
    {"preprod", PC_ENV_STAGING},
    {"uat", PC_ENV_STAGING},
    {"prod", PC_ENV_PRODUCTION},
    {"production", PC_ENV_PRODUCTION},
    {"prd", PC_ENV_PRODUCTION},
};

static enum pc_environment environment_of_word(struct pc_str word) {
    for (size_t i = 0; i < sizeof environment_words / sizeof environment_words[0]; i++) {
        if (pc_str_is_nocase(word, environment_words[i].word)) {
            return environment_words[i].environment;
        }
    }
    return PC_ENV_UNKNOWN;
}

/* What stands in the name besides "docker-compose" and a final ".override". */
static struct pc_str distinction(struct pc_str path) {
    struct pc_str stem = pc_compose_stem(path);
    if (pc_compose_is_override(stem)) {
        stem = pc_str_sub(stem, 0, stem.len - 9);
    } else if (pc_str_eq(stem, PC_STR("override"))) {
        return PC_EMPTY;
    }
    size_t at = find_compose(stem);
    if (at == PC_NPOS) {
        return trim_separators(stem);
    }
    struct pc_str after = trim_separators(pc_str_sub(stem, at + 7, stem.len));
    if (after.len > 0) {
        return after;
    }
    struct pc_str before = trim_separators(pc_str_sub(stem, 0, at));
    if (before.len >= 6 && pc_str_eq_nocase(pc_str_sub(before, before.len - 6, 6), PC_STR("docker"))) {
        before = trim_separators(pc_str_sub(before, 0, before.len - 6));
    }
    return pc_str_eq_nocase(before, PC_STR("podman")) ? PC_EMPTY : before;
}

/* The next word of *rest, which starts behind it then. Its own place stays known by its pointer. */
static bool next_word(struct pc_str *rest, struct pc_str *word) {
    *rest = trim_separators(*rest);
    size_t len = 0;
    while (len < rest->len && !is_separator(rest->ptr[len])) {
        len++;
    }
    *word = pc_str_sub(*rest, 0, len);
    *rest = pc_str_sub(*rest, len, rest->len - len);
    return len > 0;
}

struct pc_str pc_compose_infix(struct pc_str path) {
    struct pc_str rest = distinction(path);
    struct pc_str word;
    struct pc_str infix = PC_EMPTY; /* the first run of words that are no environment */
    while (next_word(&rest, &word)) {
        if (environment_of_word(word) != PC_ENV_UNKNOWN) {
            if (infix.len > 0) {
                break;
            }
            continue;
        }
        infix = infix.len == 0 ? word : (struct pc_str){infix.ptr, (size_t)(word.ptr + word.len - infix.ptr)};
    }
    return infix;
}

enum pc_environment pc_compose_environment(struct pc_str path) {
    struct pc_str rest = distinction(path);
    struct pc_str word;
    while (next_word(&rest, &word)) {
        enum pc_environment environment = environment_of_word(word);
        if (environment != PC_ENV_UNKNOWN) {
            return environment;
        }
    }
    for (struct pc_str dir = pc_path_dir(path); dir.len > 0; dir = pc_path_dir(dir)) {
        enum pc_environment environment = environment_of_word(pc_path_base(dir));
        if (environment != PC_ENV_UNKNOWN) {
            return environment;
        }
    }
    return PC_ENV_UNKNOWN;
}

struct pc_str pc_compose_shorter(struct pc_str stem) {
    size_t len = stem.len;
    while (len > 0 && !is_separator(stem.ptr[len - 1])) {
        len--;
    }
    struct pc_str shorter = trim_separators(pc_str_sub(stem, 0, len));
    return find_compose(shorter) == PC_NPOS ? PC_EMPTY : shorter;
}

bool pc_compose_is_override(struct pc_str stem) {
    return stem.len > 9 && pc_str_ends(stem, PC_STR(".override"));
}
