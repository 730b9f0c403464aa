#include "compose_load.h"

#include <string.h>

#include "compose_name.h"
#include "compose_ports.h"
#include "compose_service.h"
#include "compose_settings.h"
#include "path.h"
#include "tree_troubles.h"
#include "yaml_in.h"

enum { LENDERS_MAX = 64, LOST_NODES_MAX = 20000 };

static bool key_is(const struct pc_node *node, const char *word) {
    return node->key && pc_str_is(node->key->text, word);
}

static bool has_digit(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (pc_is_digit(text.ptr[i])) {
            return true;
        }
    }
    return false;
}

/* Would this scalar have made a claim, outside "ports"? */
static bool scalar_claims(const struct pc_node *node) {
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    struct pc_str name = node->key ? node->key->text : node->text;
    size_t equals = node->key ? PC_NPOS : pc_str_find_char(name, '=', 0);
    name = pc_str_sub(name, 0, equals == PC_NPOS ? name.len : equals);
    if (pc_setting_of_env(name) != PC_SETTING_NONE && has_digit(node->text)) {
        return true;
    }
    return !pc_setting_is_no_dial(name) && pc_address_next(node->text, &scan, &hit) && hit.port.len > 0;
}

/* Would the hidden value of a doubled key have made claims? Recursion is bounded by the parser's depth. */
static bool node_claims(const struct pc_node *node, bool ports, unsigned *left) {
    if (*left == 0) {
        return true;
    }
    --*left;
    ports = ports || key_is(node, "ports") || key_is(node, "expose");
    if (node->kind == PC_NODE_SCALAR) {
        return ports ? has_digit(node->text) : scalar_claims(node);
    }
    for (const struct pc_node *child = node->child; child; child = child->next) {
        if (node_claims(child, ports, left)) {
            return true;
        }
    }
    return false;
}

static bool loses_claim(const struct pc_node *hidden) {
    unsigned left = LOST_NODES_MAX;
    return node_claims(hidden, false, &left);
}

/* A file that starts with a Markdown fence was pasted out of a document. The inside of the fence, everything around it
 * blank, with the same offsets; false when there is no fence. */
static bool inside_fence(struct pc_arena *arena, struct pc_str text, struct pc_str *inside, size_t *fence_length) {
    const struct pc_str fence = PC_STR("```");
    if (!pc_str_starts(text, fence)) {
        return false;
    }
    size_t start = pc_str_find_char(text, '\n', 0);
    if (start == PC_NPOS) {
        return false;
    }
    *fence_length = start > 0 && text.ptr[start - 1] == '\r' ? start - 1 : start;
    size_t end = pc_str_find(text, PC_STR("\n```"), start);
    end = end == PC_NPOS ? text.len : end;
    char *copy = PC_NEW_ARRAY(arena, text.len + 1, char);
    for (size_t i = 0; i < text.len; i++) {
        bool keep = (i >= start && i < end) || text.ptr[i] == '\n';
        copy[i] = keep ? text.ptr[i] : ' ';
    }
    *inside = (struct pc_str){copy, text.len};
    return true;
}

static void tell_fence(struct pc_read_context *ctx, pc_id file, size_t length) {
    struct pc_trouble trouble = {
        .kind = PC_TROUBLE_SYNTAX,
        .span = {file, 0, (uint32_t)length},
        .other = {PC_NONE, 0, 0},
        .message = PC_STR("the file is not valid YAML"),
        .label = PC_STR("a Markdown fence"),
        .note = PC_STR("Docker Compose refuses the file; what stands inside the fence was read here"),
        .help = PC_STR("remove the lines of backquotes"),
        .service = PC_NONE,
    };
    pc_builder_trouble(ctx->builder, &trouble);
}

struct pc_compose_source *pc_compose_source_of(struct pc_read_context *ctx, pc_id file, struct pc_str path,
                                               struct pc_str text, bool tell) {
    struct pc_compose_source *source = PC_NEW(ctx->scratch, struct pc_compose_source);
    struct pc_str inside = text;
    size_t fence = 0;
    bool fenced = inside_fence(ctx->scratch, text, &inside, &fence);
    source->file = file;
    source->path = path;
    source->dir = pc_path_dir(path);
    source->text = text;
    source->is_template = pc_is_template(path, text);
    source->tree = pc_yaml_parse(ctx->scratch, inside);
    if (tell) {
        struct pc_read_context there = *ctx;
        there.file = file;
        there.path = path;
        there.dir = source->dir;
        there.text = text;
        pc_tree_troubles(&there, &source->tree, loses_claim);
        if (fenced) {
            tell_fence(ctx, file, fence);
        }
    }
    return source;
}

