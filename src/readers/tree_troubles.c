#include "tree_troubles.h"

#include "path.h"

/* The word that the path's components or suffixes are compared with ends at these. */
static bool has_part(struct pc_str path, const char *const *words, size_t count, char separator) {
    struct pc_str part;
    for (bool done = false; pc_str_split(&path, separator, &part, &done);) {
        for (size_t i = 0; i < count; i++) {
            if (pc_str_is_nocase(part, words[i])) {
                return true;
            }
        }
    }
    return false;
}

bool pc_is_template(struct pc_str path, struct pc_str text) {
    static const char *const folders[] = {"templates", "template", "skel", "skeleton", "cookiecutter"};
    static const char *const suffixes[] = {"j2",  "jinja",    "jinja2", "tpl",        "tmpl", "gotmpl",  "gohtml",
                                           "erb", "mustache", "hbs",    "handlebars", "ejs",  "template"};
    bool by_path = has_part(pc_path_dir(path), folders, sizeof folders / sizeof folders[0], '/') ||
                   has_part(pc_path_base(path), suffixes, sizeof suffixes / sizeof suffixes[0], '.') ||
                   pc_str_find(path, PC_STR("{{"), 0) != PC_NPOS;
    return by_path && (pc_str_find(text, PC_STR("{{"), 0) != PC_NPOS || pc_str_find(text, PC_STR("{%"), 0) != PC_NPOS ||
                       pc_str_find(text, PC_STR("<%"), 0) != PC_NPOS);
}

/* Recursion is bounded by PC_LIMIT_DEPTH, and the nodes by the parser's limit on expanded aliases. */
static bool holds_port(const struct pc_node *node) {
    uint16_t port = 0;
    if (node->kind == PC_NODE_SCALAR && pc_port_parse(node->text, &port) == PC_PORT_OK) {
        return true;
    }
    for (const struct pc_node *child = node->child; child; child = child->next) {
        if (holds_port(child) || (child->key && holds_port(child->key))) {
            return true;
        }
    }
    return false;
}

static struct pc_span span_of(const struct pc_read_context *ctx, uint32_t offset, uint32_t length) {
    return (struct pc_span){.file = ctx->file, .offset = offset, .length = length};
}

static void on_duplicate(struct pc_read_context *ctx, const struct pc_syntax_note *note, struct pc_trouble *trouble,
                         bool (*loses_claim)(const struct pc_node *)) {
    bool lost = note->hidden && (loses_claim ? loses_claim(note->hidden) : holds_port(note->hidden));
    trouble->kind = PC_TROUBLE_DUPLICATE_KEY;
    trouble->level = lost ? PC_LEVEL_ERROR : PC_LEVEL_INFO;
    trouble->other = span_of(ctx, note->other, note->length);
    trouble->label = PC_STR("the second, which counts");
    if (lost) {
        trouble->note = PC_STR("the last one counts: what the first says about ports is lost");
    } else if (!note->hidden) {
        trouble->label = PC_STR("the second");
    }
}

static void on_syntax(struct pc_read_context *ctx, struct pc_trouble *trouble) {
    struct pc_str name = pc_path_base(ctx->path);
    bool json = pc_str_ends(name, PC_STR(".json")) || pc_str_ends(name, PC_STR(".jsonc"));
    trouble->kind = PC_TROUBLE_SYNTAX;
    trouble->label = trouble->message;
    bool toml = pc_str_find(name, PC_STR(".toml"), 0) != PC_NPOS;
    trouble->message = json   ? PC_STR("the file is not valid JSON")
                       : toml ? PC_STR("the file is not valid TOML")
                              : PC_STR("the file is not valid YAML");
    trouble->note = PC_STR("what stands behind this place may not have been read");
}

void pc_tree_troubles(struct pc_read_context *ctx, const struct pc_tree *tree,
                      bool (*loses_claim)(const struct pc_node *hidden)) {
    bool is_template = tree->note_count > 0 && pc_is_template(ctx->path, ctx->text);
    bool told = false;
    for (size_t i = 0; i < tree->note_count; i++) {
        const struct pc_syntax_note *note = &tree->notes[i];
        struct pc_trouble trouble = {
            .span = span_of(ctx, note->offset, note->length),
            .other = {.file = PC_NONE},
            .message = pc_str_dup(ctx->arena, note->message),
            .service = PC_NONE,
        };
        switch (note->kind) {
        case PC_SYNTAX_DUPLICATE:
            on_duplicate(ctx, note, &trouble, loses_claim);
            break;
        case PC_SYNTAX_LIMIT:
            trouble.kind = PC_TROUBLE_TOO_LARGE;
            trouble.note = PC_STR("what stands behind this place may not have been read");
            break;
        case PC_SYNTAX_ENCODING:
            trouble.kind = PC_TROUBLE_ENCODING;
            trouble.level = tree->document_count > 0 ? PC_LEVEL_WARNING : PC_LEVEL_ERROR;
            break;
        case PC_SYNTAX_ERROR:
            on_syntax(ctx, &trouble);
            break;
        }
        if (is_template && (note->kind == PC_SYNTAX_ERROR || note->kind == PC_SYNTAX_DUPLICATE)) {
            if (told) {
                continue;
            }
            told = true;
            trouble.kind = PC_TROUBLE_UNRESOLVED;
            trouble.message = PC_STR("a template: its ports are known only once it is filled in");
            trouble.level = PC_LEVEL_DEFAULT;
            trouble.label = trouble.note = PC_EMPTY;
            trouble.other.file = PC_NONE;
        }
        pc_builder_trouble(ctx->builder, &trouble);
    }
}
