/* The next free port: what `next` answers, all worked out. Filled by plans, shown by output. */
#ifndef PC_NEXT_H
#define PC_NEXT_H

#include "registry.h"
#include "vec.h"

/* Where a service belongs: a declared range, or where none is, a block of round numbers. */
struct pc_next_block {
    struct pc_ports ports;
    pc_id range; /* PC_NONE: none is declared */
};

/* A run of ports that are not given, for one reason. */
struct pc_next_skip {
    struct pc_ports ports;
    const char *kind;     /* a role's name, or "system", "ephemeral", "browser", "external", "range", "pair" */
    struct pc_str why;    /* "planned for `tide`" */
    struct pc_span span;  /* file PC_NONE: no place of this tree says so */
    struct pc_str branch; /* the branch that says so; empty: this tree */
    struct pc_str place;  /* "docs/PORTS.md:12" of that branch */
};

/* A port that is given; held: why it is given only because nothing else is left, kind NULL: it is simply free. */
struct pc_next_port {
    uint16_t port; /* 0: none */
    struct pc_next_skip held;
};

/* port and, with --pair, the one that goes with it. */
struct pc_next_choice {
    struct pc_next_port port, partner;
};

/* Another declared range and its next free port. */
struct pc_next_other {
    struct pc_next_block block;
    struct pc_next_port port;
};

struct pc_next {
    const struct pc_registry *reg;
    struct pc_str name; /* whom it is for; empty: not said */
    pc_id host;         /* PC_NONE: the ports are free on every host */
    bool pair;
    unsigned wanted; /* how many are asked for */
    struct pc_next_block block;
    struct pc_next_block with; /* pair: the block of the partners */
    struct pc_str why;         /* why that block; empty: it was asked for as ports */
    struct pc_span why_span;   /* file PC_NONE: no place says so */
    struct pc_str pair_why;    /* pair: why those two blocks go together, and how */
    struct pc_str refusal;     /* why there is no answer though nothing is full: no block is known; else empty */
    unsigned left;             /* free ports, the given ones left out; pair: of both blocks' pairs */
    struct PC_VEC(struct pc_next_choice) choices; /* as many as asked for, or fewer: then there are no more */
    struct PC_VEC(struct pc_next_skip) skips;     /* below the last choice; by port */
    struct PC_VEC(struct pc_next_other) others;   /* where nothing says which range is meant, or nothing is left */
    struct PC_VEC(struct pc_str) remarks;         /* sentences about other branches */
};

#endif
