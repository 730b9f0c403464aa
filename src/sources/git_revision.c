/* Questions that one run of git answers: names, common ancestors, lists of files. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "git.h"
#include "limits.h"

#define NAME_BYTES 4096u        /* an answer that is one object name */
#define REFS_BYTES (4u << 20)   /* the names of all branches and tags */
#define LIST_BYTES (256u << 20) /* a list of files */
#define RECORD_BYTES 16384u     /* one file of it; no path is as long */

static struct pc_str trim_line(struct pc_str text) {
    return text.len > 0 && text.ptr[text.len - 1] == '\n' ? pc_str_sub(text, 0, text.len - 1) : text;
}

/* A revision is one word for git, never an option. */
static bool may_ask(struct pc_str revision) {
    return revision.len > 0 && revision.ptr[0] != '-' && pc_str_find_char(revision, '\0', 0) == PC_NPOS;
}

/* An object name, and nothing else. */
static enum pc_git_status name_of(struct pc_git *git, enum pc_git_status status, struct pc_str answer,
                                  struct pc_str *name) {
    struct pc_object_id id;
    *name = trim_line(answer);
    if (status == PC_GIT_OK && !pc_object_id_parse(*name, &id)) {
        git->words = PC_STR("its answer was not understood");
        return PC_GIT_FAILED;
    }
    return status;
}

/* Asks rev-parse, which is silent where there is just no such name; it complains of a reflog that is too short. */
static enum pc_git_status resolve(struct pc_git *git, const char *word, struct pc_str *answer) {
    const char *arguments[] = {"rev-parse", "--verify", "--quiet", word, NULL};
    enum pc_git_status status = pc_git_ask(git, arguments, NAME_BYTES, git->arena, answer);
    bool complains = git->words.len > 0 && !pc_str_starts(git->words, PC_STR("log for "));
    return status == PC_GIT_UNKNOWN && complains ? PC_GIT_FAILED : status;
}

enum pc_git_status pc_git_commit(struct pc_git *git, struct pc_str revision, struct pc_str *name) {
    struct pc_str answer = PC_EMPTY;
    if (!may_ask(revision))
        return PC_GIT_UNKNOWN;
    const char *peeled = pc_str_fmt(git->arena, "%.*s^{commit}", PC_ARG(revision)).ptr;
    return name_of(git, resolve(git, peeled, &answer), answer, name);
}

enum pc_git_status pc_git_merge_base(struct pc_git *git, struct pc_str a, struct pc_str b, struct pc_str *name) {
    struct pc_str answer = PC_EMPTY;
    const char *arguments[] = {"merge-base", "--", pc_str_cstr(git->arena, a), pc_str_cstr(git->arena, b), NULL};
    return name_of(git, pc_git_ask(git, arguments, NAME_BYTES, git->arena, &answer), answer, name);
}

enum pc_git_status pc_git_refs(struct pc_git *git, struct PC_VEC_REFS *refs) {
    static const char *const arguments[] = {"for-each-ref",  "--format=%(refname)", "refs/heads/",
                                            "refs/remotes/", "refs/tags/",          NULL};
    struct pc_str answer = PC_EMPTY, line;
    bool done = false;
    enum pc_git_status status = pc_git_ask(git, arguments, REFS_BYTES, git->arena, &answer);
    while (status == PC_GIT_OK && pc_str_split(&answer, '\n', &line, &done))
        if (line.len > 0)
            *PC_PUSH(refs, git->arena) = line;
    return status;
}

/* Lists come in records that NUL ends; the rest of one that is not whole yet stays in the buffer. */
struct listing {
    struct pc_git *git;
    struct pc_index *files;
    bool (*take)(struct listing *listing, struct pc_str record);
    struct pc_str last;
};

enum { MODE_FILE = 0100000, MODE_LINK = 0120000, MODE_MODULE = 0160000, MODE_TYPE = 0170000 };

static bool read_mode(struct pc_str digits, unsigned *mode) {
    *mode = 0;
    for (size_t i = 0; i < digits.len && i < 8; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '7')
            return false;
        *mode = *mode * 8 + (unsigned)(digits.ptr[i] - '0');
    }
    return digits.len > 0;
}

