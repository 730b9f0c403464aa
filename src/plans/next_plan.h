/* Works out the next free port (next.h). */
#ifndef PC_NEXT_PLAN_H
#define PC_NEXT_PLAN_H

#include "lookup.h"
#include "next.h"
#include "taken.h"

/* Two ranges whose ports go together. */
struct pc_next_pair {
    struct pc_ports range, with;
    unsigned digits; /* last digits that match */
    struct pc_str why;
};

/* Who has a port elsewhere: on another branch. */
struct pc_next_elsewhere {
    struct pc_next_skip skip;
    bool growth;
};

struct pc_next_request {
    const struct pc_registry *reg; /* with the claims of other repositories */
    struct pc_arena *arena;
    struct pc_str where; /* "3000-3099", a service, a range's purpose, or a new service's name; empty: not said */
    struct pc_str name;  /* whom it is for; empty: not said */
    struct pc_str dir;   /* directory of the new service; ptr NULL: none is known */
    pc_id host;          /* PC_NONE: every host */
    unsigned count;      /* 1 or more */
    bool pair;
    const struct pc_next_pair *pairs; /* those that the configuration knows */
    size_t pair_count;
    const struct pc_ports *external; /* run by somebody else */
    size_t external_count;
    unsigned width;                                   /* of a block where no range is declared */
    const struct pc_next_elsewhere *const *elsewhere; /* for each port; NULL: nothing is known of elsewhere */
};

/* The answer lives in the request's arena. */
struct pc_next *pc_next_plan(const struct pc_next_request *request);

#endif
