/* Before anything is read: where the root is, what the paths of the options mean there, and the configuration. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encoding.h"
#include "limits.h"
#include "path.h"
#include "run_impl.h"
#include "sort.h"

#define REAL_PATH_BYTES 4096 /* no system's PATH_MAX is larger (base has a limits.h of its own) */

struct pc_str pc_run_real_path(struct pc_run *run, const char *path) {
    char real[REAL_PATH_BYTES];
    return realpath(path, real) ? pc_str_dup(&run->arena, pc_str_c(real)) : PC_EMPTY;
}

static bool is_directory(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Takes the root's part off an absolute path; false when it lies outside. */
static bool below_root(struct pc_str root, struct pc_str path, struct pc_str *below) {
    if (pc_str_eq(root, PC_STR("/"))) {
        *below = pc_str_sub(path, 1, path.len);
        return true;
    }
    if (!pc_path_is_under(path, root))
        return false;
    *below = path.len == root.len ? PC_STR("") : pc_str_sub(path, root.len + 1, path.len);
    return true;
}

static bool has_git(struct pc_run *run, struct pc_str dir) {
    struct stat st;
    return stat(pc_str_fmt(&run->arena, "%.*s/.git", PC_ARG(dir)).ptr, &st) == 0;
}

/* Whether the project that a path lies in is another one than that of the working directory: outside of it, a
 * repository inside it, or any project below a directory that is none. */
static bool is_other_project(struct pc_run *run, struct pc_str root, bool root_has_config, struct pc_str path,
                             struct pc_str other, bool other_has_config) {
    struct pc_str below;
    if (root.len == 0 || !below_root(root, path, &below))
        return true;
    bool plain = !root_has_config && !has_git(run, root);
    return other.len > root.len && below_root(root, other, &below) &&
           (has_git(run, other) || (plain && other_has_config));
}

/* Where no root is given: as found from the working directory, unless the first path belongs to another project. */
static struct pc_str search_root(struct pc_run *run) {
    const struct pc_options *options = &run->options;
    struct pc_str other_config;
    struct pc_str root = pc_sources_root(&run->arena, ".", &run->config_name);
    const char *first = options->only ? options->only : options->path_count > 0 ? options->paths[0] : NULL;
    struct pc_str path = first ? pc_run_real_path(run, first) : PC_EMPTY;
    if (path.len == 0)
        return root;
    struct pc_str dir = is_directory(path.ptr) ? path : pc_str_dup(&run->arena, pc_path_dir(path));
    struct pc_str other = pc_sources_root(&run->arena, dir.len > 0 ? dir.ptr : "/", &other_config);
    if (!is_other_project(run, root, run->config_name.len > 0, path, other, other_config.len > 0))
        return root;
    run->config_name = other_config;
    return other;
}

static void set_prefix(struct pc_run *run) {
    struct pc_str checkout = run->options.checkout ? pc_run_real_path(run, run->options.checkout) : PC_EMPTY;
    struct pc_str below;
    if (checkout.len > 0 && below_root(checkout, run->root, &below) && below.len > 0)
        run->prefix = pc_str_fmt(&run->arena, "%.*s/", PC_ARG(below));
}

bool pc_run_open_root(struct pc_run *run) {
    const char *given = run->options.root;
    run->root = given ? pc_run_real_path(run, given) : search_root(run);
    if (run->root.len > 0)
        run->root_fd = open(run->root.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    else if (!given)
        errno = ENOENT;
    if (run->root_fd < 0)
        return pc_run_refuse(run, PC_STATUS_IO, "cannot open the directory `%s`: %s", given ? given : ".",
                             strerror(errno));
    run->tree = (struct pc_source_tree){.arena = &run->arena, .root_fd = run->root_fd};
    set_prefix(run);
    return true;
}

/* What the configuration of this very tree is called; the root was found by that of the disk. */
static void find_config(struct pc_run *run) {
    if (run->options.files != PC_WHICH_STAGED) {
        if (run->options.root)
            run->config_name = pc_sources_config_in(run->root_fd);
        return;
    }
    struct pc_str on_disk = pc_sources_config_in(run->root_fd);
    run->config_name = pc_source_tree_config(&run->tree);
    if (on_disk.len > 0 && run->config_name.len == 0 && !run->options.no_config && !run->options.config)
        pc_run_remark(run, "%.*s is not staged, so it was not used", PC_ARG(on_disk));
}

/* A path that is staged need not be on the disk any more. Read as a text, from the root and from where we are. */
static bool find_staged(struct pc_run *run, const char *given, struct pc_str *below) {
    struct pc_str here = pc_run_real_path(run, ".");
    struct pc_str dir = PC_EMPTY;
    if (run->options.files != PC_WHICH_STAGED)
        return false;
    if (here.len > 0 && below_root(run->root, here, &dir) && pc_path_join(&run->arena, dir, pc_str_c(given), below) &&
        (pc_source_tree_has(&run->tree, *below) || pc_source_tree_is_directory(&run->tree, *below)))
        return true;
    return pc_path_join(&run->arena, PC_EMPTY, pc_str_c(given), below) &&
           (pc_source_tree_has(&run->tree, *below) || pc_source_tree_is_directory(&run->tree, *below));
}

/* A path of the options below the root: as seen from the working directory, else as seen from the root. */
static bool resolve_path(struct pc_run *run, const char *given, struct pc_str *below) {
    struct pc_str path = pc_run_real_path(run, given);
    if (path.len > 0 && below_root(run->root, path, below))
        return true;
    bool outside = path.len > 0;
    if (given[0] != '/') {
        struct pc_str from_root = pc_str_fmt(&run->arena, "%.*s/%s", PC_ARG(run->root), given);
        path = pc_run_real_path(run, from_root.ptr);
        if (path.len > 0 && below_root(run->root, path, below))
            return true;
    }
    if (!outside && find_staged(run, given, below))
        return true;
    if (!outside)
        return pc_run_refuse(run, PC_STATUS_USAGE, "`%s`: no such file or directory", given);
    return pc_run_refuse(run, PC_STATUS_USAGE, "`%s` lies outside the root `%.*s`; set the root with -C", given,
                         PC_ARG(run->root));
}

static int compare_filters(const void *a, const void *b) {
    return pc_str_cmp(((const struct pc_filter *)a)->path, ((const struct pc_filter *)b)->path);
}

/* Sorts and drops doubles. */
static void sort_filters(struct pc_run *run) {
    struct pc_filter *items = run->filter.items;
    size_t kept = 0;
    pc_sort(items, run->filter.count, sizeof *items, compare_filters);
    for (size_t i = 0; i < run->filter.count; i++)
        if (kept == 0 || !pc_str_eq(items[kept - 1].path, items[i].path))
            items[kept++] = items[i];
    run->filter.count = kept;
}

/* Of the tree, or at least on the disk. */
static bool is_file(const struct pc_run *run, struct pc_str path) {
    struct stat st;
    if (run->options.files == PC_WHICH_STAGED && pc_source_tree_has(&run->tree, path))
        return true;
    return path.len > 0 && fstatat(run->root_fd, path.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(st.st_mode);
}

static bool resolve_paths(struct pc_run *run) {
    const struct pc_options *options = &run->options;
    for (size_t i = 0; i < options->path_count; i++) {
        struct pc_str below = PC_EMPTY;
        if (!resolve_path(run, options->paths[i], &below))
            return false;
        *PC_PUSH(&run->filter, &run->arena) = (struct pc_filter){below, false};
        if (is_file(run, below))
            *PC_PUSH(&run->named, &run->arena) = below;
    }
    sort_filters(run);
    if (!options->only)
        return true;
    if (!resolve_path(run, options->only, &run->only))
        return false;
    if (run->only.len == 0 ||
        is_directory(pc_str_fmt(&run->arena, "%.*s/%.*s", PC_ARG(run->root), PC_ARG(run->only)).ptr))
        return pc_run_refuse(run, PC_STATUS_USAGE, "--only needs a file, and `%s` is a directory", options->only);
    if (options->files == PC_WHICH_STAGED && !pc_source_tree_has(&run->tree, run->only))
        return pc_run_refuse(run, PC_STATUS_USAGE, "`%s` is not staged", options->only);
    return true;
}

static bool known_rule(struct pc_str word) {
    return pc_rule_find(word) != NULL;
}

static struct pc_str nearest_rule(struct pc_str word) {
    return pc_str_c(pc_run_nearest_rule(word));
}

static bool never_ignored(struct pc_str word) {
    const struct pc_rule *rule = pc_rule_find(word);
    return rule && rule->info.silenced_by == PC_SILENCED_BY_NOTHING;
}

enum pc_file_status pc_run_read_outside(struct pc_run *run, const char *given, size_t cap, struct pc_str *text,
                                        int *error) {
    struct pc_str path = pc_run_real_path(run, given);
    if (path.len == 0) {
        *error = errno;
        return PC_FILE_MISSING;
    }
    struct pc_str dir = pc_path_dir(path);
    int fd = open(dir.len > 0 ? pc_str_cstr(&run->arena, dir) : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        *error = errno;
        return PC_FILE_UNREADABLE;
    }
    enum pc_file_status status = pc_file_read(fd, pc_path_base(path), cap, &run->arena, text, error);
    close(fd);
    return status;
}

/* One of the tree, through a link inside it. */
static enum pc_file_status read_found(struct pc_run *run, struct pc_str *text, int *error) {
    struct pc_str target = run->config_name;
    enum pc_file_status status = pc_source_tree_read(&run->tree, target, PC_LIMIT_FILE_BYTES, &run->arena, text, error);
    if (status == PC_FILE_LINK && pc_source_tree_target(&run->tree, run->config_name, &run->arena, &target))
        status = pc_source_tree_read(&run->tree, target, PC_LIMIT_FILE_BYTES, &run->arena, text, error);
    return status;
}

/* A configuration that was given: anywhere. Its path is shown relative to the root where it lies below; one that is
 * staged is read as it is staged. */
static enum pc_file_status read_given(struct pc_run *run, struct pc_str *text, int *error) {
    struct pc_str below;
    bool inside = below_root(run->root, pc_run_real_path(run, run->options.config), &below);
    run->config_name = inside && below.len > 0 ? below : pc_str_c(run->options.config);
    if (inside && run->options.files == PC_WHICH_STAGED && pc_source_tree_has(&run->tree, below))
        return read_found(run, text, error);
    return pc_run_read_outside(run, run->options.config, PC_LIMIT_FILE_BYTES, text, error);
}

static const char *why_not(enum pc_file_status status, int error) {
    switch (status) {
    case PC_FILE_NOT_REGULAR:
        return "it is no regular file";
    case PC_FILE_LINK:
        return "it is a link that leads out of the tree";
    case PC_FILE_TOO_LARGE:
        return "it is too large";
    case PC_FILE_CHANGED:
        return "it changed while it was read";
    case PC_FILE_NO_OBJECT:
        return "its content is missing in git, or damaged";
    case PC_FILE_MISSING:
    case PC_FILE_UNREADABLE:
    case PC_FILE_OK:
        break;
    }
    return strerror(error);
}

static bool read_config(struct pc_run *run) {
    static const struct pc_config_words words = {known_rule, nearest_rule, never_ignored, PC_VERSION};
    struct pc_config_error error;
    struct pc_str text;
    int number = 0;
    pc_config_defaults(&run->config);
    if (run->options.no_config)
        run->config_name = PC_EMPTY;
    if (run->options.no_config || (!run->options.config && run->config_name.len == 0))
        return true;
    enum pc_file_status status =
        run->options.config ? read_given(run, &text, &number) : read_found(run, &text, &number);
    if (status != PC_FILE_OK)
        return pc_run_refuse(run, PC_STATUS_CONFIG, "the configuration `%.*s` cannot be read: %s",
                             PC_ARG(run->config_name), why_not(status, number));
    if (pc_encoding_of(text).kind != PC_ENCODING_UTF8)
        return pc_run_refuse(run, PC_STATUS_CONFIG, "the configuration `%.*s` is not UTF-8", PC_ARG(run->config_name));
    run->config_text = text;
    if (!pc_config_parse(&run->arena, run->config_name, text, &words, &run->config, &error))
        return pc_run_refuse(run, PC_STATUS_CONFIG, "%.*s", PC_ARG(error.message));
    return true;
}

bool pc_run_start(struct pc_run *run) {
    if (!pc_run_open_root(run) || !pc_run_confine(run, false) || !pc_run_find_journal(run) ||
        (run->options.files == PC_WHICH_STAGED && !pc_run_open_tree(run)))
        return false;
    find_config(run);
    return resolve_paths(run) && read_config(run) && pc_run_confine(run, true);
}
