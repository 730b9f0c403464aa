/* Every reader on a small tree in memory: the first file is read, the others can be asked for. What it states lies in
 * the files and spells its ports; suppression comments are read behind it, and the registry is tied together. */
#include "reader.h"

#include <stdlib.h>

#include "draft.h"
#include "encoding.h"
#include "fuzz.h"
#include "ignore_comment.h"
#include "path.h"
#include "tree_checks.h"

struct known_file {
    struct pc_str path, text;
    pc_id id;
};

struct small_tree {
    struct known_file *files;
    size_t count;
};

static struct known_file *find_file(struct small_tree *tree, struct pc_str path) {
    for (size_t i = 0; i < tree->count; i++)
        if (pc_str_eq(tree->files[i].path, path))
            return &tree->files[i];
    return NULL;
}

static bool exists(void *arg, struct pc_str path) {
    return find_file(arg, path) != NULL;
}

static bool read_text(void *arg, struct pc_str path, pc_id *id, struct pc_str *text) {
    const struct known_file *file = find_file(arg, path);
    if (!file)
        return false;
    *id = file->id;
    *text = file->text;
    return true;
}

static int compare_paths(const void *left, const void *right) {
    return pc_str_cmp(((const struct known_file *)left)->path, ((const struct known_file *)right)->path);
}

/* The files that a run would read, by path, each once. The first one's path is *first. */
static struct small_tree make_tree(struct fuzz *f, struct pc_str input, const char *fallback, struct pc_str *first) {
    struct fuzz_files files = fuzz_split(f, input, fallback);
    struct small_tree tree = {PC_NEW_ARRAY(&f->keep, files.list.count, struct known_file), 0};
    *first = files.list.items[0].path;
    for (size_t i = 0; i < files.list.count; i++) {
        struct pc_str path;
        struct pc_str text = files.list.items[i].text;
        enum pc_encoding_kind kind = pc_encoding_of(text).kind;
        bool usable = (kind == PC_ENCODING_UTF8 || kind == PC_ENCODING_BROKEN) &&
                      pc_path_join(&f->keep, PC_STR(""), files.list.items[i].path, &path) &&
                      pc_str_eq(path, files.list.items[i].path) && path.len > 0 && !find_file(&tree, path);
        if (usable)
            tree.files[tree.count++] = (struct known_file){path, text, PC_NONE};
    }
    if (tree.count > 1)
        qsort(tree.files, tree.count, sizeof *tree.files, compare_paths);
    return tree;
}

static void add_files(struct fuzz *f, struct small_tree *tree, struct pc_builder *b, const struct pc_reader *reader) {
    for (size_t i = 0; i < tree->count; i++) {
        struct known_file *file = &tree->files[i];
        file->id = pc_builder_file(b, file->path, file->text, pc_lines_of(&f->keep, file->text));
        pc_builder_file_at(b, file->id)->kind = reader ? reader->kind : PC_FILE_KIND_CONFIG;
        if (pc_encoding_of(file->text).kind == PC_ENCODING_BROKEN)
            file->text = pc_encoding_clean(&f->keep, file->text);
    }
}

/* Reads the first file with a reader; NULL: only its suppression comments. */
static void read_tree(struct fuzz *f, struct pc_str input, const char *fallback, const struct pc_reader *reader) {
    static const struct pc_hints no_hints;
    struct pc_config config;
    struct pc_str first;
    struct small_tree tree = make_tree(f, input, fallback, &first);
    const struct known_file *file = find_file(&tree, first);
    const void *memo = NULL;
    if (!file)
        return;
    struct pc_path_look look = pc_path_look(first);
    enum pc_match match = reader ? reader->match(&look) : PC_MATCH_EXACT;
    if (match == PC_MATCH_MAYBE && reader->sniff)
        reader->sniff(first, file->text);
    struct pc_str *paths = PC_NEW_ARRAY(&f->keep, tree.count, struct pc_str);
    for (size_t i = 0; i < tree.count; i++)
        paths[i] = tree.files[i].path;
    const struct pc_tree_access access = {
        .arg = &tree, .exists = exists, .read = read_text, .paths = paths, .path_count = tree.count, .memo = &memo};
    pc_config_defaults(&config);
    struct pc_builder *b = pc_builder_new(&f->keep, &no_hints);
    add_files(f, &tree, b, reader);
    struct pc_read_context ctx = {.builder = b,
                                  .arena = &f->keep,
                                  .scratch = &f->scratch,
                                  .config = &config,
                                  .tree = &access,
                                  .file = file->id,
                                  .path = first,
                                  .dir = pc_path_dir(first),
                                  .text = file->text,
                                  .forced = match == PC_MATCH_NO};
    if (reader)
        reader->read(&ctx);
    fuzz_check_builder(b);
    pc_ignore_comments_read(&ctx);
    fuzz_check_builder(b);
    fuzz_check_registry(pc_builder_resolve(b));
}

void fuzz_reader(struct fuzz *f, struct pc_str input, const void *reader) {
    read_tree(f, input, "PORTS.md", reader);
}

void fuzz_text_suppressions(struct fuzz *f, struct pc_str input, const void *a) {
    (void)a;
    read_tree(f, input, "PORTS.md", NULL);
}
