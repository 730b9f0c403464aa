/* Names of environment variables: whose port, whose address. */
#include "service_doc_words.h"

bool pc_doc_is_variable(struct pc_str s) {
    if (s.len < 2 || pc_is_digit(s.ptr[0]))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= 'A' && c <= 'Z') || pc_is_digit(c) || c == '_'))
            return false;
    }
    return pc_str_find_char(s, '_', 0) != PC_NPOS || pc_str_eq(s, PC_STR("PORT"));
}

/* Takes the last word off *s that is not a filler when skip is set; false when none is left. */
static bool last_word(struct pc_str *s, bool skip, struct pc_str *word) {
    for (;;) {
        while (s->len > 0 && !pc_is_alnum(s->ptr[s->len - 1]))
            s->len--;
        size_t from = s->len;
        while (from > 0 && pc_is_alnum(s->ptr[from - 1]))
            from--;
        if (from == s->len)
            return false;
        *word = pc_str_sub(*s, from, s->len - from);
        s->len = from;
        enum pc_doc_word kind = pc_doc_word_of(*word);
        if (!skip || (kind != PC_DOC_FILLER && kind != PC_DOC_NAME_HEADER))
            return true;
    }
}

/* The words of name are the last words of the directory's path: WEB and SHOP_WEB of apps/shop/web, AUTH of
 * services/my-auth. */
static bool names_dir(struct pc_str name, struct pc_str dir, bool skip) {
    struct pc_str word;
    struct pc_str part;
    bool any = false;
    while (last_word(&name, skip, &word)) {
        if (!last_word(&dir, skip, &part) || !pc_str_eq_nocase(word, part))
            return false;
        any = true;
    }
    return any;
}

static bool ends_with_word(struct pc_str name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct pc_str suffix = pc_str_c(list[i]);
        if (pc_str_ends(name, suffix) && (name.len == suffix.len || name.ptr[name.len - suffix.len - 1] == '_'))
            return true;
    }
    return false;
}

enum pc_doc_variable pc_doc_variable_of(struct pc_str name, struct pc_str dir) {
    static const char *const origins[] = {"CORS",    "ORIGIN",   "ORIGINS",  "ALLOWED",
                                          "TRUSTED", "CALLBACK", "REDIRECT", "WHITELIST"};
    static const char *const usual[] = {"SERVER", "HTTP", "APP", "LISTEN", "SERVICE", "APPLICATION"};
    static const char *const targets[] = {"URL",  "URI", "ENDPOINT", "HOST",   "ADDR",  "ADDRESS",
                                          "BASE", "DSN", "SERVER",   "BROKER", "TARGET"};
    if (!pc_doc_is_variable(name))
        return PC_DOC_VAR_OTHER;
    if (pc_str_eq(name, PC_STR("PORT")))
        return PC_DOC_VAR_OWN;
    struct pc_str word;
    for (size_t cursor = 0; pc_doc_next_word(name, &cursor, &word);) {
        for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
            if (pc_str_is(word, origins[i]))
                return PC_DOC_VAR_ORIGINS;
        }
    }
    if (pc_str_ends(name, PC_STR("_PORT"))) {
        struct pc_str owner = pc_str_sub(name, 0, name.len - 5);
        if (names_dir(owner, dir, false) || names_dir(owner, dir, true))
            return PC_DOC_VAR_OWN;
        for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
            if (pc_str_is(owner, usual[i]))
                return PC_DOC_VAR_USUAL;
        }
        return PC_DOC_VAR_DIALLED;
    }
    if (ends_with_word(name, targets, sizeof targets / sizeof targets[0]))
        return PC_DOC_VAR_TARGET;
    return PC_DOC_VAR_OTHER;
}
