/* Overrides and overlays: which file each belongs to, and which of them are started with it. */
#include "compose_name.h"
#include "compose_project_make.h"
#include "path.h"
#include "sort.h"

/* The file that a stem belongs to, in a directory: docker-compose.yml or .yaml. */
static struct pc_compose_info *file_of_stem(struct pc_compose_making *m, struct pc_str dir, struct pc_str stem) {
    static const char *const suffixes[] = {"yml", "yaml"};
    for (size_t i = 0; i < 2; i++) {
        const char *slash = dir.len > 0 ? "/" : "";
        struct pc_str path =
            pc_str_fmt(m->ctx->scratch, "%.*s%s%.*s.%s", PC_ARG(dir), slash, PC_ARG(stem), suffixes[i]);
        struct pc_compose_info *info = pc_compose_info_find(m->infos.items, m->infos.count, path);
        if (info) {
            return info;
        }
    }
    return NULL;
}

/* What a command line puts before this file, when all that name it agree. */
static struct pc_compose_info *base_by_usage(struct pc_compose_making *m, const struct pc_compose_info *overlay) {
    struct pc_compose_info *base = NULL;
    for (size_t i = 0; i < m->usages.list.count; i++) {
        const struct pc_compose_usage *usage = &m->usages.list.items[i];
        for (size_t j = 1; j < usage->file_count; j++) {
            if (!pc_str_eq(usage->files[j], overlay->path)) {
                continue;
            }
            struct pc_compose_info *first = pc_compose_info_find(m->infos.items, m->infos.count, usage->files[0]);
            if (!first || first->overlay || (base && base != first)) {
                return NULL;
            }
            base = first;
        }
    }
    return base;
}

/* docker-compose.gpu.yml overlays docker-compose.yml; a name may lose several words on the way. */
static struct pc_compose_info *base_by_name(struct pc_compose_making *m, const struct pc_compose_info *overlay) {
    struct pc_str dir = pc_path_dir(overlay->path);
    struct pc_str stem = pc_compose_stem(overlay->path);
    if (pc_compose_is_override(stem)) {
        stem = pc_str_sub(stem, 0, stem.len - 9);
        struct pc_compose_info *same = file_of_stem(m, dir, stem);
        if (same && !same->overlay) {
            return same;
        }
    }
    for (stem = pc_compose_shorter(stem); stem.len > 0; stem = pc_compose_shorter(stem)) {
        struct pc_compose_info *info = file_of_stem(m, dir, stem);
        if (info && !info->overlay) {
            return info;
        }
    }
    static const char *const usual[] = {"compose", "docker-compose"};
    for (size_t i = 0; i < 2; i++) {
        struct pc_compose_info *info = file_of_stem(m, dir, pc_str_c(usual[i]));
        if (info && !info->overlay) {
            return info;
        }
    }
    return NULL;
}

/* By directory, for "the only other compose file beside it". */
static int by_directory(const void *a, const void *b) {
    const struct pc_compose_info *x = *(struct pc_compose_info *const *)a;
    const struct pc_compose_info *y = *(struct pc_compose_info *const *)b;
    int order = pc_str_cmp(pc_path_dir(x->path), pc_path_dir(y->path));
    return order != 0 ? order : pc_str_cmp(x->path, y->path);
}

/* A file with some services of its own lies over another only when that one has a service that it leaves open. */
static bool fits_over(const struct pc_compose_making *m, const struct pc_compose_info *overlay,
                      const struct pc_compose_info *base) {
    struct pc_str text;
    struct pc_str under;
    return !overlay->partly ||
           (pc_compose_text(m->ctx, overlay->path, &text) && pc_compose_text(m->ctx, base->path, &under) &&
            pc_compose_has_bare_service(text, &under));
}

/* Gives every overlay its base: by command lines, by name, or the only full compose file of the directory. */
static void find_bases(struct pc_compose_making *m) {
    size_t count = m->infos.count;
    struct pc_compose_info **sorted = PC_NEW_ARRAY(m->ctx->scratch, count, struct pc_compose_info *);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &m->infos.items[i];
    }
    pc_sort(sorted, count, sizeof sorted[0], by_directory);
    for (size_t first = 0, end; first < count; first = end) {
        struct pc_compose_info *only = NULL;
        size_t full = 0;
        for (end = first; end < count && pc_str_eq(pc_path_dir(sorted[end]->path), pc_path_dir(sorted[first]->path));
             end++) {
            if (sorted[end]->named && !sorted[end]->overlay) {
                only = sorted[end];
                full++;
            }
        }
        for (size_t i = first; i < end; i++) {
            if (!sorted[i]->overlay) {
                continue;
            }
            struct pc_compose_info *base = base_by_usage(m, sorted[i]);
            base = base ? base : base_by_name(m, sorted[i]);
            base = base ? base : full == 1 ? only : NULL;
            base = base && fits_over(m, sorted[i], base) ? base : NULL;
            sorted[i]->base = base ? base->path : PC_EMPTY;
            sorted[i]->overlay = base || !sorted[i]->partly;
        }
    }
}

