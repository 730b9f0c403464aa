/* Who dials whom: each dial resolved in the place where it is written. Shared by the rules about routes and targets. */
#ifndef PC_EDGES_H
#define PC_EDGES_H

#include "say.h"

enum pc_edge_verdict {
    PC_EDGE_UNKNOWN, /* what is dialled, or what it listens on, lies outside what was read */
    PC_EDGE_FINE,
    PC_EDGE_WRONG,    /* the callee is known and does not listen there */
    PC_EDGE_NOBODY,   /* a port of a host that is read, and nothing binds it */
    PC_EDGE_LOOPBACK, /* a container dials itself where only another container listens */
    PC_EDGE_NO_NAME,  /* no service of that network bears the name */
    PC_EDGE_APART     /* the callee is known, and on no network that the caller is on */
};

struct pc_edge {
    pc_id dial; /* the claim */
    enum pc_edge_verdict verdict;
    pc_id callee;               /* service; PC_NONE */
    bool stated;                /* wrong: a setting or flag of the callee says where it listens, not only a mapping */
    bool local;                 /* wrong: on no machine that was read; what is known of the callee gives other ports */
    bool elsewhere;             /* loopback: the callee, whom the variable names, listens on other ports */
    uint16_t by_image;          /* wrong: the one port that the callee's image is known for; 0: said by claims */
    pc_id apart;                /* the container that is meant, when it is apart; else PC_NONE */
    pc_id host;                 /* where a host port is dialled; PC_NONE */
    struct PC_VEC(pc_id) truth; /* claims that say where the callee really listens, or who binds the port */
};

struct pc_edges {
    struct pc_edge *items; /* in order of their dials */
    size_t count;
};

struct pc_edges pc_edges_of(const struct pc_rule_context *ctx);

#endif
