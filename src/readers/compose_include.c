/* What a compose file's text says about other files, found without parsing all of it. */
#include "compose_project.h"
#include "path.h"
#include "yaml_in.h"

/* The next line of text at or behind *at; the line has no end mark. */
static bool next_line(struct pc_str text, size_t *at, struct pc_str *line) {
    if (*at >= text.len) {
        return false;
    }
    size_t end = pc_str_find_char(text, '\n', *at);
    end = end == PC_NPOS ? text.len : end;
    *line = pc_str_sub(text, *at, end - *at);
    *at = end + 1;
    return true;
}

static bool is_top_key(struct pc_str line, struct pc_str key) {
    if (line.len > 0 && (line.ptr[0] == '"' || line.ptr[0] == '\'')) {
        line = pc_str_sub(line, 1, line.len);
    }
    if (!pc_str_starts(line, key)) {
        return false;
    }
    size_t at = key.len + (line.len > key.len && (line.ptr[key.len] == '"' || line.ptr[key.len] == '\''));
    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t')) {
        at++;
    }
    return at < line.len && line.ptr[at] == ':';
}

/* Could there be a top-level key "include"? It may be written with escapes, in braces, or behind a '?'. */
static bool may_include(struct pc_str text) {
    return pc_str_find(text, PC_STR("include"), 0) != PC_NPOS || pc_str_find(text, PC_STR("\\u"), 0) != PC_NPOS ||
           pc_str_find(text, PC_STR("\\x"), 0) != PC_NPOS || pc_str_find(text, PC_STR("\\U"), 0) != PC_NPOS;
}

/* Calls fn for each path under the "include" of a document: "a.yml", [a.yml, b.yml], [{path: a.yml}],
 * [{path: [a.yml, b.yml]}]. */
void pc_compose_each_include(const struct pc_node *document, void (*fn)(void *arg, const struct pc_node *path),
                             void *arg) {
    const struct pc_node *include = pc_map_get(document, "include");
    const struct pc_node *item = include && include->kind == PC_NODE_LIST ? include->child : include;
    for (; item; item = item == include ? NULL : item->next) {
        const struct pc_node *where = item->kind == PC_NODE_MAP ? pc_map_get(item, "path") : item;
        const struct pc_node *one = where && where->kind == PC_NODE_LIST ? where->child : where;
        for (; one; one = one == where ? NULL : one->next) {
            if (one->kind == PC_NODE_SCALAR) {
                fn(arg, one);
            }
        }
    }
}

bool pc_compose_include_path(struct pc_arena *arena, const struct pc_tree_access *tree, struct pc_str dir,
                             const struct pc_node *node, struct pc_str *path) {
    /* Which files there are is settled before any env file is read: of a variable only its default is known. */
    struct pc_compose_vars none = {.arena = arena};
    struct pc_compose_source source = {.file = PC_NONE};
    struct pc_compose_text text = pc_compose_expand(&none, &source, node, 0, node->text.len);
    return !text.unknown && pc_path_join(arena, dir, text.text, path) && tree->exists(tree->arg, *path);
}

struct include_list {
    struct pc_arena *arena, *scratch;
    const struct pc_tree_access *tree;
    struct pc_str dir;
    struct PC_VEC(struct pc_str) paths;
};

static void add_include(void *arg, const struct pc_node *node) {
    struct include_list *list = arg;
    struct pc_str path;
    if (pc_compose_include_path(list->scratch, list->tree, list->dir, node, &path)) {
        *PC_PUSH(&list->paths, list->arena) = pc_str_dup(list->arena, path);
    }
}

static void finish_arena(void *arena) {
    pc_arena_finish(arena);
}

size_t pc_compose_includes(struct pc_arena *arena, struct pc_arena *scratch, const struct pc_tree_access *tree,
                           struct pc_str path, struct pc_str text, const struct pc_str **includes) {
    struct pc_arena own;
    struct pc_cleanup cleanup;
    struct include_list list = {.arena = arena, .scratch = &own, .tree = tree, .dir = pc_path_dir(path)};
    if (!may_include(text)) {
        return 0;
    }
    /* This is asked of every compose file of a tree while one of them is read, whose scratch would not hold them all.
     */
    pc_arena_init(&own, scratch->budget > scratch->used ? scratch->budget - scratch->used : 0, scratch->recovery);
    pc_defer(scratch->recovery, &cleanup, finish_arena, &own);
    struct pc_tree parsed = pc_yaml_parse(&own, text);
    for (size_t i = 0; i < parsed.document_count; i++) {
        pc_compose_each_include(parsed.documents[i], add_include, &list);
    }
    pc_undefer(scratch->recovery, &cleanup);
    pc_arena_finish(&own);
    *includes = list.paths.items;
    return list.paths.count;
}

