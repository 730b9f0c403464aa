/* Which word somebody may have meant. */
#include "config.h"

#include <string.h>

enum { WORD_MAX = 64 };

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Steps from a to b: insert, delete, replace, exchange two neighbours. Both at most WORD_MAX long. */
static unsigned distance(struct pc_str a, struct pc_str b) {
    unsigned rows[3][WORD_MAX + 1];
    unsigned *two_back = rows[0];
    unsigned *last = rows[1];
    unsigned *row = rows[2];
    for (size_t k = 0; k <= b.len; k++) {
        last[k] = two_back[k] = (unsigned)k;
    }
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = (unsigned)i;
        for (size_t k = 1; k <= b.len; k++) {
            bool same = pc_lower(a.ptr[i - 1]) == pc_lower(b.ptr[k - 1]);
            row[k] = least(least(row[k - 1], last[k]) + 1, last[k - 1] + !same);
            if (i > 1 && k > 1 && pc_lower(a.ptr[i - 1]) == pc_lower(b.ptr[k - 2]) &&
                pc_lower(a.ptr[i - 2]) == pc_lower(b.ptr[k - 1])) {
                row[k] = least(row[k], two_back[k - 2] + 1);
            }
        }
        unsigned *spare = two_back;
        two_back = last;
        last = row;
        row = spare;
    }
    return last[b.len];
}

const char *pc_nearest(struct pc_str s, const char *const *candidates, size_t count) {
    const char *nearest = NULL;
    if (s.len == 0 || s.len > WORD_MAX) {
        return NULL;
    }
    unsigned best = (unsigned)(s.len < 3 ? 1 : s.len / 3 > 2 ? s.len / 3 : 2) + 1;
    for (size_t i = 0; i < count; i++) {
        struct pc_str candidate = pc_str_c(candidates[i]);
        if (candidate.len > WORD_MAX) {
            continue;
        }
        unsigned steps = distance(s, candidate);
        if (steps < best && steps < candidate.len) {
            best = steps;
            nearest = candidates[i];
        }
    }
    return nearest;
}
