#include "compose_project_make.h"

#include <stdlib.h>

#include "compose_name.h"
#include "path.h"
#include "sort.h"

enum { MEMBERS_MAX = 256, INCLUDE_DEPTH = 16, INCLUDE_ROUNDS = 16 };

static int by_path(const void *a, const void *b) {
    return pc_str_cmp(((const struct pc_compose_info *)a)->path, ((const struct pc_compose_info *)b)->path);
}

struct pc_compose_info *pc_compose_info_find(struct pc_compose_info *infos, size_t count, struct pc_str path) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = pc_str_cmp(infos[middle].path, path);
        if (order == 0) {
            return &infos[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const struct pc_compose_info *pc_compose_info_of(const struct pc_compose_project *project, struct pc_str path) {
    return pc_compose_info_find(project->infos, project->count, path);
}

bool pc_compose_tell_once(const struct pc_compose_project *project, const struct pc_compose_info *info) {
    if (!info) {
        return true;
    }
    bool *told = &project->told[info - project->infos];
    bool first = !*told;
    *told = true;
    return first;
}

/* The configuration may say that a file is not to be read: then nothing belongs to it. */
static bool is_excluded(const struct pc_read_context *ctx, struct pc_str path) {
    for (size_t i = 0; ctx->config && i < ctx->config->exclude_count; i++) {
        if (pc_glob_match(ctx->config->exclude[i], path)) {
            return true;
        }
    }
    return false;
}

bool pc_compose_text(const struct pc_read_context *ctx, struct pc_str path, struct pc_str *text) {
    pc_id file;
    if (pc_str_eq(path, ctx->path)) {
        *text = ctx->text;
        return true;
    }
    return ctx->tree->exists(ctx->tree->arg, path) && ctx->tree->read(ctx->tree->arg, path, &file, text);
}

static void add_info(struct pc_compose_making *m, struct pc_str path, bool named) {
    struct pc_str text;
    if (!pc_compose_text(m->ctx, path, &text)) {
        return;
    }
    struct pc_compose_info *info = PC_PUSH(&m->infos, m->ctx->arena);
    info->path = path;
    info->named = named;
    info->include_count =
        pc_compose_includes(m->ctx->arena, m->ctx->scratch, m->ctx->tree, path, text, &info->includes);
    info->overlay = pc_compose_is_overlay(text) || pc_compose_is_override(pc_compose_stem(path));
    info->partly = !info->overlay && info->include_count == 0 && pc_compose_has_bare_service(text, NULL);
    info->overlay = info->overlay || info->partly;
}

static void add_named(struct pc_compose_making *m) {
    const struct pc_tree_access *tree = m->ctx->tree;
    for (size_t i = 0; i < tree->path_count; i++) {
        if (pc_compose_match(tree->paths[i]) >= PC_MATCH_NAME && !is_excluded(m->ctx, tree->paths[i])) {
            add_info(m, tree->paths[i], true);
        }
    }
}

/* The value of a line of an env file, without quotes; false when it sets another variable. */
static bool env_value(struct pc_str line, struct pc_str name, struct pc_str *value) {
    line = pc_str_trim(line);
    if (!pc_str_starts(line, name) || pc_str_at(line, name.len) != '=') {
        return false;
    }
    *value = pc_str_trim(pc_str_sub(line, name.len + 1, line.len));
    char quote = pc_str_at(*value, 0);
    if (value->len > 1 && pc_is_any(quote, "'\"") && value->ptr[value->len - 1] == quote) {
        *value = pc_str_sub(*value, 1, value->len - 2);
    }
    return true;
}

static void add_list(struct pc_compose_making *m, struct pc_str dir, struct pc_str value, char separator) {
    struct PC_VEC(struct pc_str) files = {0};
    struct pc_str entry, path;
    for (bool done = false; files.count < MEMBERS_MAX && pc_str_split(&value, separator, &entry, &done);) {
        if (pc_path_join(m->ctx->arena, dir, pc_str_trim(entry), &path) &&
            m->ctx->tree->exists(m->ctx->tree->arg, path)) {
            *PC_PUSH(&files, m->ctx->arena) = path;
        }
    }
    if (files.count > 0) {
        *PC_PUSH(&m->lists, m->ctx->arena) = (struct pc_compose_list){files.items, files.count};
    }
}

/* What the .env files say about the deployments that are started beside them. */
static void add_lists(struct pc_compose_making *m) {
    const struct pc_tree_access *tree = m->ctx->tree;
    for (size_t i = 0; i < tree->path_count; i++) {
        struct pc_str text, line, list = PC_EMPTY, separator = PC_EMPTY;
        if (!pc_str_ends(tree->paths[i], PC_STR(".env")) || !pc_str_is(pc_path_base(tree->paths[i]), ".env") ||
            !pc_compose_text(m->ctx, tree->paths[i], &text) ||
            pc_str_find(text, PC_STR("COMPOSE_FILE"), 0) == PC_NPOS) {
            continue;
        }
        for (bool done = false; pc_str_split(&text, '\n', &line, &done);) {
            if (!env_value(line, PC_STR("COMPOSE_FILE"), &list)) {
                env_value(line, PC_STR("COMPOSE_PATH_SEPARATOR"), &separator);
            }
        }
        add_list(m, pc_path_dir(tree->paths[i]), list, separator.len == 1 ? separator.ptr[0] : ':');
    }
}

/* Files that are included or listed and bear no compose name. Each round may find new ones in those of the last. */
static void add_included(struct pc_compose_making *m) {
    for (size_t round = 0, first = 0; round < INCLUDE_ROUNDS && (round == 0 || first < m->infos.count); round++) {
        struct PC_VEC(struct pc_compose_info) wanted = {0};
        for (size_t i = 0; round == 0 && i < m->lists.count; i++) {
            for (size_t j = 0; j < m->lists.items[i].count; j++) {
                *PC_PUSH(&wanted, m->ctx->arena) = (struct pc_compose_info){.path = m->lists.items[i].files[j]};
            }
        }
        for (size_t i = first; i < m->infos.count; i++) {
            for (size_t j = 0; j < m->infos.items[i].include_count; j++) {
                *PC_PUSH(&wanted, m->ctx->arena) = (struct pc_compose_info){.path = m->infos.items[i].includes[j]};
            }
        }
        first = m->infos.count;
        pc_sort(wanted.items, wanted.count, sizeof wanted.items[0], by_path);
        struct pc_compose_info *known = PC_NEW_ARRAY(m->ctx->arena, first, struct pc_compose_info);
        for (size_t i = 0; i < first; i++) {
            known[i] = m->infos.items[i];
        }
        pc_sort(known, first, sizeof known[0], by_path);
        for (size_t i = 0; i < wanted.count; i++) {
            bool again = i > 0 && pc_str_eq(wanted.items[i].path, wanted.items[i - 1].path);
            if (!again && !pc_compose_info_find(known, first, wanted.items[i].path)) {
                add_info(m, wanted.items[i].path, false);
            }
        }
    }
    pc_sort(m->infos.items, m->infos.count, sizeof m->infos.items[0], by_path);
}

/* The directories of the compose files and those above them. */
static int by_text(const void *a, const void *b) {
    return pc_str_cmp(*(const struct pc_str *)a, *(const struct pc_str *)b);
}

struct directories {
    struct PC_VEC(struct pc_str) list;
};

static struct directories directories_of(struct pc_compose_making *m) {
    struct directories dirs = {.list = {NULL, 0, 0}};
    for (size_t i = 0; i < m->infos.count; i++) {
        struct pc_str dir = pc_path_dir(m->infos.items[i].path);
        *PC_PUSH(&dirs.list, m->ctx->arena) = dir;
        for (int level = 0; dir.len > 0 && level < INCLUDE_DEPTH; level++) {
            dir = pc_path_dir(dir);
            *PC_PUSH(&dirs.list, m->ctx->arena) = dir;
        }
    }
    pc_sort(dirs.list.items, dirs.list.count, sizeof dirs.list.items[0], by_text);
    return dirs;
}

static bool is_near(const struct directories *dirs, struct pc_str dir) {
    static const char *const beside[] = {"docs",  "doc", "scripts", "script",       "bin",
                                         "tools", "ops", "hack",    "documentation"};
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        if (pc_str_is(pc_path_base(dir), beside[i])) {
            dir = pc_path_dir(dir);
            break;
        }
    }
    return dirs->list.count > 0 &&
           bsearch(&dir, dirs->list.items, dirs->list.count, sizeof dirs->list.items[0], by_text) != NULL;
}

/* Are there questions that command lines could answer: variables, overlays, replicas? */
static bool needs_usages(const struct pc_compose_making *m) {
    for (size_t i = 0; i < m->infos.count; i++) {
        struct pc_str text;
        if (m->infos.items[i].overlay ||
            (pc_compose_text(m->ctx, m->infos.items[i].path, &text) &&
             (pc_str_find_char(text, '$', 0) != PC_NPOS || pc_str_find(text, PC_STR("replicas"), 0) != PC_NPOS))) {
            return true;
        }
    }
    return false;
}

/* Reads the documents and scripts beside compose files, and the comments of compose and env files themselves. */
static void add_usages(struct pc_compose_making *m) {
    if (!needs_usages(m)) {
        return;
    }
    const struct pc_tree_access *tree = m->ctx->tree;
    struct directories dirs = directories_of(m);
    for (size_t i = 0; i < tree->path_count; i++) {
        struct pc_str path = tree->paths[i];
        bool tells = pc_compose_tells_usage(path) || pc_compose_info_find(m->infos.items, m->infos.count, path);
        struct pc_str text;
        if (tells && is_near(&dirs, pc_path_dir(path)) && !is_excluded(m->ctx, path) &&
            pc_compose_text(m->ctx, path, &text)) {
            pc_compose_usage_add(m->ctx->arena, tree, path, text, &m->usages);
        }
    }
}

/* A walk over what belongs to a file. */
struct walk {
    struct pc_read_context *ctx;
    const struct pc_compose_project *project;
    struct pc_compose_members members;
};

static bool has_member(const struct walk *walk, struct pc_str path) {
    for (size_t i = 0; i < walk->members.list.count; i++) { /* at most MEMBERS_MAX */
        if (pc_str_eq(walk->members.list.items[i], path)) {
            return true;
        }
    }
    return false;
}

/* Recursion goes at most INCLUDE_DEPTH deep. Members are marked when they are entered, so circles end. */
static void visit(struct walk *walk, struct pc_str path, unsigned depth) {
    if (has_member(walk, path)) {
        return;
    }
    if (depth > INCLUDE_DEPTH || walk->members.list.count >= MEMBERS_MAX) {
        walk->members.truncated = true;
        return;
    }
    struct pc_compose_info fresh = {.path = path};
    const struct pc_compose_info *info = pc_compose_info_of(walk->project, path);
    struct pc_str text;
    if (!info) {
        if (!pc_compose_text(walk->ctx, path, &text)) {
            return;
        }
        fresh.include_count =
            pc_compose_includes(walk->ctx->scratch, walk->ctx->scratch, walk->ctx->tree, path, text, &fresh.includes);
        info = &fresh;
    }
    *PC_PUSH(&walk->members.list, walk->ctx->scratch) = path;
    size_t own = walk->members.list.count - 1;
    for (size_t i = 0; i < info->include_count; i++) {
        visit(walk, info->includes[i], depth + 1);
    }
    /* Behind what it includes. */
    for (size_t i = own; i + 1 < walk->members.list.count; i++) {
        walk->members.list.items[i] = walk->members.list.items[i + 1];
    }
    walk->members.list.items[walk->members.list.count - 1] = path;
    for (size_t i = 0; i < info->joined_count; i++) {
        visit(walk, info->joined[i], depth + 1);
    }
}

static struct pc_compose_members members_of(struct pc_read_context *ctx, const struct pc_compose_project *project,
                                            struct pc_str path) {
    struct walk walk = {.ctx = ctx, .project = project};
    visit(&walk, path, 0);
    return walk.members;
}

struct pc_compose_members pc_compose_members(struct pc_read_context *ctx, const struct pc_compose_project *project) {
    return members_of(ctx, project, ctx->path);
}

/* Counts of how many deployments each file is a part. First the files that nobody refers to start deployments; of those
 * that are left (they include each other in circles) the first in order does. */
static void count_mains(struct pc_compose_making *m, struct pc_compose_project *project) {
    bool *referred = PC_NEW_ARRAY(m->ctx->scratch, m->infos.count, bool);
    for (size_t i = 0; i < m->infos.count; i++) {
        const struct pc_compose_info *info = &m->infos.items[i];
        for (size_t j = 0; j < info->include_count + info->joined_count; j++) {
            struct pc_str path = j < info->include_count ? info->includes[j] : info->joined[j - info->include_count];
            struct pc_compose_info *other = pc_compose_info_find(m->infos.items, m->infos.count, path);
            if (other && other != info) {
                referred[other - m->infos.items] = true;
            }
        }
    }
    for (int circles = 0; circles < 2; circles++) {
        for (size_t i = 0; i < m->infos.count; i++) {
            struct pc_compose_info *main = &m->infos.items[i];
            bool starts = circles ? referred[i] && main->mains == 0 : !referred[i];
            if (!starts || (main->include_count == 0 && main->joined_count == 0)) {
                continue;
            }
            struct pc_compose_members members = members_of(m->ctx, project, main->path);
            for (size_t j = 0; j < members.list.count; j++) {
                struct pc_compose_info *part =
                    pc_compose_info_find(m->infos.items, m->infos.count, members.list.items[j]);
                if (part && part != main) {
                    part->mains++;
                }
            }
        }
    }
}

const struct pc_compose_project *pc_compose_project(struct pc_read_context *ctx) {
    if (ctx->tree->memo && *ctx->tree->memo) {
        return *ctx->tree->memo;
    }
    struct pc_compose_making m = {.ctx = ctx};
    add_named(&m);
    add_lists(&m);
    add_included(&m);
    add_usages(&m);
    pc_compose_join_overlays(&m);
    struct pc_compose_project *project = PC_NEW(ctx->arena, struct pc_compose_project);
    project->infos = m.infos.items;
    project->count = m.infos.count;
    project->usages = m.usages;
    project->told = PC_NEW_ARRAY(ctx->arena, m.infos.count, bool);
    count_mains(&m, project);
    if (ctx->tree->memo) {
        *ctx->tree->memo = project;
    }
    return project;
}
