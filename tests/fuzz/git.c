/* What is read of git: the index, ignore files, a repository's own files, and git's answers. */
#include "git.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "git_blame.h"
#include "git_ignore.h"
#include "limits.h"
#include "sources.h"
#include "tree.h"

void fuzz_git_index(struct fuzz *f, struct pc_str input, const void *a) {
    static const char *const prefixes[] = {"", "sub/"};
    (void)a;
    for (size_t p = 0; p < 2; p++) {
        struct pc_index index = {.with_states = p == 0};
        const char *why = "";
        bool ok = pc_git_index_parse(&f->keep, input, pc_str_c(prefixes[p]), &index, &why);
        FUZZ_CHECK(ok || why[0] != '\0', "refused without a word");
        for (size_t i = 0; ok && i < index.entries.count; i++) {
            struct pc_str path = index.entries.items[i].path;
            FUZZ_CHECK(pc_git_path_is_safe(path), "an unsafe path: %.*s", PC_ARG(path));
        }
    }
}

/* Patterns of an ignore file; each line is a path as well. */
void fuzz_git_ignore(struct fuzz *f, struct pc_str input, const void *a) {
    uint32_t work = 20000;
    struct pc_str rest = input, line;
    const struct pc_ignore_scope *outer = pc_ignore_scope_new(&f->keep, NULL, PC_EMPTY, input);
    const struct pc_ignore_scope *inner = pc_ignore_scope_new(&f->keep, outer, PC_STR("sub"), input);
    (void)a;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        pc_ignore_match(outer, line, false, &work);
        pc_ignore_match(inner, pc_str_fmt(&f->keep, "sub/%.*s", PC_ARG(line)), true, &work);
        if (line.len < 200)
            pc_wildmatch(line, line);
    }
    /* What no wildcard is in matches itself. */
    FUZZ_CHECK(pc_wildmatch(PC_STR("**/kiln"), PC_STR("a/b/kiln")), "a pattern that should match");
}

/* A tree that may hold a ".git" of any kind is listed. */
void fuzz_git_listing(struct fuzz *f, struct pc_str input, const void *a) {
    struct fuzz_files files = fuzz_split(f, input, ".gitignore");
    const char *root = fuzz_disk_root();
    (void)a;
    for (size_t i = 0; i < files.list.count && i < 16; i++)
        fuzz_disk_write(f, files.list.items[i].path, files.list.items[i].text);
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    FUZZ_CHECK(fd >= 0, "no directory");
    struct pc_source_list list = pc_sources_list(&f->keep, fd);
    for (size_t i = 0; i < list.count; i++) {
        FUZZ_CHECK(i == 0 || pc_str_cmp(list.items[i - 1].path, list.items[i].path) < 0, "paths out of order");
        FUZZ_CHECK(!list.items[i].tracked || pc_git_path_is_safe(list.items[i].path), "an unsafe path: %.*s",
                   PC_ARG(list.items[i].path));
    }
    close(fd);
}

/* --- answers --- */

static void check_listed(const struct pc_index *files) {
    for (size_t i = 0; i < files->entries.count; i++)
        FUZZ_CHECK(pc_git_path_is_safe(files->entries.items[i].path), "an unsafe path");
}

static void ask(struct fuzz *f, struct pc_git *git, char question, struct pc_str answer) {
    struct pc_index files = {.with_states = true};
    struct PC_VEC_REFS refs = {0};
    struct pc_object_id id;
    struct pc_str text = PC_EMPTY;
    struct pc_blame blame = pc_blame_of(git);
    uint32_t days[3];
    switch (question) {
    case 't':
        if (pc_git_revision_files(git, PC_STR("HEAD"), &files) == PC_GIT_OK)
            check_listed(&files);
        break;
    case 'i':
        if (pc_git_index_files(git, &files) == PC_GIT_OK)
            check_listed(&files);
        break;
    case 'c':
        if (pc_git_commit(git, PC_STR("main"), &text) == PC_GIT_OK)
            FUZZ_CHECK(pc_object_id_parse(text, &id), "no object name");
        break;
    case 'r':
        pc_git_refs(git, &refs);
        break;
    case 'l':
        if (pc_git_blame(&blame, PC_STR("PORTS.md"), 1, 3, &f->keep, days) == PC_GIT_OK)
            FUZZ_CHECK(days[0] < 100000000 && days[2] < 100000000, "no day");
        break;
    default:
        if (pc_object_id_parse(pc_str_sub(answer, 0, 40), &id) &&
            pc_git_blob(git, &id, 100, &f->keep, &text) == PC_GIT_OK)
            FUZZ_CHECK(text.len <= 100, "more than was allowed");
    }
}

/* The first byte says what is asked, the others are what git answers: it is a script that prints them. */
void fuzz_git_answers(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_git *git = NULL;
    const char *root = fuzz_disk_root();
    struct pc_str answer = pc_str_sub(input, 1, input.len);
    (void)a;
    if (input.len == 0)
        return;
    fuzz_disk_write(f, PC_STR("bin/git"), PC_STR("#!/bin/sh\nexec /bin/cat \"${0%/*}/answer\"\n"));
    fuzz_disk_write(f, PC_STR("bin/answer"), answer);
    fuzz_disk_write(f, PC_STR("tree/.git/HEAD"), PC_STR("ref: refs/heads/main\n"));
    fuzz_disk_write(f, PC_STR("tree/.git/objects/x"), PC_STR(""));
    fuzz_disk_write(f, PC_STR("tree/.git/refs/x"), PC_STR(""));
    const char *program = pc_str_fmt(&f->keep, "%s/bin/git", root).ptr;
    struct pc_str tree = pc_str_fmt(&f->keep, "%s/tree", root);
    chmod(program, 0700);
    int fd = open(tree.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    FUZZ_CHECK(fd >= 0, "no directory");
    if (pc_git_open(&f->keep, fd, tree, &git) == PC_GIT_OK) {
        git->program = program;
        ask(f, git, input.ptr[0], answer);
    }
    pc_git_close(git);
    close(fd);
}
