/* Port registries in YAML and JSON. The shapes: services by name with a port, name: port, several named ports a
 * service, keyed by port, lists of objects; in groups, per host or environment, under ranges; reserved ports. */
#include "data_walk.h"
#include "json_in.h"
#include "path.h"
#include "reader.h"
#include "tree_troubles.h"
#include "yaml_in.h"

static void read_file(struct pc_read_context *ctx) {
    struct pc_data_reader r = {.ctx = ctx};
    struct pc_str name = pc_path_base(ctx->path);
    bool comments = pc_str_ends(name, PC_STR(".jsonc"));
    bool json = comments || pc_str_ends(name, PC_STR(".json"));
    struct pc_tree tree =
        json ? pc_json_parse(ctx->scratch, ctx->text, comments) : pc_yaml_parse(ctx->scratch, ctx->text);
    pc_tree_troubles(ctx, &tree, NULL);
    for (size_t i = 0; i < tree.document_count; i++) {
        pc_data_walk(&r, tree.documents[i]);
    }
    if (r.statements > 0 || ctx->forced) {
        pc_builder_document(ctx->builder, ctx->file);
    }
}

/* Folders and files that tell of other times or of nobody. */
static bool is_history(struct pc_str path) {
    static const char *const words[] = {"report",      "reports",  "devlog",   "devlogs",   "blog",         "archive",
                                        "archives",    "archived", "decision", "decisions", "changelog",    "plan",
                                        "plans",       "fixture",  "fixtures", "testdata",  "node_modules", "vendor",
                                        "third_party", "mock",     "mocks",    "__mocks__", "__tests__",    "locales"};
    for (size_t at = 0; at < path.len;) {
        size_t end = at;
        while (end < path.len && (pc_is_alnum(path.ptr[end]) || path.ptr[end] == '_')) {
            end++;
        }
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (pc_str_is_nocase(pc_str_sub(path, at, end - at), words[i])) {
                return true;
            }
        }
        at = end + 1;
    }
    return false;
}

/* Letters of a file's name without suffix compared: PORT_REGISTRY.yml, port-registry.json and .portRegistry.yaml are
 * one. */
static enum pc_match match(const struct pc_path_look *look) {
    static const char *const suffixes[] = {".yml", ".yaml", ".json", ".jsonc"};
    static const char *const registries[] = {"portregistry",     "portsregistry",  "portmap",         "portmapping",
                                             "portmappings",     "portallocation", "portallocations", "portassignment",
                                             "portassignments",  "portschema",     "porttable",       "portlist",
                                             "portreservations", "reservedports",  "serviceports",    "portconfig"};
    struct pc_str base = look->base;
    bool data = false;
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        data = data || pc_str_ends(base, pc_str_c(suffixes[i]));
    }
    struct pc_str stem = pc_path_stem(base);
    char letters[24];
    size_t count = 0;
    for (size_t i = 0; i < stem.len; i++) {
        bool separator = pc_is_any(stem.ptr[i], "-_") || (i == 0 && stem.ptr[i] == '.');
        if (!separator && (count == sizeof letters || !pc_is_alpha(stem.ptr[i]))) {
            return PC_MATCH_NO;
        }
        if (!separator) {
            letters[count++] = pc_lower(stem.ptr[i]);
        }
    }
    struct pc_str word = {letters, count};
    if (!data || is_history(look->path)) {
        return PC_MATCH_NO;
    }
    for (size_t i = 0; i < sizeof registries / sizeof registries[0]; i++) {
        if (pc_str_is(word, registries[i])) {
            return PC_MATCH_EXACT;
        }
    }
    if (!pc_str_eq(word, PC_STR("ports"))) {
        return PC_MATCH_NO;
    }
    struct pc_str dir = pc_path_base(pc_path_dir(look->path));
    bool shelf = dir.len == 0 || pc_str_eq_nocase(dir, PC_STR("registry")) || pc_str_eq_nocase(dir, PC_STR("docs"));
    return shelf ? PC_MATCH_EXACT : PC_MATCH_NAME;
}

const struct pc_reader pc_reader_registry_data = {
    .name = "registry-data",
    .summary = "port registries in YAML and JSON: services by name, by port, in lists, per host, under ranges",
    .kind = PC_FILE_KIND_REGISTRY,
    .match = match,
    .read = read_file,
};
