/* package.json: the ports that the scripts that start the package give it. */
#include "command_line.h"
#include "json_in.h"
#include "own_port.h"
#include "path.h"
#include "route.h"
#include "tree_troubles.h"

/* "dev", "start:prod", "preview": what starts the package. Not "test:e2e", "build", "storybook". */
static bool starts_package(struct pc_str name) {
    static const char *const starts[] = {"dev", "start", "serve", "preview", "develop", "server", "watch"};
    static const char *const others[] = {"test",   "e2e",        "storybook", "lint",   "build", "ci",
                                         "docs",   "mock",       "stop",      "kill",   "debug", "db",
                                         "studio", "playwright", "cypress",   "analyze"};
    bool any = false;
    for (size_t from = 0, to; from < name.len; from = to + 1) {
        for (to = from; to < name.len && pc_is_alnum(name.ptr[to]);) {
            to++;
        }
        struct pc_str word = pc_str_sub(name, from, to - from);
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            if (pc_str_eq_nocase(word, pc_str_c(others[i]))) {
                return false;
            }
        }
        for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
            any = any || pc_str_eq_nocase(word, pc_str_c(starts[i]));
        }
    }
    return any;
}

/* "preview", or "web" of "dev:web"; the name of an environment says nothing more. */
static struct pc_str qualifier_of(struct pc_str name) {
    size_t colon = pc_str_find_char(name, ':', 0);
    struct pc_str part = colon == PC_NPOS ? PC_EMPTY : pc_str_sub(name, colon + 1, name.len);
    if (pc_str_find(name, PC_STR("preview"), 0) != PC_NPOS) {
        return PC_STR("preview");
    }
    return pc_environment_of_words(part) == PC_ENV_UNKNOWN ? part : PC_EMPTY;
}

static void claim(struct pc_read_context *ctx, const struct pc_node *script, const struct pc_command_port *port) {
    struct pc_str name = script->key->text;
    struct pc_own_port own = {.role = PC_ROLE_DEFAULT,
                              .confidence = PC_DERIVED,
                              .environment = pc_environment_of_words(name),
                              .flags = port->fallback ? PC_CLAIM_FROM_ENV : 0u,
                              .extent = {ctx->file, script->content, script->content_length},
                              .qualifier = pc_str_dup(ctx->arena, port->side ? port->flag : qualifier_of(name)),
                              .dir = ctx->dir};
    if (port->dir.len > 0 && !pc_path_join(ctx->arena, ctx->dir, port->dir, &own.dir)) {
        return;
    }
    pc_own_port_claim(ctx, port->digits, &own);
}

static void read_script(struct pc_read_context *ctx, const struct pc_node *script) {
    struct pc_command_ports ports = {0};
    pc_command_ports_add(ctx->scratch, pc_str_sub(ctx->text, script->content, script->content_length), &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        if (!ports.list.items[i].open) {
            claim(ctx, script, &ports.list.items[i]);
        }
    }
}

/* "proxy": "http://localhost:8000": whom the development server of a page passes calls on to. */
static void read_proxy(struct pc_read_context *ctx, const struct pc_node *proxy) {
    if (proxy != NULL && proxy->kind == PC_NODE_SCALAR && pc_str_find(proxy->text, PC_STR("://"), 0) != PC_NPOS) {
        struct pc_route_how how = {.extent = pc_route_node_span(ctx, proxy), .qualifier = PC_STR("proxy")};
        pc_route_dial(ctx, pc_route_scalar(proxy), &how);
    }
}

/* A script that is written twice loses nothing that matters to anybody but npm. */
static bool loses_nothing(const struct pc_node *hidden) {
    (void)hidden;
    return false;
}

static void read_package(struct pc_read_context *ctx) {
    struct pc_tree tree = pc_json_parse(ctx->scratch, ctx->text, false);
    pc_tree_troubles(ctx, &tree, loses_nothing);
    struct pc_map_iter it;
    const struct pc_node *root = tree.document_count > 0 ? tree.documents[0] : NULL;
    read_proxy(ctx, pc_map_get(root, "proxy"));
    for (pc_map_iter_init(&it, pc_map_get(root, "scripts")); pc_map_iter_next(&it);) {
        if (it.value->kind == PC_NODE_SCALAR && it.value->key && starts_package(it.value->key->text)) {
            read_script(ctx, it.value);
        }
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    bool named = pc_str_eq(look->base, PC_STR("package.json"));
    return named && !pc_path_is_aside(look->path) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    static const char *const words[] = {"port", "PORT=",  " -p ",      " -l ",      ":80",
                                        "bind", "listen", "\"proxy\"", "localhost:"};
    (void)path;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_find(text, pc_str_c(words[i]), 0) != PC_NPOS) {
            return pc_str_find(text, PC_STR("\"scripts\""), 0) != PC_NPOS;
        }
    }
    return false;
}

const struct pc_reader pc_reader_package = {
    .name = "package",
    .summary = "package.json: ports in the scripts that start the package",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_package,
};
