/* See timings.h. */
#include "timings.h"

#include <time.h>

static uint64_t clock_now(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec : 0;
}

void pc_timings_start(struct pc_timings *timings) {
    *timings = (struct pc_timings){.on = true, .now = PC_STAGE_START, .since = clock_now()};
}

void pc_timings_enter(struct pc_timings *timings, enum pc_stage stage) {
    if (!timings->on)
        return;
    uint64_t now = clock_now();
    if (now > timings->since)
        timings->spent[timings->now] += now - timings->since;
    timings->since = now;
    timings->now = stage;
}

static void write_line(struct pc_buf *out, const char *name, uint64_t nanoseconds) {
    uint64_t tenths = (nanoseconds + 50000) / 100000;
    pc_buf_addf(out, "%-8s %8llu.%llu ms\n", name, (unsigned long long)(tenths / 10),
                (unsigned long long)(tenths % 10));
}

void pc_timings_write(struct pc_timings *timings, struct pc_buf *out) {
    static const char *const names[PC_STAGE_COUNT] = {
        [PC_STAGE_START] = "start",     [PC_STAGE_LIST] = "list",       [PC_STAGE_LOAD] = "load",
        [PC_STAGE_READ] = "read",       [PC_STAGE_RESOLVE] = "resolve", [PC_STAGE_RULES] = "rules",
        [PC_STAGE_COMPARE] = "compare", [PC_STAGE_WRITE] = "write"};
    uint64_t sum = 0;
    pc_timings_enter(timings, timings->now);
    for (int i = 0; i < PC_STAGE_COUNT; i++) {
        sum += timings->spent[i];
        if (i != PC_STAGE_COMPARE || timings->spent[i] > 0)
            write_line(out, names[i], timings->spent[i]);
    }
    write_line(out, "total", sum);
}
