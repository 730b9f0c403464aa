/* What a reader of a service's own files says about one file of a small tree, as text. */
#ifndef SOURCE_DUMP_H
#define SOURCE_DUMP_H

#include "reader.h"

struct source_sample {
    const char *path;
    const char *text;
    const char *said;
    const char *beside; /* other files of the tree, "path" or "path=text", split by '\n'; NULL: none */
};

/* One line each, in the order in which they were said:
 *     1 default 3001 self@services/shop derived "PORT" development      line, role, port; owner, confidence, qualifier
 *     2 dials cache:6379 "REDIS_URL"                                    who is dialled
 *     3 ? 8080 why                                                      a mention
 *     4 ! PC006 the sentence                                            a trouble
 * The test fails when a claim's span does not spell its port, or a name's its name. Lives until the next call. */
const char *source_dump(const struct pc_reader *reader, const struct source_sample *sample, struct pc_str text);
void source_dump_finish(void);

/* The configuration that the readers see; zeroed at first. */
extern struct pc_config source_config;

/* Fails the test at the first sample of which something else is said, or which the reader does not take. */
void source_check(const struct pc_reader *reader, const struct source_sample *samples, size_t count);
#define SOURCE_CHECK(reader, samples) source_check(&(reader), samples, sizeof(samples) / sizeof(samples)[0])

/* Nothing is said about any of these texts, though they are read. */
struct source_silence {
    const char *path, *text;
};
void source_silent(const struct pc_reader *reader, const struct source_silence *samples, size_t count);
#define SOURCE_SILENT(reader, samples) source_silent(&(reader), samples, sizeof(samples) / sizeof(samples)[0])

bool source_takes(const struct pc_reader *reader, const char *path, const char *text);

/* Cuts the text at every byte and puts bad bytes in: whatever is said of it, reading ends and stays in bounds. */
void source_cut(const struct pc_reader *reader, const char *path, const char *text);

/* Reads head and count copies of piece in a time that grows with count, not with its square. */
void source_repeat(const struct pc_reader *reader, const char *path, const char *head, const char *piece, size_t count);

#endif
