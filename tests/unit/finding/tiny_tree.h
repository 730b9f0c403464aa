/* A registry of a few hand-made files, and findings in it, for tests of findings and output. */
#ifndef TINY_TREE_H
#define TINY_TREE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "finding.h"

#define TINY_FILES 40

struct tiny {
    struct pc_recovery recovery;
    struct pc_cleanup spent;
    struct pc_arena arena;
    struct pc_file files[TINY_FILES];
    struct pc_registry reg;
    struct pc_findings all;
};

/* What unwinding comes to: no test here is about memory that is spent, so that there is nowhere to return to. */
static inline void tiny_spent(void *arg) {
    (void)arg;
    fail_msg("memory is spent");
}

static inline void tiny_init(struct tiny *t) {
    memset(t, 0, sizeof *t);
    pc_defer(&t->recovery, &t->spent, tiny_spent, NULL);
    pc_arena_init(&t->arena, (size_t)256 << 20, &t->recovery);
    t->reg.files = t->files;
    t->all.arena = &t->arena;
    t->all.reg = &t->reg;
}

static inline void tiny_finish(struct tiny *t) {
    pc_arena_finish(&t->arena);
}

static inline pc_id tiny_file_n(struct tiny *t, const char *path, enum pc_file_kind kind, struct pc_str text) {
    assert_true(t->reg.file_count < TINY_FILES);
    struct pc_file *file = &t->files[t->reg.file_count];
    file->path = pc_str_c(path);
    file->text = text;
    file->lines = pc_lines_of(&t->arena, text);
    file->kind = kind;
    file->is_env_like = kind == PC_FILE_KIND_COMPOSE || kind == PC_FILE_KIND_ENV || kind == PC_FILE_KIND_SOURCE;
    return (pc_id)t->reg.file_count++;
}

static inline pc_id tiny_file(struct tiny *t, const char *path, enum pc_file_kind kind, const char *text) {
    return tiny_file_n(t, path, kind, pc_str_c(text));
}

/* The nth (from 0) place where needle stands in a file. */
static inline struct pc_span tiny_span(const struct tiny *t, pc_id file, const char *needle, unsigned nth) {
    struct pc_str text = t->files[file].text;
    size_t at = pc_str_find(text, pc_str_c(needle), 0);
    for (; nth > 0 && at != PC_NPOS; nth--)
        at = pc_str_find(text, pc_str_c(needle), at + 1);
    if (at == PC_NPOS)
        fail_msg("no \"%s\" in file %u", needle, (unsigned)file);
    return (struct pc_span){file, (uint32_t)at, (uint32_t)strlen(needle)};
}

static const struct pc_rule_info tiny_collision = {
    .code = "PC201", .name = "port-collision", .family = "Bindings", .level = PC_LEVEL_ERROR};
static const struct pc_rule_info tiny_drift = {
    .code = "PC301", .name = "port-drift", .family = "Drift", .level = PC_LEVEL_WARNING};
static const struct pc_rule_info tiny_input = {
    .code = "PC003", .name = "syntax-error", .family = "Input", .level = PC_LEVEL_ERROR};

#endif
