/* Runs a target on stored inputs, with no fuzzer: `replay [--grow BYTES] TARGET FILE-OR-FOLDER...`, `replay --list`.
 *
 * --grow makes each input as long as that by repeating it, the whole and its second half, and says which of these take
 * more than a second of processor time: for an optimised build. Exit status 1 when there is one, or no input at all. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#define SECONDS_EACH 10 /* in a build with sanitizers, on a busy machine */
#define GROWN_SECONDS 1

struct replay {
    struct fuzz_target target;
    size_t grow;
    size_t inputs;
    size_t slow;
};

static uint8_t *read_whole(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    struct stat st;
    if (file && stat(path, &st) == 0 && (data = malloc((size_t)st.st_size + 1)) != NULL)
        *size = fread(data, 1, (size_t)st.st_size, file);
    if (file)
        fclose(file);
    return data;
}

/* Behind head bytes the rest again and again. A line that begins a file stays the only one. */
static void run_grown(struct replay *r, const char *path, const uint8_t *data, size_t size, size_t head) {
    uint8_t *grown = size > head ? malloc(r->grow) : NULL;
    if (!grown)
        return;
    for (size_t at = 0; at < r->grow; at++)
        grown[at] = at < head ? data[at] : data[head + (at - head) % (size - head)];
    double before = fuzz_cpu_seconds();
    fuzz_one(&r->target, grown, r->grow, 0);
    double took = fuzz_cpu_seconds() - before;
    if (took > GROWN_SECONDS) {
        printf("%s.%s: %s repeated from byte %zu up to %zu: %.2f s\n", r->target.family, r->target.name, path, head,
               r->grow, took);
        r->slow++;
    }
    free(grown);
}

static void run_file(struct replay *r, const char *path) {
    size_t size = 0;
    uint8_t *data = read_whole(path, &size);
    if (!data) {
        fprintf(stderr, "replay: %s cannot be read\n", path);
        exit(2);
    }
    r->inputs++;
    if (r->grow == 0) {
        fuzz_one(&r->target, data, size, SECONDS_EACH);
    } else {
        const uint8_t *line = size > 4 && memcmp(data, "=== ", 4) == 0 ? memchr(data, '\n', size) : NULL;
        size_t head = line ? (size_t)(line - data) + 1 : 0;
        run_grown(r, path, data, size, head);
        run_grown(r, path, data, size, head + (size - head) / 2);
    }
    free(data);
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The files of a folder, in the order of their names. */
static void run_folder(struct replay *r, const char *folder) {
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char *names[4096];
    size_t count = 0;
    if (!dir)
        return;
    while ((entry = readdir(dir)) != NULL && count < sizeof names / sizeof names[0])
        if (entry->d_name[0] != '.')
            names[count++] = strdup(entry->d_name);
    closedir(dir);
    if (count > 0)
        qsort(names, count, sizeof names[0], compare_names);
    for (size_t i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        run_file(r, path);
        free(names[i]);
    }
}

static int list(void) {
    struct fuzz_target target;
    for (size_t i = 0; fuzz_target_at(i, &target); i++)
        printf("%s.%s\n", target.family, target.name);
    return 0;
}

int main(int argc, char **argv) {
    struct replay r = {0};
    int at = 1;
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list();
    if (argc > 2 && strcmp(argv[1], "--grow") == 0) {
        r.grow = strtoul(argv[2], NULL, 10);
        at = 3;
    }
    if (at >= argc || !fuzz_target_find(argv[at], &r.target)) {
        fprintf(stderr, "usage: replay [--grow BYTES] TARGET FILE-OR-FOLDER...\n       replay --list\n");
        return 2;
    }
    for (int i = at + 1; i < argc; i++) {
        struct stat st;
        if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
            run_folder(&r, argv[i]);
        else
            run_file(&r, argv[i]);
    }
    printf("%s: %zu inputs\n", argv[at], r.inputs);
    return r.slow > 0 || r.inputs == 0;
}
