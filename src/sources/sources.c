#include "sources.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "git_dir.h"
#include "git_ignore.h"
#include "git_index.h"
#include "limits.h"
#include "sort.h"
#include "walk.h"

struct tracked {
    const struct pc_index_entry *items; /* sorted, no doubles */
    size_t count;
};

static int compare_entries(const void *a, const void *b) {
    return pc_str_cmp(((const struct pc_index_entry *)a)->path, ((const struct pc_index_entry *)b)->path);
}

static int compare_walked(const void *a, const void *b) {
    return pc_str_cmp(((const struct pc_walk_entry *)a)->path, ((const struct pc_walk_entry *)b)->path);
}

static int compare_unread(const void *a, const void *b) {
    return pc_str_cmp(((const struct pc_unread *)a)->path, ((const struct pc_unread *)b)->path);
}

/* Git writes its index sorted, and a walk goes in order: most often there is nothing to do. */
static void sort_unless_sorted(void *items, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    const char *bytes = items;
    for (size_t i = 1; i < count; i++) {
        if (compare(bytes + (i - 1) * size, bytes + i * size) > 0) {
            pc_sort(items, count, size, compare);
            return;
        }
    }
}

/* The index of the first entry at or behind path. */
static size_t lower_bound(const struct tracked *tracked, struct pc_str path) {
    size_t lo = 0, hi = tracked->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (pc_str_cmp(tracked->items[middle].path, path) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

struct below {
    struct pc_arena *arena;
    struct tracked tracked;
};

static bool tracked_below(void *arg, struct pc_str dir) {
    struct below *below = arg;
    struct pc_str prefix = pc_str_fmt(below->arena, "%.*s/", PC_ARG(dir));
    size_t at = lower_bound(&below->tracked, prefix);
    return at < below->tracked.count && pc_str_starts(below->tracked.items[at].path, prefix);
}

/* Reads an index file of the git directory into *index. A missing one is an empty one: nothing was ever added. */
static bool read_index(struct pc_arena *arena, const struct pc_git_dir *git, struct pc_str name, bool may_be_missing,
                       struct pc_arena *bytes, struct pc_index *index, struct pc_str *trouble) {
    struct pc_str text;
    const char *why = "it cannot be read";
    enum pc_file_status status = pc_file_read(git->dir_fd, name, PC_LIMIT_INDEX_BYTES, bytes, &text, NULL);
    if (status == PC_FILE_MISSING && may_be_missing)
        return true;
    if (status == PC_FILE_TOO_LARGE)
        why = "it is too large";
    if (status == PC_FILE_OK && pc_git_index_parse(arena, text, git->prefix, index, &why))
        return true;
    *trouble = pc_str_fmt(arena, "the git index was not used: %s", why);
    return false;
}

static void finish_arena(void *arg) {
    pc_arena_finish(arg);
}

/* All entries of the index, and of the one that it is split from. Which of the latter were replaced or deleted since is
 * not looked up: a replaced one has the same path, a deleted one is at most listed although it is gone. */
static bool read_indexes(struct pc_arena *arena, const struct pc_git_dir *git, const char *name, struct pc_index *index,
                         struct pc_str *trouble) {
    struct pc_arena bytes;
    struct pc_cleanup cleanup;
    pc_arena_init(&bytes, PC_LIMIT_RUN_BYTES, arena->recovery);
    pc_defer(arena->recovery, &cleanup, finish_arena, &bytes);
    bool good = read_index(arena, git, pc_str_c(name), true, &bytes, index, trouble);
    if (good && index->shared.len > 0) {
        struct pc_str shared = pc_str_fmt(arena, "sharedindex.%.*s", PC_ARG(index->shared));
        good = read_index(arena, git, shared, false, &bytes, index, trouble);
    }
    pc_undefer(arena->recovery, &cleanup);
    pc_arena_finish(&bytes);
    return good;
}

/* Sorts, drops doubles and the entries that a sparse checkout leaves off the disk. */
static struct tracked finish_tracked(struct pc_index *index, int root_fd) {
    struct pc_index_entry *items = index->entries.items;
    size_t count = 0;
    struct stat st;
    sort_unless_sorted(items, index->entries.count, sizeof *items, compare_entries);
    for (size_t i = 0; i < index->entries.count; i++) {
        if (count > 0 && pc_str_eq(items[count - 1].path, items[i].path))
            continue;
        if (items[i].skip && fstatat(root_fd, items[i].path.ptr, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        items[count++] = items[i];
    }
    return (struct tracked){items, count};
}

/* What holds above the root: info/exclude, and the .gitignore files of the directories from the top down to the root's
 * parent. False when one of those directories is itself ignored: then so is everything below the root that is not
 * tracked. */
static bool scope_above(struct pc_arena *arena, const struct pc_git_dir *git, struct pc_walk *walk) {
    struct pc_str text;
    if (git->common_fd >= 0 &&
        pc_file_read(git->common_fd, PC_STR("info/exclude"), PC_LIMIT_FILE_BYTES, arena, &text, NULL) == PC_FILE_OK)
        walk->scope = pc_ignore_scope_new(arena, walk->scope, PC_EMPTY, text);
    struct pc_str dir = PC_EMPTY;
    for (size_t from = 0; from < git->prefix.len;) {
        struct pc_str gitignore = pc_str_fmt(arena, "%.*s%s.gitignore", PC_ARG(dir), dir.len > 0 ? "/" : "");
        if (pc_file_read(git->top_fd, gitignore, PC_LIMIT_FILE_BYTES, arena, &text, NULL) == PC_FILE_OK)
            walk->scope = pc_ignore_scope_new(arena, walk->scope, dir, text);
        size_t slash = pc_str_find_char(git->prefix, '/', from);
        dir = pc_str_sub(git->prefix, 0, slash);
        if (pc_ignore_match(walk->scope, dir, true, &walk->ignore_work))
            return false;
        from = slash + 1;
    }
    return true;
}

static void sort_walk(struct pc_walk *walk) {
    sort_unless_sorted(walk->entries.items, walk->entries.count, sizeof *walk->entries.items, compare_walked);
    sort_unless_sorted(walk->unread.items, walk->unread.count, sizeof *walk->unread.items, compare_unread);
}

/* Puts the two sorted lists into one. */
static void merge(struct pc_arena *arena, struct tracked tracked, struct pc_walk *walk, struct pc_source_list *list) {
    sort_walk(walk);
    struct pc_source *items = PC_NEW_ARRAY(arena, tracked.count + walk->entries.count, struct pc_source);
    size_t t = 0, w = 0, count = 0;
    while (t < tracked.count || w < walk->entries.count) {
        const struct pc_index_entry *a = t < tracked.count ? &tracked.items[t] : NULL;
        const struct pc_walk_entry *b = w < walk->entries.count ? &walk->entries.items[w] : NULL;
        int order = !a ? 1 : !b ? -1 : pc_str_cmp(a->path, b->path);
        struct pc_source *item = &items[count++];
        if (a && order <= 0) {
            *item = (struct pc_source){.path = a->path, .link = a->link, .tracked = true, .state = a->state};
            t++;
        }
        if (b && order >= 0) { /* the disk knows better than the index whether it is a link */
            item->path = b->path;
            item->link = b->link;
            item->seen = true;
            w++;
        }
    }
    list->items = items;
    list->truncated = walk->truncated || count > PC_LIMIT_FILES;
    list->count = count > PC_LIMIT_FILES ? PC_LIMIT_FILES : count;
    list->unread = walk->unread.items;
    list->unread_count = walk->unread.count;
}

static void add_walk(struct pc_arena *arena, int root_fd, const struct pc_git_dir *git, struct tracked tracked,
                     struct pc_source_list *list) {
    struct below below = {arena, tracked};
    struct pc_walk walk = {.arena = arena,
                           .root_fd = root_fd,
                           .prefix = git->prefix,
                           .use_ignore = true,
                           .ignore_work = PC_IGNORE_WORK,
                           .tracked_below = tracked_below,
                           .arg = &below,
                           .limit = PC_LIMIT_WALK_ENTRIES};
    if (scope_above(arena, git, &walk))
        pc_walk_run(&walk);
    merge(arena, tracked, &walk, list);
}

static bool list_all(struct pc_arena *arena, int root_fd, const struct pc_git_dir *git, const char *name,
                     bool with_states, struct pc_source_list *list) {
    struct pc_index index = {.with_states = with_states};
    if (!read_indexes(arena, git, name, &index, &list->trouble))
        return false;
    add_walk(arena, root_fd, git, finish_tracked(&index, root_fd), list);
    list->how = PC_LISTING_GIT;
    return list->count > 0;
}

static void walk_plainly(struct pc_arena *arena, int root_fd, struct pc_source_list *list) {
    struct pc_walk walk = {.arena = arena, .root_fd = root_fd, .prefix = PC_STR(""), .limit = PC_LIMIT_WALK_ENTRIES};
    pc_walk_run(&walk);
    merge(arena, (struct tracked){NULL, 0}, &walk, list);
    list->how = PC_LISTING_WALK;
}

struct pc_source_list pc_sources_list(struct pc_arena *arena, int root_fd) {
    struct pc_source_list list = {0};
    struct pc_git_dir git;
    bool listed = pc_git_dir_open(arena, root_fd, &git) && list_all(arena, root_fd, &git, "index", false, &list);
    pc_git_dir_close(arena, &git);
    if (listed)
        return list;
    if (git.trouble.len > 0)
        list.trouble = git.trouble;
    walk_plainly(arena, root_fd, &list);
    return list;
}

/* The entries as they are, without those in conflict and those that are only intended. */
static void list_entries(struct pc_arena *arena, struct pc_index *index, struct pc_source_list *list) {
    struct pc_source *items = PC_NEW_ARRAY(arena, index->entries.count, struct pc_source);
    struct PC_VEC(struct pc_str) unmerged = {0};
    const struct pc_index_entry *entries = index->entries.items;
    sort_unless_sorted(index->entries.items, index->entries.count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < index->entries.count; i++) {
        bool doubled = i > 0 && pc_str_eq(entries[i - 1].path, entries[i].path);
        if (entries[i].unmerged && !doubled)
            *PC_PUSH(&unmerged, arena) = entries[i].path;
        else if (!entries[i].unmerged && !entries[i].intended && !doubled)
            items[list->count++] = (struct pc_source){
                .path = entries[i].path, .link = entries[i].link, .tracked = true, .state = entries[i].state};
    }
    list->items = items;
    list->truncated = list->count > PC_LIMIT_FILES;
    list->count = list->truncated ? PC_LIMIT_FILES : list->count;
    list->unmerged = unmerged.items;
    list->unmerged_count = unmerged.count;
    list->how = PC_LISTING_GIT;
}

/* An index that is split or sparse says only with others what it holds. */
static void list_staged(struct pc_git *git, struct pc_source_list *list) {
    struct pc_index index = {.with_states = true};
    bool read = read_indexes(git->arena, &git->dir, git->index, &index, &list->trouble);
    if (!read || index.sparse || index.shared.len > 0) {
        index = (struct pc_index){.with_states = true};
        enum pc_git_status status = pc_git_index_files(git, &index);
        struct pc_str why = status == PC_GIT_NO_PROGRAM ? PC_STR("PATH names no git that may be run") : git->words;
        if (status != PC_GIT_OK && read)
            list->trouble = pc_str_fmt(git->arena, "git cannot list the index: %.*s", PC_ARG(why));
        if (status != PC_GIT_OK)
            return;
        list->trouble = PC_EMPTY;
    }
    list_entries(git->arena, &index, list);
}

struct pc_source_list pc_sources_list_git(struct pc_git *git, int root_fd, enum pc_sources_which which) {
    struct pc_source_list list = {0};
    struct pc_index index = {.with_states = true};
    struct stat st;
    if (fstatat(git->dir.dir_fd, git->index, &st, 0) == 0)
        list.written = st.st_mtim;
    if (which == PC_SOURCES_STAGED) {
        list_staged(git, &list);
    } else if (which == PC_SOURCES_TRACKED) {
        if (read_indexes(git->arena, &git->dir, "index", &index, &list.trouble)) {
            struct pc_walk nothing = {.arena = git->arena};
            merge(git->arena, finish_tracked(&index, root_fd), &nothing, &list);
        }
    } else if (!list_all(git->arena, root_fd, &git->dir, "index", true, &list)) {
        walk_plainly(git->arena, root_fd, &list);
    }
    return list;
}

struct pc_source_list pc_sources_list_revision(struct pc_git *git, struct pc_str revision, enum pc_git_status *status) {
    struct pc_source_list list = {0};
    struct pc_index index = {.with_states = true};
    *status = pc_git_revision_files(git, revision, &index);
    if (*status == PC_GIT_OK)
        list_entries(git->arena, &index, &list);
    return list;
}
