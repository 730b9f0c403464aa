/* Reads portcheck.yml by the table of keys, and answers what it says about a rule. */
#include "config.h"

#include "config_reader.h"
#include "yaml_in.h"

enum { KEYS_MAX = 32 /* of one level of the table */ };

const char *pc_config_key_below(const char *path, const char *prefix) {
    struct pc_str rest = pc_str_c(path);
    struct pc_str start = pc_str_c(prefix);
    if (start.len > 0) {
        if (!pc_str_starts(rest, start) || rest.len <= start.len || rest.ptr[start.len] != '.') {
            return NULL;
        }
        rest = pc_str_sub(rest, start.len + 1, rest.len);
    }
    return pc_str_find_char(rest, '.', 0) == PC_NPOS ? rest.ptr : NULL;
}

static bool read_key(struct pc_config_reader *r, const struct pc_node *value, const char *prefix) {
    const char *known[KEYS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < pc_config_key_count; i++) {
        const struct pc_config_key *key = &pc_config_keys[i];
        const char *name = pc_config_key_below(key->path, prefix);
        if (!name) {
            continue;
        }
        if (value->key->kind == PC_NODE_SCALAR && pc_str_eq(value->key->text, pc_str_c(name))) {
            return key->read ? key->read(r, value) : pc_config_read_map(r, value, key->path);
        }
        if (count < KEYS_MAX) {
            known[count++] = name;
        }
    }
    struct pc_str word = value->key->text;
    return pc_config_fail_at(r, value->key, pc_config_suggest(r->arena, word, known, count, "known keys"),
                             "unknown key `%.*s`", PC_ARG(pc_str_sub(word, 0, 60)));
}

/* Recursion follows the table, which is three levels deep. */
bool pc_config_read_map(struct pc_config_reader *r, const struct pc_node *map, const char *prefix) {
    struct pc_map_iter it;
    bool empty = false;
    if (!pc_config_expect(r, map, PC_NODE_MAP, "a mapping of keys", &empty)) {
        return false;
    }
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        if (!read_key(r, it.value, prefix)) {
            return false;
        }
    }
    return true;
}

/* The first note of the parser: in a configuration none is harmless. */
static bool read_notes(struct pc_config_reader *r, const struct pc_tree *tree) {
    const struct pc_syntax_note *first = NULL;
    for (size_t i = 0; i < tree->note_count; i++) {
        if (!first || tree->notes[i].offset < first->offset) {
            first = &tree->notes[i];
        }
    }
    if (!first) {
        return true;
    }
    struct pc_str help = PC_EMPTY;
    if (first->other != UINT32_MAX) {
        struct pc_lines lines = pc_lines_of(r->arena, r->text);
        help = pc_str_fmt(r->arena, "it stands in line %u already", pc_line_at(&lines, first->other) + 1);
    }
    return pc_config_fail(r, first->offset, first->length, help, "%.*s", PC_ARG(first->message));
}

void pc_config_defaults(struct pc_config *config) {
    *config = (struct pc_config){.min_free = 1};
}

bool pc_config_parse(struct pc_arena *arena, struct pc_str path, struct pc_str text,
                     const struct pc_config_words *words, struct pc_config *config, struct pc_config_error *error) {
    struct pc_config_reader r = {
        .arena = arena, .path = path, .text = text, .words = words, .config = config, .error = error};
    pc_config_defaults(config);
    config->path = pc_str_dup(arena, path);
    config->text = text;
    struct pc_tree tree = pc_yaml_parse(arena, text);
    if (!read_notes(&r, &tree)) {
        return false;
    }
    if (tree.document_count > 1) {
        return pc_config_fail_at(&r, tree.documents[1], PC_EMPTY,
                                 "a configuration is one YAML document; this is a second one");
    }
    return tree.document_count == 0 || pc_config_read_map(&r, tree.documents[0], "");
}

/* A code, a name, "all", or the start of a code ("PC3"). */
static bool rule_matches(struct pc_str word, const char *code, const char *name) {
    return pc_str_eq(word, PC_STR("all")) || pc_str_eq_nocase(word, pc_str_c(code)) ||
           pc_str_eq_nocase(word, pc_str_c(name)) || (word.len == 3 && pc_str_starts_nocase(pc_str_c(code), word));
}

enum pc_level pc_config_level(const struct pc_config *config, const char *code, const char *name,
                              enum pc_level fallback) {
    for (size_t i = config->rule_count; i > 0; i--) {
        const struct pc_rule_setting *rule = &config->rules[i - 1];
        if (rule->level != PC_LEVEL_DEFAULT && rule_matches(rule->rule, code, name)) {
            return rule->level;
        }
    }
    return fallback;
}

bool pc_config_locked(const struct pc_config *config, const char *code, const char *name) {
    for (size_t i = config->rule_count; i > 0; i--) {
        const struct pc_rule_setting *rule = &config->rules[i - 1];
        if (rule->says_locked && rule_matches(rule->rule, code, name)) {
            return rule->locked;
        }
    }
    return false;
}
