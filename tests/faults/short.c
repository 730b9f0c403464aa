/* Preloaded into the program: calls that do less than asked, as they may at any time.
 *
 *   SHORT_BYTES=N    read, pread and write move at most N bytes
 *   SHORT_SIGNAL=1   every other one of them fails with EINTR before that
 *
 * At the end it says on stderr, for tests/faults/outputs.py: "short: CALLS", how many were changed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static ssize_t (*real_read)(int fd, void *bytes, size_t count);
static ssize_t (*real_write)(int fd, const void *bytes, size_t count);
static ssize_t (*real_pread)(int fd, void *bytes, size_t count, off_t offset);
static size_t most;
static bool signals;
static unsigned long calls, changed;

static void find(const char *name, void *pointer) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        _exit(97);
    memcpy(pointer, &found, sizeof found);
}

__attribute__((constructor)) static void begin(void) {
    const char *number = getenv("SHORT_BYTES");
    find("read", &real_read);
    find("write", &real_write);
    find("pread", &real_pread);
    most = number ? strtoul(number, NULL, 10) : 0;
    signals = getenv("SHORT_SIGNAL") != NULL;
}

__attribute__((destructor)) static void end(void) {
    char line[60];
    int length = snprintf(line, sizeof line, "short: %lu\n", changed);
    if (real_write(2, line, (size_t)length) < 0)
        _exit(96);
}

/* False: the call is interrupted. */
static bool shorten(size_t *count) {
    if (signals && ++calls % 2 == 1) {
        changed++;
        errno = EINTR;
        return false;
    }
    if (most > 0 && *count > most) {
        changed++;
        *count = most;
    }
    return true;
}

ssize_t read(int fd, void *bytes, size_t count) {
    return shorten(&count) ? real_read(fd, bytes, count) : -1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    return shorten(&count) ? real_write(fd, bytes, count) : -1;
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
    return shorten(&count) ? real_pread(fd, bytes, count, offset) : -1;
}
