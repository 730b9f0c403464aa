/* Compose files: what is published on hosts, where containers listen, whom they dial.
 *
 * One file starts a deployment; what it includes, and its override and overlay, are read with it and start none of
 * their own. The parts:
 *
 * - compose_name.c: what a file's name says
 * - compose_project.c, compose_include.c, compose_overlay.c, compose_usage.c: which files are started together
 * - compose_load.c: parsing, syntax troubles, env files
 * - compose_env.c: interpolation that knows where every byte stands
 * - compose_service.c: the mappings that make up a service; compose_container.c: its container's facts
 * - compose_ports.c: mappings and addresses as text; compose_settings.c: names of settings, as data
 * - compose_publish.c: ports; compose_listens.c: expose, labels, the host's own network
 * - compose_environment.c: PORT and other variables; compose_command.c: flags and healthchecks
 * - compose_dials.c: addresses that are dialled; compose_claims.c: what all claims have in common */
#include "compose_listens.h"
#include "compose_load.h"
#include "compose_name.h"
#include "compose_project.h"
#include "compose_service.h"
#include "path.h"

static bool has_key_line(struct pc_str text, const char *word) {
    struct pc_str key = pc_str_c(word);
    for (size_t at = 0; (at = pc_str_find(text, key, at)) != PC_NPOS; at += key.len) {
        char before = at > 0 ? text.ptr[at - 1] : ' ';
        bool starts = before == ' ' || before == '\t' || before == '{' || before == ',' || before == '"';
        size_t end = at + key.len;
        end += end < text.len && text.ptr[end] == '"';
        if (starts && end < text.len && text.ptr[end] == ':') {
            return true;
        }
    }
    return false;
}

/* A top-level "services:", and below it what only containers have. */
static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    size_t at = pc_str_starts(text, PC_STR("services:")) || pc_str_starts(text, PC_STR("\xEF\xBB\xBFservices:"))
                    ? 0
                    : pc_str_find(text, PC_STR("\nservices:"), 0);
    if (at == PC_NPOS) {
        return false;
    }
    struct pc_str rest = pc_str_sub(text, at, text.len - at);
    return has_key_line(rest, "image") || has_key_line(rest, "build") || has_key_line(rest, "container_name") ||
           has_key_line(rest, "network_mode") || has_key_line(rest, "extends") || has_key_line(rest, "depends_on");
}

/* Does the file say anything that compose understands? Fragments hold networks, volumes or anchors only. */
static bool is_compose(const struct pc_compose_source *source) {
    static const char *const keys[] = {"include", "networks", "volumes", "configs", "secrets", "name", "version"};
    for (size_t i = 0; i < source->tree.document_count; i++) {
        const struct pc_node *document = source->tree.documents[i];
        if (pc_compose_services_of(document)) {
            return true;
        }
        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++) {
            if (pc_map_get(document, keys[j])) {
                return true;
            }
        }
        struct pc_map_iter it;
        for (pc_map_iter_init(&it, document); pc_map_iter_next(&it);) {
            if (it.value->key && pc_str_starts(it.value->key->text, PC_STR("x-"))) {
                return true;
            }
        }
    }
    return source->tree.note_count > 0;
}

static void tell_empty(struct pc_read_context *ctx) {
    struct pc_trouble trouble = {.kind = PC_TROUBLE_SYNTAX,
                                 .level = PC_LEVEL_INFO,
                                 .span = {ctx->file, 0, 0},
                                 .other = {PC_NONE, 0, 0},
                                 .message = PC_STR("the file is named like a compose file, but holds no services"),
                                 .service = PC_NONE};
    pc_builder_trouble(ctx->builder, &trouble);
}

/* A name or an environment from the main file, else from an override or overlay behind it; included files say nothing
 * here. */
