/* What the files that look for the old number in texts share. Only move_mentions.c and move_address.c include it. */
#ifndef PC_MOVE_FINDER_H
#define PC_MOVE_FINDER_H

#include "move_parts.h"

enum { PC_MOVE_NAME_SHORTEST = 3 };

/* A variable by which a place is told its number, in the files of one directory. */
struct pc_move_variable {
    struct pc_str name, dir;
};

struct pc_move_finder {
    struct pc_move *move;
    struct PC_VEC(struct pc_str) names; /* of the service */
    const struct pc_mention **mentions; /* that say the searched number, by place */
    size_t mention_count;
    struct pc_span *references; /* numbers in references of rows, and the ends of ranges, by place */
    size_t reference_count;
    bool *settled;      /* services of which more is known than what documents of others say */
    pc_id contest_file; /* the file asked about last, and the answer */
    bool contest_known, contested;
    struct PC_VEC(struct pc_move_variable) variables; /* of the places */
};

/* A number that no claim was made of, and what stands around it. */
struct pc_move_number {
    struct pc_span span;
    struct pc_str line;               /* of a long one what stands near */
    uint32_t from;                    /* where that begins */
    struct pc_str host;               /* "localhost" of "http://localhost:3015"; empty when it is no URL */
    const struct pc_mention *mention; /* NULL: no reader saw a port in it */
};

/* The service's own files, below its directory. */
bool pc_move_is_own(const struct pc_move_finder *f, pc_id file);
bool pc_move_is_prose(const struct pc_file *file);

/* move_address.c */
void pc_move_collect_variables(struct pc_move_finder *f);
/* What stands before ":3015" in "http://localhost:3015/health"; empty when it is no URL. */
struct pc_str pc_move_host_before(struct pc_str text, size_t at);
/* A caller's address of the service, though nothing was said to dial it: an origin that may call, a script's URL. */
bool pc_move_is_caller(const struct pc_move_finder *f, const struct pc_move_number *number);
/* In the service's own document: a URL of its machine. */
bool pc_move_is_example(struct pc_move_finder *f, const struct pc_move_number *number);
/* The same variable as a place's: its example, or what holds where it is not set. */
bool pc_move_is_of_variable(const struct pc_move_finder *f, struct pc_span span);

#endif
