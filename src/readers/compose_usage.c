#include "compose_usage.h"

#include "path.h"

/* Words of one command line; a longer one is none. */
enum { WORDS_MAX = 64, USAGES_MAX = 2000 };

bool pc_compose_tells_usage(struct pc_str path) {
    static const char *const names[] = {"makefile",     "gnumakefile",  "justfile",
                                        "package.json", "taskfile.yml", "taskfile.yaml"};
    struct pc_str base = pc_path_base(path);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (pc_str_is_nocase(base, names[i])) {
            return true;
        }
    }
    return pc_str_ends(base, PC_STR(".sh")) || pc_str_ends(base, PC_STR(".md")) || pc_str_ends(base, PC_STR(".mk"));
}

struct words {
    struct pc_str items[WORDS_MAX];
    size_t count;
};

static bool parts_words(char c) {
    return pc_is_space(c) || c == '"' || c == '\'' || c == '`' || c == '\\' || c == ';' || c == '&' || c == '|' ||
           c == '(' || c == ')' || c == ',';
}

/* The words of s from at on; the command ends with the line, or where the next one starts. */
static void read_words(struct pc_str s, size_t at, struct words *words) {
    words->count = 0;
    while (at < s.len && words->count < WORDS_MAX) {
        char c = s.ptr[at];
        bool goes_on = c == '\\' && (at + 1 == s.len || s.ptr[at + 1] == '\n' || s.ptr[at + 1] == '\r');
        if (goes_on) {
            at++;
            while (at < s.len && (s.ptr[at] == '\n' || s.ptr[at] == '\r')) {
                at++;
            }
            while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t' || s.ptr[at] == '#' || s.ptr[at] == '>')) {
                at++; /* the next line of a comment or quote */
            }
        } else if (c == '\n' || c == '\r' || c == ';' || c == '&' || c == '|') {
            return;
        } else if (parts_words(c)) {
            at++;
        } else {
            size_t end = at;
            while (end < s.len && !parts_words(s.ptr[end])) {
                end++;
            }
            words->items[words->count++] = pc_str_sub(s, at, end - at);
            at = end;
        }
    }
}

/* The path that a word means: from the file's directory, from the root, or from the directory above (scripts/up.sh). */
static bool find_path(struct pc_arena *arena, const struct pc_tree_access *tree, struct pc_str file, struct pc_str word,
                      struct pc_str *found) {
    struct pc_str dir = pc_path_dir(file);
    struct pc_str bases[3] = {dir, PC_EMPTY, pc_path_dir(dir)};
    size_t slash = word.len > 0 && word.ptr[0] == '$' ? pc_str_find_char(word, '/', 0) : PC_NPOS;
    if (slash != PC_NPOS) {
        word = pc_str_sub(word, slash + 1, word.len); /* $ROOT/compose.yml */
    }
    for (size_t i = 0; i < 3; i++) {
        if (word.len > 0 && pc_path_join(arena, bases[i], word, found) && tree->exists(tree->arg, *found)) {
            return true;
        }
    }
    return false;
}

struct paths {
    struct PC_VEC(struct pc_str) list;
};

/* "-f X", "-fX", "--file X", "--file=X". */
static bool option_value(const struct words *words, size_t *at, const char *const *options, size_t count,
                         struct pc_str *value) {
    struct pc_str word = words->items[*at];
    for (size_t i = 0; i < count; i++) {
        struct pc_str option = pc_str_c(options[i]);
        if (pc_str_eq(word, option) && *at + 1 < words->count) {
            *value = words->items[++*at];
            return true;
        }
        if (word.len > option.len + 1 && pc_str_starts(word, option) && word.ptr[option.len] == '=') {
            *value = pc_str_sub(word, option.len + 1, word.len);
            return true;
        }
    }
    return false;
}

static void add_usage(struct pc_arena *arena, const struct pc_tree_access *tree, struct pc_str file,
                      const struct words *words, bool stack, struct pc_compose_usages *usages) {
    static const char *const file_options[] = {"-f", "--file"};
    static const char *const stack_options[] = {"-c", "--compose-file"};
    static const char *const env_options[] = {"--env-file"};
    struct paths files = {.list = {NULL, 0, 0}};
    struct paths envs = {.list = {NULL, 0, 0}};
    for (size_t i = 0; i < words->count; i++) {
        struct pc_str value;
        struct pc_str path;
        if (option_value(words, &i, stack ? stack_options : file_options, 2, &value)) {
            if (find_path(arena, tree, file, value, &path)) {
                *PC_PUSH(&files.list, arena) = path;
            }
        } else if (!stack && option_value(words, &i, env_options, 1, &value)) {
            if (find_path(arena, tree, file, value, &path)) {
                *PC_PUSH(&envs.list, arena) = path;
            }
        }
    }
    static const char *const defaults[] = {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};
    for (size_t i = 0; files.list.count == 0 && envs.list.count > 0 && i < 4; i++) {
        struct pc_str path;
        if (find_path(arena, tree, file, pc_str_c(defaults[i]), &path)) {
            *PC_PUSH(&files.list, arena) = path;
        }
    }
    if (files.list.count > 0 && usages->list.count < USAGES_MAX) {
        *PC_PUSH(&usages->list, arena) = (struct pc_compose_usage){.files = files.list.items,
                                                                   .file_count = files.list.count,
                                                                   .env_files = envs.list.items,
                                                                   .env_count = envs.list.count,
                                                                   .swarm = stack};
    }
}

void pc_compose_usage_add(struct pc_arena *arena, const struct pc_tree_access *tree, struct pc_str path,
                          struct pc_str text, struct pc_compose_usages *usages) {
    const struct pc_str compose = PC_STR("compose ");
    const struct pc_str stack = PC_STR("stack deploy ");
    struct words words;
    for (size_t at = 0; (at = pc_str_find(text, compose, at)) != PC_NPOS;) {
        at += compose.len;
        read_words(text, at, &words);
        add_usage(arena, tree, path, &words, false, usages);
    }
    for (size_t at = 0; (at = pc_str_find(text, stack, at)) != PC_NPOS;) {
        at += stack.len;
        read_words(text, at, &words);
        add_usage(arena, tree, path, &words, true, usages);
    }
}
