#include "path_name.h"

#include "port_words.h"

/* The tree has this folder. */
static bool is_folder(const struct pc_read_context *ctx, struct pc_str path) {
    const struct pc_tree_access *tree = ctx->tree;
    size_t low = 0;
    size_t high = tree != NULL ? tree->path_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(tree->paths[middle], path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; tree != NULL && low < tree->path_count && pc_str_starts(tree->paths[low], path); low++) {
        if (tree->paths[low].len > path.len && tree->paths[low].ptr[path.len] == '/') {
            return true;
        }
        if (tree->paths[low].len > path.len && tree->paths[low].ptr[path.len] > '/') {
            return false;
        }
    }
    return false;
}

struct pc_str pc_name_of_path(const struct pc_read_context *ctx, struct pc_str name) {
    static const char *const shelves[] = {"services", "service",       "apps",    "app",     "packages",
                                          "cmd",      "microservices", "servers", "workers", "bots",
                                          "projects", "stacks",        "libs",    NULL};
    static const char *const parts[] = {"web",    "api",    "app", "backend", "frontend",
                                        "server", "client", "ui",  "worker",  NULL};
    struct pc_str text = name;
    while (text.len > 1 && text.ptr[text.len - 1] == '/') {
        text.len--;
    }
    size_t slash = pc_str_rfind_char(text, '/');
    bool scoped = text.len > 0 && text.ptr[0] == '@';
    if (slash == PC_NPOS || slash + 1 >= text.len || pc_str_find_char(text, ' ', 0) != PC_NPOS ||
        (!scoped && !is_folder(ctx, text))) {
        return name;
    }
    struct pc_str base = pc_str_sub(text, slash + 1, text.len);
    struct pc_str above = pc_str_sub(text, 0, slash);
    size_t before = pc_str_rfind_char(above, '/');
    struct pc_str parent = before == PC_NPOS ? above : pc_str_sub(above, before + 1, above.len);
    bool joined = !scoped && pc_is_one_of(base, parts) && !pc_is_one_of(parent, shelves);
    return joined ? pc_str_fmt(ctx->arena, "%.*s-%.*s", PC_ARG(parent), PC_ARG(base)) : base;
}