static void describe(const struct pc_compose_deployment *dep, struct pc_str *infix, enum pc_environment *environment) {
    bool behind = false;
    for (size_t i = 0; i < dep->sources.count; i++) {
        struct pc_str path = dep->sources.items[i]->path;
        behind = behind || pc_str_eq(path, dep->ctx->path);
        if (!behind) {
            continue;
        }
        *infix = infix->len > 0 ? *infix : pc_compose_infix(path);
        *environment = *environment != PC_ENV_UNKNOWN ? *environment : pc_compose_environment(path);
    }
}

static pc_id mention_host(struct pc_read_context *ctx, struct pc_str infix, enum pc_environment environment) {
    if (infix.len == 0) {
        return PC_NONE;
    }
    struct pc_host_mention mention = {.name = infix,
                                      .environment = environment,
                                      .evidence = PC_EVIDENCE_FILE_NAME,
                                      .span = {ctx->file, 0, 0},
                                      .tentative = true};
    return pc_builder_host(ctx->builder, &mention);
}

/* The file that stands for the deployment: the one that command lines start, where none starts the file that includes
 * it. */
static pc_id main_file(const struct pc_compose_deployment *dep, const struct pc_compose_project *project) {
    pc_id started = dep->ctx->file;
    for (size_t i = 0; i < project->usages.list.count; i++) {
        struct pc_str first = project->usages.list.items[i].files[0];
        if (pc_str_eq(first, dep->ctx->path)) {
            return dep->ctx->file;
        }
        for (size_t j = 0; started == dep->ctx->file && j < dep->sources.count; j++) {
            if (pc_str_eq(dep->sources.items[j]->path, first)) {
                started = dep->sources.items[j]->file;
            }
        }
    }
    return started;
}

/* The deployment, and one draft for each file that belongs to no other one, so that they are known by their own names.
 */
static void declare(struct pc_compose_deployment *dep, const struct pc_compose_project *project) {
    struct pc_read_context *ctx = dep->ctx;
    struct pc_str infix = PC_EMPTY;
    describe(dep, &infix, &dep->environment);
    struct pc_deployment_draft draft = {.file = main_file(dep, project),
                                        .host = mention_host(ctx, infix, dep->environment),
                                        .environment = dep->environment,
                                        .infix = pc_str_dup(ctx->arena, infix)};
    dep->id = pc_builder_deployment(ctx->builder, &draft);
    pc_id *joins = PC_NEW(ctx->arena, pc_id);
    *joins = dep->id;
    for (size_t i = 0; i < dep->sources.count; i++) {
        const struct pc_compose_source *source = dep->sources.items[i];
        const struct pc_compose_info *info = pc_compose_info_of(project, source->path);
        if (source->file != draft.file && info && info->mains <= 1) {
            struct pc_deployment_draft part = {.file = source->file,
                                               .host = PC_NONE,
                                               .environment = dep->environment,
                                               .infix = pc_compose_infix(source->path),
                                               .joins = joins,
                                               .join_count = 1};
            pc_builder_deployment(ctx->builder, &part);
        }
    }
}

/* The other files of the deployment. A file that several deployments share tells its troubles in the first. */
static void add_members(struct pc_compose_deployment *dep, const struct pc_compose_project *project,
                        const struct pc_compose_members *members, struct pc_compose_source *own) {
    struct pc_read_context *ctx = dep->ctx;
    for (size_t i = 0; i < members->list.count; i++) {
        struct pc_str path = members->list.items[i];
        const struct pc_compose_info *info = pc_compose_info_of(project, path);
        struct pc_compose_source *source = own;
        pc_id file;
        struct pc_str text;
        if (!pc_str_eq(path, ctx->path)) {
            if (!ctx->tree->read(ctx->tree->arg, path, &file, &text)) {
                continue;
            }
            bool first = pc_compose_tell_once(project, info);
            source = pc_compose_source_of(ctx, file, path, text, first && !(info && info->named));
            source->quiet = !first;
        }
        *PC_PUSH(&dep->sources, ctx->scratch) = source;
    }
    if (members->truncated) {
        struct pc_span whole = {ctx->file, 0, 0};
        pc_compose_trouble(
            dep, own, PC_TROUBLE_TOO_LARGE, PC_LEVEL_DEFAULT, whole,
            "the deployment has too many files, or they include each other too deeply; some were not read");
    }
}

