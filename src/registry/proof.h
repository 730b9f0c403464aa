/* What `prove` found out: which claims could change without anything being noticed. Filled by run, shown by output. */
#ifndef PC_PROOF_H
#define PC_PROOF_H

#include "registry.h"
#include "vec.h"

/* Where a number stands, as people think of it. */
enum pc_proof_kind {
    PC_PROOF_PLAN,
    PC_PROOF_RESERVED,
    PC_PROOF_REAL,
    PC_PROOF_SERVICE_DOC,
    PC_PROOF_MAPPING,
    PC_PROOF_TARGET,
    PC_PROOF_ENVIRONMENT,
    PC_PROOF_HEALTHCHECK,
    PC_PROOF_COMMAND,
    PC_PROOF_DOCKERFILE,
    PC_PROOF_ENV_FILE,
    PC_PROOF_SOURCE,
    PC_PROOF_OTHER,
    PC_PROOF_ROUTE,
    PC_PROOF_SCRAPE,
    PC_PROOF_CALLER_COMPOSE,
    PC_PROOF_CALLER_ENV,
    PC_PROOF_CALLER_SOURCE,
    PC_PROOF_CALLER_OTHER,
    PC_PROOF_KINDS
};

/* Why nothing guards a claim. */
enum pc_proof_gap {
    PC_GAP_NONE,     /* it is noticed */
    PC_GAP_ALONE,    /* the port of its service stands nowhere else */
    PC_GAP_APART,    /* other places have it as well, and no rule holds this one against them */
    PC_GAP_OUTSIDE,  /* dials: what is dialled is not known, or lies outside */
    PC_GAP_NOBODY,   /* nothing says whose port it is */
    PC_GAP_RESERVED, /* a reservation: nothing but itself says so */
    PC_GAP_INFO,     /* a finding of severity info would be the only sign */
    PC_GAP_SILENCED, /* what would say so is suppressed or in the baseline */
    PC_GAPS
};

/* One number, of which all claims at its place are made. */
struct pc_proof_change {
    pc_id claim; /* the first one there */
    enum pc_proof_kind kind;
    enum pc_proof_gap gap;
    struct pc_ports changed; /* what it was changed to */
    bool outside;            /* its range had no room: that the new number lies outside is not held against it */
    const char *rule;        /* code of the rule that noticed, or would if it were louder; NULL: none */
};

struct pc_proof {
    const struct pc_registry *reg;
    struct PC_VEC(struct pc_proof_change) list; /* in the registry's order */
    size_t noticed;
    size_t left_out; /* numbers that cannot be changed: put together out of pieces, or a range without an end */
    struct {
        size_t all, noticed;
    } kinds[PC_PROOF_KINDS];
};

#endif
