/* libFuzzer's entry points: `fuzz --target=FAMILY.NAME [libFuzzer's options]`. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fuzz_target target;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    static const char option[] = "--target=";
    for (int i = 1; i < *argc; i++)
        if (strncmp((*argv)[i], option, sizeof option - 1) == 0 &&
            fuzz_target_find((*argv)[i] + sizeof option - 1, &target))
            return 0;
    fprintf(stderr, "fuzz: give --target=FAMILY.NAME; the targets are\n");
    for (size_t i = 0; fuzz_target_at(i, &target); i++)
        fprintf(stderr, "  %s.%s\n", target.family, target.name);
    exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* Inputs have some kilobytes, for which a second is long with all the instruments as well. */
    fuzz_one(&target, data, size, 2);
    return 0;
}
