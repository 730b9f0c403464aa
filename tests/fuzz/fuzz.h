/* What fuzz targets share. A target is a function that gets bytes and aborts when something is not as it must be; the
 * same functions are driven by libFuzzer (libfuzzer.c) and by a plain main that replays stored inputs (replay.c). */
#ifndef FUZZ_H
#define FUZZ_H

#include "arena.h"
#include "str.h"
#include "vec.h"

struct fuzz {
    struct pc_arena keep;    /* lives as long as one input */
    struct pc_arena scratch; /* as a reader's */
    struct pc_recovery recovery;
};

/* Budgets are those of a run, so running out of memory is allowed and ends the input quietly. */
struct fuzz_target {
    const char *family; /* "format", "reader", ... */
    const char *name;
    void (*run)(struct fuzz *f, struct pc_str input, const void *arg);
    const void *arg;
};

/* The targets by index: those of targets.def, then one for each line of readers.def. False behind the last. */
bool fuzz_target_at(size_t index, struct fuzz_target *target);
/* By "family.name". */
bool fuzz_target_find(const char *name, struct fuzz_target *target);

/* Runs one input. Aborts when it takes more than seconds of processor time; 0: any time. */
void fuzz_one(const struct fuzz_target *target, const uint8_t *data, size_t size, double seconds);
double fuzz_cpu_seconds(void);

/* Says what is wrong, and aborts. */
_Noreturn void fuzz_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define FUZZ_CHECK(condition, ...) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, __VA_ARGS__))

/* An input of several files: a line "=== PATH" begins each. What stands before the first of these lines is a file of
 * the path given as fallback. */
struct fuzz_file {
    struct pc_str path, text;
};
struct fuzz_files {
    struct PC_VEC(struct fuzz_file) list;
};
struct fuzz_files fuzz_split(struct fuzz *f, struct pc_str input, const char *fallback);

/* A journal's text with the right checksum behind it (plans/journal.h). */
struct pc_str fuzz_sign_journal(struct fuzz *f, struct pc_str text);

#define FUZZ_TARGET(family, name, arg) void fuzz_##family##_##name(struct fuzz *f, struct pc_str input, const void *a);
#include "targets.def"
#undef FUZZ_TARGET
void fuzz_reader(struct fuzz *f, struct pc_str input, const void *reader);

#endif
