/* Makes the other sides say what one side says: the plan, what documents tell, what is deployed. Minimal edits; what
 * has not one right answer is left to a person, and said. */
#ifndef PC_SYNC_H
#define PC_SYNC_H

#include "edits.h"
#include "lookup.h"
#include "standing.h"

enum pc_sync_side { PC_SYNC_DEPLOYED, PC_SYNC_PLANNED, PC_SYNC_DOCUMENTED };

/* A port of a host that somebody dials, and who is meant. */
struct pc_sync_dial {
    pc_id claim;
    pc_id callee; /* PC_NONE: nothing tells */
};

struct pc_sync_input {
    const struct pc_registry *reg;
    const struct pc_view *view;
    const struct pc_standings *standings;
    struct pc_finding *const *findings; /* what lacks a row is taken from PC113, PC304 and PC310 */
    size_t finding_count;
    const struct pc_sync_dial *dials;
    size_t dial_count;
    enum pc_sync_side to;
    const struct pc_selection *selection;
    bool (*is_nobodys_choice)(uint16_t port); /* a default that frameworks bring along */
    uint32_t today;                           /* 20310131; 0: dates of reconciliations stay */
    const struct pc_str *held; /* of each service why nothing of it may change; empty: it may. NULL: all */
};

/* Something that a person has to do or decide. */
struct pc_sync_left {
    pc_id service; /* PC_NONE: none */
    pc_id host;    /* PC_NONE: none is stated */
    struct pc_span span;
    struct pc_str why;                 /* a sentence without its full stop */
    bool done;                         /* it is about something that is done */
    struct PC_VEC(uint16_t) unplanned; /* no row was added for these */
};

/* What is deployed must move, which is more than a few words: the caller's. */
struct pc_sync_move {
    pc_id service, host;
    uint16_t from, to;
};

struct pc_sync {
    size_t changed;                          /* numbers */
    size_t added;                            /* rows and bullets */
    struct PC_VEC(struct pc_sync_left) left; /* by path and place */
    struct PC_VEC(struct pc_sync_move) moves;
    struct PC_VEC(pc_id) touched;        /* services of which something changes, in any order */
    struct PC_VEC(struct pc_span) prose; /* old numbers in running text of the files that change: to be read */
};

/* Adds to edits; memory is their arena. */
void pc_sync_plan(const struct pc_sync_input *in, struct pc_edits *edits, struct pc_sync *out);

/* The three sides of each service beside each other, for a person: those that disagree, or all that are selected by
 * name. Returns how many. */
size_t pc_sync_show(const struct pc_sync_input *in, struct pc_buf *out);

#endif
