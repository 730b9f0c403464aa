/* What a registry's documents reach: their tree, whether they say to be complete, which hosts they speak for. */
#include "draft.h"
#include "path.h"

/* A document in docs/ speaks for the directory above. */
static struct pc_str tree_of(struct pc_str path) {
    static const char *const shelves[] = {"docs", "doc", "documentation", "wiki", ".github", "infra-docs"};
    struct pc_str dir = pc_path_dir(path);
    for (bool again = true; again && dir.len > 0;) {
        again = false;
        for (size_t i = 0; i < sizeof shelves / sizeof shelves[0]; i++) {
            if (pc_str_is_nocase(pc_path_base(dir), shelves[i])) {
                dir = pc_path_dir(dir);
                again = true;
                break;
            }
        }
    }
    return dir;
}

static bool has_deployment(const struct pc_builder *b, struct pc_str tree) {
    for (size_t i = 0; i < b->deployment_drafts.count; i++) {
        if (pc_path_is_under(b->files.items[b->deployment_drafts.items[i].file].path, tree)) {
            return true;
        }
    }
    return false;
}

/* A document beside which nothing is deployed (config/ports.yml) speaks for the nearest directory above where something
 * is. */
static struct pc_str tree_with_deployments(const struct pc_builder *b, struct pc_str path) {
    struct pc_str told = tree_of(path);
    for (struct pc_str tree = told;; tree = pc_path_dir(tree)) {
        if (has_deployment(b, tree)) {
            return tree;
        }
        if (tree.len == 0) {
            return told;
        }
    }
}

static bool has_any(struct pc_str line, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_find_nocase(line, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

/* "Every port the project binds", "all host ports published", "anything not listed here is not bound". */
static bool line_claims_completeness(struct pc_str line) {
    static const char *const whole[] = {"anything not listed", "ports not listed", "not listed here is",
                                        "complete list of ports", "complete list of all ports"};
    static const char *const every[] = {"every port",     "every host port",     "every published port", "all ports",
                                        "all host ports", "all published ports", "all the ports"};
    static const char *const binds[] = {" bind", " bound", " publish", " used",    " use ",   " uses ",
                                        " open", " expos", " listen",  " allocat", " on the "};
    if (has_any(line, whole, sizeof whole / sizeof whole[0])) {
        return true;
    }
    return has_any(line, every, sizeof every / sizeof every[0]) &&
           has_any(line, binds, sizeof binds / sizeof binds[0]) &&
           !has_any(line, (const char *const[]){"check ", "conflict", "should", "must"}, 4);
}

static struct pc_span find_completeness(const struct pc_builder *b, pc_id file) {
    const struct pc_file *doc = &b->files.items[file];
    for (uint32_t i = 0; i < doc->lines.count; i++) {
        struct pc_str line = pc_str_trim(pc_line_text(&doc->lines, doc->text, i));
        if (line.len > 0 && line.ptr[0] != '|' && line_claims_completeness(line)) {
            return (struct pc_span){
                .file = file, .offset = (uint32_t)(line.ptr - doc->text.ptr), .length = (uint32_t)line.len};
        }
    }
    return (struct pc_span){.file = file};
}

static void note_row(struct pc_document_draft *doc, const struct pc_claim *claim) {
    bool planned = claim->role == PC_ROLE_PLANNED;
    bool real = claim->role == PC_ROLE_DOCUMENTED;
    doc->has_plan = doc->has_plan || planned;
    if (claim->host == PC_NONE && claim->place == PC_PLACE_HOST) {
        doc->hostless = doc->hostless || planned || real;
        doc->hostless_real = doc->hostless_real || real;
    }
}

void pc_resolve_documents(struct pc_builder *b) {
    pc_id *document_of = PC_NEW_ARRAY(b->arena, b->files.count, pc_id);
    for (size_t i = 0; i < b->documents.count; i++) {
        pc_id file = b->documents.items[i];
        *PC_PUSH(&b->document_drafts, b->arena) =
            (struct pc_document_draft){.file = file,
                                       .tree = tree_with_deployments(b, b->files.items[file].path),
                                       .complete = find_completeness(b, file)};
        document_of[file] = (pc_id)(i + 1);
    }
    for (size_t i = 0; i < b->claims.count; i++) {
        const struct pc_claim *claim = &b->claims.items[i];
        if (document_of[claim->span.file] != 0) {
            note_row(&b->document_drafts.items[document_of[claim->span.file] - 1], claim);
        }
    }
}

static bool any_named_host(const struct pc_builder *b) {
    for (size_t i = 0; i < b->hosts.count; i++) {
        if (b->hosts.items[i].named && b->hosts.items[i].from_registry) {
            return true;
        }
    }
    return false;
}

static bool is_side_environment(enum pc_environment environment) {
    return environment == PC_ENV_DEVELOPMENT || environment == PC_ENV_TEST;
}

/* A dev or test deployment beside another one of its directory is a row of the report only. */
static bool has_main_sibling(const struct pc_builder *b, const struct pc_deployment *side) {
    struct pc_str dir = pc_path_dir(b->files.items[side->file].path);
    for (size_t i = 0; i < b->deployments.count; i++) {
        const struct pc_deployment *other = &b->deployments.items[i];
        bool override = pc_str_find_nocase(b->files.items[other->file].path, PC_STR("override"), 0) != PC_NPOS;
        if (other->host != side->host && !override && !is_side_environment(other->environment) &&
            pc_str_eq(pc_path_dir(b->files.items[other->file].path), dir)) {
            return true;
        }
    }
    return false;
}

bool pc_host_spoken_for(const struct pc_builder *b, pc_id host) {
    const struct pc_host_draft *draft = &b->hosts.items[host];
    if (draft->named) {
        return draft->from_registry;
    }
    bool named = any_named_host(b);
    for (size_t i = 0; i < b->deployments.count; i++) {
        const struct pc_deployment *deployment = &b->deployments.items[i];
        if (deployment->host != host) {
            continue;
        }
        if (is_side_environment(deployment->environment) && (named || has_main_sibling(b, deployment))) {
            continue;
        }
        for (size_t j = 0; j < b->document_drafts.count; j++) {
            const struct pc_document_draft *doc = &b->document_drafts.items[j];
            if (pc_path_is_under(b->files.items[deployment->file].path, doc->tree) &&
                (named ? doc->hostless_real : doc->hostless)) {
                return true;
            }
        }
    }
    return false;
}