/* May a key begin at text[at]? */
static bool may_precede_key(struct pc_str text, size_t at) {
    char before = at > 0 ? text.ptr[at - 1] : '\n';
    return pc_is_space(before) || before == '{' || before == ',' || before == '"' || before == '\'';
}

/* Is there a key in the text: the word, perhaps quoted, and then a ':'? */
static bool has_key(struct pc_str text, struct pc_str word) {
    for (size_t at = 0; (at = pc_str_find(text, word, at)) != PC_NPOS; at += word.len) {
        size_t end = at + word.len;
        end += end < text.len && (text.ptr[end] == '"' || text.ptr[end] == '\'');
        if (end < text.len && text.ptr[end] == ':' && may_precede_key(text, at)) {
            return true;
        }
    }
    return false;
}

bool pc_compose_is_overlay(struct pc_str text) {
    struct pc_str line;
    bool services = false;
    for (size_t at = 0; !services && next_line(text, &at, &line);) {
        services = is_top_key(line, PC_STR("services"));
    }
    return services && !has_key(text, PC_STR("image")) && !has_key(text, PC_STR("build")) &&
           !has_key(text, PC_STR("extends")) && !has_key(text, PC_STR("include"));
}

static size_t indent_of(struct pc_str line) {
    size_t indent = 0;
    while (indent < line.len && line.ptr[indent] == ' ') {
        indent++;
    }
    return indent;
}

/* Says the line, or what stands on it behind the key, where the service comes from? A merge or an alias may bring it.
 */
static bool gives_origin(struct pc_str line) {
    static const char *const keys[] = {"image", "build", "extends", "<<"};
    for (size_t at = 0; (at = pc_str_find_char(line, ':', at)) != PC_NPOS; at++) {
        struct pc_str before = pc_str_sub(line, 0, at);
        bool quoted = at > 0 && (line.ptr[at - 1] == '"' || line.ptr[at - 1] == '\'');
        before.len -= quoted;
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            struct pc_str key = pc_str_c(keys[i]);
            if (pc_str_ends(before, key) && may_precede_key(before, before.len - key.len)) {
                return true;
            }
        }
    }
    return pc_str_find_char(line, '*', 0) != PC_NPOS;
}

/* The key of a line like "  shop:" without quotes; empty when it has none. */
static struct pc_str key_of(struct pc_str line) {
    line = pc_str_trim(line);
    struct pc_str key = pc_str_trim(pc_str_sub(line, 0, pc_str_find_char(line, ':', 0)));
    bool quoted = key.len >= 2 && (key.ptr[0] == '"' || key.ptr[0] == '\'');
    return quoted ? pc_str_sub(key, 1, key.len - 2) : key.len < line.len ? key : PC_EMPTY;
}

bool pc_compose_has_bare_service(struct pc_str text, const struct pc_str *base) {
    struct pc_str line;
    struct pc_str open = PC_EMPTY; /* a service that nothing gives an origin so far */
    size_t margin = 0;             /* of the services' keys */
    bool inside = false;
    for (size_t at = 0; next_line(text, &at, &line);) {
        struct pc_str content = pc_str_trim(line);
        if (content.len == 0 || content.ptr[0] == '#') {
            continue;
        }
        size_t indent = indent_of(line);
        bool service = inside && indent > 0 && (margin == 0 || indent <= margin);
        if (indent == 0 || service) {
            if (open.len > 0 && (!base || has_key(*base, open))) {
                return true;
            }
            open = PC_EMPTY;
        }
        if (indent == 0) {
            inside = is_top_key(line, PC_STR("services"));
            margin = 0;
        } else if (service) {
            margin = indent;
            open = gives_origin(line) ? PC_EMPTY : key_of(line);
        } else if (inside && gives_origin(line)) {
            open = PC_EMPTY;
        }
    }
    return open.len > 0 && (!base || has_key(*base, open));
}
