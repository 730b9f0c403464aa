/* What `next` says: the next free port, why there, and why no other. */
#ifndef PC_NEXT_SHOW_H
#define PC_NEXT_SHOW_H

#include "next.h"
#include "output.h"

struct pc_next_show {
    const struct pc_next *next;
    struct pc_output_options options;
    struct pc_arena *arena;
    const char *version;
};

struct pc_next_format {
    const char *name, *summary;
    void (*write)(const struct pc_next_show *show, struct pc_buf *out);
};

extern const struct pc_next_format pc_next_formats[];
extern const size_t pc_next_format_count;

/* Why there are fewer ports than were asked for; empty: there are not. */
struct pc_str pc_next_sentence(const struct pc_next_show *show);

/* Which of the given ports are given only because nothing else is left, and why: a line each, for formats that have no
 * room for it; empty: none. */
struct pc_str pc_next_held(const struct pc_next_show *show);

/* next_json.c */
void pc_next_write_json(const struct pc_next_show *show, struct pc_buf *out);

#endif
