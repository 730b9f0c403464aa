/* Preloaded into the program: memory that runs out. Every allocation is counted, the libraries' and those of the C
 * library itself too.
 *
 *   FAILING_AT=N    the N-th allocation fails, counted from 1; without it none does
 *   FAILING_ON=1    and so does each after it
 *
 * At the end it says on stderr, for tests/faults/allocations.py: "failing: ALLOCATIONS made, LEFT not given back". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *(*real_malloc)(size_t size);
static void *(*real_calloc)(size_t count, size_t size);
static void *(*real_realloc)(void *old, size_t size);
static int (*real_posix_memalign)(void **out, size_t alignment, size_t size);
static void *(*real_aligned_alloc)(size_t alignment, size_t size);
static void (*real_free)(void *old);

static unsigned long made, left, at;
static bool on, counting;

/* dlsym may ask for memory itself before it has said where that is. */
#define ALIGNMENT _Alignof(max_align_t)
static _Alignas(max_align_t) unsigned char early[16384];
static size_t early_used;

static void *take_early(size_t size) {
    size_t begin = early_used;
    early_used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (early_used > sizeof early)
        _exit(98);
    return early + begin;
}

static bool is_early(const void *piece) {
    return (uintptr_t)piece >= (uintptr_t)early && (uintptr_t)piece < (uintptr_t)early + sizeof early;
}

/* The address of the function that is next in line, as a pointer to a function. */
static void find(const char *name, void *pointer) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        _exit(97);
    memcpy(pointer, &found, sizeof found);
}

static bool finding;

/* Whoever loads first may ask before begin() is called. False: while it is being found out. */
static bool find_all(void) {
    if (real_free || finding)
        return real_free;
    finding = true;
    find("calloc", &real_calloc);
    find("realloc", &real_realloc);
    find("posix_memalign", &real_posix_memalign);
    find("aligned_alloc", &real_aligned_alloc);
    find("malloc", &real_malloc);
    find("free", &real_free);
    finding = false;
    return true;
}

__attribute__((constructor)) static void begin(void) {
    const char *number = getenv("FAILING_AT");
    find_all();
    at = number ? strtoul(number, NULL, 10) : 0;
    on = getenv("FAILING_ON") != NULL;
    counting = true;
}

__attribute__((destructor)) static void end(void) {
    char line[100];
    counting = false;
    int length = snprintf(line, sizeof line, "failing: %lu made, %lu not given back\n", made, left);
    if (write(STDERR_FILENO, line, (size_t)length) != length)
        _exit(96);
}

static bool fails(void) {
    if (!counting)
        return false;
    made++;
    bool now = at > 0 && (made == at || (on && made > at));
    if (now)
        errno = ENOMEM;
    return now;
}

static void *kept(void *piece) {
    left += counting && piece;
    return piece;
}

void *malloc(size_t size) {
    if (!find_all())
        return take_early(size);
    return fails() ? NULL : kept(real_malloc(size));
}

void *calloc(size_t count, size_t size) {
    if (!find_all())
        return take_early(count * size);
    return fails() ? NULL : kept(real_calloc(count, size));
}

void *realloc(void *old, size_t size) {
    if (!old)
        return malloc(size);
    return fails() ? NULL : real_realloc(old, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    if (!find_all() || fails())
        return ENOMEM;
    int error = real_posix_memalign(out, alignment, size);
    if (error == 0)
        kept(*out);
    return error;
}

void *aligned_alloc(size_t alignment, size_t size) {
    return !find_all() || fails() ? NULL : kept(real_aligned_alloc(alignment, size));
}

void free(void *old) {
    if (!old || is_early(old) || !find_all())
        return;
    left -= counting && left > 0;
    real_free(old);
}