struct including {
    struct pc_compose_deployment *dep;
    const struct pc_compose_source *source;
};

static void tell_missing(void *arg, const struct pc_node *node) {
    const struct including *in = arg;
    struct pc_read_context *ctx = in->dep->ctx;
    struct pc_str path;
    if (!pc_compose_include_path(ctx->scratch, ctx->tree, in->source->dir, node, &path)) {
        pc_compose_trouble(in->dep, in->source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT,
                           pc_compose_span(in->source, node),
                           "what is included here is not in this repository, so ports of it may be missing");
    }
}

/* Files that are included and not there, or not known: their services are held against nothing. */
static void tell_missing_includes(struct pc_compose_deployment *dep) {
    for (size_t i = 0; i < dep->sources.count; i++) {
        struct including in = {dep, dep->sources.items[i]};
        for (size_t j = 0; !in.source->quiet && j < in.source->tree.document_count; j++) {
            pc_compose_each_include(in.source->tree.documents[j], tell_missing, &in);
        }
    }
}

/* Is one of the files started by "docker stack deploy"? */
static bool is_stack(const struct pc_compose_project *project, const struct pc_compose_members *members) {
    for (size_t i = 0; i < project->usages.list.count; i++) {
        const struct pc_compose_usage *usage = &project->usages.list.items[i];
        for (size_t j = 0; usage->swarm && j < usage->file_count; j++) {
            for (size_t k = 0; k < members->list.count; k++) {
                if (pc_str_eq(usage->files[j], members->list.items[k])) {
                    return true;
                }
            }
        }
    }
    return false;
}

static bool has_services(const struct pc_compose_deployment *dep) {
    for (size_t i = 0; i < dep->sources.count; i++) {
        const struct pc_tree *tree = &dep->sources.items[i]->tree;
        for (size_t j = 0; j < tree->document_count; j++) {
            if (pc_compose_services_of(tree->documents[j])) {
                return true;
            }
        }
    }
    return false;
}

static void read_file(struct pc_read_context *ctx) {
    const struct pc_compose_project *project = pc_compose_project(ctx);
    const struct pc_compose_info *info = pc_compose_info_of(project, ctx->path);
    struct pc_compose_source *own = pc_compose_source_of(ctx, ctx->file, ctx->path, ctx->text, !info || info->named);
    if (!is_compose(own)) {
        if (pc_compose_match(ctx->path) == PC_MATCH_EXACT) {
            tell_empty(ctx);
        }
        return;
    }
    if (info && info->mains > 0) {
        return; /* read with the file that it belongs to */
    }
    struct pc_compose_deployment dep = {.ctx = ctx, .vars = {.arena = ctx->scratch}};
    struct pc_compose_members members = pc_compose_members(ctx, project);
    add_members(&dep, project, &members, own);
    tell_missing_includes(&dep);
    if (!has_services(&dep)) {
        return;
    }
    dep.swarm = is_stack(project, &members);
    declare(&dep, project);
    pc_compose_load_vars(&dep, project, &members);
    pc_compose_services(&dep);
    for (size_t i = 0; i < dep.services.count; i++) {
        pc_compose_read_service(&dep, &dep.services.items[i]);
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    return pc_config_may_have_suffix(look, ".yml") ? pc_compose_match(look->path) : PC_MATCH_NO;
}

const struct pc_reader pc_reader_compose = {
    .name = "compose",
    .summary = "Docker Compose files: published ports, where containers listen, whom they dial",
    .kind = PC_FILE_KIND_COMPOSE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_file,
};
