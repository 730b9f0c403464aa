/* Which reader reads which file. */
#include "journal_file.h"
#include "path.h"
#include "run_impl.h"
#include "sort.h"
#include "source_patterns.h"

struct PC_VEC_FILES PC_VEC(struct pc_tree_file);

static bool matches_any(const struct pc_str *globs, size_t count, struct pc_str path) {
    for (size_t i = 0; i < count; i++)
        if (pc_glob_match(globs[i], path))
            return true;
    return false;
}

static bool ends_with_any(struct pc_str path, const char *const *suffixes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct pc_str suffix = pc_str_c(suffixes[i]);
        if (path.len > suffix.len && pc_str_eq_nocase(pc_str_sub(path, path.len - suffix.len, suffix.len), suffix))
            return true;
    }
    return false;
}

/* The registry reader for a file that is one because somebody says so; NULL when nothing could be read of such a file.
 */
static const struct pc_reader *registry_reader(struct pc_str path) {
    static const char *const text[] = {".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".text"};
    static const char *const data[] = {".yml", ".yaml", ".json", ".jsonc"};
    if (ends_with_any(path, text, sizeof text / sizeof text[0]))
        return &pc_reader_registry_markdown;
    if (ends_with_any(path, data, sizeof data / sizeof data[0]))
        return &pc_reader_registry_data;
    return pc_str_find_char(pc_path_base(path), '.', 0) == PC_NPOS ? &pc_reader_registry_markdown : NULL;
}

/* Where the configuration names the registries, no other file is one by its name. */
static bool may_read(const struct pc_run *run, const struct pc_reader *reader) {
    return run->config.document_count == 0 || reader->kind != PC_FILE_KIND_REGISTRY;
}

static void choose_reader(const struct pc_run *run, struct pc_tree_file *file) {
    struct pc_path_look look = pc_path_look(file->path);
    for (size_t i = 0; i < pc_reader_count; i++) {
        enum pc_match match = may_read(run, pc_readers[i]) ? pc_readers[i]->match(&look) : PC_MATCH_NO;
        file->maybe |= (uint64_t)(match == PC_MATCH_MAYBE) << i;
        if (match > file->match) {
            file->match = match;
            file->reader = pc_readers[i];
        }
    }
}

bool pc_run_sniff(struct pc_run *run, struct pc_tree_file *file, struct pc_str text) {
    file->reader = NULL;
    for (size_t i = 0; i < pc_reader_count && !file->reader; i++) {
        const struct pc_reader *reader = pc_readers[i];
        if ((file->maybe >> i & 1) != 0 && reader->sniff && reader->sniff(file->path, text))
            file->reader = reader;
    }
    if (!file->reader && file->forced)
        file->reader = registry_reader(file->path);
    if (!file->reader && pc_source_patterns_want(&run->config, file->path))
        file->reader = &pc_reader_source;
    return file->reader != NULL;
}

/* The person wants this file read, whatever its name. */
static void force(struct pc_run *run, struct pc_tree_file *file) {
    file->forced = true;
    if (file->match == PC_MATCH_NO) {
        file->reader = registry_reader(file->path);
        if (file->reader)
            file->match = PC_MATCH_EXACT;
        else
            pc_run_remark(run, "no reader knows what %.*s is", PC_ARG(file->path));
    }
}

/* What portcheck itself writes while it changes files. */
static bool is_own(struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    return pc_str_starts(base, PC_STR(".portcheck-")) &&
           (pc_str_is(base, PC_JOURNAL_NAME_ROOT) || pc_str_ends(base, PC_STR(".tmp")));
}

static void match_one(struct pc_run *run, struct pc_tree_file *file) {
    const struct pc_config *config = &run->config;
    if (is_own(file->path))
        return;
    if (pc_str_eq(file->path, run->config_name))
        return;
    if (matches_any(config->exclude, config->exclude_count, file->path)) {
        choose_reader(run, file);
        file->excluded = file->match >= PC_MATCH_NAME;
        file->reader = NULL;
        file->match = PC_MATCH_NO;
        file->maybe = 0;
        return;
    }
    if (matches_any(config->documents, config->document_count, file->path)) {
        file->forced = true;
        file->match = PC_MATCH_EXACT;
        file->reader = registry_reader(file->path);
        if (!file->reader)
            file->reader = &pc_reader_registry_markdown;
        return;
    }
    choose_reader(run, file);
    if (!file->reader && pc_source_patterns_want(config, file->path)) {
        file->reader = &pc_reader_source;
        file->match = PC_MATCH_EXACT;
    }
    if (file->match < PC_MATCH_NAME && matches_any(config->include, config->include_count, file->path))
        force(run, file);
}

static int compare_files(const void *a, const void *b) {
    return pc_str_cmp(((const struct pc_tree_file *)a)->path, ((const struct pc_tree_file *)b)->path);
}

static bool is_sorted(const struct PC_VEC_FILES *files) {
    for (size_t i = 1; i < files->count; i++)
        if (compare_files(&files->items[i - 1], &files->items[i]) > 0)
            return false;
    return true;
}

/* Gives the reader of each link to the file that it leads to. One that leads to none keeps it, and reading it will say
 * why. */
static void hand_over_links(struct pc_run *run, struct PC_VEC_FILES *files) {
    for (size_t i = 0, count = files->count; i < count; i++) {
        struct pc_str target;
        struct pc_tree_file file = files->items[i];
        if (!file.link || !file.reader || !pc_source_tree_target(&run->tree, file.path, &run->arena, &target))
            continue;
        files->items[i].reader = NULL;
        files->items[i].match = PC_MATCH_NO;
        if (pc_source_tree_is_directory(&run->tree, target) ||
            matches_any(run->config.exclude, run->config.exclude_count, target))
            continue;
        file.path = target;
        file.link = false;
        file.by_path.known = false;
        *PC_PUSH(files, &run->arena) = file;
    }
}

/* The same path of the twin, which the same configuration matched; *at goes along. */
static const struct pc_path_match *twins_match(const struct pc_run *run, struct pc_str path, size_t *at) {
    const struct pc_files *twin = run->twin ? &run->twin->files : NULL;
    int order = -1;
    while (twin && *at < twin->count && (order = pc_str_cmp(twin->paths[*at], path)) < 0)
        ++*at;
    return order == 0 && twin->items[*at].by_path.known ? &twin->items[*at].by_path : NULL;
}

static void add_listing(struct pc_run *run, struct PC_VEC_FILES *files) {
    size_t at = 0;
    for (size_t i = 0; i < run->tree.list.count; i++) {
        const struct pc_source *source = &run->tree.list.items[i];
        struct pc_tree_file *file = PC_PUSH(files, &run->arena);
        file->path = source->path;
        file->tracked = source->tracked;
        file->seen = source->seen;
        file->link = source->link;
        const struct pc_path_match *same = twins_match(run, file->path, &at);
        if (same) {
            file->reader = same->reader;
            file->match = same->match;
            file->maybe = same->maybe;
            file->forced = same->forced;
        } else {
            match_one(run, file);
        }
        file->by_path = (struct pc_path_match){file->reader, file->match, file->maybe, file->forced, true};
    }
}

/* Files that the person names are read though git ignores them or the configuration excludes them. */
static void add_named(struct pc_run *run, struct PC_VEC_FILES *files, struct pc_str path) {
    bool in_git = run->tree.which == PC_SOURCES_STAGED || run->tree.which == PC_SOURCES_REVISION;
    if (in_git && !pc_source_tree_has(&run->tree, path)) {
        pc_run_remark(run, "%.*s is not staged, so it was not read", PC_ARG(path));
        return;
    }
    struct pc_tree_file *file = PC_PUSH(files, &run->arena);
    file->path = path;
    choose_reader(run, file);
    force(run, file);
}

void pc_run_match(struct pc_run *run) {
    struct PC_VEC_FILES files = {0};
    if (!run->only.ptr) /* git may have listed the others all the same */
        add_listing(run, &files);
    for (size_t i = 0; i < run->named.count; i++)
        add_named(run, &files, run->named.items[i]);
    if (run->only.ptr)
        add_named(run, &files, run->only);
    hand_over_links(run, &files);
    if (!is_sorted(&files)) /* a listing is, until something is added to it */
        pc_sort(files.items, files.count, sizeof *files.items, compare_files);
    pc_files_init(&run->files, files.items, files.count);
}
