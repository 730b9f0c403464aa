/* What of a line may be shown. Env, compose and source lines hold passwords, so of them only what is known to be
 * harmless is shown: indentation, list dash, the key; the ports and addresses that a span points at, with the mapping
 * or variable around them, the known service dialled there and the key before them; a suppression that a span points
 * at; and scheme://host:port of URLs. Of
 * every other line userinfo, path and query of URLs are hidden. In doubt hidden. */
#ifndef PC_HIDE_H
#define PC_HIDE_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

/* Bytes [from, to) of a line. */
struct pc_bytes {
    size_t from;
    size_t to;
};

enum pc_showing {
    PC_HIDDEN = 0,
    PC_SHOWN = 1,
    PC_SECRET = 2 /* hidden whatever else is said of it: userinfo */
};

/* A line with what is to be shown of it. */
struct pc_hide {
    struct pc_str line;
    bool values_hidden;           /* an env, compose or source line */
    const struct pc_bytes *spans; /* being pointed at */
    const struct pc_str *hosts;   /* of each span: a name that may be shown directly before it ("gate" of "gate:7001"),
                                     a service that the registry knows; empty when there is none. NULL: none has one */
    size_t span_count;
};

/* Sets marks[i] for the byte line[window.from + i] of the window, each to a pc_showing. Looks at some thousand bytes
 * around the window at most, so that many windows of one endless line cost no more than their own size. */
void pc_hide_mark(const struct pc_hide *hide, struct pc_bytes window, unsigned char *marks);

/* Does the line alone say that it is one of an env file (KEY=value), wherever it stands? */
bool pc_hide_is_assignment(struct pc_str line);

/* A sentence with userinfo, path and query of its URLs as "…". Returns s itself when nothing had to change. */
struct pc_str pc_hide_urls(struct pc_arena *arena, struct pc_str s);

#endif