/* Adds a path from the work tree's top with its mode and object name; submodules and what lies outside the root are
 * left out. False: no such thing can be. */
static bool add_file(struct listing *l, struct pc_str path, struct pc_str mode_digits, struct pc_str id_digits,
                     struct pc_index_entry **entry) {
    struct pc_arena *arena = l->git->arena;
    struct pc_object_id id;
    unsigned mode;
    *entry = NULL;
    if (!read_mode(mode_digits, &mode) || !pc_object_id_parse(id_digits, &id) || !pc_git_path_is_safe(path))
        return false;
    unsigned type = mode & MODE_TYPE;
    struct pc_str prefix = l->git->dir.prefix;
    if ((type != MODE_FILE && type != MODE_LINK) || !pc_str_starts(path, prefix))
        return type == MODE_FILE || type == MODE_LINK || type == MODE_MODULE;
    struct pc_index_state *state = PC_NEW(arena, struct pc_index_state);
    state->id = id;
    *entry = PC_PUSH(&l->files->entries, arena);
    **entry = (struct pc_index_entry){
        .path = pc_str_dup(arena, pc_str_sub(path, prefix.len, path.len)), .link = type == MODE_LINK, .state = state};
    return true;
}

/* "100644 blob NAME\tPATH" */
static bool take_tree_entry(struct listing *l, struct pc_str record) {
    struct pc_index_entry *entry;
    size_t tab = pc_str_find_char(record, '\t', 0);
    struct pc_str head = pc_str_sub(record, 0, tab);
    size_t kind = pc_str_find_char(head, ' ', 0);
    size_t name = pc_str_rfind_char(head, ' ');
    return tab != PC_NPOS && kind != PC_NPOS &&
           add_file(l, pc_str_sub(record, tab + 1, record.len), pc_str_sub(head, 0, kind),
                    pc_str_sub(head, name + 1, head.len), &entry);
}

/* The flags of the entry before, as --debug prints them: "  size: 0\tflags: 20000000\n" at last. */
static bool take_flags(struct listing *l, struct pc_str debug) {
    static const unsigned long intended = 0x20000000, skip = 0x40000000;
    size_t at = pc_str_find(debug, PC_STR("\tflags: "), 0);
    if (at == PC_NPOS)
        return false;
    unsigned long flags = strtoul(pc_str_cstr(l->git->arena, pc_str_sub(debug, at + 8, 16)), NULL, 16);
    struct pc_index_entry *entry =
        l->files->entries.count > 0 ? &l->files->entries.items[l->files->entries.count - 1] : NULL;
    if (entry && pc_str_eq(entry->path, l->last)) {
        entry->intended = (flags & intended) != 0;
        entry->skip = (flags & skip) != 0;
    }
    return true;
}

/* "100644 NAME STAGE\tPATH" and, from the second record on, the five lines about the entry before in front of it. */
static bool take_index_entry(struct listing *l, struct pc_str record) {
    struct pc_index_entry *entry;
    size_t flags = pc_str_starts(record, PC_STR("  ctime: ")) ? pc_str_find(record, PC_STR("\tflags: "), 0) : PC_NPOS;
    if (flags != PC_NPOS) {
        size_t end = pc_str_find_char(record, '\n', flags);
        if (end == PC_NPOS || !take_flags(l, pc_str_sub(record, 0, end)))
            return false;
        record = pc_str_sub(record, end + 1, record.len);
    }
    l->last = PC_EMPTY;
    if (record.len == 0)
        return true;
    size_t tab = pc_str_find_char(record, '\t', 0);
    struct pc_str head = pc_str_sub(record, 0, tab);
    size_t first = pc_str_find_char(head, ' ', 0), second = pc_str_rfind_char(head, ' ');
    if (tab == PC_NPOS || first == PC_NPOS || second <= first ||
        !add_file(l, pc_str_sub(record, tab + 1, record.len), pc_str_sub(head, 0, first),
                  pc_str_sub(head, first + 1, second - first - 1), &entry))
        return false;
    if (!entry)
        return true;
    entry->unmerged = !pc_str_eq(pc_str_sub(head, second + 1, head.len), PC_STR("0"));
    l->last = entry->path;
    return true;
}