struct pc_compose_source *pc_compose_borrow(struct pc_compose_deployment *dep, struct pc_str path) {
    struct pc_read_context *ctx = dep->ctx;
    for (size_t i = 0; i < dep->sources.count; i++) { /* some hundreds at most */
        if (pc_str_eq(dep->sources.items[i]->path, path)) {
            return dep->sources.items[i];
        }
    }
    for (size_t i = 0; i < dep->lenders.count; i++) {
        if (pc_str_eq(dep->lenders.items[i]->path, path)) {
            return dep->lenders.items[i];
        }
    }
    pc_id file;
    struct pc_str text;
    if (dep->lenders.count >= LENDERS_MAX || !ctx->tree->exists(ctx->tree->arg, path) ||
        !ctx->tree->read(ctx->tree->arg, path, &file, &text)) {
        return NULL;
    }
    /* Its own reading tells its troubles, unless nobody reads it for its name. */
    bool tell = pc_compose_match(path) < PC_MATCH_NAME;
    struct pc_compose_source *source = pc_compose_source_of(ctx, file, path, text, tell);
    *PC_PUSH(&dep->lenders, ctx->scratch) = source;
    pc_compose_index_services(dep, source);
    return source;
}

static void add_env_file(struct pc_compose_deployment *dep, struct pc_str path, bool guessed) {
    const struct pc_tree_access *tree = dep->ctx->tree;
    pc_id file;
    struct pc_str text;
    if (tree->exists(tree->arg, path) && tree->read(tree->arg, path, &file, &text)) {
        pc_compose_vars_add(&dep->vars, file, text, guessed);
    }
}

static void add_env_beside(struct pc_compose_deployment *dep, struct pc_str dir, struct pc_str name, bool guessed) {
    struct pc_str path;
    if (pc_path_join(dep->ctx->scratch, dir, name, &path)) {
        add_env_file(dep, path, guessed);
    }
}

static bool is_member(const struct pc_compose_members *members, struct pc_str path) {
    for (size_t i = 0; i < members->list.count; i++) {
        if (pc_str_eq(members->list.items[i], path)) {
            return true;
        }
    }
    return false;
}

static bool same_files(const struct pc_compose_usage *a, const struct pc_compose_usage *b) {
    for (size_t i = 0; a->env_count == b->env_count && i < a->env_count; i++) {
        if (!pc_str_eq(a->env_files[i], b->env_files[i])) {
            return false;
        }
    }
    return a->env_count == b->env_count;
}

/* The command line that names an env file for one of the deployment's files. When others name other env files, which of
 * them holds is a guess. */
static const struct pc_compose_usage *env_usage(const struct pc_compose_project *project,
                                                const struct pc_compose_members *members, bool *disputed) {
    const struct pc_compose_usage *found = NULL;
    *disputed = false;
    for (size_t i = 0; i < project->usages.list.count; i++) {
        const struct pc_compose_usage *usage = &project->usages.list.items[i];
        bool ours = false;
        for (size_t j = 0; usage->env_count > 0 && !ours && j < usage->file_count; j++) {
            ours = is_member(members, usage->files[j]);
        }
        if (ours && found && !same_files(found, usage)) {
            *disputed = true;
        }
        found = ours && !found ? usage : found;
    }
    return found;
}

static void add_examples(struct pc_compose_deployment *dep, struct pc_str path) {
    static const char *const names[] = {".env.example", ".env.sample", ".env.template",   ".env.dist",
                                        "env.example",  "example.env", ".env.development"};
    struct pc_str dir = pc_path_dir(path);
    struct pc_str infix = pc_compose_infix(path);
    if (infix.len > 0) {
        add_env_beside(dep, dir, pc_str_fmt(dep->ctx->scratch, ".env.%.*s", PC_ARG(infix)), true);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        add_env_beside(dep, dir, pc_str_c(names[i]), true);
    }
}

void pc_compose_load_vars(struct pc_compose_deployment *dep, const struct pc_compose_project *project,
                          const struct pc_compose_members *members) {
    struct pc_str path = dep->ctx->path;
    bool disputed;
    const struct pc_compose_usage *usage = env_usage(project, members, &disputed);
    for (size_t i = usage ? usage->env_count : 0; i > 0; i--) { /* a later --env-file wins over an earlier one */
        add_env_file(dep, usage->env_files[i - 1], disputed);
    }
    add_env_beside(dep, pc_path_dir(path), PC_STR(".env"), false);
    for (size_t i = 0; i < members->list.count; i++) {
        if (!pc_str_eq(pc_path_dir(members->list.items[i]), pc_path_dir(path))) {
            add_env_beside(dep, pc_path_dir(members->list.items[i]), PC_STR(".env"), false);
        }
    }
    add_examples(dep, path);
    pc_compose_vars_close(&dep->vars);
}
