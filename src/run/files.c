#include "files.h"

#include <errno.h>
#include <string.h>

#include "encoding.h"
#include "limits.h"
#include "path.h"

void pc_files_init(struct pc_files *files, struct pc_tree_file *items, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct pc_tree_file *last = kept > 0 ? &items[kept - 1] : NULL;
        if (!last || !pc_str_eq(last->path, items[i].path)) {
            items[kept++] = items[i];
            continue;
        }
        last->tracked = last->tracked || items[i].tracked;
        last->seen = last->seen || items[i].seen;
        last->forced = last->forced || items[i].forced;
        last->link = last->link && items[i].link;
        if (items[i].match > last->match) {
            last->match = items[i].match;
            last->reader = items[i].reader;
        }
    }
    files->items = items;
    files->count = kept;
    files->paths = PC_NEW_ARRAY(files->arena, kept, struct pc_str);
    for (size_t i = 0; i < kept; i++)
        files->paths[i] = items[i].path;
}

struct pc_tree_file *pc_files_find(const struct pc_files *files, struct pc_str path) {
    size_t lo = 0, hi = files->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        int order = pc_str_cmp(files->paths[middle], path);
        if (order == 0)
            return &files->items[middle];
        if (order < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return NULL;
}

/* The content that a file has instead of the tree's; NULL. */
static const struct pc_change *change_of(const struct pc_files *files, struct pc_str path) {
    size_t lo = 0, hi = files->instead ? files->instead->list.count : 0;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        const struct pc_change *change = &files->instead->list.items[middle];
        int order = pc_str_cmp(change->path, path);
        if (order == 0)
            return change;
        if (order < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return NULL;
}

enum pc_file_status pc_files_bytes(const struct pc_files *files, const struct pc_tree_file *file,
                                   struct pc_arena *arena, struct pc_str *bytes, int *error) {
    const struct pc_change *change = change_of(files, file->path);
    const struct pc_tree_file *same = pc_files_same(files, file);
    if (change) {
        *bytes = change->text;
        return PC_FILE_OK;
    }
    if (!same || same->load != PC_LOAD_DONE || !same->sound)
        return pc_source_tree_read(same ? files->twin->tree : files->tree, file->path, PC_LIMIT_FILE_BYTES, arena,
                                   bytes, error);
    *bytes = same->text;
    return PC_FILE_OK;
}

const struct pc_tree_file *pc_files_same(const struct pc_files *files, const struct pc_tree_file *file) {
    bool changed = change_of(files, file->path) != NULL;
    const struct pc_tree_file *same = files->twin && !changed ? pc_files_find(files->twin, file->path) : NULL;
    const struct pc_object_id *ours = same ? pc_source_tree_object(files->tree, file->path) : NULL;
    const struct pc_object_id *theirs = ours ? pc_source_tree_object(files->twin->tree, file->path) : NULL;
    return theirs && pc_object_id_eq(ours, theirs) ? same : NULL;
}

static bool is_env_name(struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    return pc_str_starts(base, PC_STR(".env")) || pc_str_ends(base, PC_STR(".env")) ||
           pc_str_find(base, PC_STR(".env."), 0) != PC_NPOS;
}

/* A file that only another one's reader asks for may hold secrets: its lines are shown with values hidden. */
void pc_files_set_kind(struct pc_files *files, const struct pc_tree_file *file) {
    struct pc_file *known = pc_builder_file_at(files->builder, file->file);
    if (file->reader) {
        known->kind = file->reader->kind;
        known->is_env_like = file->reader->env_like;
    } else {
        known->kind = is_env_name(file->path) ? PC_FILE_KIND_ENV : PC_FILE_KIND_CONFIG;
        known->is_env_like = true;
    }
}

static void make_known(struct pc_files *files, struct pc_tree_file *file, struct pc_str bytes) {
    if (!file->lines.starts)
        file->lines = pc_lines_of(files->arena, bytes);
    file->file = pc_builder_file(files->builder, file->path, bytes, file->lines);
    pc_files_set_kind(files, file);
}

static struct pc_trouble new_trouble(pc_id file, enum pc_trouble_kind kind) {
    return (struct pc_trouble){.kind = kind, .span = {.file = file}, .other = {.file = PC_NONE}, .service = PC_NONE};
}

/* Only its text would tell whether anything wants it. */
static bool is_guess(const struct pc_tree_file *file) {
    return file->match == PC_MATCH_MAYBE && !file->forced;
}

static void add_unreadable_encoding(struct pc_files *files, const struct pc_tree_file *file, const char *what) {
    struct pc_trouble trouble = new_trouble(file->file, PC_TROUBLE_ENCODING);
    trouble.level = is_guess(file) ? PC_LEVEL_INFO : PC_LEVEL_ERROR;
    trouble.message = pc_str_fmt(files->arena, "`%.*s` %s, and nothing in it was read", PC_ARG(file->path), what);
    trouble.help = PC_STR("save it as UTF-8");
    pc_builder_trouble(files->builder, &trouble);
}

/* Bytes that are no text, with text around them that is read. */
static void add_bad_bytes(struct pc_files *files, const struct pc_tree_file *file, const struct pc_encoding *encoding) {
    bool nul = encoding->nuls > 0;
    size_t count = nul ? encoding->nuls : encoding->invalid;
    struct pc_trouble trouble = new_trouble(file->file, PC_TROUBLE_ENCODING);
    trouble.level = nul ? PC_LEVEL_ERROR : PC_LEVEL_WARNING;
    trouble.span.offset = (uint32_t)(nul ? encoding->first_nul : encoding->first_invalid);
    trouble.span.length = 1;
    trouble.message = pc_str_fmt(files->arena, "`%.*s` holds %zu %s%s", PC_ARG(file->path), count,
                                 nul ? "NUL byte" : "byte", count == 1 ? "" : "s");
    if (!nul)
        trouble.message =
            pc_str_fmt(files->arena, "%.*s that %s no UTF-8", PC_ARG(trouble.message), count == 1 ? "is" : "are");
    trouble.label = count == 1 ? PC_STR("here") : PC_STR("the first is here");
    trouble.note =
        nul ? PC_STR("other programs stop reading at a NUL byte, or take the file for a binary one; what stands "
                     "around it was read")
            : PC_STR("what stands around was read");
    trouble.help = PC_STR("save it as UTF-8");
    pc_builder_trouble(files->builder, &trouble);
}

bool pc_files_adopt(struct pc_files *files, struct pc_tree_file *file, struct pc_str bytes) {
    struct pc_encoding encoding = pc_encoding_of(bytes);
    bool readable = encoding.kind == PC_ENCODING_UTF8 || encoding.kind == PC_ENCODING_BROKEN;
    make_known(files, file, readable ? bytes : PC_STR(""));
    file->load = readable ? PC_LOAD_DONE : PC_LOAD_FAILED;
    if (encoding.kind == PC_ENCODING_UTF16)
        add_unreadable_encoding(files, file, "is UTF-16");
    if (encoding.kind == PC_ENCODING_BINARY)
        add_unreadable_encoding(files, file, "holds binary data");
    if (encoding.kind == PC_ENCODING_BROKEN)
        add_bad_bytes(files, file, &encoding);
    file->text = encoding.kind == PC_ENCODING_BROKEN ? pc_encoding_clean(files->arena, bytes) : bytes;
    file->sound = encoding.kind == PC_ENCODING_UTF8;
    return readable;
}

/* Takes over what the twin knows of the same content. */
static bool adopt_same(struct pc_files *files, struct pc_tree_file *file) {
    const struct pc_tree_file *same = pc_files_same(files, file);
    if (!same || same->load != PC_LOAD_DONE || !same->sound)
        return false;
    file->lines = same->lines;
    file->text = same->text;
    file->sound = true;
    file->load = PC_LOAD_DONE;
    make_known(files, file, same->text);
    return true;
}

static struct pc_str why_not(struct pc_files *files, enum pc_file_status status, int error) {
    switch (status) {
    case PC_FILE_MISSING:
        return PC_STR("does not exist");
    case PC_FILE_NOT_REGULAR:
        return PC_STR("is no regular file but a directory, FIFO, socket or device");
    case PC_FILE_LINK:
        return PC_STR("is a link that leads out of the tree, to itself or nowhere, and was not followed");
    case PC_FILE_TOO_LARGE:
        return pc_str_fmt(files->arena, "is larger than %u MiB and was not read", PC_LIMIT_FILE_BYTES >> 20);
    case PC_FILE_CHANGED:
        return PC_STR("changed while it was read");
    case PC_FILE_NO_OBJECT:
        return pc_str_fmt(files->arena, "cannot be read from git: %.*s", PC_ARG(files->tree->git->words));
    case PC_FILE_UNREADABLE:
    case PC_FILE_OK:
        break;
    }
    return pc_str_fmt(files->arena, "cannot be read: %s", strerror(error));
}

bool pc_files_is_usual(int error) {
    return error == EACCES || error == EPERM || error == ENOENT || error == ENOTDIR || error == ELOOP ||
           error == ENAMETOOLONG;
}

void pc_files_refuse(struct pc_files *files, struct pc_tree_file *file, enum pc_file_status status, int error) {
    file->load = PC_LOAD_FAILED;
    if (status == PC_FILE_NO_OBJECT && files->lost++ == 0)
        files->first_lost = file->path;
    if (status == PC_FILE_MISSING && file->tracked && !file->forced)
        return; /* deleted in the work tree, or behind a directory that is */
    make_known(files, file, PC_STR(""));
    struct pc_trouble trouble =
        new_trouble(file->file, status == PC_FILE_TOO_LARGE ? PC_TROUBLE_TOO_LARGE : PC_TROUBLE_UNREADABLE);
    bool fails = status == PC_FILE_NO_OBJECT || (status == PC_FILE_UNREADABLE && !pc_files_is_usual(error));
    if ((is_guess(file) && !fails) || status == PC_FILE_LINK)
        trouble.level = PC_LEVEL_INFO;
    struct pc_str why = why_not(files, status, error);
    trouble.message = pc_str_fmt(files->arena, "`%.*s` %.*s", PC_ARG(file->path), PC_ARG(why));
    pc_builder_trouble(files->builder, &trouble);
}

/* Takes over what the target of a link is; nothing when that is a directory, or left out of the listing. False when the
 * link leads out of the tree, to itself or nowhere; or when the disk fails, with its error. */
static bool load_target(struct pc_files *files, struct pc_tree_file *file, int *error) {
    struct pc_str path;
    errno = 0;
    if (!pc_source_tree_target(files->tree, file->path, files->arena, &path)) {
        *error = errno == 0 || pc_files_is_usual(errno) ? 0 : errno;
        return false;
    }
    struct pc_tree_file *target = pc_files_find(files, path);
    file->load = PC_LOAD_FAILED;
    if (target && !target->link && pc_files_load(files, target)) {
        file->load = PC_LOAD_DONE;
        file->file = target->file;
        file->text = target->text;
    }
    return true;
}

bool pc_files_load(struct pc_files *files, struct pc_tree_file *file) {
    struct pc_str bytes;
    int error = 0;
    if (file->load != PC_LOAD_NOT_YET)
        return file->load == PC_LOAD_DONE;
    if (adopt_same(files, file))
        return true;
    enum pc_file_status status = pc_files_bytes(files, file, files->arena, &bytes, &error);
    if (status == PC_FILE_OK)
        pc_files_adopt(files, file, bytes);
    else if (status != PC_FILE_LINK)
        pc_files_refuse(files, file, status, error);
    else if (!load_target(files, file, &error))
        pc_files_refuse(files, file, error != 0 ? PC_FILE_UNREADABLE : PC_FILE_LINK, error);
    return file->load == PC_LOAD_DONE;
}

void pc_files_trouble_at(struct pc_files *files, struct pc_str path, enum pc_trouble_kind kind, enum pc_level level,
                         struct pc_str message, struct pc_str help) {
    pc_id file = pc_builder_file(files->builder, path, PC_STR(""), pc_lines_of(files->arena, PC_STR("")));
    struct pc_trouble trouble = new_trouble(file, kind);
    trouble.level = level;
    trouble.message = message;
    trouble.help = help;
    pc_builder_trouble(files->builder, &trouble);
}

static bool access_exists(void *arg, struct pc_str path) {
    struct pc_files *files = arg;
    const struct pc_tree_file *file = pc_files_find(files, path);
    return file && (!file->tracked || file->seen || pc_source_tree_has(files->tree, path));
}

static bool access_read(void *arg, struct pc_str path, pc_id *id, struct pc_str *text) {
    struct pc_files *files = arg;
    struct pc_tree_file *file = pc_files_find(files, path);
    if (!file || !pc_files_load(files, file))
        return false;
    *id = file->file;
    *text = file->text;
    return true;
}

struct pc_tree_access pc_files_access(struct pc_files *files) {
    return (struct pc_tree_access){.arg = files,
                                   .exists = access_exists,
                                   .read = access_read,
                                   .paths = files->paths,
                                   .path_count = files->count,
                                   .memo = &files->memo,
                                   .seen = files->seen};
}