/* Takes all whole records of the buffer, and moves the rest to its start. */
static bool take_records(struct listing *l, struct pc_buf *buf) {
    struct pc_str text = pc_buf_str(buf);
    size_t from = 0;
    for (size_t nul; (nul = pc_str_find_char(text, '\0', from)) != PC_NPOS; from = nul + 1)
        if (!l->take(l, pc_str_sub(text, from, nul - from)))
            return false;
    if (from > 0)
        memmove(buf->ptr, buf->ptr + from, buf->len - from);
    buf->len -= from;
    return true;
}

static enum pc_git_status stop(struct pc_git *git, enum pc_git_status status, struct pc_str words) {
    pc_process_stop(&git->one);
    git->words = words;
    return status;
}

static enum pc_git_status run_listing(struct listing *l, const char *const *arguments) {
    struct pc_git *git = l->git;
    struct pc_buf buf;
    char piece[16384];
    ssize_t n;
    size_t total = 0;
    enum pc_git_status status = pc_git_begin(git, arguments);
    if (status != PC_GIT_OK)
        return status;
    pc_buf_init(&buf, git->arena);
    while ((n = pc_process_read(&git->one, piece, sizeof piece)) > 0) {
        total += (size_t)n;
        pc_buf_add(&buf, (struct pc_str){piece, (size_t)n});
        if (!take_records(l, &buf) || buf.len > RECORD_BYTES)
            return stop(git, PC_GIT_FAILED, PC_STR("it lists a file that cannot be in a tree"));
        if (l->files->entries.count > PC_LIMIT_FILES || total > LIST_BYTES)
            return stop(git, PC_GIT_TOO_LARGE, PC_EMPTY);
    }
    if (!pc_process_end(&git->one))
        return pc_git_why(git, &git->one, PC_GIT_FAILED);
    /* The last entry of an index has its flags behind the last NUL. */
    return buf.len == 0 || (l->take == take_index_entry && l->take(l, pc_buf_str(&buf)))
               ? PC_GIT_OK
               : stop(git, PC_GIT_FAILED, PC_STR("its answer was not understood"));
}

/* Says why a revision has no tree that can be listed. */
static enum pc_git_status why_no_tree(struct pc_git *git, struct pc_str revision, enum pc_git_status status) {
    struct pc_str words = git->words, answer = PC_EMPTY;
    const char *word = pc_str_cstr(git->arena, revision);
    const char *kind[] = {"cat-file", "-t", word, NULL};
    if (status != PC_GIT_FAILED)
        return status;
    status = pc_git_ask(git, kind, NAME_BYTES, git->arena, &answer);
    if (status == PC_GIT_OK && pc_str_eq(trim_line(answer), PC_STR("blob"))) {
        status = PC_GIT_WRONG_KIND;
    } else if (status == PC_GIT_OK) {
        status = PC_GIT_FAILED;
    } else if (status == PC_GIT_UNKNOWN) {
        /* A name of something that cannot be read is damage; a full object name means nothing by itself. */
        status = resolve(git, word, &answer);
        if (status == PC_GIT_OK)
            status = pc_str_eq(trim_line(answer), revision) ? PC_GIT_UNKNOWN : PC_GIT_FAILED;
    }
    git->words = words;
    return status;
}

enum pc_git_status pc_git_revision_files(struct pc_git *git, struct pc_str revision, struct pc_index *files) {
    struct listing l = {.git = git, .files = files, .take = take_tree_entry};
    const char *below = pc_str_cstr(git->arena, git->dir.prefix);
    if (!may_ask(revision))
        return PC_GIT_UNKNOWN;
    const char *arguments[] = {
        "ls-tree", "-r", "-z", "--full-tree", pc_str_cstr(git->arena, revision), "--", below[0] != '\0' ? below : NULL,
        NULL};
    enum pc_git_status status = run_listing(&l, arguments);
    return status == PC_GIT_OK ? status : why_no_tree(git, revision, status);
}

enum pc_git_status pc_git_index_files(struct pc_git *git, struct pc_index *files) {
    static const char *const arguments[] = {"ls-files", "-z", "--stage", "--debug", NULL};
    struct listing l = {.git = git, .files = files, .take = take_index_entry};
    return run_listing(&l, arguments);
}