/* An overlay and what it belongs to. */
struct belonging {
    struct pc_compose_info *base;
    struct pc_compose_info *overlay;
};

static int by_base(const void *a, const void *b) {
    const struct belonging *x = a;
    const struct belonging *y = b;
    int order = pc_str_cmp(x->base->path, y->base->path);
    return order != 0 ? order : pc_str_cmp(x->overlay->path, y->overlay->path);
}

static bool names(const struct pc_compose_usage *usage, struct pc_str path) {
    for (size_t i = 1; i < usage->file_count; i++) {
        if (pc_str_eq(usage->files[i], path)) {
            return true;
        }
    }
    return false;
}

/* Several overlays are alternatives, unless every command line that starts the base stacks the same ones on it. */
static const struct pc_compose_usage *agreed_usage(const struct pc_compose_making *m,
                                                   const struct pc_compose_info *base) {
    const struct pc_compose_usage *agreed = NULL;
    for (size_t i = 0; i < m->usages.list.count; i++) {
        const struct pc_compose_usage *usage = &m->usages.list.items[i];
        if (!pc_str_eq(usage->files[0], base->path)) {
            continue;
        }
        for (size_t j = 1; j < usage->file_count; j++) {
            if (agreed && (usage->file_count != agreed->file_count || !names(agreed, usage->files[j]))) {
                return NULL;
            }
        }
        if (usage->file_count < 3) {
            return NULL;
        }
        agreed = usage;
    }
    return agreed;
}

static bool is_own_override(const struct belonging *b) {
    struct pc_str stem = pc_compose_stem(b->overlay->path);
    return pc_compose_is_override(stem) && pc_str_eq(pc_str_sub(stem, 0, stem.len - 9), pc_compose_stem(b->base->path));
}

/* Which of the overlays [list, list + count) of one base are started with it: its .override file; else the only one
 * there is; else those that the command lines name. The others are deployments of their own. */
static void join(struct pc_compose_making *m, const struct belonging *list, size_t count) {
    struct pc_compose_info *base = list[0].base;
    const struct pc_compose_usage *agreed = count > 1 ? agreed_usage(m, base) : NULL;
    bool has_override = false;
    for (size_t i = 0; i < count; i++) {
        has_override = has_override || is_own_override(&list[i]);
    }
    struct PC_VEC(struct pc_str) joined = {0};
    for (size_t i = 0; i < count; i++) {
        bool with =
            has_override ? is_own_override(&list[i]) : count == 1 || (agreed && names(agreed, list[i].overlay->path));
        if (with) {
            *PC_PUSH(&joined, m->ctx->arena) = list[i].overlay->path;
        }
    }
    base->joined = joined.items;
    base->joined_count = joined.count;
}

/* The files of a list behind the first are started with it, whatever they are called. */
static void join_list(struct pc_compose_making *m, const struct pc_compose_list *list) {
    struct pc_compose_info *first = pc_compose_info_find(m->infos.items, m->infos.count, list->files[0]);
    struct PC_VEC(struct pc_str) joined = {0};
    for (size_t i = 0; first && i < first->joined_count; i++) {
        *PC_PUSH(&joined, m->ctx->arena) = first->joined[i];
    }
    for (size_t i = 1; first && i < list->count; i++) {
        bool again = !pc_compose_info_find(m->infos.items, m->infos.count, list->files[i]) ||
                     pc_str_eq(list->files[i], first->path);
        for (size_t j = 0; j < first->joined_count; j++) {
            again = again || pc_str_eq(first->joined[j], list->files[i]);
        }
        if (!again) {
            *PC_PUSH(&joined, m->ctx->arena) = list->files[i];
        }
    }
    if (first) {
        first->joined = joined.items;
        first->joined_count = joined.count;
    }
}

void pc_compose_join_overlays(struct pc_compose_making *m) {
    find_bases(m);
    struct PC_VEC(struct belonging) list = {0};
    for (size_t i = 0; i < m->infos.count; i++) {
        struct pc_compose_info *overlay = &m->infos.items[i];
        if (overlay->base.len > 0) {
            *PC_PUSH(&list, m->ctx->scratch) =
                (struct belonging){pc_compose_info_find(m->infos.items, m->infos.count, overlay->base), overlay};
        }
    }
    pc_sort(list.items, list.count, sizeof list.items[0], by_base);
    for (size_t first = 0, end; first < list.count; first = end) {
        for (end = first; end < list.count && list.items[end].base == list.items[first].base; end++) {
        }
        join(m, list.items + first, end - first);
    }
    for (size_t i = 0; i < m->lists.count; i++) {
        join_list(m, &m->lists.items[i]);
    }
}
