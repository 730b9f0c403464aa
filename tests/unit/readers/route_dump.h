/* What a reader of configuration says about one file, as text. */
#ifndef ROUTE_DUMP_H
#define ROUTE_DUMP_H

#include "reader.h"

/* One line each, in the order in which they were said:
 *     3 dials web:8080 tcp network route "api"        line, role, name, port; protocol, place and flags where they say
 * something 4 listens 127.0.0.1:80 expose 5 ? 8080 why                                    a mention 6 ! PC106 the
 * sentence                          a trouble The test fails when a claim's span does not spell its port, or lies
 * outside its extent. Lives until the next call. */
const char *route_dump(const struct pc_reader *reader, const char *path, struct pc_str text);

/* Frees what the last call left. */
void route_dump_finish(void);

/* How sure the reader is, the text looked at when it wants to: what a run would do. */
bool route_takes(const struct pc_reader *reader, const char *path, const char *text);

struct route_sample {
    const char *path;
    const char *text;
    const char *said;
};

/* Fails the test at the first sample of which something else is said, or which the reader does not take. */
void route_check(const struct pc_reader *reader, const struct route_sample *samples, size_t count);
#define ROUTE_CHECK(reader, samples) route_check(&(reader), samples, sizeof(samples) / sizeof(samples)[0])

/* Cuts the text at every byte, and puts bad bytes in: whatever the reader says of it, it ends and stays in bounds. */
void route_cut(const struct pc_reader *reader, const char *path, const char *text);

/* Reads head and count copies of piece in a time that grows with count, not with its square. */
void route_repeat(const struct pc_reader *reader, const char *path, const char *head, const char *piece, size_t count);

#endif
