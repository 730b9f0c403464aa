/* Runs a reader on one text and writes down what it stated, so that a test compares text with text. */
#ifndef PC_READER_HARNESS_H
#define PC_READER_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reader.h"

struct reader_harness {
    struct pc_arena keep;
    struct pc_arena scratch;
    struct pc_recovery recovery;
    struct pc_hints hints;
    struct pc_config config;
    struct pc_builder *builder; /* after reader_run */
    struct pc_str text;
};

/* For cmocka's setup and teardown; *state becomes a struct reader_harness. */
int reader_setup(void **state);
int reader_teardown(void **state);

/* Reads text as the file at path. The builder keeps what was stated until the next run. */
void reader_run(struct reader_harness *h, const struct pc_reader *reader, const char *path, struct pc_str text);

/* What was stated, a line each, in the order stated. what: letters of
 *   c claims     "planned 3001 web (S3 API) @host 127.0.0.1 tcp production [3000-3009] internal"
 *   r ranges     "3000-3009 Core services"
 *   h hosts      "Mac Mini = also = 10.0.0.1 production tentative"
 *   s sections   "table planned Title @host internal"
 *   t troubles   "PC007 label: text under the span"
 *   n references "web -> 4010 shop-server"
 *   a absences   "voice-bot @host"
 *   d dates      "20260408 reconciled"
 *   m mentions   "3050 prose"
 * With more than one letter each line begins with its letter. */
const char *reader_dump(struct reader_harness *h, const char *what);

/* Every claim's span spells its port or range, unless the claim is open, composed or of a variable; names and extents
 * lie in the text. */
void reader_check_spans(struct reader_harness *h);

#endif
