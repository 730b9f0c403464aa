/* Where the time of a run goes: --timings. */
#ifndef PC_TIMINGS_H
#define PC_TIMINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

enum pc_stage {
    PC_STAGE_START,   /* options, root, configuration, what to compare with */
    PC_STAGE_LIST,    /* which files there are, and who reads them */
    PC_STAGE_LOAD,    /* their bytes */
    PC_STAGE_READ,    /* what they say */
    PC_STAGE_RESOLVE, /* whose ports they are, on which host */
    PC_STAGE_RULES,
    PC_STAGE_COMPARE, /* the same of the tree that --new-since names */
    PC_STAGE_WRITE,   /* what is shown, and showing it */
    PC_STAGE_COUNT
};

/* Blank: off, and nothing is asked of the clock. */
struct pc_timings {
    bool on;
    enum pc_stage now;
    uint64_t since;                 /* nanoseconds; when the stage began */
    uint64_t spent[PC_STAGE_COUNT]; /* nanoseconds */
};

void pc_timings_start(struct pc_timings *timings);
/* The stage that was under way ends, another one begins. */
void pc_timings_enter(struct pc_timings *timings, enum pc_stage stage);
/* A line for each stage, and their sum; wall clock. */
void pc_timings_write(struct pc_timings *timings, struct pc_buf *out);

#endif
