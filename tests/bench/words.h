/* Deterministic text for generated trees: the same seed gives the same bytes on every machine. */
#ifndef BENCH_WORDS_H
#define BENCH_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct dice {
    uint64_t state;
};

/* A number below limit. */
unsigned dice_roll(struct dice *dice, unsigned limit);

/* A word without digits. */
const char *dice_word(struct dice *dice);

/* A name that belongs to number and to nothing else: "copper-heron", "copper-heron-2". */
void name_of(unsigned number, char *name, size_t size);

/* Sentences of about that many bytes, in lines of 60 to 120, with now and then a code span. */
void write_prose(FILE *out, struct dice *dice, size_t bytes);

/* Program text of about that many bytes that states no port. */
void write_code(FILE *out, struct dice *dice, size_t bytes);

#endif
