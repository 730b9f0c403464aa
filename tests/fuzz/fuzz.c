#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "limits.h"
#include "reader.h"

static const struct fuzz_target targets[] = {
#define FUZZ_TARGET(family, name, arg) {#family, #name, fuzz_##family##_##name, arg},
#include "targets.def"
#undef FUZZ_TARGET
#define PC_READER(symbol) {"reader", &(#symbol)[sizeof "pc_reader_" - 1], fuzz_reader, &symbol},
#include "readers.def"
#undef PC_READER
};

bool fuzz_target_at(size_t index, struct fuzz_target *target) {
    if (index >= sizeof targets / sizeof targets[0])
        return false;
    *target = targets[index];
    return true;
}

bool fuzz_target_find(const char *name, struct fuzz_target *target) {
    for (size_t i = 0; fuzz_target_at(i, target); i++) {
        size_t family = strlen(target->family);
        if (strncmp(name, target->family, family) == 0 && name[family] == '.' &&
            strcmp(name + family + 1, target->name) == 0)
            return true;
    }
    return false;
}

double fuzz_cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void fuzz_fail(const char *file, int line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}

static void run_guarded(const struct fuzz_target *target, struct fuzz *f, struct pc_str input) {
    if (setjmp(f->recovery.env) == 0)
        target->run(f, input, target->arg);
}

void fuzz_one(const struct fuzz_target *target, const uint8_t *data, size_t size, double seconds) {
    struct fuzz f;
    double before = fuzz_cpu_seconds();
    /* A copy of just that size, without a NUL behind it: who reads over the end is seen. */
    char *copy = malloc(size > 0 ? size : 1);
    if (!copy)
        return;
    if (size > 0)
        memcpy(copy, data, size);
    memset(&f, 0, sizeof f);
    pc_arena_init(&f.keep, PC_LIMIT_RUN_BYTES, &f.recovery);
    pc_arena_init(&f.scratch, PC_LIMIT_SCRATCH_BASE + PC_LIMIT_SCRATCH_FACTOR * size, &f.recovery);
    run_guarded(target, &f, (struct pc_str){copy, size});
    pc_arena_finish(&f.keep);
    pc_arena_finish(&f.scratch);
    free(copy);
    double took = fuzz_cpu_seconds() - before;
    if (seconds > 0)
        FUZZ_CHECK(took <= seconds, "slow: %zu bytes took %.2f s", size, took);
}

struct fuzz_files fuzz_split(struct fuzz *f, struct pc_str input, const char *fallback) {
    static const char mark[] = "=== ";
    struct fuzz_files files = {0};
    struct fuzz_file *file = NULL;
    for (size_t at = 0; at < input.len || at == 0;) {
        size_t end = pc_str_find_char(input, '\n', at);
        size_t next = end == PC_NPOS ? input.len : end + 1;
        struct pc_str line = pc_str_sub(input, at, (end == PC_NPOS ? input.len : end) - at);
        bool begins = pc_str_starts(line, PC_STR(mark));
        if (begins || !file) {
            file = PC_PUSH(&files.list, &f->keep);
            file->path = begins ? pc_str_sub(line, sizeof mark - 1, line.len) : pc_str_c(fallback);
            file->text = pc_str_sub(input, begins ? next : at, 0);
        }
        if (!begins)
            file->text.len += next - at;
        if (next == at)
            break;
        at = next;
    }
    return files;
}
